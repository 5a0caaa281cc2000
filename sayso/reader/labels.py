"""What the network tells of each word: Penn Treebank tags and kinds of proper names. The order is the model's."""

from __future__ import annotations

TAGS = (
    "CC", "CD", "DT", "EX", "FW", "IN", "JJ", "JJR", "JJS", "MD", "NN", "NNS", "NNP", "NNPS", "PDT", "POS", "PRP",
    "PRP$", "RB", "RBR", "RBS", "RP", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT", "WP", "WP$", "WRB",
    ".", ",", ":", "``", "''", "-LRB-", "-RRB-", "HYPH", "SYM", "$", "LS", "NFP", "ADD", "AFX", "GW", "#",
)  # fmt: skip
NAME_KINDS = ("person", "organisation", "place", "other")
NAME_LABELS = 1 + 2 * len(NAME_KINDS)  # outside, then begins and goes on for each kind
LINK = 64  # width of the vectors that tell who stands for whom
SENTENCES_APART = (0, 1, 2, 3, 5, 8, 15)  # upper ends of the buckets of a link's distance; one more beyond
