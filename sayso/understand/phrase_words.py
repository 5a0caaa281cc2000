"""Closed classes of words and tags that tell where a nominal begins and ends."""

from __future__ import annotations

PRONOUNS = frozenset(
    """i me my mine myself we us our ours you your yours he him his himself she her hers herself it its itself they them
    their theirs themselves who whom whose which that this these those""".split()
)
DETERMINERS = frozenset(
    "the a an this that these those his her its their my our your whose some any no each every".split()
)
EDGES = frozenset("\"'“”‘’«»()[]{},;:.–—-*•·|…/")
PREPOSITIONS = frozenset(
    """of for in at to from with on by between against under about during among within without near inside outside over
    through across including like such after before since until as into behind around who which that whose whom where
    when than""".split()
)
DAYS = frozenset("today yesterday tonight monday tuesday wednesday thursday friday saturday sunday".split())
VERBS = frozenset({"VBD", "VBZ", "VBP", "MD", "WDT", "WP", "WP$", "WRB", "EX"})
NOUNS = ("NN", "CD")
