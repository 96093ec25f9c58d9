"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const state = {
  lang: navigator.language.startsWith("ja") ? "ja" : "en", role: "kem", authority: "", year: "", category: "", hardness: "", device: "",
  platform: data.platforms.length ? data.platforms[0].key : "", rejected: "", research: "", sort: "", down: "",
  task: "", link: "", care: "", hybrid: "", stateless: "",
  ram_bytes: "", flash_bytes: "", latency_ms: "", energy_mj: "", wait_s: "", message_bytes: "", signatures: "", per_second: "",
  portfolio: "", diverse: "", ...Object.fromEntries(data.decision.requirements.map(name => [name, ""])),
  w_bytes: "", w_cycles: "", w_ram: "", w_flash: "", w_energy: "",
};
const first = { ...state };
const colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#999999"];
const say = key => data.words[state.lang][key];
const text = value => typeof value === "object" && value !== null ? value[state.lang] : String(value);

function make(tag, attributes, ...children) {
  const svg = ["svg", "path", "line", "text", "title", "desc", "g"].includes(tag);
  const element = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
  for (const child of children) element.append(child);
  return element;
}

function read() {
  const given = new URLSearchParams(location.hash.slice(1));
  for (const name of Object.keys(state)) state[name] = given.has(name) ? given.get(name) : first[name];
  if (!data.words[state.lang]) state.lang = "en";
}

function remember() {
  const kept = Object.entries(state).filter(([, value]) => value !== "");
  history.replaceState(null, "", "#" + new URLSearchParams(kept));
}

// The filters in the order of their reasons; the first that fails is named.
function reason(row) {
  if (state.authority) {
    const said = row.approvals[state.authority];
    if (!said) return say("not_named");
    if (!said.approved) return text(said.text);
    if (state.year && said.until && said.until < Number(state.year)) return text(said.text);
  }
  if (row.past || (row.research && !state.research)) return text(row.status);
  if (row.grey) return text(row.flag) || text(row.status);
  if (state.category && (row.category || 0) < Number(state.category)) return say("category") + " " + (row.category || "–");
  if (state.hardness && row.hardness_id !== state.hardness) return text(row.hardness);
  if (state.device) {
    const fit = row.fits[state.device];
    if (!fit) return say("not_known");
    if (fit.verdict === "no") return text(fit.text);
  }
  return "";
}

function columns() {
  const number = (key, head, value) => ({ key, head, value, number: true });
  const found = [
    { key: "name", head: say("scheme"), value: row => row.name },
    { key: "status", head: say("status"), value: row => text(row.status) },
    number("category", say("category"), row => row.category),
    { key: "hardness", head: say("hardness"), value: row => text(row.hardness) },
    number("pk", say("public_key") + " (B)", row => row.pk),
    number("sent", (state.role === "kem" ? say("ciphertext") : say("signature")) + " (B)", row => row.sent),
    number("wire", say("wire") + " (B)", row => row.wire),
  ];
  const platform = data.platforms.find(one => one.key === state.platform);
  if (platform) platform.operations[state.role].forEach(one => found.push(number("cost-" + one.key, text(one.head) + " (" + text(platform.unit) + ")", row => (row.costs[platform.key] || {})[one.key])));
  if (state.device) found.push({ key: "fit", head: say("fit"), value: row => row.fits[state.device] ? text(row.fits[state.device].text) : "–", words: true });
  if (state.authority) found.push({ key: "approval", head: say("approval"), value: row => row.approvals[state.authority] ? text(row.approvals[state.authority].text) : "–", words: true });
  found.push({ key: "flag", head: say("advisories"), value: row => text(row.advisory) || "–", words: true });
  if (state.rejected) found.push({ key: "reason", head: say("reason"), value: row => reason(row) || "–", words: true });
  return found;
}

function shown() {
  const rows = data.rows.filter(row => row.role === state.role && (state.rejected || !reason(row)));
  const column = columns().find(one => one.key === state.sort);
  if (column) rows.sort((a, b) => {
    const [x, y] = [column.value(a), column.value(b)];
    if (x == null || y == null) return (x == null) - (y == null);
    return (column.number ? x - y : String(x).localeCompare(String(y))) * (state.down ? -1 : 1);
  });
  return rows;
}

const digits = value => value == null ? "–" : Number(value.toPrecision(value >= 1000 || Number.isInteger(value) ? 12 : 3)).toLocaleString("en", { maximumFractionDigits: value >= 100 ? 0 : 3 }).replaceAll(",", "\u2009");

