"""What other software reads of a built page."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from paperglot.model import Author
from tests.samples import digest, digested, pending
from tests.site.browser import Reader, served
from tests.site.build import Site, small_site
from tests.site.citing import read_bibtex, read_context, read_ris
from tests.site.document import Element

_HOSTILE = '</script><script>alert("x")</script> & "more"'
# The site's own policy, which forbids every script in the page that is not named.
_POLICY = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'self\';'
    "style-src 'self' 'unsafe-inline';script-src 'self';img-src 'self' data:\">"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site of papers that claim to be real, one of them with hostile words."""
    names = (Author("Lars van der Berg"), Author("ATLAS Collaboration"))
    papers = [
        digested("2605.00010", authors=names),
        pending("2605.00020", title=_HOSTILE, abstract=_HOSTILE),
        digested("2605.00031", digest=replace(digest(), title=_HOSTILE)),
    ]
    return small_site(tmp_path_factory.mktemp("citations"), papers=papers)


def _meta(page: Element, attribute: str) -> list[tuple[str, str]]:
    found = page.one("head").with_attribute(attribute)
    return [(each.attributes[attribute], each.attributes["content"]) for each in found]


def test_the_head_of_a_papers_page_is_a_preprint_to_zotero(site: Site) -> None:
    tags = _meta(site.page("/papers/2605.00010/"), "name")
    found = [(name, content) for name, content in tags if name.startswith(("citation_", "z:"))]
    assert found == [
        ("citation_title", "A bound"),
        ("citation_author", "van der Berg, Lars"),
        ("citation_author", "ATLAS Collaboration,"),
        ("citation_publication_date", "2026/03/03"),
        ("citation_language", "en"),
        ("citation_arxiv_id", "2605.00010"),
        ("citation_doi", "10.48550/arXiv.2605.00010"),
        ("citation_abstract_html_url", "https://arxiv.org/abs/2605.00010"),
        ("citation_pdf_url", "https://arxiv.org/pdf/2605.00010"),
        ("z:repository", "arXiv"),
        ("z:archiveID", "arXiv:2605.00010"),
        ("z:itemType", "preprint"),
    ]


def test_a_description_says_whose_words_it_is(site: Site) -> None:
    digested_page = site.page("/papers/2605.00010/")
    described = dict(_meta(digested_page, "name"))["description"]
    assert described.startswith("Machine-written summary: A tight bound")
    assert dict(_meta(digested_page, "property"))["og:type"] == "article"
    waiting = dict(_meta(site.page("/papers/2605.00020/"), "name"))
    assert waiting["description"] == _HOSTILE
    assert dict(_meta(site.page("/"), "property"))["og:title"] == "Small"
    assert "Language Models" in dict(_meta(site.page("/topics/llm/"), "property"))["og:title"]


def test_linked_data_of_every_papers_page_can_be_read(site: Site, sample: Site) -> None:
    for built in (site, sample):
        for url in built.urls:
            scripts = built.page(url).with_attribute("type", "application/ld+json")
            assert len(scripts) == url.startswith("/papers/"), url
            for script in scripts:
                (text,) = script.children
                assert isinstance(text, str)
                assert json.loads(text)["@context"] == "https://schema.org"


def test_lists_hold_a_citation_of_every_paper(site: Site) -> None:
    for url in ("/", "/2026/03/03/", "/2026/03/03/llm/", "/topics/llm/"):
        rows = site.content(url).all("article")[1:]
        assert len(rows) >= 2
        for row in rows:
            (span,) = row.with_attribute("class", "Z3988")
            found = read_context(span.attributes["title"])
            assert found["rft.type"] == ["preprint"]
            assert found["rft_id"] == [f"https://arxiv.org/abs/{row.attributes['id']}"]
    assert site.page("/papers/2605.00010/").with_attribute("class", "Z3988") == []


def test_a_page_holds_bibtex_and_ris_as_text(site: Site) -> None:
    for identifier in ("2605.00010", "2605.00020", "2605.00031"):
        fold = site.content(f"/papers/{identifier}/")
        texts = {
            pre.attributes["data-cite"]: pre.children[0] for pre in fold.with_attribute("data-cite")
        }
        assert texts.keys() == {f"{identifier}.bib", f"{identifier}.ris"}
        bibtex, ris = texts.values()
        assert isinstance(bibtex, str)
        assert isinstance(ris, str)
        (entry,) = read_bibtex(bibtex)
        assert entry.fields["eprint"] == identifier
        assert dict(read_ris(ris))["AN"] == f"arXiv:{identifier}"


