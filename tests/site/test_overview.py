"""The overview on the page of a topic's day: its sentences, their languages, their links."""

from dataclasses import replace
from pathlib import Path

import pytest

from paperglot.model import Day, Overview, Pair, Paper, Statement, Status
from paperglot.site.catalogue import Catalogue
from paperglot.site.html import short
from paperglot.site.views import TopicDayView
from paperglot.store.files import Archive, Store
from tests.samples import DAY, digested, overview
from tests.site.build import broken_links, build, write_site
from tests.site.document import Element
from tests.site.examples import hrefs, render, settings

HERE = digested("2613.00010", title="Lanternfish: Reading <long> Dialogues")
OLD = digested("cs/9913007", title="An Old Bound")


def page(*papers: Paper, overviews: tuple[Overview, ...]) -> Element:
    views = Catalogue(Archive(papers, (), overviews=overviews).published(), settings())
    (view,) = (view for view in views if isinstance(view, TopicDayView) and view.topic.id == "llm")
    return render(view)


def section(root: Element) -> Element:
    (found,) = root.with_attribute("class", "pg-overview")
    return found


def test_each_sentence_stands_in_both_languages_above_the_papers() -> None:
    root = page(HERE, OLD, overviews=(overview(),))
    found = section(root)
    texts = {(each.language, each.text) for each in found.all("p")}
    assert {
        ("en", "Bounds are tight for k=2."),
        ("zh-Hans", "当 k=2 时界是紧的。"),
        ("en", "One of them costs $5 more."),
        ("zh-Hans", "其中一个多花 $5。"),
    } <= texts
    assert found.one("h2").text == "Overview 概览"
    assert root.text.index("Bounds are tight") < root.text.index("A tight bound at extra cost.")


def test_a_sentence_leads_to_the_rows_of_its_papers() -> None:
    found = section(page(HERE, OLD, overviews=(overview(),)))
    assert hrefs(found) == ["#2613.00010", "#cs/9913007", "#2613.00010"]
    names = [link.text for link in found.all("a")]
    assert names == ["Lanternfish", "An Old Bound", "Lanternfish"]
    assert {link.language for link in found.all("a")} == {"en"}
    assert found.all("a")[0].attributes["title"] == "Lanternfish: Reading <long> Dialogues"


def test_a_paper_that_has_left_the_list_is_linked_to_and_one_without_a_page_is_not() -> None:
    withdrawn = replace(HERE, status=Status.WITHDRAWN)
    there = digested("2613.00030")
    assert hrefs(section(page(withdrawn, there, overviews=(overview(),)))) == [
        "/papers/2613.00010/",
        "/papers/2613.00010/",
    ]
    assert hrefs(section(page(there, overviews=(overview(),)))) == []


def test_it_says_that_a_machine_wrote_it_which_one_and_when() -> None:
    text = section(page(HERE, OLD, overviews=(overview(),))).text
    assert "Written by a machine, claude-haiku-5-5; may be wrong" in text
    assert "由机器（claude-haiku-5-5）撰写，可能有误" in text
    assert "2026-03-03" in text
    assert "of the papers below" not in text


def test_it_says_how_many_papers_it_is_about_where_that_is_not_all() -> None:
    text = section(page(HERE, OLD, digested("2613.00030"), overviews=(overview(),))).text
    assert "on 2 of the papers below 依据下列论文中的 2 篇" in text


@pytest.mark.parametrize(
    "changes",
    [
        {"status": Status.REJECTED, "statements": (), "reason": "numbers: 7"},
        {"topic": "speech"},
        {"topic": "gone"},
    ],
)
def test_without_one_the_page_says_nothing_of_it(changes: dict[str, object]) -> None:
    root = page(HERE, overviews=(overview(**changes),))
    assert "Overview" not in root.text
    assert "numbers: 7" not in root.text


def test_what_a_model_says_is_data() -> None:
    attack = "<script>alert(1)</script> {{ 7*7 }} **x** [a](javascript:b)"
    hostile = overview(statements=(Statement(Pair(attack, attack), (HERE.id,)),))
    found = section(page(replace(HERE, title=f'"><img src=x> {attack}'), overviews=(hostile,)))
    assert found.all("script", "img", "strong") == []
    assert attack in found.text
    assert hrefs(found) == [f"#{HERE.id}"]


def test_the_built_site_shows_it_and_all_its_links_work(tmp_path: Path) -> None:
    file = write_site(tmp_path, papers=[HERE, OLD], days=[Day(DAY, kept=(HERE.id, OLD.id))])
    Store(tmp_path / "docs").write_overview(overview())
    site = build(file)
    assert site.warnings == ()
    assert "Bounds are tight" in site.content("/2026/03/03/llm/").text
    assert "Bounds are tight" not in site.content("/2026/03/03/").text
    assert broken_links(site) == []
    assert not [url for url in site.urls if "overviews" in url]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Lanternfish: Reading Long Dialogues", "Lanternfish"),
        ("A Bound", "A Bound"),
        ("On $k$-Means: A Bound", "On k-Means"),
        ("A ratio of 1:2 is enough", "A ratio of 1:2 is enough"),
        ("Conditional generation of antibody sequences with diffusion models",
         "Conditional generation of antibody sequences …"),
        ("x" * 60, "x" * 48 + " …"),
    ],
)  # fmt: skip
def test_a_title_is_named_in_short(title: str, name: str) -> None:
    assert short(title) == name
