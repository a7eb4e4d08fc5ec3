"""Every kind of page against the standards: WCAG as axe-core tests it, and HTML's own rules.

Without the tools of `tests/node` (`npm ci` there) the tests are skipped.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from paperglot.model import CategoryReport, CategoryState, Day, Failure, Status
from tests.samples import DAY, digested, pending
from tests.site.browser import NARROW, WIDE, Reader, served
from tests.site.build import REPOSITORY, Site, small_site
from tests.site.examples import KINDS

_MODULES = REPOSITORY / "tests" / "node" / "node_modules"
_AXE = _MODULES / "axe-core" / "axe.min.js"
_VALIDATE = _MODULES / "html-validate" / "bin" / "html-validate.mjs"
_PAGES = KINDS | {"missing": "/404.html"}
_RULES = {"extends": ["html-validate:standard", "html-validate:a11y"], "rules": {}}
_TROUBLES = {"day": "/2026/03/03/", "home": "/", "withdrawn": "/papers/2613.00052/"}


def _need(path: Path) -> Path:
    if shutil.which("node") is None or not path.is_file():
        pytest.skip("the tools of tests/node are not installed")
    return path


@pytest.fixture(scope="module")
def home(sample: Site) -> Iterator[str]:
    """The address of the sample site, with a slash at its end."""
    with served(sample) as address:
        yield address


@pytest.fixture(scope="module")
def troubled(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site of a day on which everything happened that can."""
    papers = [
        digested("2613.00010", version=2),
        pending("2613.00020"),
        pending("2613.00031", status=Status.REFUSED, reason="safety"),
        digested("2613.00052", status=Status.WITHDRAWN, reason="an error"),
    ]
    states = tuple(CategoryReport(f"cs.{state.name}", state) for state in CategoryState)
    failures = (Failure("2613.90030", "it has no abstract"),)
    day = Day(DAY, kept=tuple(paper.id for paper in papers), failures=failures, categories=states)
    return small_site(tmp_path_factory.mktemp("troubled"), papers=papers, days=[day])


_FIND = """() => axe.run(document, {resultTypes: ['violations']}).then(({violations}) =>
  violations.map(each => `${each.id}: ${each.nodes.map(node => node.html).join(' | ')}`))"""


def _violations(reader: Reader, url: str, *, dark: bool, width: int, keys: str = "") -> list[str]:
    axe = _need(_AXE).read_text(encoding="utf-8")
    with reader.visit(url, dark=dark, width=width) as visit:
        for key in keys:
            visit.page.keyboard.press(key)
        if "o" in keys:
            visit.page.locator(".pg-details .pg-body").first.wait_for()
        visit.page.evaluate(f"() => {{ {axe} }}")
        found = visit.page.evaluate(_FIND)
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("url", _PAGES.values(), ids=_PAGES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_no_violation(
    reader: Reader,
    home: str,
    url: str,
    dark: bool,  # noqa: FBT001
) -> None:
    assert _violations(reader, home + url[1:], dark=dark, width=NARROW if dark else WIDE) == []


@pytest.mark.parametrize("keys", ["jo", "1", "3", "?"])
def test_axe_finds_no_violation_in_what_a_reader_opens(
    reader: Reader, home: str, keys: str
) -> None:
    assert _violations(reader, home, dark=False, width=WIDE, keys=keys) == []


_MARKED = {
    "version": 1,
    "papers": {
        "2613.00250": {"saved": "2026-03-05T08:00:00Z", "read": "2026-03-05T08:00:00Z"},
        "2613.00245": {"hidden": "2026-03-05T08:00:00Z"},
    },
    "follow": {"words": ["emoji"], "topics": ["agents"]},
    "mute": {"words": ["Low-Rank"], "topics": ["speech"]},
}


@pytest.mark.parametrize("url", ["2026/03/05/", "saved/"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_no_violation_where_a_reader_marked_something(
    reader: Reader,
    home: str,
    url: str,
    dark: bool,  # noqa: FBT001
) -> None:
    axe = _need(_AXE).read_text(encoding="utf-8")
    with reader.visit(home + url, dark=dark, width=NARROW if dark else WIDE) as visit:
        visit.page.evaluate(
            "text => localStorage.setItem('paperglot.marks', text)", json.dumps(_MARKED)
        )
        visit.page.goto(home + url, wait_until="networkidle")
        assert visit.page.locator(".pg-folded, .pg-saved .pg-row").count() > 0
        visit.open_all()
        visit.page.evaluate(f"() => {{ {axe} }}")
        assert visit.page.evaluate(_FIND) == []
        for forget in visit.page.get_by_role("button", name="Forget everything").all():
            forget.click()
        assert visit.page.evaluate(_FIND) == []


@pytest.mark.parametrize("url", _TROUBLES.values(), ids=_TROUBLES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_no_violation_on_a_day_of_troubles(
    reader: Reader,
    troubled: Site,
    url: str,
    dark: bool,  # noqa: FBT001
) -> None:
    with served(troubled, "/small/") as address:
        assert _violations(reader, address + url[1:], dark=dark, width=NARROW) == []


def _invalid(site: Site, urls: list[str], folder: Path) -> list[str]:
    """Return what is wrong with pages, one line each."""
    program = _need(_VALIDATE)
    config = folder / "rules.json"
    config.write_text(json.dumps(_RULES), encoding="utf-8")
    command = ["node", str(program), "--config", str(config), "--formatter", "json"]
    files = [str(site.path(url)) for url in urls]
    run = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
    assert run.returncode in (0, 1), run.stderr
    return [
        f"{Path(page['filePath']).parent.name}:{each['line']}: {each['ruleId']} {each['message']}"
        for page in json.loads(run.stdout)
        for each in page["messages"]
    ]


def test_every_kind_of_page_is_valid_html(sample: Site, tmp_path: Path) -> None:
    assert _invalid(sample, list(_PAGES.values()), tmp_path) == []


def test_a_day_of_troubles_is_valid_html(troubled: Site, tmp_path: Path) -> None:
    assert _invalid(troubled, list(_TROUBLES.values()), tmp_path) == []
