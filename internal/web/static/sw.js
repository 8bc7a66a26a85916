// @ts-check
// Gives the pages of whoever plays when the server does not answer. It keeps what carries the name of no other reader,
// asks the server first, and never keeps a refusal, a redirection or a page of entry.

const [pages, files] = ["recette-pages", "recette-fichiers"];
const away = "/hors-ligne";
const patience = 3000; // milliseconds before a page that is kept is shown
const young = 60_000; // milliseconds that a page is not fetched again only to be kept
const owner = "/recette-pour"; // under this name the cache holds whose pages they are
const kept = /^\/(saisies|campagnes\/[^/]+\/cas(\/[^/]+)?)$/;
const worker = /** @type {any} */ (globalThis);

worker.addEventListener("install", (/** @type {any} */ event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(files);
    await cache.addAll(shell);
    await cache.add(new Request(away, { credentials: "omit", cache: "no-store" }));
    await worker.skipWaiting(); // files have other names in another version: nothing is taken from under a page
  })());
});

worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));

/** Tells a page that came whole: a browser shows what came before a line was cut, as if it were all, headers included.
 * @param {string} text */
const isWhole = (text) => text.trimEnd().endsWith("</html>");

let left = 0; // how often somebody left: what was asked for before is kept no more
let order = Promise.resolve(); // one page is kept at a time: each may throw away those of another reader

/** Keeps a page for its reader; those of another one are thrown away.
 * @param {string} path @param {Response} answer @param {number} since how often somebody had left when it was asked for */
function keep(path, answer, since) {
  order = order.then(() => left === since ? keepNow(path, answer) : undefined).catch(() => {}); // no room: the page is shown all the same
  return order;
}

/** @param {string} path @param {Response} answer */
async function keepNow(path, answer) {
  const who = answer.headers.get("Recette-Pour");
  if (answer.status !== 200 || answer.redirected || !who) {
    return;
  }
  let cache = await caches.open(pages);
  if (await (await cache.match(owner))?.text() !== who) {
    await caches.delete(pages);
    cache = await caches.open(pages);
    await cache.put(owner, new Response(who));
  }
  await cache.put(path, answer);
}

/** Gives a page that is kept, and lets it say so.
 * @param {string} path @returns {Promise<Response | undefined>} */
async function stored(path) {
  const found = kept.test(path) ? await (await caches.open(pages)).match(path) : undefined;
  if (!found) {
    return undefined;
  }
  const at = new Date(found.headers.get("Date") ?? Date.now()).toISOString();
  const text = (await found.text()).replace("<body ", `<body data-kept="${at}" `);
  return new Response(text, { status: 200, headers: found.headers });
}

/** @param {any} event @param {string} path */
async function page(event, path) {
  const since = left;
  const asked = fetch(event.request).then(async (answer) => {
    const kind = answer.headers.get("Content-Type");
    if (answer.type !== "basic" || event.request.method !== "GET" || kind && !kind.startsWith("text/html")) {
      return answer;
    }
    const text = await answer.text();
    if (!isWhole(text)) {
      throw new TypeError("cut");
    }
    const [shown, copy] = [new Response(text, answer), new Response(text, answer)];
    if (kept.test(path)) {
      event.waitUntil(keep(path, copy, since));
    }
    return shown;
  });
  const lost = async () => await stored(path) ?? await caches.match(away) ?? Response.error();
  if (event.request.method !== "GET") {
    return asked.catch(async () => await caches.match(away) ?? Response.error());
  }
  let timer;
  const late = new Promise((then) => {
    timer = setTimeout(() => then(stored(path)), patience);
  });
  event.waitUntil(asked.catch(() => {}));
  return await Promise.race([asked, late]).catch(lost).finally(() => clearTimeout(timer)) ?? asked.catch(lost);
}

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) {
    return;
  }
  if (request.method === "GET" && url.pathname.startsWith("/fichiers/")) {
    event.respondWith(caches.match(request, { ignoreVary: true }).then((found) => found ?? fetch(request)));
    return;
  }
  if (request.method === "POST" && url.pathname === "/sortir") {
    left++;
    order = order.then(() => caches.delete(pages)).then(() => {});
    event.waitUntil(order);
  }
  if (request.mode === "navigate") {
    event.respondWith(page(event, url.pathname));
  }
});

/** Fetches a page to keep it, unless it is young. @param {string} path */
async function fetchAhead(path) {
  const found = await (await caches.open(pages)).match(path);
  if (!kept.test(path) || found && Date.now() - Date.parse(found.headers.get("Date") ?? "") < young) {
    return;
  }
  // No gesture of anybody: the session does not last longer for it.
  const since = left;
  const answer = await fetch(path, { headers: { "Recette-Relit": "1" }, redirect: "manual", cache: "no-store" });
  const text = await answer.text();
  if (answer.type === "basic" && isWhole(text)) {
    await keep(path, new Response(text, answer), since);
  }
}

worker.addEventListener("message", (/** @type {any} */ event) => {
  event.waitUntil((async () => {
    // A page that was asked for before this worker was, and came after, is nobody's.
    await worker.clients.claim().catch(() => {});
    for (const path of event.data?.keep ?? []) {
      await fetchAhead(path).catch(() => {}); // one that does not come leaves the others to be kept
    }
  })());
});
