"""The article's text as HTML, unchanged, with what each stretch is marked as, and beside each paragraph its cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from sayso.export.cards import card
from sayso.export.facts import Speaker, ordered, several
from sayso.export.pieces import Mark, Piece, pieces, row_of, rows
from sayso.export.visible import ON_PAGES
from sayso.export.visible import escape as visible
from sayso.records import Reading


def text_rows(
    reading: Reading,
    voices: Sequence[Speaker],
    spoken: Sequence[int],
    number: int,
    *,
    more: Sequence[str] = (),
    at: tuple[int, int] | None = None,
) -> str:
    """All rows of the reading that is `number` on its page. voices, spoken: as `facts.speakers` gives them.

    more: HTML that ends each claim's card. at: offsets of a stretch that is marked as the one linked to, id "at".
    """
    text = reading.article.text
    cuts = rows(text)
    starts = [start for start, _ in cuts]
    beside = _cards(reading, spoken, number, starts, more)
    lines: list[list[str]] = [[] for _ in cuts]
    handled: set[int] = set()
    row = 0
    ends = [start + len(text[start:end].rstrip()) for start, end in cuts]
    linked = [edge for edge in at or () if 0 <= edge <= len(text)]
    anchor = ' id="at"'
    for piece in pieces(reading, spoken, [*starts, *ends, *linked]):
        while cuts and piece.start >= cuts[row][1]:
            row += 1
        body = _piece(text, piece, voices, handled, number)
        if at is not None and at[0] <= piece.start and piece.end <= at[1]:
            body, anchor = f'<mark class="at"{anchor}>{body}</mark>', ""
        lines[row].append(f'<span class="end">{body}</span>' if piece.start >= ends[row] else body)
    return "".join(
        f'<div class="row{_joins(text, start)}"><p class="line" dir="auto">{"".join(line)}</p>'
        f'<div class="cards">{_fold(cards)}{"".join(cards)}</div></div>\n'
        for (start, _), line, cards in zip(cuts, lines, beside, strict=True)
    )


def _cards(
    reading: Reading, spoken: Sequence[int], number: int, starts: Sequence[int], more: Sequence[str]
) -> list[list[str]]:
    """The cards of each row, nested claims right after those that they stand in."""
    claims = reading.claims
    at: Mapping[str, int] = {claim.id: n for n, claim in reversed(list(enumerate(claims)))}
    out: list[list[str]] = [[] for _ in starts]
    for n, depth in ordered(claims) if starts else ():
        where = row_of(starts, claims[n])
        parent = at.get(claims[n].parent or "")
        away = parent is not None and row_of(starts, claims[parent]) != where
        html = card(
            claims[n], number=n, speaker=spoken[n], reading=number, places=at, depth=depth, away=away,
            ending=more[n] if more else "",
        )  # fmt: skip
        out[where].append(html)
    return out


def _fold(cards: Sequence[str]) -> str:
    """On narrow screens, the cards of a row hide behind this."""
    if not cards:
        return ""
    return f'<button type="button" class="fold" aria-expanded="false">{several(len(cards), "claim")}</button>'


def _joins(text: str, start: int) -> str:
    """A row that goes on within a paragraph stands close to the one before."""
    return " on" if start and text[start - 1] != "\n" else ""


def _marked(text: str) -> str:
    """The article's own characters as HTML; a carriage return by reference, or a parser would drop it."""
    out, at = [], 0
    for found in ON_PAGES.finditer(text):
        out.append(escape(text[at : found.start()], quote=False))
        out.append(f'<span class="hid" data-char="{ord(found.group()):X}">{visible(found.group())}</span>')
        at = found.end()
    out.append(escape(text[at:], quote=False))
    return "".join(out).replace("\r", "&#13;")


def _piece(text: str, piece: Piece, voices: Sequence[Speaker], handled: set[int], reading: int) -> str:
    body = _marked(text[piece.start : piece.end])
    if not piece.marks:
        return body
    claims = list(dict.fromkeys(mark.claim for mark in piece.marks if mark.claim >= 0))
    data = f' data-c="{" ".join(map(str, claims))}"' if claims else ""
    together = _together(piece.marks)
    if together > 1:
        data += f' data-n="{together}"'
    css = " ".join(_classes(piece.marks, voices))
    return f'<span class="{css}"{data}{_handle(piece, voices, handled, reading)}>{body}</span>'


def _together(marks: Sequence[Mark]) -> int:
    """How many claims share this source: all of them answer when it is pointed at."""
    first = marks[0]
    if first.role != "source":
        return 1
    return len({mark.claim for mark in marks if mark.role == "source" and mark.rank[0] == first.rank[0]})


def _classes(marks: Sequence[Mark], voices: Sequence[Speaker]) -> list[str]:
    """Roles, then whose background (innermost content), whose edge (the content around it) and whose underline."""
    roles = sorted({mark.role for mark in marks})
    contents = list({mark.claim: mark for mark in marks if mark.role == "content"}.values())
    if any(voices[mark.speaker].kind != "outlet" for mark in contents):
        contents = [mark for mark in contents if voices[mark.speaker].kind != "outlet"]
    named = [mark for mark in marks if mark.role in {"source", "cue", "mention"}]
    out: list[str] = [*roles]
    if contents:
        out += [f"b{contents[0].speaker}", f"v-{voices[contents[0].speaker].kind}"]
    if len(contents) > 1:
        out += ["within", f"o{contents[1].speaker}", f"e-{voices[contents[1].speaker].kind}"]
    if named:
        out += [f"u{named[0].speaker}", f"w-{voices[named[0].speaker].kind}"]
    return out


def _handle(piece: Piece, voices: Sequence[Speaker], handled: set[int], reading: int) -> str:
    """The first piece of each claim's cue (of an outlet's statement itself) is its keyboard stop and names its card."""
    for mark in piece.marks:
        alone = mark.role == "content" and voices[mark.speaker].kind == "outlet"
        if (alone or mark.role == "cue") and mark.claim not in handled:
            handled.add(mark.claim)
            name = f"r{reading}-k{mark.claim}"
            return f' tabindex="0" role="button" aria-controls="{name}" aria-describedby="{name}w"'
    return ""
