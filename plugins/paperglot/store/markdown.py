r"""Prose as Markdown that means nothing but itself, and back.

What an abstract or a model says is data. On GitHub or under another site generator the page
is run as Markdown all the same, so every character that Markdown could act on is escaped:
with a backslash where both CommonMark (0.31, section 2.4) and Python-Markdown take one, else
as an entity. `$…$` stays as it is: GitHub shows it as mathematics, and `\$` as a dollar.
`read(write(text)) == text` for every normal text.
"""

import re

from paperglot.prose import Piece, normalise, paragraphs, split_mathematics

# Not escaped, so that addresses and running text stay whole: `_` inside a word, where it never
# emphasises; `&` that begins no entity; `:` that begins no emoji; `~` that can strike nothing out.
_SPECIAL = re.compile(
    r"[\\`*\[\]<>{}$]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|:(?=[a-z0-9_+-]+:)|~(?=~)|(?<=[^\s/])~",
    re.ASCII,
)
_LINE_START = re.compile(r"\A(?:(?P<number>\d+)(?=[.)])|(?P<mark>[#+\-!:~]))", re.ASCII)
_ENTITIES = {"<": "&lt;", "&": "&amp;", ":": "&#58;", "~": "&#126;"}
_CHARACTERS = {entity: character for character, entity in _ENTITIES.items()}
_ESCAPED = re.compile(rf"\\([!-/:-@\[-`{{-~])|({'|'.join(_CHARACTERS)})")


def write(text: str) -> str:
    """Return a normal text as Markdown, a paragraph a line."""
    return "\n\n".join(_paragraph(part) for part in paragraphs(text))


def read(markdown: str) -> str:
    """Return the text that `write` made the Markdown from, in normal form."""
    text = normalise(markdown)
    if "\\" not in text and "&" not in text:  # nothing is escaped
        return text
    pieces = split_mathematics(text)
    return "".join(
        _ESCAPED.sub(_unescape, piece.text) if piece.kind == "text" else piece.source
        for piece in pieces
    )


def _paragraph(text: str) -> str:
    pieces = split_mathematics(text)
    return "".join(_escape(piece, first=index == 0) for index, piece in enumerate(pieces))


def _escape(piece: Piece, *, first: bool) -> str:
    if piece.kind != "text":
        return piece.source
    escaped = _SPECIAL.sub(_escape_character, piece.text)
    return _LINE_START.sub(_escape_line_start, escaped) if first else escaped


def _escape_character(match: re.Match[str]) -> str:
    return _ENTITIES.get(match[0], f"\\{match[0]}")


def _escape_line_start(match: re.Match[str]) -> str:
    return f"{match['number']}\\" if match["number"] else _escape_character(match)


def _unescape(match: re.Match[str]) -> str:
    return match[1] or _CHARACTERS[match[2]]
