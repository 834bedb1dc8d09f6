/* A chart over steps: axes, lines with their lowest and highest values, marks, a crosshair, zooming by dragging. */
const NS = "http://www.w3.org/2000/svg";
const RIGHT = 14;
let LEFT = 64; // as wide as the names beside the charts

function el(tag, attributes = {}, ...children) {
  const svg = ["svg", "g", "path", "line", "rect", "circle", "text", "clipPath", "title"].includes(tag);
  const node = svg ? document.createElementNS(NS, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== null) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

const count = n => Math.round(n).toLocaleString("en-US");

/** A number at about four digits, as people write it. */
function brief(v) {
  if (v === null || v === undefined || Number.isNaN(v)) return "–";
  const size = Math.abs(v);
  if (v === 0) return "0";
  if (size >= 1e6 || size < 1e-3) return v.toExponential(2).replace("e+", "e").replace(/\.?0+e/, "e");
  return String(Number(v.toPrecision(4)));
}

function linearTicks(low, high, wanted) {
  const rough = (high - low) / wanted || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const unit = [1, 2, 5, 10].find(u => u * power >= rough) * power;
  const ticks = [];
  for (let t = Math.ceil(low / unit) * unit; t <= high + unit * 1e-9; t += unit) ticks.push(Math.abs(t) < unit * 1e-9 ? 0 : t);
  return ticks;
}

function logTicks(low, high) {
  const from = Math.floor(Math.log10(low)), to = Math.ceil(Math.log10(high)), ticks = [];
  const every = Math.max(1, Math.ceil((to - from) / 6)), finely = to - from <= 2;
  for (let e = from; e <= to; e += every) for (const u of finely ? [1, 2, 5] : [1]) {
    const t = u * 10 ** e;
    if (t >= low * 0.999 && t <= high * 1.001) ticks.push(t);
  }
  return ticks.length > 1 ? ticks : [low, high];
}

const tip = () => document.getElementById("tip");

function showTip(event, html) {
  const box = tip();
  box.replaceChildren(...html);
  box.hidden = false;
  const wide = box.offsetWidth, tall = box.offsetHeight;
  const right = event.clientX + 18 + wide < innerWidth;
  box.style.left = Math.max(6, right ? event.clientX + 18 : event.clientX - wide - 18) + "px";
  box.style.top = Math.max(6, Math.min(event.clientY + 14, innerHeight - tall - 8)) + "px";
}

const hideTip = () => { tip().hidden = true; };

function tipTable(title, rows) {
  const table = el("table");
  for (const [colour, name, value] of rows) {
    const key = el("span", { class: "key", style: colour ? `background:${colour}` : "display:none" });
    table.append(el("tr", {}, el("td", {}, key, name), el("td", {}, value)));
  }
  return [el("b", {}, title), table];
}

/** The steps that all charts of a page show. */
class Domain {
  constructor(low, high) { this.whole = [low, high]; this.now = [low, high]; this.charts = []; }
  set(low, high) { this.now = high - low >= 2 ? [low, high] : this.whole; this.charts.forEach(c => c.draw()); }
  reset() { this.set(...this.whole); }
  point(step) { this.charts.forEach(c => c.cross(step)); }
}

class StepChart {
  /**
   * options: height, log, top (room above for marks), layers(chart) draws into chart.plot, extent() gives [low, high] of y,
   * rows(step) gives the tip's rows.
   */
  constructor(parent, domain, options) {
    Object.assign(this, { parent, domain, top: 6, bottom: 22, ...options });
    this.svg = el("svg", { height: this.height });
    parent.append(this.svg);
    domain.charts.push(this);
    this.listen();
    this.draw();
  }

  x(step) { const [a, b] = this.domain.now; return LEFT + (step - a) / (b - a) * (this.width - LEFT - RIGHT); }
  step(x) { const [a, b] = this.domain.now; return a + (x - LEFT) / (this.width - LEFT - RIGHT) * (b - a); }

  y(value) {
    const [a, b] = this.range, share = this.log ? Math.log(value / a) / Math.log(b / a) : (value - a) / (b - a);
    const y = this.height - this.bottom - share * (this.height - this.bottom - this.top);
    return Math.max(this.top - 1, Math.min(this.height - this.bottom + 1, y));
  }

  draw() {
    this.width = Math.max(320, this.parent.clientWidth);
    this.svg.setAttribute("viewBox", `0 0 ${this.width} ${this.height}`);
    this.svg.replaceChildren();
    this.range = this.extent();
    const id = "clip" + this.domain.charts.indexOf(this) + this.parent.id;
    this.svg.append(el("clipPath", { id }, el("rect", {
      x: LEFT, y: 0, width: this.width - LEFT - RIGHT, height: this.height - this.bottom + 1 })));
    this.axes();
    this.plot = el("g", { "clip-path": `url(#${id})` });
    this.svg.append(this.plot);
    this.layers(this);
    this.line = el("line", { class: "cross", y1: this.top, y2: this.height - this.bottom, visibility: "hidden" });
    this.svg.append(this.line);
  }

  axes() {
    const axis = el("g", { class: "axis" }), floor = this.height - this.bottom;
    const ticks = this.yTicks ? this.yTicks() : this.log ? logTicks(...this.range) : linearTicks(...this.range, this.height / 55);
    for (const t of ticks) {
      const y = this.y(t);
      axis.append(el("line", { x1: LEFT, x2: this.width - RIGHT, y1: y, y2: y }),
          el("text", { x: LEFT - 8, y: y + 4, "text-anchor": "end" }, brief(t)));
    }
    for (const t of linearTicks(...this.domain.now, this.width / 120)) {
      if (t !== Math.round(t)) continue;
      axis.append(el("line", { x1: this.x(t), x2: this.x(t), y1: floor, y2: floor + 4 }),
          el("text", { x: this.x(t), y: floor + 17, "text-anchor": "middle" }, count(t)));
    }
    axis.append(el("line", { x1: LEFT, x2: this.width - RIGHT, y1: floor, y2: floor }));
    this.svg.append(axis);
  }

  /** Draws a line stroke by stroke: all values faintly, and what they come to. */
  curve(line, colour, shift = () => 0) {
    const ok = v => !this.log || v > 0;
    for (const [from, to] of strokes(line)) {
      const seen = [];
      for (let i = from; i < to; i++) if (ok(line.mean[i])) seen.push(i);
      if (!seen.length) continue;
      const at = i => this.x(line.step[i] - shift(line.stroke[i]));
      const path = f => "M" + seen.map(i => at(i).toFixed(1) + "," + this.y(f(i)).toFixed(1)).join("L");
      const visible = seen.filter(i => at(i) >= LEFT && at(i) <= this.width - RIGHT).length;
      const half = visible > 150 ? Math.round(visible / 120) : 0;
      if (line.low.length) {
        const low = i => ok(line.low[i]) ? line.low[i] : this.range[0];
        const back = seen.slice().reverse().map(i => at(i).toFixed(1) + "," + this.y(low(i)).toFixed(1)).join("L");
        this.plot.append(el("path", { class: "reach", style: `fill:${colour};stroke:${colour}`, d: path(i => line.high[i]) + "L" + back + "Z" }));
      }
      if (half) this.plot.append(el("path", { class: "raw", style: `stroke:${colour}`, d: path(i => line.mean[i]) }));
      const level = half ? smooth(line.mean, from, to, half) : line.mean;
      this.plot.append(el("path", { class: "line", style: `stroke:${colour}`, d: path(i => level[i]) }));
      if (seen.length === 1) this.plot.append(el("circle", { cx: at(from), cy: this.y(line.mean[from]), r: 2.5, style: `fill:${colour}` }));
    }
    for (const step of line.broken) {
      const x = this.x(step), y = this.top + 5;
      this.plot.append(el("path", { class: "broken", d: `M${x - 4},${y - 4}l8,8m0,-8l-8,8` }, el("title", {}, `step ${count(step)}: not a number`)));
    }
  }

  cross(step) {
    const shown = step !== null && step >= this.domain.now[0] && step <= this.domain.now[1];
    this.line.setAttribute("visibility", shown ? "visible" : "hidden");
    if (shown) { this.line.setAttribute("x1", this.x(step)); this.line.setAttribute("x2", this.x(step)); }
  }

  listen() {
    const where = e => {
      const box = this.svg.getBoundingClientRect();
      return [(e.clientX - box.left) * this.width / box.width, (e.clientY - box.top) * this.height / box.height];
    };
    let began = null, brush = null;
    this.svg.addEventListener("pointerdown", e => { if (!e.target.closest(".mark")) began = where(e)[0]; });
    this.svg.addEventListener("pointermove", e => {
      const [x, y] = where(e), step = Math.round(this.step(Math.max(LEFT, Math.min(x, this.width - RIGHT))));
      if (began !== null && Math.abs(x - began) > 6) {
        brush = brush || this.svg.appendChild(el("rect", { class: "brush", y: this.top, height: this.height - this.top - this.bottom }));
        brush.setAttribute("x", Math.min(x, began));
        brush.setAttribute("width", Math.abs(x - began));
      }
      if (e.target.closest(".mark")) return;
      this.domain.point(step);
      const rows = this.rows(step, y);
      if (rows.length) showTip(e, tipTable("step " + count(step), rows)); else hideTip();
    });
    this.svg.addEventListener("pointerleave", () => { this.domain.point(null); hideTip(); began = null; if (brush) { brush.remove(); brush = null; } });
    this.svg.addEventListener("pointerup", e => {
      const x = where(e)[0];
      if (brush && Math.abs(x - began) > 6) {
        const [a, b] = [this.step(Math.min(x, began)), this.step(Math.max(x, began))];
        brush = null; began = null;
        this.domain.set(Math.max(a, this.domain.whole[0]), Math.min(b, this.domain.whole[1]));
      }
      began = null;
    });
    this.svg.addEventListener("dblclick", () => this.domain.reset());
  }
}

/** Returns the index ranges of a line's strokes. */
function strokes(line) {
  const ranges = [];
  for (let from = 0, i = 1; i <= line.step.length; i++) {
    if (i === line.step.length || line.stroke[i] !== line.stroke[from]) { ranges.push([from, i]); from = i; }
  }
  return line.step.length ? ranges : [];
}

/** Centred medians, within one stroke: what the values come to, whatever single ones do. */
function smooth(values, from, to, half) {
  const levels = [];
  for (let i = from; i < to; i++) {
    const reach = Math.min(half, i - from, to - 1 - i);
    levels[i] = values.slice(i - reach, i + reach + 1).sort((a, b) => a - b)[reach];
  }
  return levels;
}

/** Returns the index of the element at or before a step, -1 if there is none. */
function indexAt(line, step) {
  let low = 0, high = line.step.length;
  while (low < high) { const mid = (low + high) >> 1; if (line.step[mid] <= step) low = mid + 1; else high = mid; }
  return low - 1;
}

/** Returns the lowest and highest of all visible values, with some room. */
function extent(values, log) {
  let low = Infinity, high = -Infinity;
  for (const v of values) if (v !== null && v !== undefined && (!log || v > 0)) { if (v < low) low = v; if (v > high) high = v; }
  if (low > high) return log ? [0.1, 1] : [0, 1];
  if (log) return low === high ? [low / 2, high * 2] : [low / 1.12, high * 1.12];
  const room = (high - low || Math.abs(high) || 1) * 0.05;
  return [low >= 0 && low < (high - low) * 0.6 ? 0 : low - room, high + room];
}
