// Posting a form in the background, one post after the other, without losing what is typed while an answer is on its way.

export class SignedOut extends Error {}

const CHOICE = /^r\.(\d+)\.choice\.(\d+)$/;

function controls(form) {
  return [...form.elements].filter((one) => one.matches("input, select, textarea") && !["hidden", "file", "submit"].includes(one.type));
}

// A choice is known by its key: its place changes when another one is moved or deleted.
function identity(form, control) {
  const [, row, place] = CHOICE.exec(control.name) ?? [];
  const key = row && form.elements[`r.${row}.choice_key.${place}`]?.value;
  if (key) return `r.${row}.choice=${key}`;
  // A box of a row is known by its name: its id may follow a key that follows what is typed.
  if (control.name.startsWith("r.") && !isTicked(control)) return control.name;
  return control.id || (["checkbox", "radio"].includes(control.type) ? `${control.name}=${control.value}` : control.name);
}

const isTicked = (control) => ["checkbox", "radio"].includes(control.type);
const held = (control) => (isTicked(control) ? control.checked : control.value);

/** What stands in every control now. */
export function typed(form) {
  return new Map(controls(form).map((one) => [identity(form, one), held(one)]));
}

/** Run `draw`, which replaces parts of the form, and put back what was typed since `sent`, with the cursor in it.
 *  Returns: whether anything was, and whether the cursor stands in a box that somebody went to since. */
export function keeping(form, sent, before, draw) {
  const active = form.contains(document.activeElement) && document.activeElement.matches("input, select, textarea") ? document.activeElement : null;
  const at = active && identity(form, active);
  const isHere = Boolean(active) && (active !== before || (sent.has(at) && sent.get(at) !== held(active)));
  const caret = active && typeof active.selectionStart === "number" ? [active.selectionStart, active.selectionEnd] : null;
  const newer = [...typed(form)].filter(([id, value]) => sent.has(id) && sent.get(id) !== value);
  draw();
  const fresh = new Map(controls(form).map((one) => [identity(form, one), one]));
  for (const [id, value] of newer) {
    const control = fresh.get(id);
    if (!control || held(control) === value) continue;
    if (isTicked(control)) control.checked = value;
    else if (control.type !== "select-one" || [...control.options].some((one) => one.value === value)) control.value = value;
  }
  const again = at && fresh.get(at);
  const focus = () => {
    if (!again) return false;
    if (document.activeElement !== again) again.focus({ preventScroll: true });
    if (caret) again.setSelectionRange(...caret);
    return true;
  };
  return { isNewer: newer.length > 0, stay: isHere && focus(), focus };
}

/** The page that answers a button. `more`: what goes along; `told`: statuses that bring a page too. Fails with SignedOut, or as fetch does. */
export async function send(form, act, more = {}, told = []) {
  for (let isSecond = false; ; isSecond = true) {
    const sent = new URLSearchParams(new FormData(form));
    sent.set("act", act);
    for (const [name, value] of Object.entries(more)) sent.set(name, value);
    const answer = await fetch(form.action, { method: "POST", body: sent, credentials: "same-origin" });
    if ((answer.ok || told.includes(answer.status)) && !answer.redirected) return new DOMParser().parseFromString(await answer.text(), "text/html");
    if (isSecond) throw new Error(`answered ${answer.status}`);
    await admit();
  }
}

/** Ask whether the author of this page is still signed in, and take the token of his session, which may be a new one. */
export async function admit() {
  const door = document.getElementById("lock");
  const answer = await fetch(door.dataset.stateUrl, { credentials: "same-origin", cache: "no-store" });
  if (!answer.ok) throw new Error(`answered ${answer.status}`);
  const { author, open, csrf } = await answer.json();
  if (author !== door.dataset.author) throw new SignedOut();
  if (!open) {
    document.dispatchEvent(new Event("session:locked"));
    throw new SignedOut();
  }
  for (const token of document.querySelectorAll("input[name=csrf_token]")) token.value = csrf;
}

let chain = Promise.resolve();

/** One job after the other, each finding the form as the one before left it. */
export function enqueue(job, failed) {
  chain = chain.then(job).catch(failed);
  return chain;
}
