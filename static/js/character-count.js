// Say how much room is left in a text area with a maximum, or how much there is too much: nothing is cut off.
for (const area of document.querySelectorAll("textarea[data-maximum]")) {
  const maximum = Number(area.dataset.maximum);
  const counter = document.createElement("p");
  counter.className = "field__count";
  counter.setAttribute("aria-live", "polite");
  area.after(counter);
  const update = () => {
    const left = maximum - area.value.length;
    const many = Math.abs(left) === 1 ? "teken" : "tekens";
    // Quiet until it matters: a counter that speaks on every key is in the way.
    counter.textContent = left < 0 ? `${-left} ${many} te veel` : left <= maximum / 4 ? `Nog ${left} ${many}` : "";
  };
  area.addEventListener("input", update);
  update();
}
