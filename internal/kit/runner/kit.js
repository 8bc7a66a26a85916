// @ts-check
// Plays the cases that the page holds, without network. What is judged is kept on the device at each keystroke, and
// leaves it as one file that somebody downloads. Nothing is sent anywhere.

/** @typedef {{name: string, data: string}} Piece */
/** @typedef {{key: string, verdict: string, observed: string, comment: string, cause: string, reason: string,
 *   tester: string, at: string, files: Piece[]}} Verdict */
/** @typedef {{step: number, where: number, verdict: string, observed: string, comment: string, cause: string,
 *   reason: string, files: Piece[], again: number, of: string}} Draft what is typed of a step; again: when its verdict
 *   began to be corrected, 0 never; of: key of the verdict that is corrected */
/** @typedef {{v: Record<string, Verdict>, d: Record<string, Draft>}} Played */
/** @typedef {{keyword: string, text: string, expects: boolean, context: boolean, table: string[][], doc: string,
 *   messages: string[]}} Step */
/** @typedef {{name: string, text: string}} Value */
/** @typedef {{id: string, name: string, journey: string, feature: string, rule: string, aim: string[],
 *   roles: {name: string, accounts: string[]}[], sets: string[], values: Value[], content: string, after: number,
 *   steps: Step[]}} Row */
/** @typedef {{code: string, label: string, states: string, load: string, values: Value[]}} DataSet */
/** @typedef {{head: Record<string, any>, where: {name: string, url: string}, people: string[],
 *   help: {name: string, what: string}[], sets: DataSet[], rows: Row[], words: Record<string, string>,
 *   keys: {name: string, key: string, label: string, does: string, off: boolean}[], causes: string[]}} Kit */

/** @type {Kit} */
const kit = JSON.parse(document.getElementById("kit")?.textContent ?? "");
const format = "recette/kit-results/1";
const limits = { file: 2 << 20, files: 5, side: 2000, text: 5000, all: 64 << 20 };
const verdicts = ["passed", "passed_with_remark", "failed", "blocked", "not_applicable"];
/** @type {Record<string, string>} */
const marks = { passed: "✔", passed_with_remark: "✎", failed: "✖", blocked: "■", not_applicable: "–", not_run: "○" };
/** @type {Record<string, "observed" | "cause" | "reason" | "comment">} */
const needs = { failed: "observed", blocked: "cause", not_applicable: "reason", passed_with_remark: "comment" };
const texts = /** @type {const} */ (["observed", "cause", "reason", "comment"]);

/** Words a text; {} is what is told.
 * @param {string} key @param {...(string | number)} args */
function say(key, ...args) {
  return args.reduce((/** @type {string} */ text, arg) => text.replace("{}", () => String(arg)), kit.words[key] ?? key);
}

/** @param {string} key @param {number} n */
const count = (key, n) => say(key + (n === 1 || (n === 0 && document.documentElement.lang === "fr") ? ".one" : ".other"), n);

/** Makes an element. Texts are texts, whatever they hold.
 * @param {string} tag @param {Record<string, any>} props @param {...(Node | string | null | undefined | false)} inside */
function h(tag, props, ...inside) {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith("on")) {
      e.addEventListener(name.slice(2), value);
    } else if (value === true) {
      e.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      e.setAttribute(name, String(value));
    }
  }
  e.append(...inside.filter((x) => x !== null && x !== undefined && x !== false).map((x) => /** @type {Node | string} */ (x)));
  return e;
}

/** @param {string} id */
const at = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

// What is kept.

const prefix = "recette.kit." + kit.head.id.slice(0, 24) + ".";
/** @type {Map<string, string>} what the device could not keep whole, or all of it where it keeps nothing */
const held = new Map();
/** @type {Storage | null} */
const store = (() => {
  try {
    localStorage.setItem(prefix + "essai", "1");
    localStorage.removeItem(prefix + "essai");
    return localStorage;
  } catch {
    return null;
  }
})();
/** @type {Set<string>} what the device did not keep even without its evidence */
const unkept = new Set();
const crowded = () => store !== null && held.size > 0;
const crowdedWords = () => say(unkept.size > 0 ? "warn.crowded.verdicts" : "warn.crowded");

/** @param {string | null | undefined} text @returns {any} */
function parsed(text) {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null; // what others left there is not ours to read
  }
}

/** @param {string} name */
const stored = (name) => parsed(store?.getItem(prefix + name));

/** @param {string} name */
const read = (name) => (held.has(name) ? parsed(held.get(name)) : stored(name));

/** @param {string} name @param {any} value */
function write(name, value) {
  const text = JSON.stringify(value);
  held.set(name, text);
  try {
    store?.setItem(prefix + name, text);
    if (store) {
      held.delete(name);
      unkept.delete(name);
    }
  } catch { // full: all but the evidence
    unkept.add(name);
    try {
      store?.setItem(prefix + name, JSON.stringify(value, (key, x) => (key === "data" ? "" : x)));
      unkept.delete(name);
    } catch {
      // the page says that it holds them alone
    }
  }
}

/** What is kept of a row. Where this page holds it, what another page of the kit judged since is in it too.
 * @param {string} id @returns {Played} */
function played(id) {
  const kept = read("cas." + id);
  /** @type {Played} */
  const p = { v: kept?.v ?? {}, d: kept?.d ?? {} };
  if (typeof p.d.step === "number") { // kits once kept one draft for the whole row
    const one = /** @type {any} */ (p.d);
    p.d = { [one.step]: { again: p.v[one.step] ? 1 : 0, of: p.v[one.step]?.key ?? "", ...one } };
  }
  if (held.has("cas." + id)) {
    for (const [i, v] of Object.entries(/** @type {Record<string, Verdict>} */ (stored("cas." + id)?.v ?? {}))) {
      if (!p.v[i] || (p.v[i].key !== v.key && p.v[i].at < v.at)) {
        p.v[i] = v;
      }
    }
  }
  return p;
}

/** The step of which the verdict is corrected, the one begun last; -1: none.
 * @param {Played} p */
function corrected(p) {
  const open = Object.values(p.d).filter((d) => d.again > 0 && p.v[d.step]).sort((a, b) => b.again - a.again);
  return open.length > 0 ? open[0].step : -1;
}

