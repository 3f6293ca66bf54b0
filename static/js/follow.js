// The board follows colleagues: every ten seconds it asks quietly which rows changed, and takes over the rows nobody is
// working in. A row somebody is changing here saves itself (board.js), which shows both versions if they differ.
const EVERY = 10000;

const board = document.querySelector("[data-volg]");
let etag;
let places = board?.dataset.plekken; // changes when the places left at a school may be others
let timer;
let stopped = false;

// Not a person's doing, so it does not keep anybody logged in.
function quiet(url, headers = {}) {
  return fetch(url, { redirect: "manual", headers: { "X-Stil": "1", ...headers } });
}

async function look() {
  clearTimeout(timer);
  if (stopped || document.hidden) return;
  try {
    await follow();
  } catch {
    // No connection: the next time will do.
  }
  clearTimeout(timer);
  timer = setTimeout(look, EVERY);
}

async function follow() {
  const response = await quiet(board.dataset.volg, etag ? { "If-None-Match": etag } : {});
  if (response.type === "opaqueredirect" || response.status === 403 || response.status === 404) stopped = true;
  if (!response.ok) return;
  const { rijen, plekken } = await response.json();
  const rows = [...board.querySelectorAll("[data-rij]")];
  const behind = rows.filter((tr) => rijen[tr.id] !== tr.dataset.volgmerk).map((tr) => [tr, tr.dataset.volgmerk]);
  const added = Object.keys(rijen).some((id) => !document.getElementById(id));
  const done = !(behind.length || added || places !== plekken) || (await refresh(behind));
  if (!done) return;
  places = plekken;
  etag = response.headers.get("ETag");
}

// The board as the server shows it now; whether everything could be taken over.
async function refresh(behind) {
  const response = await quiet(new URL("..", new URL(board.dataset.volg, location.href)));
  if (!response.ok) return false;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const left = behind.filter(([tr, mark]) => !take(tr, mark, page.getElementById(tr.id))).map(([tr]) => tr);
  let before;
  for (const fresh of page.querySelectorAll("[data-rij]")) {
    const tr = document.getElementById(fresh.id) ?? add(fresh, before);
    if (!tr) return false;
    tr.classList.toggle("row--current", fresh.classList.contains("row--current"));
    if (!left.includes(tr)) swap(tr, fresh, "school");
    before = tr;
  }
  for (const name of ["voortgang", "tegels"]) swap(document, page, name);
  return !left.length;
}

// `mark` is what the row was when the server was asked: what was saved here since is newer than `fresh`.
function take(tr, mark, fresh) {
  if (!tr.isConnected || tr.dataset.volgmerk !== mark) return false;
  if (fresh?.dataset.volgmerk === mark) return true;
  const free = tr.dispatchEvent(new Event("rij-behind", { bubbles: true, cancelable: true }));
  if (!free || tr.contains(document.activeElement)) return false;
  const who = tr.querySelector(".name__short")?.textContent ?? "";
  if (!fresh) {
    tr.remove();
    say(`${who} staat niet meer op de lijst.`);
    return true;
  }
  const outcome = (row) => row.dataset.nu.split(" ")[0];
  const what = outcome(tr) === outcome(fresh) ? "Rij van" : "Besluit over";
  const next = document.importNode(fresh, true);
  next.querySelector("[data-stand]").textContent = "Bijgewerkt door een collega";
  tr.replaceWith(next);
  next.dispatchEvent(new Event("rij-new", { bubbles: true }));
  say(`${what} ${who} bijgewerkt door een collega.`);
  return true;
}

function add(fresh, before) {
  const body = board.querySelector("tbody");
  const tr = document.importNode(fresh, true);
  if (before) before.after(tr);
  else body?.prepend(tr);
  if (!tr.isConnected) return undefined; // the first row of an empty board: the page has to be opened again
  tr.dispatchEvent(new Event("rij-new", { bubbles: true }));
  say("Er staat een leerling bij op de lijst.");
  return tr;
}

function swap(here, there, name) {
  const part = here.querySelector(`[data-deel=${name}]`);
  const fresh = there.querySelector(`[data-deel=${name}]`);
  if (part && fresh && !part.contains(document.activeElement)) part.replaceChildren(...document.importNode(fresh, true).childNodes);
}

// Several sentences of one look are read out one after the other.
function say(sentence) {
  const line = document.createElement("span");
  line.textContent = `${sentence} `;
  board.querySelector("[data-volg-melding]").append(line);
  setTimeout(() => line.remove(), EVERY);
}

if (board) {
  timer = setTimeout(look, EVERY);
  document.addEventListener("visibilitychange", look);
  addEventListener("bord-decided", () => refresh([]).catch(() => {}));
  addEventListener("session-over", () => (stopped = true));
  addEventListener("session-back", () => {
    stopped = false;
    look();
  });
}
