"""The plugin in builds of small sites, and the options of the repository's own site."""

import re
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mkdocs.exceptions import Abort
from mkdocs.utils.yaml import yaml_load

from paperglot.config import PaperglotOptions
from paperglot.languages import ENGLISH
from paperglot.model import Day
from paperglot.night.progress import Progress
from paperglot.night.summary import Summary
from paperglot.settings import Settings, UpdateMode
from paperglot.site.render import Renderer
from paperglot.store.files import Store
from tests.samples import DAY, digested
from tests.site.build import HOST, REPOSITORY, build, small_site, write_site

PAGE = Path("docs/papers/2613/2613.00020.md")


class FakeUpdate:
    """Stands where the update is called, and remembers with what it was."""

    def __init__(self) -> None:
        self.calls: list[Settings] = []
        self.summary = Summary(new=2, digested=1)
        self.effect: Callable[[Settings], object] = lambda _: None

    def __call__(self, settings: Settings, *, progress: Progress, directly: bool) -> Summary:
        del progress
        assert directly, "somebody waits for a build"
        self.calls.append(settings)
        self.effect(settings)
        return self.summary


@pytest.fixture(autouse=True)
def update(monkeypatch: pytest.MonkeyPatch) -> FakeUpdate:
    """No test of this file goes out."""
    fake = FakeUpdate()
    monkeypatch.setattr("paperglot.night.update.update", fake)
    return fake


def _damaged(root: Path, **parts: Any) -> Path:
    """Write a site with one whole paper and one whose page has a wrong version."""
    file = write_site(root, papers=[digested(), digested("2613.00020")], **parts)
    text = (root / PAGE).read_text(encoding="utf-8")
    (root / PAGE).write_text(text.replace("version: 1", "version: one"), encoding="utf-8")
    return file


def test_a_build_pulls_before_it_reads_the_store(tmp_path: Path, update: FakeUpdate) -> None:
    update.effect = lambda _: write_site(tmp_path, papers=[digested()])
    site = build(write_site(tmp_path, options={"update": "auto"}))
    assert [settings.root for settings in update.calls] == [tmp_path / "docs"]
    assert site.has("/papers/2613.00010/")
    assert site.warnings == ()


@pytest.mark.parametrize("mode", [mode.value for mode in UpdateMode])
def test_a_preview_never_goes_out(tmp_path: Path, update: FakeUpdate, mode: str) -> None:
    file = write_site(tmp_path, papers=[digested()], options={"update": mode})
    assert build(file, command="serve").has("/papers/2613.00010/")
    assert update.calls == []


@pytest.mark.parametrize("command", ["build", "gh-deploy"])
def test_a_build_that_may_never_go_out_does_not(
    tmp_path: Path, update: FakeUpdate, command: Any
) -> None:
    file = write_site(tmp_path, papers=[digested()], options={"update": "never"})
    assert build(file, command=command).has("/papers/2613.00010/")
    assert update.calls == []


def test_what_went_wrong_in_an_update_is_one_warning_and_the_site_is_built(
    tmp_path: Path, update: FakeUpdate
) -> None:
    update.summary = Summary(problems=("arXiv is down", "2 papers wait"))
    site = small_site(tmp_path, papers=[digested()], options={"update": "auto"})
    (warning,) = site.warnings
    assert "arXiv is down; 2 papers wait" in warning
    assert site.has("/papers/2613.00010/")


def test_what_went_wrong_ends_a_build_that_must_pull(
    tmp_path: Path, update: FakeUpdate, caplog: pytest.LogCaptureFixture
) -> None:
    update.summary = Summary(problems=("arXiv is down",))
    with pytest.raises(Abort):
        small_site(tmp_path, options={"update": "always"})
    assert "arXiv is down" in caplog.text


