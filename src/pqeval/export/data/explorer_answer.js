// The decision in words: what is chosen, what comes next, why the others are not, and what a break would cost.
const fill = (key, values) => say(key).replace(/\{(\w+)\}/g, (all, name) => name in values ? values[name] : all);
const listed = names => names.join(state.lang === "ja" ? "、" : ", ");

function significant(value, digits = 3) {
  if (!value) return "0";
  const place = digits - 1 - Math.floor(Math.log10(Math.abs(value)));
  const rounded = place < 0 ? Math.round(value / 10 ** -place) * 10 ** -place : value;
  return grouped(rounded.toFixed(Math.max(0, place)));
}

function grouped(digitsOfIt) {
  const [whole, part] = digitsOfIt.split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, "\u2009") + (part ? "." + part : "");
}

function amount(value, unit) {
  if (unit === "signatures") return grouped(String(Math.round(value)));
  if (unit !== "bytes") return `${significant(value)} ${unit}`;
  if (value < 10000) return grouped(String(Math.round(value))) + " B";
  return value < 1024 * 1024 ? significant(value / 1024) + " KiB" : significant(value / 1024 / 1024) + " MiB";
}

function why(reason) {
  const values = { ...reason.values };
  if (isKnown(reason.needed)) {
    values.needed = amount(reason.needed, reason.unit);
    values.limit = amount(reason.limit, reason.unit);
    values.short = amount(reason.needed - reason.limit, reason.unit);
  }
  const words = fill("why_" + reason.key, values).trim();
  return reason.condition ? `${words} (${text(reason.condition)})` : words;
}

function valueOf(one, name) {
  const value = one.values[name];
  if (value === null) return say("decide_unknown");
  const whole = name !== "energy";
  return (whole ? grouped(value.toFixed(0)) : significant(value, 4)) + signOf(one, name);
}

// The signs of the exports: of another processor, of a model, of what nobody has confirmed.
function signOf(one, name) {
  const asked = question();
  if (name !== "energy") return one.cost && name !== "bytes" ? one.cost.signs[name] : "";
  const figures = one.cost ? one.cost.signs.cycles : "";
  const assumed = asked.link && asked.link.session_assumed && !figures.includes("◇");
  const sign = assumed ? "◇" + figures.replace("§", "").replace("‖", "").replace("≈", "") : figures;
  const unread = asked.device.unconfirmed || (asked.link && asked.link.unconfirmed);
  return sign + (unread && !sign.includes("‡") ? "‡" : "");
}

function answerLines(decision) {
  const { asked, winner, runner_up: second } = decision;
  const lines = [fill("decide_asked", {
    category: asked.category, until: asked.until, as_of: data.as_of,
    authority: asked.authority ? text(asked.authority.title) : say("decide_any_authority"),
    link: asked.link ? text(asked.link.title) : say("decide_no_link"),
  })];
  if (!winner) return lines.concat(say("decide_nobody"));
  lines.push(fill("decide_winner", { name: winner.name }), ...evidenceLines(decision));
  for (const row of winner.says.filter(one => one.approved)) {
    const parts = row.condition ? [text(row.condition)] : [];
    if (row.hybrid && winner.companion) parts.push(fill("decide_hybrid", { companion: winner.companion.name }));
    if (row.hedged) parts.push(say("decide_hedged"));
    if (row.preferred) parts.push(say("decide_preferred"));
    if (parts.length) lines.push(fill("decide_condition", { authority: text(asked.authority.title), text: parts.join("; ") }));
  }
  if (winner.row.flagged && text(winner.row.note)) lines.push(fill("decide_note_advisory", { scheme: winner.row.name, note: text(winner.row.note) }));
  lines.push(...assuranceLines(asked, winner));
  const ratio = second && scoreRatio(second, winner);
  lines.push(second ? fill("decide_runner_up", { name: second.name, ratio }) : say("decide_no_runner_up"));
  return lines;
}

const streamedWord = () => listed(["", say("decide_streamed")]);
const scoreRatio = (one, winner) => fill("decide_ratio", { ratio: significant(one.score / winner.score, 2) });

// What nobody measured: a better prediction than the winner; the winner itself, and then the first that somebody did.
function evidenceLines({ asked, winner, survivors, promising: better }) {
  const lines = [];
  if (asked.diverse && !asked.portfolio.length) lines.push(say("x_name_portfolio"));
  if (better) lines.push(fill("decide_promising", { name: better.name, ratio: scoreRatio(better, winner) }));
  if (winner.cost && winner.cost.basis === "other_core") lines.push(fill("decide_winner_other_core", { core: winner.cost.core, device: asked.device.part }));
  if (!unmeasured(winner)) return lines;
  lines.push(say("decide_winner_predicted"));
  const measured = survivors.find(one => !unmeasured(one));
  return measured ? lines.concat(fill("decide_first_measured", { name: measured.name, ratio: scoreRatio(measured, winner) })) : lines;
}

function assuranceLines(asked, { cost }) {
  if (!cost) return [];
  const answers = standing(asked, cost, "known-answers");
  const published = answers === "unknown" && !cost.checked;
  const time = asked.task.only_verifies ? "none" : standing(asked, cost, "constant-time");
  const lines = [fill("decide_assurance", { answers: fill("answers_" + (published ? "published" : answers), { how: cost.checked }), time: say("time_" + time) })];
  return cost.assurance ? lines.concat(fill("decide_assurance_said", { text: text(data.decision.assurances[cost.assurance]) })) : lines;
}

