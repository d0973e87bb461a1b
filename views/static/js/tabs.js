// Turns the sections of a data-tabs box into tabs; without scripts they stand one under the other.

export function makeTabs() {
  document.querySelectorAll("[data-tabs]").forEach((box, number) => {
    const panels = [...box.querySelectorAll(":scope > [data-tab]")];
    if (panels.length > 1) tabs(box, panels, `tabs-${number}`);
  });
}

function tabs(box, panels, name) {
  const bar = document.createElement("div");
  bar.className = "tabs";
  bar.setAttribute("role", "tablist");
  bar.setAttribute("aria-label", "相关内容");
  const keys = panels.map((panel, place) => {
    const key = document.createElement("button");
    key.type = "button";
    key.id = `${name}-key-${place}`;
    key.setAttribute("role", "tab");
    key.textContent = panel.dataset.tab;
    panel.id ||= `${name}-panel-${place}`;
    key.setAttribute("aria-controls", panel.id);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", key.id);
    bar.append(key);
    return key;
  });
  const show = (place) => keys.forEach((key, each) => {
    key.setAttribute("aria-selected", String(each === place));
    key.tabIndex = each === place ? 0 : -1;
    panels[each].hidden = each !== place;
  });
  bar.addEventListener("click", (event) => { const at = keys.indexOf(event.target); if (at >= 0) show(at); });
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const at = (keys.indexOf(document.activeElement) + step + keys.length) % keys.length;
    show(at);
    keys[at].focus();
  });
  box.prepend(bar);
  show(0);
}
