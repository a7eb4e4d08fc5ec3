import re
from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from markupsafe import Markup
from mkdocs.utils import get_relative_url

from paperglot.digest import prompt
from paperglot.model import AnnounceType, Author, Link, LinkKind, Status
from paperglot.site.assets import Assets
from paperglot.site.render import Renderer, web_address
from paperglot.site.shell import Entry, Sheet, Shell
from paperglot.site.views import DayView, PaperView, TopicDayView, TopicView
from tests.samples import digested, pending, provenance
from tests.site.document import parse
from tests.site.examples import (
    ARXIV_STATEMENT,
    catalogue,
    day_page,
    hrefs,
    paper_page,
    render,
    settings,
    with_site,
)


def test_a_digest_is_shown_in_both_languages_and_says_which_model_wrote_it() -> None:
    text = paper_page().text
    for part in ("A tight bound at extra cost.", "一个代价更高的紧界。", "A bound", "一个界",
                 "The bound is tight for k=2.", "研究对象是界。",
                 "claude-haiku-5-5"):  # fmt: skip
        assert part in text


def test_what_stands_around_a_page_is_its_own_whatever_was_rendered_before() -> None:
    """Pages as deep as others share it where they lead to the same by the same words alone."""
    entries = (Entry(("Topics", "主题"), "topics/"), Entry(("Elsewhere",), "https://example.org/"))
    shell = Shell(
        name="Small", description="", address=None, navigation=entries, assets=Assets({}),
        styles=("own.css",), icon="icon.png", logo="logo.png", search="search/", is_sample=False,
    )  # fmt: skip
    urls = ["", "search/", "saved/", "topics/", "topics/llm/", "papers/1/", "papers/2/", "a/b/c/"]
    sheets = [Sheet((), url, partial(get_relative_url, other=url)) for url in urls]
    pages = [Renderer(settings()).document(shell, sheet, Markup()) for sheet in sheets]
    for order in (sheets, sheets[::-1]):
        together = Renderer(settings())
        found = {sheet.url: together.document(shell, sheet, Markup()) for sheet in order}
        assert [found[url] for url in urls] == pages
    assert pages[5].replace("papers/1/", "papers/2/") == pages[6]


def test_the_authors_of_a_large_collaboration_do_not_push_the_digest_out_of_sight() -> None:
    names = [f"Author {number}" for number in range(1, 401)]
    page = paper_page(authors=tuple(map(Author, names)))
    shown, (fold,) = (
        page.with_attribute("class", "pg-meta")[0],
        page.with_attribute("class", "pg-fold pg-authors"),
    )
    assert shown.text.endswith("Author 40")
    assert fold.one("summary").text == "and 360 more 等另外 360 人"
    assert fold.one("p").text.startswith("Author 41, Author 42,")
    assert fold.one("p").text.endswith("Author 400")
    few = paper_page(authors=tuple(map(Author, names[:41])))
    assert "Author 41" in few.with_attribute("class", "pg-meta")[0].text
    assert few.with_attribute("class", "pg-fold pg-authors") == []


def test_evidence_leads_to_the_sentence_of_the_abstract() -> None:
    page = paper_page()
    links = [href for href in hrefs(page) if href.startswith("#")]
    assert links == [f"#s{n}" for n in (2, 3, 1, 2)]
    (sentence,) = page.with_attribute("id", "s3")
    assert sentence.text == "It costs $5 and 10 % more."


def test_evidence_that_the_abstract_does_not_have_leads_nowhere() -> None:
    """A hand may shorten an abstract whose takeaways still name its last sentence."""
    page = paper_page(abstract="We study bounds.")
    anchors = {element.attributes["id"] for element in page.with_attribute("id")}
    assert [href for href in hrefs(page) if href[:1] == "#" and href[1:] not in anchors] == []


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.PENDING, ("waiting for its digest", "等待机器摘要")),
        (Status.REFUSED, ("no digest", "无机器摘要")),
        (Status.REJECTED, ("no digest", "无机器摘要")),
    ],
)
def test_a_state_is_said_in_words_with_its_reason(status: Status, words: tuple[str, str]) -> None:
    paper = pending(status=status, reason="a reason")
    whole = render(PaperView(paper, ()))
    for page in (whole, day_page(paper)):
        assert all(word in page.text for word in (*words, "a reason"))
    assert "We study bounds." in whole.text


def test_a_paper_with_nothing_special_has_no_label() -> None:
    text = paper_page().text
    for word in ("cross-listed", "version", "waiting", "no digest", "withdrawn"):
        assert word not in text


def test_labels_say_what_is_special() -> None:
    text = paper_page(announce_type=AnnounceType.CROSS, version=3).text
    for word in ("cross-listed", "交叉列表", "version 3", "第 3 版"):
        assert word in text


def test_a_row_names_code_and_data_beside_the_authors_and_once() -> None:
    links = (
        Link(LinkKind.CODE, "https://example.org/code"),
        Link(LinkKind.DATA, "https://example.org/data"),
    )
    paper = digested(links=links)
    (topic_day,) = (view for view in catalogue([paper]) if isinstance(view, TopicDayView))
    for page in (day_page(paper), render(topic_day)):
        (row,) = page.all("article")
        line = row.all("p")[0]
        assert "code 代码 ↗ · data 数据 ↗" in line.text
        assert [href for href in hrefs(row) if "example.org" in href] == hrefs(line)
    assert [href for href in hrefs(paper_page(links=links)) if "example.org" in href] == [
        link.url for link in links
    ]