function closingLines(decision) {
  const lines = [];
  if (decision.winner) {
    const names = kept => listed(OBJECTIVES.filter(name => decision.objectives.includes(name) === kept).map(name => say("objective_" + name)));
    lines.push(fill("decide_ranked_by", { objectives: names(true) }));
    if (names(false)) lines.push(fill("decide_not_ranked", { objectives: names(false) }));
    for (const [key, kept] of [["decide_beside", () => true], ["decide_beside_uncounted", one => one.uncounted]]) {
      const companion = listed([...new Set(decision.survivors.filter(one => one.companion && kept(one)).map(one => one.companion.name))].sort());
      if (companion) lines.push(fill(key, { companion }));
    }
    lines.push(say("decide_predicted"));
  }
  const next = decision.admission;
  if (!next) lines.push(say("decide_no_admission"));
  else {
    const reason = next.reasons[0];
    const key = ["signatures", "per_second"].includes(reason.budget) ? "decide_admission_" + reason.budget : "decide_admission";
    lines.push(fill(key, { name: next.name, budget: say("budget_" + reason.budget), limit: amount(reason.limit, reason.unit), needed: amount(reason.needed, reason.unit) }));
  }
  const classes = listed(decision.classes.map(id => text(data.rows.find(row => row.hardness_id === id).hardness)));
  if (classes) lines.push(fill(decision.classes.length > 1 ? "decide_diverse" : "decide_not_diverse", { classes }));
  return lines.concat(decision.breakage ? breakLines(decision.asked, decision.breakage) : []);
}

function breakLines(asked, cost) {
  const lines = [fill("decide_break", { hardness: cost.hardness }), say("decide_who_" + asked.task.who), fill("decide_break_lost", { schemes: listed(cost.lost) })];
  if (!cost.replacement) return lines.concat(say("decide_break_nothing"));
  lines.push(fill("decide_break_replacement", { name: cost.replacement.name }));
  if (cost.obstacles.length) lines.push(fill("decide_break_obstacles", { reasons: cost.obstacles.map(why).join("; ") }));
  if (cost.update === null) lines.push(say("decide_break_unknown"));
  else {
    const size = amount(cost.update, "bytes");
    lines.push(cost.sent ? fill("decide_break_update_link", { size, frames: grouped(String(cost.sent.frames)), link: text(asked.link.title) }) : fill("decide_break_update", { size }));
    lines.push(fill(asked.task.before ? "decide_break_before" : "decide_break_reserve", { size: amount(cost.code, "bytes") }));
  }
  for (const name of ["cycles", "bytes"]) {
    if (cost[name] !== null) lines.push(fill("decide_break_" + name, { change: (cost[name] < 0 ? "-" : "+") + grouped(Math.abs(cost[name]).toFixed(0)) }));
  }
  return lines;
}

function table(name, caption, heads, rows, numbers) {
  const cell = (value, place, tag) => make(tag, tag === "th" ? { scope: place ? "col" : "row" } : { class: numbers.includes(place) ? "number" : "words" }, value);
  const head = make("tr", {}, ...heads.map((one, place) => make("th", { scope: "col", class: numbers.includes(place) ? "number" : "" }, one)));
  const body = rows.map(([id, ...cells]) => make("tr", { "data-id": id }, ...cells.map((value, place) => cell(value, place, place ? "td" : "th"))));
  return make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption }, make("table", { id: name }, make("caption", {}, caption), make("thead", {}, head), make("tbody", {}, ...body)));
}

function survivorRows(decision) {
  return decision.survivors.map(one => [
    one.row.id, one.row.name + (one.companion ? " + " + one.companion.name : ""),
    one.cost ? one.cost.implementation + (one.cost.streamed ? streamedWord() : "") : "–",
    ...OBJECTIVES.map(name => valueOf(one, name)), one.score.toFixed(2),
    [one.front ? say("decide_front") : "", one.fit.verdict === "with_care" ? say("decide_fits_care") : ""].filter(Boolean).join(", ") || "–",
  ]);
}

function rejectedRows(decision) {
  return FILTERS.flatMap(name => decision.rejected.filter(one => one.reasons[0].filter === name)).map(one => {
    const first = one.reasons[0];
    return [one.row.id, one.name, say("filter_" + first.filter), why(first), isKnown(first.needed) ? "−" + amount(first.needed - first.limit, first.unit) : "–"];
  });
}

function drawDecision() {
  document.getElementById("decision-title").textContent = say("x_decision");
  const place = document.getElementById("decision");
  if (!data.decision.devices[state.device]) {
    place.replaceChildren(make("p", {}, say("x_choose_device")));
    return;
  }
  const decision = decided(question());
  const heads = [say("scheme"), say("decide_implementation"), ...OBJECTIVES.map(name => say("objective_" + name)), say("decide_score"), ""];
  const rejects = [say("scheme"), say("decide_filter"), say("decide_why"), say("decide_margin")];
  const count = FILTERS.map(name => [name, decision.rejected.filter(one => one.reasons[0].filter === name).length]).filter(pair => pair[1]);
  const summary = `${say("decide_rejected")}: ${count.map(([name, number]) => `${say("filter_" + name)} ${number}`).join(", ")}`;
  const open = document.getElementById("rejects");
  place.replaceChildren(
    make("div", { id: "answer", role: "status" }, ...answerLines(decision).map((line, number) => make("p", { class: number === 1 ? "answer" : "" }, line))),
    ...(decision.survivors.length ? [table("survivors", say("decide_survivors"), heads, survivorRows(decision), [2, 3, 4, 5, 6, 7])] : []),
    make("details", { id: "rejects", ...(open && open.open ? { open: "" } : {}) }, make("summary", {}, summary), table("rejected", say("decide_rejected"), rejects, rejectedRows(decision), [3])),
    make("ul", { class: "notes" }, ...closingLines(decision).map(line => make("li", {}, line))));
}
