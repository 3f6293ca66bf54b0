// What is being typed about a pupil is saved every few seconds: the texts only, no stance and no decision.
// Nothing is kept in the browser.
const PAUSE = 3500; // ms between two saves while somebody types: at most 5 seconds of work can be lost
const RETRY = 4000;

const form = document.querySelector("form[data-draft]");
const state = form?.querySelector("[data-draft-state]");
const texts = form ? [...form.querySelectorAll("textarea")].filter((area) => area.name !== "reden") : [];
let saved = typed();
let timer;
let pending; // the save that is on its way
let leaving = false;
const begin = form && everything();
const others = form ? [...document.querySelectorAll("main form")].filter((other) => other !== form) : [];
const beginElsewhere = elsewhere();

function typed() {
  return JSON.stringify(texts.map((area) => area.value));
}

function everything() {
  const data = new FormData(form);
  for (const name of ["csrfmiddlewaretoken", "versie", "tekstmerk", ...texts.map((area) => area.name)]) data.delete(name);
  return new URLSearchParams(data).toString();
}

// Only what went wrong is read out: "bewaard" every few seconds would be in the way.
function say(text, role) {
  if (role) state.setAttribute("role", role);
  else state.removeAttribute("role");
  state.textContent = text;
}

function field(name) {
  return form.elements.namedItem(name);
}

async function ask(options = {}) {
  try {
    const response = await fetch(form.dataset.draft, { redirect: "manual", ...options });
    if (response.type === "opaqueredirect") return { login: true };
    dispatchEvent(new Event("session-active"));
    const json = response.headers.get("Content-Type")?.startsWith("application/json");
    return { status: response.status, ...(json ? await response.json() : {}) };
  } catch {
    return { status: 0 };
  }
}

// Still logged in? After a log-in in another tab this page needs the new token.
async function renew() {
  const answer = await ask();
  if (answer.token) for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = answer.token;
  return answer;
}

function save() {
  clearTimeout(timer);
  timer = undefined;
  if (!pending && !leaving && typed() !== saved) pending = send().finally(() => (pending = undefined));
  return pending;
}

async function send() {
  const now = typed();
  const post = () => ask({ method: "POST", body: new FormData(form) });
  let answer = await post();
  if (answer.status === 403 && (await renew()).token) answer = await post();
  if (answer.status === 200) {
    saved = now;
    field("versie").value = answer.versie;
    field("tekstmerk").value = answer.tekstmerk;
    const moment = new Date();
    say(`Tekst bewaard om ${moment.getHours()}.${String(moment.getMinutes()).padStart(2, "0")}`);
    if (typed() !== saved) later();
  } else {
    say(refusal(answer), "alert");
    if (answer.login || !answer.status || answer.status >= 500) later(RETRY);
  }
}

function refusal({ login, status, zin }) {
  if (login) return "Niet bewaard: u bent uitgelogd. Log in een ander tabblad in en kies dan Bewaar. Wat u typte, blijft staan.";
  if (status === 409) return "Niet bewaard: een collega wijzigde deze tekst. Kies Bewaar om beide te zien.";
  if (zin) return `Nog niet bewaard. ${zin}`;
  return "Niet bewaard: geen verbinding. We proberen het zo opnieuw; wat u typte, blijft staan.";
}

function later(wait = PAUSE) {
  timer ??= setTimeout(save, wait);
}

// Another form of the page: an agreement that is being written, or a button beside one that was made.
function elsewhere() {
  return others.map((other) => new URLSearchParams(new FormData(other)).toString()).join("|");
}

// What was filled in here goes along: it is saved first, and if that cannot be, nothing is sent and nothing is lost.
async function submitOther(event) {
  if (leaving || (typed() === saved && everything() === begin)) {
    if (leaving) event.preventDefault();
    leaving = true;
    return;
  }
  event.preventDefault();
  leaving = true;
  await pending;
  const answer = await renew();
  const post = () => fetch(form.action, { method: "POST", redirect: "manual", body: new FormData(form) });
  const response = answer.token ? await post().catch(() => ({})) : {};
  if (response.type === "opaqueredirect") {
    event.target.submit();
    return;
  }
  leaving = false;
  say(answer.token ? "Nog niet bewaard: kies eerst Bewaar bij het besluit. Doe dit daarna opnieuw." : refusal(answer), "alert");
  state.scrollIntoView({ block: "center" });
}

async function submit(event) {
  event.preventDefault();
  if (leaving) return;
  leaving = true;
  await pending; // else it would look like a colleague's change
  const answer = await renew();
  if (answer.token) {
    form.submit();
    return;
  }
  leaving = false;
  say(refusal(answer), "alert");
  state.scrollIntoView({ block: "center" });
}

if (form) {
  for (const area of texts) area.addEventListener("input", () => later());
  form.addEventListener("focusout", () => save());
  form.addEventListener("submit", submit);
  for (const other of others) other.addEventListener("submit", submitOther);
  addEventListener("online", () => save());
  addEventListener("beforeunload", (event) => {
    if (!leaving && (typed() !== saved || everything() !== begin || elsewhere() !== beginElsewhere)) event.preventDefault();
  });
  // Back in the browser shows the page as it was left.
  addEventListener("pageshow", (event) => {
    if (event.persisted) leaving = false;
  });
}
