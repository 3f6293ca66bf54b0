// Two minutes before the idle time-out a dialog asks whether somebody is still there; after it the page is covered.
// Every request counts, in any tab: the moment of the last one is all that is kept in the browser.
const WARN = 120; // seconds
const SPOKEN = [60, 30, 10]; // a voice that counts every second is in the way
const KEY = "overstap-actief";

const warning = document.querySelector("[data-session-warning]");
const over = document.querySelector("[data-session-over]");
const covered = document.documentElement.classList;
let timer;

function part(name) {
  return document.querySelector(`[data-session-${name}]`);
}

function left() {
  return Math.ceil(Number(warning.dataset.sessionWarning) - (Date.now() - Number(localStorage.getItem(KEY))) / 1000);
}

function active(moment = Date.now()) {
  localStorage.setItem(KEY, moment);
  tick();
}

function tick() {
  clearTimeout(timer);
  if (over.open) return;
  const rest = left();
  if (rest <= 0) {
    end();
    return;
  }
  if (rest <= WARN) warn(rest);
  else if (warning.open) warning.close();
  timer = setTimeout(tick, (rest > WARN ? rest - WARN : 1) * 1000);
}

function warn(rest) {
  if (!warning.open) {
    part("said").textContent = "";
    warning.showModal();
  }
  part("left").textContent = `${rest} ${rest === 1 ? "seconde" : "seconden"}`;
  if (SPOKEN.includes(rest)) part("said").textContent = `Nog ${rest} seconden.`;
}

// Who is logged in, as the server knows; a quiet question does not count as activity.
async function ask(quiet) {
  try {
    const headers = quiet ? { "X-Stil": "1" } : {};
    const response = await fetch(warning.dataset.sessionUrl, { redirect: "manual", headers });
    return response.ok ? await response.json() : { out: true };
  } catch {
    return { offline: true };
  }
}

async function stay() {
  const answer = await ask(false);
  if (answer.offline) part("said").textContent = "Geen verbinding. Probeer het opnieuw.";
  else if (answer.out) cover();
  else active();
}

// A download is a request of which no page knows: then the server counted longer, and the question is asked again.
async function end() {
  const answer = await ask(true);
  if (answer.who === warning.dataset.sessionWho) active(Date.now() - (Number(warning.dataset.sessionWarning) - WARN) * 1000);
  else cover();
}

function cover() {
  clearTimeout(timer);
  if (warning.open) warning.close();
  const login = part("login");
  login.search = new URLSearchParams({ next: location.pathname + location.search });
  // What was filled in stays on this page, so one logs in beside it.
  const filled = [...document.forms].some(typed);
  part("kept").hidden = !filled;
  login.target = filled ? "_blank" : "";
  covered.add("session-over");
  over.showModal();
  dispatchEvent(new Event("session-over"));
}

function typed(form) {
  return [...form.elements].some((field) => {
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.options) return [...field.options].some((option, index) => option.selected && !option.defaultSelected && index);
    return field.type !== "hidden" && field.defaultValue !== undefined && field.value !== field.defaultValue;
  });
}

// Logged in again in another tab: the same person goes on where the page was left, with the new token.
async function back() {
  const answer = await ask(true);
  if (answer.who !== warning.dataset.sessionWho || !over.open) return;
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = answer.token;
  covered.remove("session-over");
  over.close();
  tick();
  dispatchEvent(new Event("session-back"));
}

function look() {
  if (over.open) back();
  else tick();
}

if (warning?.showModal) {
  part("stay").addEventListener("click", stay);
  warning.addEventListener("cancel", (event) => {
    event.preventDefault();
    stay();
  });
  over.addEventListener("cancel", (event) => event.preventDefault());
  // A browser may let Escape win in the end.
  over.addEventListener("close", () => covered.contains("session-over") && over.showModal());
  addEventListener("session-active", () => active());
  addEventListener("storage", (event) => event.key === KEY && look());
  addEventListener("pageshow", (event) => event.persisted && look());
  document.addEventListener("visibilitychange", () => document.hidden || look());
  active();
}
