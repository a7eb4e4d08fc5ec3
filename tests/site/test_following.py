"""What a reader follows and mutes, on a small site in a real browser."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from paperglot.model import Author, Pair, Paper
from tests.samples import DAY, digest, digested
from tests.site import measures
from tests.site.browser import NARROW, WIDE, Reader, Visit, served
from tests.site.build import Site, small_site

_DAY = f"{DAY:%Y/%m/%d}/"
_CODEC, _VOICES, _COSTS, _ADAPTERS, _SURVEY, _AUDIO = (f"2613.0001{n}" for n in range(6))
_MANY = (*(Author(f"Given{n} Beispiel") for n in range(20)), Author("Élise Dernière"))


def _paper(identifier: str, title: str, chinese: str, **changes: Any) -> Paper:
    tldr = Pair(f"{title}, in short.", f"{chinese}。")
    text = replace(digest(), title=chinese, tldr=tldr)
    return digested(identifier, title=title, digest=text, **changes)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A day of two topics: two papers of speech, four of language models."""
    papers = [
        _paper(_CODEC, "A codec", "一种编解码器", topics=("speech",)),
        _paper(_VOICES, "Voices in noise", "噪声中的语音", topics=("speech", "llm")),
        _paper(_COSTS, "Costs of caches", "缓存的成本"),
        _paper(_ADAPTERS, "Low-Rank adapters", "低秩适配器", authors=_MANY),
        _paper(_SURVEY, "A survey", "综述", authors=(Author("Ada Model"),)),
        _paper(_AUDIO, "Audio by models", "模型生成音频", topics=("llm", "speech")),
    ]
    return small_site(tmp_path_factory.mktemp("following"), papers=papers)


@pytest.fixture(scope="module")
def home(built: Site) -> Iterator[str]:
    """The address of the site's root, with a slash at its end."""
    with served(built, "/small/") as address:
        yield address


def test_a_row_holds_what_it_does_not_show_and_no_more(built: Site) -> None:
    rows = {row.attributes["id"]: row.attributes for row in built.page(f"/{_DAY}").all("article")
            if row.attributes.get("class") == "pg-row"}  # fmt: skip
    assert rows[_ADAPTERS]["data-authors"].split("|") == [author.name for author in _MANY[8:]]
    assert rows[_VOICES]["data-topics"] == "speech llm"
    assert rows[_COSTS].keys() == {"class", "id"}


@pytest.fixture
def visit(reader: Reader, home: str) -> Iterator[Visit]:
    """The page of what is saved."""
    with reader.visit(f"{home}saved/") as opened:
        yield opened
        assert opened.problems == []


def _keep(visit: Visit, **state: Any) -> None:
    text = json.dumps({"version": 1, "papers": {}} | state)
    visit.page.evaluate("text => localStorage.setItem('paperglot.marks', text)", text)


def _go(visit: Visit, url: str) -> None:
    visit.page.goto(url)
    visit.page.locator("html:not(.pg-arranging) main").wait_for()


def _ids(visit: Visit, place: str = "main") -> list[str | None]:
    rows = visit.page.locator(f"{place} .pg-row")
    return [row.get_attribute("id") for row in rows.all()]


def _reasons(visit: Visit) -> dict[str, str]:
    """Why rows stand where they do, by identifier."""
    found: dict[str, str] = visit.page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('.pg-row .pg-why')]"
        ".map(why => [why.closest('.pg-row').id, why.textContent.trim()]))"
    )
    return found


def _folded(visit: Visit) -> list[str | None]:
    rows = visit.page.locator(".pg-row[data-folded=muted]").all()
    return [row.get_attribute("id") for row in rows]


def test_what_is_followed_comes_first_in_its_group_and_says_why(visit: Visit, home: str) -> None:
    _keep(visit, follow={"words": ["survey", "适配", "of caches"]})
    for url in ("", _DAY):
        _go(visit, home + url)
        assert _ids(visit) == [_CODEC, _VOICES, _COSTS, _ADAPTERS, _SURVEY, _AUDIO]
        assert _ids(visit, ".pg-group:has(#llm)") == [_COSTS, _ADAPTERS, _SURVEY, _AUDIO]
        assert _reasons(visit) == {
            _COSTS: "· follows 关注: of caches",
            _ADAPTERS: "· follows 关注: 适配",
            _SURVEY: "· follows 关注: survey",
        }
    _keep(visit, follow={"words": ["survey", "noise", "audio"], "topics": ["llm"]})
    _go(visit, f"{home}{_DAY}")
    assert _ids(visit) == [_SURVEY, _AUDIO, _COSTS, _ADAPTERS, _VOICES, _CODEC]
    assert visit.page.locator("#llm").inner_text() == "Language Models 语言模型 4 · followed 已关注"
    assert _reasons(visit)[_VOICES] == "· follows 关注: noise, Language Models 语言模型"
    for expected in (_SURVEY, _AUDIO, _COSTS):
        visit.page.keyboard.press("j")
        assert visit.page.evaluate("document.activeElement.id") == expected


