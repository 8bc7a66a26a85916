// @ts-check
// Reads the page again while it is looked at, and puts what changed in its place. Without it, the link that the page
// holds does the same.

const every = 15_000; // milliseconds
const fresh = document.querySelector("[data-fresh]");
const lost = /** @type {HTMLElement | null} */ (document.querySelector("[data-lost]"));

/** @param {Document} page */
function renew(page) {
  for (const now of document.querySelectorAll("[data-live]")) {
    const name = now.getAttribute("data-live");
    const next = page.querySelector(`[data-live="${name}"]`);
    if (next && !now.isEqualNode(next) && !now.contains(document.activeElement)) {
      now.replaceWith(document.adoptNode(next));
    }
  }
  const at = page.querySelector("[data-fresh]");
  if (fresh && at) {
    fresh.textContent = at.textContent;
  }
}

/** @param {boolean} is */
function say(is) {
  if (lost) {
    const text = is ? (lost.dataset.lost ?? "") : "";
    if (lost.textContent !== text) {
      lost.textContent = text;
    }
  }
}

function read() {
  if (document.visibilityState !== "visible") {
    return;
  }
  const request = new XMLHttpRequest(); // it alone gives a document without a text that a script would run
  request.open("GET", location.href);
  request.responseType = "document";
  request.setRequestHeader("Recette-Relit", "1"); // no gesture: the session does not last longer for it
  request.timeout = every;
  request.onload = () => {
    const page = request.responseXML;
    const whole = request.status === 200 && page !== null;
    if (whole) {
      renew(page);
    }
    say(!whole);
  };
  request.onerror = request.ontimeout = () => say(true);
  request.send();
}

if (fresh) {
  setInterval(read, every);
  document.addEventListener("visibilitychange", read);
}
