// `pqeval decide` in the page: the same filters in the same order, the same ranking. Tests hold the two together.
const OBJECTIVES = ["bytes", "cycles", "ram", "flash", "energy"];
const FILTERS = ["authority", "status", "security", "function", "fit", "link", "time", "energy", "assurance"];
const BUDGETS = ["ram_bytes", "flash_bytes", "latency_ms", "energy_mj", "wait_s", "message_bytes", "signatures", "per_second"];
const LEAST = 1e-9; // nothing costs less; it keeps the ratio of two zeros at 1
const isKnown = value => value !== null && value !== undefined;

function tasks() { return data.decision.tasks.filter(one => one.schemes.includes(state.role)); }

function question() {
  const decision = data.decision;
  const budget = name => Number(state[name]) > 0 ? Number(state[name]) : null;
  const weight = name => state["w_" + name] === "" ? 1 : Math.max(0, Number(state["w_" + name]) || 0);
  return {
    task: tasks().find(one => one.key === state.task) || tasks()[0],
    device: decision.devices[state.device],
    link: decision.links.find(one => one.key === state.link) || null,
    authority: data.authorities.find(one => one.key === state.authority) || null,
    until: Number(state.year) || data.year,
    category: Number(state.category) || 1,
    hardness: state.hardness,
    portfolio: data.rows.filter(row => state.portfolio.split(",").includes(row.id)),
    diverse: Boolean(state.diverse),
    require: decision.requirements.filter(name => state[name]),
    research: Boolean(state.research), care: Boolean(state.care), hybrid: Boolean(state.hybrid),
    stateful: !state.stateless,
    ...Object.fromEntries(BUDGETS.map(name => [name, budget(name)])),
    signatures: budget("signatures") || 1,
    weights: Object.fromEntries(OBJECTIVES.map(name => [name, weight(name)])),
  };
}

function candidates(asked) {
  const costs = (data.decision.costs[asked.device.target] || {})[asked.task.key] || {};
  return data.rows
    .filter(row => asked.task.schemes.includes(row.role) && !row.hybrid)
    .flatMap(row => (costs[row.id] || [null]).map(cost => candidate(asked, row, cost, costs)));
}

function candidate(asked, row, cost, costs) {
  const says = (row.says[state.authority] || []).map(place => data.decision.approvals[place]);
  const approved = says.filter(one => one.approved);
  const beside = asked.hybrid || (approved.length > 0 && approved.every(one => one.hybrid));
  const companion = row.classical || !beside ? null : data.rows.find(one => one.id === data.decision.companions[row.role]);
  const parts = companion ? [row, companion] : [row];
  const total = names => names.reduce((sum, name) => parts.reduce((all, part) => all === null || !isKnown(part[name]) ? null : all + part[name], sum), 0);
  const [sent, received] = [total(asked.task.sent), total(asked.task.received)];
  const [up, down] = [transfer(asked.link, sent), transfer(asked.link, received)];
  const uncounted = companion !== null && cost !== null && isKnown(cost.cycles) && !isKnown((costs[companion.id] || [{}])[0].cycles);
  const other = companion ? (costs[companion.id] || [{ cycles_known: 0 }])[0].cycles_known : 0;
  const cycles = cost && isKnown(cost.cycles) ? cost.cycles + other : null;
  const cpu = isKnown(cycles) && isKnown(asked.device.pj_per_cycle) ? cycles * asked.device.pj_per_cycle / 1e9 : null;
  const clock = asked.device.clock_hz;
  return {
    row, cost, says, companion, uncounted, sent, received, up, down,
    slowest: cost && isKnown(cost.slowest) && isKnown(clock) ? cost.slowest * 1000 / clock : null,
    fit: fitting(asked, row, cost),
    name: row.name + (companion ? " + " + companion.name : "") + (cost ? ` (${cost.implementation}${cost.streamed ? streamedWord() : ""})` : ""),
    key: [row.id, cost ? cost.implementation : "", cost && cost.streamed ? 1 : 0],
    values: {
      bytes: sent === null || received === null ? null : sent + received,
      cycles,
      ram: cost && isKnown(cost.ram) ? cost.ram : null,
      flash: cost && isKnown(cost.ram) && isKnown(cost.flash) ? cost.flash : null,
      energy: energy(asked, cpu, up, down),
    },
  };
}

