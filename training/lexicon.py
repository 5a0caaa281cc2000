"""Make sayso/reader/lexicon/verbs.txt, the verb forms that cue lemmas are looked up in, from GUM's dependency files.

`python -m training.lexicon FOLDER_OF_GUM_DEP sayso/reader/lexicon/verbs.txt`.
GUM's annotations are CC BY 4.0 (see NOTICE).
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path

_WORD = re.compile(r"[a-z][a-z-]*[a-z]")


def verb_forms(folder: Path) -> dict[str, set[str]]:
    """Lemma → its forms as they stand in the treebank, lower case."""
    forms: dict[str, set[str]] = defaultdict(set)
    for path in sorted(folder.glob("*.conllu")):
        for line in path.read_text(encoding="utf-8").splitlines():
            columns = line.split("\t")
            if len(columns) == 10 and columns[3] == "VERB" and "Typo=Yes" not in columns[5]:
                form, lemma = columns[1].lower(), columns[2].lower()
                if _WORD.fullmatch(form) and _WORD.fullmatch(lemma):
                    forms[lemma].add(form)
    return forms


def main() -> None:
    folder, target = map(Path, sys.argv[1:])
    lines = [" ".join([lemma, *sorted(forms - {lemma})]) for lemma, forms in sorted(verb_forms(folder).items())]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
