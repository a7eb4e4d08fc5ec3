"""Views as HTML, through the templates in `theme/paperglot`; everything is escaped by default."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
from markupsafe import Markup, escape

import paperglot
from paperglot import identifiers
from paperglot.licences import licence_name
from paperglot.model import Paper
from paperglot.prose import sentences
from paperglot.settings import Settings, Topic
from paperglot.site import addresses, html, plots
from paperglot.site.calendar_table import WEEK
from paperglot.site.citations.bibtex import bibtex
from paperglot.site.citations.coins import coins
from paperglot.site.citations.reference import reference_of
from paperglot.site.citations.ris import ris
from paperglot.site.exports import functions
from paperglot.site.policy import meta, policy
from paperglot.site.shell import Href, Sheet, Shell
from paperglot.site.titles import BETWEEN, Titles
from paperglot.site.views import HomeView, PaperView, View, ViewOf
from paperglot.site.words import Words
from paperglot.store.journal import Answered
from paperglot.store.spending import by_day, by_month

THEME = Path(paperglot.__file__).parent / "theme"

_REMEMBERED = 4_096
"""Words and dates in both languages; a day's page says the same ones over and over."""
_ROWS = 1_024
"""Papers whose rows are held: those of a day, which its topics show again."""

_DAYS_OF_COST = 31
_DESCRIPTION = 200
"""Characters of an abstract that are quoted of it."""

_LEVEL, _ADDRESS = "\N{START OF HEADING}", "\N{NULL}"
"""What is put in later; no text holds a control character."""
_NAMED = 3
"""Authors named with a figure."""
_POLICY = meta(policy([]))


class _Frame(NamedTuple):
    """What stands around a page's own."""

    links: Markup
    """To scripts and styles."""
    header: Markup


