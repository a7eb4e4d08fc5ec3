from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from paperglot.config_file import load_settings
from paperglot.digest import gate
from paperglot.errors import ConfigurationError
from paperglot.model import Entry
from paperglot.settings import Price, UpdateMode
from paperglot.topics import matches
from tests import settings as samples
from tests.samples import entry

LLM = samples.LLM


def make(**changes: Any) -> Any:
    return samples.make(Path("docs"), **changes)


def error_of(**changes: Any) -> str:
    with pytest.raises(ConfigurationError) as caught:
        make(**changes)
    return str(caught.value)


def site(folder: Path, options: str, **lines: str) -> str:
    """Write a `mkdocs.yml` whose plugin has these options, as text; return its path."""
    (folder / "docs").mkdir()
    head = "".join(f"{name}: {value}\n" for name, value in lines.items())
    indented = "".join(f"      {line}\n" for line in options.splitlines())
    path = folder / "mkdocs.yml"
    text = f"site_name: Test\n{head}plugins:\n  - paperglot:\n{indented}"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_an_empty_configuration_gives_the_defaults(tmp_path: Path) -> None:
    settings = load_settings(site(tmp_path, "", site_url="https://example.org/"))
    assert settings.root == tmp_path / "docs"
    assert (settings.update, settings.strict) == (UpdateMode.AUTO, False)
    assert settings.second_language.tag == "zh-Hans"
    assert settings.topics == ()
    arxiv = settings.arxiv
    assert arxiv.categories == ("cs.AI", "cs.CL", "cs.CV", "cs.LG")
    assert arxiv.rss_url == "https://rss.arxiv.org/rss/{category}"
    assert (arxiv.request_interval, arxiv.timeout) == (3.0, 30.0)
    assert arxiv.contact == "https://example.org/"
    model = settings.model
    assert (model.name, model.thinking) == ("claude-haiku-5-5", False)
    assert (model.max_tokens, model.concurrency, model.deadline) == (4_000, 16, 120.0)
    assert (model.budget_per_day, model.budget_per_month, model.prices) == (None, None, {})
    assert (model.fallback, model.flagging) == (None, frozenset({"counts", "copying"}))
    assert (model.base_url, model.glossary, model.instructions) == (None, (), "")
    assert (settings.overviews.wanted, settings.overviews.least_papers) == (True, 5)
    assert not settings.figures.translated
    shown = settings.site
    assert (shown.support_url, shown.authors_shown, shown.papers_on_topic) == (None, 8, 100)
    names = [name for name, _url in shown.readers]
    assert names == ["alphaXiv", "papers.cool", "Hugging Face", "Semantic Scholar"]


OPTIONS = """\
update: never
strict: true
second_language: de
categories: [cs.CL, cs.LG, cs.CL]
rss_url: !ENV [PAPERGLOT_RSS_URL, "https://rss.arxiv.org/rss/{category}"]
request_interval: !ENV [PAPERGLOT_REQUEST_INTERVAL, 3]
timeout: 1.5
contact: ada@example.org
model: another
thinking: true
max_tokens: 100
concurrency: 2
deadline: 5
base_url: https://models.example.org/anthropic
glossary: {token: token, "agent  loop ": Schleife}
instructions: |
  Write for  chemists.

  - Be brief: {so}.
fallback_model: claude-opus-5-5
flagging_checks: [length]
budget_per_day: 0
budget_per_month: 12.5
prices: {another: {input: 1, output: 2.5}}
support_url: mailto:ada@example.org
readers: {Mine: "https://example.org/{id}"}
authors_shown: 3
papers_on_topic: 7
overviews: false
overview_from: 3
topics:
  - id: two-words
    title: {en: Words, de: Wörter}
    categories: [cs.CL]
    words: [bound, few-shot]
    patterns: ['\\bGPT-\\d']
    exclude: [loose]
    exclude_patterns: ['^No']
"""


