"use strict";
// One key a decision; selected words become source, cue, content or certainty.
document.documentElement.classList.add("js");
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || desk.find("dialog[open]")) return;
  if (event.target.closest("input, textarea, select")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const button = desk.find(`[data-key="${CSS.escape(event.key)}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

const context = desk.find(".context");
const form = desk.find("#decide");
if (context && form) {
  const field = form.elements.namedItem("spans");
  const first = field.value;
  const base = Number(context.dataset.start);
  const part = desk.find("[data-part]");
  const line = context.querySelector(".line");
  const told = desk.find(".legend");
  const spans = () => JSON.parse(field.value);
  const set = (value) => {
    field.value = JSON.stringify(value);
    paint();
  };
  // The line is cut anew at every edge: plain text and hidden characters, each piece with what it is part of.
  const pieces = [];
  const gather = (node) => {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) for (const character of child.data) pieces.push(document.createTextNode(character));
      else if (child.classList.contains("hid")) pieces.push(child.cloneNode(true));
      else gather(child);
    }
  };
  gather(line);
  const paint = () => {
    const now = Object.entries(spans());
    const out = document.createDocumentFragment();
    let open = null;
    let names = null;
    pieces.forEach((piece, n) => {
      const at = base + n;
      const here = now.filter(([, edges]) => edges.some(([a, b]) => a <= at && at < b)).map(([name]) => `m-${name}`).join(" ");
      if (here !== names) {
        open = here ? out.appendChild(Object.assign(document.createElement("span"), { className: here })) : out;
        names = here;
      }
      open.append(piece.cloneNode(true));
    });
    line.replaceChildren(out);
    line.normalize();
    form.classList.toggle("changed", field.value !== first);
  };
  const say = (words) => {
    let status = desk.find(".said-now");
    if (!status) {
      status = Object.assign(document.createElement("span"), { className: "said-now" });
      status.setAttribute("role", "status");
      told.append(status);
    }
    status.textContent = words;
  };
  for (const button of desk.all("[data-assign]")) {
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      const chosen = desk.selectedIn(context);
      const name = button.dataset.assign;
      if (!chosen) {
        if (name === "content") return say("Select words first.");
        const value = spans();
        value[name] = [];
        set(value);
        return say(`No ${name}.`);
      }
      const span = [base + chosen.start, base + chosen.end];
      const further = part.getAttribute("aria-pressed") === "true";
      const value = spans();
      value[name] = further ? [...value[name], span].sort((a, b) => a[0] - b[0]) : [span];
      part.setAttribute("aria-pressed", "false");
      getSelection().removeAllRanges();
      set(value);
      say(`The ${name} is now “${chosen.words.trim()}”.`);
    });
  }
  part.addEventListener("pointerdown", (event) => event.preventDefault());
  part.addEventListener("click", () => part.setAttribute("aria-pressed", String(part.getAttribute("aria-pressed") !== "true")));
  desk.find("[data-undo-spans]").addEventListener("click", () => {
    field.value = first;
    paint();
    say("As before.");
  });
}
