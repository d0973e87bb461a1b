// What a search box may mean, while it is typed in: a list under the box. Without scripts, or without an answer, the box just searches.

const WAIT = 180;
const MOST = 8;
const LOOK = new URL("../css/components/suggest.css", import.meta.url);

// The list's own style sheet: a page that only shows its box need not wait for it.
function dress() {
  if (document.querySelector(`link[href="${LOOK}"]`)) return;
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = LOOK;
  document.head.append(sheet);
}

export function suggest(box) {
  dress();
  const form = box.form;
  const list = document.createElement("ul");
  const said = document.createElement("p");
  list.id = `${box.id}-suggested`;
  list.className = "seek__list";
  list.lang = "zh-CN";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.list);
  said.className = "unseen";
  said.setAttribute("role", "status");
  form.append(list, said);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]])
    box.setAttribute(name, value);

  let timer = 0;
  let asked = null;
  let at = -1;

  const choose = (number) => {
    at = number;
    [...list.children].forEach((one, index) => one.setAttribute("aria-selected", String(index === at)));
    if (at < 0) return box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  };
  const shut = () => {
    clearTimeout(timer);
    asked?.abort();
    list.hidden = true;
    said.textContent = "";
    choose(-1);
    box.setAttribute("aria-expanded", "false");
  };
  const show = (hits) => {
    list.replaceChildren(...hits.map((hit, index) => option(hit, `${list.id}-${index}`)));
    choose(-1);
    if (!hits.length) return shut();
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    said.textContent = box.dataset.said.replace("{count}", hits.length);
  };
  const option = (hit, id) => {
    const line = document.createElement("li");
    const link = document.createElement("a");
    line.id = id;
    line.setAttribute("role", "option");
    link.href = hit.url;
    link.tabIndex = -1;
    link.textContent = hit.name;
    line.append(link);
    if (hit.why) {
      const why = document.createElement("small");
      why.textContent = hit.why;
      link.append(" ", why);
    }
    return line;
  };
  const ask = async () => {
    const query = box.value.trim();
    asked?.abort();
    if (!query) return shut();
    asked = new AbortController();
    const address = new URL(box.dataset.suggest, location.href);
    for (const [name, value] of kept(form)) address.searchParams.append(name, value);
    address.searchParams.set("q", query);
    try {
      const answer = await fetch(address, { signal: asked.signal });
      if (!answer.ok) return shut();
      const found = await answer.json();
      if (box.value.trim() !== query || document.activeElement !== box) return;
      show([
        ...(found.matters ?? []).map((one) => ({ ...one, url: page(form, "bundles", one.code) })),
        ...found.items.map((one) => ({ ...one, url: page(form, "items", one.code) })),
      ].slice(0, MOST));
    } catch (fault) {
      if (fault.name !== "AbortError") shut(); // no network, or a copy of the site as plain files
    }
  };

  box.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(ask, WAIT);
  });
  box.addEventListener("compositionend", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
  box.addEventListener("blur", shut);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus, so the list stays for the click
  box.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const count = list.children.length;
    if (event.key === "ArrowDown") choose(at + 1 < count ? at + 1 : -1);
    else if (event.key === "ArrowUp") choose(at < 0 ? count - 1 : at - 1);
    else if (event.key === "Enter" && at >= 0) location.href = list.children[at].firstChild.href;
    else if (event.key === "Escape") shut();
    else return;
    event.preventDefault();
  });
}

/** What the form sends beside the words: place, language, size. */
function kept(form) {
  return [...new FormData(form)].filter(([name]) => name !== "q");
}

function page(form, kind, code) {
  const address = new URL(form.action.replace(/items$/, `${kind}/${encodeURIComponent(code)}`));
  for (const [name, value] of kept(form)) address.searchParams.append(name, value);
  return address.href;
}

for (const box of document.querySelectorAll("[data-suggest]")) suggest(box);
