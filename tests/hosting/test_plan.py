from hypothesis import given
from hypothesis import strategies as st

from paperglot.hosting.folder import BuiltFile
from paperglot.hosting.headers import is_hashed
from paperglot.hosting.plan import Held, Plan, plan
from tests.hosting.sites import SITE

FILES = tuple(BuiltFile(path, len(content)) for path, content in SITE.items())


def by_size(file: BuiltFile, held: Held) -> bool:
    return file.size == held.size


def planned(held: dict[str, Held]) -> Plan:
    return plan(FILES, held, by_size)


def there(*paths: str, size: int | None = None) -> dict[str, Held]:
    """Return files of the site as they are at the destination, or of another size."""
    return {path: Held(len(SITE[path]) if size is None else size, "") for path in paths}


def steps(found: Plan) -> list[list[str]]:
    return [[file.path for file in step] for step in found.steps]


def test_what_pages_need_goes_before_them_and_what_leads_to_them_after() -> None:
    found = planned({})
    assert steps(found) == [
        [
            "2026/05/12/day.bib",
            "2026/05/12/day.json",
            "assets/images/cover.webp",
            "assets/paperglot/0123abcd/paperglot.js",
            "assets/paperglot/0123abcd/site.css",
            "assets/stylesheets/main.0123abcd.min.css",
            "search/2026-05-0123abcd/0.bin",
            "search/papers/2026/05/12-0.bin",
        ],
        ["2026/05/12/index.html", "404.html", "papers/2605.12340/index.html"],
        ["feeds/all.en.atom.xml", "feeds/feeds.opml", "search/index.json", "sitemap.xml"],
        ["index.html"],
    ]
    assert (found.files, found.new, found.unchanged, found.foreign) == (16, 16, 0, ())
    assert found.size == sum(map(len, SITE.values()))


def test_pages_that_were_there_follow_those_that_they_lead_to() -> None:
    changed = ("2026/05/12/index.html", "2026/05/12/day.json", "index.html", "sitemap.xml")
    same = set(SITE) - set(changed) - {"papers/2605.12340/index.html"}
    found = planned(there(*same) | there(*changed, size=1_000))
    assert steps(found) == [
        ["papers/2605.12340/index.html"],
        ["2026/05/12/day.json", "2026/05/12/index.html"],
        ["sitemap.xml"],
        ["index.html"],
    ]
    assert (found.new, found.unchanged) == (1, len(same))


def test_what_is_not_of_the_site_is_named() -> None:
    found = planned(there(*SITE) | {"old.html": Held(1, ""), "a/b": Held(1, "")})
    assert (found.files, found.steps, found.foreign) == (0, (), ("a/b", "old.html"))


@given(
    st.dictionaries(
        st.sampled_from([*SITE, "old.html"]), st.builds(Held, st.integers(0, 20), st.just(""))
    )
)
def test_each_file_is_uploaded_once_or_unchanged(held: dict[str, Held]) -> None:
    found = planned(held)
    uploaded = [path for step in steps(found) for path in step]
    assert len(uploaded) == len(set(uploaded)) == found.files
    assert found.files + found.unchanged == len(SITE)
    assert found.new == len(SITE.keys() - held.keys())
    hashed = [is_hashed(path) for path in uploaded]
    pages = [path.endswith(".html") for path in uploaded]
    if True in hashed and True in pages:
        assert max(i for i, each in enumerate(hashed) if each) < pages.index(True)
    if "index.html" in uploaded:
        assert uploaded[-1] == "index.html"
