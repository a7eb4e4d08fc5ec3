"""The options of the plugin: the one place of their names, defaults and checks."""

import math
import re
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from mkdocs.config import config_options as c
from mkdocs.config.base import Config

from paperglot.digest import gate
from paperglot.digest.prices import price_of
from paperglot.errors import ConfigurationError
from paperglot.languages import second_language
from paperglot.prose import line
from paperglot.settings import (
    ARXIV_INTERVAL,
    ArxivSettings,
    FigureSettings,
    HostSettings,
    ModelSettings,
    OverviewSettings,
    Price,
    Settings,
    SiteSettings,
    UpdateMode,
    is_arxiv,
)
from paperglot.topic_options import TopicOptions, categories, topics
from paperglot.web_addresses import address_with, is_web_address, web_address

_PRINTED = re.compile(r"[!-~]+")
_NUMBER = (int, float)
_SIDES = {"input", "output"}
_KILOBYTE = 1_000
_MEGABYTE = 1_000_000

READERS = {
    "alphaXiv": "https://www.alphaxiv.org/abs/{id}",
    "papers.cool": "https://papers.cool/arxiv/{id}",
    "Hugging Face": "https://huggingface.co/papers/{id}",
    "Semantic Scholar": "https://api.semanticscholar.org/arXiv:{id}",
}
"""Where else a paper can be read, if the options do not say."""

N = TypeVar("N", int, float)


class OrNull(c.Type[N]):
    """A type with a default that is not null, for which null says something of its own."""

    def validate(self, value: object) -> N | None:  # type: ignore[override]
        """Leave null alone."""
        return None if value is None else super().validate(value)  # type: ignore[no-untyped-call]


