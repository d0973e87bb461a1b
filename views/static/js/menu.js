// The folding menu on a phone, and which wings and headings the reader opened or shut; what a page opens by itself is not kept.

export function openMenu() {
  const button = document.querySelector("[data-menu]");
  const side = document.getElementById("side");
  if (!button || !side) return;
  const show = (open) => {
    side.classList.toggle("is-open", open);
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", () => show(!side.classList.contains("is-open")));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && side.classList.contains("is-open")) { show(false); button.focus(); }
  });

  for (const wing of side.querySelectorAll("details[data-remember]")) {
    const slot = `wing:${wing.dataset.remember}`;
    if (localStorage.getItem(slot) === "open") wing.open = true;
    wing.querySelector("summary").addEventListener("click", () => localStorage.setItem(slot, wing.open ? "shut" : "open"));
  }
}