function transfer(link, bytes) {
  if (!link || bytes === null) return null;
  const frames = Math.ceil(bytes / link.payload);
  const times = one => isKnown(one) ? frames * one : null;
  const airtime = times(link.airtime_ms);
  return { frames, sending: times(link.sending_mj), receiving: times(link.receiving_mj), wait: airtime === null ? null : airtime / 1000 / (link.duty_cycle || 1) };
}

function energy(asked, cpu, up, down) {
  if (cpu === null || !asked.link) return cpu;
  const radio = [];
  if (up && up.frames) radio.push(up.sending);
  if (down && down.frames) radio.push(down.receiving);
  const found = radio.filter(isKnown);
  if (radio.length && !found.length) return null;
  return found.reduce((sum, one) => sum + one, cpu + (found.length && asked.link.session_mj || 0));
}

// Verdict, the limiting resource, its need and the two limits: what was set aside, and what the device has.
// Where nothing was measured, keys and messages that alone exceed the device decide, and are a lower bound.
function fitting(asked, row, cost) {
  if (!cost || !isKnown(cost.ram)) {
    const [need, whole] = [(data.decision.buffers[asked.task.key] || {})[row.id], asked.device.ram_bytes];
    const bound = isKnown(need) && isKnown(whole) && need > whole && !(cost && cost.streamed);
    return bound ? { verdict: "no", resource: "ram", need, whole, budget: whole, bound } : { verdict: "unknown" };
  }
  const shares = [];
  for (const resource of ["ram", "flash"]) {
    const whole = asked.device[resource + "_bytes"];
    const budget = asked[resource + "_bytes"] || asked.device["crypto_" + resource + "_budget_bytes"] || whole;
    const need = cost[resource];
    if (isKnown(budget) && isKnown(need)) shares.push({ resource, need, budget, whole, of_budget: need / budget, of_whole: need / (whole || budget) });
  }
  if (!shares.length) return { verdict: "unknown" };
  const most = name => shares.reduce((one, other) => other[name] > one[name] ? other : one);
  if (shares.some(one => one.of_whole > 1)) return { verdict: "no", ...most("of_whole") };
  const limiting = most("of_budget");
  if (limiting.of_budget > 1) return { verdict: "with_care", ...limiting };
  const whole = isKnown(cost.flash) || !isKnown(asked.device.flash_bytes);
  return { verdict: whole && shares[0].resource === "ram" ? "fits" : "unknown", ...limiting };
}

const STANDINGS = { y: "yes", c: "claimed", n: "no", u: "unknown" };
// Of what nobody implemented nothing is known, but that verification has no secret.
function standing(asked, cost, name) {
  if (cost) return STANDINGS[cost.standings[data.decision.requirements.indexOf(name)]];
  return name === "constant-time" && asked.task.only_verifies ? "yes" : "unknown";
}
const unmeasured = one => Boolean(one.cost) && one.cost.basis === "predicted";

const over = (key, needed, limit, unit, budget) => ({ key, needed, limit, unit, budget: budget || "" });
const growth = reason => isKnown(reason.needed) && reason.limit ? reason.needed / reason.limit : Infinity;

