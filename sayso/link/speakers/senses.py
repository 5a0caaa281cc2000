"""What a wording can be in its article: a person, a body, several at once, or somebody without a name."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from sayso.link.speakers.bodies import Body, filled, leaders, led_by, parse_body
from sayso.link.speakers.offices import holders, meant, parse_office
from sayso.link.speakers.persons import parse_person
from sayso.link.speakers.records import Sense, Use
from sayso.link.speakers.tables import bodies, outlets, persons
from sayso.link.speakers.words import folded, key_of, plain
from sayso.understand.states import state
from sayso.understand.titles import institution, is_given_name, is_people, role

_PRONOUNS = frozenset(
    """he she they it we i you who which that this these those one him her them us me his its their my our your himself
    herself themselves some others many most several both few none all each everyone somebody someone anyone nobody
    there what whom whose another people""".split()
)
_SEVERAL = re.compile(r",? (?:and|&|or|as well as) |, (?!.*\band\b)")
_NAMELIKE = re.compile(r"(?:the )?[^\W\d_a-z]")
_CAPITAL = re.compile(r"[^\W\d_][\w’'-]*")
_CLASSES = {
    "bloc": "European Union", "27-nation bloc": "European Union", "27-member bloc": "European Union",
    "alliance": "NATO", "military alliance": "NATO", "western alliance": "NATO", "transatlantic alliance": "NATO",
}  # fmt: skip
_SHORT = {"European Union": ("eu", "brussels"), "NATO": ("nato",)}
_SCAN = 60_000  # characters of an article in which names are looked for
_GIVEN = r"((?:[^\W\d_a-z][\w’'.-]*[ \t]+){1,3})"
_NO_GIVEN = frozenset("the a an mr mrs ms dr president and but if when as for in on at under former".split())
_MOST = 40
_TWO = 2


@lru_cache(maxsize=50_000)
def named(wording: str, record: str | None) -> Sense:  # noqa: PLR0911, PLR0912 - each is a rule
    """What the wording alone tells. A block that begins with "?" waits for the article."""
    alone = Sense(kind="unnamed", block="o:" + plain(wording), wording=wording)
    low = key_of(wording)
    is_pronoun = low in _PRONOUNS and not (wording.isupper() and low in {"us", "who"})
    if record in {None, "anonymous"} or is_pronoun or not any(c.isalnum() for c in wording):
        return alone
    listed = parse_body(wording, sure=False) if low in bodies() or record == "document" else None
    if record == "document" or (listed and not is_given_name(low)):
        return _body(listed, wording) if listed and not listed.needs else alone
    if low in persons() and (" " in low or any(c.isupper() for c in wording) or low != plain(wording)):
        return _person(persons()[low], wording) or alone
    office = parse_office(wording)
    is_body = record == "named-organisation" and (not role(low.split()[-1]) or any(map(institution, low.split())))
    if office is not None and not is_body:
        return replace(alone, kind="person", block="?office")
    if low in _CLASSES:
        return Sense(kind="body", block="?class", wording=wording)
    if record == "unnamed":
        if led_by(wording):
            return Sense(kind="body", block="?rule", wording=wording)
        body = parse_body(wording, sure=False) if not _is_crowd(low) or low in bodies() else None
        return _body(body, wording) if body else alone
    several = _several(wording)
    if several:
        return several
    if record == "named-person" and re.search(r"\w,? (?:and|&) [A-Z\d]", wording):
        return _set(plain(wording))
    if record == "named-person":
        body = parse_body(wording, sure=False)
        if body and not body.needs and not is_given_name(low):
            return _body(body, wording)
        return _person(wording, wording) or alone
    if _is_crowd(low) and low not in bodies():
        return alone
    person = _mistaken(wording)
    if person:
        return person
    body = parse_body(wording)
    return _body(body, wording) if body else alone


def _person(name: str, wording: str) -> Sense | None:
    found = parse_person(name)
    if found is None:
        return None
    why = "another name in the list of people" if name != wording else ""
    return Sense(kind="person", block=found.block if found.is_full or found.crowned else "?name", wording=name, why=why)


def _body(body: Body, wording: str) -> Sense:
    if body.needs:
        return Sense(kind="body", block="?land", wording=wording)
    if led_by(wording):
        return Sense(kind="body", block="?rule", wording=wording)
    is_short = body.block.startswith("i:") and not body.initials
    return Sense(kind="body", block="?short" if is_short else body.block, wording=wording)


def _several(wording: str) -> Sense | None:
    """Two or more names at once: their speakers are compared as a set."""
    if key_of(wording) in bodies() or "(" in wording:
        return None
    parts = [part for part in _SEVERAL.split(wording) if part.strip()]
    if len(parts) < _TWO or len(parts) > _MOST or not all(_NAMELIKE.match(part.strip()) for part in parts):
        return None
    keys = []
    for part in parts:
        person = parse_person(part) if not parse_body(part, sure=False) else None
        if person is None or not (person.is_full or person.crowned):
            body = parse_body(part, sure=False)
            if body is None or body.needs:
                return None if len(parts) == _TWO and not _has_names(wording) else _set(plain(wording))
            keys.append(body.key)
        else:
            keys.append(person.key)
    return _set(" + ".join(sorted(set(keys))))


def _set(key: str) -> Sense:
    return Sense(kind="several", block="s:" + key, wording=key)


def _has_names(wording: str) -> bool:
    return any(is_given_name(word.casefold()) for word in _CAPITAL.findall(wording))


def _is_crowd(low: str) -> bool:
    """Whether a wording is of many people without a name: "Ukrainian officials", "Republicans"."""
    last = re.sub(r"[^\w]", " ", low.split(" of ", maxsplit=1)[0].split(" in ", maxsplit=1)[0]).split()
    return (
        not low.endswith("armed forces")
        and bool(last)
        and is_people(last[-1])
        and last[-1] not in {"staff", "police", "leadership", "conservatives"}
    )


def _mistaken(wording: str) -> Sense | None:
    """A person that the reader took for a body: "Rep. Jim Banks", "Biden"."""
    words = wording.replace(".", "").split()
    if len(words) == 1 and plain(wording) in leaders():
        return _person(wording, wording)
    if len(words) < _TWO or not role(words[0]) or not any(is_given_name(w.casefold()) for w in words[1:-1]):
        return None
    return _person(wording, wording)


def sense(use: Use) -> Sense:  # noqa: PLR0911 - one a kind
    """What a use is, with what its article tells of it."""
    found = named(use.wording, use.record)
    match found.block:
        case "?office":
            return _of_office(use, found)
        case "?name":
            return _of_name(use, found)
        case "?land":
            return _of_land(use, found)
        case "?class":
            return _of_class(use, found)
        case "?rule":
            return _of_rule(use)
        case "?short":
            return _of_short(use, found)
        case _:
            return found


def _alone(use: Use, found: Sense) -> Sense:
    return replace(found, kind="unnamed", block="o:" + plain(use.wording))


def _article(use: Use) -> str:
    return f"{use.title}\n{use.text[:_SCAN]}"


@lru_cache(maxsize=64)
def _capitals(article: str) -> frozenset[str]:
    """Words with a capital, in small letters, "'s" aside."""
    words = {word for word in _CAPITAL.findall(article) if word[0].isupper()}
    return frozenset(plain(re.sub(r"[’']s?$", "", word)) for word in words)


def _home(use: Use) -> str | None:
    return outlets().get(key_of(use.outlet)) if use.outlet else None


def _of_office(use: Use, found: Sense) -> Sense:
    office = parse_office(use.wording)
    assert office is not None
    who = meant(office, use.day, _capitals(_article(use)), _home(use))
    if len(who.names) == 1:
        known = _person(who.names[0], who.names[0])
        if known:
            return replace(known, block=known.block, why=who.why)
    return replace(_alone(use, found), near=who.names[:5], why=who.why)


def _of_name(use: Use, found: Sense) -> Sense:
    """A family name alone: titles before it, and full names that end with it in the article, tell whose it is."""
    person = parse_person(found.wording)
    assert person is not None
    told = _CAPITAL.findall(found.wording)
    last = told[-1] if told else found.wording
    for words in use.words:
        titled = re.search(rf"((?:[\w.’'-]+[ \t]+){{1,5}}){re.escape(last)}\b", words[:400])
        office = parse_office(titled[1].strip()) if titled else None
        if office is None:
            continue
        names = {p.name for p in holders(office, use.day) if folded(p.name.split()[-1]) == person.family}
        if len(names) == 1:
            name = names.pop()
            known = _person(name, name)
            if known:
                return replace(known, why=f"the title “{titled[1].strip() if titled else ''}” was {name}’s then")
    return replace(found, block=person.block, others=full_names(_article(use), last))


def full_names(article: str, family: str) -> tuple[str, ...]:
    """Names in full that end with a family name, in an article, titles aside; a given name has that name after it."""
    found: dict[str, None] = {}
    for match in re.finditer(rf"{_GIVEN}{re.escape(family)}\b(?!-)", article):
        person = parse_person(f"{' '.join(match[1].split())} {family}")
        if person and person.is_full and (is_given_name(person.given) or len(match[1].split()) == 1):
            words = match[1].split()
            name = next(
                (" ".join((*words[i:], family)) for i in range(len(words)) if folded(words[i]) == person.given), ""
            )
            if name and not role(words[-1]) and words[-1].casefold().rstrip(".") not in _NO_GIVEN:
                found[name] = None
    return tuple(found)[:_MOST]


def _of_land(use: Use, found: Sense) -> Sense:
    """An organ whose state the wording leaves out: the only one that the article names, or the readers' own."""
    body = parse_body(use.wording)
    assert body is not None
    assert body.needs is not None
    words = _capitals(_article(use))
    named_here = {known[0] for word in words if (known := state(word))}
    home = _home(use)
    country, why = None, ""
    led = (
        {leaders()[word] for word in words & leaders().keys()} if "administration" in use.wording.casefold() else set()
    )
    american = "department" in use.wording.casefold() and ("United States" in named_here or home == "United States")
    american = american or (home == "United States" and body.needs.startswith("supreme court"))
    if any(place == "United States" for place, _ in led) or american:
        country, why = "United States", "such bodies are called so there, which the article names or is read in"
    elif len(named_here) == 1:
        country = next(iter(named_here))
        why = f"the article names no other state than {country}"
    elif home and (not named_here or (home in named_here and body.needs == "state {}")):
        country, why = home, f"the outlet is read in {home}"
    if country is None:
        return replace(_alone(use, found), near=tuple(sorted(named_here))[:5], why="it tells of no state")
    put = filled(body.needs, country, why)
    return Sense(kind="body", block=put.block, wording=put.key, why=why)


