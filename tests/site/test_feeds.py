import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperglot.languages import second_language
from paperglot.model import (
    AnnounceType,
    Author,
    CategoryReport,
    CategoryState,
    Day,
    Pair,
    Paper,
    Status,
)
from paperglot.site.channels import ATOM, FORMATS, JSON, RSS, Channel, channels
from paperglot.site.feeds.choice import Feed, Feeds, chosen
from paperglot.site.feeds.entries import identity
from paperglot.site.feeds.formats import WRITERS, atom, json_feed, rss
from paperglot.site.words import Words
from tests import strategies
from tests.samples import DAY, digest, digested, pending
from tests.site.build import Site, small_site
from tests.site.examples import LLM, SPEECH, catalogue, with_site
from tests.site.examples import settings as plain_settings

_URL = "https://example.org/small/"
_ALL, _ALL_CHINESE = Channel(None, "en"), Channel(None, "zh-Hans")
_HOSTILE = "]]> </content><script>alert(1)</script> &amp; \x00\x0b\x1f\ufffe 🙂 $a<b$ \\$5"


def _feed(
    papers: Iterable[Paper], days: Iterable[Day] = (), channel: Channel = _ALL, **site: Any
) -> Feed:
    base = with_site(plain_settings(), **({"url": _URL, "name": "Small"} | site))
    words = Words(second_language("zh-Hans"))
    archive = catalogue(papers, days, base)
    shown = chosen(archive.shown(channel.topic), archive.last_day, base.site.feed_papers)
    return Feeds(base.site, words).feed(channel, shown)


def _titles(feed: Feed) -> list[str]:
    return [entry.title for entry in feed.entries]


def _paper(number: int, **changes: object) -> Paper:
    return digested(f"2605.{number:05}", title=f"Paper {number}", **changes)


def test_every_feed_of_the_sample_site_can_be_read(sample: Site) -> None:
    paths = sorted((sample.directory / "feeds").glob("*.xml"))
    assert len(paths) == 2 * 2 * 26
    for path in paths:
        read = feedparser.parse(path.read_bytes())
        assert not read.bozo, (path.name, read.get("bozo_exception"))
        assert read.feed.title.startswith("Paperglot")
        links = [entry.link for entry in read.entries]
        assert [link for link in links if not sample.has(_below(sample, link))] == []
    everything = feedparser.parse((sample.directory / "feeds/all.en.atom.xml").read_bytes())
    assert len(everything.entries) >= 15


def _below(site: Site, address: str) -> str:
    return "/" + address.removeprefix(site.address)


def test_every_json_feed_has_what_the_format_requires(sample: Site) -> None:
    paths = [
        path
        for path in (sample.directory / "feeds").glob("*.json")
        if not path.name.endswith(".schema.json")
    ]
    assert len(paths) == 2 * 26
    for path in paths:
        read = json.loads(path.read_bytes())
        assert read["version"] == "https://jsonfeed.org/version/1.1"
        assert read["feed_url"].endswith(f"/feeds/{path.name}")
        for item in read["items"]:
            assert item["id"].startswith("urn:uuid:")
            assert item["content_html"]


def test_opml_lists_every_feed_once(sample: Site) -> None:
    root = ET.fromstring((sample.directory / "feeds/feeds.opml").read_bytes())
    outlines = root.findall("body/outline")
    assert root.attrib == {"version": "2.0"}
    assert len(outlines) == 2 * 26
    for outline in outlines:
        assert outline.attrib.keys() >= {"text", "type", "xmlUrl", "htmlUrl", "title"}
        assert sample.has(_below(sample, outline.attrib["xmlUrl"]))
        assert sample.has(_below(sample, outline.attrib["htmlUrl"]))
    assert len({outline.attrib["xmlUrl"] for outline in outlines}) == len(outlines)


def test_the_page_of_feeds_links_to_all_of_them(sample: Site) -> None:
    linked = {
        sample.target("/feeds/", link.attributes["href"])
        for link in sample.content("/feeds/").all("a")
    }
    made = {f"/feeds/{path.name}" for path in (sample.directory / "feeds").glob("*.*")}
    assert made - linked == {"/feeds/index.html"}


def test_every_page_tells_feed_readers_of_its_feeds(sample: Site) -> None:
    for url, first in {
        "/": "/feeds/all.en.atom.xml",
        "/about/": "/feeds/all.en.atom.xml",
        "/papers/2613.00010/": "/feeds/all.en.atom.xml",
        "/topics/llm/": "/feeds/llm.en.atom.xml",
        "/2026/03/05/llm/": "/feeds/llm.en.atom.xml",
    }.items():
        links = sample.page(url).one("head").with_attribute("type", ATOM.media_type)
        targets = [sample.target(url, link.attributes["href"]) for link in links]
        assert targets[0] == first
        assert targets[-2:] == ["/feeds/all.en.atom.xml", "/feeds/all.zh-Hans.atom.xml"]
        assert [target for target in targets if not target or not sample.has(target)] == []