def test_every_option_of_a_written_configuration_arrives(tmp_path: Path) -> None:
    settings = load_settings(site(tmp_path, OPTIONS, site_url="https://example.org/"))
    assert (settings.update, settings.strict) == (UpdateMode.NEVER, True)
    assert settings.second_language.tag == "de"
    assert settings.arxiv.categories == ("cs.CL", "cs.LG")
    assert (settings.arxiv.timeout, settings.arxiv.contact) == (1.5, "ada@example.org")
    model = settings.model
    assert (model.name, model.thinking) == ("another", True)
    assert (model.max_tokens, model.concurrency, model.deadline) == (100, 2, 5.0)
    assert (model.budget_per_day, model.budget_per_month) == (0.0, 12.5)
    assert model.prices == {"another": Price(1, 2.5)}
    assert (model.fallback, model.flagging) == ("claude-opus-5-5", frozenset({"length"}))
    assert model.base_url == "https://models.example.org/anthropic"
    assert model.glossary == (("agent loop", "Schleife"), ("token", "token"))
    assert model.instructions == "Write for chemists.\n\n- Be brief: {so}."
    shown = settings.site
    assert shown.support_url == "mailto:ada@example.org"
    assert shown.readers == (("Mine", "https://example.org/{id}"),)
    assert (shown.authors_shown, shown.papers_on_topic) == (3, 7)
    assert (settings.overviews.wanted, settings.overviews.least_papers) == (False, 3)
    (topic,) = settings.topics
    assert (topic.id, topic.titles) == ("two-words", {"en": "Words", "de": "Wörter"})
    assert topic.categories == {"cs.CL"}
    for found in ("bounds", "few shot", "GPT-5"):
        assert sum(pattern.search(found) is not None for pattern in topic.find) == 1
    for found in ("Loose", "No way"):
        assert sum(pattern.search(found) is not None for pattern in topic.exclude) == 1


def test_variables_of_the_environment_go_before_the_defaults_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = site(tmp_path, OPTIONS)
    for name in ("PAPERGLOT_RSS_URL", "PAPERGLOT_REQUEST_INTERVAL"):
        monkeypatch.delenv(name, raising=False)
    arxiv = load_settings(path).arxiv
    assert arxiv.rss_url == "https://rss.arxiv.org/rss/{category}"
    assert arxiv.request_interval == 3.0
    monkeypatch.setenv("PAPERGLOT_RSS_URL", "http://127.0.0.1:9/rss/{category}")
    monkeypatch.setenv("PAPERGLOT_REQUEST_INTERVAL", "0.5")
    arxiv = load_settings(path).arxiv
    assert arxiv.rss_url == "http://127.0.0.1:9/rss/{category}"
    assert arxiv.request_interval == 0.5


@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        (entry(title="A bound"), True),
        (entry(title="Few shots", abstract="GPT-5."), True),
        (entry(title="Nothing", abstract="gpt-5."), False),
        (entry(title="A loose bound"), False),
        (entry(title="No bound"), False),
        (entry(title="no bound"), True),
        (entry(title="A bound", categories=("cs.CV",)), False),
    ],
)
def test_words_ignore_case_and_patterns_do_not(
    tmp_path: Path, paper: Entry, *, expected: bool
) -> None:
    (topic,) = load_settings(site(tmp_path, OPTIONS)).topics
    assert matches(paper, topic) is expected


def test_who_gives_no_contact_and_has_no_address_says_so(tmp_path: Path) -> None:
    settings = load_settings(site(tmp_path, "contact: ''"))
    assert settings.arxiv.contact == "no contact given"


@pytest.mark.parametrize(
    "category",
    [
        "hep-th",
        "astro-ph.GA",
        "cond-mat.mtrl-sci",
        "q-bio.NC",
        "eess.IV",
        "quant-ph",
        "physics.ao-ph",
    ],
)
def test_categories_of_every_archive_are_known(category: str) -> None:
    assert make(categories=[category]).arxiv.categories == (category,)


