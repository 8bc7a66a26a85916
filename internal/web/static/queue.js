// @ts-check
// The queue of what somebody judged: each gesture is kept on the device, by one durable write, before it is sent, and
// leaves once the server says where in the journal it stands. One gesture has one key, whatever becomes of its request.
// Gestures of a case are sent in their order; one that is refused stops its case alone. Only those of whoever is inside
// are sent, by one tab at a time.

/** @typedef {{status: number, title: string, detail: string, remedy: string}} Refusal */
/** @typedef {{id: number, name: string, type: string, size: number, sha256: string}} Piece */
/** @typedef {{n?: number, v: number, key: string, user: string, player: string, campaign: string, row: string,
 *   path: string, title: string, said: string, first: number, step: number, last: boolean, rest: boolean,
 *   fields: Record<string, string>, pieces: Piece[], size: number, at: number, refused: Refusal | null,
 *   tried?: boolean, misses?: number}} Kept */
/** @typedef {{what: "kept" | "recorded" | "refused" | "dropped" | "reach", key?: string, at?: string,
 *   title?: string, detail?: string, refused?: Refusal}} News */

const version = 1;
const most = 200_000_000; // bytes, ours: what browsers say of the room that is left is no measure
const patience = 8000; // milliseconds that a judgement is waited for
const patienceOfFiles = 180_000;
const patienceOfDevice = 5000; // and more for what is large; what takes longer is given up, and is not kept
const bytesOfASecond = 1_000_000; // that any device keeps
const [soon, late] = [500, 15_000]; // milliseconds between two tries, the first ones and the last ones

/** @type {Promise<IDBDatabase> | null} */
let opened = null;

/** @returns {Promise<IDBDatabase>} */
function open() {
  opened ??= new Promise((ok, no) => {
    let over = false; // nobody waits for it any more: what comes late would hold back others
    const fails = (/** @type {unknown} */ why) => {
      over = true;
      no(why);
    };
    const slow = setTimeout(() => fails(new Error("the device does not answer")), patienceOfDevice);
    const asked = indexedDB.open("recette", version);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("gestures", { keyPath: "n", autoIncrement: true })
        .createIndex("key", "key", { unique: true });
      asked.result.createObjectStore("bytes", { autoIncrement: true });
    };
    asked.onsuccess = () => {
      const db = asked.result;
      clearTimeout(slow);
      if (over) {
        db.close();
        return;
      }
      db.onversionchange = db.onclose = () => {
        db.close();
        opened = null;
      };
      ok(db);
    };
    asked.onerror = () => fails(asked.error);
    asked.onblocked = () => fails(new Error("another tab holds an older queue"));
  });
  opened.catch(() => {
    opened = null;
  });
  return opened;
}

/** Makes one transaction; what it gives is durable. A connection that the browser closed meanwhile is opened once more.
 * @template T @param {IDBTransactionMode} mode
 * @param {(gestures: IDBObjectStore, bytes: IDBObjectStore) => () => T} what
 * @param {number} [size] bytes that it moves @returns {Promise<T>} */
async function within(mode, what, size = 0) {
  for (let tries = 0; ; tries++) {
    const db = await open();
    try {
      return await new Promise((ok, no) => {
        const t = db.transaction(["gestures", "bytes"], mode, { durability: "strict" });
        const slow = setTimeout(() => {
          try {
            t.abort();
          } catch { // it is ending: what a write becomes is told below
            if (mode === "readonly") {
              no(new Error("the device does not answer"));
            }
          }
        }, patienceOfDevice + size / bytesOfASecond * 1000);
        const give = what(t.objectStore("gestures"), t.objectStore("bytes"));
        if (mode === "readonly") {
          t.commit(); // a page that its reader leaves is kept as it stands, and would hold back all others
        }
        t.oncomplete = () => { // only this says that it is kept
          clearTimeout(slow);
          ok(give());
        };
        t.onabort = () => {
          clearTimeout(slow);
          no(t.error ?? new Error("not kept"));
        };
      });
    } catch (error) {
      if (tries > 0 || !(error instanceof DOMException) || error.name !== "InvalidStateError") {
        throw error;
      }
      opened = null;
    }
  }
}

