// @ts-check
// What somebody judges: drafts of what is typed, and gestures, which the queue keeps on the device before they are sent.
// When the server does not answer, the page goes on to what it asks next, as the server laid it out; what becomes of the
// case is the server's to say. Without this script the same forms are sent as they are.

import { attaching } from "./evidence.js";
import { all, clock, hears, isMine, keep, newKey, reached, recorded } from "./queue.js";

/** @typedef {import("./queue.js").Kept} Kept */

// Drafts: one a form and a tab, in the storage of the tab and, for a browser that dies, in that of the browser.

const prefix = "recette.saisie.";
const fields = ["verdict", "ou", "constate", "cause", "motif", "commentaire"];
const longest = 30 * 24 * 3600 * 1000; // milliseconds that a draft which nobody came back to is kept

/** @typedef {{form: string, key: string, at: number, said: Record<string, string>}} Draft */

/** Names the tab; one that was duplicated takes a name of its own. */
async function tabName() {
  let name = sessionStorage.getItem(prefix + "onglet") ?? newKey();
  if (navigator.locks && !(await holds(name))) {
    name = newKey();
    await holds(name);
  }
  sessionStorage.setItem(prefix + "onglet", name);
  return name;
}

/** Holds the name of a tab for as long as its page lives; false when another one has it.
 * @param {string} name @returns {Promise<boolean>} */
function holds(name) {
  return new Promise((told) => {
    navigator.locks.request(prefix + name, { ifAvailable: true }, (lock) => {
      told(lock !== null);
      return lock ? new Promise(() => {}) : undefined;
    });
  });
}

/** @param {Storage} store @returns {[string, Draft][]} */
function drafts(store) {
  /** @type {[string, Draft][]} */
  const all = [];
  for (let i = 0; i < store.length; i++) {
    const name = store.key(i) ?? "";
    if (!name.startsWith(prefix) || name === prefix + "onglet") {
      continue;
    }
    try {
      const draft = JSON.parse(store.getItem(name) ?? "");
      if (typeof draft?.form === "string" && typeof draft.said === "object") {
        all.push([name, draft]);
      }
    } catch {
      // what others left there is not ours to read
    }
  }
  return all;
}

/** Drops the drafts of a gesture, or those that nobody came back to.
 * @param {(d: Draft) => boolean} which */
function drop(which) {
  for (const store of [sessionStorage, localStorage]) {
    for (const [name, draft] of drafts(store)) {
      if (which(draft)) {
        store.removeItem(name);
      }
    }
  }
}

/** What a form is of: who plays, the page, the attempt, the step, its text. Not its key: each page has another one.
 * @param {HTMLFormElement} form */
function nameOf(form) {
  const data = new FormData(form);
  const of = ["personne", "essai", "etape", "corrige", "texte"].map((n) => data.get(n));
  return [new URL(form.action).pathname, ...of].join("|");
}

/** @param {HTMLFormElement} form @returns {Record<string, string>} */
function said(form) {
  const data = new FormData(form);
  return Object.fromEntries(fields.map((n) => [n, String(data.get(n) ?? "")]));
}

/** What the server gave in a form, whatever was typed before this script came.
 * @param {HTMLFormElement} form @returns {Record<string, string>} */
function given(form) {
  return Object.fromEntries(fields.map((n) => {
    const field = form.elements.namedItem(n);
    if (field instanceof RadioNodeList) {
      const radios = /** @type {HTMLInputElement[]} */ ([...field]);
      return [n, radios.find((r) => r.defaultChecked)?.value ?? ""];
    }
    if (field instanceof HTMLSelectElement) {
      return [n, ([...field.options].find((o) => o.defaultSelected) ?? field.options[0])?.value ?? ""];
    }
    return [n, field instanceof HTMLTextAreaElement ? field.defaultValue : ""];
  }));
}

/** @param {HTMLFormElement} form */
function keyOf(form) {
  return String(new FormData(form).get("cle") ?? "");
}