def test_a_good_update_ends_no_build_and_says_what_it_did(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", logger=HOST):
        site = small_site(tmp_path, options={"update": "always"})
    assert site.warnings == ()
    assert "2 new papers, 1 digested" in caplog.text


def test_a_build_does_not_say_of_our_pages_that_they_were_skipped(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", logger=HOST):
        site = small_site(tmp_path, papers=[digested()])
    assert site.has("/archive/")
    assert "skipped" not in caplog.text


def test_a_damaged_page_is_reported_and_left_alone_and_the_build_goes_on(tmp_path: Path) -> None:
    file = _damaged(tmp_path)
    before = (tmp_path / PAGE).read_bytes()
    site = build(file)
    (warning,) = site.warnings
    assert f"{tmp_path / PAGE}:3: version: should be a whole number" in warning
    assert (tmp_path / PAGE).read_bytes() == before
    assert site.has("/papers/2613.00010/")
    assert not site.has("/papers/2613.00020/")


def test_a_damaged_page_that_the_update_named_is_named_once(
    tmp_path: Path, update: FakeUpdate
) -> None:
    file = _damaged(tmp_path, options={"update": "auto"})
    (told,) = Store(tmp_path / "docs").read().damaged
    update.summary = Summary(problems=("arXiv is down", str(told)))
    (warning,) = build(file).warnings
    assert f"{tmp_path / PAGE}:3: version: should be a whole number" in warning


def test_a_damaged_page_is_missed_on_its_day(tmp_path: Path) -> None:
    day = Day(DAY, kept=("2613.00010", "2613.00020"))
    site = build(_damaged(tmp_path, days=[day]))
    assert "2 announced = 1 shown + 1 whose page is missing" in site.content("/2026/03/03/").text


def test_a_damaged_day_is_reported_and_its_papers_are_shown(tmp_path: Path) -> None:
    file = write_site(tmp_path, papers=[digested()], days=[Day(DAY, kept=("2613.00010",))])
    path = tmp_path / "docs/days/2026/2026-03-03.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n## Odd\n\nx\n", encoding="utf-8")
    site = build(file)
    (warning,) = site.warnings
    assert re.search(r"2026-03-03\.md:\d+: unknown heading 'Odd'", warning)
    assert "was not recorded" in site.content("/2026/03/03/").text


@pytest.mark.parametrize(
    "strict", [{"options": {"strict": True}}, {"config": {"strict": True}}], ids=["ours", "mkdocs"]
)
def test_a_damaged_page_ends_a_strict_build(
    tmp_path: Path, strict: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Abort):
        build(_damaged(tmp_path, **strict))
    assert f"{tmp_path / PAGE}:3: version" in caplog.text


def test_an_option_that_cannot_work_ends_the_build_and_is_named(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Abort):
        small_site(tmp_path, options={"authors_shown": 0})
    assert "authors_shown: should be 1 or more, not 0" in caplog.text


def test_a_process_that_builds_again_and_again_holds_one_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a preview does; what a build sets aside for the collector is freed by the next one."""
    held: list[weakref.ref[Renderer]] = []
    really = Renderer

    def noted(*given: Any) -> Renderer:
        renderer = really(*given)
        held.append(weakref.ref(renderer))
        return renderer

    monkeypatch.setattr("paperglot.plugin.Renderer", noted)
    file = write_site(tmp_path)
    for _ in range(3):
        build(file)
    assert [each() is not None for each in held[:2]] == [False, False]


def test_samples_leave_when_a_real_paper_is_there(tmp_path: Path) -> None:
    sample = digested("2613.00020", sample=True)
    alone = small_site(tmp_path / "a", papers=[sample])
    assert "This is a sample" in alone.content("/").text
    assert alone.has("/papers/2613.00020/")
    joined = small_site(tmp_path / "b", papers=[sample, digested("2605.00010")])
    assert "This is a sample" not in joined.content("/").text
    assert joined.has("/papers/2605.00010/")
    assert not joined.has("/papers/2613.00020/")


def test_a_page_written_by_hand_says_that_the_archive_is_a_sample(tmp_path: Path) -> None:
    files = {"about.md": "# About me"}
    site = small_site(tmp_path, papers=[digested(sample=True)], files=files)
    assert "这是示例" in site.content("/about/").text
    assert site.content("/about/").one("h1").text == "About me"


def test_the_home_page_shows_the_latest_day_below_what_was_written_there(tmp_path: Path) -> None:
    site = small_site(tmp_path, papers=[digested()], files={"index.md": "Some *own* words."})
    text = site.content("/").text
    assert text.index("Some own words.") < text.index("Tuesday, 3 March 2026")
    assert "A tight bound at extra cost." in text


@pytest.mark.parametrize("index", ["", "---\ntitle: Home\n---\n"], ids=["nothing", "a title"])
def test_the_home_page_needs_no_words_and_an_empty_archive_says_that_it_is(
    tmp_path: Path, index: str
) -> None:
    site = small_site(tmp_path, files={"index.md": index})
    text = site.content("/").text
    assert "Nothing has been collected yet." in text
    assert "尚未收录任何论文" in text
    assert len(site.page("/").all("h1")) == 1
    for url in ("/archive/", "/topics/", "/topics/llm/"):
        assert site.has(url)


def test_a_site_without_a_page_for_home_has_one_all_the_same(tmp_path: Path) -> None:
    file = write_site(tmp_path, papers=[digested()], config={"nav": None})
    (tmp_path / "docs/index.md").unlink()
    site = build(file)
    assert site.has("/")
    assert "Tuesday, 3 March 2026" in site.content("/").text


def test_the_maintainers_styles_come_behind_ours_on_every_page(tmp_path: Path) -> None:
    config = {"extra_css": ["mine.css"]}
    site = small_site(tmp_path, config=config, files={"mine.css": "", "about.md": "# Me"})
    for url in ("/", "/about/", "/archive/"):
        styles = site.page(url).with_attribute("rel", "stylesheet")
        targets = [site.target(url, style.attributes["href"]) or "" for style in styles]
        assert targets.count("/mine.css") == 1
        assert all(site.has(target) for target in targets)
    assert targets[-1] == "/mine.css"


def test_a_maintainers_own_templates_take_precedence(tmp_path: Path) -> None:
    (tmp_path / "mine/paperglot").mkdir(parents=True)
    own = '{% extends "base.html" %}{% block footer %}<p>My own footer</p>{% endblock %}'
    (tmp_path / "mine/main.html").write_text(own, encoding="utf-8")
    (tmp_path / "mine/paperglot/disclaimer.html").write_text("<p>My own footer</p>")
    theme = {"name": "material", "font": False, "custom_dir": "mine"}
    site = small_site(
        tmp_path, papers=[digested()], config={"theme": theme}, files={"about.md": "# Me"}
    )
    for url in ("/", "/about/", "/papers/2613.00010/"):
        assert "My own footer" in site.html(url)
        (title,) = re.findall("<title>(.*?)</title>", site.html(url), re.DOTALL)
        assert title.strip()
        assert "<" not in title


def _repository_options() -> tuple[list[str], dict[str, Any]]:
    """Return the lines of the plugin's block in the repository's mkdocs.yml, and its values."""
    text = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8")
    (block,) = re.findall(r"(?ms)^  - paperglot:\n(.*?)(?=^\S)", text)
    (values,) = yaml_load(text)["plugins"]
    return block.splitlines(), values["paperglot"]


def test_the_repositorys_site_names_every_option_that_there_is() -> None:
    _, values = _repository_options()
    assert set(values) == set(PaperglotOptions())


def test_the_repositorys_site_has_a_comment_for_every_option() -> None:
    lines, values = _repository_options()
    for option in values:
        (number,) = (n for n, line in enumerate(lines) if line.startswith(f"      {option}:"))
        assert lines[number - 1].strip().startswith("# "), option


def test_the_repositorys_topics_have_a_title_in_both_languages_of_the_site() -> None:
    _, values = _repository_options()
    tags = {ENGLISH.tag, values["second_language"]}
    assert {topic["id"] for topic in values["topics"] if set(topic["title"]) != tags} == set()
