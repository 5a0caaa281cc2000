"""Articles that come as JSON objects: one a line, one a file, or a list."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from sayso.errors import BadRecordError, EncodingError, InputError, TooLargeError
from sayso.ingest.columns import KNOWN, renamed
from sayso.ingest.days import iso_date
from sayso.ingest.decode import has_surrogates
from sayso.ingest.given import Defaults, check_length
from sayso.ingest.ninjs import from_ninjs, is_ninjs
from sayso.records import Article
from sayso.settings import Settings

KEYS = ("text", "name", "published", "outlet", "title", "url")
_BROKEN = re.compile(rb"[^{]{0,99}\{\s*\"(?:text|name|published|outlet|title|url|id)\"\s*:")


def to_article(value: object, where: str, name: str, *, defaults: Defaults, settings: Settings) -> Article:
    """One JSON object as an article. name: for one that gives neither `name` nor a string `id`.

    null and "" count as not given (for text: as missing, and as an empty text); unknown keys are ignored. Where objects
    under any keys are meant, as feeds give them, one whose text is empty is kept as its headline alone. What the object
    says wins, `defaults` fill what it does not. Raises BadRecordError and TooLargeError, naming `where`.
    """
    if not isinstance(value, dict):
        raise BadRecordError(f"{where} is not a JSON object.", hint='An article is an object such as {"text": "…"}.')
    hint = f"Keys that are read: {', '.join(KEYS)}."
    if is_ninjs(value):
        value = from_ninjs(value, where)
    elif defaults.columns is not None:
        value = _with_headline(value, renamed(value, defaults.columns), where, defaults)
        hint = "Tell which key holds it, for example --field text=body."
    if value.get("text") is None:
        raise BadRecordError(f'{where} has no "text".', hint=hint)
    told = {key: _string(value[key], key, where) for key in KEYS if value.get(key) is not None}
    if isinstance(value.get("id"), str) and not told.get("name"):
        told["name"] = _string(value["id"], "id", where)
    published = told.get("published")
    if published:
        date = iso_date(published)
        if date is None:
            raise BadRecordError(
                f'{where}: "published" is {published[:40]!r}, not an ISO date.', hint="Give YYYY-MM-DD or a date-time."
            )
        published = date
    check_length(told["text"], where, settings)
    for key, words in told.items():
        if key != "text" and len(words) > settings.largest_title:
            raise TooLargeError(
                f'{where}: "{key}" has {len(words):,} characters, more than {settings.largest_title:,}.',
                hint="Raise SAYSO_LARGEST_TITLE.",
            )
    return Article(
        text=told["text"],
        name=told.get("name") or name,
        url=told.get("url") or None,
        outlet=told.get("outlet") or defaults.outlet,
        title=told.get("title") or None,
        published=published or defaults.published,
    )


def _with_headline(
    given: Mapping[str, object], value: dict[str, object], where: str, defaults: Defaults
) -> dict[str, object]:
    """The object with its title for a text where the column of texts is there and empty: all empty texts would be one.

    Raises BadRecordError for one without both.
    """
    text, title = value.get("text"), value.get("title")
    columns = [given[key] for key in text_keys(defaults) if key in given]
    if (isinstance(text, str) and text.strip()) or not columns or not all(_is_blank(one) for one in columns):
        return value
    if _is_blank(title):
        raise BadRecordError(f"{where} has neither text nor title.")
    return value | {"text": title}


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _string(value: object, key: str, where: str) -> str:
    if not isinstance(value, str):
        raise BadRecordError(f'{where}: "{key}" is not a string.')
    if has_surrogates(value):
        raise BadRecordError(f'{where}: "{key}" holds half of a surrogate pair, which is no character.')
    return value


def from_json(text: str, where: str) -> object:
    """The value that JSON text is. Raises BadRecordError, also for nesting and numbers that Python refuses."""
    try:
        value: object = json.loads(text)
    except json.JSONDecodeError as error:
        at = f"line {error.lineno}, column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        raise BadRecordError(f"{where} is not JSON: {error.msg} at {at}.") from None
    except RecursionError:
        raise BadRecordError(f"{where} is JSON nested too deeply.") from None
    except ValueError:  # Python's guard against numbers that take quadratic time
        raise BadRecordError(f"{where} is JSON with a number of too many digits.") from None
    return value


def articles_of_lines(
    numbered: Iterator[tuple[int, bytes | None]], where: str, stem: str, *, defaults: Defaults, settings: Settings
) -> Iterator[Article | InputError]:
    """One article, or what is wrong with it, for each line. numbered: as files.lines gives them."""
    for number, line in numbered:
        place = f"{where}, line {number}"
        try:
            value = _value_of_line(line, place, first=number == 1, defaults=defaults, settings=settings)
            found: Article | InputError = to_article(
                value, place, f"{stem}-{number}", defaults=defaults, settings=settings
            )
        except InputError as error:
            found = error
        yield found


def _value_of_line(line: bytes | None, place: str, *, first: bool, defaults: Defaults, settings: Settings) -> object:
    if line is None:
        raise TooLargeError(
            f"{place} is longer than {settings.largest_input:,} bytes.", hint="Raise SAYSO_LARGEST_INPUT."
        )
    name = defaults.encoding or "utf-8"
    try:
        text = line.decode(name)
    except UnicodeError:
        hint = "Give its encoding, for example --encoding windows-1252."
        raise EncodingError(f"{place} is not {name.upper()}.", hint=hint) from None
    return from_json(text.removeprefix("\ufeff") if first else text, place)


def articles_of_value(
    value: object, where: str, stem: str, *, defaults: Defaults, settings: Settings
) -> Iterator[Article | InputError]:
    """The article that a JSON object is, or those in a list, each an article or what is wrong with it."""
    if not isinstance(value, list):
        yield to_article(value, where, stem, defaults=defaults, settings=settings)
        return
    yield from articles_of_objects(value, where, stem, defaults=defaults, settings=settings)


def articles_of_objects(
    objects: Iterable[object], where: str, stem: str, *, defaults: Defaults, settings: Settings
) -> Iterator[Article | InputError]:
    """One article, or what is wrong with it, for each object; an error among them is given as it is."""
    for number, one in enumerate(objects, 1):
        if isinstance(one, InputError):
            yield one
            continue
        try:
            found: Article | InputError = to_article(
                one, f"{where}, item {number}", f"{stem}-{number}", defaults=defaults, settings=settings
            )
        except InputError as error:
            found = error
        yield found


def text_keys(defaults: Defaults) -> frozenset[str]:
    """The keys under which an object may hold its text."""
    if defaults.columns is None:
        return frozenset({"text"})
    return frozenset({defaults.columns["text"]} if "text" in defaults.columns else KNOWN["text"])


def starts_records(line: bytes, defaults: Defaults) -> bool:
    """Whether a first line is an article's object, or begins as one: the sign of JSON lines on standard input."""
    if not line.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return False
    try:
        value = json.loads(line.decode(defaults.encoding or "utf-8").removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return _BROKEN.match(line) is not None  # to be told as a broken line, not read as a text
    return isinstance(value, dict) and (not text_keys(defaults).isdisjoint(value) or is_ninjs(value))


def whole_records(text: str, defaults: Defaults) -> object | None:
    """The value of a text that is one article's object, on however many lines, or a list of such; else None."""
    try:
        value: object = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return None
    first = value[0] if isinstance(value, list) and value else value
    if not isinstance(first, dict) or (text_keys(defaults).isdisjoint(first) and not is_ninjs(first)):
        return None
    return value
