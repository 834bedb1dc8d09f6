/* The panels of a report. */
const data = JSON.parse(document.getElementById("data").textContent);
const COLOURS = Array.from({ length: 8 }, (unused, i) => `var(--c${i})`);
const GLYPHS = { RESTART: "R", RESTORE: "B", SWITCH: "S", RESET: "0", RATE: "η", FREEZE: "F", STOP: "■", SKIP: "–", NOTE: "?" };
const MEANING = { RESTART: "drawn anew", RESTORE: "brought back", SWITCH: "other optimizer", RESET: "optimizer reset",
  RATE: "rate changed", FREEZE: "frozen or unfrozen", STOP: "stopped", SKIP: "update left out", NOTE: "reported only" };
const KINDS = ["NOTE", "SKIP", "RATE", "FREEZE", "RESET", "SWITCH", "RESTART", "RESTORE", "STOP"]; // the weightier the later
const weight = mark => KINDS.indexOf(mark.kind) + (mark.fate === "applied" ? KINDS.length : 0);
const many = data.runs.length > 1;
const page = document.getElementById("page");
let selected = 0;
let logLoss = null;
const colourOf = i => COLOURS[i % COLOURS.length];
const groupColour = i => colourOf(i + 2); // other ones than the first attempts have
const strokeColour = (run, stroke) => colourOf(many ? run : stroke);

function section(title, ...legend) {
  const tools = el("span", { class: "tools" });
  const node = el("section", {}, el("div", { class: "bar" }, el("h2", {}, title), el("span", { class: "legend" }, ...legend), tools));
  page.append(node);
  return { node, tools };
}

const key = (name, style, kind = "") => el("span", {}, el("i", { class: kind, style }), name);

function render() {
  page.replaceChildren();
  const run = data.runs[selected];
  const longest = Math.max(8, ...run.ratios.map(line => line.name.length));
  LEFT = Math.min(150, longest * 6.7 + 16);
  const last = Math.max(1, ...data.runs.map(r => r.plannedSteps && r.plannedSteps < 2 * r.lastStep ? r.plannedSteps : r.lastStep));
  const first = Math.min(...data.runs.map(r => r.loss.step[0] ?? 0));
  const domain = new Domain(first, Math.max(last, first + 2));
  if (many) runList();
  lossPanel(run, domain);
  ratePanel(run, domain);
  ratioPanel(run, domain);
  attemptsPanel();
  decisionsPanel(run);
  aboutPanel(run);
}

function runList() {
  const { node } = section(data.runs.length + " runs", el("span", {}, "choose one to see its rates, layers and decisions"));
  const body = el("tbody");
  data.runs.forEach((run, i) => body.append(el("tr", {
    tabindex: 0, "aria-selected": i === selected, onclick: () => { selected = i; render(); },
    onkeydown: e => { if (e.key === "Enter") { selected = i; render(); } },
  }, el("td", {}, el("span", { class: "key", style: `background:${colourOf(i)}` }), run.name),
  el("td", {}, el("span", { class: "badge small " + run.tone }, run.verdict)), el("td", {}, run.headline))));
  node.append(el("div", { class: "scroll" }, el("table", { class: "runs" }, body)));
}

/** All values of a line that are drawn between two steps. */
function* visible(line, [from, to]) {
  for (let i = 0; i < line.step.length; i++) {
    if (line.step[i] >= from && line.step[i] <= to) yield* line.low.length ? [line.low[i], line.high[i]] : [line.mean[i]];
  }
}

function spread(lines) {
  const all = lines.flatMap(line => line.low.length ? line.high : line.mean).filter(v => v > 0).sort((a, b) => a - b);
  const positive = lines.every(line => line.mean.every(v => v > 0));
  return positive && all.length > 0 && all[all.length - 1] / all[Math.floor(all.length / 2)] > 12;
}