class Renderer:
    """Renders pages, and parts of pages that others make."""

    def __init__(self, settings: Settings, own: Path | None = None) -> None:
        """Load no template yet: each is compiled when first used, or by `compile`.

        `own` is a theme's folder of the maintainer's, whose templates go before ours.
        """
        self._words = Words(settings.second_language)
        self._topic_titles: dict[str, Markup] = {}
        self._rows: dict[tuple[str, bool], tuple[Paper, str]] = {}
        self._framed: Shell | None = None
        self._frames: dict[tuple[str | None, ...], _Frame] = {}
        remembered = lru_cache(_REMEMBERED)
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(
                [theme / "paperglot" for theme in (own, THEME) if theme]
            ),
            autoescape=True,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )
        self._environment.filters |= {
            "inline": html.inline,
            "short": html.short,
            "plain": html.plain,
            "block": html.block,
            "sentences": sentences,
            "slug": identifiers.slug,
            "web": web_address,
            "clipped": clipped,
            "reference": reference_of,
            "bibtex": bibtex,
            "ris": ris,
            "coins": coins,
            "grouped": "{:,}".format,
            # As a filter of a constant it is worked out once, when a template is compiled.
            "both": remembered(self._words.both),
        }
        self._environment.globals |= functions(settings) | {
            "word": self._words.word,
            "date": remembered(self._words.dated),
            "date_in": remembered(self._date_in),
            "week": WEEK,
            "bars": plots.bars,
            "line": plots.line,
            "topic_title": self._topic_title,
            "licence_name": licence_name,
            "numbered": html.numbered,
            "of": addresses,
            "second": settings.second_language.tag,
            "titles_of": self.titles,
            "site": settings.site,
            "has_figures": settings.figures.per_night > 0,
            "attributed": attributed,
            "titled": remembered(self.marked),
            "row": self._row,
        }

    def compile(self) -> None:
        """Compile every template, so that processes forked from this one need not."""
        for name in sorted(path.name for path in (THEME / "paperglot").glob("*.html")):
            self._environment.get_template(name)

    def content(self, view: View, href: Href) -> Markup:
        """Return the HTML of a view."""
        return self._render(view.template, view=view, href=href)

    def home(self, home: HomeView[Paper] | None, href: Href) -> Markup:
        """Return the HTML of the latest day for the home page; there may be none."""
        view = home.day if home else None
        return self._render("home.html", home=home, view=view, href=href)

    def document(
        self, shell: Shell, sheet: Sheet, content: Markup | None = None, view: View | None = None
    ) -> Markup:
        """Return a complete page around a view, or around content that is made already."""
        if content is None:
            assert view is not None
            text = self._spaced(view.template, view=view, href=sheet.href)
            content = Markup(text)  # noqa: S704 (the environment escapes)
        return self._render(
            "shell.html",
            on_material=False,
            shell=shell,
            sheet=sheet,
            frame=self._frame(shell, sheet),
            content=content,
            view=view,
            href=sheet.href,
            title=tab_title(sheet.titles, shell.name),
            description=sheet.description
            or (self._description(view) if view else "")
            or shell.description,
            policy=_POLICY,
        )

    def header(self, shell: Shell, sheet: Sheet) -> Markup:
        """Return the header for a page that Material makes."""
        return self._render(
            "header.html", shell=shell, sheet=sheet, href=sheet.href, on_material=True
        )

    def head(self, shell: Shell, href: Href) -> Markup:
        """Return what such a page needs in its head: our scripts and styles."""
        return self._render(
            "material_head.html",
            on_material=True,
            shell=shell,
            view=None,
            href=href,
        )

    def cost(self, answers: Sequence[Answered]) -> Markup:
        """Return what the digests cost by month and day, the latest first; nothing if none did."""
        if not answers:
            return Markup()
        days, months = list(by_day(answers).items()), list(by_month(answers).items())
        return self._render("cost.html", days=days[::-1][:_DAYS_OF_COST], months=months[::-1])

    def sample_notice(self) -> Markup:
        """Return what every page of a sample archive says first."""
        return self._render("sample_notice.html")

    def missing_page(self, href: Href) -> Markup:
        """Return what is said at an address that has no page."""
        return self._render("missing_page.html", href=href)

    def titles(self, view: ViewOf[Any, Any]) -> tuple[str, ...]:
        """Return the title of a view as plain text, in English and the second language."""
        return Titles(self._words).of(view)

    def marked(self, titles: tuple[str, ...], separator: str = " ") -> Markup:
        """Return a title in English and the second language, each marked as what it is."""
        return self._words.marked(titles, separator)

    def _description(self, view: View) -> str:
        """Return what search engines and messengers may quote of a page.

        Zotero takes it for the abstract, so that it says whose words it is.
        """
        if not isinstance(view, PaperView) or view.is_compact:
            return ""
        if view.paper.digest is None:
            return clipped(html.plain(view.paper.abstract))
        summary = html.plain(view.paper.digest.tldr.english)
        return self._words.word("machine_summary", "en", summary)

    def _frame(self, shell: Shell, sheet: Sheet) -> _Frame:
        """Return what is the same on all pages that lie as deep and are not in the navigation."""
        entries = [entry.url for entry in shell.navigation]
        present = sheet.url if sheet.url in entries else None
        key = (present, *map(sheet.href, [addresses.SAVED, *entries, *shell.leads]))
        if shell is not self._framed:
            self._framed, self._frames = shell, {}
        if key not in self._frames:
            given: dict[str, Any] = {"shell": shell, "sheet": sheet, "href": sheet.href}
            links = self._render("links.html", **given)
            header = self._render("header.html", **given, on_material=False)
            self._frames[key] = _Frame(links, header)
        return self._frames[key]

    def _render(self, template: str, **context: object) -> Markup:
        rendered = self._spaced(template, **context)
        # No text holds a line break, so that those of the templates can go: 6 % of a day's page.
        return Markup("\n".join(filter(None, map(str.strip, rendered.split("\n")))))  # noqa: S704

    def _spaced(self, template: str, **context: object) -> str:
        """Return HTML with the templates' own spaces."""
        return self._environment.get_template(template).render(**context)

    def _row(self, paper: Paper, href: Href, level: int, *, compact: bool) -> Markup:
        """Return a paper's row of a list: made once, it leads there from wherever it stands."""
        of, row = self._rows.get((paper.id, compact), (None, ""))
        if of is not paper:
            if len(self._rows) > _ROWS:
                self._rows.clear()
            row = self._spaced(
                "row.html", paper=paper, is_compact=compact, level=_LEVEL, address=_ADDRESS
            )
            self._rows[paper.id, compact] = paper, row
        address = escape(href(addresses.of_paper(paper.id)))
        return Markup(row.replace(_LEVEL, f"{level}").replace(_ADDRESS, address))  # noqa: S704

    def _date_in(self, day: date, style: str, tag: str) -> str:
        language = next(each for each in self._words.languages if each.tag == tag)
        return self._words.date_in(day, style, language)

    def _topic_title(self, topic: Topic) -> Markup:
        if topic.id not in self._topic_titles:
            titles = (topic.titles.get(each.tag, "") for each in self._words.languages)
            marked = self._words.marked([title for title in titles if title])
            self._topic_titles[topic.id] = marked
        return self._topic_titles[topic.id]


def tab_title(titles: tuple[str, ...], name: str) -> str:
    """Return what stands in the browser's tab."""
    return f"{BETWEEN.join(titles)} - {name}" if titles else name


def clipped(text: str) -> str:
    """Return the beginning of a text, by whole words."""
    if len(text) <= _DESCRIPTION:
        return text
    return f"{text[:_DESCRIPTION].rsplit(' ', 1)[0]} …"


def attributed(paper: Paper) -> str:
    """Return who made a paper's figures, as short as attributions are."""
    names = [author.name for author in paper.authors]
    if len(names) <= _NAMED:
        return ", ".join(names)
    return f"{', '.join(names[: _NAMED - 1])} et al."


def web_address(url: str) -> str:
    """Return an address that is safe to link to: a web address, or nowhere."""
    return url if url.startswith(("https://", "http://")) else "#"
