// "Namen verbergen": initials instead of names while a screen is shared. Remembered for this tab only.
// A classic script right after its button (the hide_names_button tag): it runs before the names after it are painted.
(() => {
  const KEY = "names-hidden";
  const buttons = document.querySelectorAll("[data-hide-names]");

  function show(hidden) {
    document.documentElement.classList.toggle("names-hidden", hidden);
    for (const button of buttons) button.setAttribute("aria-pressed", String(hidden));
  }

  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const hidden = button.getAttribute("aria-pressed") !== "true";
      sessionStorage.setItem(KEY, hidden ? "1" : "");
      show(hidden);
    });
  }
  show(buttons.length > 0 && sessionStorage.getItem(KEY) === "1");
})();
