"use strict";
// Links each card with its pieces of text, filters by speaker, and moves cards down to the lines that they mark.
for (const reading of document.querySelectorAll(".reading")) {
  const cards = [...reading.querySelectorAll(".card")];
  const pieces = new Map(cards.map((card) => [card.dataset.k, []]));
  const claimsOf = (piece) => piece.dataset.c.split(" ");
  for (const piece of reading.querySelectorAll("[data-c]")) {
    for (const claim of claimsOf(piece)) pieces.get(claim)?.push(piece);
  }
  const cardOf = new Map(cards.map((card) => [card.dataset.k, card]));
  const wanted = new Set(); // speakers chosen in the legend; none means all
  let lit = null;
  let held = null; // stays lit until something else is chosen

  const light = (claim) => {
    if (claim === lit) return;
    for (const [number, on] of [[lit, false], [claim, true]]) {
      if (number === null) continue;
      cardOf.get(number).classList.toggle("lit", on);
      for (const piece of pieces.get(number)) piece.classList.toggle("lit", on);
    }
    lit = claim;
  };
  const isShown = (claim) => wanted.size === 0 || wanted.has(cardOf.get(claim).dataset.s);
  const claimAt = (target) => {
    const card = target.closest(".card");
    if (card) return card.dataset.k;
    const piece = target.closest("[data-c]");
    return piece ? claimsOf(piece).find(isShown) ?? null : null;
  };
  const inView = (element) => {
    const box = element.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight;
  };
  const hold = (claim) => {
    held = claim;
    light(claim);
  };

  reading.addEventListener("pointerover", (event) => {
    if (event.pointerType === "mouse") light(claimAt(event.target) ?? held);
  });
  reading.addEventListener("pointerleave", () => light(held));
  reading.addEventListener("focusin", (event) => {
    const claim = event.target.hasAttribute("aria-controls")
      ? event.target.getAttribute("aria-controls").split("-k")[1]
      : claimAt(event.target);
    if (claim !== null) hold(claim);
  });
  reading.addEventListener("click", (event) => {
    if (event.target.closest("a, button, summary")) return;
    const claim = claimAt(event.target);
    hold(claim);
    if (claim === null) return;
    const other = event.target.closest(".card") ? pieces.get(claim)[0] : cardOf.get(claim);
    if (other && !inView(other)) other.scrollIntoView({ block: "center" });
  });
  reading.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hold(null);
    if (event.key !== "Enter" && event.key !== " ") return;
    const stop = event.target;
    if (stop.matches("[aria-controls]")) document.getElementById(stop.getAttribute("aria-controls")).focus();
    else if (stop.matches(".card")) reading.querySelector(`[aria-controls="${stop.id}"]`)?.focus();
    else return;
    event.preventDefault();
  });
  for (const link of reading.querySelectorAll(".inside")) {
    link.addEventListener("click", () => document.getElementById(link.hash.slice(1)).focus());
  }

  for (const voice of reading.querySelectorAll(".voice")) {
    voice.addEventListener("click", () => {
      const speaker = voice.dataset.s;
      if (!wanted.delete(speaker)) wanted.add(speaker);
      voice.setAttribute("aria-pressed", String(wanted.has(speaker)));
      reading.classList.toggle("filtered", wanted.size > 0);
      for (const card of cards) card.classList.toggle("faded", !isShown(card.dataset.k));
      for (const piece of reading.querySelectorAll("[data-c]")) {
        piece.classList.toggle("faded", !claimsOf(piece).some(isShown));
      }
      hold(null);
      place();
    });
  }

  // Cards are stacked by the grid; here each is let down to its own line, as far as its paragraph leaves room.
  const place = () => {
    for (const card of cards) card.style.marginTop = "";
    const moves = [];
    for (const row of reading.querySelectorAll(".row")) {
      const [line, beside] = row.children;
      const box = beside.getBoundingClientRect();
      if (box.left <= line.getBoundingClientRect().left + 1 || !beside.firstElementChild) continue;
      const last = beside.lastElementChild.getBoundingClientRect();
      let room = line.getBoundingClientRect().bottom - last.bottom;
      let shift = 0;
      for (const card of beside.children) {
        const stop = reading.querySelector(`[aria-controls="${card.id}"]`) ?? pieces.get(card.dataset.k)[0];
        if (room <= 0 || !stop) continue;
        const move = Math.min(Math.max(stop.getBoundingClientRect().top - card.getBoundingClientRect().top - shift, 0), room);
        room -= move;
        shift += move;
        if (move > 1) moves.push([card, move]);
      }
    }
    for (const [card, move] of moves) card.style.marginTop = `${move}px`;
  };
  let waiting = 0;
  addEventListener("resize", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(place);
  });
  place();
}
