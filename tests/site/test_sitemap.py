import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

from paperglot.model import Status
from paperglot.site.sitemap import MOST_ADDRESSES, Place, last_change, sitemap
from paperglot.site.views import DayView, PaperView, TopicDayView, TopicsView, TopicView
from tests.samples import DAY, digested, pending, provenance
from tests.site.build import Site, small_site
from tests.site.examples import LLM, catalogue

_SITE = "https://example.org/small/"
_NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def _read(content: bytes) -> list[tuple[str | None, str | None]]:
    root = ET.fromstring(content)
    return [
        (each.findtext("s:loc", None, _NAMES), each.findtext("s:lastmod", None, _NAMES))
        for each in root
    ]


def test_a_paper_changed_when_it_was_announced_updated_or_digested() -> None:
    later = replace(provenance(), made=datetime(2026, 4, 5, tzinfo=UTC))
    changed = {
        last_change(PaperView(paper, (LLM,)))
        for paper in (
            pending(),
            pending(updated=date(2026, 3, 9)),
            digested(provenance=later),
            digested(provenance=later, updated=date(2026, 4, 9)),
        )
    }
    assert changed == {DAY, date(2026, 3, 9), date(2026, 4, 5), date(2026, 4, 9)}


def test_a_list_changed_with_the_latest_of_its_papers() -> None:
    later = replace(provenance(), made=datetime(2026, 4, 5, tzinfo=UTC))
    papers = [digested(provenance=later), pending("2613.00020")]
    dates = {
        type(view): last_change(view)
        for view in catalogue(papers)
        if not isinstance(view, TopicView) or view.topic == LLM
    }
    assert dates[DayView] == dates[TopicDayView] == dates[TopicView] == date(2026, 4, 5)
    assert dates[TopicsView] == DAY


def test_a_withdrawal_changes_its_day() -> None:
    gone = digested(status=Status.WITHDRAWN, updated=date(2026, 3, 9))
    days = [view for view in catalogue([gone]) if isinstance(view, DayView)]
    assert [last_change(day) for day in days] == [date(2026, 3, 9)] * len(days)


def test_addresses_are_escaped() -> None:
    ((_, content),) = sitemap([Place(f"{_SITE}?a&b", None)], _SITE)
    assert _read(content) == [(f"{_SITE}?a&b", None)]


def test_more_addresses_than_a_file_may_hold_are_split() -> None:
    places = [Place(f"{_SITE}{number}/", DAY) for number in range(MOST_ADDRESSES + 1)]
    files = dict(sitemap(places, _SITE))
    assert files.keys() == {"sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"}
    assert _read(files["sitemap.xml"]) == [
        (f"{_SITE}sitemap-1.xml", "2026-03-03"),
        (f"{_SITE}sitemap-2.xml", "2026-03-03"),
    ]
    assert len(_read(files["sitemap-1.xml"])) == MOST_ADDRESSES
    assert _read(files["sitemap-2.xml"]) == [(f"{_SITE}{MOST_ADDRESSES}/", "2026-03-03")]
    assert list(dict(sitemap(places[1:], _SITE))) == ["sitemap.xml"]


def test_the_sitemap_of_a_site_is_complete_and_dated_by_the_store(sample: Site) -> None:
    found = dict(_read((sample.directory / "sitemap.xml").read_bytes()))
    pages = {f"{sample.address.rstrip('/')}{url}" for url in sample.urls} - {
        f"{sample.address}404.html"
    }
    assert found.keys() == pages
    undated = {address for address, changed in found.items() if changed is None}
    assert {address.removeprefix(sample.address) for address in undated if address} == {
        "about/", "feeds/", "saved/", "search/",
        *(re.sub("^/", "", url) for url in sample.urls if _is_empty_topic(sample, url)),
        *(url.removeprefix("/") for url in sample.urls if url.endswith("/trends/")),
        *(url.removeprefix("/") for url in sample.urls if url.startswith("/trends/")),
    }  # fmt: skip
    assert all(changed <= "2026-03-05" for changed in found.values() if changed)


def _is_empty_topic(sample: Site, url: str) -> bool:
    return url.count("/") == 3 and url.startswith("/topics/") and not sample.page(url).all("h2")


def test_a_site_without_an_address_has_no_sitemap(tmp_path: Path) -> None:
    site = small_site(tmp_path, papers=[pending()], config={"site_url": None})
    assert not site.has("/sitemap.xml")


def test_a_sitemap_of_the_maintainers_own_stays(tmp_path: Path) -> None:
    site = small_site(tmp_path, papers=[pending()], files={"sitemap.xml": "mine"})
    assert site.html("/sitemap.xml") == "mine"