/** @param {HTMLFormElement} form @param {Record<string, string>} from */
function fill(form, from) {
  for (const name of fields) {
    const field = form.elements.namedItem(name);
    if (field instanceof RadioNodeList) {
      for (const radio of field) {
        if (radio instanceof HTMLInputElement) {
          radio.checked = radio.value === from[name]; // none of them, for an empty one
        }
      }
    } else if (field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) {
      field.value = from[name] ?? "";
    }
  }
}

/** Finds the draft of a form: that of this tab, else the last one of a tab that is no more.
 * @param {string} form @param {string} tab */
async function left(form, tab) {
  const own = drafts(sessionStorage).find(([, d]) => d.form === form);
  if (own) {
    return own[1];
  }
  const alive = navigator.locks ? ((await navigator.locks.query()).held ?? []).map((l) => l.name) : [];
  const dead = drafts(localStorage).filter(([name, d]) =>
    d.form === form && !alive.some((a) => a !== prefix + tab && name.startsWith(a + ".")));
  dead.sort((a, b) => b[1].at - a[1].at);
  return dead[0]?.[1];
}

/** Tells that a draft was given back, and lets it be cleared.
 * @param {HTMLFormElement} form @param {Record<string, string>} before @param {() => void} keep */
function tell(form, before, keep) {
  const note = document.createElement("p");
  note.className = "draft";
  note.setAttribute("role", "status");
  const words = document.createElement("span");
  words.textContent = form.dataset.draft ?? "";
  const clear = document.createElement("button");
  clear.type = "button";
  clear.className = "quiet";
  clear.textContent = form.dataset.drop ?? "";
  clear.addEventListener("click", () => {
    fill(form, before);
    note.remove();
    keep();
  });
  note.append(words, " ", clear);
  form.prepend(note);
}

/** @param {HTMLFormElement} form */
async function keeps(form) {
  const [name, fresh] = [nameOf(form), JSON.stringify(given(form))];
  let tab = "";
  const keep = () => {
    if (tab === "" || form.dataset.kept) {
      return; // it is kept as soon as the tab has a name; what the queue has is no draft any more
    }
    const now = said(form);
    const at = prefix + tab + "." + name;
    if (JSON.stringify(now) === fresh || !fields.some((n) => n !== "ou" && now[n].trim() !== "")) {
      sessionStorage.removeItem(at); // nothing was typed: an empty draft would only stand in the way
      localStorage.removeItem(at);
      return;
    }
    const text = JSON.stringify({ form: name, key: keyOf(form), at: Date.now(), said: now });
    for (const store of [sessionStorage, localStorage]) {
      try {
        store.setItem(at, text);
      } catch {
        // full, or forbidden: what is typed is in the page still
      }
    }
  };
  form.addEventListener("input", keep);
  form.addEventListener("submit", keep);
  tab = await tabName();
  const draft = await left(name, tab);
  if (JSON.stringify(said(form)) !== fresh) {
    keep(); // somebody typed meanwhile
  } else if (draft && !document.querySelector(".refused") && JSON.stringify(draft.said) !== fresh) {
    const before = said(form);
    fill(form, draft.said);
    drop((d) => d.form === name && d.key === draft.key);
    keep();
    tell(form, before, keep);
  }
}

// Gestures.

const here = /** @type {HTMLElement | null} */ (document.querySelector("[data-kept-here]"));
const aheads = /** @type {HTMLTemplateElement[]} */ ([...document.querySelectorAll("template[data-ahead]")]);
const answers = 2500; // milliseconds after which the page goes on by itself

/** @param {string} key @param {string} [what] */
const words = (key, what = "") => (here?.dataset[key] ?? "").replace("{}", what);

/** The gestures of this case that this page knows to be on the device. @type {Map<string, Kept>} */
const waiting = new Map();

/** @param {HTMLFormElement} form */
function dirty(form) {
  return !form.dataset.kept && fields.some((n) => n !== "ou" && said(form)[n].trim() !== "");
}

/** @param {HTMLFormElement} form @param {string} text */
function say(form, text) {
  let at = form.querySelector("[data-gesture]");
  if (!at) {
    at = document.createElement("p");
    at.setAttribute("role", "status");
    at.setAttribute("data-gesture", "");
    form.append(at);
  }
  at.textContent = text;
}

