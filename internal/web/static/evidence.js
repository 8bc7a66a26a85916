// @ts-check
// Sends what is pasted, dropped or chosen to the step that is asked, one file after the other, and shows it there;
// the device keeps what the server did not answer. Without it, the form that holds the fields does the same.

import { FullError, keep, newKey, reached } from "./queue.js";

// The step that is asked: another one, once the page goes on by itself.
/** @type {HTMLElement | null} */
let section = null;
/** @type {HTMLFormElement | null} */
let form = null;
/** @type {HTMLElement | null} */
let status = null;
/** @type {HTMLProgressElement | null} */
let bar = null;

const posted = ["personne", "par", "plan", "texte", "essai", "etape"]; // what of the form goes with each file

/** What is sent, of the step that was asked when it was handed over.
 * @typedef {{body: FormData, file: File | null, name: string, done: string, to: string, ahead: boolean,
 *   fields: Record<string, string>, player: string}} Item */
/** @type {Item[]} */
const queue = [];
let sending = false;
/** @type {(() => void) | null} */
let after = null; // the judgement waits for what is being sent
/** @type {string[]} */
let refused = []; // what was not taken, until the next gesture
let unrecorded = false; // a judgement waited, and was not sent
let last = "";

/** @param {string} key @param {string} [name] */
function words(key, name = "") {
  return (section?.dataset[key] ?? "").replace("{}", () => name);
}

/** @param {string} text */
function say(text) {
  last = text;
  const all = [...refused, unrecorded ? words("unrecorded") : "", last].filter((line) => line !== "").join("\n");
  if (status && status.textContent !== all) {
    status.textContent = all;
  }
}

/** Says that something was not taken. Nothing is recorded without what was to go with it.
 * @param {string} text */
function refuse(text) {
  refused.push(text);
  const waited = after !== null;
  hold();
  say("");
  if (waited) {
    status?.focus();
  }
}

/** Gives up a judgement that waits: it is to be pressed again. */
function hold() {
  unrecorded ||= after !== null;
  after = null;
}

/** The digests of what is shown. @param {ParentNode} pieces */
const sums = (pieces) => [...pieces.querySelectorAll("code[title]")].map((e) => e.getAttribute("title") ?? "");

/** Shows what the server has now; false when it does not show that it took what it was sent.
 * @param {Document} page @param {Item} item */
function show(page, item) {
  const now = section?.querySelector("[data-pieces]");
  const next = page.querySelector("[data-pieces]");
  if (!now || !next || page.querySelector(".refused")) {
    return false; // or something before it failed late: nobody can tell them apart
  }
  const before = sums(now);
  const came = sums(next).some((sum) => !before.includes(sum)) || next.textContent?.includes(item.name);
  if (item.file && !came) {
    return false;
  }
  const held = now.contains(document.activeElement);
  now.replaceChildren(...document.adoptNode(next).childNodes);
  if (held) {
    /** @type {HTMLElement} */ (now).focus();
  }
  return true;
}

/** @param {XMLHttpRequest} request */
function refusal(request) {
  const page = request.responseXML;
  const why = page?.querySelector(request.status === 200 ? "div.refused p" : "div.refused p, h1 + p");
  return why?.textContent ?? "";
}

function next() {
  const item = queue.shift();
  sending = item !== undefined;
  if (bar) {
    bar.hidden = !sending;
  }
  if (!item || !section) {
    const then = after;
    after = null;
    then?.();
    return;
  }
  say(words("sending", item.name));
  if (item.file && (item.ahead || reached() !== "here")) {
    void keepHere(item, item.file).then(next); // it follows what waits on the device
    return;
  }
  const request = new XMLHttpRequest(); // it alone gives a document without a text that a script would run
  request.open("POST", item.to);
  request.responseType = "document";
  request.timeout = 180_000;
  request.upload.onprogress = (event) => {
    if (bar && event.lengthComputable) {
      bar.value = event.loaded / event.total;
    }
  };
  const lost = async () => {
    if (item.file) {
      await keepHere(item, item.file);
    } else {
      refuse(words("lost", item.name));
    }
    next();
  };
  request.onload = () => {
    const page = request.responseXML;
    if (request.status === 200 && page && show(page, item)) {
      say(words(item.done, item.name));
    } else {
      refuse(refusal(request) || words(request.status === 200 ? "moved" : "lost", item.name));
    }
    next();
  };
  request.onerror = request.ontimeout = request.onabort = () => void lost();
  request.send(item.body);
}