/** Changes what is kept of a row, read again first: another page of the same kit may have changed it.
 * @param {string} id @param {(p: Played) => void} how */
function change(id, how) {
  const now = played(id);
  how(now);
  write("cas." + id, now);
}

/** @returns {{who: string, build: string, device: string, chars: boolean}} */
function mine() {
  return { who: "", build: "", device: "", chars: true, ...read("moi") };
}

/** @param {Partial<ReturnType<typeof mine>>} now */
const setMine = (now) => write("moi", { ...mine(), ...now });

function newKey() {
  if (crypto.randomUUID) {
    return crypto.randomUUID();
  }
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 15) | 64;
  b[8] = (b[8] & 63) | 128;
  const x = [...b].map((n) => n.toString(16).padStart(2, "0")).join("");
  return [x.slice(0, 8), x.slice(8, 12), x.slice(12, 16), x.slice(16, 20), x.slice(20)].join("-");
}

if (!mine().device) {
  setMine({ device: newKey() });
}

// How a case stands.

/** How a case stands. What is asked is an expected result, with the preparation and the actions right before it, which
 * its verdict ticks; or the last of these, when no result follows. A case of which no expected result was found conform
 * is not run.
 * @param {Row} row @param {Played} p */
function standing(row, p) {
  const said = Object.values(p.v).map((v) => v.verdict);
  const stops = said.find((v) => v === "failed") ?? said.find((v) => v === "blocked");
  const first = stops ? -1 : row.steps.findIndex((_, i) => !p.v[i]);
  let asked = first;
  while (asked >= 0 && !row.steps[asked].expects && asked + 1 < row.steps.length && !p.v[asked + 1]) {
    asked++;
  }
  const verified = row.steps.some((s, i) => s.expects && (p.v[i]?.verdict ?? "").startsWith("passed"));
  const verdict = stops ?? (asked >= 0 ? "" : !verified ? "not_run"
    : said.includes("passed_with_remark") ? "passed_with_remark" : "passed");
  return { first, asked, ended: asked < 0, verdict, begun: said.length > 0 };
}

/** What is ticked by a verdict on a later step.
 * @param {Played} p @param {number} from @param {number} to @param {string} now */
function tick(p, from, to, now) {
  for (let i = from; i < to; i++) {
    p.v[i] ??= said("passed", now);
  }
}

/** @param {string} verdict @param {string} now @param {Partial<Verdict>} [more] @returns {Verdict} */
function said(verdict, now, more = {}) {
  return {
    key: newKey(), verdict, observed: "", comment: "", cause: "", reason: "", tester: mine().who, at: now, files: [], ...more,
  };
}

/** What a file of results would say of a row, in one word.
 * @param {Played} p */
const signature = (p) => Object.entries(p.v).map(([i, v]) => i + v.key).sort().join(" ");

/** @returns {{at: string, rows: Record<string, string>}} */
const handed = () => ({ at: "", rows: {}, ...read("rendu") });

/** The rows of which something is in no file yet. */
function unhanded() {
  const was = handed().rows;
  return kit.rows.filter((row) => {
    const p = played(row.id);
    return Object.keys(p.v).length > 0 && was[row.id] !== signature(p);
  });
}

/** The evidence that the device lost.
 * @param {Row} row */
const lost = (row) => Object.values(played(row.id).v).flatMap((v) => v.files.filter((f) => f.data === ""));

/** @param {Draft | undefined} d */
const typed = (d) => d !== undefined && (d.verdict !== "" || d.files.length > 0 || texts.some((n) => d[n].trim() !== ""));

// Frame.

/** @param {string} verdict @param {boolean} [expects] */
function word(verdict, expects = true) {
  const name = verdict === "passed" && !expects ? "verdict.done" : "verdict." + verdict;
  return h("span", { class: "v " + verdict }, h("span", { "aria-hidden": "true" }, marks[verdict] ?? ""), " " + say(name));
}

/** @param {string} iso */
function dated(iso) {
  const d = new Date(iso.length === 10 ? iso + "T12:00:00" : iso);
  const day = d.toLocaleDateString(document.documentElement.lang === "fr" ? "fr-FR" : "en-GB");
  return iso.length === 10 ? day : day + " " + d.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
}

/** The day here, as YYYY-MM-DD. */
const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10);

function frame() {
  const left = unhanded().length;
  const pill = at("pill");
  const text = left > 0 ? count("pill.left", left) : handed().at ? say("pill.handed", dated(handed().at)) : say("pill.none");
  pill.className = left > 0 ? "pill pending" : "pill";
  if (pill.textContent !== text) {
    pill.replaceChildren(h("a", { href: "#bilan" }, text));
  }
  const warnings = [];
  if (!store) {
    warnings.push(say("warn.nothing-kept"));
  }
  if (crowded()) {
    warnings.push(crowdedWords());
  }
  if ([...held.values()].reduce((n, text) => n + text.length, 0) > limits.all * 0.75) { // a device keeps far less
    warnings.push(say("warn.heavy", limits.all >> 20));
  }
  const until = kit.head.until;
  if (until && today() > until) {
    warnings.push(say("warn.late", dated(until)));
  }
  const box = at("warnings");
  if (box.textContent !== warnings.join("")) {
    box.replaceChildren(...warnings.map((w) => h("p", { class: "warn", role: "alert" }, w)));
  }
}

at("made").textContent = say("made", kit.head.by, dated(kit.head.at), kit.head.id.slice(0, 12));

// List.