class PaperglotOptions(Config):
    """All options of the plugin."""

    update_ = c.Choice(tuple(mode.value for mode in UpdateMode), default=UpdateMode.AUTO.value)
    """auto: a build pulls and warns; always: failing to pull is an error; never: no pull."""
    strict = c.Type(bool, default=False)
    """A damaged page of the store ends the build; `mkdocs build --strict` does the same."""
    second_language = c.Type(str, default="zh-Hans")
    """The language beside English: zh-Hans or de."""
    topics = c.ListOfItems(c.SubConfig(TopicOptions), default=[])
    """The topics, in order; the first that matches a paper is its main topic."""

    categories = c.ListOfItems(c.Type(str), default=["cs.AI", "cs.CL", "cs.CV", "cs.LG"])
    """The arXiv categories whose feeds are asked, one request each."""
    rss_url = c.Type(str, default="https://rss.arxiv.org/rss/{category}")
    """The address of a category's feed."""
    atom_url = c.Type(str, default="https://rss.arxiv.org/atom/{category}")
    """The same feed as Atom; asked where the first one stays empty or broken."""
    listing_url = c.Type(str, default="https://arxiv.org/list/{category}/new")
    """The page of new submissions; asked where both feeds fail."""
    api_url = c.Type(str, default="https://export.arxiv.org/api/query")
    """arXiv's API, for comments, dates and author lists."""
    api_patience = c.Type(_NUMBER, default=180)
    """Seconds of a run to wait, all told, when the API asks to come again later."""
    request_interval = c.Type(_NUMBER, default=ARXIV_INTERVAL)
    """Seconds between two requests; arXiv asks for 3 or more."""
    timeout = c.Type(_NUMBER, default=30)
    """Seconds to wait for arXiv to answer or go on answering."""
    contact = c.Type(str, default="")
    """An address or page in the User-Agent, so that arXiv can reach you; `site_url` if empty."""

    model = c.Type(str, default="claude-haiku-5-5")
    """The model that writes the digests."""
    base_url = c.Optional(c.Type(str))
    """The address of an endpoint that speaks the Messages API; ANTHROPIC_BASE_URL if unset."""
    glossary = c.Type(dict, default={})
    """English terms, each with its word in the second language: `{agent: 智能体}`."""
    instructions = c.Type(str, default="")
    """What the model is told beside the prompt's own rules."""
    thinking = c.Type(bool, default=False)
    """Whether the model may think before it answers; thinking is billed as output."""
    max_tokens = c.Type(int, default=4_000)
    """The longest answer; one that is cut off is rejected."""
    concurrency = c.Type(int, default=16)
    """Requests to the model under way at once."""
    deadline = c.Type(_NUMBER, default=120)
    """Seconds for one paper's digest, repeated attempts included."""
    fallback_model = c.Optional(c.Type(str))
    """The model that is asked once where two answers of `model` fail, or it refuses."""
    flagging_checks = c.ListOfItems(c.Type(str), default=list(gate.FLAGGING))
    """Checks of the gate that flag an answer instead of rejecting it."""
    batches = c.Type(bool, default=True)
    """Whether papers are asked for in batches, at half the price."""
    batch_from = c.Type(int, default=20)
    """Papers that are worth a batch; fewer are asked for directly."""
    batch_wait = c.Type(_NUMBER, default=1_800)
    """Seconds that a run waits for a batch; the next run collects what came later."""
    budget_per_day = c.Optional(c.Type(_NUMBER))
    """US dollars that a day's digests may cost, in UTC; what does not fit waits."""
    budget_per_month = c.Optional(c.Type(_NUMBER))
    """US dollars that a month's digests may cost, in UTC."""
    prices = c.Type(dict, default={})
    """US dollars for a million tokens by model: `{a-model: {input: 1, output: 5}}`."""

    overviews = c.Type(bool, default=True)
    """Whether a topic's page of a day begins with what the day brought, in a few sentences."""
    overview_from = c.Type(int, default=5)
    """Digested papers of a topic on a day that are worth an overview."""

    figures_per_night = c.Type(int, default=30)
    """PDFs that `paperglot figures` fetches, for the figures of papers whose licence allows it."""
    figures_keep_days = c.Type(int, default=30)
    """Days after which a paper's figures leave the site."""
    figures_pages = c.Type(int, default=10)
    """Pages of a PDF that are looked through, from the first."""
    figures_budget = c.Type(_NUMBER, default=120)
    """Kilobytes of all images of a paper."""
    figures_noncommercial = c.Type(bool, default=False)
    """Whether the site earns nothing, so that figures under CC BY-NC-SA may be shown too."""
    figures_translated = c.Type(bool, default=False)
    """Whether the model translates the captions of figures, in a request for each paper."""
    pdf_url = c.Type(str, default="https://export.arxiv.org/pdf/{id}")
    """The address of a version's PDF."""

    support_url = c.Optional(c.Type(str))
    """Where readers can support the site; shown in the disclaimer."""
    readers = c.Type(dict, default=READERS)
    """Other sites that show a paper, by name: `{papers.cool: "https://papers.cool/arxiv/{id}"}`."""
    authors_shown = c.Type(int, default=8)
    """Authors named before "and 20 more"."""
    papers_on_topic = c.Type(int, default=100)
    """Papers on a topic's own page, the latest first."""
    feed_papers = c.Type(int, default=50)
    """Papers that a feed has at least, the latest first and day by day; 0: no feeds."""
    compact_after = OrNull(int, default=None)
    """Months after which the pages of a month become compact; null: never."""
    host_limit = OrNull(_NUMBER, default=1_000)
    """Megabytes that the site's host takes, as GitHub Pages does by default; null: no bound."""