const LOOK = {
  authority({ row, says }, asked) {
    if (!asked.authority) return null;
    const authority = text(asked.authority.title);
    const approved = says.filter(one => one.approved);
    const inTime = one => one.until === null || one.until >= asked.until;
    if (approved.some(one => inTime(one) && (!one.uses.length || one.uses.includes(asked.task.use)))) return null;
    const refused = says.find(one => one.refused);
    if (refused) return { key: "refused", values: { authority }, condition: refused.condition };
    const expired = approved.filter(one => !inTime(one)).map(one => one.until);
    if (expired.length) return { key: "approved_until", values: { authority, year: Math.max(...expired) } };
    if (approved.length) return { key: "other_use", values: { authority }, condition: approved[0].condition };
    if (!row.classical) return { key: "not_named", values: { authority } };
    const until = row.role === "kem" ? asked.authority.classical_kem_until : asked.authority.classical_signature_until;
    return { key: isKnown(until) ? "classical_until" : "classical", values: { authority, year: until } };
  },
  status({ row }, asked) {
    if (row.standing === "standard" || (asked.research && row.standing === "research")) return null;
    return { key: row.standing === "research" ? "candidate" : "status", values: { status: text(row.status) } };
  },
  security({ row }, asked) {
    if (row.soundness !== "sound" && !(asked.research && row.soundness === "research")) return { key: "flag", values: { flag: text(row.flag), note: text(row.note) } };
    if (!isKnown(row.category)) return { key: "no_category", values: { category: asked.category } };
    if (row.category < asked.category) return { key: "category", values: { category: row.category, wanted: asked.category } };
    if (asked.diverse && asked.portfolio.length && asked.portfolio.every(one => one.hardness_id === row.hardness_id)) return { key: "same_class", values: { hardness: text(row.hardness) } };
    if (asked.hardness && row.hardness_id !== asked.hardness) return { key: "hardness", values: { hardness: text(row.hardness) } };
    return null;
  },
  function({ row }, asked) {
    if (row.role === "stateful_signature" && !asked.stateful) return { key: "stateful", values: {} };
    if (isKnown(row.signatures_log2) && row.signatures_log2 < Math.log2(asked.signatures)) return over("signatures", asked.signatures, 2 ** row.signatures_log2, "signatures", "signatures");
    return null;
  },
  fit({ fit }, asked) {
    if (fit.verdict === "unknown") return { key: "unknown_fit", values: {} };
    if (fit.verdict === "fits" || (asked.care && fit.verdict === "with_care")) return null;
    if (isKnown(fit.whole) && fit.need > fit.whole) return over("device_" + fit.resource + (fit.bound ? "_bound" : ""), fit.need, fit.whole, "bytes");
    return over(fit.resource, fit.need, fit.budget, "bytes", fit.resource + "_bytes");
  },
  link({ sent, received, up, down }, asked) {
    const largest = Math.max(sent || 0, received || 0), link = asked.link;
    if (asked.message_bytes && largest > asked.message_bytes) return over("message", largest, asked.message_bytes, "bytes", "message_bytes");
    if (!link) return null;
    if (link.single_frame && largest > link.payload) return over("frame", largest, link.payload, "bytes");
    if (link.packet_max_bytes && largest > link.packet_max_bytes) return over("packet", largest, link.packet_max_bytes, "bytes");
    if (!asked.wait_s) return null;
    const waits = [up, down].filter(Boolean).map(one => one.wait);
    if (waits.includes(null)) return { key: "unknown_wait", values: {} };
    const longest = Math.max(0, ...waits);
    return longest > asked.wait_s ? over("wait", longest, asked.wait_s, "s", "wait_s") : null;
  },
  time({ slowest, values }, asked) {
    if (asked.latency_ms) {
      if (slowest === null) return { key: "unknown_time", values: {} };
      if (slowest > asked.latency_ms) return over("latency", slowest, asked.latency_ms, "ms", "latency_ms");
    }
    if (!asked.per_second) return null;
    if (!isKnown(asked.device.clock_hz) || values.cycles === null) return { key: "unknown_time", values: {} };
    const possible = asked.device.clock_hz * asked.device.cores / values.cycles;
    return possible < asked.per_second ? over("rate", asked.per_second, possible, "/s", "per_second") : null;
  },
  energy({ values }, asked) {
    if (!asked.energy_mj) return null;
    if (values.energy === null) return { key: "unknown_energy", values: {} };
    return values.energy > asked.energy_mj ? over("energy", values.energy, asked.energy_mj, "mJ", "energy_mj") : null;
  },
  assurance({ cost }, asked) {
    if (cost && cost.wrong) return { key: "wrong_answer", values: { operations: cost.wrong } };
    if (cost && cost.leaks) return { key: "leak", values: { operations: cost.leaks } };
    const name = asked.require.find(one => ["no", "unknown"].includes(standing(asked, cost, one)));
    if (!name) return null;
    const said = cost && cost.assurance && data.decision.upkeep.includes(name) ? data.decision.assurances[cost.assurance] : null;
    return { key: `lacks_${name.replace("-", "_")}_${standing(asked, cost, name)}`, values: {}, condition: said };
  },
};

function compared(one, other) {
  for (let place = 0; place < one.length; place += 1) {
    if (one[place] !== other[place]) return one[place] < other[place] ? -1 : 1;
  }
  return 0;
}

