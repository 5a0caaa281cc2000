"""Names of bodies in one form: states and what stands for them, ministries, organs of a state, all others by words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from sayso.link.speakers.tables import bodies, posts
from sayso.link.speakers.words import key_of, plain, states_in
from sayso.understand.states import state
from sayso.understand.titles import institution, role, singular

_WORD = re.compile(r"[^\W_]+(?:[-.&][^\W_]+)*\+?")
_SMALL = frozenset("the of for and s to in on at & a an his her its their country nation".split())
_FIRMS = frozenset("inc llc ltd plc co corp corporation limited ag sa gmbh".split())
_MINISTRY = frozenset("ministry department dept ministries".split())
_RULE = frozenset("government administration regime cabinet leadership authorities".split())
_MATTERS = {
    "defence": "defense", "affairs": "", "external": "foreign", "national": "", "internal": "interior",
    "war": "defense",
}  # fmt: skip
_ORGANS = {
    "military": "army", "army": "army", "armed": "", "forces": "", "police": "police", "parliament": "parliament",
    "embassy": "embassy", "intelligence": "intelligence", "navy": "navy", "mission": "mission",
    "supreme": "supreme court", "court": "", "state-television": "state television", "presidency": "presidency",
}  # fmt: skip
_PASSED = frozenset("federal national central current own state-run".split())
_TWO = 2
_LONGEST_RULE = 5  # words of "prime minister Liz Truss's government"
_MOST_MATTERS = 4  # words of what a ministry is for
_BARE = _RULE | frozenset(
    "ministry parliament police army military government's administration's president's pm's".split()
)
_OWNER = re.compile(r"(?:president |prime minister )?(?:\w+ )?(\w+)'s (.+)")
_COURTLY = {"white house": "United States", "kremlin": "Russia", "downing street": "United Kingdom"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body by its key: equal keys are one body. name: as shown. country: where it is known, as in states.tsv.

    block: bodies of one block are compared. needs: the key once a country is put into it; the wording tells none.
    initials: of an unlisted name, for those that use them instead.
    """

    key: str
    block: str
    why: str
    needs: str | None = None
    initials: str = ""


@lru_cache(maxsize=50_000)
def parse_body(told: str, *, sure: bool = True) -> Body | None:
    """The body that a wording names. sure: the reader took it for a body; else only what lists and patterns know."""
    key = key_of(told)
    if not key:
        return None
    key = re.sub(r"\s*\([^)]*\)", "", key)
    state_of = _ruled(key)
    if state_of:
        return Body(key=f"state {state_of}", block=f"b:state {state_of}", why="names and seats of one government")
    owner = _OWNER.match(key)
    if owner and owner[1] in leaders() and owner[2] not in {"government", "administration", "regime", "cabinet"}:
        key = owner[2]
        if key == "white house":
            return parse_body("White House", sure=sure)
    bare = re.sub(rf"[ ,]+(?:{'|'.join(sorted(_FIRMS))})$", "", key)
    listed = bodies().get(key) or bodies().get(bare) or bodies().get(key.removeprefix("us ").removeprefix("uk "))
    if listed:
        return Body(key=listed.name, block=f"b:{key_of(listed.name)}", why="names of one body in the list")
    organ = _organ(key) or _of_state(key)
    if organ:
        return organ
    return _other(told, key) if sure else None


def _of_state(key: str) -> Body | None:
    """A body of the list behind its country: "Russia's Gazprom"."""
    country, _, rest = key.partition("'s ")
    known = state(country) if rest else None
    listed = bodies().get(rest) if known else None
    return (
        Body(key=listed.name, block=f"b:{key_of(listed.name)}", why="names of one body in the list") if listed else None
    )


def _ruled(key: str) -> str | None:
    """The state whose government a wording is: "Moscow", "the Biden administration", "government of Spain"."""
    known = state(key) or state(re.sub(r"^(?:the )?(?:federal )?(?:republic|kingdom) of ", "", key))
    if known and known[1] in {"name", "seat"} and known[0] != "European Union":
        return known[0] if key not in {"pentagon", "capitol hill", "westminster"} else None
    if key in _offices():
        return _offices()[key]
    words = [word for word in _words(key) if word not in _SMALL and word not in _PASSED]
    if not any(word in _RULE - {"authorities"} for word in words):
        led = re.fullmatch(r"(?:joe )?(?:president )?(?:joe )?biden white house", key)
        return "United States" if led else None
    found = states_in(words)
    left = [w for i, w in enumerate(words) if not any(a <= i < b for a, b, _ in found)]
    if found and len({country for _, _, country in found}) == 1 and set(left) <= _RULE | {"us"}:
        return found[0][2]
    return None


