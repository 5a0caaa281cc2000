"use strict";
// Keys that every page knows, forms that send themselves, and links to what is selected in an article.
const find = (selector) => document.querySelector(selector);
const all = (selector) => [...document.querySelectorAll(selector)];
const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

// Items of a list: j and k go through them, Enter opens.
const items = all("[data-item]");
let at = -1;
const go = (to) => {
  if (!items.length) return;
  items[at]?.classList.remove("at-hand");
  at = Math.min(Math.max(to, 0), items.length - 1);
  const item = items[at];
  item.classList.add("at-hand");
  const link = item.querySelector("[data-open]") ?? item.querySelector("a");
  link?.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
};
const PLACES = { t: "/", q: "/questions", s: "/sources", a: "/articles", p: "/predictions", m: "/map", r: "/review" };
let leads = false;
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || find("dialog[open]")) return;
  if (leads && PLACES[event.key]) {
    location.href = PLACES[event.key];
    leads = false;
    return;
  }
  leads = event.key === "g";
  if (event.key === "/") {
    find("#ask")?.focus();
    find("#ask")?.select();
    event.preventDefault();
  } else if (event.key === "?") find(".keys")?.showModal();
  else if (event.key === "j") go(at + 1);
  else if (event.key === "k") go(at - 1);
  else if (event.key === "n") find('.step[data-by="1"]')?.click();
  else if (event.key === "p" && !leads) find('.step[data-by="-1"]')?.click();
});
for (const button of all("[data-keys-open]")) button.addEventListener("click", () => find(".keys").showModal());

// Filters send themselves when a value is chosen; what is empty stays out of the address.
for (const form of all("form[data-auto]")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("input[type=checkbox], input[type=radio], select")) form.requestSubmit();
  });
  form.addEventListener("submit", () => {
    for (const field of form.querySelectorAll("input, select")) if (!field.value) field.disabled = true;
  });
}
addEventListener("pageshow", () => {
  for (const field of all("form[data-auto] :disabled")) field.disabled = false;
});

if (matchMedia("(max-width: 57.99rem)").matches) for (const fold of all(".side-fold")) fold.open = false;

// Offsets into an article's text, in code points: each hidden character stands as a mark of its own.
const charactersIn = (node) => {
  if (node.nodeType === Node.TEXT_NODE) return [...node.data].length;
  if (node.classList?.contains("hid")) return 1;
  return [...node.childNodes].reduce((sum, child) => sum + charactersIn(child), 0);
};
const placeOf = (root, container, offset) => {
  let sum = 0;
  const walk = (node) => {
    if (node === container) {
      if (node.nodeType === Node.TEXT_NODE) sum += node.parentElement.closest(".hid") ? 0 : [...node.data.slice(0, offset)].length;
      else for (const child of [...node.childNodes].slice(0, offset)) sum += charactersIn(child);
      return true;
    }
    if (node.nodeType === Node.TEXT_NODE || (node.classList?.contains("hid") && !node.contains(container))) {
      sum += charactersIn(node);
      return false;
    }
    return [...node.childNodes].some(walk);
  };
  for (const line of root.querySelectorAll(".line")) if (walk(line)) return sum;
  return null;
};
const selectedIn = (root) => {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!root.contains(range.startContainer) || !root.contains(range.endContainer)) return null;
  const start = placeOf(root, range.startContainer, range.startOffset);
  const end = placeOf(root, range.endContainer, range.endOffset);
  return start === null || end === null || end <= start ? null : { start, end, words: selection.toString(), box: range.getBoundingClientRect() };
};
globalThis.desk = { find, all, selectedIn };

const text = find(".on-article .text");
const offer = find(".pick-link");
if (text && offer) {
  document.addEventListener("selectionchange", () => {
    const chosen = selectedIn(text);
    offer.hidden = !chosen;
    if (!chosen) return;
    offer.style.left = `${Math.max(8, chosen.box.left + scrollX)}px`;
    offer.style.top = `${chosen.box.bottom + scrollY + 8}px`;
    offer.dataset.at = `${chosen.start}-${chosen.end}`;
  });
  offer.querySelector("button").addEventListener("pointerdown", (event) => event.preventDefault());
  offer.querySelector("button").addEventListener("click", async () => {
    const address = new URL(location.pathname, location.origin);
    address.searchParams.set("at", offer.dataset.at);
    address.hash = "at";
    history.replaceState(null, "", address);
    try {
      await navigator.clipboard.writeText(address.href);
      offer.querySelector("button").textContent = "Copied";
    } catch {
      offer.querySelector("button").textContent = "The link is in the address bar";
    }
    setTimeout(() => (offer.querySelector("button").textContent = "Copy link to these words"), 2000);
  });
}
// A claim that is linked to is held, once the article's own script has run.
addEventListener("load", () => {
  const card = /^#r0-k\d+$/.test(location.hash) ? document.getElementById(location.hash.slice(1)) : null;
  card?.focus();
  card?.scrollIntoView({ block: "center" });
});
// On a narrow screen the places of the desk scroll sideways: the present one is in sight.
const here = find(".nav [aria-current]");
if (here) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft - 24;