def _of_class(use: Use, found: Sense) -> Sense:
    """ "The bloc" where the article names the European Union."""
    name = _CLASSES[key_of(use.wording)]
    body = parse_body(name)
    assert body is not None
    words = _capitals(_article(use))
    if not any(key in words for key in key_of(name).split()[:1]) and not any(short in words for short in _SHORT[name]):
        return _alone(use, found)
    return Sense(kind="body", block=body.block, wording=name, why=f"the article names the {name}")


def _of_rule(use: Use) -> Sense:
    """ "The Biden administration" is the government of its time; an earlier one's is another speaker."""
    led = led_by(use.wording)
    assert led is not None
    country, name, family = led
    office = parse_office(f"{country} leader")
    now = office is None or any(folded(p.name.split()[-1]) == folded(family) for p in holders(office, use.day))
    if now:
        return Sense(kind="body", block=f"b:state {country}", wording=f"state {country}", why=f"{name} led it then")
    return Sense(kind="body", block=f"b:government of {plain(name)}", wording=f"government of {plain(name)}")


def _of_short(use: Use, found: Sense) -> Sense:
    """Initials: the full form that stands in the article beside them, or has them."""
    short = key_of(use.wording).upper()
    body = parse_body(use.wording)
    assert body is not None
    letters = [c for c in short if c.isalpha()]
    pattern = r"(?:\b(?:of|the|for|and|on|in|to|&)[ \t]+)*".join(rf"\b{c}[\w’'-]+[ \t]*" for c in letters)
    match = re.search(pattern, _article(use)) if len(letters) > _TWO else None
    return replace(found, block=body.block, long=" ".join(match[0].split()) if match else "")
