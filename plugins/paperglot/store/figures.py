"""A paper's figures as the front matter of its page has them, and back."""

import re
from typing import Any

from paperglot.figure import Figure, Figures
from paperglot.store.fields import Fields

_HASH = re.compile(r"[0-9a-f]{16}")
_SIDE = 20_000
"""Pixels; what is larger is no image of ours."""


def value(figures: Figures | None) -> dict[str, Any] | None:
    """Return what the front matter says."""
    if figures is None:
        return None
    return {
        "version": figures.version,
        "licence": figures.licence,
        "lacking": figures.lacking,
        "language": figures.language,
        "found": [_figure_value(figure) for figure in figures.found],
    }


def read(given: Fields | None) -> Figures | None:
    """Return what `value` made a mapping of.

    Raises:
        PageError: the mapping is damaged; it names the line and what is wrong there.
    """
    if given is None:
        return None
    return Figures(
        version=given.integer("version"),
        licence=given.text("licence"),
        found=tuple(map(_figure, given.mappings("found"))),
        lacking=given.optional_text("lacking"),
        language=given.optional_text("language"),
    )


def _figure_value(figure: Figure) -> dict[str, Any]:
    translated = figure.caption_translated
    return {
        "label": figure.label,
        "caption": figure.caption,
        **({"caption_translated": translated} if translated else {}),
        "page": figure.page,
        "width": figure.width,
        "height": figure.height,
        "size": figure.size,
        "hash": figure.hash,
    }


def _figure(given: Fields) -> Figure:
    return Figure(
        label=given.text("label"),
        caption=given.optional_text("caption") or "",
        caption_translated=given.optional_text("caption_translated") or None,
        page=given.integer("page"),
        width=_side(given, "width"),
        height=_side(given, "height"),
        size=given.integer("size"),
        hash=given.made("hash", _hash),
    )


def _side(given: Fields, key: str) -> int:
    found = given.integer(key)
    if not 1 <= found <= _SIDE:
        raise given.fail(key, f"should be from 1 to {_SIDE} pixels, not {found}")
    return found


def _hash(text: str) -> str:
    """The image's file has this name, so that nothing else may stand there."""
    if not _HASH.fullmatch(text):
        message = f"should be 16 hexadecimal digits, not {text!r}"
        raise ValueError(message)
    return text
