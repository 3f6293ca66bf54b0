// A second click on a submit button does nothing while the first is on its way. The server has the last word (keys per form).
const PAUSE = 5000; // a download leaves the page standing, so the form has to come back by itself
const busy = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || "submitMany" in form.dataset) return;
  if (busy.has(form)) {
    event.preventDefault();
    return;
  }
  busy.add(form);
  const button = event.submitter;
  button?.setAttribute("aria-disabled", "true");
  setTimeout(() => release(form, button), PAUSE);
});

// Back in the browser shows the page as it was left: make it usable again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.forms) release(form, form.querySelector("[aria-disabled]"));
});

function release(form, button) {
  busy.delete(form);
  button?.removeAttribute("aria-disabled");
}