def test_an_entry_says_the_same_in_every_format() -> None:
    paper = digested(
        "2605.00010",
        authors=(Author("Ada Example"), Author("Bo Example")),
        licence="http://creativecommons.org/licenses/by/4.0/",
    )
    feed = _feed([paper])
    read_atom, read_rss = feedparser.parse(atom(feed)), feedparser.parse(rss(feed))
    read_json = json.loads(json_feed(feed))["items"][0]
    for entry in (read_atom.entries[0], read_rss.entries[0]):
        assert entry.id == read_json["id"]
        assert entry.title == read_json["title"] == "A bound"
        assert entry.link == read_json["url"] == f"{_URL}papers/2605.00010/"
        assert [author.name for author in entry.authors][:1] == ["Ada Example"]
        assert [tag.term for tag in entry.tags] == read_json["tags"] == ["cs.CL"]
        assert entry.published_parsed[:3] == (2026, 3, 3)
    assert [each["name"] for each in read_json["authors"]] == ["Ada Example", "Bo Example"]
    content = read_json["content_html"]
    assert (
        "<p>A tight bound at extra cost.</p><ul><li>The bound is tight for $k = 2$.</li>" in content
    )
    assert "claude-haiku-5-5" in content
    assert read_json["external_url"] == "https://arxiv.org/abs/2605.00010"
    assert {link.rel for link in read_atom.entries[0].links} == {"alternate", "related", "license"}
    assert read_atom.entries[0].updated == "2026-03-03T01:02:03Z"


def test_a_feed_is_in_its_language_and_says_where_it_cannot_be() -> None:
    papers = [digested("2605.00010"), pending("2605.00020", status=Status.REFUSED, reason="x")]
    feed = _feed(papers, channel=_ALL_CHINESE)
    assert [(entry.title, entry.language) for entry in feed.entries] == [
        ("一个界", "zh-Hans"),
        ("A bound", "en"),
    ]
    assert "一个代价更高的紧界。" in feed.entries[0].content
    assert "作者原文摘要" in feed.entries[1].content
    assert "We study bounds." in feed.entries[1].content


def test_a_topics_feed_has_its_papers_alone() -> None:
    papers = [_paper(10, topics=("llm",)), _paper(20, topics=("speech", "llm")), _paper(30)]
    assert _titles(_feed(papers, channel=Channel(SPEECH, "en"))) == ["Paper 20"]
    assert len(_titles(_feed(papers, channel=Channel(LLM, "en")))) == 3


def test_identifiers_last() -> None:
    """Nothing but arXiv's identifier and the language is in them."""
    paper = digested("2605.00010")
    # Written down: readers who subscribed would get every paper again if this changed.
    assert identity(paper, "en") == "urn:uuid:48efae45-058a-575c-8a04-8559bf531963"
    revised = replace(paper, version=2, title="New", updated=DAY, authors=(), topics=())
    moved = _feed([revised], url="https://elsewhere.example/")
    assert moved.entries[0].id == _feed([paper]).entries[0].id
    assert moved.entries[0].id != _feed([paper], channel=_ALL_CHINESE).entries[0].id


