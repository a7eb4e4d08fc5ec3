"""Front matter in the plain form that pages are written in, read without YAML's machinery.

YAML is read ten times as fast this way, and with the same meaning: what is not plainly of that
form (comments, flow collections, folded or escaped text, anything odd) is left to YAML, with its
errors. Which bare words are numbers, dates, truth or nothing is decided by YAML's own rules.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import yaml

_RESOLVERS = yaml.SafeLoader.yaml_implicit_resolvers
_TAG = "tag:yaml.org,2002:"

_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@` ")
"""What has a meaning at the beginning of a bare word."""
_KEY = re.compile(r"([a-z_]{1,40}):(?: (?=.)|$)")

_REMEMBERED = 4_096
"""Values: half of those of a page stand on others too."""

_Construct = Callable[[str], Any]
_PLAIN: dict[str, tuple[tuple[re.Pattern[str], _Construct], ...]] = {
    f"{_TAG}int": ((re.compile(r"0|[1-9]\d{0,17}", re.ASCII), int),),
    f"{_TAG}float": ((re.compile(r"\d{1,17}\.\d{1,17}(?:e[-+]\d\d)?", re.ASCII), float),),
    f"{_TAG}bool": ((re.compile(r"true|false"), "true".__eq__),),
    f"{_TAG}timestamp": (
        (re.compile(r"\d{4}-\d\d-\d\d", re.ASCII), date.fromisoformat),
        (
            re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+00:00", re.ASCII),
            datetime.fromisoformat,
        ),
    ),
}


class _OtherFormError(Exception):
    """It is for YAML to read."""


def load(source: str) -> dict[str, Any] | None:
    """Return what YAML would make of front matter; None where only YAML can tell."""
    if not source.endswith("\n"):
        return None
    lines = source[:-1].split("\n")
    try:
        values, end = _mapping(lines, 0, "")
    except (_OtherFormError, ValueError):  # ValueError: a date that no calendar has
        return None
    return values if end == len(lines) else None


def _mapping(lines: list[str], start: int, margin: str) -> tuple[dict[str, Any], int]:
    """Read a mapping whose keys stand behind a margin; return it and the line behind it."""
    values: dict[str, Any] = {}
    width, deeper, dash = len(margin), f"{margin} ", f"{margin}- "
    place, end = start, len(lines)
    while place < end and lines[place].startswith(margin):
        line = lines[place]
        match = _KEY.match(line, width)
        if match is None or not _is_text(match[1]):
            raise _OtherFormError
        key, text = match[1], line[match.end() :]
        place += 1
        if text:
            values[key] = _scalar(text)
        elif place < end and lines[place].startswith(dash):
            values[key], place = _sequence(lines, place, margin)
        else:
            values[key], place = _mapping(lines, place, f"{deeper} ")
        if place < end and lines[place].startswith(deeper):
            raise _OtherFormError
    if place == start:
        raise _OtherFormError
    return values, place


def _sequence(lines: list[str], start: int, margin: str) -> tuple[list[Any], int]:
    """Read a list whose dashes stand behind a margin; return it and the line behind it."""
    items: list[Any] = []
    dash, place = f"{margin}- ", start
    while place < len(lines) and lines[place].startswith(dash):
        text = lines[place].removeprefix(dash)
        if ":" in text and _KEY.match(text):
            lines[place] = f"{margin}  {text}"
            item, place = _mapping(lines, place, f"{margin}  ")
            items.append(item)
        else:
            items.append(_scalar(text))
            place += 1
    return items, place


@lru_cache(maxsize=256)
def _is_text(key: str) -> bool:
    return _tag(key) is None


@lru_cache(_REMEMBERED)
def _scalar(text: str) -> Any:  # noqa: ANN401 (YAML's values)
    # What Python calls printable has no line end, no tab and nothing that YAML refuses.
    if not text or not text.isprintable():
        raise _OtherFormError
    if text[0] == "'":
        return _quoted(text)
    if text[0] in _INDICATORS or text[-1] in ": " or ": " in text or " #" in text:
        raise _OtherFormError
    tag = _tag(text)
    return text if tag is None else _constructed(tag, text)


def _quoted(text: str) -> str:
    inner = text[1:-1]
    if len(text) == 1 or text[-1] != "'" or "'" in inner.replace("''", ""):
        raise _OtherFormError
    return inner.replace("''", "'")


def _constructed(tag: str, text: str) -> Any:  # noqa: ANN401 (YAML's values)
    for form, construct in _PLAIN.get(tag, ()):
        if form.fullmatch(text):
            return construct(text)
    raise _OtherFormError


def _tag(text: str) -> str | None:
    """Return what YAML takes a bare word for; None: a text."""
    for tag, rule in _RESOLVERS.get(text[0], ()):
        if rule.match(text):
            return str(tag)
    return None
