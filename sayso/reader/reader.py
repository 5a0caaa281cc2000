"""Reads one article: words, network, attributions, claims, and the gate that no wrong span passes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from sayso.errors import ModelError
from sayso.reader.attributions import FEATURES
from sayso.reader.claims import in_order, to_claims, without
from sayso.reader.labels import LINK, NAME_KINDS, TAGS
from sayso.reader.language import ENGLISH, FEWEST, FOREIGN, english_share
from sayso.reader.network import MODELS, REINSTALL, Network
from sayso.reader.readout import Readout, read_words
from sayso.reader.words import Words, split_words
from sayso.records import Article, Claim, Reading, Refusal, Span
from sayso.settings import Settings
from sayso.understand.scene import Links, Name, Scene
from sayso.understand.stages import understand

ROOMS = ("reader", "understand", "timex", "gazetteer")  # whose files decide a reading, beside the model's
DECIDES = frozenset({".py", ".txt", ".tsv", ".gz"})


class Reader:
    """Article → Reading. Pure: the same article, model and code give the same reading."""

    def __init__(self, settings: Settings | None = None, folder: Path = MODELS) -> None:
        """Loads and checks the model. Raises ModelError."""
        self.settings = settings or Settings()
        self._network = Network(folder, threads=self.settings.threads)
        if len(self._network.manifest.calibration) not in {0, FEATURES}:
            raise ModelError(f"{folder}: the manifest's calibration does not have {FEATURES} weights.", hint=REINSTALL)

    @cached_property
    def digest(self) -> str:
        """Of the model's manifest and of the code that reads: 32 hexadecimal digits after "r1:"."""
        return reader_digest(self._network.manifest.digests)

    def read(self, article: Article) -> Reading:
        share, count = english_share(article.text)
        refusals: list[Refusal] = []
        claims: tuple[Claim, ...] = ()
        if not article.text.strip():
            refusals.append(Refusal(stage="read", code="empty", detail="The text has no words."))
        elif count >= FEWEST and share < FOREIGN:
            detail = (
                f"English function words make up {share:.0%} of the words, under {FOREIGN:.0%}; only English is read."
            )
            refusals.append(Refusal(stage="read", code="language", detail=detail))
        else:
            if article.language is None and count >= FEWEST and share >= ENGLISH:
                article = replace(article, language="en")
            claims, refusals = self._claims(article)
        return Reading(reader=self.digest, article=article, claims=claims, refusals=tuple(refusals))

    def _claims(self, article: Article) -> tuple[tuple[Claim, ...], list[Refusal]]:
        words = split_words(article.text)
        readout = read_words(self._network, words)
        manifest = self._network.manifest
        claims = to_claims(words, readout.attributions, manifest.calibration)
        unsure = {c.id for c in claims if c.confidence < (manifest.inner_threshold if c.parent else manifest.threshold)}
        told, refusals = understand(scene_of(article, words, readout, self._network), without(claims, unsure))
        below = {c.id for c in told if c.confidence < self.settings.confidence}
        kept, wrong = through_gate(article.text, in_order(without(told, below)))
        return kept, [*refusals, *wrong]


def scene_of(article: Article, words: Words, readout: Readout, network: Network) -> Scene:
    """What the stages of understanding see of an article."""
    links = Links(
        back=readout.links[:, :LINK], front=readout.links[:, LINK : 2 * LINK], none=readout.links[:, -1],
        apart=network.link_apart,
    )  # fmt: skip
    tags = tuple(map(TAGS.__getitem__, readout.tags.tolist()))
    glued = [False, *(words.start[1:] == words.end[:-1]).tolist()] if len(words) else []
    names = names_of(readout.names.tolist(), glued)
    return Scene(article=article, words=words, tags=tags, names=names, links=links)


def names_of(labels: Sequence[int], glued: Sequence[bool]) -> tuple[Name, ...]:
    """Proper names from a label a word; one that goes on without a beginning begins there.

    glued: whether no space stands before the word. There the network may waver ("U" a body, ".S." a place): it is one
    name, and most of its words tell the kind, else the first.
    """
    runs: list[tuple[int, list[int]]] = []  # where a name begins, and the kinds of its words
    for i, label in enumerate(labels):
        if not label:
            continue
        kind = (label - 1) // 2
        follows = bool(runs) and runs[-1][0] + len(runs[-1][1]) == i
        if label % 2 == 0 and follows and (runs[-1][1][-1] == kind or glued[i]):
            runs[-1][1].append(kind)
        else:
            runs.append((i, [kind]))
    return tuple(
        Name(start=start, end=start + len(kinds), kind=NAME_KINDS[max(kinds, key=kinds.count)]) for start, kinds in runs
    )


def through_gate(text: str, claims: Sequence[Claim]) -> tuple[tuple[Claim, ...], list[Refusal]]:
    """Claims whose every span is what the text says there, numbered; the others as refusals. Nothing is repaired."""
    refusals, wrong = [], set()
    for claim in claims:
        span = next((s for s in claim.spans() if not _holds(text, s)), None)
        if span is not None:
            wrong.add(claim.id)
            detail = f"A span {span.start}–{span.end} is not what the text says there; its claim was left out."
            refusals.append(Refusal(stage="gate", code="span", detail=detail))
    kept = without(claims, wrong)
    number = {c.id: f"c{n}" for n, c in enumerate(kept, start=1)}
    return tuple(replace(c, id=number[c.id], parent=number.get(c.parent or "")) for c in kept), refusals


def _holds(text: str, span: Span) -> bool:
    # The bounds first: a slice beyond the text's end, or from before its start, would be cut to fit.
    return 0 <= span.start < span.end <= len(text) and text[span.start : span.end] == span.text


def reader_digest(files: dict[str, str]) -> str:
    """What decides a reading: digests of the model files and of the code and tables of the rooms that read."""
    told = hashlib.blake2b(digest_size=16)
    for name, digest in sorted(files.items()):
        told.update(f"{name}\0{digest}\0".encode())
    package = Path(__file__).parent.parent
    paths = (p for room in ROOMS for p in (package / room).rglob("*") if p.suffix in DECIDES)
    for path in sorted(paths):
        told.update(f"{path.relative_to(package).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return f"r1:{told.hexdigest()}"
