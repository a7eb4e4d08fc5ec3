"""The search as a reader uses it, on a small site in a real browser."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from paperglot.model import Author, Pair, Paper, Takeaway
from paperglot.site.search.terms import terms
from tests.samples import digest, digested
from tests.site.browser import NARROW, WIDE, Reader, StaticServer, Visit, served
from tests.site.build import Site, small_site
from tests.standins.server import Request, Response

if TYPE_CHECKING:
    from playwright.sync_api import Locator

_BASE = "/in/a/folder/"
# The list of papers below a box in a page's header, as a theme puts it there.
_BOX = """<form role="search" action="search/" method="get">
<input type="search" id="box" name="q" aria-label="Search"></form>"""


def _paper(identifier: str, title: str, chinese: str, **changes: object) -> Paper:
    point = Takeaway("It needs <i>little</i> memory.", "它只需要很少的内存。", (1,))
    texts = replace(
        digest(), title=chinese, tldr=Pair(f"In short: {title}.", f"简言之：{chinese}。"),
        takeaways=(point, Takeaway("Training is stable.", "训练过程稳定。", (1,))),
    )  # fmt: skip
    return digested(identifier, title=title, digest=texts, **changes)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Four papers of three periods."""
    papers = [
        _paper("2613.00010", "Fine-Tuning Speech Models", "微调语音模型",
               authors=(Author("José Müller-Østergård"), Author("Łukasz Beispiel"))),
        _paper("2613.00011", "Diffusion models for <b>audio</b>", "用于音频的扩散模型",
               announced=date(2026, 2, 27), topics=("speech",), categories=("cs.SD", "cs.LG"),
               authors=(Author("Diff Example"),)),
        _paper("2613.00012", "Pretraining without labels", "无标签预训练",
               announced=date(2026, 2, 26), authors=(Author("Ada Model"),)),
        _paper("cs/9913007", "Older model studies", "旧模型研究", announced=date(2025, 12, 30)),
    ]  # fmt: skip
    files = {"index.md": f"---\ntitle: Home\n---\n{_BOX}\n"}
    return small_site(tmp_path_factory.mktemp("search"), papers=papers, files=files)


@pytest.fixture(scope="module")
def home(built: Site) -> Iterator[str]:
    """The address of the site's root, with a slash at its end."""
    with served(built, _BASE) as address:
        yield address


@pytest.fixture
def search(reader: Reader, home: str) -> Iterator[Visit]:
    """The search page, nothing typed."""
    with reader.visit(f"{home}search/", idle=True) as visit:
        yield visit
        assert visit.problems == []


def _ask(visit: Visit, text: str, count: int) -> list[str]:
    """Type a query; return the identifiers of what is found, once it is told."""
    visit.page.fill("#pg-search-q", text)
    return _found(visit, count)


def _found(visit: Visit, count: int) -> list[str]:
    told = f"{count} paper{'' if count == 1 else 's'} found"
    visit.page.locator('[data-search="status"]', has_text=told).wait_for()
    links = visit.page.locator(".pg-found h3 a:first-child").all()
    return [(link.get_attribute("href") or "").split("/")[-2] for link in links]


def test_what_is_typed_before_the_script_comes_is_asked(reader: Reader, home: str) -> None:
    script = """async (address) => {
        const form = document.querySelector("[data-search-page]");
        form.elements.namedItem("q").value = "audio";
        (await import(address)).start(form);
    }"""
    with reader.visit(f"{home}search/", idle=True) as visit:
        [entry] = [url for url in visit.requests if url.endswith("/search.js")]
        visit.page.evaluate(script, entry.replace("search.js", "search_page.js"))
        assert _found(visit, 1) == ["2613.00011"]


def _marks(visit: Visit) -> list[str]:
    return visit.page.locator("mark").all_inner_texts()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fine-tuning", ["2613.00010"]),
        ("finetuning", ["2613.00010"]),
        ("pre-training", ["2613.00012"]),
        ("studies", ["cs-9913007"]),
        ("study", ["cs-9913007"]),
        ("diffus", ["2613.00011"]),
        ("SPEECH  model", ["2613.00010"]),
        ("语音", ["2613.00010"]),
        ("扩散模型", ["2613.00011"]),
        ("扩", ["2613.00011"]),
        ("diffusion 音频", ["2613.00011"]),
        ("muller", ["2613.00010"]),
        ("Müller-Østergård", ["2613.00010"]),
        ("lukasz", ["2613.00010"]),
        ("author:model", ["2613.00012"]),
        ("作者：model", ["2613.00012"]),
        ('author:"Diff Example"', ["2613.00011"]),
        ("2613.00011", ["2613.00011"]),
        ("arXiv:2613.00011v2", ["2613.00011"]),
        ("https://arxiv.org/abs/cs/9913007", ["cs-9913007"]),
        ("model audio speech", []),
        ("没有这个词", []),
    ],
)
def test_a_paper_is_found(search: Visit, text: str, expected: list[str]) -> None:
    assert _ask(search, text, len(expected)) == expected


