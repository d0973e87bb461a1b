// A text box with suggestions in place of a select. Two kinds:
//   select[data-url]      asks the server: GET <address>?q=… → {"results": [{"id", "text"}], "pagination": {"more": true}}
//   select[data-combobox], and any select of a form with more than LONG options, filters its own; data-find on an option
//                         adds words (pinyin, initials) that also match
// The select stays in the form, out of sight, and holds the value; a multiple select shows what is chosen as buttons that take it away.

const PAUSE = 180;
const LONG = 12;
let number = 0;

export function enhanceSelects(root) {
  for (const select of root.querySelectorAll("select[data-url], select[data-combobox], form[data-unsaved] select:not([data-plain])")) {
    const wanted = "url" in select.dataset || "combobox" in select.dataset || select.options.length > LONG;
    if (wanted && !select.dataset.enhanced) new Combobox(select);
  }
}

class Combobox {
  constructor(select) {
    this.select = select;
    this.url = select.dataset.url;
    this.list = element("ul", { className: "combo__list", id: `combo-${++number}`, hidden: true });
    set(this.list, { role: "listbox", "aria-label": "可选内容" });
    this.box = element("input", { type: "text", id: `${select.id}-combo`, className: select.className || "input", autocomplete: "off", disabled: select.disabled });
    this.box.placeholder = select.dataset.placeholder ?? "输入文字或拼音首字母查找";
    set(this.box, { role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": this.list.id });
    for (const name of ["aria-describedby", "aria-invalid"]) if (select.hasAttribute(name)) this.box.setAttribute(name, select.getAttribute(name));
    const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    if (label) label.htmlFor = this.box.id;
    this.said = element("span", { className: "unseen" });
    this.said.setAttribute("role", "status");
    const frame = element("div", { className: "combo" });
    select.before(frame);
    if (select.multiple) { this.chosen = element("div", { className: "combo__chosen" }); frame.append(this.chosen); }
    frame.append(this.box, this.list, this.said, select);
    select.hidden = true;
    select.dataset.enhanced = "yes";
    this.at = -1;
    this.show();
    this.listen();
  }

  listen() {
    this.box.addEventListener("input", () => { this.hurried = false; clearTimeout(this.timer); this.timer = setTimeout(() => this.find(), this.url ? PAUSE : 0); });
    this.box.addEventListener("click", () => this.find());
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("blur", () => { this.close(); this.show(); });
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.take(option);
    });
  }

  key(event) {
    if (event.isComposing || event.keyCode === 229) return;
    const options = this.options();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) { this.find(); return; }
      this.mark((this.at + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length);
    } else if (event.key === "Enter") {
      // Enter chooses. It goes to the form only where nothing is left to choose.
      const typed = this.box.value.trim();
      if (this.list.hidden && typed && typed === this.label()) return;
      event.preventDefault();
      if (!this.list.hidden && options[this.at] && typed === this.drawn) { this.take(options[this.at]); return; }
      event.stopPropagation();
      this.hurried = typed !== "";
      this.find();
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
      this.show();
    }
  }

  async find() {
    clearTimeout(this.timer);
    const typed = this.box.value.trim();
    const query = typed === this.label() ? "" : typed;
    const ticket = (this.ticket = (this.ticket ?? 0) + 1);
    let found;
    try {
      found = this.url ? await this.remote(query) : this.local(query);
    } catch {
      found = { results: [], trouble: "暂时查不到，请检查网络后再试" };
    }
    if (ticket === this.ticket && document.activeElement === this.box) { this.drawn = typed; this.draw(found); }
  }

  async remote(query) {
    const url = new URL(this.url, location.href);
    url.searchParams.set("q", query);
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    if (answer.status === 423) document.dispatchEvent(new CustomEvent("session:locked"));
    if (!answer.ok) throw new Error(String(answer.status));
    const { results, pagination } = await answer.json();
    return { results, more: Boolean(pagination?.more) };
  }

  local(query) {
    const words = query.toLowerCase();
    const results = [...this.select.options]
      .filter((option) => option.value && `${option.text} ${option.dataset.find ?? ""}`.toLowerCase().includes(words))
      .map((option) => ({ id: option.value, text: option.text }));
    return { results: results.slice(0, 50), more: results.length > 50 };
  }

  draw({ results, more, trouble }) {
    this.list.replaceChildren(...results.map(({ id, text }, place) => {
      const item = element("li", { id: `${this.list.id}-${place}`, textContent: text });
      item.setAttribute("role", "option");
      item.dataset.value = id;
      return item;
    }));
    const note = trouble ?? (results.length ? (more ? "还有更多，请再多输入几个字" : "") : "没有找到，请换一个说法");
    this.said.textContent = note || `找到 ${results.length} 项`;
    if (note) {
      const line = element("li", { textContent: note });
      line.setAttribute("role", "presentation");
      this.list.append(line);
    }
    this.list.hidden = false;
    this.box.setAttribute("aria-expanded", "true");
    this.mark(results.length && this.box.value.trim() ? 0 : -1);
    // Enter was quicker than the answer: one hit is the one that was meant, several are shown.
    if (this.hurried && results.length === 1 && !more) this.take(this.options()[0]);
    this.hurried = false;
  }

  options() { return [...this.list.querySelectorAll("[role=option]")]; }

  mark(place) {
    const options = this.options();
    this.at = place;
    options.forEach((option, each) => option.setAttribute("aria-selected", String(each === place)));
    if (options[place]) {
      this.box.setAttribute("aria-activedescendant", options[place].id);
      options[place].scrollIntoView({ block: "nearest" });
    } else this.box.removeAttribute("aria-activedescendant");
  }

  take(item) {
    let option = [...this.select.options].find((each) => each.value === item.dataset.value);
    if (!option) { option = new Option(item.textContent, item.dataset.value); this.select.add(option); }
    option.selected = true;
    this.close();
    this.show();
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  close() {
    clearTimeout(this.timer);
    this.ticket = (this.ticket ?? 0) + 1;
    this.list.hidden = true;
    this.at = -1;
    this.box.setAttribute("aria-expanded", "false");
    this.box.removeAttribute("aria-activedescendant");
    // An emptied box of a single select means: none.
    if (!this.select.multiple && this.box.value.trim() === "" && this.select.value !== "") {
      if (![...this.select.options].some((option) => option.value === "")) this.select.add(new Option("", ""), 0);
      this.select.value = "";
      this.select.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  label() {
    const option = this.select.selectedOptions[0];
    return !this.select.multiple && option?.value ? option.text : "";
  }

  show() {
    this.box.value = this.label();
    if (!this.chosen) return;
    this.chosen.replaceChildren(...[...this.select.selectedOptions].map((option) => {
      const button = element("button", { type: "button", className: "button button--small", textContent: `${option.text} ×` });
      button.setAttribute("aria-label", `移除 ${option.text}`);
      button.addEventListener("click", () => {
        option.selected = false;
        this.show();
        this.select.dispatchEvent(new Event("change", { bubbles: true }));
        this.box.focus();
      });
      return button;
    }));
  }
}

function element(name, properties) { return Object.assign(document.createElement(name), properties); }

function set(target, attributes) { for (const [name, value] of Object.entries(attributes)) target.setAttribute(name, value); }
