// @ts-check
// What the head of each page says of what is kept on the device, and what a page does for the device: it has the service
// worker look after the pages, says what is unsent before somebody leaves, and forgets pages once nobody is inside.

import { all, bytes, clock, full, hears, isMine, notes, reached } from "./queue.js";

const pill = /** @type {HTMLElement | null} */ (document.querySelector("[data-pill]"));
const inside = document.body.dataset.who !== undefined;
let unsent = 0;

/** @param {string} key @param {number} n */
function count(key, n) {
  const [one, many] = (pill?.dataset[key] ?? "|").split("|");
  return (n < 2 && document.documentElement.lang === "fr" || n === 1 ? one : many).replace(/\d+/, String(n));
}

/** @param {string} key @param {string} at */
const since = (key, at) => (pill?.dataset[key] ?? "").replace("{}", clock(at));

async function tell() {
  if (!pill) {
    return;
  }
  const ours = (await all()).filter(isMine);
  const mend = ours.filter((k) => k.refused).length;
  const toRead = notes().length;
  unsent = ours.length - mend;
  const last = localStorage.getItem("recette.enregistre");
  const old = document.body.dataset.kept;
  const said = [
    old ? `${pill.dataset.away} · ${since("old", old)}` : reached() === "away" && unsent > 0 ? pill.dataset.away : "",
    reached() === "enter" && unsent > 0 ? pill.dataset.enter : "",
    unsent > 0 ? count("waiting", unsent) : "",
    mend > 0 ? count("mend", mend) : "",
    toRead > 0 ? count("read", toRead) : "",
    ours.length === 0 && last ? since("recorded", last) : "",
  ].filter(Boolean).join(" · ");
  if (pill.textContent?.trim() === said) {
    return; // it is read out when it changes, and only then
  }
  const link = document.createElement("a");
  link.href = "/saisies";
  link.textContent = said;
  pill.replaceChildren(...said ? [link] : []);
  pill.hidden = said === "";
  pill.classList.toggle("pending", ours.length > 0);
  pill.classList.toggle("bad", mend > 0 || full(await bytes()) > 0.8);
}

/** The one address that a script may be made of. */
function workerAddress() {
  const address = "/sw.js";
  const types = /** @type {any} */ (globalThis).trustedTypes;
  return types ? types.createPolicy("recette", {
    createScriptURL(/** @type {string} */ at) {
      if (at !== address) {
        throw new TypeError(at);
      }
      return at;
    },
  }).createScriptURL(address) : address;
}

const leave = document.querySelector("form[data-unsent]");
leave?.addEventListener("submit", (event) => {
  if (unsent > 0 && !confirm(/** @type {HTMLElement} */ (leave).dataset.unsent)) {
    event.preventDefault();
    return;
  }
  for (const store of [localStorage, sessionStorage]) { // what was typed and not judged is nobody else's
    Object.keys(store).filter((k) => k.startsWith("recette.saisie.")).forEach((k) => store.removeItem(k));
  }
});
if (!isSecureContext) {
  addEventListener("beforeunload", (event) => {
    if (unsent > 0) {
      event.preventDefault(); // no worker would open the page again
    }
  });
}
if (pill) {
  hears((news) => {
    unsent += { kept: 1, recorded: -1, refused: -1, dropped: -1, reach: 0 }[news.what]; // before the device is read
    void tell();
  });
  tell().catch(() => {}); // the device keeps nothing
}
const every = 5000; // milliseconds between two looks whether the server answers again
const field = "textarea, input[type=radio]";

/** Tells whether somebody typed in the page: it is not taken from under their hands. */
function typed() {
  return [...document.querySelectorAll(field)].some((e) => e instanceof HTMLTextAreaElement
    ? e.value !== e.defaultValue : e instanceof HTMLInputElement && e.checked !== e.defaultChecked);
}

/** Has a page that was kept give way to that of the server, once it answers. */
async function renew() {
  if (document.visibilityState !== "visible" || typed()) {
    return;
  }
  const headers = { "Recette-Relit": "1" }; // no gesture: the session does not last longer for it
  const answer = await fetch(location.href, { headers, redirect: "manual", cache: "no-store" }).catch(() => null);
  if (answer?.ok && !typed()) {
    location.reload();
  }
}
if (document.body.dataset.kept !== undefined || document.querySelector("h1[data-away]")) {
  setInterval(renew, every);
  addEventListener("online", renew);
  document.addEventListener("visibilitychange", renew);
}
if (!inside && !document.querySelector("h1[data-away]")) {
  localStorage.removeItem("recette.faits");
  localStorage.removeItem("recette.enregistre");
}
if (!inside && globalThis.caches && !document.querySelector("h1[data-away]")) {
  await caches.delete("recette-pages"); // nobody is inside: pages of nobody are left
}
if (navigator.serviceWorker) {
  await navigator.serviceWorker.register(workerAddress());
  if (inside) {
    const ready = await navigator.serviceWorker.ready;
    const next = document.querySelectorAll(".rows .ready a, .now a.button.main");
    const rows = /** @type {HTMLAnchorElement[]} */ ([...next]);
    const played = /\/campagnes\/[^/]+\/cas/.exec(location.pathname);
    const paths = played ? ["/saisies", played[0], location.pathname, ...rows.slice(0, 10).map((a) => a.pathname)] : [];
    ready.active?.postMessage({ keep: [...new Set(paths)] });
  }
}
