// Bring the reader to the error summary, and from a line of it into the field itself.
const summary = document.querySelector("[data-error-summary]");

if (summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    // The label or the question first, then the input: without it the label is hidden above the edge.
    (field.closest("fieldset, .field") || field).scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });
}
