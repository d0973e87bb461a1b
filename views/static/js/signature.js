// A signature by finger, pen or mouse: a box to write in, whose picture goes into the file control that stands there anyway.
// Without scripts, or by keyboard, a picture of the signature is chosen as any file is.

const WIDTH = 600, HEIGHT = 200, LINE = 3;

function place(canvas, event) {
  const box = canvas.getBoundingClientRect();
  return [(event.clientX - box.left) * (canvas.width / box.width), (event.clientY - box.top) * (canvas.height / box.height)];
}

function button(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button--plain button--small";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

function pad(group) {
  const file = group.querySelector("input[type=file]");
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", group.dataset.sayDraw);
  const pen = canvas.getContext("2d");
  let written = false;

  const clear = () => {
    pen.fillStyle = "white";
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    Object.assign(pen, { strokeStyle: "black", lineWidth: LINE, lineCap: "round", lineJoin: "round" });
    written = false;
    use.disabled = true;
  };
  const use = button(group.dataset.sayUse, () => {
    if (!written) return;
    canvas.toBlob((picture) => {
      const held = new DataTransfer();
      held.items.add(new File([picture], "签名.png", { type: "image/png" }));
      file.files = held.files;
      file.dispatchEvent(new Event("change", { bubbles: true }));
    }, "image/png");
  });

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...place(canvas, event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    pen.lineTo(...place(canvas, event));
    pen.stroke();
    written = true;
    use.disabled = false;
  });

  const acts = document.createElement("div");
  acts.className = "buttons";
  acts.append(use, button(group.dataset.sayClear, clear));
  clear();
  group.querySelector(".staged__add").before(canvas, acts);
}

function begin(root) {
  for (const group of root.querySelectorAll("[data-signature]")) pad(group);
}

begin(document);
document.addEventListener("redrawn", (event) => begin(event.detail));
