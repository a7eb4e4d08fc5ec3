r"""arXiv's text as the store's: TeX accents, commands and formulas become Unicode prose.

Authors write TeX and arXiv's feed passes it on: `G\"artner`, `\textbf{x}`, `95\%`. Here it
becomes what `paperglot.prose` defines: Unicode with mathematics in `$…$` and `$$…$$`. What
is not known stays as written, so that nothing is lost.

Sources: https://info.arxiv.org/help/prep.html (what arXiv asks of authors), arXiv's own
converter and author parser (arxiv-base, `arxiv/util/tex2utf.py` and `authors.py`), and the
texts of 100,000 papers.
"""

import html
import re
from collections.abc import Iterator
from html.entities import html5

from paperglot.arxiv.formulas import paragraphs, put_back, set_aside
from paperglot.arxiv.tex import link, quotes, translate
from paperglot.model import Author
from paperglot.prose import normalise


def plain(text: str) -> str:
    r"""Return a title, an abstract or a comment of arXiv's as the store holds it.

    Total: any text gives a text, and a plain text comes back unchanged. What a feed escaped
    twice is decoded, an `<a>` becomes "words (address)", and a line that begins with two
    spaces begins a paragraph. A dollar sign that could be mistaken for the begin of a formula
    stays written `\$`.
    """
    text = normalise(paragraphs(text))
    for _ in range(_PASSES):
        before, text = text, _pass(text) if _SPECIAL.search(text) else text
        if text == before:
            break
    return text


def authors(creator: str) -> tuple[Author, ...]:
    """Return the authors of a feed's one `dc:creator`, in order.

    Total: a parenthesis without a partner is text. Names without a letter or digit, such as
    the ":" that arXiv's parser makes of "A Team: …", are dropped. Source: arxiv-feed joins
    "first names, last name, suffix (affiliations)" with ", ".
    """
    found: list[Author] = []
    parts = filter(str.strip, _split(_TAG.sub("", creator)))
    for author in map(_author, parts):
        if found and _SUFFIX.fullmatch(author.name):
            known = found.pop()
            name = f"{known.name}, {author.name}"
            found.append(Author(name, known.affiliation or author.affiliation))
        elif any(character.isalnum() for character in author.name):
            found.append(author)
    return _mend_nicknames(found)


# A pass may lay bare another command, as in `\'{\^e}`; texts of arXiv need three at most.
_PASSES = 5
_SPECIAL = re.compile(r"[\\~$&<{`]|''")


def _pass(text: str) -> str:
    words, formulas = set_aside(_links(_entities(text)))
    result = put_back(quotes(translate(words)), formulas)
    return result if result == text else normalise(result)


_ENTITY = re.compile(r"&(?:amp;|#38;)*(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});")
_ANCHOR = re.compile(
    r"""(?xi) <a\s [^<>]*? href \s*=\s* ["']? ([^"'<>\s]*+) [^<>]*+ > ([^<]*) </a\s*>"""
)


def _entities(text: str) -> str:
    """Decode what was escaped twice; `Q&A;` is no entity."""
    return _ENTITY.sub(_entity, text) if "&" in text else text


def _entity(match: re.Match[str]) -> str:
    name = match[1]
    return html.unescape(f"&{name};") if name[0] == "#" else html5.get(f"{name};", match[0])


def _links(text: str) -> str:
    return _ANCHOR.sub(lambda match: link(match[2], match[1]), text) if "<" in text else text


_TAG = re.compile(r"</?a\b[^<>]*>", re.IGNORECASE)
_SUFFIX = re.compile(r"(?i:[js]r|ph\.?\s?d|m\.?\s?d)\.?|I{2,3}|IV")
_AND = re.compile(r"^and\s+|\s+and$")
_ACRONYM = re.compile(r"[A-Z]{3,}")
_NICKNAME = re.compile(r"[^\W\d_][\w'’.-]{0,19}(?: [^\W\d_][\w'’.-]{0,19})?")


def _partners(text: str) -> dict[int, int]:
    """Map the position of each closing parenthesis that has a partner to the partner's."""
    opened: list[int] = []
    partners: dict[int, int] = {}
    for match in re.finditer(r"[()]", text):
        if match[0] == "(":
            opened.append(match.start())
        elif opened:
            partners[match.start()] = opened.pop()
    return partners


def _split(text: str) -> Iterator[str]:
    """Cut at the commas outside parentheses."""
    partners = _partners(text)
    steps = dict.fromkeys(partners.values(), 1) | dict.fromkeys(partners, -1)
    depth = start = 0
    for match in re.finditer(r"[(),]", text):
        depth += steps.get(match.start(), 0)
        if match[0] == "," and depth == 0:
            yield text[start : match.start()]
            start = match.end()
    yield text[start:]


def _author(text: str) -> Author:
    """Cut the parenthesised groups off the end of a name."""
    partners = _partners(text)
    end = len(text.rstrip())
    groups: list[str] = []
    while (opening := partners.get(end - 1)) is not None:
        groups.append(_name(text[opening + 1 : end - 1]))
        end = len(text[:opening].rstrip())
    affiliation = "; ".join(group for group in reversed(groups) if group)
    return Author(_AND.sub("", _name(text[:end])), affiliation)


def _name(text: str) -> str:
    r"""Decode a name; `\'s` ends a Polish name here, and a possessive in prose."""
    return " ".join(plain(re.sub(r"\\'([a-z])", r"\\'{\1}", text)).split())


def _mend_nicknames(found: list[Author]) -> tuple[Author, ...]:
    """Join "Ada (Addie), Byron" and take "Addie" from those that it was given to.

    arXiv's parser cuts "Ada (Addie) Byron" in two, takes the nickname for an affiliation and
    hands it to every author before: 1 paper in 1,000. The sign is two names of one word.
    """
    mended: list[Author] = []
    nicknames: set[str] = set()
    for author in found:
        first = mended[-1] if mended else Author("")
        if _is_nickname(first.affiliation) and " " not in first.name + author.name:
            nicknames.add(first.affiliation)
            name = f"{first.name} ({first.affiliation}) {author.name}"
            mended[-1] = Author(name, author.affiliation)
        else:
            mended.append(author)
    return tuple(
        Author(author.name) if author.affiliation in nicknames else author for author in mended
    )


def _is_nickname(affiliation: str) -> bool:
    return bool(_NICKNAME.fullmatch(affiliation)) and not _ACRONYM.fullmatch(affiliation)