def settings_of(  # noqa: PLR0913 (what MkDocs knows, each by its name)
    options: PaperglotOptions,
    *,
    docs_dir: str,
    site_url: str | None,
    site_dir: str | None = None,
    site_name: str = "Paperglot",
    strict: bool = False,
) -> Settings:
    """Return the options as checked, frozen settings.

    Raises:
        ConfigurationError: an option has a value that cannot work; it names the option.
    """
    return Settings(
        root=Path(docs_dir),
        update=UpdateMode(options.update_),
        strict=strict or options.strict,
        second_language=second_language(options.second_language),
        topics=topics(options.topics),
        arxiv=_arxiv(options, site_url),
        model=_model(options),
        overviews=OverviewSettings(
            wanted=options.overviews,
            least_papers=_at_least(1, "overview_from", options.overview_from),
        ),
        site=SiteSettings(
            support_url=_support_url(options.support_url),
            readers=tuple(_reader(name, url) for name, url in options.readers.items()),
            authors_shown=_at_least(1, "authors_shown", options.authors_shown),
            papers_on_topic=_at_least(1, "papers_on_topic", options.papers_on_topic),
            feed_papers=_at_least(0, "feed_papers", options.feed_papers),
            compact_after=_or_null(1, "compact_after", options.compact_after),
            name=site_name,
            url=f"{site_url.rstrip('/')}/" if site_url else None,
        ),
        host=HostSettings(
            folder=Path(site_dir) if site_dir else None,
            limit=_host_limit(options.host_limit),
        ),
        figures=_figures(options),
    )


def _arxiv(options: PaperglotOptions, site_url: str | None) -> ArxivSettings:
    return ArxivSettings(
        categories=categories(options.categories),
        rss_url=address_with("category", "rss_url", options.rss_url),
        atom_url=address_with("category", "atom_url", options.atom_url),
        listing_url=address_with("category", "listing_url", options.listing_url),
        api_url=web_address("api_url", options.api_url),
        api_patience=float(_at_least(0, "api_patience", options.api_patience)),
        request_interval=_interval(options.rss_url, options.request_interval),
        timeout=float(_at_least(0.1, "timeout", options.timeout)),
        contact=options.contact or site_url or "no contact given",
    )


def _figures(options: PaperglotOptions) -> FigureSettings:
    kilobytes = _at_least(1, "figures_budget", options.figures_budget)
    return FigureSettings(
        per_night=_at_least(0, "figures_per_night", options.figures_per_night),
        keep_days=_at_least(1, "figures_keep_days", options.figures_keep_days),
        pages=_at_least(1, "figures_pages", options.figures_pages),
        budget=int(kilobytes * _KILOBYTE),
        noncommercial=options.figures_noncommercial,
        translated=options.figures_translated,
        pdf_url=address_with("id", "pdf_url", options.pdf_url),
    )


def _model(options: PaperglotOptions) -> ModelSettings:
    model = ModelSettings(
        name=options.model,
        thinking=options.thinking,
        max_tokens=_at_least(1, "max_tokens", options.max_tokens),
        concurrency=_at_least(1, "concurrency", options.concurrency),
        deadline=float(_at_least(0.1, "deadline", options.deadline)),
        fallback=options.fallback_model or None,
        flagging=_checks(options.flagging_checks),
        batches=options.batches,
        batch_from=_at_least(1, "batch_from", options.batch_from),
        batch_wait=float(_at_least(0, "batch_wait", options.batch_wait)),
        budget_per_day=_or_null(0, "budget_per_day", options.budget_per_day),
        budget_per_month=_or_null(0, "budget_per_month", options.budget_per_month),
        prices={name: _price(name, given) for name, given in options.prices.items()},
        glossary=_glossary(options.glossary),
        instructions="\n".join(map(line, options.instructions.strip().splitlines())),
        base_url=_base_url(options.base_url),
    )
    for name in ("budget_per_day", "budget_per_month"):
        unpriced = [each for each in model.names if price_of(each, model.prices) is None]
        if options[name] is not None and unpriced:
            message = f"{name}: {unpriced[0]!r} has no known price to hold it by; say it in prices"
            raise ConfigurationError(message, (name,))
    return model