function drawTable() {
  const heads = columns();
  const head = make("tr", {});
  for (const column of heads) {
    const sorted = state.sort === column.key ? (state.down ? "descending" : "ascending") : "none";
    const button = make("button", { type: "button", "data-sort": column.key }, column.head + (sorted === "none" ? "" : state.down ? " ▾" : " ▴"));
    button.addEventListener("click", () => { state.down = state.sort === column.key && !state.down ? "1" : ""; state.sort = column.key; draw(); document.querySelector(`[data-sort="${column.key}"]`).focus(); });
    head.append(make("th", { scope: "col", "aria-sort": sorted, ...(column.number ? { class: "number" } : {}) }, button));
  }
  const rows = shown();
  const body = rows.map(row => {
    const line = make("tr", { "data-id": row.id, class: reason(row) ? "out" : row.grey ? "grey" : "" });
    heads.forEach((column, place) => {
      const value = column.value(row);
      const cell = make(place ? "td" : "th", place ? { class: column.number ? "number" : column.words ? "words" : "" } : { scope: "row" });
      cell.textContent = column.number ? digits(value) : value;
      line.append(cell);
    });
    return line;
  });
  document.querySelector("#table thead").replaceChildren(head);
  document.querySelector("#table tbody").replaceChildren(...body);
  const all = data.rows.filter(row => row.role === state.role);
  document.getElementById("count").textContent = say("count").replace("{shown}", all.filter(row => !reason(row)).length).replace("{all}", all.length);
}

// What stands where: dots first, then names where there is room; the others' names come with the pointer or the focus.
function drawScatter() {
  const platform = data.platforms.find(one => one.key === state.platform);
  const sides = { kem: ["encaps", "decaps"], signature: ["sign", "verify"], stateful_signature: ["verify"] }[state.role];
  const points = platform ? shown().map(row => {
    const costs = row.costs[platform.key] || {};
    return { row, x: row.wire, y: sides.reduce((sum, name) => sum + costs[name], 0) };
  }).filter(point => point.x > 0 && point.y > 0) : [];
  const place = document.getElementById("scatter");
  document.getElementById("scatter-title").textContent = say("f01");
  document.getElementById("hover").textContent = points.length ? say("x_hover") : "";
  if (!points.length) { place.textContent = say("nothing"); return; }
  const span = values => [Math.log10(Math.min(...values)) - .1, Math.log10(Math.max(...values)) + .1];
  const [[x0, x1], [y0, y1]] = [span(points.map(p => p.x)), span(points.map(p => p.y))];
  const X = value => 80 + 620 * (Math.log10(value) - x0) / (x1 - x0 || 1);
  const Y = value => 350 - 320 * (Math.log10(value) - y0) / (y1 - y0 || 1);
  const svg = make("svg", { viewBox: "0 0 720 400", role: "group", "aria-label": say("f01"), id: "plot", xmlns: "http://www.w3.org/2000/svg" }, make("title", {}, say("f01")), make("desc", {}, say("f01_alt")));
  const ticks = (low, high) => [...Array(12).keys()].flatMap(n => (high - low > 3 ? [1] : [1, 2, 5]).map(m => m * 10 ** (n - 1))).filter(v => Math.log10(v) >= low && Math.log10(v) <= high);
  for (const v of ticks(x0, x1)) svg.append(line(X(v), X(v), 30, 350), make("text", { x: X(v), y: 366, "text-anchor": "middle" }, digits(v)));
  for (const v of ticks(y0, y1)) svg.append(line(80, 700, Y(v), Y(v)), make("text", { x: 74, y: Y(v) + 4, "text-anchor": "end" }, digits(v)));
  svg.append(make("text", { x: 390, y: 390, "text-anchor": "middle" }, say("wire") + " (B)"), make("text", { x: 80, y: 18 }, (sides.length > 1 ? say("both_sides") : text(platform.operations[state.role].find(one => one.key === sides[0]).head)) + " (" + text(platform.unit) + ")"));
  const taken = points.map(({ x, y }) => [X(x) - 5, X(x) + 5, Y(y) - 5, Y(y) + 5]);
  for (const point of points) svg.append(...spot(point, X(point.x), Y(point.y), platform, taken));
  legend(svg, points);
  place.replaceChildren(svg);
}

