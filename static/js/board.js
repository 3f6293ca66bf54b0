// The board saves each row by itself: the same form to the same address, some moments after the last change or when the
// row is left; never in the middle of a sentence, for a reason that was saved with a decision stands. The answer is the
// row as the server now shows it. Nothing is kept in the browser.
const REST = 1200; // ms of quiet before a row is saved; arrow keys pass by choices that nobody meant
const KEEP = 3500; // ms between two drafts of a reason: at most 5 seconds of work can be lost
const RETRY = [2000, 4000, 8000, 15000];
const LOGIN = "/inloggen/";
const MARKS = ["versie", "merk", "getoond"]; // of which moment the row is
const LEAVE = "Wordt bewaard als u dit vak verlaat.";

const board = document.querySelector("[data-bord]");
const notice = board?.querySelector("[data-melding]");
const rows = new Map(); // form -> Row

class Row {
  constructor(form) {
    this.form = form;
    this.tr = form.closest("[data-rij]");
    this.sent = this.values();
    this.tries = 0;
    this.blocked = ""; // waits for a person: "conflict", or "other" for an error or a log-in, over at the next change
    this.confirmed = false;
  }

  values() {
    const data = new FormData(this.form);
    for (const name of ["csrfmiddlewaretoken", ...MARKS]) data.delete(name);
    return new URLSearchParams(data).toString();
  }

  get changed() {
    return this.values() !== this.sent;
  }

  // Somebody is writing why: the row waits until that field is left, or for the button.
  get writing() {
    const field = document.activeElement;
    return field?.tagName === "TEXTAREA" && field.form === this.form;
  }

  get unsaved() {
    return this.changed || this.busy || this.blocked || this.timer !== undefined;
  }