def test_a_long_list_of_authors_is_shortened_on_a_row_and_whole_on_the_papers_page() -> None:
    authors = tuple(Author(f"Author {number}", "A University") for number in range(1, 21))
    row = day_page(digested(authors=authors)).text
    assert "Author 8 and 12 more 等另外 12 人" in row
    assert "Author 9" not in row
    page = paper_page(authors=authors).text
    assert "Author 20 (A University)" in page
    assert "more" not in page.replace("It costs $5 more", "").replace("10 % more", "")


def test_the_options_say_how_many_authors_a_row_names() -> None:
    authors = tuple(Author(f"Author {number}") for number in range(1, 4))
    paper = digested(authors=authors)
    assert (
        "Author 1 and 2 more" in day_page(paper, base=with_site(settings(), authors_shown=1)).text
    )
    assert "Author 3 ·" in day_page(paper, base=with_site(settings(), authors_shown=3)).text


def test_a_paper_without_authors_or_categories_is_shown() -> None:
    assert "A tight bound" in day_page(digested(authors=(), categories=())).text


def test_a_real_paper_leads_to_arxiv_and_an_invented_one_does_not() -> None:
    base = with_site(settings(), readers=())
    real = [href for href in hrefs(paper_page(base, doi=("10.1/x",))) if "://" in href]
    assert real == [
        "https://arxiv.org/abs/2613.00010", "https://arxiv.org/pdf/2613.00010",
        "https://arxiv.org/html/2613.00010", "https://doi.org/10.1/x",
        "https://arxiv.org/pdf/2613.00010",
    ]  # fmt: skip
    invented = paper_page(doi=("10.1/x",), sample=True)
    assert not [href for href in hrefs(invented) if "://" in href]
    assert "10.1/x" in invented.text


def test_other_readers_of_a_paper_are_those_of_the_options() -> None:
    base = with_site(settings(), readers=(("Mine", "https://example.org/{id}/pdf"),))
    old = digested("cs/9913007")
    assert "https://example.org/cs/9913007/pdf" in hrefs(render(PaperView(old, ()), base))
    assert "https://example.org/2613.00010/pdf" in hrefs(paper_page(base))
    assert not [each for each in hrefs(paper_page(base, sample=True)) if "example.org" in each]


def test_a_digest_says_what_it_cost_and_what_a_check_noted() -> None:
    made = replace(provenance(), flags=("counts", "copying"))
    (line,) = paper_page(provenance=made).with_attribute("class", "pg-provenance")
    assert f"prompt {prompt.VERSION}" in line.text
    assert "2026-03-03 · US$ 0.0005" in line.text
    assert "flagged by a check: counts, copying" in line.text
    assert "检查时标记：counts, copying" in line.text
    free = paper_page(provenance=replace(made, cost=None, flags=()))
    assert free.with_attribute("class", "pg-provenance")[0].text.endswith("2026-03-03")


def test_everything_that_is_known_of_a_paper_stands_on_its_page() -> None:
    page = paper_page(
        comment="8 pages at $k$",
        journal_reference="J. 1 (2026)",
        licence="http://creativecommons.org/licenses/by-sa/4.0/",
        links=(Link(LinkKind.CODE, "https://example.org/code"),),
        updated=date(2026, 3, 4),
        categories=("cs.CL", "cs.LG"),
    )
    for part in ("8 pages at k", "J. 1 (2026)", "CC BY-SA", "Wednesday, 4 March 2026",
                 "Tuesday, 3 March 2026", "cs.CL, cs.LG", "Language Models"):  # fmt: skip
        assert part in page.text
    assert {"https://example.org/code", "/2026/03/03/", "/topics/llm/"} <= set(hrefs(page))


def test_an_address_that_is_none_of_the_web_is_no_link() -> None:
    page = paper_page(
        licence="javascript:alert(1)", links=(Link(LinkKind.DATA, "data:text/html,x"),)
    )
    assert not [href for href in hrefs(page) if re.match("javascript|data", href)]
    assert "javascript:alert(1)" in page.text


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.org", "https://example.org"),
        ("http://example.org", "http://example.org"),
        ("javascript:alert(1)", "#"),
        (" javascript:alert(1)", "#"),
        ("//example.org", "#"),
        ("data:text/html,x", "#"),
        ("", "#"),
    ],
)
def test_only_web_addresses_are_linked(url: str, safe: str) -> None:
    assert web_address(url) == safe


def test_a_licence_that_is_not_stated_or_not_known_is_said() -> None:
    assert "not stated" in paper_page(licence=None).text
    assert "http://example.org/licence" in paper_page(licence="http://example.org/licence").text


def test_a_site_in_german_speaks_german() -> None:
    page = paper_page(settings(language="de"))
    assert page.with_attribute("lang", "de")
    assert not page.with_attribute("lang", "zh-Hans")
    assert "Kernpunkte" in page.text


def test_support_is_asked_for_where_the_options_say_where() -> None:
    asking = with_site(settings(), support_url="https://example.org/give")
    assert "https://example.org/give" in hrefs(paper_page(asking))
    assert "Support this site" not in paper_page().text


def test_the_disclaimer_and_the_statement_of_arxiv_stand_on_every_page_with_papers() -> None:
    for view in catalogue([digested()]):
        if isinstance(view, DayView | TopicDayView | TopicView | PaperView):
            text = render(view).text
            assert "may be wrong" in text
            assert "请以论文原文为准" in text
            assert ARXIV_STATEMENT in text


def test_a_notice_says_that_the_archive_is_a_sample() -> None:
    notice = parse(Renderer(settings()).sample_notice())
    assert "This is a sample" in notice.text
    assert "这是示例" in notice.text
