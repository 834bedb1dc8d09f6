/* Rates, layers, attempts, decisions, and what is known of a run. */
function ratePanel(run, domain) {
  if (!run.rates.length) return;
  const { node } = section("Learning rate", ...run.rates.map((line, i) => key(line.name, `border-color:${groupColour(i)}`)));
  node.id = "rates";
  new StepChart(node, domain, {
    height: 150, log: true,
    extent() { return extent(run.rates.flatMap(line => [...visible(line, domain.now)]), true); },
    layers(c) {
      run.rates.forEach((line, i) => steps(c, line, groupColour(i)));
      markLines(c, run);
    },
    rows(step) {
      const rows = [];
      run.rates.forEach((line, i) => row(rows, line, step, line.name, () => groupColour(i)));
      return rows;
    },
  });
}

/** A rate stays until it changes. */
function steps(c, line, colour) {
  const parts = [];
  line.step.forEach((s, i) => {
    for (const v of line.low.length && line.low[i] !== line.high[i] ? [line.high[i], line.low[i], line.mean[i]] : [line.mean[i]]) {
      if (v > 0) parts.push((parts.length ? "H" + c.x(s).toFixed(1) + "V" : "M" + c.x(s).toFixed(1) + ",") + c.y(v).toFixed(1));
    }
  });
  if (parts.length) c.plot.append(el("path", { class: "line", style: `stroke:${colour}`, d: parts.join("") }));
}

function markLines(c, run) {
  run.marks.forEach(mark => {
    const x = c.x(mark.step);
    c.plot.append(el("line", { class: "markline", x1: x, x2: x, y1: c.top, y2: c.height - c.bottom,
      "stroke-dasharray": mark.fate === "applied" ? undefined : "2 4" }));
  });
}

const HEALTHY = 1e-3, REACH = 3;

/** Colour of an update's relative size: cold far below the usual 1e-3, hot far above. */
function heat(ratio) {
  const style = getComputedStyle(document.documentElement);
  const colour = name => style.getPropertyValue(name).split(",").map(Number);
  const off = Math.max(-REACH, Math.min(REACH, Math.log10(Math.max(ratio, 1e-12) / HEALTHY)));
  const share = Math.abs(off) / REACH, [from, to] = [colour("--mid"), colour(off < 0 ? "--cold" : "--hot")];
  return `rgb(${from.map((v, i) => Math.round(v + (to[i] - v) * share)).join(",")})`;
}

function ratioPanel(run, domain) {
  const rows = run.ratios;
  if (!rows.length) return;
  const stops = Array.from({ length: 13 }, (unused, i) => heat(HEALTHY * 10 ** ((i - 6) / 2))).join(",");
  const { node } = section("Update size over weight size", el("span", {}, "1e-6",
      el("span", { class: "scale", style: `background:linear-gradient(90deg,${stops})` }), "1"), el("span", {}, "usual: about 1e-3"));
  node.id = "ratios";
  const tall = Math.max(4, Math.min(22, 420 / rows.length)), height = tall * rows.length + 28;
  new StepChart(node, domain, {
    height, top: 4, extent: () => [0, 1], yTicks: () => [],
    layers(c) {
      const every = Math.ceil(13 / tall);
      rows.forEach((line, r) => {
        const y = 4 + r * tall;
        if (r % every === 0) c.svg.append(el("text", { x: LEFT - 8, y: y + tall / 2 + 4, "text-anchor": "end" },
            line.name.length > 20 ? "…" + line.name.slice(-19) : line.name, el("title", {}, line.name)));
        cells(c, line, y, tall > 8 ? tall - 2 : tall);
      });
      markLines(c, run);
    },
    rows(step, y) {
      const line = rows[Math.floor((y - 4) / tall)], out = [];
      if (line) row(out, line, step, line.name, i => heat(line.mean[i]));
      return out;
    },
  });
}

/** One row of the map; of a cell's values the one farthest from the usual is shown. */
function cells(c, line, y, height) {
  const gap = line.step.length > 1 ? line.step[line.step.length - 1] - line.step[line.step.length - 2] : 1;
  const far = (a, b) => Math.abs(Math.log(a / HEALTHY)) >= Math.abs(Math.log(b / HEALTHY)) ? a : b;
  let run = null;
  const flush = end => { if (run) c.plot.append(el("rect", { class: "cell", x: run.x, y, width: Math.max(0.6, end - run.x), height, fill: run.fill })); };
  line.step.forEach((s, i) => {
    const x = c.x(s), fill = heat(line.low.length ? far(line.low[i], line.high[i]) : line.mean[i]);
    if (!run || run.fill !== fill) { flush(x); run = { x, fill }; }
  });
  flush(c.x(Math.min(line.step[line.step.length - 1] + gap, Math.max(c.domain.whole[1], line.step[line.step.length - 1]))));
}

