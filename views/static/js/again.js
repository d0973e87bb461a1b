// Sends what was typed before the lock on its way, once.
document.querySelector("form[data-again]")?.requestSubmit();
