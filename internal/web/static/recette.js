// @ts-check
// Shows what changes in a campaign as it does. One page of a browser is told by the server, and tells the others; where
// that cannot be, the page reads itself again, and says so. Without it, the link that the page holds does the same.

/** @typedef {(string | Record<string, string> | Tree)[]} Tree */
/** @typedef {{ fresh: string, parts: Tree[] }} Told */

const every = 15_000; // milliseconds between two readings of the page
const silence = 25_000; // after which a page that hears nothing reads itself
const fresh = /** @type {HTMLElement | null} */ (document.querySelector("[data-fresh]"));
const status = /** @type {HTMLElement | null} */ (document.querySelector("[data-lost]"));

/** What is to be shown and is not yet, by part. @type {Map<string, Element>} */
const waiting = new Map();
/** What was told, by part, for the other pages of this browser. @type {Map<string, Tree>} */
const kept = new Map();

/** Puts what waits in its place, but where the reader is. */
function place() {
  for (const [name, next] of waiting) {
    const now = document.querySelector(`[data-live="${name}"]`);
    if (!now || now.isEqualNode(next)) {
      waiting.delete(name);
    } else if (!now.contains(document.activeElement)) {
      now.replaceWith(next);
      waiting.delete(name);
    }
  }
}

/** @param {Tree} tree @returns {Element} */
function build([tag, attributes, ...children]) {
  const name = String(tag);
  const e = name === "svg" || name === "rect"
    ? document.createElementNS("http://www.w3.org/2000/svg", name)
    : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    e.setAttribute(key, value);
  }
  e.append(...children.map((c) => Array.isArray(c) ? build(c) : String(c)));
  return e;
}

/** Says what is not as it should be, once. @param {string} text */
function say(text) {
  if (status && status.textContent !== text) {
    status.textContent = text;
  }
}

let polling = 0;
let heard = Date.now();

/** Reads the page again. */
function read() {
  if (document.visibilityState !== "visible") {
    return;
  }
  const lost = () => say(status?.dataset.lost ?? "");
  const request = new XMLHttpRequest(); // it alone gives a document without a text that a script would run
  request.open("GET", location.href);
  request.responseType = "document";
  request.setRequestHeader("Recette-Relit", "1"); // no gesture: the session does not last longer for it
  request.timeout = every;
  request.onload = () => {
    const page = request.responseXML;
    if (request.status !== 200 || page === null) {
      lost();
      return;
    }
    for (const next of page.querySelectorAll("[data-live]")) {
      waiting.set(next.getAttribute("data-live") ?? "", document.adoptNode(next));
    }
    place();
    if (polling && fresh) {
      fresh.textContent = page.querySelector("[data-fresh]")?.textContent ?? fresh.textContent;
      say(status?.dataset.polls ?? "");
    }
  };
  request.onerror = request.ontimeout = lost;
  request.send();
}

/** Reads the page from time to time, until something is told live. */
function poll() {
  if (!polling) {
    polling = setInterval(read, every);
    say(status?.dataset.polls ?? "");
    read();
  }
}

/** @param {Told} message */
function hear(message) {
  heard = Date.now();
  clearInterval(polling);
  polling = 0;
  say("");
  if (fresh) {
    fresh.textContent = message.fresh;
  }
  for (const tree of message.parts) {
    const next = build(tree);
    const name = next.getAttribute("data-live") ?? "";
    kept.set(name, tree);
    waiting.set(name, next);
  }
  place();
}

const direct = fresh?.dataset.direct ?? "";
const shared = `recette ${fresh?.dataset.channel ?? ""}`;
const channel = direct !== "" && "BroadcastChannel" in window ? new BroadcastChannel(shared) : null;
/** @type {EventSource | null} */
let stream = null;
/** Stops following. @type {AbortController | null} */
let following = null;

/** Tells the page, and the others. @param {MessageEvent<string>} event */
function told(event) {
  const message = /** @type {Told} */ (JSON.parse(event.data));
  hear(message);
  channel?.postMessage(message);
}

function open() {
  stream = new EventSource(direct);
  stream.addEventListener("etat", told);
  stream.addEventListener("battement", told);
  stream.onerror = () => {
    channel?.postMessage("cut");
    poll();
    if (stream?.readyState === EventSource.CLOSED) { // it was refused: a browser does not ask again by itself
      setTimeout(() => stream?.readyState === EventSource.CLOSED && open(), every);
    }
  };
}

/** Follows while the page is looked at: as the one that is told, once no other page of this browser is. */
function follow() {
  if (!channel || !navigator.locks) { // the page is not of a secure origin
    poll();
    return;
  }
  if (following) {
    return;
  }
  const until = new AbortController();
  following = until;
  heard = Date.now();
  navigator.locks.request(shared, { signal: until.signal }, () => new Promise((done) => {
    until.signal.addEventListener("abort", () => {
      stream?.close();
      stream = null;
      done(null);
    });
    open();
  })).catch(() => { /* the page is not looked at any more */ });
  channel.postMessage("hello");
}

function seen() {
  if (document.visibilityState === "visible") {
    read();
    follow();
  } else {
    leave();
  }
}

function leave() {
  following?.abort();
  following = null;
  clearInterval(polling);
  polling = 0;
}

if (fresh && direct) {
  channel?.addEventListener("message", ({ data }) => {
    if (data === "hello") {
      if (stream?.readyState === EventSource.OPEN && kept.size > 0) {
        channel.postMessage({ fresh: fresh.textContent, parts: [...kept.values()] });
      }
    } else if (data === "cut") {
      poll();
    } else if (following) {
      hear(data);
    }
  });
  document.addEventListener("focusout", () => setTimeout(place));
  document.addEventListener("visibilitychange", seen);
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => event.persisted && seen());
  setInterval(() => {
    if (document.visibilityState === "visible" && Date.now() - heard > silence) {
      poll();
    }
  }, 5_000);
  if (document.visibilityState === "visible") {
    follow();
  }
}