/** Says above a form why what it says is not taken.
 * @param {HTMLFormElement} form @param {string} title @param {string} why @param {string} [remedy] */
function refuse(form, title, why, remedy = "") {
  document.querySelector(".refused:not(template *)")?.remove();
  const box = document.createElement("div");
  box.className = "refused";
  box.setAttribute("role", "alert");
  box.tabIndex = -1;
  for (const [tag, text] of [["h2", title], ["p", why], ["p", remedy]]) {
    if (text) {
      const e = document.createElement(tag);
      e.textContent = text;
      box.append(e);
    }
  }
  form.before(box);
  box.focus();
}

/** The field that a verdict still needs, as the server would say; empty when it has all that it needs.
 * @param {Record<string, string>} now */
function missing(now) {
  const need = {
    failed: "constate", blocked: "cause", not_applicable: "motif", passed_with_remark: "commentaire",
  }[now.verdict];
  if (now.verdict === "") {
    return "verdict";
  }
  const given = need === "commentaire" ? now.commentaire + now.constate : need ? now[need] : "x";
  return need && given.trim() === "" ? need : "";
}

/** Leads to the page of the case as the server knows it. */
function go() {
  location.assign(here?.dataset.row ?? location.pathname);
}

/** @param {HTMLFormElement} form @param {string} path
 * @returns {Omit<Kept, "n" | "v" | "pieces" | "size" | "at" | "refused">} */
function gestureOf(form, path) {
  const data = new FormData(form);
  /** @type {Record<string, string>} */
  const sent = {};
  for (const [name, value] of data) {
    if (typeof value === "string") {
      sent[name] = value;
    }
  }
  sent.cle = newKey(); // a page that was kept, or is shown again, has a key that was used
  const [, , campaign, , row] = path.split("/").map(decodeURIComponent);
  const rest = path.endsWith("/conforme");
  const radio = /** @type {HTMLInputElement | null} */ (form.querySelector("[name=verdict]:checked"));
  return {
    key: sent.cle, user: sent.personne, player: form.dataset.player ?? "", campaign, row, path, fields: sent, rest,
    title: document.querySelector("h1")?.textContent?.trim() ?? row,
    said: rest ? "" : radio?.closest("label")?.textContent?.trim() ?? "",
    step: Number(sent.etape), first: Number(form.dataset.first), last: rest || radio?.dataset.last !== undefined,
  };
}

/** Waits for what becomes of a gesture, for a while.
 * @param {string} key @returns {Promise<import("./queue.js").News | null>} */
function outcome(key) {
  return new Promise((told) => {
    const timer = setTimeout(() => told(null), answers);
    hears((news) => {
      if (news.key === key && (news.what === "recorded" || news.what === "refused")) {
        clearTimeout(timer);
        told(news);
      } else if (news.what === "reach" && reached() !== "here") {
        clearTimeout(timer);
        told(null);
      }
    });
    if (reached() !== "here") {
      setTimeout(() => told(null), answers / 5);
    }
  });
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} by */
async function judge(form, by) {
  const action = by instanceof HTMLButtonElement && by.hasAttribute("formaction") ? by.formAction : form.action;
  const gesture = gestureOf(form, new URL(action).pathname);
  const lacks = gesture.rest ? "" : missing(said(form));
  if (lacks) {
    refuse(form, words("answer"), words("missing" + lacks[0].toUpperCase() + lacks.slice(1)));
    return;
  }
  form.dataset.sent = "1";
  say(form, words("sending"));
  const told = outcome(gesture.key);
  try {
    await keep(gesture, [], form.dataset.mends);
  } catch {
    const key = form.elements.namedItem("cle"); // the device keeps nothing: the form is sent as it is
    if (key instanceof HTMLInputElement) {
      key.value = gesture.key;
    }
    form.action = action;
    HTMLFormElement.prototype.submit.call(form);
    return;
  }
  form.dataset.kept = "1";
  const name = nameOf(form);
  drop((d) => d.form === name && d.key === keyOf(form));
  say(form, words("device"));
  const news = await told;
  if (news?.what === "recorded" && !news.title) {
    say(form, words("sent", clock(news.at)));
    go();
  } else if (news?.what === "recorded") {
    refuse(form, news.title ?? "", news.detail ?? ""); // recorded, and something failed after it
    setTimeout(go, 4 * answers);
  } else if (news?.refused) {
    form.dataset.mends = gesture.key;
    delete form.dataset.sent;
    delete form.dataset.kept;
    say(form, "");
    refuse(form, news.refused.title, news.refused.detail, news.refused.remedy);
    form.dispatchEvent(new Event("input", { bubbles: true })); // what it says is a draft again
  } else {
    await stand();
  }
}