/** @param {() => void} [then] what follows a choice */
function people(then) {
  const me = mine().who;
  const other = me !== "" && !kit.people.includes(me);
  const name = /** @type {HTMLInputElement} */ (h("input", {
    id: "autre", value: other ? me : "", maxlength: "100", autocomplete: "name",
    oninput: () => { setMine({ who: name.value.trim() }); frame(); },
  }));
  const field = h("p", { class: "field", hidden: !other && kit.people.length > 0 }, h("label", { for: "autre" }, say("who.type")), name);
  const select = /** @type {HTMLSelectElement} */ (h("select", {
    id: "qui", onchange: () => {
      field.hidden = select.value !== "*";
      setMine({ who: select.value === "*" ? name.value.trim() : select.value });
      if (select.value === "*") {
        name.focus();
      } else {
        then?.();
      }
    },
  },
  h("option", { value: "" }, say("who.choose")),
  ...kit.people.map((p) => h("option", { value: p, selected: p === me }, p)),
  h("option", { value: "*", selected: other }, say("who.other"))));
  const build = /** @type {HTMLInputElement} */ (h("input", {
    id: "version", value: mine().build, maxlength: "60", oninput: () => { setMine({ build: build.value.trim() }); differs(); },
  }));
  const warn = h("p", { class: "warn", role: "status", hidden: true }, "");
  const differs = () => {
    warn.hidden = build.value.trim() === "" || kit.head.build === "" || build.value.trim() === kit.head.build;
    warn.textContent = warn.hidden ? "" : say("build.differs", kit.head.build);
  };
  differs();
  return h("section", { class: "card", "aria-labelledby": "moi" }, h("h2", { id: "moi" }, say("who")),
    h("p", { class: "soft" }, say("who.why")),
    h("div", { class: "pair" },
      kit.people.length > 0 && h("p", { class: "field" }, h("label", { for: "qui" }, say("who.name")), select), field,
      h("p", { class: "field" }, h("label", { for: "version" }, say("build")), build)), warn);
}

function listView() {
  const out = [h("h1", { tabindex: "-1" }, kit.head.antenne ? say("list.title", kit.head.antenne) : say("list.title.rows"))];
  const all = kit.rows.map((row) => standing(row, played(row.id)));
  const ended = all.filter((s) => s.ended).length;
  out.push(h("p", { class: "where" }, say("list.progress", ended, kit.rows.length),
    kit.head.until ? " · " + say("list.until", dated(kit.head.until)) : ""));
  out.push(people());
  const next = all.findIndex((s) => !s.ended);
  out.push(h("p", { class: "actions" },
    next >= 0 ? h("a", { class: "button main", href: "#cas/" + next, ...keyed("send") }, all[next].begun ? say("resume") : say("begin"))
      : h("strong", {}, say("list.all")),
    h("a", { class: "button", href: "#bilan" }, say("summary"))));
  let journey = "\0";
  /** @type {HTMLElement | null} */
  let list = null;
  kit.rows.forEach((row, i) => {
    if (row.journey !== journey || !list) {
      journey = row.journey;
      list = h("ul", { class: "lines" });
      out.push(h("h2", {}, journey || say("list.others")), list);
    }
    const s = all[i];
    list.append(h("li", { class: s.ended ? "" : "todo" },
      h("a", { href: "#cas/" + i, "data-row": true }, h("span", { class: "id" }, row.id), " " + row.name), " ",
      s.ended ? word(s.verdict) : h("span", { class: "soft" }, s.begun ? say("list.begun") : say("list.todo"))));
  });
  if (kit.help.length > 0) {
    out.push(h("p", { class: "soft" }, say("help.who", kit.help.map((p) =>
      p.name + (p.what ? " (" + (kit.words["reports.role." + p.what] ?? p.what) + ")" : "")).join(", "))));
  }
  return out;
}

// Case.

/** @param {Row} row */
function about(row) {
  const out = [];
  /** @param {string} title @param {...(Node | string | false)} inside */
  const fact = (title, ...inside) => out.push(h("div", { class: "fact" }, h("h3", {}, title), ...inside));
  for (const role of row.roles) {
    fact(say("about.role"), h("p", {}, h("strong", {}, role.name)),
      role.accounts.length > 0 && h("p", { class: "soft" }, say("about.accounts", role.accounts.join(", "))));
  }
  for (const set of kit.sets.filter((x) => row.sets.includes(x.code))) {
    fact(say("about.data"), h("p", {}, h("strong", {}, set.code), " " + set.label),
      set.states !== "" && h("p", { class: "soft" }, set.states), values(set.values),
      set.load !== "" && h("p", { class: "soft" }, say("about.load", set.load)));
  }
  if (kit.where.name || kit.where.url) {
    fact(say("about.where"), h("p", {}, h("strong", {}, kit.where.name), " ", kit.where.url),
      kit.head.build !== "" && h("p", { class: "soft" }, say("about.build", kit.head.build)));
  }
  if (row.values.length > 0) {
    fact(say("about.example"), values(row.values));
  }
  const before = row.steps.filter((s) => s.context);
  if (before.length > 0) {
    fact(say("about.before"), h("ul", {}, ...before.map((s) => h("li", {}, s.keyword + " " + s.text))));
  }
  if (row.feature !== "" || row.aim.length > 0) {
    fact(say("about.story"), h("p", {}, h("strong", {}, row.feature)), row.rule !== "" && h("p", {}, row.rule),
      ...row.aim.map((a) => h("p", { class: "soft" }, a)));
  }
  return h("section", { class: "card about", "aria-labelledby": "avant" }, h("h2", { id: "avant" }, say("about")), ...out);
}

/** @param {Value[]} all */
const values = (all) => all.length > 0 && h("dl", {}, ...all.map((v) => h("div", {}, h("dt", {}, v.name), h("dd", {}, v.text))));