@cache
def _offices() -> dict[str, str]:
    """Seats of those who lead a state, by name: what gazetteer/governments.tsv has of them."""
    out = dict(_COURTLY)
    text = (files("sayso.gazetteer") / "governments.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            names, stands_for, _ = line.split("\t")
            told = plain(stands_for)
            if told.startswith("the office of the ") or told.endswith(" government"):
                found = states_in(_words(told))
                if found:
                    out |= {key_of(name): found[0][2] for name in names.split("|")}
    return out | {
        "wh": "United States",
        "no 10": "United Kingdom",
        "no10": "United Kingdom",
        "number 10": "United Kingdom",
    }


@cache
def leaders() -> dict[str, tuple[str, str]]:
    """Family name in small letters → (state, full name) of presidents and heads of government."""
    out: dict[str, tuple[str, str]] = {}
    for post in posts():
        leads = "president" in post.words or {"prime", "minister"} <= post.words or "chancellor" in post.words
        if leads and state(post.where) and not post.words & {"vice", "deputy"}:
            out.setdefault(plain(post.name).split()[-1], (post.where, post.name))
    return out


def led_by(told: str) -> tuple[str, str, str] | None:
    """State, leader's full name and family name of "the Biden administration", "Sunak's government"."""
    words = [w for w in _words(key_of(told)) if w not in _SMALL]
    if len(words) < _TWO or words[-1] not in {"administration", "government", "regime", "cabinet"}:
        return None
    if words[-2] not in leaders() or len(words) > _LONGEST_RULE:
        return None
    country, name = leaders()[words[-2]]
    return country, name, words[-2]


def _words(key: str) -> list[str]:
    told = re.sub(r"\bu\.s\.?(?!\w)", "us", re.sub(r"\bu\.k\.?(?!\w)", "uk", key.replace("'s", " s")))
    return [word.strip("'") for word in _WORD.findall(told)]


def _organ(key: str) -> Body | None:
    """A ministry or another organ of a state; without a state it needs one."""
    words = _words(re.sub(r"\bscotus\b", "us supreme court", re.sub(r"\bmod\b", "ministry of defense", key)))
    found = states_in(words)
    countries = {country for _, _, country in found}
    if len(countries) > 1:
        return None
    left = [w for i, w in enumerate(words) if not any(a <= i < b for a, b, _ in found)]
    left = [w for w in left if (w not in _SMALL and w not in _PASSED) or w == "national"]
    country = next(iter(countries), None)
    if any(w in _MINISTRY for w in left):
        matter = sorted({_MATTERS.get(w, w) for w in left if w not in _MINISTRY} - {""})
        persons = any(role(w) and w not in {"justice", "finance"} for w in matter)
        if len(matter) > _MOST_MATTERS or persons or (not matter and left != ["ministry"]):
            return None
        kind = f"ministry {' '.join(matter)}".strip()
    else:
        kinds = [_ORGANS[w] for w in left if w in _ORGANS]
        if left == ["armed", "forces"]:
            kinds = ["army", "army"]
        if not left or len(kinds) != len(left) or not any(kinds):
            if left and country is None and left[0] in _RULE and len(left) == 1 and left[0] != "authorities":
                return Body(key="", block="", why="", needs="state {}")
            return None
        kind = " ".join(dict.fromkeys(k for k in kinds if k))
    if country is None:
        return Body(key="", block="", why="", needs=kind + " {}")
    return Body(key=f"{kind} {country}", block=f"b:{kind} {country}", why="one organ of one state")


def filled(needs: str, country: str, why: str) -> Body:
    """The body that a wording without a country comes to in an article about one."""
    key = needs.format(country)
    return Body(key=key, block=f"b:{key}", why=why)


def is_bare(told: str) -> bool:
    return plain(told).removeprefix("the ") in _BARE


def _other(told: str, key: str) -> Body | None:
    words = [w for w in _words(key) if w not in _SMALL and w not in _FIRMS]
    if not words or (len(words) == 1 and singular(words[0]) != words[0] and role(words[0])):
        return None
    name = " ".join(words)
    if len(words) == 1:
        short = re.sub(r"[^\w]", "", told.strip())
        block = f"i:{name}" if 2 <= len(short) <= 6 and short.isupper() else f"b:{name}"
        return Body(key=name, block=block, why="the same name")
    initials = "".join(w[0] for w in words if w[0].isalpha())
    return Body(key=name, block=f"i:{initials}", why="the same name", initials=initials)


def is_class(word: str) -> bool:
    return institution(word) is not None