function decided(asked) {
  const passed = [], rejected = [];
  for (const one of candidates(asked)) {
    const reasons = FILTERS.map(name => [name, LOOK[name](one, asked)]).filter(pair => pair[1]).map(([filter, reason]) => ({ filter, ...reason }));
    if (reasons.length) rejected.push({ ...one, reasons }); else passed.push(one);
  }
  const objectives = passed.length ? OBJECTIVES.filter(name => passed.every(one => one.values[name] !== null)) : [];
  const survivors = ranked(passed, objectives, asked.weights);
  rejected.sort((a, b) => compared([a.reasons.length, growth(a.reasons[0]), ...a.key], [b.reasons.length, growth(b.reasons[0]), ...b.key]));
  const winner = survivors[0] || null;
  return {
    asked, survivors, rejected, objectives, winner,
    promising: promising(winner, survivors),
    classes: [...new Set([...asked.portfolio, ...(winner ? [winner.row] : [])].map(row => row.hardness_id))],
    runner_up: winner ? survivors.find(one => one.row.id !== winner.row.id) || null : null,
    admission: admission(rejected, new Set(passed.map(one => one.row.id))),
    breakage: winner ? breakage(asked, winner, survivors, rejected) : null,
  };
}

// Of equal status what nobody measured, and whose predicted score is better than the winner's.
function promising(winner, survivors) {
  if (!winner || unmeasured(winner)) return null;
  const better = survivors.filter(one => unmeasured(one) && one.row.rank === winner.row.rank && one.score < winner.score);
  return better.reduce((best, one) => best && compared([best.score, ...best.key], [one.score, ...one.key]) <= 0 ? best : one, null);
}

// Better status first, then what was measured before what is only predicted, then the front, then the score.
function ranked(passed, objectives, weights) {
  const points = passed.map(one => objectives.map(name => one.values[name]));
  const beats = (one, other) => one.every((value, place) => value <= other[place]) && one.some((value, place) => value < other[place]);
  const total = objectives.reduce((sum, name) => sum + weights[name], 0);
  const best = objectives.map((_, place) => Math.min(...points.map(point => point[place])));
  const score = point => total ? Math.exp(objectives.reduce((sum, name, place) => sum + weights[name] * Math.log(Math.max(point[place], LEAST) / Math.max(best[place], LEAST)), 0) / total) : 1;
  return passed
    .map((one, place) => ({ ...one, score: score(points[place]), front: !points.some((other, number) => (unmeasured(one) || !unmeasured(passed[number])) && beats(other, points[place])) }))
    .sort((a, b) => compared(standingOf(a), standingOf(b)));
}

const standingOf = one => [one.row.rank, unmeasured(one) ? 1 : 0, one.front ? 0 : 1, one.score, ...one.key];

// Of those that one budget alone keeps out, and whose scheme is not in already, the nearest.
function admission(rejected, surviving) {
  const near = rejected.filter(one => one.reasons.length === 1 && one.reasons[0].budget && !surviving.has(one.row.id));
  return near.reduce((best, one) => best && compared([growth(best.reasons[0]), ...best.key], [growth(one.reasons[0]), ...one.key]) <= 0 ? best : one, null);
}

// What a break of the winner's hardness class costs: what falls with it, what replaces it, what must be sent.
function breakage(asked, winner, survivors, rejected) {
  const fallen = winner.row.hardness_id;
  const lost = [...new Set([...survivors.map(one => one.row), ...asked.portfolio].filter(row => row.hardness_id === fallen).map(row => row.name))];
  const distance = one => [one.reasons.length, Math.max(...one.reasons.map(growth)), one.values.bytes === null ? Infinity : one.values.bytes, ...one.key];
  const near = rejected.filter(one => one.row.hardness_id !== fallen && !one.reasons.some(reason => ["status", "security"].includes(reason.filter)));
  const replacement = survivors.find(one => one.row.hardness_id !== fallen) || near.reduce((best, one) => best && compared(distance(best), distance(one)) <= 0 ? best : one, null);
  const code = replacement && replacement.cost && isKnown(replacement.cost.ram) ? replacement.cost.code : null;
  const update = isKnown(code) && isKnown(replacement.row.pk) ? code + replacement.row.pk : null;
  const more = name => replacement && replacement.values[name] !== null && winner.values[name] !== null ? replacement.values[name] - winner.values[name] : null;
  return { hardness: text(winner.row.hardness), lost, replacement, obstacles: replacement && replacement.reasons || [], code, update, sent: transfer(asked.link, update), cycles: more("cycles"), bytes: more("bytes") };
}