/** @param {number} n */
function caseView(n) {
  const row = kit.rows[n];
  if (!row) {
    return [h("h1", { tabindex: "-1" }, say("lost.case")), h("p", {}, h("a", { href: "#" }, say("back")))];
  }
  const p = played(row.id);
  const s = standing(row, p);
  const correcting = corrected(p);
  const main = correcting >= 0 ? correcting : s.asked;
  const out = [
    h("p", { class: "trail" }, h("a", { href: "#", ...keyed("list") }, say("back"))),
    h("p", { class: "where" }, say("case.place", n + 1, kit.rows.length), row.journey ? " · " + row.journey : ""),
    h("h1", { tabindex: "-1" }, h("span", { class: "id" }, row.id), " " + row.name),
  ];
  if (!row.steps.some((x) => x.expects)) {
    out.push(h("p", { class: "warn" }, say("case.nothing")));
  }
  if (mine().who === "") {
    out.push(people(() => render("#ici")));
  } else {
    const line = h("p", {}, say("who.now", mine().who), " ", h("button", { type: "button", class: "quiet", onclick: () => {
      line.replaceWith(people(() => render("#ici")));
      document.getElementById("qui")?.focus();
    } }, say("who.change")));
    out.push(line);
  }
  const others = [...new Set(Object.values(p.v).map((v) => v.tester))].filter((x) => x !== mine().who);
  if (others.length > 0 && mine().who !== "" && main >= 0) {
    out.push(h("p", { class: "warn" }, say("who.others", others.join(", "))));
  }
  if (s.ended && correcting < 0) {
    const next = kit.rows.findIndex((r, i) => i !== n && !standing(r, played(r.id)).ended);
    out.push(h("section", { class: "now " + s.verdict, id: "ici", tabindex: "-1", "aria-label": say("case.result") },
      h("p", { class: "result" }, say("case.ended"), " ", word(s.verdict)),
      h("p", { class: "soft" }, say(s.verdict === "failed" || s.verdict === "blocked" ? "case.stopped"
        : s.verdict === "not_run" ? "case.unverified" : "case.correctable")),
      h("p", { class: "actions" },
        next >= 0 ? h("a", { class: "button main", href: "#cas/" + next, ...keyed("send") }, say("case.next"))
          : h("a", { class: "button main", href: "#bilan", ...keyed("send") }, say("summary")))));
  }
  const left = Object.values(p.d).filter((d) => d.step !== main && typed(d)).map((d) => d.step + 1);
  if (left.length > 0) {
    out.push(h("p", { class: "warn" }, say("draft.left", left.sort((a, b) => a - b).join(", "))));
  }
  out.push(about(row));
  const last = Math.max(-1, ...Object.keys(p.v).map(Number));
  const list = h("ol", { class: "steps" });
  row.steps.forEach((step, i) => {
    const v = p.v[i];
    const asked = i === main || (correcting < 0 && i >= s.first && i < main);
    const li = h("li", {
      class: "step" + (asked ? " asked" : "") + (i === main ? " main" : "") + (v ? " judged" : asked ? "" : " later"),
      tabindex: "-1", id: i === main ? "ici" : null, "aria-current": i === main ? "step" : null,
    }, h("div", { class: "said" }, h("p", {}, h("b", { class: "keyword" }, step.keyword), " " + step.text), table(step),
      step.doc !== "" && h("pre", { tabindex: "0" }, step.doc),
      ...step.messages.map((m) => h("p", { class: "soft" }, say("step.message", m)))));
    if (v) {
      li.append(h("p", { class: "standing" }, word(v.verdict, step.expects),
        ...texts.filter((x) => v[x]).map((x) => " · " + (x === "cause" ? say("cause." + v.cause) : v[x])),
      h("span", { class: "soft" }, " · " + v.tester)));
      if (v.files.length > 0) {
        li.append(h("ul", { class: "soft" }, ...v.files.map((f) => h("li", {}, f.name, f.data === "" ? " — " + say("file.lost") : ""))));
      }
    }
    if (v && i !== main) {
      li.append(h("p", { class: "correct" }, h("button", {
        type: "button", class: "quiet", ...(i === last ? keyed("undo") : {}), onclick: () => correct(row, i),
      }, say("correct"), h("span", { class: "hidden" }, " " + say("correct.step", i + 1)))));
    }
    if (i === main) {
      li.append(form(row, p, i, s));
    }
    list.append(li);
  });
  out.push(h("h2", {}, say("steps")), list);
  return out;
}

/** @param {Step} step */
function table(step) {
  return step.table.length > 0 && h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": say("step.table") },
    h("table", {}, h("thead", {}, h("tr", {}, ...step.table[0].map((c) => h("th", { scope: "col" }, c)))),
      h("tbody", {}, ...step.table.slice(1).map((r) => h("tr", {}, ...r.map((c) => h("td", {}, c)))))));
}

/** @param {Row} row @param {number} i */
function correct(row, i) {
  change(row.id, (p) => {
    const v = p.v[i];
    p.d[i] = {
      ...(typed(p.d[i]) ? p.d[i] : { ...blank(i), verdict: v.verdict, observed: v.observed, comment: v.comment, cause: v.cause, reason: v.reason, files: v.files }),
      again: Date.now(), of: v.key,
    };
  });
  render();
}

/** @param {number} step @returns {Draft} */
const blank = (step) => ({ step, where: step, verdict: "", observed: "", comment: "", cause: "", reason: "", files: [], again: 0, of: "" });

/** Tells aloud, at the top of the page, what would else go unseen.
 * @param {string} text */
function tell(text) {
  const p = h("p", { class: "refused", role: "alert", tabindex: "-1" }, text);
  at("main").prepend(p);
  p.focus();
}