def test_a_topics_own_page_is_sorted_by_all_but_its_topic(visit: Visit, home: str) -> None:
    _keep(visit, follow={"topics": ["speech"]}, mute={"topics": ["llm"], "words": ["costs"]})
    for url in (f"{_DAY}llm/", "topics/llm/"):
        _go(visit, home + url)
        assert _ids(visit) == [_VOICES, _AUDIO, _ADAPTERS, _SURVEY, _COSTS]
        assert _folded(visit) == [_COSTS]
        assert set(_reasons(visit)) == {_VOICES, _AUDIO, _COSTS}


def test_what_is_muted_folds_to_a_line_at_the_end_that_shows_it(visit: Visit, home: str) -> None:
    _keep(visit, follow={"words": ["costs"]}, mute={"words": ["costs"], "authors": ["Dernière"]})
    _go(visit, f"{home}{_DAY}")
    assert _ids(visit) == [_CODEC, _VOICES, _SURVEY, _AUDIO, _COSTS, _ADAPTERS]
    assert _folded(visit) == [_COSTS, _ADAPTERS]
    assert _reasons(visit) == {_COSTS: "muted 已屏蔽: costs", _ADAPTERS: "muted 已屏蔽: Dernière"}
    row = visit.page.locator(f"[id='{_ADAPTERS}']")
    box = row.bounding_box()
    assert box is not None
    assert box["height"] < 48
    for _ in range(6):
        visit.page.keyboard.press("j")
    assert visit.page.evaluate("document.activeElement.id") == _AUDIO
    row.get_by_role("button", name="show").click()
    assert row.locator("h3").is_visible()
    assert visit.page.evaluate("document.activeElement.className") == "pg-open"
    # Marks do not fold it again under the reader's eyes.
    row.locator("[data-mark=read]").click()
    assert _folded(visit) == [_COSTS]


def test_a_muted_topic_is_a_line_and_a_saved_paper_is_never_muted(visit: Visit, home: str) -> None:
    saved = {_VOICES: {"saved": "2026-03-03T08:00:00Z"}, _COSTS: {"saved": "2026-03-03T08:00:00Z"}}
    _keep(visit, papers=saved, mute={"topics": ["speech"], "words": ["costs"]})
    _go(visit, home)
    assert _ids(visit) == [_COSTS, _ADAPTERS, _SURVEY, _AUDIO, _CODEC, _VOICES]
    assert _folded(visit) == [_AUDIO]
    group = visit.page.locator(".pg-group:has(#speech)")
    assert group.locator("> .pg-folded").inner_text().startswith("muted 已屏蔽")
    assert [row.is_visible() for row in group.locator(".pg-row").all()] == [False, True]
    group.locator("> .pg-folded button").click()
    assert [row.is_visible() for row in group.locator(".pg-row").all()] == [True, True]
    assert visit.page.evaluate("document.activeElement.closest('h2').id") == "speech"


def test_an_open_page_follows_what_is_changed_elsewhere_and_keeps_the_focus(
    visit: Visit, home: str
) -> None:
    other = visit.page.context.new_page()
    other.goto(home + _DAY)
    other.locator(f"[id='{_COSTS}'] [data-mark=read]").focus()
    _keep(visit, follow={"words": ["audio"]}, mute={"words": ["codec"]})
    other.locator(f"[id='{_CODEC}'][data-folded]").wait_for()
    assert _ids(Visit(other))[2:] == [_AUDIO, _COSTS, _ADAPTERS, _SURVEY]
    assert other.evaluate("document.activeElement.closest('.pg-row').id") == _COSTS
    _keep(visit)
    other.locator(f"[id='{_CODEC}']:not([data-folded])").wait_for()
    assert _ids(Visit(other)) == [_CODEC, _VOICES, _COSTS, _ADAPTERS, _SURVEY, _AUDIO]
    assert _reasons(Visit(other)) == {}
    other.close()


def test_nothing_jumps_where_lists_are_arranged(visit: Visit, home: str) -> None:
    _keep(visit, follow={"words": ["audio"]}, mute={"words": ["codec"]})
    shift = """() => new Promise(done => {
      new PerformanceObserver(list => done(list.getEntries().map(each => each.value)))
        .observe({type: 'layout-shift', buffered: true});
      requestAnimationFrame(() => requestAnimationFrame(() => done([])));
    })"""
    _go(visit, f"{home}{_DAY}")
    visit.page.locator(".pg-why").first.wait_for()
    assert visit.page.evaluate(shift) == []


_MATCHED = """([address, lists, paper]) =>
  import(address).then(({matcher}) => matcher(lists)(paper).map(([, entry]) => entry))"""


