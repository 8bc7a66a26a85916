// @ts-check
// Keys: they activate what a page shows anyway.

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