/** @param {Row} row @param {Played} p @param {number} i @param {ReturnType<typeof standing>} s how the case stands here */
function form(row, p, i, s) {
  const first = s.first;
  let d = p.d[i] ?? blank(i);
  const again = d.again > 0;
  const restored = !again && typed(p.d[i]);
  /** @param {Partial<Draft>} now */
  const keep = (now) => {
    change(row.id, (x) => {
      d = { ...(x.d[i] ?? d), ...now };
      x.d[i] = d;
    });
    frame();
  };
  const expects = row.steps[i].expects;
  const error = h("p", { class: "refused", role: "alert", tabindex: "-1", hidden: true }, "");
  /** @param {string} text @param {HTMLElement | null} [field] */
  const refuse = (text, field) => {
    error.textContent = text;
    error.hidden = false;
    (field ?? error).focus();
  };
  const choices = (expects ? verdicts : ["passed", "failed", "blocked"]).map((v) => h("label", { class: "choice " + v },
    h("input", { type: "radio", name: "verdict", value: v, checked: d.verdict === v, ...keyed(v), onchange: () => { keep({ verdict: v }); shows(); } }),
    " ", word(v, expects)));
  const ticks = !again && first < i;
  const where = /** @type {HTMLSelectElement} */ (h("select", { id: "ou", onchange: () => keep({ where: Number(where.value) }) },
    ...row.steps.flatMap((s, k) => (k >= first && k <= i && !p.v[k]
      ? [h("option", { value: k, selected: k === d.where }, k + 1 + ". " + s.keyword + " " + s.text)] : []))));
  /** @param {"observed" | "reason" | "comment"} name @param {string} label @param {number} rows @param {string} [key] */
  const area = (name, label, rows, key) => {
    const a = /** @type {HTMLTextAreaElement} */ (h("textarea", {
      id: "f-" + name, rows, maxlength: limits.text, ...(key ? keyed(key) : {}), oninput: () => keep({ [name]: a.value }),
    }));
    a.value = d[name];
    return h("p", { class: "field", "data-of": name }, h("label", { for: "f-" + name }, say(label)), a);
  };
  const cause = /** @type {HTMLSelectElement} */ (h("select", { id: "f-cause", onchange: () => keep({ cause: cause.value }) },
    h("option", { value: "" }, say("cause.choose")),
    ...kit.causes.map((c) => h("option", { value: c, selected: c === d.cause }, say("cause." + c)))));
  const whereField = h("p", { class: "field" }, h("label", { for: "ou" }, say("judge.where")), where);
  const fields = [
    whereField, area("observed", "judge.observed", 3),
    h("p", { class: "field", "data-of": "cause" }, h("label", { for: "f-cause" }, say("judge.cause")), cause),
    area("reason", "judge.reason", 2), area("comment", "judge.comment", 2, "comment"),
  ];
  const shows = () => {
    whereField.hidden = !ticks || (d.verdict !== "failed" && d.verdict !== "blocked");
    for (const f of fields) {
      const name = /** @type {"observed" | undefined} */ (f.dataset.of);
      if (name && name !== /** @type {string} */ ("comment")) {
        f.hidden = needs[d.verdict] !== name && d[name] === "";
      }
    }
  };
  shows();
  const pieces = h("ul", { class: "pieces", "data-pieces": true });
  const showPieces = () => pieces.replaceChildren(...d.files.map((f, k) => h("li", {},
    f.data !== "" && /\.(png|jpe?g)$/i.test(f.name) && h("img", { src: "data:image/" + (/\.png$/i.test(f.name) ? "png" : "jpeg") + ";base64," + f.data, alt: "" }),
    h("span", {}, f.name + " · " + say("file.size", Math.ceil(f.data.length * 0.75 / 1024)), f.data === "" ? " — " + say("file.lost") : ""),
    h("button", { type: "button", class: "quiet", onclick: () => { keep({ files: d.files.filter((_, x) => x !== k) }); showPieces(); } },
      say("file.remove"), h("span", { class: "hidden" }, " " + f.name)))));
  showPieces();
  const status = h("p", { role: "status", class: "soft" }, "");
  /** @param {File} file */
  const attachOne = async (file) => {
    if (d.files.length >= limits.files) {
      refuse(say("file.many", limits.files));
      return;
    }
    status.textContent = say("file.reading", file.name);
    const piece = await fit(file).catch(() => "file.unread");
    status.textContent = "";
    if (typeof piece === "string") {
      (f.isConnected ? refuse : tell)(say(piece, file.name, limits.file >> 20));
      return;
    }
    const now = played(row.id);
    if (again ? now.d[i]?.again !== d.again : now.v[i]) { // judged, or left as it was, since
      tell(say("file.late", piece.name));
      return;
    }
    keep({ files: [...(now.d[i] ?? d).files, piece] });
    if (f.isConnected) {
      status.textContent = crowded() ? crowdedWords() : say("file.kept", piece.name);
      showPieces();
    } else if (kit.rows[Number(location.hash.split("/")[1])] === row) {
      render("#ici");
    }
  };
  /** @param {Iterable<File>} files */
  const attach = (files) => {
    const all = [...files];
    reading += all.length;
    for (const file of all) {
      queue = queue.then(() => attachOne(file)).finally(() => { reading--; });
    }
    return queue;
  };
  const input = /** @type {HTMLInputElement} */ (h("input", {
    type: "file", id: "f-file", multiple: true, accept: "image/*,application/pdf,text/plain", ...keyed("file"),
    onchange: () => { void attach([...(input.files ?? [])]).then(() => { input.value = ""; }); },
  }));
  pasted = (files) => { void attach(files); };
  const record = () => {
    const need = needs[d.verdict];
    d = played(row.id).d[i] ?? d;
    if (reading > 0) {
      refuse(say("need.file"), null);
    } else if (mine().who === "") {
      refuse(say("need.who"), null);
    } else if (d.verdict === "") {
      refuse(say("need.verdict"), choices[0].querySelector("input"));
    } else if (need === "comment" ? d.comment.trim() === "" && d.observed.trim() === "" : need && d[need].trim() === "") {
      refuse(say("need." + need), at("f-" + need));
    } else {
      const to = ticks && (d.verdict === "failed" || d.verdict === "blocked") ? Number(where.value) : i;
      const now = new Date().toISOString();
      let taken = false;
      change(row.id, (x) => {
        const then = standing(row, x);
        taken = again ? x.v[i]?.key !== d.of : x.v[to] !== undefined || then.first !== first || then.asked !== i;
        if (taken) { // another page judged meanwhile: both are shown, nothing is replaced
          x.d[i] = { ...d, again: x.v[i] ? Date.now() : 0, of: x.v[i]?.key ?? "" };
          return;
        }
        if (!again) {
          tick(x, first, to, now);
        }
        x.v[to] = said(d.verdict, now, {
          observed: d.observed.trim(), comment: d.comment.trim(), cause: d.verdict === "blocked" ? d.cause : "",
          reason: d.verdict === "not_applicable" ? d.reason.trim() : "", files: d.files,
        });
        delete x.d[i];
      });
      render("#ici");
      if (taken) {
        tell(say("record.taken"));
      }
    }
  };
  recorder = { record, choose: (v) => {
    const radio = /** @type {HTMLInputElement | null} */ (f.querySelector(`input[value="${v}"]`));
    if (!radio) {
      return;
    }
    radio.checked = true;
    keep({ verdict: v });
    shows();
    if (v === "passed") {
      record();
    } else {
      at("f-" + needs[v]).focus();
    }
  } };
  const f = h("form", { class: "judge", onsubmit: (/** @type {Event} */ e) => { e.preventDefault(); record(); } },
    again && h("p", { class: "again" }, say("judge.again")),
    restored && h("p", { class: "draft", role: "status" }, say("draft"), " ", h("button", { type: "button", class: "quiet", onclick: () => {
      change(row.id, (x) => { delete x.d[i]; });
      render("#ici");
    } }, say("draft.drop"))),
    h("fieldset", { class: "verdicts" }, h("legend", {}, say(ticks ? "judge.step" : "judge", i + 1)), ...choices),
    ...fields,
    h("div", { class: "evidence" }, h("p", { class: "field" }, h("label", { for: "f-file" }, say("file")), input),
      h("p", { class: "soft" }, say("file.limits", limits.files, limits.file >> 20)), pieces, status),
    error,
    h("p", { class: "actions" }, h("button", { class: "main", ...keyed("send") }, say(again ? "record.again" : "record")),
      !again && h("button", { type: "button", "data-rest": true, ...keyed("rest"), onclick: () => rest(row, refuse) }, say("rest")),
      again && h("button", { type: "button", class: "quiet", onclick: () => {
        change(row.id, (x) => { delete x.d[i]; });
        render("#ici");
      } }, say("correct.not"))));
  return f;
}