/** Marks a step by what the device keeps of it.
 * @param {HTMLElement} step @param {string} text */
function mark(step, text) {
  let at = step.querySelector("[data-mark]");
  if (!at) {
    at = document.createElement("p");
    at.className = "standing unsent";
    at.setAttribute("data-mark", "");
    step.append(at);
  }
  at.textContent = text;
}

/** @param {number} n @returns {HTMLElement | null} */
const stepAt = (n) => document.querySelector(`.steps > li[value="${n}"]`);

/** Gestures of this case that were recorded after this page was made: it asks for them still. What a journal that was
 * put back since does not hold was recorded before the page, or stands where the page has read.
 * @param {string} path @param {HTMLFormElement | null} shown @param {string | undefined} attempt */
function after(path, shown, attempt) {
  const [of, from] = [shown ? new FormData(shown) : null, Number(shown?.dataset.step ?? 0)];
  if (of?.has("corrige")) {
    return [];
  }
  const { plan, made = "", upto } = here?.dataset ?? {};
  return recorded().filter((r) => r.path.startsWith(path) && isMine(r) && r.attempt === attempt && r.step >= from &&
    r.plan === plan && r.position >= Number(upto) && r.at >= made);
}

/** Shows the case as the device knows it: what is to be sent, and what is asked after that. */
async function stand() {
  if (!here) {
    return;
  }
  const path = here.dataset.row + "/";
  const shown = /** @type {HTMLFormElement | null} */ (document.querySelector("form.judge"));
  const of = shown ?? aheads[0]?.content;
  const essai = /** @type {HTMLInputElement | null | undefined} */ (of?.querySelector("[name=essai]"));
  const ours = (await all()).filter((k) => k.path.startsWith(path) && isMine(k) && !k.path.endsWith("/preuve") &&
    (!essai || k.fields.essai === essai.value));
  const past = after(path, shown, essai?.value);
  if (ours.length + past.length === 0) {
    return;
  }
  ours.forEach((k) => waiting.set(k.key, k));
  const stopped = ours.some((k) => k.refused);
  const reachedTo = Math.max(...[...ours, ...past].map((k) => k.step));
  const over = [...ours, ...past].some((k) => k.last);
  for (const r of past) {
    const step = stepAt(r.step);
    if (step) {
      mark(step, [r.said, words("sent", clock(r.at))].filter(Boolean).join(" · "));
    }
  }
  for (const k of ours) {
    const step = stepAt(Number(k.fields.ou && k.last && !k.rest ? k.fields.ou : k.step));
    if (step) {
      mark(step, [k.said, words("unsent")].filter(Boolean).join(" · "));
    }
  }
  const part = (/** @type {string} */ name, /** @type {boolean} */ is) => {
    const e = /** @type {HTMLElement | null} */ (here.querySelector(`[data-${name}]`));
    if (e) {
      e.hidden = !is;
    }
  };
  const next = over || stopped ? undefined : aheads.find((t) => Number(t.dataset.ahead) > reachedTo);
  const asksNow = shown && !shown.dataset.kept && Number(shown.dataset.step) > reachedTo;
  if (shown && !asksNow) {
    for (const step of document.querySelectorAll(".step.asked")) {
      step.classList.remove("asked", "main");
      step.removeAttribute("aria-current");
      step.querySelector(".together")?.remove();
    }
    shown.parentElement?.querySelector(".actions.after")?.remove();
    shown.remove();
    document.querySelector("main .refused")?.remove();
  }
  if (!asksNow && next) {
    ask(next);
  }
  const halts = !asksNow && !next;
  part("ended", halts && over && !stopped);
  part("waits", halts && !over && !stopped);
  part("mend", stopped);
  here.hidden = !halts;
  if (halts) {
    document.querySelector("[data-place]")?.remove();
    here.focus();
  }
}

