// A long list of boxes to tick: finds by name, ticks all that are listed, and says how many are chosen.

document.querySelectorAll("[data-picks]").forEach((field) => {
  const bar = field.querySelector("[data-picks-bar]");
  const search = bar.querySelector("input");
  const count = bar.querySelector("[role=status]");
  const boxes = [...field.querySelectorAll("input[type=checkbox]")];
  const tell = () => {
    count.textContent = count.dataset.words.replace("{count}", String(boxes.filter((box) => box.checked).length));
  };
  const set = (wanted, on) => {
    wanted.forEach((box) => { box.checked = on; });
    tell();
  };
  const shown = () => boxes.filter((box) => !box.closest("label").hidden);
  search.addEventListener("input", () => {
    const words = search.value.trim().toLowerCase();
    boxes.forEach((box) => {
      const label = box.closest("label");
      label.hidden = !label.textContent.toLowerCase().includes(words);
    });
    field.querySelectorAll("[data-picks-group]").forEach((group) => {
      group.hidden = !group.querySelector("label:not([hidden])");
    });
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  bar.querySelector("[data-picks-all]").addEventListener("click", () => set(shown(), true));
  bar.querySelector("[data-picks-none]").addEventListener("click", () => set(boxes, false));
  field.addEventListener("change", tell);
  bar.hidden = false;
  tell();
});