/** Judges all that remains conform, unless something was said of it.
 * @param {Row} row @param {(text: string) => void} refuse */
function rest(row, refuse) {
  if (mine().who === "") {
    refuse(say("need.who"));
    return;
  }
  if (reading > 0) {
    refuse(say("need.file"));
    return;
  }
  const p = played(row.id);
  if (Object.values(p.d).some(typed) || Object.values(p.v).some((v) => v.verdict === "failed" || v.verdict === "blocked")) {
    refuse(say("rest.marked"));
    return;
  }
  const now = new Date().toISOString();
  change(row.id, (x) => {
    tick(x, 0, row.steps.length, now);
    x.d = {};
  });
  render("#ici");
}

// Evidence.

/** @type {((files: File[]) => void) | null} */
let pasted = null;
let reading = 0; // files that are being read: nothing is judged meanwhile
let queue = Promise.resolve();

/** Whether whoever takes the results in can read it as a text.
 * @param {Uint8Array} bytes */
function isText(bytes) {
  try {
    return !new TextDecoder("utf-8", { fatal: true }).decode(bytes).includes("\0");
  } catch {
    return false;
  }
}

/** Makes a file fit to be kept: a picture is drawn anew, without what the camera wrote beside it. A text: why it is
 * not taken.
 * @param {File} file @returns {Promise<Piece | string>} */
async function fit(file) {
  let [body, name] = [/** @type {Blob} */ (file), file.name || "image.png"];
  const picture = file.type.startsWith("image/") || /\.(hei[cf]|avif|tiff?)$/i.test(name);
  if (picture) {
    try {
      const m = await createImageBitmap(file);
      const by = Math.min(1, limits.side / Math.max(m.width, m.height));
      const canvas = /** @type {HTMLCanvasElement} */ (h("canvas", { width: Math.max(1, Math.round(m.width * by)), height: Math.max(1, Math.round(m.height * by)) }));
      canvas.getContext("2d")?.drawImage(m, 0, 0, canvas.width, canvas.height);
      /** @param {string} type @returns {Promise<Blob | null>} */
      const drawn = (type) => new Promise((ok) => canvas.toBlob(ok, type, 0.85));
      let [made, ext] = [file.type === "image/jpeg" ? null : await drawn("image/png"), ".png"];
      if (!made || made.size > 512 << 10) {
        const photo = await drawn("image/jpeg");
        if (photo && (!made || photo.size < made.size)) {
          [made, ext] = [photo, ".jpg"];
        }
      }
      if (!made) {
        return "file.undrawn";
      }
      [body, name] = [made, name.replace(/\.[^.]*$/, "") + ext];
    } catch {
      return "file.undrawn";
    }
  }
  if (body.size > limits.file || body.size === 0) {
    return "file.large";
  }
  const bytes = new Uint8Array(await body.arrayBuffer());
  if (!picture && !isText(bytes) && String.fromCharCode(...bytes.subarray(0, 5)) !== "%PDF-") {
    return "file.no-text";
  }
  let text = "";
  for (let k = 0; k < bytes.length; k += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(k, k + 0x8000));
  }
  return { name: name.slice(-100), data: btoa(text) };
}

addEventListener("paste", (e) => {
  const files = [...(e.clipboardData?.files ?? [])];
  if (files.length > 0 && pasted) {
    e.preventDefault();
    pasted(files);
  }
});

// Handing in.

