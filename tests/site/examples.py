"""Settings, topics and archives that tests of the site begin with."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from paperglot.languages import second_language
from paperglot.model import Day, Paper, Status
from paperglot.settings import Settings, Topic, UpdateMode
from paperglot.site.catalogue import Catalogue
from paperglot.site.render import Renderer
from paperglot.site.trends import TopicMonths, Trend, keys, rising_of, trend_with
from paperglot.site.views import (
    DayView,
    LatestTrendsView,
    PaperView,
    TopicTrendsView,
    TrendsView,
    View,
)
from paperglot.store import page
from paperglot.store.examine import content_of
from paperglot.store.facts import Facts, row_of
from paperglot.store.facts import read as read_facts
from paperglot.store.files import Archive
from tests import strategies
from tests.samples import digested
from tests.settings import make
from tests.site.document import Element, parse

ARXIV_STATEMENT = (
    "Thank you to arXiv for use of its open access interoperability. This service was not "
    "reviewed or approved by, nor does it necessarily express or reflect the policies or "
    "opinions of, arXiv."
)
"""What arXiv asks for, https://info.arxiv.org/help/api/tou.html."""

WITH_PAPERS = {
    "home": "/",
    "day": "/2026/03/05/",
    "topic-day": "/2026/03/05/llm/",
    "topic": "/topics/llm/",
    "paper": "/papers/2613.00010/",
    "old paper": "/papers/cs-9913007/",
}
"""The kinds of pages of the sample site that show papers."""
KINDS = WITH_PAPERS | {
    "month": "/2026/03/",
    "topics": "/topics/",
    "archive": "/archive/",
    "search": "/search/",
    "saved": "/saved/",
    "feeds": "/feeds/",
    "trends": "/trends/",
    "topic's trends": "/topics/llm/trends/",
    "hand-written": "/about/",
}
"""All kinds of pages of the sample site."""


PAPERS = st.builds(
    digested,
    strategies.identifiers,
    announced=st.dates(date(2026, 2, 27), date(2026, 3, 3)),
    topics=st.lists(st.sampled_from(["llm", "speech", "gone"]), unique=True).map(tuple),
    status=st.sampled_from(Status),
    sample=st.booleans(),
)
"""Papers of a few days, so that several meet on one."""


def topic(identifier: str, **titles: str) -> Topic:
    """Return a topic that finds every paper; `zh_Hans="…"` is its title in Chinese."""
    tagged = {tag.replace("_", "-"): title for tag, title in titles.items()}
    everything = (re.compile(""),)
    return Topic(identifier, {"en": identifier.title()} | tagged, frozenset(), everything, ())


LLM = topic("llm", en="Language Models", zh_Hans="语言模型")
SPEECH = topic("speech", en="Speech", zh_Hans="语音")
GAN = topic("gan", en="GAN", zh_Hans="GAN")
TOPICS = (SPEECH, LLM, GAN)


def settings(*, language: str = "zh-Hans", topics: tuple[Topic, ...] = TOPICS) -> Settings:
    """Return settings that never go out."""
    return replace(
        make(Path("docs")),
        update=UpdateMode.NEVER,
        second_language=second_language(language),
        topics=topics,
    )


def with_site(base: Settings, **changes: object) -> Settings:
    """Return settings with another word of the site's own."""
    return replace(base, site=replace(base.site, **changes))  # type: ignore[arg-type]


def catalogue(
    papers: Iterable[Paper] = (), days: Iterable[Day] = (), base: Settings | None = None
) -> Catalogue[Paper]:
    """Return the views of an archive."""
    archive = Archive(tuple(papers), tuple(days)).published()
    return Catalogue(archive, base or settings())


def trend(of: TopicMonths[Paper]) -> Trend:
    """Work out a trend of papers that are at hand."""
    found = rising_of(of, lambda some: [keys(paper) for paper in some], lambda some: some)
    return trend_with(of, found)


def with_trends(view: Any) -> Any:
    """Put the trends of a view in the place of what they are worked out from."""
    if isinstance(view, LatestTrendsView):
        return replace(view, latest=view.latest and with_trends(view.latest))
    if isinstance(view, TrendsView | TopicTrendsView):
        return replace(view, trends=tuple(map(trend, view.trends)))
    return view


def facts(paper: Paper) -> Facts:
    """Return a paper in brief, as the store would list it."""
    return read_facts(row_of(paper), content_of(page.write(paper).encode()))


def render(view: View, base: Settings | None = None) -> Element:
    """Return the content of a view on a page at the site's root."""
    return parse(Renderer(base or settings()).content(view, lambda url: f"/{url}"))


def paper_page(base: Settings | None = None, **changes: object) -> Element:
    """Return the content of a digested paper's page."""
    return render(PaperView(digested("2613.00010", **changes), (LLM,)), base)


def day_page(*papers: Paper, record: Day | None = None, base: Settings | None = None) -> Element:
    """Return the content of the page of the one day that there is."""
    views = catalogue(papers, [record] if record else [])
    (view,) = (view for view in views if isinstance(view, DayView))
    return render(view, base)


def hrefs(root: Element) -> list[str]:
    """Return where the links of a page lead."""
    return [link.attributes["href"] for link in root.all("a")]
