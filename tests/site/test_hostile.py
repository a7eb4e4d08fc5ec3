"""Whatever a feed or a model says is shown as it is and does nothing."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from paperglot.model import (
    Author,
    CategoryReport,
    CategoryState,
    Day,
    Digest,
    Failure,
    Link,
    LinkKind,
    Pair,
    Paper,
    Status,
    Takeaway,
)
from tests.samples import DAY, digested, pending, provenance
from tests.site.browser import NARROW, Reader, served
from tests.site.build import Site, broken_links, small_site
from tests.site.document import Element

ATTACKS = (
    "<script>alert(1)</script>",
    "</title></script><script>alert(2)</script>",
    "{{ 7*7 }}",
    "{% raw %}",
    "**bold**",
    "[x](javascript:alert(1))",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "&lt;b&gt;",
    "<!-- ",
)
_PAGES = {
    "home": "/",
    "day": "/2026/03/03/",
    "topic-day": "/2026/03/03/llm/",
    "topic": "/topics/llm/",
    "paper": "/papers/2613.00010/",
    "paper without a digest": "/papers/2613.00020/",
    "withdrawn paper": "/papers/2613.00031/",
    "new versions": "/2026/03/04/",
}


def _papers(say: Callable[[str], str]) -> list[Paper]:
    """Return papers in three states, each text of which is what `say` makes of it."""
    web = "https://example.org/" + say("path").replace(" ", "%20")
    source: dict[str, object] = {
        "title": say("title"),
        "abstract": f"{say('abstract')}\n\n$x < {say('formula')}$",
        "authors": (Author(say("author"), say("affiliation")),),
        "categories": (say("category"), say("second category")),
        "licence": f"javascript:{say('licence')}",
        "comment": say("comment"),
        "doi": (say("doi"),),
        "journal_reference": say("journal"),
        "links": (Link(LinkKind.CODE, f"javascript:{say('link')}"), Link(LinkKind.DATA, web)),
        "updated": date(2026, 3, 4),
    }
    digest = Digest(
        title=f"中 {say('second title')}",
        abstract=f"中 {say('second abstract')}",
        tldr=Pair(say("tldr"), f"中 {say('second tldr')}"),
        takeaways=(Takeaway(say("takeaway"), f"中 {say('second takeaway')}", (1,)),),
    )
    return [
        digested("2613.00010", **source, digest=digest),
        pending(
            "2613.00020",
            **source,
            status=Status.REFUSED,
            reason=say("reason"),
            provenance=provenance(),
        ),
        digested(
            "2613.00031",
            **source,
            digest=digest,
            status=Status.WITHDRAWN,
            reason=say("withdrawal"),
        ),
    ]


def _site(root: Path, say: Callable[[str], str]) -> Site:
    day = Day(
        DAY,
        kept=("2613.00010", "2613.00020", "2613.00031"),
        failures=(Failure(say("subject"), say("failure")),),
        categories=(CategoryReport(say("feed"), CategoryState.FRESH, 2),),
        note=say("note"),
    )
    return small_site(root, papers=_papers(say), days=[day])


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site all of whose texts attack."""
    return _site(tmp_path_factory.mktemp("hostile"), lambda name: f"{name} {' '.join(ATTACKS)}")


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The same site with nothing in its texts."""
    return _site(tmp_path_factory.mktemp("harmless"), lambda name: f"{name} nothing")


def _elements(page: Element) -> Counter[str]:
    """Count elements and their attributes; what formulas are made of is another matter."""
    return Counter(
        f"{element.tag} {sorted(element.attributes)}"
        for element in page
        if not _in_mathematics(element)
    )


def _in_mathematics(element: Element | None) -> bool:
    return element is not None and (
        element.tag in ("math", "code") or _in_mathematics(element.parent)
    )


@pytest.mark.parametrize("url", _PAGES.values(), ids=_PAGES)
def test_a_hostile_text_adds_no_element_and_no_attribute(
    hostile: Site, harmless: Site, url: str
) -> None:
    assert _elements(hostile.page(url)) == _elements(harmless.page(url))


@pytest.mark.parametrize("url", _PAGES.values(), ids=_PAGES)
def test_a_hostile_text_stands_on_the_page_as_it_is(hostile: Site, url: str) -> None:
    text = hostile.content(url).text
    for attack in ATTACKS:
        assert attack.strip() in text
    assert "49" not in text
    assert f"title {' '.join(ATTACKS)}".strip() in text


def test_every_field_of_a_paper_stands_on_its_page(hostile: Site) -> None:
    attack = " ".join(ATTACKS).strip()
    text = hostile.content("/papers/2613.00010/").text
    for name in ("title", "abstract", "author", "affiliation", "category", "comment", "doi",
                 "journal", "second title", "second abstract", "tldr", "second tldr", "takeaway",
                 "second takeaway"):  # fmt: skip
        assert f"{name} {attack}" in text, name
    assert f"javascript:licence {attack}" in text
    assert f"reason {attack}" in hostile.content("/papers/2613.00020/").text
    assert f"withdrawal {attack}" in hostile.content("/papers/2613.00031/").text
    day = hostile.content("/2026/03/03/").text
    for name in ("subject", "failure", "feed", "note"):
        assert f"{name} {attack}" in day, name


def test_a_hostile_title_is_only_a_title(hostile: Site) -> None:
    html = hostile.html("/papers/2613.00010/")
    (title,) = re.findall("<title>(.*?)</title>", html, re.DOTALL)
    assert "<" not in title
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in title


@pytest.mark.parametrize("url", _PAGES.values(), ids=_PAGES)
def test_links_lead_to_the_web_or_to_the_site(hostile: Site, url: str) -> None:
    for element in hostile.page(url).with_attribute("href"):
        assert re.match(r"https?://|[./#\w-]+$", element.attributes["href"])
        assert not element.attributes["href"].startswith("javascript")
    assert broken_links(hostile) == []


@pytest.mark.parametrize("url", _PAGES.values(), ids=_PAGES)
def test_a_hostile_text_does_nothing_in_a_browser(hostile: Site, reader: Reader, url: str) -> None:
    with served(hostile, "/small/") as home, reader.visit(home + url[1:], width=NARROW) as visit:
        visit.open_all()
        visit.page.evaluate(
            "document.querySelectorAll('article *')"
            ".forEach(e => e.dispatchEvent(new MouseEvent('mouseover')))"
        )
        assert visit.problems == []
        assert visit.page.locator("[onerror], [onmouseover], article script").count() == 0
        assert visit.page.locator("img").count() == 0
        assert ATTACKS[0] in visit.page.locator("article").first.inner_text()
        assert {address for address in visit.requests if not address.startswith(home)} == set()