def test_whole_days_are_taken_until_there_are_enough() -> None:
    papers = [_paper(10 + n, announced=DAY + timedelta(days=n // 3)) for n in range(12)]
    assert len(_feed(papers, feed_papers=1).entries) == 3
    assert len(_feed(papers, feed_papers=4).entries) == 6
    days = [entry.published.date() for entry in _feed(papers, feed_papers=100).entries]
    assert days == sorted(days, reverse=True)
    assert len(days) == 12


def test_a_quiet_day_takes_nothing_away() -> None:
    papers = [_paper(10), _paper(20)]
    quiet = Day(DAY + timedelta(days=4), categories=(CategoryReport("cs.CL", CategoryState.EMPTY),))
    before, after = _feed(papers, feed_papers=1), _feed(papers, [quiet], feed_papers=1)
    assert len(before.entries) == 2
    assert [write(after) for write in WRITERS.values()] == [
        write(before) for write in WRITERS.values()
    ]


def test_a_withdrawn_paper_leaves() -> None:
    papers = [_paper(10), _paper(20, status=Status.WITHDRAWN)]
    assert _titles(_feed(papers)) == ["Paper 10"]


def test_a_paper_of_the_latest_day_waits_for_its_digest() -> None:
    papers = [pending("2605.00010", title="Old"), pending("2605.00020", announced=date(2026, 3, 4))]
    assert _titles(_feed(papers)) == ["Old"]


def test_a_feed_without_papers_can_be_read() -> None:
    for write in (atom, rss):
        assert not feedparser.parse(write(_feed([]))).bozo
    assert json.loads(json_feed(_feed([])))["items"] == []


def test_an_update_is_known_by_its_date() -> None:
    paper = _paper(10)
    later = replace(paper, updated=date(2026, 4, 1), announce_type=AnnounceType.REPLACE)
    assert _feed([paper]).updated.date() == DAY
    assert _feed([later]).updated.date() == date(2026, 4, 1)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_hostile_texts_stay_texts(form: Any) -> None:
    made = replace(digest(), tldr=Pair(_HOSTILE, _HOSTILE), takeaways=())
    paper = digested(
        "2605.00010", title=_HOSTILE, digest=made, authors=(Author(_HOSTILE),),
        categories=(_HOSTILE,), licence="https://example.org/ \x00",
    )  # fmt: skip
    written = WRITERS[form](_feed([paper], name=_HOSTILE))
    if form is JSON:
        item = json.loads(written)["items"][0]
        content, title = item["content_html"], item["title"]
    else:
        root = ET.fromstring(written)
        texts = [element.text or "" for element in root.iter()]
        content = next(text for text in texts if text.startswith("<p>"))
        title = next(text for text in texts if "a<b" in text and "<p>" not in text)
        assert not feedparser.parse(written).bozo
    assert "<script>" not in content
    assert "&lt;script&gt;" in content
    assert "🙂" in title
    assert "$5" in content
    assert "\\$5" not in content


@settings(max_examples=40)
@given(st.lists(strategies.papers(), max_size=4, unique_by=lambda paper: paper.id))
def test_whatever_the_store_holds_becomes_a_feed_that_can_be_read(papers: list[Paper]) -> None:
    for channel in (_ALL, _ALL_CHINESE):
        feed = _feed(papers, channel=channel)
        for write in (atom, rss):
            ET.fromstring(write(feed))
        json.loads(json_feed(feed))


def test_there_is_a_channel_for_everything_and_each_topic_in_both_languages() -> None:
    found = channels(plain_settings())
    assert [pair[0].address(ATOM) for pair in found] == [
        "feeds/all.en.atom.xml",
        "feeds/speech.en.atom.xml",
        "feeds/llm.en.atom.xml",
        "feeds/gan.en.atom.xml",
    ]
    assert found[2][1].address(RSS) == "feeds/llm.zh-Hans.rss.xml"
    assert Channel(replace(LLM, id="all"), "en").address(JSON) == "feeds/_all.en.json"


def test_two_builds_and_a_revision_keep_files_and_identifiers(tmp_path: Any) -> None:
    paper, other = _paper(10), _paper(20)
    first = small_site(tmp_path / "first", papers=[paper, other])
    again = small_site(tmp_path / "again", papers=[paper, other])
    revised = replace(paper, version=2, title="Paper 10, revised", updated=date(2026, 3, 9))
    after = small_site(tmp_path / "after", papers=[revised, other])
    assert _others(first) == _others(again)
    assert _guids(first) == _guids(after)
    assert len(_guids(first)) == 2
    assert "Paper 10, revised" in after.html("/feeds/all.en.atom.xml")


def _others(site: Site) -> dict[str, bytes]:
    """Return the files that are neither pages nor the theme's."""
    ends = (".xml", ".json", ".opml", ".bib")
    return {
        path.relative_to(site.directory).as_posix(): path.read_bytes()
        for path in sorted(site.directory.rglob("*"))
        if path.name.endswith(ends) and "assets" not in path.parts and "search" not in path.parts
    }


def _guids(site: Site) -> set[str]:
    read = feedparser.parse((site.directory / "feeds/all.zh-Hans.rss.xml").read_bytes())
    return {entry.id for entry in read.entries}


@pytest.mark.parametrize(
    ("config", "options", "warned"),
    [({"site_url": None}, {}, 1), ({}, {"feed_papers": 0}, 0)],
    ids=["no address", "not wanted"],
)
def test_a_site_without_feeds_says_so_and_points_to_none(
    tmp_path: Any, config: dict[str, Any], options: dict[str, Any], warned: int
) -> None:
    site = small_site(tmp_path, papers=[_paper(10)], config=config, options=options)
    assert len([text for text in site.warnings if "no feeds" in text]) == warned
    assert [path.name for path in (site.directory / "feeds").iterdir()] == ["day.schema.json"]
    for url in ("/", "/papers/2605.00010/", "/topics/llm/"):
        assert "feeds/" not in site.html(url)


def test_materials_script_finds_no_page_in_another_language(sample: Site) -> None:
    """It would ask for a sitemap beside each feed, which is missing."""
    links = sample.page("/2026/03/05/").one("head").all("link")
    found = {link.attributes["href"]: link.attributes for link in links}
    assert found["../../../feeds/all.en.atom.xml"]["rel"] == "alternate"
    assert found["../../../feeds/all.en.atom.xml"]["type"] == "application/atom+xml"
    assert found["day.json"]["rel"] == "alternate"
    links = sample.page("/about/").one("head").all("link")
    assert any(link.attributes["rel"] == "alternate feed" for link in links)
    for link in links:
        assert link.attributes["rel"] != "alternate"