/** Asks what comes next, as the server laid it out.
 * @param {HTMLTemplateElement} template */
function ask(template) {
  const last = Number(template.dataset.ahead);
  for (let n = Number(template.dataset.first); n <= last; n++) {
    stepAt(n)?.classList.add("asked");
    stepAt(n)?.classList.remove("later");
  }
  const [step, place] = [stepAt(last), document.querySelector("[data-place]")];
  if (place) {
    place.textContent = (place.textContent ?? "").replace(/\d+/, String(last));
  }
  if (!step) {
    return;
  }
  step.classList.add("main");
  step.setAttribute("aria-current", "step");
  step.tabIndex = -1;
  step.append(template.content.cloneNode(true));
  const form = step.querySelector("form.judge");
  if (form instanceof HTMLFormElement) {
    form.dataset.ahead = "1"; // the server does not ask for it yet
    ready(form);
  }
  step.focus();
}

/** @param {HTMLFormElement} form */
function ready(form) {
  const rest = form.querySelector("[data-rest]");
  attaching(form);
  form.addEventListener("submit", (event) => {
    const by = event.submitter;
    if (by instanceof HTMLButtonElement && by.hasAttribute("formaction") && by !== rest) {
      return; // a file, without what sends it
    }
    event.preventDefault();
    if (!form.dataset.sent) { // a second press, before the answer
      void judge(form, by);
    }
  });
  void keeps(form);
}

const told = document.cookie.split("; ").find((c) => /^(__Host-)?recette-fait=/.test(c))?.split("=") ?? [];
if (told[1]) {
  drop((d) => d.key === told[1]);
  document.cookie = `${told[0]}=; Path=/; Max-Age=0; SameSite=Strict${location.protocol === "https:" ? "; Secure" : ""}`;
}
drop((d) => Date.now() - d.at > longest);
const judging = document.querySelector("form.judge");
if (judging instanceof HTMLFormElement) {
  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      location.reload(); // it comes back from the memory of the browser, and shows what stood then
    }
  });
  ready(judging);
}

const begin = document.querySelector("form[data-begin]");
if (begin instanceof HTMLFormElement) {
  begin.addEventListener("submit", async (event) => {
    event.preventDefault();
    const stop = new AbortController();
    const slow = setTimeout(() => stop.abort(), 2 * answers);
    try {
      const body = new URLSearchParams(/** @type {any} */ (new FormData(begin, event.submitter)));
      const answer = await fetch(begin.action, { method: "POST", body, redirect: "manual", signal: stop.signal });
      if (answer.type === "opaqueredirect") {
        go();
      } else {
        HTMLFormElement.prototype.submit.call(begin); // its answer is a page
      }
    } catch {
      begin.closest("section")?.remove(); // a judgement begins the case too
      const first = aheads[0];
      if (first) {
        ask(first);
      }
    } finally {
      clearTimeout(slow);
    }
  });
}

hears((news) => {
  const kept = waiting.get(news.key ?? "");
  if (!kept) {
    return;
  }
  const step = stepAt(kept.step);
  if (news.what === "recorded" && step) {
    mark(step, [kept.said, words("sent", clock(news.at))].filter(Boolean).join(" · "));
  }
  if (news.what === "recorded" || news.what === "dropped") {
    waiting.delete(kept.key);
    const form = document.querySelector("form.judge");
    if (news.title && here) { // something failed after it was recorded: the page stays, and the list holds it
      here.hidden = false;
      const why = document.createElement("p");
      why.setAttribute("role", "alert");
      why.textContent = [news.title, news.detail].filter(Boolean).join(". ");
      here.querySelector("h2")?.after(why);
    } else if (waiting.size === 0 && !(form instanceof HTMLFormElement && dirty(form))) {
      go();
    } else if (waiting.size === 0 && here) {
      here.hidden = false; // somebody types: the page is not taken from under their hands
    }
  } else if (news.what === "refused") {
    void stand();
  }
});
void stand();
