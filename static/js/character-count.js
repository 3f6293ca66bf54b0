// Say how much room is left in a text area with a maximum; the browser itself enforces it.
for (const area of document.querySelectorAll("textarea[maxlength]")) {
  const maximum = area.maxLength;
  const counter = document.createElement("p");
  counter.className = "field__count";
  counter.setAttribute("aria-live", "polite");
  area.after(counter);
  const update = () => {
    const left = maximum - area.value.length;
    // Quiet until it matters: a counter that speaks on every key is in the way.
    counter.textContent = left <= maximum / 4 ? `Nog ${left} ${left === 1 ? "teken" : "tekens"}` : "";
  };
  area.addEventListener("input", update);
  update();
}
