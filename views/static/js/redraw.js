// The counter lane drawn again in place: the form is posted in the background, and what was typed meanwhile goes over into the answer.

const isTicked = (control) => control.type === "checkbox" || control.type === "radio";
const stateOf = (control) => (isTicked(control) ? control.checked : control.value);
const named = (form) => [...form.elements].filter((control) => control.name && !["hidden", "submit", "button", "file"].includes(control.type));
const shape = (form) => [...new Set(named(form).map((control) => control.name))].sort().join(" ");

/** The control of a form that stands for one of another drawing of it: by its id, else by name and, of ticks and buttons, value. */
function twin(form, control) {
  if (control.id) return form.querySelector(`[id="${CSS.escape(control.id)}"]`);
  const byValue = isTicked(control) || control.type === "submit" ? `[value="${CSS.escape(control.value)}"]` : "";
  return control.name ? form.querySelector(`[name="${CSS.escape(control.name)}"]${byValue}`) : null;
}

function carryOver(form, fresh, sent) {
  for (const control of named(form)) {
    if (sent.get(control) === stateOf(control)) continue;
    const other = twin(fresh, control);
    if (!other) continue;
    if (isTicked(control)) other.checked = control.checked;
    else other.value = control.value;
  }
}

function putIn(form, page, sent) {
  const fresh = page.querySelector("[data-lane]");
  carryOver(form, fresh, sent);
  const at = document.activeElement, inside = form.contains(at);
  const caret = inside && typeof at.selectionStart === "number" ? [at.selectionStart, at.selectionEnd, at.selectionDirection] : null;
  const next = inside ? twin(fresh, at) : null;
  const scroll = [window.scrollX, window.scrollY];
  const siblings = [...fresh.parentElement.children], place = siblings.indexOf(fresh);
  for (const one of [...form.parentElement.children]) if (one !== form) one.remove();
  form.replaceChildren(...fresh.childNodes);
  form.before(...siblings.slice(0, place));
  form.after(...siblings.slice(place + 1));
  document.dispatchEvent(new CustomEvent("redrawn", { detail: form }));
  window.scrollTo(...scroll);
  if (!next) return;
  const seen = next.hidden ? (document.getElementById(`${next.id}-combo`) ?? next) : next;
  seen.focus({ preventScroll: true });
  if (caret && seen === next) next.setSelectionRange(...caret);
}

// A box of suggestions or a word that is being composed cannot go over: the answer waits until it is left.
const isBusy = (form, at, asked) => form.contains(at) && at !== asked && (at.dataset.composing !== undefined || at.matches("[aria-expanded=true], select"));

/** Draws a form again in the background whenever it is asked to. `button`: the submit that asks for the page; `done`: called after it. */
export function redrawing(form, done) {
  let running = null;

  document.addEventListener("compositionstart", (event) => { if (form.contains(event.target)) event.target.dataset.composing = ""; });
  document.addEventListener("compositionend", (event) => { delete event.target.dataset?.composing; });
  form.addEventListener("submit", () => running?.abort());

  function free(asked) {
    return new Promise((resolve) => {
      const look = () => (isBusy(form, document.activeElement, asked) ? setTimeout(look, 50) : resolve());
      look();
    });
  }

  async function again(asked) {
    running?.abort();
    const mine = (running = new AbortController());
    form.setAttribute("aria-busy", "true");
    const rest = () => { if (running === mine) { running = null; form.removeAttribute("aria-busy"); } };
    const sent = new Map(named(form).map((control) => [control, stateOf(control)]));
    const before = shape(form);
    const body = new FormData(form);
    body.set("act", "refresh");
    let page;
    try {
      const answer = await fetch(form.action, { method: "POST", body, signal: mine.signal, headers: { Accept: "text/html" } });
      if (answer.status === 423) { document.dispatchEvent(new CustomEvent("session:locked")); rest(); return; }
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (answer.redirected || ![200, 422].includes(answer.status) || !page.querySelector("[data-lane]")) throw new Error(String(answer.status));
      await free(asked);
    } catch (problem) {
      rest();
      // Out of reach, the page stays as it is and is asked for with the next change; signed out, the plain way shows why.
      if (!mine.signal.aborted && !(problem instanceof TypeError)) form.requestSubmit(form.querySelector("button[value=refresh]"));
      return;
    }
    if (mine.signal.aborted || form.dataset.sent) return;
    if (shape(form) !== before) { again(asked); return; } // a row came or went meanwhile: the answer is of another form
    putIn(form, page, sent);
    done(asked);
    rest();
  }

  return again;
}
