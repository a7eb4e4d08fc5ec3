"""What a feed says of a paper, in one language.

Formulas stay TeX between dollars: many feed readers drop MathML and leave the letters of a
fraction side by side, while readers of arXiv can read TeX.
"""

import re
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from markupsafe import Markup, escape

from paperglot.languages import ENGLISH
from paperglot.model import Digest, Paper
from paperglot.prose import paragraphs, split_mathematics
from paperglot.settings import SiteSettings
from paperglot.site import addresses, html
from paperglot.site.words import Words

_MOST_AUTHORS = 20

# XML 1.0 has no way at all to write these: https://www.w3.org/TR/xml/#charsets.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A paper as an entry of a feed; all of it can stand in XML."""

    id: str
    title: str
    """Plain text."""
    url: str
    """The paper's page on the site."""
    source: str | None
    """The paper on arXiv; None for an invented one."""
    summary: str
    """Plain text: the TL;DR; empty where there is no digest."""
    content: str
    """HTML."""
    language: str
    """Of title and content: English where there is no digest."""
    published: datetime
    """The beginning of the day of the announcement."""
    updated: datetime
    """When the entry was last changed: by a new version or by another digest."""
    authors: tuple[str, ...]
    """The first 20."""
    categories: tuple[str, ...]
    licence: str | None
    """The address of the licence of the paper."""


class Entries:
    """Makes entries, each of them once."""

    def __init__(self, site: SiteSettings, words: Words) -> None:
        """Take where the site is and its words."""
        assert site.url is not None
        self._url, self._words = site.url, words
        self._made: dict[tuple[str, str], FeedEntry] = {}

    def of(self, paper: Paper, language: str) -> FeedEntry:
        """Return what a feed in a language says of a paper."""
        key = (paper.id, language)
        if key not in self._made:
            self._made[key] = self._entry(paper, language)
        return self._made[key]

    def _entry(self, paper: Paper, language: str) -> FeedEntry:
        digest, english = paper.digest, language == ENGLISH.tag
        title = paper.title if english or digest is None else digest.title
        summary = _tldr(digest, english=english) if digest else ""
        return FeedEntry(
            id=identity(paper, language),
            title=clean(html.plain(title)),
            url=f"{self._url}{addresses.of_paper(paper.id)}",
            source=None if paper.sample else f"https://arxiv.org/abs/{paper.id}",
            summary=clean(_source(summary)),
            content=clean(self._content(paper, language)),
            language=language if digest else ENGLISH.tag,
            published=_instant(paper.announced),
            updated=paper.changed,
            authors=tuple(clean(author.name) for author in paper.authors[:_MOST_AUTHORS]),
            categories=tuple(clean(category) for category in paper.categories),
            licence=_licence(paper),
        )

    def _content(self, paper: Paper, language: str) -> Markup:
        digest = paper.digest
        if digest is None:
            label = self._words.word("feed_authors_words", language)
            parts = [_paragraph(each) for each in paragraphs(paper.abstract)]
            return Markup("").join([*parts, _label(label, language)])
        english = language == ENGLISH.tag
        points = (each.english if english else each.translated for each in digest.takeaways)
        items = Markup("").join(Markup("<li>{}</li>").format(_source(point)) for point in points)
        model = paper.provenance.model if paper.provenance else ""
        label = self._words.word("feed_machine", language, model)
        return Markup("{}{}{}").format(
            _paragraph(_tldr(digest, english=english)),
            Markup("<ul>{}</ul>").format(items) if items else "",
            _label(label, language),
        )


def identity(paper: Paper, language: str) -> str:
    """Return what a feed reader knows an entry by, for good.

    It rests on arXiv's identifier and the language alone: the site may move, and the paper, its
    digest and the options may change. A `tag:` URI (RFC 4151) needs a domain of the maintainer's
    own, and the address on arXiv is the name of something else, so that it is a UUID made from
    it (RFC 9562, section 5.5).
    """
    name = f"https://arxiv.org/abs/{paper.id}#paperglot-{language}"
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn


def clean(text: str) -> str:
    """Return text without what XML cannot hold."""
    # What can be printed, XML can hold: that is nearly every text.
    return str(text) if text.isprintable() else _NOT_XML.sub("", str(text))


def _instant(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _tldr(digest: Digest, *, english: bool) -> str:
    return digest.tldr.english if english else digest.tldr.translated


def _source(text: str) -> str:
    r"""Return prose with its formulas in dollars; a dollar that TeX wrote as `\$` is a dollar."""
    pieces = split_mathematics(text)
    return "".join(
        piece.text.replace("\\$", "$") if piece.kind == "text" else piece.source for piece in pieces
    )


def _paragraph(text: str) -> Markup:
    return Markup("<p>{}</p>").format(_source(text))


def _label(text: str, language: str) -> Markup:
    return Markup('<p lang="{}"><small>{}</small></p>').format(language, escape(text))


def _licence(paper: Paper) -> str | None:
    licence = clean(paper.licence or "")
    return licence if licence.startswith(("https://", "http://")) and " " not in licence else None
