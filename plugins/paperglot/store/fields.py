"""Front matter, read with the file and the line of whatever is wrong with it."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain, repeat
from pathlib import Path
from typing import Any, TypeVar

import frontmatter
import yaml

from paperglot.errors import PageError
from paperglot.prose import line
from paperglot.store import plain_yaml


class _Dumper(frontmatter.default_handlers.SafeDumper):  # type: ignore[misc, valid-type]
    """Writes every value where it stands, and none as a reference to another place."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 (PyYAML's signature)
        """A page is for people, whatever its values have in common in memory."""
        return True


_HANDLER = frontmatter.default_handlers.YAMLHandler()
_ITEM = re.compile(r"^\s*- ", re.MULTILINE)
_UNLIMITED = 2**31 - 1
_A_TIME = "should be a time such as 2026-05-12 01:02:03+00:00"
# The library raises the others at a date such as 2026-02-30, and at an empty `!!float`.
_NO_YAML = (yaml.YAMLError, ValueError, LookupError)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fields:
    """One mapping of a page's front matter; every reader raises `PageError` with a line."""

    path: Path
    source: str
    """The front matter as it stands on the page."""
    values: Mapping[str, Any]
    start: int = 0
    """Where this mapping begins in the source."""

    def fail(self, key: str, reason: str) -> PageError:
        """Return the error for what stands under a key, or for the lack of it."""
        return PageError(self.path, self._line_of(key), f"{key}: {reason}")

    def text(self, key: str) -> str:
        """Return a text that must be there."""
        found = self.optional_text(key)
        if not found:  # written again, the key would be left out
            raise self.fail(key, "is missing")
        return found

    def optional_text(self, key: str) -> str | None:
        """Return a text in normal form, or None where there is none."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            raise self.fail(key, f"should be a text, not {value!r}; quote it")
        return line(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; empty where there is none."""
        return tuple(self._text_item(key, item) for item in self.items(key))

    def items(self, key: str) -> list[Any]:
        """Return a list; empty where there is none."""
        value = self.values.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.fail(key, "should be a list")
        return value

    def mappings(self, key: str) -> Iterator["Fields"]:
        """Iterate over a list of mappings."""
        if key not in self.values:
            return
        starts = (found.start() for found in _ITEM.finditer(self.source, self._place_of(key)))
        for item, start in zip(self.items(key), chain(starts, repeat(self.start)), strict=False):
            yield self._nested(key, item, start)

    def mapping(self, key: str) -> "Fields | None":
        """Return a mapping, or None where there is none."""
        value = self.values.get(key)
        return None if value is None else self._nested(key, value, self._place_of(key))

    def integer(self, key: str, default: int | None = None) -> int:
        """Return a number that counts something: 0 or more."""
        value = self.values.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.fail(key, f"should be a whole number, not {value!r}")
        return value

    def optional_number(self, key: str) -> float | None:
        """Return a finite number of 0 or more, or None where there is none."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise self.fail(key, f"should be a number, not {value!r}")
        if not 0 <= value < math.inf:
            raise self.fail(key, f"should be a number of 0 or more, not {value!r}")
        return float(value)

    def day(self, key: str) -> date:
        """Return a date that must be there."""
        found = self.optional_day(key)
        if found is None:
            raise self.fail(key, "is missing")
        return found

    def optional_day(self, key: str) -> date | None:
        """Return a date, or None where there is none."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.fail(key, f"should be a date such as 2026-05-12, not {value!r}")
        return value

    def instant(self, key: str) -> datetime:
        """Return a time in UTC; one without a zone is taken as UTC."""
        value = self.values.get(key)
        if not isinstance(value, datetime):
            raise self.fail(key, f"{_A_TIME}, not {value!r}")
        try:
            return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        except OverflowError as error:  # the year 1, east of Greenwich
            raise self.fail(key, f"{_A_TIME}, not {value!r}") from error

    def flag(self, key: str) -> bool:
        """Return true or false; false where nothing is said."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            raise self.fail(key, f"should be true or false, not {value!r}")
        return value

    def made(self, key: str, make: Callable[[str], T]) -> T:
        """Return what `make` makes of a text; its ValueError becomes the reason."""
        try:
            return make(self.text(key))
        except ValueError as error:
            raise self.fail(key, str(error)) from error

    def _text_item(self, key: str, item: object) -> str:
        if not isinstance(item, str):
            raise self.fail(key, f"should hold texts, not {item!r}; quote it")
        return line(item)

    def _nested(self, key: str, value: object, start: int) -> "Fields":
        if not isinstance(value, dict):
            raise self.fail(key, f"should be a mapping, not {value!r}")
        return Fields(self.path, self.source, value, start)

    def _line_of(self, key: str) -> int:
        """The front matter's first line is the page's second."""
        return 2 + self.source.count("\n", 0, self._place_of(key)) if key in self.values else 1

    def _place_of(self, key: str) -> int:
        pattern = re.compile(rf"^[ -]*['\"]?{re.escape(key)}['\"]?\s*:", re.MULTILINE)
        match = pattern.search(self.source, self.start)
        return match.start() if match else self.start


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading of a page's body."""

    line: int
    """The heading's line on the page, from 1."""
    text: str