def test_a_compact_page_keeps_what_zotero_and_marks_need(tmp_path: Path) -> None:
    papers = [digested("2605.00010"), digested("2609.00010", announced=date(2026, 9, 1))]
    built = small_site(tmp_path, papers=papers, options={"compact_after": 1})
    page = built.page("/papers/2605.00010/")
    assert ("z:itemType", "preprint") in _meta(page, "name")
    (citation,) = page.with_attribute("data-cite")
    (text,) = citation.children
    assert isinstance(text, str)
    (entry,) = read_bibtex(text)
    assert entry.fields["eprint"] == "2605.00010"
    assert page.with_attribute("type", "application/ld+json") == []
    assert "og:title" not in dict(_meta(page, "property"))
    # What old days' papers are cited by is their day's file, and their own pages.
    assert built.page("/2026/03/03/llm/").with_attribute("class", "Z3988") == []
    assert read_bibtex(built.html("/2026/03/03/day.bib")) == [entry]
    whole = built.page("/papers/2609.00010/")
    assert len(whole.with_attribute("data-cite")) == 2
    assert "og:title" in dict(_meta(whole, "property"))


def test_a_day_has_its_citations_as_one_file(site: Site) -> None:
    entries = read_bibtex(site.html("/2026/03/03/day.bib"))
    assert [entry.fields["eprint"] for entry in entries] == [
        paper.attributes["id"] for paper in site.content("/2026/03/03/").all("article")[1:]
    ]


@pytest.fixture(scope="module")
def strict(site: Site) -> Iterator[str]:
    """The address of the site whose papers' pages have a strict policy, for data and script."""
    pages = [Path(page) for page in sorted((site.directory / "papers").rglob("index.html"))]
    before = {page: page.read_text(encoding="utf-8") for page in pages}
    for page, text in before.items():
        page.write_text(text.replace("<head>", f"<head>{_POLICY}", 1), encoding="utf-8")
    with served(site, "/small/") as address:
        yield address
    for page, text in before.items():
        page.write_text(text, encoding="utf-8")


def test_data_need_no_hash_in_the_policy_and_the_buttons_work(reader: Reader, strict: str) -> None:
    """Data are not run: the browser says nothing of them, only of the theme's own scripts."""
    with reader.visit(f"{strict}papers/2605.00020/", idle=True) as visit:
        data = visit.page.locator('script[type="application/ld+json"]').text_content() or ""
        assert json.loads(data)["headline"] == _HOSTILE
        assert [text for text in visit.problems if "dialog" in text] == []
        inline = visit.page.evaluate(
            "[...document.querySelectorAll('script:not([src])')]"
            ".filter(e => !e.type || e.type === 'text/javascript').length"
        )
        refused = [text for text in visit.problems if "inline script" in text]
        assert len(refused) == inline
        visit.page.locator(".pg-cite summary").click()
        with visit.page.expect_download() as started:
            visit.page.get_by_role("button", name="Download").nth(1).click()
        assert started.value.suggested_filename == "2605.00020.ris"
        saved = Path(started.value.path()).read_text(encoding="utf-8")
        assert dict(read_ris(saved.removesuffix("\n")))["TI"] == _HOSTILE


def test_without_javascript_a_citation_is_text_and_nothing_else(
    reader: Reader, strict: str
) -> None:
    with reader.visit(f"{strict}papers/2605.00010/", javascript=False) as visit:
        visit.page.locator(".pg-cite summary").click()
        assert "@misc{berg-2605.00010," in visit.page.locator("pre").first.inner_text()
        assert visit.page.locator(".pg-cite button").count() == 0


def test_a_citation_can_be_copied(reader: Reader, strict: str) -> None:
    with reader.visit(f"{strict}papers/2605.00010/") as visit:
        visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        visit.page.locator(".pg-cite summary").click()
        visit.page.get_by_role("button", name="Copy").first.click()
        visit.page.get_by_role("button", name="Copied").wait_for()
        copied = visit.page.evaluate("navigator.clipboard.readText()")
        assert read_bibtex(copied)[0].key == "berg-2605.00010"