/** @template T @param {IDBRequest<T>} request @returns {() => T} */
const result = (request) => () => request.result;

/** @returns {Promise<Kept[]>} in the order in which they were made */
export function all() {
  return within("readonly", (gestures) => result(gestures.getAll()));
}

const news = new EventTarget();
const others = typeof BroadcastChannel === "function" ? new BroadcastChannel("recette.saisies") : null;

/** @param {News} what */
function tell(what) {
  news.dispatchEvent(new CustomEvent("news", { detail: what }));
  others?.postMessage(what);
}

if (others) {
  others.onmessage = (event) => news.dispatchEvent(new CustomEvent("news", { detail: event.data }));
}

/** @param {(what: News) => void} then */
export function hears(then) {
  news.addEventListener("news", (event) => then(/** @type {CustomEvent<News>} */ (event).detail));
}

/** Words an hour, or a day with its hour, in the time zone of the project, as pages do.
 * @param {string | number | undefined} at @param {"time" | "date"} [what] */
export function clock(at, what = "time") {
  const [t, lang, timeZone] = [new Date(at ?? Date.now()), document.documentElement.lang, document.body.dataset.zone];
  const options = timeZone ? { timeZone } : {};
  return what === "time" ? t.toLocaleTimeString(lang, options) : t.toLocaleString(lang, options);
}

