// The button that prints the page as it stands.
document.querySelector("button[name=print]")?.addEventListener("click", () => window.print());
