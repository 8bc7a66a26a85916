// @ts-check
// Shows what is kept on the device: what the server did not take, to be mended or dropped, and what is to be sent.

import { all, bytes, bytesOf, clock, drop, full, hears, isMine, notes, poke, read, resend } from "./queue.js";

/** @typedef {import("./queue.js").Kept} Kept */

const root = /** @type {HTMLElement} */ (document.querySelector("[data-queue]"));
const item = /** @type {HTMLTemplateElement} */ (document.querySelector("template[data-item]"));
const [words, told] = [root.dataset, root.querySelector("[data-told]")];

/** @template {HTMLElement} T @param {ParentNode} within @param {string} selector @returns {T} */
const at = (within, selector) => /** @type {T} */ (within.querySelector(selector));

/** @param {string} text */
function say(text) {
  if (told) {
    told.textContent = text;
  }
}

/** @param {Kept} kept */
function line(kept) {
  const e = /** @type {HTMLElement} */ (item.content.cloneNode(true));
  const link = /** @type {HTMLAnchorElement} */ (at(e, "[data-case]"));
  link.href = kept.path.slice(0, kept.path.lastIndexOf("/"));
  link.textContent = kept.title;
  const when = clock(kept.at, "date");
  at(e, "[data-where]").textContent = `${words.step} ${kept.step} · ${when}`;
  const verdict = kept.rest ? words.rest ?? "" : kept.said;
  at(e, "[data-verdict]").textContent = verdict;
  at(e, "[data-verdict]").hidden = verdict === "";
  const files = kept.pieces.map((p) => p.name).join(", ");
  at(e, "[data-files]").hidden = files === "";
  at(e, "[data-files]").textContent = (words.file ?? "").replace("{}", files);
  if (kept.refused) {
    at(e, "[data-why]").hidden = false;
    at(e, "[data-title]").textContent = kept.refused.title;
    at(e, "[data-detail]").textContent = kept.refused.detail;
    at(e, "[data-remedy]").textContent = kept.refused.remedy;
  }
  /** @type {Record<string, HTMLTextAreaElement>} */
  const fields = {};
  for (const label of /** @type {NodeListOf<HTMLElement>} */ (e.querySelectorAll("[data-field]"))) {
    const name = label.dataset.field ?? "";
    const area = /** @type {HTMLTextAreaElement} */ (at(label, "textarea"));
    area.value = kept.fields[name] ?? "";
    area.readOnly = !kept.refused;
    label.hidden = area.value === "" && !kept.refused || kept.rest || kept.path.endsWith("/preuve") ||
      name === "motif" && area.value === "" && kept.fields.verdict !== "not_applicable" ||
      name === "constate" && area.value === "" && kept.fields.verdict !== "failed";
    if (!label.hidden) {
      fields[name] = area;
    }
  }
  at(e, "[data-do=resend]").hidden = !kept.refused;
  at(e, "[data-do=resend]").addEventListener("click", async () => {
    await resend(kept, Object.fromEntries(Object.entries(fields).map(([name, area]) => [name, area.value])));
    say(words.again ?? "");
  });
  at(e, "[data-do=drop]").addEventListener("click", async () => {
    if (confirm(kept.tried ? words.sureTried : words.sure)) {
      await drop(kept.key);
    }
  });
  const li = /** @type {HTMLElement} */ (at(e, "li"));
  li.dataset.key = kept.key;
  return li;
}

/** @param {string} name @param {Kept[]} some */
function list(name, some) {
  const part = at(root, `[data-part=${name}]`);
  part.hidden = some.length === 0;
  const ul = at(part, "[data-list]");
  const shown = /** @type {HTMLElement[]} */ ([...ul.children]);
  const keys = new Set(some.map((k) => k.key));
  shown.filter((li) => !keys.has(li.dataset.key ?? "")).forEach((li) => li.remove());
  const there = new Set(shown.map((li) => li.dataset.key)); // what somebody mends stays as they have it
  some.filter((k) => !there.has(k.key)).forEach((k) => ul.append(line(k)));
}

async function show() {
  const kept = await all();
  const ours = kept.filter(isMine);
  list("mend", ours.filter((k) => k.refused));
  list("waiting", ours.filter((k) => !k.refused));
  const toRead = notes();
  const part = at(root, "[data-part=read]");
  part.hidden = toRead.length === 0;
  at(part, "[data-list]").replaceChildren(...toRead.map((n) => {
    const [li, link, why] = [document.createElement("li"), document.createElement("a"), document.createElement("p")];
    li.className = "card";
    link.href = n.path.slice(0, n.path.lastIndexOf("/"));
    link.textContent = `${n.row} · ${words.step} ${n.step}`;
    why.textContent = [n.title, n.detail].filter(Boolean).join(". ");
    li.append(link, why);
    return li;
  }));
  if (ours.length === 0) {
    say(words.none ?? "");
  } else if (told?.textContent === words.none) {
    say("");
  }
  const elsewhere = at(root, "[data-elsewhere]");
  /** @type {Map<string, number>} */
  const authors = new Map();
  kept.filter((k) => !isMine(k)).forEach((k) => authors.set(k.player, (authors.get(k.player) ?? 0) + 1));
  elsewhere.hidden = authors.size === 0;
  const names = [...authors].map(([who, n]) => `${who} (${n})`).join(", ");
  elsewhere.textContent = (words.others ?? "").replace("{}", names);
  for (const button of ["send", "save"]) {
    at(root, `[data-${button}]`).hidden = ours.length === 0;
  }
  const n = await bytes();
  const size = (n / 1e6).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
  at(root, "[data-bytes]").textContent = n === 0 ? "" : [
    n < 1e6 ? "" : (words.size ?? "").replace("{}", size),
    full(n) > 0.8 ? words.nearly : "", localStorage.getItem("recette.garde") === "non" ? words.loose : "",
  ].filter(Boolean).join(" ");
}

/** @param {ArrayBuffer} body @returns {string} */
function base64(body) {
  const all = new Uint8Array(body);
  let text = "";
  for (let i = 0; i < all.length; i += 0x8000) {
    text += String.fromCharCode(...all.subarray(i, i + 0x8000));
  }
  return btoa(text);
}

async function save() {
  const parts = ['{"format":"recette-saisies/1","saisies":['];
  for (const [i, kept] of (await all()).filter(isMine).entries()) {
    const files = [];
    for (const p of kept.pieces) {
      const body = await bytesOf(p.id) ?? new ArrayBuffer(0);
      files.push({ name: p.name, type: p.type, sha256: p.sha256, base64: base64(body) });
    }
    const { n, pieces, v, size, ...rest } = kept;
    parts.push((i ? "," : "") + JSON.stringify({ ...rest, at: new Date(kept.at).toISOString(), files }));
  }
  parts.push("]}\n");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(parts, { type: "application/json" }));
  link.download = "recette-saisies.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

at(root, "[data-send]").addEventListener("click", poke);
at(root, "[data-read]").addEventListener("click", read);
at(root, "[data-save]").addEventListener("click", () => void save().catch(() => say(words.broken ?? "")));
hears(() => void show());
show().catch(() => say(words.broken ?? ""));
