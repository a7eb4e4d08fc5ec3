"""What the worker says to the process that started it, and how that is believed: not at all.

The worker has read a file that anyone may have made. So each value is checked for its type,
its form and its bounds, and nothing in it is ever a path.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from paperglot.figure import Figure
from paperglot.figures.text import LONGEST, clean

LONGEST_ANSWER = 400_000
"""The most bytes of an answer."""
MOST_FIGURES = 60
"""The most figures of one paper."""

_LABEL = re.compile(r"(?:Figure|Table) [A-Za-z0-9.\-]{1,12}")
_HASH = re.compile(r"[0-9a-f]{16}")
_LICENCE = re.compile(r"[!-~]+(?: [!-~]+)*")
_LONGEST_LICENCE = 1_100
_LARGEST_SIDE = 4_000
_FIELDS = tuple(name for name in Figure.__slots__ if name != "caption_translated")
"""What a worker says of a figure."""

REASONS = {
    "encrypted": "the PDF is encrypted",
    "memory": "reading the PDF takes too much memory",
    "pages": "the PDF has no pages",
    "unreadable": "the PDF cannot be read",
}
"""Why the worker gave up, by the word that it says."""


class AnswerError(ValueError):
    """An answer that no working worker gives."""


def write(licence: str | None, figures: Sequence[Figure]) -> str:
    """Return the answer of a worker that did its work."""
    told = [{name: getattr(figure, name) for name in _FIELDS} for figure in figures]
    return json.dumps({"licence": licence, "figures": told})


def write_reason(reason: str) -> str:
    """Return the answer of a worker that gave up; the reason is a key of `REASONS`."""
    return json.dumps({"reason": reason})


def read(content: bytes, pages: int) -> tuple[str | None, tuple[Figure, ...]] | str:
    """Return the licence and the figures of an answer, or why there are none.

    Raises `AnswerError` for what no working worker says, such as a page beyond `pages`.
    """
    if len(content) > LONGEST_ANSWER:
        message = "the answer is too long"
        raise AnswerError(message)
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError) as error:
        message = "the answer is no JSON"
        raise AnswerError(message) from error
    if not isinstance(answer, dict):
        message = "the answer is no object"
        raise AnswerError(message)
    if answer.keys() == {"reason"}:
        return _reason(answer["reason"])
    if answer.keys() != {"licence", "figures"}:
        message = "the answer has other fields"
        raise AnswerError(message)
    return _licence(answer["licence"]), _figures(answer["figures"], pages)


def _reason(value: object) -> str:
    if not isinstance(value, str) or value not in REASONS:
        message = "the answer gives no known reason"
        raise AnswerError(message)
    return REASONS[value]


def _licence(value: object) -> str | None:
    if value is None:
        return None
    return _text(value, _LICENCE, _LONGEST_LICENCE, "licence")


def _figures(value: object, pages: int) -> tuple[Figure, ...]:
    if not isinstance(value, list) or len(value) > MOST_FIGURES:
        message = "the figures are no list, or too many"
        raise AnswerError(message)
    found = tuple(_figure(each, pages) for each in value)
    labels = {figure.label for figure in found}
    if len(labels) != len(found):
        message = "two figures have one label"
        raise AnswerError(message)
    return found


def _figure(value: object, pages: int) -> Figure:
    if not isinstance(value, dict) or value.keys() != set(_FIELDS):
        message = "a figure has other fields"
        raise AnswerError(message)
    return Figure(
        label=_text(value["label"], _LABEL, 20, "label"),
        caption=_caption(value),
        page=_number(value, "page", pages),
        width=_number(value, "width", _LARGEST_SIDE),
        height=_number(value, "height", _LARGEST_SIDE),
        size=_number(value, "size", 10_000_000),
        hash=_text(value["hash"], _HASH, 16, "hash"),
    )


def _caption(value: Mapping[str, Any]) -> str:
    caption = value["caption"]
    if not isinstance(caption, str) or len(caption) > LONGEST or clean(caption) != caption:
        message = "a caption is no clean line"
        raise AnswerError(message)
    return caption


def _number(value: Mapping[str, Any], name: str, most: int) -> int:
    number = value[name]
    if type(number) is not int or not 1 <= number <= most:
        message = f"a figure's {name} is out of bounds"
        raise AnswerError(message)
    return int(number)


def _text(value: object, form: re.Pattern[str], longest: int, name: str) -> str:
    if not isinstance(value, str) or len(value) > longest or form.fullmatch(value) is None:
        message = f"the {name} has another form"
        raise AnswerError(message)
    return value
