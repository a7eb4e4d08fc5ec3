"""Views as HTML, through the templates in `theme/paperglot`; everything is escaped by default."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import jinja2
from markupsafe import Markup

import paperglot
from paperglot import identifiers
from paperglot.prose import sentences
from paperglot.settings import Settings, Topic
from paperglot.site import addresses, html
from paperglot.site.titles import Titles
from paperglot.site.views import HomeView, View
from paperglot.site.words import Words
from paperglot.store.journal import Answered
from paperglot.store.spending import by_day, by_month

THEME = Path(paperglot.__file__).parent / "theme"

# No text holds a line break, so that those of the templates can go: 6 % of a day's page.
_INDENTATION = re.compile(r"\s*\n\s*")

_DAYS_OF_COST = 31

Href = Callable[[str], str]
"""Makes an address below the site's root one that works on the page at hand."""

_LICENCES = {
    "creativecommons.org/licenses/by/": "CC BY",
    "creativecommons.org/licenses/by-sa/": "CC BY-SA",
    "creativecommons.org/licenses/by-nc-sa/": "CC BY-NC-SA",
    "creativecommons.org/licenses/by-nc-nd/": "CC BY-NC-ND",
    "creativecommons.org/publicdomain/zero/": "CC0",
    "arxiv.org/licenses/nonexclusive-distrib/": "arXiv",
}


class Renderer:
    """Renders the content of a page: what stands between the site's header and footer."""

    def __init__(self, settings: Settings) -> None:
        """Load nothing yet; templates are compiled once, when first used."""
        self._words = Words(settings.second_language)
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(THEME / "paperglot"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )
        self._environment.filters |= {
            "inline": html.inline,
            "short": html.short,
            "block": html.block,
            "sentences": sentences,
            "slug": identifiers.slug,
            "web": web_address,
        }
        self._environment.globals |= {
            "both": self._words.both,
            "word": self._words.word,
            "date": self._words.dated,
            "topic_title": self._topic_title,
            "licence_name": licence_name,
            "numbered": html.numbered,
            "of": addresses,
            "second": settings.second_language.tag,
            "site": settings.site,
        }

    def content(self, view: View, href: Href) -> Markup:
        """Return the HTML of a view."""
        return self._render(view.template, view=view, href=href)

    def home(self, home: HomeView | None, href: Href) -> Markup:
        """Return the HTML of the latest day for the home page; there may be none."""
        view = home.day if home else None
        return self._render("home.html", home=home, view=view, href=href)

    def cost(self, answers: Sequence[Answered]) -> Markup:
        """Return what the digests cost by month and day, the latest first; nothing if none did."""
        if not answers:
            return Markup()
        days, months = list(by_day(answers).items()), list(by_month(answers).items())
        return self._render("cost.html", days=days[::-1][:_DAYS_OF_COST], months=months[::-1])

    def sample_notice(self) -> Markup:
        """Return what every page of a sample archive says first."""
        return self._render("sample_notice.html")

    def titles(self, view: View) -> tuple[str, ...]:
        """Return the title of a view as plain text, in English and the second language."""
        return Titles(self._words).of(view)

    def marked(self, titles: tuple[str, ...], separator: str) -> Markup:
        """Return a title in English and the second language, each marked as what it is."""
        return self._words.marked(titles, separator)

    def _render(self, template: str, **context: object) -> Markup:
        rendered = self._environment.get_template(template).render(**context)
        slim = _INDENTATION.sub("\n", rendered)
        return Markup(slim)  # noqa: S704 (the environment escapes)

    def _topic_title(self, topic: Topic) -> Markup:
        titles = (topic.titles.get(each.tag, "") for each in self._words.languages)
        return self._words.marked([title for title in titles if title])


def licence_name(url: str | None) -> str | None:
    """Return what a licence is called for short, or None for one that is not known."""
    found = (name for part, name in _LICENCES.items() if url and part in url)
    return next(found, None)


def web_address(url: str) -> str:
    """Return an address that is safe to link to: a web address, or nowhere."""
    return url if url.startswith(("https://", "http://")) else "#"