function legend(svg, points) {
  const classes = [...new Set(data.rows.map(one => one.hardness_id))];
  const entries = [...new Set(points.filter(one => !one.row.grey).map(one => one.row.hardness_id))].map(id => [0.5, colours[classes.indexOf(id) % 8], text(data.rows.find(one => one.hardness_id === id).hardness)]);
  entries.push(...[...new Set(points.map(one => one.row.category || 0))].sort().map(one => [one, "#1f2933", `${say("category")} ${one || "–"}`]));
  const across = 4;
  svg.setAttribute("viewBox", `0 0 720 ${404 + 18 * Math.ceil(entries.length / across)}`);
  entries.forEach(([category, fill, words], place) => {
    const [x, y] = [16 + 176 * (place % across), 412 + 18 * Math.floor(place / across)];
    const shape = category === 0.5 ? make("path", { d: `M${x - 6} ${y - 5}h12v10h-12z`, fill, "fill-opacity": .8 }) : make("path", { d: mark(category, x, y), fill: "none", class: "outline", stroke: fill });
    svg.append(shape, make("text", { x: x + 12, y: y + 4, class: "name", "font-size": 10 }, words));
  });
}

const line = (x1, x2, y1, y2) => make("line", { class: "grid", x1, x2, y1, y2, stroke: "#cbd2d9" });

function spot({ row, x, y }, left, top, platform, taken) {
  const classes = [...new Set(data.rows.map(one => one.hardness_id))];
  const words = `${row.name}: ${digits(x)} B, ${digits(y)} ${text(platform.unit)}, ${text(row.hardness)}, ${text(row.status)}`;
  const dot = make("path", { d: mark(row.category || 0, left, top), tabindex: 0, role: "img", "aria-label": words, "data-id": row.id, fill: row.grey ? "none" : colours[classes.indexOf(row.hardness_id) % 8], "fill-opacity": .8, stroke: row.grey ? "#9aa5b1" : "#1f2933" }, make("title", {}, words));
  for (const event of ["pointerenter", "focus"]) dot.addEventListener(event, () => { document.getElementById("hover").textContent = words; });
  const wide = 6 * row.name.length;
  for (const [dx, anchor] of [[9, 0], [-9 - wide, 1]]) {
    const box = [left + dx, left + dx + wide, top - 9, top + 4];
    if (box[0] < 80 || box[1] > 716 || taken.some(one => box[0] < one[1] && box[1] > one[0] && box[2] < one[3] && box[3] > one[2])) continue;
    taken.push(box);
    return [dot, make("text", { x: anchor ? left - 9 : left + 9, y: top + 3, "text-anchor": anchor ? "end" : "start", class: "name", "font-size": 10 }, row.name)];
  }
  return [dot];
}

// A marker a category: colour is never alone.
function mark(category, x, y) {
  const r = 5;
  const corners = { 1: null, 2: [[-1, -1], [1, -1], [1, 1], [-1, 1]], 3: [[0, -1.2], [1.1, .9], [-1.1, .9]], 4: [[0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]], 5: [[0, 1.2], [1.1, -.9], [-1.1, -.9]], 0: [[-1, -.35], [-.35, -.35], [-.35, -1], [.35, -1], [.35, -.35], [1, -.35], [1, .35], [.35, .35], [.35, 1], [-.35, 1], [-.35, .35], [-1, .35]] }[category];
  if (!corners) return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
  return "M" + corners.map(([dx, dy]) => `${x + dx * r} ${y + dy * r}`).join("L") + "z";
}

function field(name, options) {
  const select = make("select", { name, id: "f-" + name });
  for (const [value, label] of options) {
    const option = make("option", { value }, label);
    if (value === state[name]) option.selected = true;
    select.append(option);
  }
  select.addEventListener("change", () => { state[name] = select.value; draw(); document.getElementById("f-" + name).focus(); });
  return make("label", { for: "f-" + name }, say("l_" + name), select);
}

// Several of a list; the address holds their names with commas between.
function manyField(name, options) {
  const select = make("select", { name, id: "f-" + name, multiple: "", size: 4 });
  for (const [value, label] of options) select.append(make("option", { value }, label));
  select.addEventListener("change", () => { state[name] = [...select.selectedOptions].map(one => one.value).join(","); draw(); document.getElementById("f-" + name).focus(); });
  return make("label", { for: "f-" + name }, say("l_" + name), select);
}

