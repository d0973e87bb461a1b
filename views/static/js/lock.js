// The lock over a page in place: after idle time or on the button. What was typed stays in the page behind it, unseen, until its
// author is back; nothing of it is sent or stored. Tabs of one browser lock and open together; a tab opens for its own author alone.

const AT = "banshitai:active"; // when somebody last touched any tab of this browser: a time, nothing else
const CALL = "banshitai:lock"; // "look again", said to the other tabs
const LOOK_EVERY = 15_000;
const TELL_EVERY = 240_000;

export function watchLock() {
  const dialog = document.getElementById("lock");
  if (!dialog) return;
  const lock = new Lock(dialog);
  lock.listen();
}

class Lock {
  constructor(dialog) {
    this.dialog = dialog;
    this.form = dialog.querySelector("[data-lock-form]");
    this.secret = dialog.querySelector("[name=secret]");
    this.fault = dialog.querySelector("[data-lock-fault]");
    this.change = dialog.querySelector("[data-change-form]");
    this.changed = dialog.querySelector("[data-changed]");
    this.changeFault = dialog.querySelector("[data-change-fault]");
    this.idle = Number(dialog.dataset.idle) * 1000;
    this.title = document.title;
    this.told = Date.now();
    this.touched = Date.now();
    localStorage.setItem(AT, String(this.touched));
  }

  get isLocked() {
    return this.dialog.open;
  }

  listen() {
    for (const kind of ["keydown", "pointerdown", "wheel", "input"]) {
      document.addEventListener(kind, () => this.touch(), { capture: true, passive: true });
    }
    setInterval(() => this.watch(), LOOK_EVERY);
    window.addEventListener("storage", (event) => { if (event.key === CALL) this.look(); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.watch(true); });
    window.addEventListener("pageshow", (event) => { if (event.persisted) this.look(); });
    document.addEventListener("session:locked", () => this.close());
    for (const form of document.querySelectorAll("form[data-lock]")) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.lock(Boolean(event.submitter?.name));
      });
    }
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.unlock();
    });
    this.dialog.querySelector("[data-lock-other]")?.addEventListener("click", () => this.show(this.change));
    for (const button of this.dialog.querySelectorAll("[data-change-back]")) button.addEventListener("click", () => this.show(this.form));
    this.change?.addEventListener("submit", (event) => {
      event.preventDefault();
      this.changeClerk();
    });
    this.dialog.addEventListener("cancel", (event) => event.preventDefault());
    this.dialog.addEventListener("close", () => { if (document.documentElement.classList.contains("is-locked")) this.close(); });
  }

  touch() {
    if (this.isLocked) return;
    const now = Date.now();
    if (now - this.touched < 1000) return;
    this.touched = now;
    localStorage.setItem(AT, String(now));
    // Somebody who types for long sends nothing: the server is told that he is there.
    if (now - this.told > TELL_EVERY) this.look();
  }

  watch(seen = false) {
    if (this.isLocked) { if (seen) this.look(); return; }
    const last = Math.max(this.touched, Number(localStorage.getItem(AT)) || 0);
    if (Date.now() - last >= this.idle) this.lock(false);
  }

  // Cover the page. The cover comes first: it must not wait for the network.
  close() {
    document.documentElement.classList.add("is-locked");
    if (!this.isLocked) {
      this.behind = document.activeElement;
      this.dialog.showModal();
    }
    document.title = this.dialog.querySelector("h2").textContent;
    this.secret.value = "";
    this.show(this.form);
  }

  // One of the faces of the layer: unlocking, another's name and password, or where he goes on.
  show(face) {
    for (const each of [this.form, this.change, this.changed]) if (each) each.hidden = each !== face;
    this.change?.reset();
    if (this.changeFault) this.changeFault.textContent = "";
    face.querySelector("input, a")?.focus();
  }

  open(csrf) {
    for (const token of document.querySelectorAll("input[name=csrf_token]")) token.value = csrf;
    document.documentElement.classList.remove("is-locked");
    this.dialog.close();
    document.title = this.title;
    this.say("");
    this.touched = this.told = Date.now();
    localStorage.setItem(AT, String(this.touched));
    this.behind?.focus?.();
  }

  async lock(forAnother) {
    this.close();
    if (forAnother && this.change) this.show(this.change);
    this.locking = this.lockOnServer();
    await this.locking;
  }

  async lockOnServer() {
    try {
      const { csrf, author } = await this.state();
      if (author === this.dialog.dataset.author) await this.post(this.dialog.dataset.lockUrl, { csrf_token: csrf });
      this.callOthers();
    } catch { /* without the network the page is covered all the same, and the server locks by its own clock */ }
  }

  async unlock() {
    this.say("");
    try {
      const { csrf } = await this.state();
      const answer = await this.post(this.dialog.dataset.unlockUrl, {
        csrf_token: csrf, author: this.dialog.dataset.author, secret: this.secret.value,
      });
      const told = await answer.json();
      if (answer.ok) { await this.look(); this.callOthers(); return; }
      this.say(told.sentence ?? "没有解锁，请再试一次");
    } catch {
      this.say("连不上服务器，请检查网络后再试；填写的内容都还在");
    }
    this.secret.value = "";
    this.secret.focus();
  }

  // Another signs in on the same layer. What was typed is its author's: where there is any, the page stays as it is behind the lock.
  async changeClerk() {
    this.changeFault.textContent = "";
    const { username, password } = Object.fromEntries(new FormData(this.change));
    this.change.elements.password.value = "";
    try {
      await this.locking; // a session that is still open would send him who signs in to its own home
      const { csrf } = await this.state();
      const answer = await this.post(this.change.action, { csrf_token: csrf, username, password });
      const told = await answer.json();
      if (answer.ok) {
        this.callOthers();
        if (!document.querySelector("form[data-dirty]")) { location.assign(told.next); return; }
        this.dialog.querySelector("[data-changed-on]").href = told.next;
        this.show(this.changed);
        await this.look();
        return;
      }
      this.changeFault.textContent = told.sentence ?? "没有登录，请再试一次";
    } catch {
      this.changeFault.textContent = "连不上服务器，请检查网络后再试；填写的内容都还在";
    }
    this.change.elements.password.focus();
  }

  // Whose session is it now, and is it open?
  async look() {
    try {
      const { author, open, csrf } = await this.state();
      this.told = Date.now();
      if (open && author === this.dialog.dataset.author) { if (this.isLocked) this.open(csrf); }
      else if (!this.isLocked) this.close();
    } catch { /* no answer changes nothing */ }
  }

  async state() {
    const answer = await fetch(this.dialog.dataset.stateUrl, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  post(url, fields) {
    return fetch(url, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(fields) });
  }

  callOthers() {
    localStorage.setItem(CALL, String(Date.now()));
  }

  say(words) {
    this.fault.textContent = words;
    this.secret.toggleAttribute("aria-invalid", Boolean(words));
  }
}