def test_titles_count_more_than_names_count_more_than_takeaways(search: Visit) -> None:
    assert _ask(search, "diff", 1) == ["2613.00011"]
    assert set(_ask(search, "memory ", 4)) == {
        "2613.00010", "2613.00011", "2613.00012", "cs-9913007",
    }  # fmt: skip
    # Of equals the latest.
    assert _ask(search, "memory stable", 4)[0] == "2613.00010"


def test_the_passage_is_marked_in_both_languages_and_stays_text(search: Visit) -> None:
    _ask(search, "memory 内存 audio", 1)
    assert _marks(search) == ["audio", "audio", "memory", "内存"]
    text = search.page.locator(".pg-found").inner_text()
    assert "<b>audio</b>" in text
    assert "<i>little</i>" in text
    assert search.page.locator(".pg-passage [lang='zh-Hans'] mark").count() == 1


def test_the_chosen_topic_is_named_in_the_language_of_the_page(reader: Reader, home: str) -> None:
    shown = "() => document.querySelector('#pg-search-topic').selectedOptions[0].text"
    for asked, names in (("", ("any", "不限")), ("?topic=speech", ("Speech", "语音"))):
        with reader.visit(f"{home}search/{asked}", idle=True) as visit:
            for mode, name in zip(
                ("second", "both", "first"), (*names[::-1], names[0]), strict=True
            ):
                visit.page.locator(f".pg-languages input[value={mode}]").check()
                assert visit.page.evaluate(shown) == name
            visit.page.locator(".pg-languages input[value=second]").check()
            visit.page.reload(wait_until="networkidle")
            assert visit.page.evaluate(shown) == names[1]


def test_filters_narrow_what_is_found_and_stand_in_the_address(search: Visit, home: str) -> None:
    _ask(search, "model", 4)
    search.page.select_option("#pg-search-topic", "speech")
    assert _found(search, 1) == ["2613.00011"]
    search.page.select_option("#pg-search-topic", "")
    search.page.fill("#pg-search-from", "2026-02-01")
    assert _found(search, 3) == ["2613.00010", "2613.00011", "2613.00012"]
    search.page.fill("#pg-search-to", "2026-02-27")
    _found(search, 2)
    search.page.fill("#pg-search-category", "cs.LG")
    assert _found(search, 1) == ["2613.00011"]
    address = "?q=model&category=cs.LG&from=2026-02-01&to=2026-02-27"
    assert search.page.url == f"{home}search/{address}"


def test_an_address_asks_its_question(reader: Reader, home: str) -> None:
    with reader.visit(f"{home}search/?topic=llm&to=2026-02-28", idle=True) as visit:
        assert _found(visit, 2) == ["2613.00012", "cs-9913007"]
        assert visit.page.input_value("#pg-search-to") == "2026-02-28"
        visit.page.locator(".pg-found h3 a").first.click()
        visit.page.wait_for_url(f"{home}papers/2613.00012/")
        visit.page.go_back()
        assert _found(visit, 2) == ["2613.00012", "cs-9913007"]
        assert visit.problems == []


def test_what_finds_nothing_says_so_and_leads_on(search: Visit) -> None:
    notice = search.page.locator('[data-search="notice"]')
    assert "All words must be found" in notice.inner_text()
    _ask(search, "nothinglikethis", 0)
    assert "No paper has all of these words." in notice.inner_text()
    assert notice.locator("a[href^='https://arxiv.org/search']").count() == 1
    search.page.fill("#pg-search-q", "")
    notice.get_by_text("All words must be found").wait_for()
    assert search.page.locator('[data-search="status"]').inner_text() == ""


def test_arrows_lead_through_the_results_and_escape_back(search: Visit) -> None:
    _ask(search, "model", 4)
    focused = "document.activeElement.id || document.activeElement.getAttribute('href')"
    seen = []
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowDown", "Escape"):
        search.page.keyboard.press(key)
        seen.append(search.page.evaluate(focused).rstrip("/").rpartition("/")[2])
    first, second = seen[:2]
    assert first != second
    assert seen == [first, second, first, "pg-search-q", first, "pg-search-q"]


@pytest.mark.parametrize("dark", [False, True])
def test_results_fit_a_phone_and_a_desk(reader: Reader, home: str, dark: bool) -> None:  # noqa: FBT001
    with reader.visit(f"{home}search/?q=model", dark=dark, idle=True) as visit:
        _found(visit, 4)
        for width in (WIDE, NARROW):
            visit.page.set_viewport_size({"width": width, "height": 900})
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_search_that_cannot_be_loaded_says_so(reader: Reader, home: str) -> None:
    with reader.visit(f"{home}search/", idle=True) as visit:
        visit.page.route("**/search/**.bin", lambda route: route.abort())
        visit.page.fill("#pg-search-q", "model")
        visit.page.get_by_role("alert").wait_for()
        assert "could not be loaded" in visit.page.get_by_role("alert").inner_text()
        visit.page.unroute("**/search/**.bin")
        assert len(_ask(visit, "models", 4)) == 4
        assert visit.page.get_by_role("alert").count() == 0