  later(wait = REST) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  retry(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.writing ? this.retry(wait) : this.save(this.confirmed)), wait);
  }

  // A reason that is being written is kept on the server for who writes it; it decides nothing.
  keepSoon() {
    this.keeping ??= setTimeout(() => this.keep(), KEEP);
  }

  async keep() {
    this.keeping = undefined;
    const data = new FormData(this.form);
    data.set("concept", "on");
    this.kept = send(this.form.action, data);
    const { status } = await this.kept;
    if (status !== 204 && this.writing) this.keepSoon();
  }

  changing() {
    if (this.blocked === "other") this.blocked = "";
  }

  // `confirmed`: somebody asked for it with the button, so the decision is taken anew.
  async save(confirmed = false) {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.confirmed ||= confirmed;
    if (this.busy) {
      this.again = { confirmed };
      return;
    }
    if (!confirmed && (!this.changed || this.blocked || this.writing)) return;
    const data = new FormData(this.form);
    if (this.confirmed) data.set("bevestigd", "on");
    const values = this.values();
    this.data = data;
    this.shown = new Map(this.parts().map((part) => [part, filledIn(part)]));
    this.busy = true;
    this.say("Bewaren…", false);
    clearTimeout(this.keeping);
    this.keeping = undefined;
    await this.kept; // else it would be kept again after it was saved
    const answer = await send(this.form.action, data);
    this.busy = false;
    this.settle(answer, values);
    const again = this.again;
    this.again = undefined;
    if (again && !this.blocked) this.save(again.confirmed);
    else if (answer.row && answer.status === 200 && this.changed) this.later();
  }

  settle({ status, row, login }, values) {
    this.blocked = status === 409 ? "conflict" : login || (row && status !== 200) ? "other" : "";
    if (login) {
      this.say("Niet bewaard: u bent uitgelogd. Log in een ander tabblad in en kies dan hier Bewaar. Wat u koos, blijft staan.");
      this.link(LOGIN, "Inloggen in een nieuw tabblad");
    } else if (row && status === 200) {
      this.tries = 0;
      this.confirmed = false;
      this.sent = values;
      const typing = this.changed;
      this.takeOver(row);
      if (!typing) this.sent = this.values();
      this.update(row, true);
      this.say(`Bewaard om ${time()}`);
    } else if (row && !this.asks(row)) {
      this.blocked = ""; // what somebody writes stays; asked again once that field is left
      this.say(LEAVE, false);
    } else if (row) {
      const free = this.tr.contains(document.activeElement) || document.activeElement === document.body;
      if (status === 409) this.takeOver(row);
      this.update(row, status === 409);
      this.say(status === 409 ? "Niet bewaard: een collega wijzigde deze rij. Kies welke het wordt." : "Nog niet bewaard: kijk wat er bij deze leerling staat.");
      if (free) this.tr.querySelector("[data-mijn] button, [data-deel=meer] textarea, [data-deel=meer] input")?.focus();
    } else if (status === 403 || status === 404) {
      this.blocked = "conflict";
      this.say("Niet bewaard: u kunt deze leerling niet meer wijzigen. Laad de pagina opnieuw.");
    } else {
      const wait = RETRY[Math.min(this.tries++, RETRY.length - 1)];
      this.say("Niet bewaard: geen verbinding. We proberen het zo opnieuw; wat u koos, blijft staan.");
      this.retry(wait);
    }
  }

  parts() {
    return [...this.tr.querySelectorAll("[data-deel]")];
  }

  // A part is left alone while somebody writes in it, or filled in more since it was sent.
  mayReplace(part) {
    return !(this.writing && part.contains(document.activeElement)) && filledIn(part) === this.shown.get(part);
  }

  // Whether what the server asks can be shown.
  asks(fresh) {
    return this.parts().every((part) => !fresh.querySelector(`[data-deel=${part.dataset.deel}]`) || this.mayReplace(part));
  }

  // Take over what the server shows, but never a field that is being worked on.
  update(fresh, version) {
    if (version) for (const name of MARKS) this.field(name).value = fresh.querySelector(`[name=${name}]`).value;
    const before = this.tr.dataset.nu;
    this.tr.dataset.nu = fresh.dataset.nu;
    this.tr.dataset.volgmerk = fresh.dataset.volgmerk;
    const typing = this.changed;
    for (const part of this.parts()) {
      if (this.mayReplace(part)) swap(part, fresh.querySelector(`[data-deel=${part.dataset.deel}]`));
    }
    // Parts came without their fields' values where the server took them: what is there now is what was sent.
    if (!typing) this.sent = this.values();
    if (before !== fresh.dataset.nu) decidedSoon();
  }

  // What the server knows beside what was sent, in the fields that are not replaced: a colleague's, or who the tick for
  // everyone said was there. Never over what was changed since.
  takeOver(fresh) {
    const now = new FormData(this.form);
    for (const field of this.form.elements) {
      if (field.type === "hidden" || field.type === "submit" || field.closest("[data-deel]")) continue;
      if (String(now.getAll(field.name)) !== String(this.data.getAll(field.name))) continue;
      const tick = field.type === "radio" || field.type === "checkbox";
      const there = fresh.querySelector(`[name="${field.name}"]${tick ? `[value="${field.value}"]` : ""}`);
      if (there && tick) field.checked = there.checked;
      else if (there) field.value = there.value;
    }
  }

  field(name) {
    return this.form.elements.namedItem(name);
  }

  say(text, aloud = true) {
    this.tr.querySelector("[data-stand]").textContent = text;
    if (aloud) notice.textContent = `${short(this.tr)}: ${text}`;
  }

  link(url, text) {
    const anchor = Object.assign(document.createElement("a"), { href: url, target: "_blank", rel: "noopener", className: "nl-link", textContent: text });
    this.tr.querySelector("[data-stand]").append(" ", anchor);
  }
}

// Focus stays on the same field; when that is gone, it goes to the button of the row.
function swap(part, fresh) {
  if (!fresh) return;
  const focus = part.contains(document.activeElement) ? document.activeElement.name : undefined;
  part.replaceChildren(...document.importNode(fresh, true).childNodes);
  if (focus === undefined) return;
  const same = focus && part.querySelector(`[name="${focus}"]`);
  (same || part.closest("[data-rij]").querySelector("form button")).focus();
}

function filledIn(part) {
  const fields = [...part.querySelectorAll("input, select, textarea")];
  return fields.map((field) => (field.type === "checkbox" ? field.checked : field.value)).join("\n");
}

function short(tr) {
  return tr.querySelector(".name__short")?.textContent ?? "";
}

function time() {
  const now = new Date();
  return `${now.getHours()}.${String(now.getMinutes()).padStart(2, "0")}`;
}

async function ask(url, options = {}) {
  const response = await fetch(url, { redirect: "manual", headers: { "X-Rij": "1" }, ...options });
  if (response.type === "opaqueredirect") return { status: 0, login: true };
  dispatchEvent(new Event("session-active"));
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return { status: response.status, page, row: page.querySelector("[data-rij]") ?? undefined };
}

// One request; after a log-in elsewhere the token of this page is old, so fetch a fresh one and try once more.
async function send(url, body) {
  try {
    let answer = await ask(url, { method: "POST", body });
    if (answer.status === 403 && !answer.row) {
      const fresh = await ask(url);
      const token = fresh.row?.querySelector("[name=csrfmiddlewaretoken]")?.value;
      if (!token) return fresh.login ? fresh : answer;
      for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
      body.set("csrfmiddlewaretoken", token);
      answer = await ask(url, { method: "POST", body });
    }
    return answer;
  } catch {
    return { status: 0 };
  }
}

