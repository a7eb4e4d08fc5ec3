import re

from paperglot.store.files import Store
from tests.site.build import REPOSITORY, Site, broken_links
from tests.site.document import Element
from tests.site.examples import KINDS

_LOADING = {"script": "src", "img": "src", "iframe": "src", "source": "src", "object": "data"}


def test_every_internal_link_and_fragment_of_the_sample_site_leads_somewhere(sample: Site) -> None:
    assert broken_links(sample) == []


def test_every_address_of_the_sitemap_exists(sample: Site) -> None:
    listed = re.findall("<loc>(.*?)</loc>", sample.html("/sitemap.xml"))
    assert {address.removeprefix(sample.address.rstrip("/")) for address in listed} == set(
        sample.urls
    ) - {"/404.html"}


def test_every_page_can_be_reached_from_the_home_page(
    sample: Site, pages: dict[str, Element]
) -> None:
    reached, waiting = {"/"}, ["/"]
    while waiting:
        page = waiting.pop()
        for url in (_leads_to(sample, page, pages[page]) & set(pages)) - reached:
            reached.add(url)
            waiting.append(url)
    # To what is known to a browser alone a script makes the link.
    assert reached == set(pages) - {"/saved/"}


def test_no_page_loads_anything_from_elsewhere(pages: dict[str, Element]) -> None:
    loaded = {
        each.attributes[name]
        for page in pages.values()
        for each in page
        for name in ("src", "href", "data", "srcset")
        if name in each.attributes and _loads(each)
    }
    assert loaded
    assert sorted(address for address in loaded if "//" in address) == []


def test_no_address_stands_twice_on_a_page(pages: dict[str, Element]) -> None:
    for url, page in pages.items():
        ids = [each.attributes["id"] for each in page.with_attribute("id")]
        assert sorted(each for each in set(ids) if ids.count(each) > 1) == [], url


def test_every_paper_of_the_store_has_its_page(sample: Site) -> None:
    archive = Store(REPOSITORY / "site_src").read()
    assert archive.damaged == ()
    for paper in archive.papers:
        assert sample.has(f"/papers/{paper.id.replace('/', '-')}/")
        assert sample.has(f"/{paper.announced:%Y/%m/%d}/")


def test_every_kind_of_page_is_where_readers_expect_it(sample: Site) -> None:
    assert [kind for kind, url in KINDS.items() if not sample.has(url)] == []


def test_papers_days_and_topics_stay_outside_the_navigation(
    sample: Site, pages: dict[str, Element]
) -> None:
    for url, page in pages.items():
        content = sample.content(url)
        inside = _leads_to(sample, url, content)
        around = _leads_to(sample, url, page) - inside
        # The link that skips the header leads to the page itself.
        assert around <= {"/", "/topics/", "/archive/", "/search/", "/about/", url}, url
        assert len(page.all("nav")) < 12, url


def _loads(element: Element) -> bool:
    if element.tag == "link":
        return "canonical" not in element.attributes.get("rel", "")
    return element.tag in _LOADING


def _leads_to(site: Site, url: str, root: Element) -> set[str]:
    """Return the pages of the site that links and forms below an element lead to."""
    links = [link.attributes["href"] for link in root.all("a")]
    # A form without an address is a script's.
    forms = [form.attributes["action"] for form in root.all("form") if "action" in form.attributes]
    found = (site.target(url, address) for address in (*links, *forms))
    return {target.partition("#")[0] for target in found if target is not None}
