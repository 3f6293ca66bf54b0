// Signing in with a passkey can fail quietly (cancelled, no key, wrong device): say so where people look.
const place = document.querySelector("[data-passkey-error]");

document.addEventListener("allauth.error", (event) => {
  if (!place) return;
  event.preventDefault();
  place.hidden = false;
  place.textContent = place.dataset.passkeyError;
});
