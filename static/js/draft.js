// What is being filled in about a pupil is kept every few seconds: the texts are saved, the rest waits on the server for
// the button and for who filled it in. No stance and no decision is recorded. Nothing is kept in the browser.
const PAUSE = 3500; // ms between two saves while somebody is busy: at most 5 seconds of work can be lost
const RETRY = 4000;
const MARKS = ["versie", "tekstmerk", "getoond"]; // of which moment the page is

const form = document.querySelector("form[data-draft]");
const along = document.querySelector("[data-draft-along]"); // an agreement that is being written, part of the same form
const state = form?.querySelector("[data-draft-state]");
const texts = form ? [...form.querySelectorAll("textarea")].filter((area) => area.name !== "reden") : [];
const others = form ? [...document.querySelectorAll("main form")].filter((other) => other !== form) : [];
const begin = form && rest();
let savedTexts = typed();
let keptRest = begin;
let timer;
let pending; // the save that is on its way
let leaving = false;
let ready = false; // checked, and on its way

function typed() {
  return JSON.stringify(texts.map((area) => area.value));
}

// Everything but the texts, with the agreement.
function rest() {
  const data = new FormData(form);
  for (const name of ["csrfmiddlewaretoken", ...MARKS, ...texts.map((area) => area.name)]) data.delete(name);
  return new URLSearchParams(data).toString();
}

function unsent() {
  return typed() !== savedTexts || rest() !== keptRest;
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

// Still logged in? After a log-in in another tab this page needs the new token; not one of somebody else, in whose name
// nothing is saved.
async function renew() {
  if (await somebodyElse()) return { other: true };
  const answer = await ask();
  if (answer.token) for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = answer.token;
  return answer;
}

// Whether another person logged in since, in this browser; a quiet question does not count as activity.
async function somebodyElse() {
  const { sessionUrl, sessionWho } = document.querySelector("[data-session-who]").dataset;
  try {
    const response = await fetch(sessionUrl, { redirect: "manual", headers: { "X-Stil": "1" } });
    return response.ok && (await response.json()).who !== sessionWho;
  } catch {
    return false;
  }
}

function save() {
  clearTimeout(timer);
  timer = undefined;
  if (!pending && !leaving && unsent()) pending = send().finally(() => (pending = undefined));
  return pending;
}

async function send() {
  const [nowTexts, nowRest] = [typed(), rest()];
  const data = new FormData(form);
  // A colleague who changed a text stops only who changes a text too.
  if (nowTexts === savedTexts) for (const area of texts) data.delete(area.name);
  const post = () => ask({ method: "POST", body: data });
  let answer = await post();
  if (answer.status === 403) {
    const fresh = await renew();
    if (fresh.token) {
      data.set("csrfmiddlewaretoken", field("csrfmiddlewaretoken").value);
      answer = await post();
    } else answer = fresh;
  }
  if (answer.status === 200) {
    const withTexts = nowTexts !== savedTexts;
    savedTexts = nowTexts;
    keptRest = nowRest;
    if (withTexts) for (const name of MARKS) field(name).value = answer[name];
    say(kept(withTexts, answer.open));
    if (unsent()) later();
  } else {
    const again = answer.login || lost(answer);
    say(refusal(answer, again), "alert");
    if (again) later(RETRY);
  }
  return answer;
}

function kept(withTexts, open) {
  const now = new Date();
  const at = `${now.getHours()}.${String(now.getMinutes()).padStart(2, "0")}`;
  const waits = open ? "Uw keuzes staan klaar; ze gelden pas als u Bewaar kiest." : "";
  return withTexts ? `Tekst bewaard om ${at}. ${waits}` : waits;
}

// No answer, or none that says anything about what was typed: it is worth another try.
function lost({ login, other, status }) {
  return !login && !other && (!status || status >= 500);
}

// `again`: it is tried once more without anybody doing something.
function refusal(answer, again = false) {
  const { login, other, status, zin } = answer;
  if (other) return "Niet bewaard: in deze browser is nu iemand anders ingelogd. Log weer in als uzelf en kies dan Bewaar. Wat u typte, blijft staan.";
  if (login) return "Niet bewaard: u bent uitgelogd. Log in een ander tabblad in en kies dan Bewaar. Wat u typte, blijft staan.";
  if (status === 409) return "Niet bewaard: een collega wijzigde deze tekst. Kies Bewaar om beide te zien.";
  if (zin) return `Nog niet bewaard. ${zin}`;
  if (status === 403 || status === 404) return "Niet bewaard: u kunt hier bij deze leerling niets meer wijzigen. Kopieer wat u typte en laad de pagina opnieuw.";
  const wrong = lost(answer) ? "geen verbinding" : "er ging iets mis";
  return `Niet bewaard: ${wrong}. ${again ? "We proberen het zo opnieuw" : "Probeer het zo opnieuw"}; wat u typte, blijft staan.`;
}

function later(wait = PAUSE) {
  timer ??= setTimeout(save, wait);
}

// What was filled in goes along to the next page: it is kept first, and if that cannot be, nothing is sent and nothing
// is lost.
async function submitOther(event) {
  if (leaving) {
    event.preventDefault();
    return;
  }
  leaving = true;
  if (!pending && !unsent()) return;
  event.preventDefault();
  await pending;
  const answer = unsent() ? await send() : { status: 200 };
  if (answer.status === 200) {
    event.target.submit();
    return;
  }
  leaving = false;
  say(refusal(answer), "alert");
  state.scrollIntoView({ block: "center" });
}

// Every button of this form takes along all that was filled in; not when somebody was logged out meanwhile.
async function submit(event) {
  if (ready) return;
  event.preventDefault();
  if (leaving) return;
  leaving = true;
  await pending; // else it would look like a colleague's change
  const answer = await renew();
  if (answer.token) {
    ready = true;
    form.requestSubmit(event.submitter);
    return;
  }
  leaving = false;
  say(refusal(answer), "alert");
  state.scrollIntoView({ block: "center" });
}

if (form) {
  for (const one of along ? [form, along] : [form]) {
    one.addEventListener("input", () => later());
    one.addEventListener("focusout", () => save());
  }
  // In an agreement Enter adds it; it does not decide.
  along?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    form.requestSubmit(along.querySelector("button"));
  });
  form.addEventListener("submit", submit);
  for (const other of others) other.addEventListener("submit", submitOther);
  addEventListener("online", () => save());
  addEventListener("beforeunload", (event) => {
    if (!leaving && (typed() !== savedTexts || rest() !== begin)) event.preventDefault();
  });
  // Back in the browser shows the page as it was left.
  addEventListener("pageshow", (event) => {
    if (event.persisted) leaving = ready = false;
  });
}
