// Type part of a name to shorten a long list of ticks or links. What is ticked stays in sight; the box is never sent.
for (const place of document.querySelectorAll("[data-find]")) {
  const rows = [...place.querySelectorAll(".choice, .name-list > li")];
  const choices = place.querySelector(".choices, .name-list");
  if (rows.length < 8 || !choices) continue;
  const label = document.createElement("label");
  const input = document.createElement("input");
  const found = document.createElement("p");
  input.type = "search";
  input.className = "utrecht-textbox utrecht-textbox--html-input input--medium";
  input.autocomplete = "off";
  label.className = "pick-list__find";
  label.append(place.dataset.find, input);
  found.className = "muted small";
  found.setAttribute("role", "status");
  choices.before(label, found);
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const show = () => {
    const wanted = plain(input.value.trim());
    let count = 0;
    for (const row of rows) {
      const fits = plain(row.textContent).includes(wanted);
      row.hidden = !fits && !row.querySelector("input")?.checked;
      count += fits ? 1 : 0;
    }
    found.textContent = wanted ? `${count} gevonden` : "";
  };
  input.addEventListener("input", show);
  // Enter in this box must not save the contact.
  input.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
}
