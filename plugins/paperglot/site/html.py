"""Prose as HTML. What a feed or a model says is data: all of it is escaped here.

The only elements that come out are paragraphs, formulas and links to the addresses that
stand in the text.
"""

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

from paperglot.prose import Piece, find_addresses, paragraphs, sentences, split_mathematics
from paperglot.site.mathematics import mathml

_LONGEST_NAME = 48
"""Characters of a title that is named in passing."""
# A formula with what must not end a line before it, and what must not begin one behind it.
_TOUCHED = re.compile(
    r"([(\[（《“‘「『【]*)(<math\b[^>]*>.*?</math>)(-?[,.;:!?)\]%，。；：、！？）》”’」』】]*)",
    re.DOTALL,
)


def inline(text: str) -> Markup:
    """Return one line of prose with its formulas."""
    # Nearly all text is neither formula nor address; to find that out is what costs.
    if "$" not in text and "://" not in text:
        return escape(text)
    made = Markup("").join(_piece(piece) for piece in split_mathematics(text))
    return Markup(_TOUCHED.sub(_kept, str(made)))  # noqa: S704 (escaped already)


def block(text: str) -> Markup:
    """Return prose as paragraphs."""
    return Markup("").join(
        Markup("<p>{}</p>").format(inline(paragraph)) for paragraph in paragraphs(text)
    )


def numbered(text: str) -> Markup:
    """Return prose as paragraphs in which each sentence can be linked to: `#s1`."""
    made = Markup("")
    number = 0
    for paragraph in paragraphs(text):
        parts = []
        for sentence in sentences(paragraph):
            number += 1
            # Of a number and of what is escaped already; `format` would take four times as long.
            parts.append(f'<span id="s{number}">{inline(sentence)}</span>')
        made += Markup(f"<p>{' '.join(parts)}</p>")  # noqa: S704
    return made


def plain(text: str) -> str:
    """Return prose as it is read aloud or listed: formulas as their source, no dollars."""
    if "$" not in text:
        return text
    return "".join(piece.text for piece in split_mathematics(text)).replace("\\$", "$")


def short(title: str) -> str:
    """Return a title as the name of a link: what stands before its colon, or its first words."""
    name = plain(title)
    before, colon, _after = name.partition(": ")
    name = before if colon else name
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME].rsplit(' ', 1)[0]} …"


def _kept(match: re.Match[str]) -> str:
    """Hold a formula and the punctuation that touches it on one line.

    Browsers may break a line on either side of a formula, whatever the characters there.
    """
    is_alone = not (match[1] or match[3]) or 'display="block"' in match[2]
    return match[0] if is_alone else f'<span class="pg-kept">{match[0]}</span>'


def _piece(piece: Piece) -> Markup:
    if piece.kind != "text":
        return mathml(piece.text, display=piece.kind == "display")
    return Markup("").join(_linked(piece.text))


def _linked(text: str) -> Iterator[Markup]:
    start = 0
    for begin, address in find_addresses(text):
        yield _escaped(text[start:begin])
        link = Markup('<a href="{}" rel="nofollow noopener">{}</a>')
        yield link.format(address, address)
        start = begin + len(address)
    yield _escaped(text[start:])


def _escaped(text: str) -> Markup:
    r"""A dollar that TeX wrote as `\$` is a dollar; the store keeps the backslash."""
    return escape(text.replace("\\$", "$"))
