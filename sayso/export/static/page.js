"use strict";
// Links each card with its pieces of text, narrows both down, and moves cards down to the lines that they mark.
document.documentElement.classList.add("js");
const wide = matchMedia("(min-width: 58rem)");
const SVG = "http://www.w3.org/2000/svg";

for (const reading of document.querySelectorAll(".reading")) {
  const all = (selector) => [...reading.querySelectorAll(selector)];
  const cards = all(".card");
  const marked = all(".line [data-c]");
  const cardOf = new Map(cards.map((card) => [card.dataset.k, card]));
  const pieces = new Map(cards.map((card) => [card.dataset.k, []]));
  const claimsOf = (piece) => piece.dataset.c.split(" ");
  for (const piece of marked) for (const claim of claimsOf(piece)) pieces.get(claim)?.push(piece);
  const claimOfStop = (stop) => stop.getAttribute("aria-controls").split("-k")[1];
  const stopOf = new Map(all(".line [aria-controls]").map((stop) => [claimOfStop(stop), stop]));
  // A cue that two claims share is a stop for the first alone; the other's card takes its place in the order of tabs.
  for (const [claim, card] of cardOf) if (!stopOf.has(claim)) card.tabIndex = 0;
  const anchorOf = (claim) => stopOf.get(claim) ?? pieces.get(claim)[0];

  // What is shown: within a facet any choice may hold, across facets all must.
  const wanted = { s: new Set(), v: new Set(), r: new Set(), f: new Set(), x: new Set() };
  let quiet = false; // the outlet's own voice is off
  const isShown = (claim) => {
    const { dataset } = cardOf.get(claim);
    if (quiet && dataset.v === "outlet") return false;
    return Object.entries(wanted).every(
      ([facet, values]) => values.size === 0 || dataset[facet].split(" ").some((value) => values.has(value)),
    );
  };

  // Lit is what the pointer or focus is on; held stays lit until something else is chosen.
  let lit = [];
  let held = [];
  const same = (a, b) => a.length === b.length && a.every((claim, n) => claim === b[n]);
  const light = (claims) => {
    if (same(claims, lit)) return;
    for (const [old, on] of [[lit, false], [claims, true]]) {
      for (const claim of old) {
        cardOf.get(claim).classList.toggle("lit", on);
        for (const piece of pieces.get(claim)) {
          piece.classList.toggle("lit", on);
          piece.classList.toggle("own", on && claimsOf(piece)[0] === claim); // else it stands in one nested in this
        }
      }
    }
    lit = claims;
    tie();
  };
  const hold = (claims) => {
    for (const claim of held) cardOf.get(claim).classList.remove("held", "sheet");
    held = claims;
    for (const claim of held) cardOf.get(claim).classList.add("held");
    const first = held.length ? cardOf.get(held[0]) : null;
    if (first && !wide.matches && !first.parentElement.classList.contains("open")) first.classList.add("sheet");
    light(claims);
    tell();
  };
  const status = reading.querySelector(".status");
  const tell = (words) => {
    const shown = cards.filter((card) => isShown(card.dataset.k)).length;
    const total = cards.length === 1 ? "1 claim" : `${cards.length} claims`;
    const told = words ?? (shown === cards.length ? total : `${shown} of ${total} shown`);
    if (status && status.textContent !== told) status.textContent = told;
  };
  const claimsAt = (target) => {
    const card = target.closest(".card");
    if (card) return [card.dataset.k];
    const piece = target.closest(".line [data-c]");
    return piece ? claimsOf(piece).filter(isShown).slice(0, Number(piece.dataset.n ?? 1)) : [];
  };
  const inView = (element) => {
    const box = element.getBoundingClientRect();
    return box.bottom > 60 && box.top < innerHeight;
  };
  const show = (element) => {
    if (element && element.offsetParent && !inView(element)) element.scrollIntoView({ block: "center" });
  };

  // A line from each lit claim's cue, along its text line, to its card.
  const text = reading.querySelector(".text");
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "tie");
  svg.setAttribute("aria-hidden", "true");
  text.append(svg);
  const tie = () => {
    svg.replaceChildren();
    if (!wide.matches) return;
    const origin = text.getBoundingClientRect();
    for (const claim of lit) {
      const anchor = anchorOf(claim);
      if (!anchor) continue;
      const card = cardOf.get(claim);
      const [from] = anchor.getClientRects();
      const to = card.getBoundingClientRect();
      const edge = anchor.closest(".line").getBoundingClientRect().right + 6;
      const path = document.createElementNS(SVG, "path");
      const [x, y] = [from.right - origin.left, from.bottom - origin.top + 1];
      const [endX, endY] = [to.left - origin.left, to.top - origin.top + Math.min(14, to.height / 2)];
      path.setAttribute("d", `M${x} ${y}H${edge - origin.left}L${endX - 10} ${endY}H${endX}`);
      path.setAttribute("class", `u${card.dataset.s} is-${card.dataset.v}`);
      svg.append(path);
    }
  };

  reading.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const claims = claimsAt(event.target);
    light(claims.length ? claims : held);
  });
  reading.addEventListener("pointerleave", () => light(held));
  reading.addEventListener("focusin", (event) => {
    const stop = event.target;
    if (stop.matches(".line [aria-controls]")) hold([claimOfStop(stop)]);
    else if (stop.closest(".card")) hold(claimsAt(stop));
  });
  reading.addEventListener("click", (event) => {
    if (event.target.closest("a, button, summary, .head")) return;
    const claims = claimsAt(event.target);
    hold(claims);
    if (!claims.length) return;
    // A press without a pointer comes from assistive technology: it goes on to the card, as Enter does.
    if (event.detail === 0 && event.target.matches(".line [aria-controls]")) cardOf.get(claims[0]).focus();
    else if (event.target.closest(".card:not(.sheet)")) show(anchorOf(claims[0]));
    else if (wide.matches) show(cardOf.get(claims[0]));
  });
  const leave = () => {
    const card = document.activeElement?.closest(".card");
    if (card && reading.contains(card)) stopOf.get(card.dataset.k)?.focus();
    hold([]);
  };
  reading.addEventListener("keydown", (event) => {
    const stop = event.target;
    if (event.key === "Escape") leave();
    if (event.key !== "Enter" && event.key !== " ") return;
    if (stop.matches(".line [aria-controls]")) cardOf.get(claimOfStop(stop)).focus();
    else if (stop.matches(".card")) stopOf.get(stop.dataset.k)?.focus();
    else return;
    event.preventDefault();
  });
  for (const link of all(".inside, .jump")) {
    link.addEventListener("click", (event) => {
      const card = document.getElementById(link.hash.slice(1));
      if (!isShown(card.dataset.k)) clear();
      event.preventDefault();
      hold([card.dataset.k]);
      card.focus({ preventScroll: true });
      (wide.matches ? card : anchorOf(card.dataset.k) ?? card).scrollIntoView({ block: "center" });
    });
  }
  for (const fold of all(".fold")) {
    fold.addEventListener("click", () => {
      const open = fold.parentElement.classList.toggle("open");
      fold.setAttribute("aria-expanded", String(open));
      hold([]);
    });
  }

  // Steps through what is shown, from where the reader is: the held claim, else the first in view.
  for (const step of all(".step")) {
    step.addEventListener("click", () => {
      const shown = cards.filter((card) => isShown(card.dataset.k));
      const by = Number(step.dataset.by);
      let at = shown.findIndex((card) => card.dataset.k === held[0]);
      if (at < 0) {
        const below = shown.findIndex((card) => anchorOf(card.dataset.k)?.getBoundingClientRect().top > 60);
        at = by > 0 ? (below < 0 ? shown.length : below) - 1 : below < 0 ? shown.length : below;
      }
      const next = shown[at + by];
      if (!next) return;
      hold([next.dataset.k]);
      tell(`Claim ${at + by + 1} of ${shown.length}`);
      (anchorOf(next.dataset.k) ?? next).scrollIntoView({ block: "center" });
    });
  }

  const cleared = reading.querySelector(".clear");
  const refresh = () => {
    const shown = new Set(cards.map((card) => card.dataset.k).filter(isShown));
    const filtered = Object.values(wanted).some((values) => values.size > 0);
    reading.classList.toggle("filtered", filtered);
    for (const [claim, card] of cardOf) card.classList.toggle("faded", !shown.has(claim));
    for (const piece of marked) piece.classList.toggle("faded", !claimsOf(piece).some((claim) => shown.has(claim)));
    for (const [claim, stop] of stopOf) stop.tabIndex = shown.has(claim) ? 0 : -1;
    for (const fold of all(".fold")) {
      const left = fold.parentElement.querySelectorAll(".card:not(.faded)").length;
      fold.hidden = left === 0;
      fold.textContent = left === 1 ? "1 claim" : `${left} claims`;
    }
    cleared.hidden = !filtered;
    for (const pick of all(".pick")) pick.setAttribute("aria-pressed", String(wanted[pick.dataset.facet].has(pick.dataset.value)));
    hold([]);
    place();
  };
  const clear = () => {
    for (const values of Object.values(wanted)) values.clear();
    if (quiet) reading.querySelector(".switch").click();
    else refresh();
  };
  for (const pick of all(".pick")) {
    pick.addEventListener("click", () => {
      const values = wanted[pick.dataset.facet];
      if (!values.delete(pick.dataset.value)) values.add(pick.dataset.value);
      refresh();
    });
  }
  cleared?.addEventListener("click", () => {
    for (const values of Object.values(wanted)) values.clear();
    refresh();
    reading.querySelector(".step").focus();
  });
  for (const outlet of all(".switch")) {
    outlet.addEventListener("click", () => {
      quiet = !quiet;
      outlet.setAttribute("aria-checked", String(!quiet));
      refresh();
    });
  }

  // Cards are stacked by the grid; here each is let down to its own line, as far as its paragraph leaves room.
  const place = () => {
    for (const card of cards) card.style.marginTop = "";
    const moves = [];
    for (const row of wide.matches ? all(".row") : []) {
      const [line, beside] = row.children;
      const shown = [...beside.children].filter((card) => card.matches(".card:not(.faded)"));
      if (!shown.length) continue;
      let room = line.getBoundingClientRect().bottom - shown.at(-1).getBoundingClientRect().bottom;
      let shift = 0;
      for (const card of shown) {
        const anchor = anchorOf(card.dataset.k);
        if (room <= 0 || !anchor) continue;
        const move = Math.min(Math.max(anchor.getBoundingClientRect().top - card.getBoundingClientRect().top - shift, 0), room);
        room -= move;
        shift += move;
        if (move > 1) moves.push([card, move]);
      }
    }
    for (const [card, move] of moves) card.style.marginTop = `${move}px`;
    tie();
  };
  let waiting = 0;
  addEventListener("resize", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => {
      hold(held);
      place();
    });
  });
  place();
}
