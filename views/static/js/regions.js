// A choice of places as two choices, the town and then its villages. The whole list stays and is what is sent; without this module it is shown.

function option(value, text) {
  const made = document.createElement("option");
  made.value = value;
  made.textContent = text;
  return made;
}

function cascade(whole) {
  const towns = [...whole.querySelectorAll("optgroup")];
  // A place that is not in the list can only be seen in the list itself.
  if (towns.length < 2 || (whole.value && whole.selectedOptions[0].parentElement === whole)) return;
  const label = document.querySelector(`label[for="${CSS.escape(whole.id)}"]`);
  const [town, village] = ["town", "village"].map((part) => {
    const made = document.createElement("select");
    made.className = "input";
    // A link of the error summary looks for this ending before it looks for the hidden list.
    made.id = `${whole.id}-${part === "town" ? "combo" : part}`;
    made.setAttribute("aria-label", `${label?.firstChild?.textContent ?? ""} ${part === "town" ? whole.dataset.town : whole.dataset.village}`);
    return made;
  });
  const held = towns.findIndex((group) => [...group.children].some((one) => one.value && one.value === whole.value));
  town.append(option("", whole.dataset.town), ...towns.map((group, at) => option(String(at), group.label)));
  town.value = held < 0 ? "" : String(held);

  function fill(value) {
    const own = town.value === "" ? [] : [...towns[Number(town.value)].children];
    const first = own[0]?.value.endsWith("000") ? own[0] : null;
    village.replaceChildren(option(first?.value ?? "", whole.dataset.village), ...own.filter((one) => one !== first).map((one) => option(one.value, one.textContent)));
    village.value = value;
    if (village.selectedIndex < 0) village.selectedIndex = 0;
    village.hidden = own.length < (first ? 2 : 1);
    whole.value = village.value;
  }

  fill(whole.value);
  town.addEventListener("change", () => fill(""));
  village.addEventListener("change", () => { whole.value = village.value; });
  const box = document.createElement("div");
  box.className = "cascade";
  box.append(town, village);
  whole.hidden = true;
  whole.after(box);
  if (label) label.htmlFor = town.id;
}

function begin(root) {
  for (const whole of root.querySelectorAll("select[data-kind=region]")) {
    if (!whole.closest("[data-rows-of]")) cascade(whole);
  }
}

begin(document);
document.addEventListener("redrawn", (event) => begin(event.detail));