/** Attempts and candidates from their own first step on, so that they can be compared at the same age. */
function attemptsPanel() {
  const all = data.runs.flatMap((run, k) => run.strokes.map((stroke, i) => ({ run, k, stroke, i })));
  if (all.length < 2 || data.runs.every(run => run.strokes.length < 2)) return;
  const longest = Math.max(2, ...all.map(a => a.stroke.last - a.stroke.first));
  const { node } = section("Attempts side by side", el("span", {}, "steps since each began"));
  node.id = "attempts";
  const domain = new Domain(0, longest);
  new StepChart(node, domain, {
    height: 210, log: logLoss,
    extent() { return extent(data.runs.flatMap(run => run.loss.mean), this.log); },
    layers(c) {
      all.forEach(({ run, k, stroke, i }) => {
        const from = run.loss.stroke.indexOf(i), to = run.loss.stroke.lastIndexOf(i) + 1;
        if (from >= 0) c.curve(slice(run.loss, from, to), strokeColour(k, i), () => stroke.first);
      });
    },
    rows(age) {
      const rows = [];
      all.forEach(({ run, k, stroke, i }) => {
        const at = indexAt(run.loss, stroke.first + age);
        if (at >= 0 && run.loss.stroke[at] === i && age <= stroke.last - stroke.first) {
          rows.push([strokeColour(k, i), (many ? run.name + ", " : "") + "attempt " + (i + 1), brief(run.loss.mean[at])]);
        }
      });
      return rows;
    },
  });
  const body = el("tbody");
  all.forEach(({ run, k, stroke, i }) => body.append(el("tr", {},
      el("td", {}, el("span", { class: "key", style: `background:${strokeColour(k, i)}` }), (many ? run.name + ", " : "") + "attempt " + (i + 1)),
      el("td", {}, stroke.cause), ...[count(stroke.first), count(stroke.last - stroke.first + 1), brief(stroke.rate), brief(stroke.lowest), brief(stroke.end)]
          .map(text => el("td", { class: "n" }, text)))));
  node.append(el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, el("th", {}, "attempt"), el("th", {}, "weights"),
      ...["from step", "steps", "rate", "lowest loss", "loss at its end"].map(text => el("th", { class: "n" }, text)))), body)));
}

function decisionsPanel(run) {
  const { node } = section("Decisions");
  node.id = "decisions";
  if (!run.marks.length) {
    node.append(el("p", { class: "note" }, run.recipe.length ? "None: training went as it would have alone." : "None was recorded, and none would have been taken."));
    return;
  }
  if (run.leftOut) node.append(el("p", { class: "note" }, `${count(run.leftOut)} earlier ones are not shown.`));
  const body = el("tbody");
  run.marks.forEach((mark, i) => {
    const why = el("td", {}, mark.sentence, evidence(mark));
    if (mark.autopsy) why.append(el("details", {}, el("summary", {}, "what stood out in the steps before"), el("pre", {}, mark.autopsy)));
    const what = el("td", {}, mark.actions.length ? "" : "nothing");
    mark.actions.forEach(action => what.append(el("div", {}, action)));
    body.append(el("tr", { id: "decision" + i, class: "decision" }, el("td", { class: "n" }, count(mark.step)),
        el("td", {}, mark.policy, el("div", { class: "ev" }, mark.rule)), why, what, el("td", {}, mark.fate)));
  });
  node.append(el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, el("th", { class: "n" }, "step"),
      ...["who", "why", "what", "fate"].map(text => el("th", {}, text)))), body)));
}

function aboutPanel(run) {
  const lists = [["Recipe", run.recipe], ["Model", run.facts]].filter(([, lines]) => lines.length);
  if (!lists.length) return;
  const two = el("div", { class: "two" });
  lists.forEach(([title, lines]) => two.append(el("section", {}, el("h2", {}, title), el("ul", {}, ...lines.map(text => el("li", {}, text))))));
  page.append(two);
}

function theme() {
  const root = document.documentElement;
  document.getElementById("theme").addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    render();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", render);
}

/** While a run goes on the file is replaced now and then; a reader who is not busy with it sees the newer one. */
function follow() {
  const written = new Date(document.lastModified), age = Date.now() - written.getTime();
  if (!data.running) return;
  document.getElementById("status").textContent = "running, as of " + written.toLocaleTimeString();
  let busy = Date.now();
  for (const sign of ["pointermove", "keydown", "scroll"]) addEventListener(sign, () => { busy = Date.now(); });
  if (age < 600000) setInterval(() => { if (!document.hidden && Date.now() - busy > 4000) location.reload(); }, 5000);
}

theme();
render();
follow();
document.documentElement.dataset.drawn = Math.round(performance.now()); // milliseconds from opening the file
let resizing;
addEventListener("resize", () => { clearTimeout(resizing); resizing = setTimeout(render, 150); });