function amountField(name, label) {
  const box = make("input", { type: "number", min: 0, step: "any", id: "f-" + name, size: 8 });
  box.value = state[name];
  box.addEventListener("change", () => { state[name] = box.value; draw(); document.getElementById("f-" + name).focus(); });
  return make("label", { for: "f-" + name }, label, box);
}

function check(name) {
  const box = make("input", { type: "checkbox", id: "f-" + name });
  box.checked = Boolean(state[name]);
  box.addEventListener("change", () => { state[name] = box.checked ? "1" : ""; draw(); document.getElementById("f-" + name).focus(); });
  return make("label", { class: "check", for: "f-" + name }, box, say("l_" + name));
}

function draw() {
  document.documentElement.lang = state.lang;
  document.getElementById("title").textContent = document.title = say("explorer");
  document.getElementById("provenance").textContent = text(data.provenance);
  document.getElementById("notes").textContent = [say("explorer_note"), ...data.platforms.filter(one => one.key === state.platform).map(one => text(one.note))].join(" ");
  document.getElementById("table").setAttribute("aria-label", say("explorer"));
  drawFilters();
  remember();
  document.getElementById("copy-csv").textContent = say("copy_csv");
  document.getElementById("copy-svg").textContent = say("copy_svg");
  document.getElementById("copied").textContent = "";
  drawTable();
  drawDecision();
  drawScatter();
}

// Fields are made anew when their words or choices change, and else left alone: whoever stands in one stays there.
let built = "";
function drawFilters() {
  if (!tasks().some(one => one.key === state.task)) state.task = tasks()[0].key;
  if (built !== state.lang + state.role) makeFilters();
  built = state.lang + state.role;
  for (const name of Object.keys(state)) {
    const one = document.getElementById("f-" + name);
    if (!one) continue;
    if (one.type === "checkbox") one.checked = Boolean(state[name]);
    else if (one.multiple) for (const option of one.options) option.selected = state[name].split(",").includes(option.value);
    else one.value = state[name];
  }
}

function makeFilters() {
  const any = [["", say("any")]];
  const years = [...Array(46).keys()].map(n => String(data.year + n));
  const hardness = new Map(data.rows.filter(row => row.role === state.role).map(row => [row.hardness_id, text(row.hardness)]));
  document.getElementById("filters").replaceChildren(
    field("lang", [["en", "English"], ["ja", "日本語"]]),
    field("role", data.roles.map(one => [one.key, text(one.title)])),
    field("authority", any.concat(data.authorities.map(one => [one.key, text(one.title)]))),
    field("year", any.concat(years.map(year => [year, year]))),
    field("category", any.concat(["1", "2", "3", "5"].map(one => [one, "≥ " + one]))),
    field("hardness", any.concat([...hardness])),
    field("device", any.concat(data.devices.map(one => [one.key, text(one.title)]))),
    field("platform", data.platforms.map(one => [one.key, text(one.title)])),
    check("research"), check("rejected"));
  document.getElementById("question").replaceChildren(
    field("task", tasks().map(one => [one.key, text(one.title)])),
    field("link", any.concat(data.decision.links.map(one => [one.key, text(one.title)]))),
    check("care"), check("hybrid"), check("stateless"), ...data.decision.requirements.map(check));
  document.getElementById("budgets-title").textContent = say("x_budgets");
  document.getElementById("budgets").replaceChildren(
    manyField("portfolio", data.rows.map(row => [row.id, row.name])), check("diverse"),
    ...BUDGETS.map(name => amountField(name, say("l_" + name))),
    ...OBJECTIVES.map(name => amountField("w_" + name, say("x_weight").replace("{objective}", say("objective_" + name)))));
}

function copy(content) {
  const done = () => { document.getElementById("copied").textContent = say("copied"); };
  if (navigator.clipboard) navigator.clipboard.writeText(content).then(done, () => fallback(content, done)); else fallback(content, done);
}

function fallback(content, done) {
  const area = make("textarea", {});
  area.value = content;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
  done();
}

const quoted = value => value == null ? "" : /[",\n]/.test(value) ? '"' + String(value).replaceAll('"', '""') + '"' : String(value);
document.getElementById("copy-csv").addEventListener("click", () => {
  const heads = columns();
  copy([heads.map(one => quoted(one.head)).join(","), ...shown().map(row => heads.map(one => quoted(one.value(row))).join(","))].join("\n") + "\n");
});
document.getElementById("copy-svg").addEventListener("click", () => { const svg = document.getElementById("plot"); if (svg) copy(new XMLSerializer().serializeToString(svg)); });
