# The arithmetic of all optimizers, in TorchScript. Java packs this text into a TorchScript archive and loads it.
#
# ws are weights, the other lists hold one state tensor per weight, in the same order. lr is the learning rate of this
# update. t1 and t2 count the updates since the first and the second moment were last reset, this one included.
# Definitions are PyTorch's (torch.optim). A rule changes weights and state in place. Where gs is empty, it takes the
# gradients that the weights hold; those are zero afterwards either way, and a given gs is as it was. Methods return a
# tensor because the compiler may drop a call whose result is a constant.
class Rules(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # ---- fused kernels ----

  # Two roundings, as DJL's own has, in place of a fused multiply-add: the same weights to the bit.
  def sgd(self, ws: List[Tensor], gs: List[Tensor], lr: float, weight_decay: float) -> Tensor:
    ds = self.own(ws, gs)
    self.decay(ws, ds, weight_decay)
    # Tensor by tensor, so that a gradient is still in the cache when it is subtracted and zeroed.
    for i in range(len(ws)):
      ds[i].mul_(lr)
      ws[i].sub_(ds[i])
      ds[i].zero_()
    return self.zero_defined(ws) if len(gs) > 0 else ws[0]

  def momentum(
        self, ws: List[Tensor], gs: List[Tensor], vs: List[Tensor], lr: float, t1: float, weight_decay: float,
        momentum: float, dampening: float, nesterov: float) -> Tensor:
    ps = self.dense(ws)
    torch._fused_sgd_(
          ps, self.seen(ws, gs), vs, weight_decay=weight_decay, momentum=momentum, lr=lr, dampening=dampening,
          nesterov=nesterov != 0., maximize=False, is_first_step=t1 == 1.)
    return self.finish(ws, ps)

  def adam(
        self, ws: List[Tensor], gs: List[Tensor], ms: List[Tensor], vs: List[Tensor], lr: float, t1: float, t2: float,
        beta1: float, beta2: float, eps: float, weight_decay: float) -> Tensor:
    ps = self.dense(ws)
    none = annotate(List[Tensor], [])
    torch._fused_adam_(
          ps, self.seen(ws, gs), ms, vs, none, self.steps(ps, t2), lr=self.two_clocks(lr, beta1, t1, t2), beta1=beta1,
          beta2=beta2, weight_decay=weight_decay, eps=eps, amsgrad=False, maximize=False)
    return self.finish(ws, ps)

  def adam_w(
        self, ws: List[Tensor], gs: List[Tensor], ms: List[Tensor], vs: List[Tensor], lr: float, t1: float, t2: float,
        beta1: float, beta2: float, eps: float, weight_decay: float) -> Tensor:
    ps = self.dense(ws)
    none = annotate(List[Tensor], [])
    torch._fused_adamw_(
          ps, self.seen(ws, gs), ms, vs, none, self.steps(ps, t2), lr=self.two_clocks(lr, beta1, t1, t2), beta1=beta1,
          beta2=beta2, weight_decay=self.two_clocks(weight_decay, beta1, t2, t1), eps=eps, amsgrad=False,
          maximize=False)
    return self.finish(ws, ps)

  def ams_grad(
        self, ws: List[Tensor], gs: List[Tensor], ms: List[Tensor], vs: List[Tensor], largest: List[Tensor], lr: float,
        t1: float, t2: float, beta1: float, beta2: float, eps: float, weight_decay: float) -> Tensor:
    ps = self.dense(ws)
    torch._fused_adam_(
          ps, self.seen(ws, gs), ms, vs, largest, self.steps(ps, t2), lr=self.two_clocks(lr, beta1, t1, t2), beta1=beta1,
          beta2=beta2, weight_decay=weight_decay, eps=eps, amsgrad=True, maximize=False)
    return self.finish(ws, ps)

  def ada_grad(
        self, ws: List[Tensor], gs: List[Tensor], sums: List[Tensor], lr: float, t2: float, rate_decay: float,
        eps: float, weight_decay: float) -> Tensor:
    ps = self.dense(ws)
    ds = self.dense(self.own(ws, gs))
    if ps[0].device.type == "cpu":
      torch._fused_adagrad_(
            ps, ds, sums, self.steps(ps, t2), lr=lr, lr_decay=rate_decay, weight_decay=weight_decay, eps=eps,
            maximize=False)
    else:
      self.decay(ps, ds, weight_decay)
      for i in range(len(ps)):
        sums[i].addcmul_(ds[i], ds[i])
        ps[i].addcdiv_(ds[i], sums[i].sqrt().add_(eps), value=-lr / (1. + (t2 - 1.) * rate_decay))
    return self.finish(ws, ps)

  # Fused kernels take one clock. With the second moment's, the first moment's correction goes into the rate; a
  # decoupled decay must not feel that, so it gets the inverse.
  def two_clocks(self, x: float, beta1: float, t1: float, t2: float) -> float:
    return x if t1 == t2 else x * (1. - beta1 ** t2) / (1. - beta1 ** t1)

  def steps(self, ps: List[Tensor], t: float) -> List[Tensor]:
    step = torch.full([], t, dtype=6, device=ps[0].device)
    return [step for p in ps]

  # ---- rules by in-place operations ----

  def n_adam(
        self, ws: List[Tensor], gs: List[Tensor], ms: List[Tensor], vs: List[Tensor], lr: float, t2: float, mu: float,
        mu_next: float, mu_product: float, beta1: float, beta2: float, eps: float, weight_decay: float) -> Tensor:
    ps = self.dense(ws)
    ds = self.own(ws, gs)
    self.decay(ps, ds, weight_decay)
    for i in range(len(ps)):
      ms[i].lerp_(ds[i], 1. - beta1)
      vs[i].mul_(beta2).addcmul_(ds[i], ds[i], value=1. - beta2)
      denominator = vs[i].div(1. - beta2 ** t2).sqrt_().add_(eps)
      ps[i].addcdiv_(ds[i], denominator, value=-lr * (1. - mu) / (1. - mu_product))
      ps[i].addcdiv_(ms[i], denominator, value=-lr * mu_next / (1. - mu_product * mu_next))
    return self.finish(ws, ps)

  def r_adam(
        self, ws: List[Tensor], gs: List[Tensor], ms: List[Tensor], vs: List[Tensor], lr: float, t1: float, t2: float,
        beta1: float, beta2: float, eps: float, weight_decay: float) -> Tensor:
    ps = self.dense(ws)
    ds = self.own(ws, gs)
    self.decay(ps, ds, weight_decay)
    correction = 1. - beta2 ** t2
    rho_infinite = 2. / (1. - beta2) - 1.
    rho = rho_infinite - 2. * t2 * beta2 ** t2 / correction
    size = lr / (1. - beta1 ** t1)
    if rho > 5.:
      numerator = (rho - 4.) * (rho - 2.) * rho_infinite
      denominator = (rho_infinite - 4.) * (rho_infinite - 2.) * rho
      size = size * (correction * numerator / denominator) ** 0.5
    for i in range(len(ps)):
      ms[i].lerp_(ds[i], 1. - beta1)
      vs[i].mul_(beta2).addcmul_(ds[i], ds[i], value=1. - beta2)
      if rho > 5.:
        ps[i].addcdiv_(ms[i], vs[i].sqrt().add_(eps), value=-size)
      else:
        ps[i].add_(ms[i], alpha=-size)
    return self.finish(ws, ps)

  def ada_max(
        self, ws: List[Tensor], gs: List[Tensor], ms: List[Tensor], norms: List[Tensor], lr: float, t1: float,
        beta1: float, beta2: float, eps: float, weight_decay: float) -> Tensor:
    ps = self.dense(ws)
    ds = self.own(ws, gs)
    self.decay(ps, ds, weight_decay)
    for i in range(len(ps)):
      ms[i].lerp_(ds[i], 1. - beta1)
      torch.maximum(norms[i].mul_(beta2), ds[i].abs_().add_(eps), out=norms[i])
      ps[i].addcdiv_(ms[i], norms[i], value=-lr / (1. - beta1 ** t1))
    return self.finish(ws, ps)

  def rms_prop(
        self, ws: List[Tensor], gs: List[Tensor], squares: List[Tensor], lr: float, alpha: float, eps: float,
        weight_decay: float, momentum: float) -> Tensor:
    none = annotate(List[Tensor], [])
    return self.rms(ws, gs, squares, none, none, lr, alpha, eps, weight_decay, momentum)

  def rms_prop_momentum(
        self, ws: List[Tensor], gs: List[Tensor], squares: List[Tensor], vs: List[Tensor], lr: float, alpha: float,
        eps: float, weight_decay: float, momentum: float) -> Tensor:
    return self.rms(ws, gs, squares, annotate(List[Tensor], []), vs, lr, alpha, eps, weight_decay, momentum)

  def rms_prop_centered(
        self, ws: List[Tensor], gs: List[Tensor], squares: List[Tensor], means: List[Tensor], lr: float, alpha: float,
        eps: float, weight_decay: float, momentum: float) -> Tensor:
    return self.rms(ws, gs, squares, means, annotate(List[Tensor], []), lr, alpha, eps, weight_decay, momentum)

  def rms_prop_centered_momentum(
        self, ws: List[Tensor], gs: List[Tensor], squares: List[Tensor], means: List[Tensor], vs: List[Tensor],
        lr: float, alpha: float, eps: float, weight_decay: float, momentum: float) -> Tensor:
    return self.rms(ws, gs, squares, means, vs, lr, alpha, eps, weight_decay, momentum)

  def rms(
        self, ws: List[Tensor], gs: List[Tensor], squares: List[Tensor], means: List[Tensor], vs: List[Tensor],
        lr: float, alpha: float, eps: float, weight_decay: float, momentum: float) -> Tensor:
    ps = self.dense(ws)
    ds = self.own(ws, gs)
    self.decay(ps, ds, weight_decay)
    for i in range(len(ps)):
      squares[i].mul_(alpha).addcmul_(ds[i], ds[i], value=1. - alpha)
      if len(means) > 0:
        means[i].lerp_(ds[i], 1. - alpha)
        denominator = squares[i].addcmul(means[i], means[i], value=-1.).sqrt_().add_(eps)
      else:
        denominator = squares[i].sqrt().add_(eps)
      if len(vs) > 0:
        vs[i].mul_(momentum).addcdiv_(ds[i], denominator)
        ps[i].add_(vs[i], alpha=-lr)
      else:
        ps[i].addcdiv_(ds[i], denominator, value=-lr)
    return self.finish(ws, ps)

  def ada_delta(
        self, ws: List[Tensor], gs: List[Tensor], squares: List[Tensor], deltas: List[Tensor], lr: float, rho: float,
        eps: float, weight_decay: float) -> Tensor:
    ps = self.dense(ws)
    ds = self.own(ws, gs)
    self.decay(ps, ds, weight_decay)
    for i in range(len(ps)):
      squares[i].mul_(rho).addcmul_(ds[i], ds[i], value=1. - rho)
      delta = deltas[i].add(eps).sqrt_().div_(squares[i].add(eps).sqrt_()).mul_(ds[i])
      deltas[i].mul_(rho).addcmul_(delta, delta, value=1. - rho)
      ps[i].add_(delta, alpha=-lr)
    return self.finish(ws, ps)

  # ---- gradients ----

  def gradients(self, ws: List[Tensor]) -> List[Tensor]:
    return [w.grad for w in ws]

  # Zeroes what a backward pass has left; an undefined gradient has no element.
  def zero_defined(self, ws: List[Tensor]) -> Tensor:
    for w in ws:
      if torch.numel(w.grad) > 0:
        w.grad.zero_()
    return ws[0]

  def rescale(self, gs: List[Tensor], factor: float) -> Tensor:
    torch._foreach_mul_(gs, factor)
    return gs[0]

  def clip_value(self, gs: List[Tensor], limit: float) -> Tensor:
    for g in gs:
      g.clamp_(-limit, limit)
    return gs[0]

  # As torch.nn.utils.clip_grad_norm_, which adds 1e-6 to the norm.
  def clip_norm(self, gs: List[Tensor], limit: float) -> Tensor:
    total = torch.stack(torch._foreach_norm(gs)).norm()
    torch._foreach_mul_(gs, torch.clamp(torch.reciprocal(total + 1e-6) * limit, max=1.))
    return gs[0]

  # ---- parts ----

  # Gradients for a kernel that only reads them.
  def seen(self, ws: List[Tensor], gs: List[Tensor]) -> List[Tensor]:
    return self.dense(gs) if len(gs) > 0 else self.dense(self.gradients(ws))

  # Gradients to write into.
  def own(self, ws: List[Tensor], gs: List[Tensor]) -> List[Tensor]:
    return self.copies(gs) if len(gs) > 0 else self.gradients(ws)

  # Fused kernels read memory in order: a transposed tensor is copied, and a weight written back.
  def dense(self, xs: List[Tensor]) -> List[Tensor]:
    ordered = True
    for x in xs:
      if not x.is_contiguous():
        ordered = False
    return xs if ordered else [x.contiguous() for x in xs]

  def decay(self, ps: List[Tensor], ds: List[Tensor], weight_decay: float) -> Tensor:
    if weight_decay != 0.:
      torch._foreach_add_(ds, ps, alpha=weight_decay)
    return ps[0]

  def finish(self, ws: List[Tensor], ps: List[Tensor]) -> Tensor:
    for i in range(len(ws)):
      if not ws[i].is_contiguous():
        ws[i].copy_(ps[i])
    return self.zero_defined(ws)

  # ---- measuring and copying ----

  # In double precision: the square of a large norm has no single-precision number.
  def norms(self, xs: List[Tensor]) -> Tensor:
    return torch.stack(torch._foreach_norm(xs)).to(7)

  def zero_counts(self, xs: List[Tensor]) -> Tensor:
    return torch.stack([torch.numel(x) - torch.count_nonzero(x) for x in xs])

  def copies(self, xs: List[Tensor]) -> List[Tensor]:
    return [x.detach().clone() for x in xs]

  # Puts the changes of xs since ys into ys, without tensors in between: this runs at the memory's speed.
  def changes(self, xs: List[Tensor], ys: List[Tensor]) -> Tensor:
    for i in range(len(xs)):
      torch.sub(xs[i].detach(), ys[i], out=ys[i])
    return ys[0]

  def dots(self, xs: List[Tensor], ys: List[Tensor]) -> Tensor:
    return torch.stack([torch.dot(xs[i].flatten(), ys[i].flatten()) for i in range(len(xs))])

  # Which ones a gradient can be had of.
  def tracked(self, xs: List[Tensor]) -> Tensor:
    marks = torch.zeros([len(xs)])
    for i in range(len(xs)):
      if xs[i].requires_grad:
        marks[i].fill_(1.)
    return marks

  def assign(self, xs: List[Tensor], values: List[Tensor]) -> Tensor:
    for i in range(len(xs)):
      xs[i].detach().copy_(values[i])
    return xs[0]

  def scale(self, xs: List[Tensor], factor: float) -> Tensor:
    torch._foreach_mul_(xs, factor)
    return xs[0]

  def fill(self, xs: List[Tensor], value: float) -> Tensor:
    for x in xs:
      x.fill_(value)
    return xs[0]

  # Some numbers of one tensor, in row order.
  def piece(self, xs: List[Tensor], start: float, count: float) -> List[Tensor]:
    return [xs[0].detach().reshape([-1]).narrow(0, int(start), int(count)).clone()]

  def put(self, xs: List[Tensor], values: List[Tensor], start: float) -> Tensor:
    return xs[0].narrow(0, int(start), torch.numel(values[0])).copy_(values[0])

  # ---- labels ----

  def class_counts(self, xs: List[Tensor], classes: float) -> Tensor:
    return torch.bincount(xs[0].detach().flatten().to(4), minlength=int(classes))

  def class_sums(self, xs: List[Tensor], axis: float) -> Tensor:
    return torch.sum(xs[0].detach().movedim(int(axis), 0).flatten(1), [1], dtype=7)

  def column_sums(self, xs: List[Tensor], columns: float) -> Tensor:
    return torch.sum(xs[0].detach().reshape([-1, int(columns)]), [0], dtype=7)

  def column_medians(self, xs: List[Tensor], columns: float) -> Tensor:
    values, places = torch.median(xs[0].detach().reshape([-1, int(columns)]).to(6), 0)
    return values