/** A key of its own for each gesture, where browsers make none on a plain address of a network too. */
export function newKey() {
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 0x0f) | 0x40;
  b[8] = (b[8] & 0x3f) | 0x80;
  const hex = [...b].map((x) => x.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** @param {ArrayBuffer} body */
async function digest(body) {
  if (!crypto.subtle) {
    return ""; // the server computes it, as of all that it is sent
  }
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  return [...sum].map((x) => x.toString(16).padStart(2, "0")).join("");
}

/** Says that there is no room left for a file. */
export class FullError extends Error {}

/** Keeps a gesture on the device, in the place of one that it mends. It is kept once this returns.
 * @param {Omit<Kept, "n" | "v" | "pieces" | "size" | "at" | "refused">} gesture @param {File[]} [files]
 * @param {string} [mends] key of the refused one */
export async function keep(gesture, files = [], mends = "") {
  const bodies = await Promise.all(files.map((f) => f.arrayBuffer()));
  const sums = await Promise.all(bodies.map(digest));
  const size = JSON.stringify(gesture).length + files.reduce((n, f) => n + f.size, 0);
  if (files.length > 0 && await bytes() + size > most) {
    throw new FullError();
  }
  const kept = /** @type {Kept} */ ({ ...gesture, v: version, pieces: [], size, at: Date.now(), refused: null });
  await within("readwrite", (gestures, store) => {
    let left = files.length;
    const whole = () => {
      const former = gestures.index("key").get(mends);
      former.onsuccess = () => {
        if (former.result) { // it takes its place in the order too
          former.result.pieces.forEach((/** @type {Piece} */ p) => store.delete(p.id));
          kept.n = former.result.n;
        }
        gestures.put(kept);
      };
    };
    files.forEach((f, i) => {
      const added = store.add(bodies[i]);
      added.onsuccess = () => {
        kept.pieces[i] = { id: Number(added.result), name: f.name, type: f.type, size: f.size, sha256: sums[i] };
        if (--left === 0) {
          whole();
        }
      };
    });
    if (left === 0) {
      whole();
    }
    return () => undefined;
  }, size);
  tell({ what: "kept", key: gesture.key });
  poke();
}

/** @param {IDBObjectStore} gestures @param {IDBObjectStore} bytes @param {string} key @param {() => void} [then] */
function remove(gestures, bytes, key, then) {
  const found = gestures.index("key").get(key);
  found.onsuccess = () => {
    const kept = /** @type {Kept | undefined} */ (found.result);
    if (kept) {
      kept.pieces.forEach((p) => bytes.delete(p.id));
      gestures.delete(/** @type {number} */ (kept.n));
    }
    then?.();
  };
}

/** Drops a gesture for good: whoever made it said so.
 * @param {string} key */
export async function drop(key) {
  await within("readwrite", (gestures, bytes) => {
    remove(gestures, bytes, key);
    return () => undefined;
  });
  tell({ what: "dropped", key });
  poke();
}

/** Changes a gesture that is kept; nothing, when it left meanwhile.
 * @param {string} key @param {(kept: Kept) => void} how */
function change(key, how) {
  return within("readwrite", (gestures) => {
    const found = gestures.index("key").get(key);
    found.onsuccess = () => {
      if (found.result) {
        how(found.result);
        gestures.put(found.result);
      }
    };
    return () => undefined;
  });
}

/** Sends a refused gesture again, mended: another content is another gesture.
 * @param {Kept} kept @param {Record<string, string>} fields */
export async function resend(kept, fields) {
  const same = Object.entries(fields).every(([name, text]) => (kept.fields[name] ?? "") === text);
  const key = same ? kept.key : newKey();
  await change(kept.key, (now) => {
    if (!same) {
      now.at = Date.now();
    }
    now.fields = { ...now.fields, ...fields, cle: key };
    now.key = key;
    now.refused = null;
    now.misses = 0;
  });
  tell({ what: "kept", key });
  poke();
}

/** How many bytes are kept. */
export async function bytes() {
  return (await all()).reduce((n, kept) => n + kept.size, 0);
}

/** How full the device is, of what it may keep: 1 is full. */
export const full = (/** @type {number} */ n) => n / most;

/** @param {number} id @param {number} [size] @returns {Promise<ArrayBuffer | undefined>} */
export function bytesOf(id, size) {
  return within("readonly", (_, store) => result(store.get(id)), size);
}

/** As whom the reader of this page plays, by campaign.
 * @type {Record<string, string>} */
const who = JSON.parse(document.body?.dataset.who ?? "{}");

/** How the reader is inside: "compte" by their account; empty, when they only say who they are. What was only said is
 * not sent as what is proved, nor the other way round. */
export const by = who["*"] === undefined ? "" : "compte";

/** @param {{campaign: string, user: string, by?: string, fields?: Record<string, string>}} kept */
export function isMine(kept) {
  return (who[kept.campaign] ?? who["*"]) === kept.user && (kept.fields?.par ?? kept.by ?? "") === by;
}

/** Where the server is: it answers, it does not, or it wants somebody to enter first.
 * @type {"here" | "away" | "enter"} */
let reach = "here";

export const reached = () => reach;

/** @param {typeof reach} now */
function found(now) {
  if (reach !== now) {
    reach = now;
    news.dispatchEvent(new CustomEvent("news", { detail: { what: "reach" } }));
  }
}

let tries = 0;
let sending = false;
let asked = false; // meanwhile
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** Sends what waits, now. */
export function poke() {
  tries = 0;
  void pass();
}

function later() {
  clearTimeout(timer);
  const wait = Math.min(soon * 2 ** tries++, late);
  timer = setTimeout(() => void pass(), wait / 2 + Math.random() * wait / 2);
}

async function pass() {
  if (sending || document.body?.dataset.who === undefined) {
    asked = true;
    return;
  }
  sending = true;
  clearTimeout(timer);
  try {
    do {
      asked = false;
      if (await alone(sendAll) === false) {
        later();
      }
    } while (asked);
  } catch {
    later(); // the device did not answer
  } finally {
    sending = false;
  }
}

/** Does something in one tab at a time; false when another one is at it, or when something is left to be tried again.
 * @param {() => Promise<boolean>} what @returns {Promise<boolean>} */
async function alone(what) {
  if (navigator.locks) {
    return navigator.locks.request("recette.envoi", { ifAvailable: true }, (lock) => lock ? what() : false);
  }
  const lease = "recette.envoi"; // two senders would do no harm: a key is recorded once
  const held = JSON.parse(localStorage.getItem(lease) ?? "null");
  if (held && held.until > Date.now() && held.until < Date.now() + 2 * patience) {
    return false;
  }
  put(lease, { until: Date.now() + patience });
  const release = () => localStorage.removeItem(lease);
  addEventListener("pagehide", release);
  try {
    return await what();
  } finally {
    release();
    removeEventListener("pagehide", release);
  }
}

/** Sends what waits, one after the other; false when something is to be tried again.
 * @returns {Promise<boolean>} */
async function sendAll() {
  /** @type {Set<string>} rows and campaigns */
  const stopped = new Set();
  /** @type {Kept[]} files that did not come through: the network is away, or it does not take them */
  const suspects = [];
  let [whole, at] = [true, /** @type {typeof reach} */ ("here")];
  for (;;) {
    const next = (await all()).filter(isMine).find((kept) => {
      const row = kept.campaign + "/" + kept.row;
      if (kept.refused) {
        stopped.add(row); // those after it in its case were made knowing it
      }
      return !stopped.has(row) && !stopped.has(kept.campaign);
    });
    if (!next) {
      if (suspects.length > 0 && at === "here") {
        at = "away"; // nothing came through
        void persist();
      }
      found(at);
      return whole;
    }
    const outcome = await send(next);
    if (outcome === "away") {
      found("away");
      void persist();
      return false;
    }
    whole &&= outcome === "recorded" || outcome === "refused";
    if (outcome === "enter") {
      at = "enter";
      stopped.add(next.campaign); // others may know who is inside
    } else if (outcome === "cut") {
      suspects.push(next);
      stopped.add(next.campaign + "/" + next.row);
    } else if (outcome === "again") {
      stopped.add(next.campaign + "/" + next.row);
    } else {
      tries = 0;
      for (const kept of suspects.splice(0)) {
        await miss(kept, 0, mostCuts); // the network is there
      }
    }
  }
}

// How often a gesture gets what is no answer of ours before whoever made it is told: a server that is down behind
// another one comes back; what a limit on the way does not let pass never will.
const [mostRefused, mostCuts] = [3, 20];

/** Notes that a gesture did not come through, and tells of it in the end.
 * @param {Kept} kept @param {number} status @param {number} most */
async function miss(kept, status, most) {
  let refused = null;
  await change(kept.key, (now) => {
    now.misses = (now.misses ?? 0) + 1;
    if (now.misses >= most) {
      now.refused = refused = { status, title: words("stuck"), detail: words("stuckWhy"), remedy: "" };
    }
  });
  if (refused) {
    tell({ what: "refused", key: kept.key, refused });
  }
}

/** What each page has to say of the queue.
 * @param {string} key */
function words(key) {
  return /** @type {HTMLElement | null} */ (document.querySelector("[data-pill]"))?.dataset[key] ?? "";
}

/** @param {Kept} kept @returns {Promise<"recorded" | "refused" | "again" | "cut" | "away" | "enter">} */
async function send(kept) {
  const form = new FormData();
  for (const [name, text] of Object.entries(kept.fields)) {
    form.append(name, text);
  }
  form.append("depuis", String(Math.max(0, Date.now() - kept.at))); // true of a wrong clock, until somebody sets it
  for (const p of kept.pieces) {
    let body;
    try {
      body = await bytesOf(p.id, p.size);
    } catch {
      await miss(kept, 0, mostCuts); // the device does not answer: others need not wait for it, nor is the network away
      return "again";
    }
    if (!body || body.byteLength !== p.size || p.sha256 && await digest(body) !== p.sha256) { // the device lost them
      await miss(kept, 0, 0);
      return "refused";
    }
    form.append("empreinte", p.sha256 ?? "");
    form.append("fichier", new File([body], p.name, { type: p.type }));
  }
  if (!kept.tried) {
    await change(kept.key, (now) => {
      now.tried = true; // from here on it may be recorded, whatever this device hears of it
    });
  }
  const stop = new AbortController();
  const slow = setTimeout(() => stop.abort(), kept.pieces.length > 0 ? patienceOfFiles : patience);
  let status, told;
  try {
    const answer = await fetch(kept.path, {
      method: "POST", headers: { Accept: "application/json" }, body: form, redirect: "manual", cache: "no-store",
      signal: stop.signal,
    });
    status = answer.status;
    told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
  } catch {
    return kept.pieces.length > 0 ? "cut" : "away"; // whatever came of it: the key makes it one
  } finally {
    clearTimeout(slow);
  }
  if (status === 200 && (told?.position > 0 || told?.kept === true && kept.path.endsWith("/preuve"))) {
    const at = told.at ?? new Date().toISOString();
    remember(kept, at, told);
    await within("readwrite", (gestures, bytes) => {
      remove(gestures, bytes, kept.key);
      return () => undefined;
    });
    tell({ what: "recorded", key: kept.key, at, title: told.title, detail: told.detail });
    return "recorded";
  }
  if (told?.next === "enter" || told?.next === "again") {
    return told.next;
  }
  if (told?.next === "mend" && status >= 400 && status < 500) {
    const refused = { status, title: told.title ?? "", detail: told.detail ?? "", remedy: told.remedy ?? "" };
    await change(kept.key, (now) => {
      now.refused = refused;
    });
    tell({ what: "refused", key: kept.key, refused });
    return "refused";
  }
  if (status < 400 || status >= 500) {
    return "cut"; // it is of something on the way, which may be for a while
  }
  await miss(kept, status, mostRefused);
  return "again";
}

/** What went wrong after a gesture was recorded, until whoever made it has read it.
 * @typedef {{user: string, campaign: string, by: string, path: string, row: string, step: number, at: string,
 *   title: string, detail: string}} Note */

const noted = "recette.a-lire";

/** @returns {Note[]} */
export function notes() {
  return list(noted).filter(isMine);
}

/** Forgets what was read. */
export function read() {
  put(noted, list(noted).filter((/** @type {Note} */ n) => !isMine(n)));
  tell({ what: "reach" });
}

/** What was recorded of late, for a page that was made before it: nothing that was typed.
 * @typedef {{user: string, campaign: string, path: string, plan: string, attempt: string, step: number, said: string,
 *   last: boolean, rest: boolean, position: number, at: string, by: string}} Recorded */

const past = "recette.faits";
const mostPast = 200;

/** @returns {Recorded[]} */
export function recorded() {
  return list(past);
}

/** Notes what became of a gesture, and what there is to read of it.
 * @param {Kept} kept @param {string} at @param {{position?: number, title?: string, detail?: string}} told */
function remember(kept, at, { position = 0, title = "", detail = "" }) {
  const { user, campaign, path, step, said, last, rest } = kept;
  if (title) {
    put(noted, [...list(noted), { user, campaign, by, path, row: kept.title, step, at, title, detail }]);
  }
  put("recette.enregistre", at);
  if (!path.endsWith("/preuve")) {
    const { essai: attempt, plan } = kept.fields;
    const one = { user, campaign, path, plan, attempt, step, said, last, rest, position, at, by };
    put(past, [...recorded(), one].slice(-mostPast));
  }
}

/** Puts something in the storage of the browser, if it takes it: the queue goes on without.
 * @param {string} name @param {unknown} what */
function put(name, what) {
  try {
    localStorage.setItem(name, typeof what === "string" ? what : JSON.stringify(what));
  } catch {
    // full, or forbidden
  }
}

/** @param {string} name @returns {any[]} what the storage of the browser lists */
function list(name) {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "[]");
  } catch {
    return [];
  }
}

/** Asks the browser, once something has to stay, not to make room by it. */
async function persist() {
  if (localStorage.getItem("recette.garde") === null && navigator.storage?.persist) {
    put("recette.garde", await navigator.storage.persist() ? "oui" : "non");
  }
}

if (!navigator.locks) { // a page that stops while the database is made would hold back all others: it is not to be kept
  addEventListener("unload", () => undefined);
}
addEventListener("online", poke);
addEventListener("pageshow", poke);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") {
    poke();
  }
});