/** Keeps a file on the device, before the judgement that comes after it.
 * @param {Item} item @param {File} file */
async function keepHere({ name, to, fields, player }, file) {
  const here = /** @type {HTMLElement | null} */ (document.querySelector("[data-kept-here]"));
  const path = new URL(to, location.href).pathname;
  const [, , campaign, , row] = path.split("/").map(decodeURIComponent);
  const step = Number(fields.etape);
  try {
    await keep({
      key: newKey(), user: fields.personne, player, campaign, row, path, fields, step,
      title: document.querySelector("h1")?.textContent?.trim() ?? row, said: "", first: step, last: false, rest: false,
    }, [new File([file], name, { type: file.type })]);
  } catch (error) {
    refuse(error instanceof FullError ? here?.dataset.full ?? "" : words("lost", name));
    return;
  }
  say((here?.dataset.file ?? "").replace("{}", () => name));
  const line = document.createElement("li");
  line.textContent = name + " · " + (here?.dataset.unsent ?? "");
  let list = section?.querySelector("[data-pieces] ul");
  if (!list) {
    list = document.createElement("ul");
    list.className = "pieces";
    section?.querySelector("[data-pieces]")?.replaceChildren(list);
  }
  list.append(line);
}

/** @param {string} name @param {string} done @param {File | null} file @param {(body: FormData) => void} fill */
function post(name, done, file, fill) {
  if (!form) {
    return;
  }
  const [body, said] = [new FormData(), new FormData(form)];
  /** @type {Record<string, string>} */
  const fields = {};
  for (const field of posted) {
    fields[field] = String(said.get(field) ?? "");
    body.append(field, fields[field]);
  }
  fill(body);
  const { ahead, player = "" } = form.dataset;
  queue.push({ body, file, name, done, to: section?.dataset.evidence ?? "", ahead: !!ahead, fields, player });
  if (!sending) {
    next();
  }
}

/** @param {Iterable<File>} files @param {string} [called] */
function send(files, called = "") {
  refused = [];
  for (const file of files) {
    const name = called ? called + file.name.slice(file.name.lastIndexOf(".")) : file.name;
    if (file.size > Number(section?.dataset.most)) {
      refuse(words("large", name));
      continue;
    }
    post(name, "kept", file, (body) => body.append("fichier", file, name));
  }
}

/** Lets files be attached to the step that a form judges.
 * @param {HTMLFormElement} asked */
export function attaching(asked) {
  section = asked.querySelector("[data-evidence]");
  if (!section) {
    return;
  }
  form = asked;
  [status, bar] = [section.querySelector("[data-said]"), section.querySelector("progress")];
  [refused, unrecorded, last] = [[], false, ""];
  for (const e of section.querySelectorAll("[data-with-script]")) {
    /** @type {HTMLElement} */ (e).hidden = false;
  }
  for (const e of section.querySelectorAll("[data-without-script]")) {
    /** @type {HTMLElement} */ (e).hidden = true;
  }
  section.addEventListener("change", (event) => {
    const field = event.target;
    if (field instanceof HTMLInputElement && field.type === "file" && field.files) {
      send([...field.files]);
      field.value = "";
    }
  });
  section.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button[name=retirer]") : null;
    if (button instanceof HTMLButtonElement) {
      event.preventDefault();
      refused = [];
      post("", "taken", null, (body) => body.append("retirer", button.value));
    }
  });
  asked.addEventListener("input", () => {
    if (after) { // what waits for a file was pressed for what the form said then
      hold();
      say(last);
    }
  });
  asked.addEventListener("submit", (event) => {
    if (!sending) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    unrecorded = false;
    say(last);
    const by = event.submitter;
    after = () => asked.requestSubmit(by);
  }, true);
}

const asks = () => form !== null && form.isConnected && !form.dataset.kept;

document.addEventListener("paste", (event) => {
  const data = event.clipboardData;
  const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
  if (!asks() || !data || data.files.length === 0 || typing && data.types.includes("text/plain")) {
    return; // a text, with its picture beside it: it is the text that is pasted in a field
  }
  event.preventDefault();
  send(data.files, words("name"));
});
const carries = (/** @type {DragEvent} */ event) => asks() && (event.dataTransfer?.types.includes("Files") ?? false);
document.addEventListener("dragover", (event) => {
  if (carries(event)) {
    event.preventDefault();
  }
});
document.addEventListener("drop", (event) => {
  if (carries(event)) {
    event.preventDefault();
    send(event.dataTransfer?.files ?? []);
  }
});