function summaryView() {
  const left = unhanded();
  const all = kit.rows.map((row) => ({ row, p: played(row.id), s: standing(row, played(row.id)) }));
  const begun = all.filter((x) => x.s.begun);
  const out = [h("p", { class: "trail" }, h("a", { href: "#", ...keyed("list") }, say("back"))), h("h1", { tabindex: "-1" }, say("summary"))];
  if (begun.length === 0) {
    out.push(h("p", {}, say("summary.empty")));
  } else {
    const figures = [...verdicts, "not_run"].map((v) => ({ v, n: all.filter((x) => x.s.verdict === v).length }));
    const open = begun.filter((x) => !x.s.ended).length;
    out.push(h("dl", { class: "figures" }, ...figures.filter((x) => x.n > 0).map((x) => h("div", {}, h("dt", {}, word(x.v)), h("dd", {}, String(x.n)))),
      open > 0 && h("div", {}, h("dt", {}, say("list.begun")), h("dd", {}, String(open))),
      h("div", {}, h("dt", {}, say("summary.todo")), h("dd", {}, String(kit.rows.length - begun.length)))));
    out.push(h("section", { class: "card", "aria-labelledby": "rendre" }, h("h2", { id: "rendre" }, say("hand")),
      left.length > 0 ? h("p", {}, count("hand.left", left.length)) : h("p", {}, say("hand.none", dated(handed().at || kit.head.at))),
      h("p", { class: "actions" }, h("button", { type: "button", class: "main", id: "download", ...keyed("send"), onclick: download }, say("download"))),
      h("p", { class: "soft" }, say("download.why")), h("p", { id: "downloaded", role: "status" }, ""), asText()));
    for (const x of begun) {
      const fresh = left.includes(x.row);
      const gone = lost(x.row);
      out.push(h("article", { class: "line" }, h("h3", {}, h("a", { href: "#cas/" + kit.rows.indexOf(x.row) }, h("span", { class: "id" }, x.row.id), " " + x.row.name)),
        h("p", {}, x.s.ended ? word(x.s.verdict) : h("strong", {}, say("hand.unended")), " · ", h("span", { class: fresh ? "unsent" : "soft" }, say(fresh ? "hand.fresh" : "hand.done"))),
        ...Object.entries(x.p.v).filter(([, v]) => v.verdict !== "passed").map(([i, v]) => h("p", { class: "soft" }, say("hand.step", Number(i) + 1), " ", word(v.verdict),
          ...texts.filter((n) => v[n]).map((n) => " · " + (n === "cause" ? say("cause." + v.cause) : v[n])))),
        gone.length > 0 && h("p", { class: "warn" }, say("hand.lost", gone.map((f) => f.name).join(", ")))));
    }
  }
  const input = /** @type {HTMLInputElement} */ (h("input", { type: "file", id: "reprise", accept: ".json,application/json", onchange: () => {
    void input.files?.[0]?.text().then((text) => {
      const came = takeBack(text);
      render();
      /** @type {HTMLDetailsElement} */ (at("reprise").closest("details")).open = true;
      at("reprise-dit").textContent = came;
      at("reprise").focus();
    });
  } }));
  out.push(h("details", {}, h("summary", {}, say("again")), h("p", { class: "soft" }, say("again.why")),
    h("p", { class: "field" }, h("label", { for: "reprise" }, say("again.file")), input), h("p", { id: "reprise-dit", role: "status" }, "")));
  return out;
}

/** What the file of results says: all of it each time, since the same said twice is taken once. */
function results() {
  const cases = kit.rows.flatMap((row) => {
    const p = played(row.id);
    const said = Object.entries(p.v).map(([i, v]) => ({
      key: v.key, step: Number(i), verdict: v.verdict, observed: v.observed, comment: v.comment, cause: v.cause,
      reason: v.reason, tester: v.tester, at: v.at, files: v.files.map((f) => ({ name: f.name, data: f.data })),
    })).sort((a, b) => a.step - b.step);
    return said.length > 0 ? [{ id: row.id, content: row.content, after: row.after, ended: standing(row, p).ended, verdicts: said }] : [];
  });
  const body = JSON.stringify({ kit: kit.head, device: mine().device, at: new Date().toISOString(), build: mine().build, cases });
  return `{"format":"${format}","sha256":"${sha256(body)}","results":${body}}\n`;
}

/** The results as a text to copy, for browsers that download nothing. */
function asText() {
  const area = /** @type {HTMLTextAreaElement} */ (h("textarea", { id: "texte", rows: 4, readonly: true, onfocus: () => area.select() }));
  return h("details", { ontoggle: (/** @type {Event} */ e) => {
    area.value = /** @type {HTMLDetailsElement} */ (e.target).open ? results() : "";
  } }, h("summary", {}, say("copy")), h("p", { class: "field" }, h("label", { for: "texte" }, say("copy.how")), area));
}

function download() {
  const stamp = new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 16).replace(/\D/g, "");
  const name = ["resultats", kit.head.campaign, kit.head.antenne, stamp].filter((x) => x).join("-").normalize("NFD").replace(/[^\w.-]+/g, "") + ".json";
  const url = URL.createObjectURL(new Blob([results()], { type: "application/json" }));
  const a = h("a", { href: url, download: name });
  document.body.append(a);
  a.click();
  a.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  const now = { at: new Date().toISOString(), rows: Object.fromEntries(kit.rows.map((row) => [row.id, signature(played(row.id))])) };
  const done = () => {
    write("rendu", now);
    render("#downloaded");
    at("downloaded").textContent = say("downloaded", name);
  };
  if (store && held.size === 0) {
    done();
    return;
  }
  // only this page has it: it stays guarded until somebody saw the file
  at("downloaded").replaceChildren(say("downloaded", name), " ", h("button", { type: "button", id: "found", onclick: done }, say("downloaded.found")));
}

/** Whether a case of a file of results is one that this page wrote.
 * @param {any} c */
function shaped(c) {
  const row = kit.rows.find((r) => r.id === c?.id);
  const words = [...texts, "key", "tester", "at"];
  return row !== undefined && c.content === row.content && Array.isArray(c.verdicts) && c.verdicts.every((/** @type {any} */ v) =>
    Number.isInteger(v?.step) && v.step >= 0 && v.step < row.steps.length && verdicts.includes(v.verdict) &&
    words.every((x) => typeof v[x] === "string") && Array.isArray(v.files) && v.files.length <= limits.files &&
    v.files.every((/** @type {any} */ p) => typeof p?.name === "string" && typeof p.data === "string"));
}

/** Takes back a file of results of this kit, for the cases that nobody began here.
 * @param {string} text */
function takeBack(text) {
  try {
    const file = JSON.parse(text);
    const head = `{"format":"${format}","sha256":"${file.sha256}","results":`;
    if (!text.startsWith(head) || sha256(text.trim().slice(head.length, -1)) !== file.sha256) {
      return say("again.cut");
    }
    if (file.results.kit.id !== kit.head.id) {
      return say("again.other");
    }
    if (!file.results.cases.every(shaped)) {
      return say("again.cut");
    }
    let [taken, left] = [0, 0];
    const rows = { ...handed().rows };
    for (const c of file.results.cases) {
      const row = kit.rows.find((r) => r.id === c.id);
      if (!row || Object.keys(played(c.id).v).length > 0) {
        left++;
        continue;
      }
      change(c.id, (p) => {
        for (const { step, ...v } of c.verdicts) {
          p.v[step] = v;
        }
      });
      rows[c.id] = signature(played(c.id));
      taken++;
    }
    write("rendu", { at: file.results.at, rows });
    return say("again.taken", taken, left);
  } catch {
    return say("again.cut");
  }
}

