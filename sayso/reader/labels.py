"""What the network tells of each word: Penn Treebank tags and kinds of proper names. The order is the model's."""

from __future__ import annotations

from sayso.understand.scene import NameKind

TAGS = (
    "CC", "CD", "DT", "EX", "FW", "IN", "JJ", "JJR", "JJS", "MD", "NN", "NNS", "NNP", "NNPS", "PDT", "POS", "PRP",
    "PRP$", "RB", "RBR", "RBS", "RP", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT", "WP", "WP$", "WRB",
    ".", ",", ":", "``", "''", "-LRB-", "-RRB-", "HYPH", "SYM", "$", "LS", "NFP", "ADD", "AFX", "GW", "#",
)  # fmt: skip
NAME_KINDS: tuple[NameKind, ...] = ("person", "organisation", "place", "other")
NAME_LABELS = 1 + 2 * len(NAME_KINDS)  # outside, then begins and goes on for each kind
LINK = 64  # width of the vectors that tell who stands for whom