NO_CATEGORY = "is not an arXiv category such as cs.CL"
NO_LANGUAGE = "is not known; choose one of zh-Hans, de"
NO_READER = "readers: X should be a web address with {id} in it, not "
NO_CHECK = "flagging_checks: 'spelling' is no check of the gate; they are " + ", ".join(gate.CHECKS)
NO_ENDPOINT = "should be a web address without a query"
WITHOUT_V1 = "should end before /v1, which is added to it"
NO_TEXT = "should be text; quote it"
WHOLE = "should be whole words, without * for other endings"
TWICE = "stands there as 'GAN' too; letter case says nothing"
NO_FEED = "should be a web address with {category} in it"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"categories": ["cs.CL+cs.LG"]}, f"categories: 'cs.CL+cs.LG' {NO_CATEGORY}"),
        ({"categories": ["cs.CL", ""]}, f"categories: '' {NO_CATEGORY}"),
        ({"categories": ["../cs"]}, f"categories: '../cs' {NO_CATEGORY}"),
        ({"second_language": "fr"}, f"second_language: 'fr' {NO_LANGUAGE}"),
        ({"rss_url": "https://x.example/cs.CL"}, f"rss_url: 'https://x.example/cs.CL' {NO_FEED}"),
        ({"rss_url": "file:///{category}"}, f"rss_url: 'file:///{{category}}' {NO_FEED}"),
        ({"rss_url": "http://[{category}"}, f"rss_url: 'http://[{{category}}' {NO_FEED}"),
        ({"rss_url": "http://x:y/{category}"}, f"rss_url: 'http://x:y/{{category}}' {NO_FEED}"),
        ({"rss_url": "http:///{category}"}, f"rss_url: 'http:///{{category}}' {NO_FEED}"),
        ({"request_interval": -1}, "request_interval: should be 0 or more, not -1"),
        ({"timeout": 0}, "timeout: should be 0.1 or more, not 0"),
        ({"max_tokens": 0}, "max_tokens: should be 1 or more, not 0"),
        ({"concurrency": 0}, "concurrency: should be 1 or more, not 0"),
        ({"deadline": 0.01}, "deadline: should be 0.1 or more, not 0.01"),
        ({"flagging_checks": ["numbers", "spelling"]}, NO_CHECK),
        ({"base_url": ""}, f"base_url: '' {NO_ENDPOINT}"),
        ({"base_url": "localhost:1"}, f"base_url: 'localhost:1' {NO_ENDPOINT}"),
        ({"base_url": "ftp://x.example"}, f"base_url: 'ftp://x.example' {NO_ENDPOINT}"),
        ({"base_url": "http://[::1"}, f"base_url: 'http://[::1' {NO_ENDPOINT}"),
        ({"base_url": "http://a:b/"}, f"base_url: 'http://a:b/' {NO_ENDPOINT}"),
        ({"base_url": "http://a b/"}, f"base_url: 'http://a b/' {NO_ENDPOINT}"),
        ({"base_url": "http://a/?k=1"}, f"base_url: 'http://a/?k=1' {NO_ENDPOINT}"),
        ({"base_url": "http://a/v1/"}, f"base_url: 'http://a/v1/' {WITHOUT_V1}"),
        ({"base_url": "http://a/v1/messages"}, f"base_url: 'http://a/v1/messages' {WITHOUT_V1}"),
        ({"glossary": {"agent": 7}}, f"glossary: agent: 7 {NO_TEXT}"),
        ({"glossary": {"agent": ["代理"]}}, f"glossary: agent: ['代理'] {NO_TEXT}"),
        ({"glossary": {"agent": None}}, f"glossary: agent: None {NO_TEXT}"),
        ({"glossary": {"agent": " "}}, f"glossary: agent: ' ' {NO_TEXT}"),
        ({"glossary": {"\t": "代理"}}, f"glossary: \t: '\\t' {NO_TEXT}"),
        ({"glossary": {False: "否"}}, f"glossary: False: False {NO_TEXT}"),
        ({"glossary": {"token*": "词元"}}, f"glossary: 'token*' {WHOLE}"),
        ({"glossary": {"GAN": "GAN", "gan": "赣"}}, f"glossary: 'gan' {TWICE}"),
        ({"authors_shown": 0}, "authors_shown: should be 1 or more, not 0"),
        ({"papers_on_topic": 0}, "papers_on_topic: should be 1 or more, not 0"),
        ({"overview_from": 0}, "overview_from: should be 1 or more, not 0"),
        ({"feed_papers": -1}, "feed_papers: should be 0 or more, not -1"),
        ({"figures_per_night": -1}, "figures_per_night: should be 0 or more, not -1"),
        ({"figures_keep_days": 0}, "figures_keep_days: should be 1 or more, not 0"),
        ({"figures_pages": 0}, "figures_pages: should be 1 or more, not 0"),
        ({"figures_budget": 0.5}, "figures_budget: should be 1 or more, not 0.5"),
        (
            {"pdf_url": "https://example.org/"},
            "pdf_url: 'https://example.org/' should be a web address with {id} in it",
        ),
        ({"compact_after": 0}, "compact_after: should be 1 or more, not 0"),
        ({"host_limit": 0}, "host_limit: should be 1 or more, not 0"),
        ({"host_limit": float("inf")}, "host_limit: should be 1 or more, not inf"),
        ({"support_url": "javascript:x"}, "support_url: 'javascript:x' should be a web address"),
        ({"support_url": "https://[x"}, "support_url: 'https://[x' should be a web address"),
        ({"readers": {"X": "https://x.org/"}}, NO_READER + "'https://x.org/'"),
        ({"readers": {"X": "ftp://x.org/{id}"}}, NO_READER + "'ftp://x.org/{id}'"),
        ({"readers": {"X": None}}, NO_READER + "None"),
        ({"support_url": ""}, "support_url: '' should be a web address"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_work_names_its_option(
    changes: Mapping[str, Any], message: str
) -> None:
    assert error_of(**changes) == message


@pytest.mark.parametrize(
    "host", ["rss.arxiv.org", "arxiv.org", "EXPORT.ARXIV.ORG", "arxiv.org:443"]
)
@pytest.mark.parametrize("interval", [0, 1, 2.9, -1, float("nan")])
def test_arxiv_itself_is_never_asked_more_often_than_every_three_seconds(
    host: str, interval: float
) -> None:
    message = error_of(rss_url=f"https://{host}/rss/{{category}}", request_interval=interval)
    asked = "request_interval: arXiv asks for 3 seconds or more between requests, not"
    assert message == f"{asked} {interval}"


@pytest.mark.parametrize("host", ["127.0.0.1:9", "notarxiv.org", "arxiv.org.example"])
def test_another_host_may_be_asked_as_often_as_it_likes(host: str) -> None:
    assert (
        make(rss_url=f"http://{host}/{{category}}", request_interval=0).arxiv.request_interval == 0
    )


@pytest.mark.parametrize("interval", [3, 3.0, 10])
def test_arxiv_may_be_asked_every_three_seconds(interval: float) -> None:
    url = "https://rss.arxiv.org/rss/{category}"
    assert make(rss_url=url, request_interval=interval).arxiv.request_interval == interval


@pytest.mark.parametrize("name", ["timeout", "deadline", "request_interval"])
@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_no_number_of_seconds_is_endless_or_none(name: str, value: float) -> None:
    assert error_of(**{name: value}).startswith(f"{name}: ")


@pytest.mark.parametrize(
    ("topic", "message"),
    [
        ({"id": "Two Words"}, "the id 'Two Words' should be lower-case words joined by hyphens"),
        ({"id": "../x"}, "the id '../x' should be lower-case words joined by hyphens"),
        ({"id": "a--b"}, "the id 'a--b' should be lower-case words joined by hyphens"),
        ({"title": {"de": "X"}}, "llm has no English title (title: {en: …})"),
        ({"title": {"en": " "}}, "llm has no text as its title in 'en'; quote one with a comma"),
        ({"title": {"en": "A", 7: 1}}, "llm has no text as its title in 7; quote one with a comma"),
        ({"categories": ["cs.cl"]}, f"llm: 'cs.cl' {NO_CATEGORY}"),
        ({"words": [""]}, "llm has an empty word or pattern"),
        ({"words": ["*"]}, "llm has an empty word or pattern"),
        ({"words": ["\t"]}, "llm has an empty word or pattern"),
        ({"exclude": [" "]}, "llm has an empty word or pattern"),
        ({"patterns": [""]}, "llm has an empty word or pattern"),
        ({"patterns": ["x**"]}, "llm has a bad pattern 'x**': multiple repeat at position 2"),
        ({"exclude_patterns": ["+"]}, "llm has a bad pattern '+': nothing to repeat at position 0"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_work_names_its_topic(topic: Mapping[str, Any], message: str) -> None:
    assert error_of(topics=[{**LLM, **topic}]) == f"topics: {message}"


def test_two_topics_with_one_id_are_an_error() -> None:
    topics = [LLM, samples.VISION, {**LLM, "categories": []}]
    assert error_of(topics=topics) == "topics: the id 'llm' stands twice"


def test_a_strict_build_is_strict_whatever_the_option_says() -> None:
    assert make(strict=True).strict
    assert not make().strict


@pytest.mark.parametrize(
    ("options", "name"),
    [("update: sometimes", "update"), ("max_tokens: many", "max_tokens"), ("topics: [{}]", "id")],
)
def test_an_option_that_mkdocs_rejects_is_an_error_of_the_configuration(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, options: str, name: str
) -> None:
    with pytest.raises(ConfigurationError):
        load_settings(site(tmp_path, options))
    assert f"option '{name}'" in caplog.text


def test_a_file_that_is_missing_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"none\.yml"):
        load_settings(str(tmp_path / "none.yml"))


def test_a_file_that_is_no_yaml_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="expected ',' or ']'"):
        load_settings(site(tmp_path, "topics: [x"))


def test_a_site_without_the_plugin_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "mkdocs.yml"
    (tmp_path / "docs").mkdir()
    path.write_text("site_name: Test\n", encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load_settings(str(path))
    assert str(caught.value) == f"{path}: the plugin paperglot is not configured there"


@pytest.mark.parametrize(
    ("given", "limit"),
    [("update: never", 10**9), ("host_limit: 2.5", 2_500_000), ("host_limit: null", None)],
)
def test_the_host_has_a_limit_unless_null_says_otherwise(
    tmp_path: Path, given: str, limit: int | None
) -> None:
    found = load_settings(site(tmp_path, given))
    assert found.host.limit == limit
    assert found.host.folder == tmp_path / "site"


def test_a_limit_of_another_kind_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="host_limit: Expected type"):
        load_settings(site(tmp_path, "host_limit: much"))