function lossPanel(run, domain) {
  const legend = many ? [] : run.strokes.map((s, i) => key(run.strokes.length > 1 ? `attempt ${i + 1}` : "training loss", `border-color:${strokeColour(0, i)}`));
  if (run.constant.step.length) legend.push(key("best constant prediction", "border-color:var(--faint)", "dash"));
  if (run.validation.step.length) legend.push(key("validation", "border-color:var(--ink)", "dot"));
  if (run.forecasts.length) legend.push(key("forecast", "background:var(--c0)", "band"));
  const { node, tools } = section("Loss", ...legend);
  node.id = "loss";
  const lines = data.runs.map(r => r.loss);
  if (logLoss === null) logLoss = spread(lines);
  const positive = lines.every(line => line.mean.every(v => v > 0));
  const marked = run.marks.length > 0;
  const chart = new StepChart(node, domain, {
    height: 360, top: marked ? 34 : 10, log: logLoss && positive,
    extent() {
      const seen = [...lines, run.constant, run.validation].flatMap(line => [...visible(line, domain.now)]);
      return extent(seen, this.log);
    },
    layers(c) {
      run.forecasts.forEach((f, i) => forecast(c, f, many ? colourOf(selected) : forecastColour(run, f, i)));
      if (run.constant.step.length) constant(c, run.constant);
      data.runs.forEach((r, k) => {
        for (const [from, to] of strokes(r.loss)) c.curve(slice(r.loss, from, to), strokeColour(k, r.loss.stroke[from]));
        c.curve({ ...r.loss, step: [], mean: [], low: [], high: [], stroke: [] }, "");
      });
      validation(c, run.validation);
      marks(c, run);
    },
    rows(step) {
      const rows = [];
      data.runs.forEach((r, k) => row(rows, r.loss, step, many ? r.name : "loss", i => strokeColour(k, r.loss.stroke[i])));
      row(rows, run.constant, step, "constant", () => "var(--faint)");
      row(rows, run.validation, step, "validation", () => "var(--ink)");
      return rows;
    },
  });
  if (positive) {
    const button = el("button", { type: "button", "aria-pressed": logLoss, onclick: () => {
      logLoss = !logLoss; chart.log = logLoss; button.setAttribute("aria-pressed", logLoss); chart.draw();
    } }, "log");
    tools.append(button);
  }
  tools.append(el("button", { type: "button", onclick: () => domain.reset(), title: "drag over a chart to zoom in" }, "whole run"));
}

const slice = (line, from, to) => ({ step: line.step.slice(from, to), mean: line.mean.slice(from, to), low: line.low.slice(from, to),
  high: line.high.slice(from, to), stroke: line.stroke.slice(from, to), broken: [] });

function forecastColour(run, forecast) {
  const stroke = run.strokes.findIndex(s => forecast.step[0] >= s.first && forecast.step[0] <= s.last);
  return strokeColour(0, Math.max(0, stroke));
}

function row(rows, line, step, name, colour) {
  const i = indexAt(line, step);
  if (i < 0) return;
  const range = line.low.length && line.low[i] !== line.high[i] ? ` (${brief(line.low[i])} to ${brief(line.high[i])})` : "";
  rows.push([colour(i), name, brief(line.mean[i]) + range]);
}

function forecast(c, f, colour) {
  const point = (v, i) => c.x(f.step[i]).toFixed(1) + "," + c.y(c.log ? Math.max(v, 1e-30) : v).toFixed(1);
  const high = f.high.map(point), low = f.low.map(point).reverse();
  c.plot.append(el("path", { class: "band forecastband", style: `fill:${colour}`, d: "M" + high.concat(low).join("L") + "Z" }),
      el("path", { class: "forecast", style: `stroke:${colour}`, d: "M" + f.middle.map(point).join("L") }));
}

