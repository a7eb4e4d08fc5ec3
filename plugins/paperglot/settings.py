"""The maintainer's choices as frozen values; `config.py` makes them and holds the defaults."""

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from paperglot.languages import Language

ARXIV_INTERVAL = 3.0
"""Seconds between requests that arXiv's terms ask for; its hosts are never asked more often.

Source: https://info.arxiv.org/help/api/tou.html.
"""


def is_arxiv(url: str) -> bool:
    """Say whether an address is arXiv's own."""
    host = urlsplit(url).hostname or ""
    return host == "arxiv.org" or host.endswith(".arxiv.org")


class UpdateMode(StrEnum):
    """Whether a build goes out to arXiv and the model."""

    AUTO = "auto"
    """It does; whatever goes wrong there ends in a warning and a site built from the store."""
    ALWAYS = "always"
    """It does; whatever goes wrong there ends the build with an error."""
    NEVER = "never"
    """It builds from the store alone."""


@dataclass(frozen=True, repr=False)
class Topic:
    """A rule that says which papers belong to a topic, and what the topic is called."""

    id: str
    titles: dict[str, str]
    """By language tag; English is always there."""
    categories: frozenset[str]
    """The paper has at least one of them; empty: any."""
    find: tuple[re.Pattern[str], ...]
    """At least one is found in title or abstract; empty: nothing need be found."""
    exclude: tuple[re.Pattern[str], ...]
    """None is found in title or abstract."""

    def __repr__(self) -> str:
        """Tell topics apart by all that is theirs; the same in every process, as sets are not."""
        return self._told

    @cached_property
    def _told(self) -> str:
        """By a hash, as every paper's page is told apart by its topics, too."""
        found = hashlib.sha256(f"{self.rule} {sorted(self.titles.items())}".encode())
        return f"Topic({self.id}#{found.hexdigest()[:32]})"

    @property
    def rule(self) -> str:
        """The rule as one text that is equal only for equal rules."""
        find, exclude = (
            [(pattern.pattern, pattern.flags) for pattern in patterns]
            for patterns in (self.find, self.exclude)
        )
        return repr((self.id, sorted(self.categories), find, exclude))


def rules_hash(topics: tuple[Topic, ...]) -> str:
    """Return a short hash that changes when any rule, or the order of rules, changes."""
    return hashlib.sha256("\n".join(topic.rule for topic in topics).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class ArxivSettings:
    """How arXiv is asked."""

    categories: tuple[str, ...]
    rss_url: str
    """A category's feed, with `{category}` in it; so the next two."""
    atom_url: str
    """The same feed in another format, asked where the first one fails."""
    listing_url: str
    """The page of new submissions, asked where both fail."""
    api_url: str
    """Where papers' records are asked for."""
    api_patience: float
    """Seconds of a run to wait, all told, when the API asks to come again later."""
    request_interval: float
    """Seconds between the beginnings of two requests."""
    timeout: float
    """Seconds to wait for a connection or for the next bytes."""
    contact: str
    """An address for the User-Agent."""


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens."""

    input: float
    output: float


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """How the model is asked."""

    name: str
    thinking: bool
    max_tokens: int
    concurrency: int
    """Requests under way at once."""
    deadline: float
    """Seconds for one paper, repeated attempts included."""
    fallback: str | None
    """The model that is asked where this one's answers do not pass; None: no other."""
    flagging: frozenset[str]
    """Checks of the gate that flag an answer without keeping it from being published."""
    batches: bool
    """Whether papers are asked for in batches, at half the price."""
    batch_from: int
    """So many papers are worth a batch."""
    batch_wait: float
    """Seconds that a run waits for a batch."""
    budget_per_day: float | None
    """US dollars, in UTC; None: no bound. So the next one."""
    budget_per_month: float | None
    prices: dict[str, Price]
    """By model; they go before the table of `digest.prices`."""
    glossary: tuple[tuple[str, str], ...]
    """English terms, in their order of letters, each with its word in the second language."""
    instructions: str
    """What the maintainer tells the model beside the prompt's own rules."""
    base_url: str | None
    """The endpoint's address; None: that of the environment, or Anthropic's own."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every model that may be asked."""
        return (self.name, self.fallback) if self.fallback else (self.name,)


@dataclass(frozen=True, slots=True)
class OverviewSettings:
    """Which topics get an overview of their day."""

    wanted: bool
    least_papers: int
    """A topic with fewer digested papers on a day has none."""


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """What the site says of itself."""

    support_url: str | None
    """Where readers can support the project, for the disclaimer."""
    authors_shown: int
    """Names on a compact row; the rest is behind a fold."""
    papers_on_topic: int
    """Papers on a topic's own page, the latest first."""
    readers: tuple[tuple[str, str], ...] = ()
    """Other sites that show a paper: a name, and an address with `{id}` in it."""
    compact_after: int | None = None
    """Months after whose end a month's pages become compact; None: never."""
    feed_papers: int = 50
    """Papers that a feed has at least, since it takes whole days; 0: there are no feeds."""
    name: str = "Paperglot"
    """What the site is called."""
    url: str | None = None
    """Where the site is published, with a slash at its end."""

    @property
    def has_feeds(self) -> bool:
        """Whether there are feeds, which need addresses that work from anywhere."""
        return self.url is not None and self.feed_papers > 0


@dataclass(frozen=True, slots=True)
class FigureSettings:
    """Which papers' figures are shown, and for how long."""

    per_night: int
    """PDFs that a run fetches; 0: none, and no figures are shown."""
    keep_days: int
    """Days after which a paper's figures leave the site."""
    pages: int
    """Pages of a PDF that are looked through."""
    budget: int
    """Bytes of all images of a paper."""
    noncommercial: bool
    """Whether the site earns nothing, so that CC BY-NC-SA allows it to show figures."""
    translated: bool
    """Whether captions are translated into the second language."""
    pdf_url: str
    """A version's PDF, with `{id}` in it for `2605.12340v2`."""


@dataclass(frozen=True, slots=True)
class HostSettings:
    """Where the site is built to, and what its host takes."""

    folder: Path | None = None
    """The built site's folder; None: not known."""
    limit: int | None = None
    """Bytes that the host takes; None: no bound."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a maintainer can choose."""

    root: Path
    """The store's folder, the `docs_dir` of the site."""
    update: UpdateMode
    strict: bool
    """A damaged page ends the build."""
    second_language: Language
    topics: tuple[Topic, ...]
    arxiv: ArxivSettings
    model: ModelSettings
    overviews: OverviewSettings
    site: SiteSettings
    host: HostSettings
    figures: FigureSettings
