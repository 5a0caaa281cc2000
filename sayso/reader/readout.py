"""Everything that one pass of the network over an article gives: attributions, and what it tells of each word.

Shapes: W words of the article, L width of a link vector.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sayso.reader.attributions import Attribution, attributions_of, looks
from sayso.reader.labels import LINK
from sayso.reader.network import Network
from sayso.reader.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Readout:
    """tags (W) int8: numbers of TAGS. names (W) int8: labels of kinds of names. links (W, 2L + 1) float16."""

    attributions: tuple[Attribution, ...]
    tags: NDArray[np.int8]
    names: NDArray[np.int8]
    links: NDArray[np.float16]


def read_words(network: Network, words: Words) -> Readout:
    """One pass over a text."""
    found: list[Attribution] = []
    tags, names = (np.zeros(len(words), np.int8) for _ in range(2))
    links = np.zeros((len(words), 2 * LINK + 1), np.float16)
    for group in looks(network, words):
        found += attributions_of(group, len(found))
        for look in group:
            w = look.window
            own = slice(w.own_start, w.own_end)
            here = slice(w.own_start - w.start, w.own_end - w.start)
            tags[own] = look.out.tag[here].argmax(axis=1)
            names[own] = look.out.name[here].argmax(axis=1)
            links[own] = look.out.link[here]
    return Readout(attributions=tuple(found), tags=tags, names=names, links=links)