@pytest.mark.parametrize(
    ("entry", "text", "expected"),
    [
        ("cache", "Caches and CACHE.", True),
        ("cache", "Caches", False),
        ("cache*", "Caches", True),
        ("low rank", "A Low-Rank update", True),
        ("low-rank", "low\nrank", True),
        ("naive", "A Naïve bound", True),
        ("C++", "Code in C++, fast", True),
        ("C", "C-sections", True),
        ("LLM", "用LLM检查", True),
        ("LLM", "LLMs检查", False),
        ("模型", "扩散模型的成本", True),
        ("用LLM", "采用LLM检查", True),
        ("用LLM", "采用LLMs检查", False),
        (".*", "anything", False),
        ("*", "anything", False),
        ("-", "a - b", False),
    ],
)
def test_a_word_is_whole_but_in_chinese(
    visit: Visit,
    entry: str,
    text: str,
    expected: bool,  # noqa: FBT001
) -> None:
    assert _matches(visit, {"words": [entry]}, {"texts": ["Else", text]}) == [entry] * expected


@pytest.mark.parametrize(
    ("entry", "expected"),
    [("Élise Dernière", True), ("elise derniere", True), ("Derniere", True), ("niere", False),
     ("Élise", False), ("", False)],
)  # fmt: skip
def test_an_author_is_a_whole_name_or_its_end(
    visit: Visit,
    entry: str,
    expected: bool,  # noqa: FBT001
) -> None:
    names = ["Ada Example", "Élise Dernière"]
    assert _matches(visit, {"authors": [entry]}, {"authors": names}) == [entry] * expected


def _matches(visit: Visit, lists: dict[str, Any], paper: dict[str, Any]) -> list[str]:
    script = visit.page.locator("script[type=module]").first.evaluate("e => e.src")
    empty: dict[str, list[str]] = {"words": [], "authors": [], "topics": []}
    nothing: dict[str, list[str]] = {"texts": [], "authors": [], "topics": []}
    address = script.replace("paperglot.js", "interests.js")
    found: list[str] = visit.page.evaluate(_MATCHED, [address, empty | lists, nothing | paper])
    return found


def test_entries_are_added_and_taken_off_by_a_form(visit: Visit, home: str) -> None:
    page = visit.page
    page.get_by_text("Follow and mute", exact=True).click()
    page.get_by_label("Word or name").fill("  low   rank ")
    page.keyboard.press("Enter")
    page.get_by_label("author").check()
    page.get_by_label("Word or name").fill("Ada Model")
    page.get_by_role("button", name="Mute").click()
    page.get_by_label("topic").first.check()
    assert not page.get_by_label("Word or name").is_visible()
    page.locator("select").select_option("speech")
    page.get_by_role("button", name="Mute").click()
    kept = json.loads(page.evaluate("localStorage.getItem('paperglot.marks')"))
    assert kept["follow"] == {"words": ["low rank"]}
    assert kept["mute"] == {"authors": ["Ada Model"], "topics": ["speech"]}
    muted = page.locator('[data-list="mute"]')
    assert [each.text_content() for each in muted.locator("> span").all()] == [
        "author 作者 Ada Model×Remove 移除: Ada Model",
        "topic 主题 Speech 语音×Remove 移除: Speech 语音",
    ]
    # What is followed is not muted as well.
    page.get_by_role("button", name="Follow").click()
    page.get_by_role("button", name="Remove 移除: Ada Model").click()
    kept = json.loads(page.evaluate("localStorage.getItem('paperglot.marks')"))
    assert kept["follow"] == {"words": ["low rank"], "topics": ["speech"]}
    assert "mute" not in kept
    assert muted.inner_text() == "nothing 无"
    page.get_by_label("word", exact=False).first.check()
    page.get_by_role("button", name="Follow").click()
    assert page.evaluate("document.activeElement.name") == "text"
    _go(visit, f"{home}{_DAY}")
    assert _reasons(visit) == {
        _ADAPTERS: "· follows 关注: low rank", _AUDIO: "· follows 关注: Speech 语音",
    }  # fmt: skip


_CUT = re.compile("缓存的成本|模型生成音频|噪声中的语音")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_arranged_pages_can_be_read_on_a_phone_and_on_a_desk(
    reader: Reader,
    home: str,
    dark: bool,  # noqa: FBT001
) -> None:
    with reader.visit(f"{home}saved/", dark=dark) as visit:
        _keep(
            visit,
            follow={"words": ["audio"], "topics": ["llm"]},
            mute={"words": ["costs"], "topics": ["speech"]},
        )
        for url in (_DAY, f"{_DAY}llm/", "saved/"):
            _go(visit, home + url)
            visit.open_all()
            for width in (WIDE, NARROW):
                visit.page.set_viewport_size({"width": width, "height": 900})
                assert visit.page.evaluate(measures.SCROLL) == [0, 0]
                outside = visit.page.evaluate(measures.OUTSIDE)
                # The titles of folded rows are cut on purpose.
                assert [each for each in outside if not _CUT.search(each)] == []
                weakest = visit.page.evaluate(measures.CONTRAST)
                assert weakest[0][0] >= 4.5, weakest
        assert visit.problems == []