def test_without_javascript_the_page_says_what_it_needs(reader: Reader, home: str) -> None:
    with reader.visit(f"{home}search/?q=model", javascript=False) as visit:
        notice = visit.page.locator('[data-search="notice"]')
        assert "needs JavaScript" in notice.inner_text()
        assert notice.locator("a").count() == 2
        assert visit.page.locator(".pg-found").count() == 0


def test_opened_as_a_file_the_page_says_what_it_needs(reader: Reader, built: Site) -> None:
    window = reader.browser.new_context()
    page = window.new_page()
    page.goto((built.directory / "search/index.html").as_uri())
    assert "comes from a server and not from a file" in page.inner_text('[data-search="notice"]')
    window.close()


class _StrictServer(StaticServer):
    """Lets a page run the site's own scripts and nothing else."""

    def respond(self, request: Request) -> Response:
        answer = super().respond(request)
        policy = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'"
        return replace(answer, headers={**answer.headers, "Content-Security-Policy": policy})


def test_a_strict_policy_for_content_does_not_break_the_search(reader: Reader, built: Site) -> None:
    with (
        _StrictServer(built.directory, _BASE) as server,
        reader.visit(f"{server.home}search/") as visit,
    ):
        assert _ask(visit, "audio", 1) == ["2613.00011"]
        assert _marks(visit)


def _box(visit: Visit) -> "Locator":
    return visit.page.locator("#box")


def test_not_a_byte_of_the_index_is_loaded_before_a_reader_comes_to_the_box(
    reader: Reader, home: str
) -> None:
    with reader.visit(home, idle=True) as visit:
        [before] = [url.removeprefix(home) for url in visit.requests if "search" in url]
        assert re.fullmatch("assets/paperglot/[0-9a-f]{8}/search.js", before)
        with visit.page.expect_response("**/search/index.json"):
            _box(visit).focus()
        assert not [url for url in visit.requests if url.endswith(".bin")]


def test_the_box_lists_papers_as_one_types(reader: Reader, home: str) -> None:
    with reader.visit(home, idle=True) as visit:
        _box(visit).press_sequentially("model")
        options = visit.page.get_by_role("option")
        options.nth(3).wait_for()
        assert visit.page.locator("#box[role=combobox][aria-expanded=true]").count() == 1
        assert options.first.locator("mark").first.inner_text() in ("model", "Models", "models")
        _box(visit).press("ArrowUp")
        active = _box(visit).get_attribute("aria-activedescendant")
        assert visit.page.locator("[aria-selected=true]").get_attribute("id") == active
        _box(visit).press("Escape")
        assert not options.first.is_visible()
        assert _box(visit).get_attribute("aria-expanded") == "false"
        assert _box(visit).get_attribute("aria-activedescendant") is None
        assert visit.problems == []


def test_enter_opens_what_is_chosen_or_exact_and_else_the_search_page(
    reader: Reader, home: str
) -> None:
    expected = {
        ("audio", "ArrowDown"): f"{home}papers/2613.00011/",
        ("cs/9913007v1", None): f"{home}papers/cs-9913007/",
        ("audio", None): f"{home}search/?q=audio",
    }
    for (text, key), address in expected.items():
        with reader.visit(home, idle=True) as visit:
            _box(visit).fill(text)
            visit.page.get_by_role("option").wait_for()
            if key:
                _box(visit).press(key)
            _box(visit).press("Enter")
            visit.page.wait_for_url(address)
            assert visit.problems == []


def test_the_browser_and_the_index_agree_on_words(reader: Reader, home: str) -> None:
    texts = [
        "Large Language Models", "José Müller-Østergård, Łukasz Straße", "studies classes corpus",
        "GPT-4o ＦＵＬＬ ﬁne naïve", "扩散模型用LLM推理", "Ægir þorn İstanbul", "한국어 Привет ไทย",
        "x" * 40, "the of and", "a_b 3.5%", "𠮷野家", "non\u2010breaking\u2011hyphen",
    ]  # fmt: skip
    script = """async ([address, texts]) => {
        const terms = await import(address);
        return texts.map((text) => terms.wanted(text + " ").map((word) => word.term));
    }"""
    with reader.visit(home) as visit:
        [entry] = [url for url in visit.requests if url.endswith("/search.js")]
        address = entry.replace("search.js", "search_terms.js")
        wanted = visit.page.evaluate(script, [address, texts])
    for text, words in zip(texts, wanted, strict=True):
        assert set(words) <= set(terms(text)), text
        assert words or not set(terms(text)), text


def test_what_is_written_beside_the_pages_is_what_the_list_names(built: Site) -> None:
    root = built.directory / "search"
    listed = json.loads((root / "index.json").read_text(encoding="utf-8"))
    folders = {shard["folder"] for shard in listed["shards"]}
    made = {path.name for path in root.iterdir() if path.is_dir()}
    assert made == folders | {"papers"}
    assert not Path(built.directory / ".cache").exists()