def _checks(names: list[str]) -> frozenset[str]:
    for name in names:
        if name not in gate.CHECKS:
            known = ", ".join(gate.CHECKS)
            message = f"flagging_checks: {name!r} is no check of the gate; they are {known}"
            raise ConfigurationError(message, ("flagging_checks", name))
    return frozenset(names)


def _or_null(least: float, name: str, value: N | None) -> N | None:
    return None if value is None else _at_least(least, name, value)


def _host_limit(megabytes: float | None) -> int | None:
    if megabytes is None:
        return None
    return int(_at_least(1, "host_limit", megabytes) * _MEGABYTE)


def _price(model: object, given: object) -> Price:
    if not isinstance(model, str) or not isinstance(given, dict) or set(given) != _SIDES:
        message = f"prices: {model} should have input and output: {{input: 0.5, output: 2}}"
        raise ConfigurationError(message, ("prices", str(model)))
    for side, dollars in given.items():
        if not isinstance(dollars, _NUMBER) or not (math.isfinite(dollars) and dollars >= 0):
            message = f"prices: {model}: {side} should be 0 or more, not {dollars!r}"
            raise ConfigurationError(message, ("prices", model, side))
    return Price(**given)


def _base_url(url: str | None) -> str | None:
    """Check the address to which the SDK adds `/v1/messages`."""
    if url is None:
        return None
    if not is_web_address(url) or not _PRINTED.fullmatch(url) or {"?", "#"} & set(url):
        message = f"base_url: {url!r} should be a web address without a query"
        raise ConfigurationError(message, ("base_url",))
    path = urlsplit(url).path.rstrip("/")
    if path.endswith(("/v1", "/v1/messages")):
        message = f"base_url: {url!r} should end before /v1, which is added to it"
        raise ConfigurationError(message, ("base_url",))
    return url


def _glossary(given: dict[object, object]) -> tuple[tuple[str, str], ...]:
    """Check the terms, and sort them: another order in the file is no other prompt."""
    for term, word in given.items():
        for text in (term, word):
            if not isinstance(text, str) or not line(text):
                message = f"glossary: {term}: {text!r} should be text; quote it"
                raise ConfigurationError(message, ("glossary", str(term)))
        if str(term).rstrip().endswith("*"):
            message = f"glossary: {term!r} should be whole words, without * for other endings"
            raise ConfigurationError(message, ("glossary", str(term)))
    words = {line(str(term)): line(str(word)) for term, word in given.items()}
    seen: dict[str, str] = {}
    for term in words:
        if (other := seen.setdefault(term.casefold(), term)) != term:
            message = f"glossary: {term!r} stands there as {other!r} too; letter case says nothing"
            raise ConfigurationError(message, ("glossary", term))
    return tuple(sorted(words.items()))


def _interval(url: str, interval: float) -> float:
    """Hold arXiv's own terms: https://info.arxiv.org/help/api/tou.html."""
    if is_arxiv(url) and not interval >= ARXIV_INTERVAL:
        message = (
            f"request_interval: arXiv asks for 3 seconds or more between requests, not {interval}"
        )
        raise ConfigurationError(message, ("request_interval",))
    return float(_at_least(0, "request_interval", interval))


def _at_least(least: float, name: str, value: N) -> N:
    if not (math.isfinite(value) and value >= least):
        message = f"{name}: should be {least} or more, not {value}"
        raise ConfigurationError(message, (name,))
    return value


def _support_url(url: str | None) -> str | None:
    if url is not None and not (is_web_address(url) or url.startswith("mailto:")):
        message = f"support_url: {url!r} should be a web address"
        raise ConfigurationError(message, ("support_url",))
    return url


def _reader(name: object, url: object) -> tuple[str, str]:
    if not isinstance(url, str) or "{id}" not in url or not is_web_address(url):
        message = f"readers: {name} should be a web address with {{id}} in it, not {url!r}"
        raise ConfigurationError(message, ("readers", str(name)))
    return str(name), url