function constant(c, line) {
  const half = Math.max(1, Math.round(line.step.length / 60));
  const level = smooth(line.mean, 0, line.mean.length, half);
  const points = line.step.map((s, i) => c.x(s).toFixed(1) + "," + c.y(level[i]).toFixed(1));
  const end = Math.max(line.step[line.step.length - 1], Math.min(c.domain.now[1], c.domain.whole[1]));
  points.push(c.x(end).toFixed(1) + "," + c.y(level[level.length - 1]).toFixed(1));
  c.plot.append(el("path", { class: "constant", d: "M" + points.join("L") }));
}

function validation(c, line) {
  const ok = line.step.map((s, i) => i).filter(i => !c.log || line.mean[i] > 0);
  if (!ok.length) return;
  c.plot.append(el("path", { class: "validline", d: "M" + ok.map(i => c.x(line.step[i]) + "," + c.y(line.mean[i])).join("L") }));
  if (ok.length <= 120) ok.forEach(i => c.plot.append(el("circle", { class: "valid", r: 3.2, cx: c.x(line.step[i]), cy: c.y(line.mean[i]) })));
}

/** Decisions as lines over the chart, with a sign above; signs that would overlap share one that counts them. */
function marks(c, run) {
  let lastX = -99, sign = null;
  run.marks.forEach((mark, i) => {
    const x = c.x(mark.step);
    if (x < LEFT - 1 || x > c.width - RIGHT + 1) return;
    const hollow = mark.fate === "applied" ? "" : " hollow";
    c.plot.append(el("line", { class: "markline", "data-mark": i, x1: x, x2: x, y1: c.top - 8, y2: c.height - c.bottom,
      "stroke-dasharray": hollow ? "2 4" : undefined }));
    if (x - lastX < 19 && sign) {
      sign.members.push(i);
      sign.text.textContent = sign.members.length > 9 ? "9+" : sign.members.length;
      if (weight(mark) > sign.weight) {
        sign.weight = weight(mark);
        sign.g.setAttribute("class", "mark " + mark.kind + hollow);
      }
      sign.g.setAttribute("aria-label", sign.members.length + " decisions from step " + count(run.marks[sign.members[0]].step));
      return;
    }
    lastX = x;
    const members = [i];
    const text = el("text", { y: 4 }, GLYPHS[mark.kind]);
    const g = el("g", {
      class: "mark " + mark.kind + hollow, tabindex: 0, role: "button", transform: `translate(${x},${c.top - 19})`,
      "aria-label": `step ${mark.step}: ${mark.sentence}`,
      onpointermove: e => { c.domain.point(mark.step); showTip(e, describe(members.map(m => run.marks[m]))); },
      onpointerleave: hideTip, onclick: () => light(i), onkeydown: e => { if (e.key === "Enter") light(i); },
    }, el("circle", { r: 9.5 }), text);
    sign = { g, text, members, weight: weight(mark) };
    c.svg.append(g);
  });
}

function describe(group) {
  const parts = [];
  group.slice(0, 3).forEach(mark => {
    parts.push(el("div", {}, el("b", {}, `step ${count(mark.step)} · ${MEANING[mark.kind]}`), mark.fate === "applied" ? "" : ` · ${mark.fate}`),
        el("div", {}, (mark.policy ? mark.policy + ": " : "") + mark.sentence), evidence(mark));
  });
  if (group.length > 3) parts.push(el("div", { class: "ev" }, `and ${group.length - 3} more`));
  return parts;
}

function evidence(mark) {
  const node = el("div", { class: "ev" });
  mark.evidence.forEach((e, i) => node.append(i ? " · " : "", e.name + " ", el("b", {}, e.measured || "–"), e.limit ? ` (limit ${e.limit})` : ""));
  return node;
}

function light(i) {
  document.querySelectorAll("tr.lit").forEach(row => row.classList.remove("lit"));
  const row = document.getElementById("decision" + i);
  row.classList.add("lit");
  row.scrollIntoView({ block: "center", behavior: "smooth" });
}