let decided;

// Something was decided: how far the table is, the tiles and the other rows of that school say so too (follow.js).
function decidedSoon() {
  clearTimeout(decided);
  decided = setTimeout(() => dispatchEvent(new Event("bord-decided")), 2500);
}

// The row of a field, wherever in the row the field stands.
function rowOf(element) {
  return rows.get(element.form ?? element.closest?.("[data-rij]")?.querySelector("form"));
}

function inOrder() {
  return [...board.querySelectorAll("[data-rij] form")].map((form) => rows.get(form));
}

// Of an only parent one asks whether, of several which ones: the same question.
function asked(name) {
  return name === "ouders_aanwezig" ? "ouder_aanwezig" : name;
}

let last; // the name of the field one worked in last, and the id of its row

function next() {
  const all = inOrder();
  const current = last && rows.get(document.getElementById(last.row)?.querySelector("form"));
  const to = all[(all.indexOf(current) + 1) % all.length];
  const question = asked(last?.name || "keus");
  const usable = [...to.form.elements].filter((field) => field.name && field.type !== "hidden" && !field.disabled);
  const same = usable.filter((field) => asked(field.name) === question);
  const target = same.find((field) => field.checked) ?? same[0] ?? usable.find((field) => field.name === "keus") ?? usable[0];
  target.focus();
  to.tr.scrollIntoView({ block: "nearest" });
}

function start() {
  for (const tr of board.querySelectorAll("[data-rij]")) adopt(tr);
  board.querySelector("[data-volgende]").hidden = false;

  board.addEventListener("input", (event) => {
    const row = rowOf(event.target);
    row?.changing();
    if (!row?.writing) {
      row?.later();
      return;
    }
    row.say(LEAVE, false);
    row.keepSoon();
  });
  board.addEventListener("focusout", (event) => {
    if (event.target.tagName !== "TEXTAREA" || event.relatedTarget?.type === "submit") return; // the button saves
    const row = rowOf(event.target);
    // Another window in front is not leaving the field: it is still the active one.
    setTimeout(() => row?.save());
  });
  board.addEventListener("focusin", (event) => {
    const inside = event.target.name && rowOf(event.target);
    if (inside) last = { name: event.target.name, row: inside.tr.id };
    // Leaving a row saves it at once.
    for (const row of rows.values()) {
      if (!row.tr.contains(event.target)) row.save();
    }
  });
  board.addEventListener("submit", (event) => {
    const row = rows.get(event.target);
    if (!row) return;
    event.preventDefault();
    row.save(true);
  });
  board.addEventListener("click", async (event) => {
    if (event.target.closest("[data-volgende-knop]")) next();
    const theirs = event.target.closest("[data-hun] a");
    if (!theirs) return;
    event.preventDefault();
    const row = rowOf(theirs);
    const { row: fresh } = await ask(row.form.action).catch(() => ({}));
    if (fresh) replace(row, fresh);
  });
  board.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.ctrlKey) return;
    event.preventDefault();
    next();
  });
  // A colleague changed this row: what somebody chose here is saved now, and the answer shows both if they differ.
  board.addEventListener("rij-behind", (event) => {
    const row = rowOf(event.target);
    if (!row?.unsaved) return;
    event.preventDefault();
    row.save();
  });
  board.addEventListener("rij-new", (event) => adopt(event.target));
  addEventListener("session-back", () => {
    for (const row of rows.values()) {
      row.changing();
      if (row.changed || row.confirmed) row.save(row.confirmed);
    }
  });
  addEventListener("online", () => {
    for (const row of rows.values()) if (row.changed) row.later(0);
  });
  addEventListener("beforeunload", (event) => {
    if ([...rows.values()].some((row) => row.unsaved)) event.preventDefault();
  });
}

// From now on this row saves itself; rows that were replaced are forgotten.
function adopt(tr) {
  for (const [form, row] of rows) if (!row.tr.isConnected) rows.delete(form);
  const form = tr.querySelector("form");
  if (form) rows.set(form, new Row(form));
  return rows.get(form);
}

// The whole row as it is saved now, when somebody chose that one.
function replace(row, fresh) {
  const tr = document.importNode(fresh, true);
  row.tr.replaceWith(tr);
  const fresher = adopt(tr);
  fresher.say("Zo staat het er nu.");
  fresher.keep();
  tr.focus();
}

if (board?.querySelector("[data-volgende]")) start();
