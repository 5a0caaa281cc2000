"""Reads one article: words, network, attributions, claims, and the gate that no wrong span passes."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from sayso.errors import ModelError
from sayso.reader.attributions import FEATURES, find_attributions
from sayso.reader.claims import to_claims
from sayso.reader.language import ENGLISH, FEWEST, FOREIGN, english_share
from sayso.reader.network import MODELS, REINSTALL, Network
from sayso.reader.words import split_words
from sayso.records import Article, Claim, Reading, Refusal, Span
from sayso.settings import Settings


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
        found = list(find_attributions(self._network, words, self.settings.batch))
        manifest = self._network.manifest
        least = max(manifest.threshold, self.settings.confidence)
        claims = [c for c in to_claims(words, found, manifest.calibration) if c.confidence >= least]
        return through_gate(article.text, claims)


def through_gate(text: str, claims: list[Claim]) -> tuple[tuple[Claim, ...], list[Refusal]]:
    """Claims whose every span is what the text says there, numbered; the others as refusals. Nothing is repaired."""
    kept: list[Claim] = []
    refusals = []
    for claim in claims:
        wrong = next((s for s in claim.spans() if not _holds(text, s)), None)
        if wrong is None:
            kept.append(replace(claim, id=f"c{len(kept) + 1}"))
        else:
            detail = f"A span {wrong.start}–{wrong.end} is not what the text says there; its claim was left out."
            refusals.append(Refusal(stage="gate", code="span", detail=detail))
    return tuple(kept), refusals


def _holds(text: str, span: Span) -> bool:
    # The bounds first: a slice beyond the text's end, or from before its start, would be cut to fit.
    return 0 <= span.start < span.end <= len(text) and text[span.start : span.end] == span.text


def reader_digest(files: dict[str, str]) -> str:
    """What decides a reading: digests of the model files and of this room's code and lexicons."""
    told = hashlib.blake2b(digest_size=16)
    for name, digest in sorted(files.items()):
        told.update(f"{name}\0{digest}\0".encode())
    room = Path(__file__).parent
    for path in sorted(p for p in room.rglob("*") if p.suffix in {".py", ".txt"}):
        told.update(f"{path.relative_to(room).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return f"r1:{told.hexdigest()}"