def read_page(path: Path, text: str) -> tuple[Fields, dict[str, Section]]:
    """Cut a page into front matter and the sections under its `## ` headings.

    Raises:
        PageError: there is no front matter, it is no YAML, or a heading stands twice.
    """
    source, body = _split(path, text)
    try:
        values = plain_yaml.load(source) or _HANDLER.load(source)
    except _NO_YAML as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or error
        raise PageError(path, mark.line + 2 if mark else 1, f"front matter: {problem}") from error
    if not isinstance(values, dict):
        raise PageError(path, 1, "front matter: should be a mapping of keys")
    first = text.count("\n", 0, len(text) - len(body)) + 1
    return Fields(path, source, values), _sections(path, body, first)


def write_page(values: Mapping[str, Any], body: str) -> str:
    """Return a page; keys that say nothing (None, false, an empty list or text) are left out."""
    metadata = _HANDLER.export(
        _without_empty(values), Dumper=_Dumper, sort_keys=False, width=_UNLIMITED
    )
    return (
        f"---\n{metadata}\n---\n\n{body.strip()}\n" if body.strip() else f"---\n{metadata}\n---\n"
    )


def _without_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    kept = {
        key: _without_empty(value) if isinstance(value, dict) else value
        for key, value in values.items()
    }
    return {key: value for key, value in kept.items() if not _says_nothing(value)}


def _says_nothing(value: object) -> bool:
    """Zero says something: a digest that cost nothing, a feed without entries."""
    return value is None or value is False or (isinstance(value, str | list | dict) and not value)


def _split(path: Path, text: str) -> tuple[str, str]:
    match = re.match(r"---[ \t]*\n(?P<source>.*?\n)---[ \t]*(?:\n|\Z)", text, re.DOTALL)
    if match is None:
        raise PageError(path, 1, "no front matter between two lines of ---")
    return match["source"], text[match.end() :]


def _sections(path: Path, body: str, first: int) -> dict[str, Section]:
    """Cut at the headings; only quoted notices may stand before the first one."""
    before, *parts = f"\n{body}".split("\n## ")
    found: dict[str, Section] = {}
    number = first + before.count("\n")
    for part in parts:
        heading, _, text = part.partition("\n")
        heading = heading.strip()
        if heading in found or not heading:
            raise PageError(path, number, f"the heading {heading!r} stands twice")
        found[heading] = Section(number, text.strip())
        number += part.count("\n") + 1
    _check_preamble(path, before, first)
    return found


def _check_preamble(path: Path, before: str, first: int) -> None:
    for number, text in enumerate(before.split("\n")[1:], start=first):
        if text.strip() and not text.startswith(">"):
            raise PageError(path, number, "text stands before the first heading")
