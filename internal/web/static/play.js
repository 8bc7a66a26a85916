// @ts-check
// Keys, and drafts of what is typed. A page works without: keys activate what it shows, and a draft only gives back what
// a reload, or a browser that died, would have taken.

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */

/** @param {EventTarget | null} at @returns {at is HTMLElement} */
function written(at) {
  return at instanceof HTMLTextAreaElement || at instanceof HTMLSelectElement ||
    at instanceof HTMLInputElement && !["radio", "checkbox", "button", "submit", "file"].includes(at.type);
}

/** @param {Element} e */
function shown(e) {
  return e.getClientRects().length > 0;
}

/** The first field that a verdict still needs: what was seen, the cause, the reason, or the remark.
 * @param {HTMLFormElement} form @param {string} verdict */
function needed(form, verdict) {
  const name = { failed: "constate", blocked: "cause", not_applicable: "motif" }[verdict] ?? "commentaire";
  const field = form.elements.namedItem(name);
  return field instanceof HTMLElement ? field : null;
}

/** Does what an element does when it is pressed.
 * @param {HTMLElement} e */
function press(e) {
  if (e instanceof HTMLInputElement && e.type === "radio" && e.form) {
    e.checked = true;
    e.dispatchEvent(new Event("input", { bubbles: true }));
    if (e.value === "passed") {
      e.form.requestSubmit();
    } else {
      needed(e.form, e.value)?.focus();
    }
  } else if (written(e)) {
    e.focus();
  } else {
    e.click();
  }
}

/** Moves the focus in a list.
 * @param {HTMLElement} list @param {number} by */
function move(list, by) {
  const items = /** @type {HTMLElement[]} */ ([...list.querySelectorAll(list.dataset.items ?? "li")].filter(shown));
  const at = items.findIndex((i) => i.contains(document.activeElement));
  const to = items[at < 0 ? (by > 0 ? 0 : items.length - 1) : Math.min(Math.max(at + by, 0), items.length - 1)];
  if (to) {
    if (!to.matches("a, button, [tabindex]")) {
      to.tabIndex = -1;
    }
    to.focus();
  }
}

/** @param {KeyboardEvent} event */
function keyed(event) {
  if (event.defaultPrevented || event.isComposing || event.altKey || event.metaKey || event.repeat ||
    document.querySelector("dialog[open]")) {
    return;
  }
  // Shift, and not a lock that somebody forgot, makes the capital that judges all that is left.
  const letter = /^\p{L}$/u.test(event.key);
  const typed = !letter ? event.key : event.shiftKey ? event.key.toUpperCase() : event.key.toLowerCase();
  const key = (event.ctrlKey ? "Control+" : "") + typed;
  if (written(event.target) && key !== "Control+Enter") {
    if (key === "Escape") {
      event.target.blur(); // the next one leads back
      event.preventDefault();
    }
    return;
  }
  const all = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-key]")]);
  const target = all.filter((e) => e.dataset.key === key && shown(e)).at(-1); // the last verdict, of several
  if (target) {
    event.preventDefault();
    press(target);
    return;
  }
  for (const list of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-items]"))) {
    const by = key === list.dataset.before ? -1 : key === list.dataset.after ? 1 : 0;
    if (by !== 0) {
      event.preventDefault();
      move(list, by);
    }
  }
}

document.addEventListener("keydown", keyed);
document.addEventListener("click", (event) => {
  const opener = event.target instanceof Element ? event.target.closest("[data-dialog]") : null;
  const dialog = opener instanceof HTMLElement ? document.getElementById(opener.dataset.dialog ?? "") : null;
  if (dialog instanceof HTMLDialogElement) {
    event.preventDefault();
    dialog.showModal();
  }
});

// Drafts: one a form and a tab, in the storage of the tab and, for a browser that dies, in that of the browser.

const prefix = "recette.saisie.";
const fields = ["verdict", "ou", "constate", "cause", "motif", "commentaire"];
const longest = 30 * 24 * 3600 * 1000; // milliseconds that a draft which nobody came back to is kept

const patience = 8000; // milliseconds before a gesture that nobody answered may be made again: it is recorded once

/** @typedef {{form: string, key: string, at: number, said: Record<string, string>}} Draft */

/** Names the tab; one that was duplicated takes a name of its own. */
async function tabName() {
  let name = sessionStorage.getItem(prefix + "onglet") ?? crypto.randomUUID();
  if (navigator.locks && !(await holds(name))) {
    name = crypto.randomUUID();
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
  return [new URL(form.action).pathname, ...["personne", "essai", "etape", "corrige", "texte"].map((n) => data.get(n))].join("|");
}

/** @param {HTMLFormElement} form @returns {Record<string, string>} */
function said(form) {
  const data = new FormData(form);
  return Object.fromEntries(fields.map((n) => [n, String(data.get(n) ?? "")]));
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
  const [name, fresh] = [nameOf(form), JSON.stringify(said(form))];
  let tab = "";
  const keep = () => {
    if (tab === "") {
      return; // it is kept as soon as the tab has a name
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
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault(); // a second press, before the answer
      return;
    }
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, patience);
    keep();
  });
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

const done = document.cookie.split("; ").find((c) => c.startsWith("recette-fait="))?.slice("recette-fait=".length);
if (done) {
  drop((d) => d.key === done);
  document.cookie = "recette-fait=; Path=/; Max-Age=0; SameSite=Strict";
}
drop((d) => Date.now() - d.at > longest);
const judging = document.querySelector("form.judge");
if (judging instanceof HTMLFormElement) {
  addEventListener("pageshow", () => {
    delete judging.dataset.sent; // a page that comes back from the memory of the browser
  });
  void keeps(judging);
}
