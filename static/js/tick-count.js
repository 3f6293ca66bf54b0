// The button says how many rows are ticked; the server counts again.
for (const form of document.querySelectorAll("form[data-tick-count]")) {
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const label = form.querySelector("button[type=submit] .nl-button__label");
  if (!label) continue;
  form.addEventListener("change", () => {
    const count = boxes.filter((box) => box.checked).length;
    label.textContent = label.textContent.replace(/^\d+ leerling(en)?/, `${count} ${count === 1 ? "leerling" : "leerlingen"}`);
  });
}