/** SHA-256 (FIPS 180-4), in hex: what browsers have is not there for every page that is opened from a disk.
 * @param {string} text */
function sha256(text) {
  const bytes = new TextEncoder().encode(text);
  const words = new Uint32Array(((bytes.length + 8 >> 6) + 1) * 16);
  bytes.forEach((b, i) => { words[i >> 2] |= b << 24 - (i & 3) * 8; });
  words[bytes.length >> 2] |= 128 << 24 - (bytes.length & 3) * 8;
  words[words.length - 2] = Math.floor(bytes.length / 0x20000000);
  words[words.length - 1] = bytes.length << 3;
  /** @type {number[]} */
  const primes = [];
  for (let n = 2; primes.length < 64; n++) {
    if (primes.every((p) => n % p !== 0)) {
      primes.push(n);
    }
  }
  /** @param {number} x */
  const fraction = (x) => (x - Math.floor(x)) * 2 ** 32 >>> 0;
  const k = primes.map((p) => fraction(Math.cbrt(p)));
  const hash = primes.slice(0, 8).map((p) => fraction(Math.sqrt(p)));
  /** @param {number} x @param {number} n */
  const turn = (x, n) => x >>> n | x << 32 - n;
  const w = new Uint32Array(64);
  for (let at = 0; at < words.length; at += 16) {
    for (let i = 0; i < 64; i++) {
      if (i < 16) {
        w[i] = words[at + i];
      } else {
        const [x, y] = [w[i - 15], w[i - 2]];
        w[i] = w[i - 16] + (turn(x, 7) ^ turn(x, 18) ^ x >>> 3) + w[i - 7] + (turn(y, 17) ^ turn(y, 19) ^ y >>> 10);
      }
    }
    let [a, b, c, d, e, f, g, j] = hash;
    for (let i = 0; i < 64; i++) {
      const one = j + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + (e & f ^ ~e & g) + k[i] + w[i] | 0;
      const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + (a & b ^ a & c ^ b & c) | 0;
      [j, g, f, e, d, c, b, a] = [g, f, e, d + one | 0, c, b, a, one + two | 0];
    }
    [a, b, c, d, e, f, g, j].forEach((x, i) => { hash[i] = hash[i] + x | 0; });
  }
  return hash.map((x) => (x >>> 0).toString(16).padStart(8, "0")).join("");
}

// Keys.

/** @type {{record: () => void, choose: (v: string) => void} | null} */
let recorder = null;

/** @param {string} name @returns {Record<string, string>} */
function keyed(name) {
  const k = kit.keys.find((x) => x.name === name);
  return k && (k.off || mine().chars) ? { "data-key": k.key, "aria-keyshortcuts": k.key } : {};
}

/** @param {number} by */
function step(by) {
  const all = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-row], .step")]);
  const here = all.findIndex((e) => e.contains(document.activeElement));
  all[here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, here + by))]?.focus();
}

addEventListener("keydown", (e) => {
  if (e.altKey || e.metaKey || e.isComposing || /** @type {HTMLDialogElement} */ (at("keys")).open) {
    return;
  }
  const name = (e.ctrlKey ? "Control+" : "") + e.key;
  const k = kit.keys.find((x) => x.key === name);
  const target = /** @type {HTMLElement} */ (e.target);
  const writes = target.matches?.("textarea, select, input:not([type=radio], [type=file])");
  if (!k || (!k.off && (writes || !mine().chars || e.ctrlKey))) {
    return;
  }
  if (k.name === "list" && writes) {
    target.blur();
  } else if (verdicts.includes(k.name)) {
    if (!recorder) {
      return;
    }
    recorder.choose(k.name);
  } else if (k.name === "before" || k.name === "up") {
    step(-1);
  } else if (k.name === "after" || k.name === "down") {
    step(1);
  } else if (k.name === "help") {
    showKeys();
  } else {
    const does = /** @type {HTMLElement | null} */ (document.querySelector(`main [data-key="${CSS.escape(k.key)}"]`));
    if (!does) {
      return;
    }
    if (does.matches("textarea")) {
      does.focus();
    } else {
      does.click();
    }
  }
  e.preventDefault();
});

function showKeys() {
  const chars = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", id: "chars", checked: mine().chars, onchange: () => { setMine({ chars: chars.checked }); render(); } }));
  at("keys-list").replaceChildren(h("table", { class: "keys" }, h("tbody", {}, ...kit.keys.map((k) =>
    h("tr", {}, h("th", { scope: "row" }, h("kbd", {}, k.label)), h("td", {}, k.does))))),
  h("p", { class: "check" }, chars, h("label", { for: "chars" }, say("keys.chars"))));
  /** @type {HTMLDialogElement} */ (at("keys")).showModal();
}
at("help").addEventListener("click", showKeys);

// Pages.

/** @param {string} [focus] */
function render(focus) {
  pasted = recorder = null;
  const [name, n] = location.hash.slice(1).split("/");
  const view = name === "cas" ? caseView(Number(n)) : name === "bilan" ? summaryView() : listView();
  at("main").replaceChildren(...view);
  frame();
  const to = /** @type {HTMLElement | null} */ (focus ? document.querySelector(focus) : null);
  if (to) {
    to.tabIndex = -1;
    to.focus();
    to.scrollIntoView({ block: "nearest" });
  }
}

addEventListener("hashchange", () => {
  if (location.hash === "#main") {
    at("main").focus();
    return;
  }
  scrollTo(0, 0);
  render("h1");
});

addEventListener("storage", (e) => { // another page of the same kit
  if (e.key?.startsWith(prefix) && !document.activeElement?.matches("textarea, input, select")) {
    render();
  } else {
    frame();
  }
});

addEventListener("beforeunload", (e) => {
  const alone = kit.rows.some((row) => held.has("cas." + row.id) && Object.values(played(row.id).d).some(typed));
  if (reading > 0 || alone || unhanded().length > 0) {
    e.preventDefault();
    e.returnValue = say("leave"); // most browsers have words of their own
  }
});

render();
