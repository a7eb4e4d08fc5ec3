import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from paperglot.site.palette import Colours, Palette, css, variables
from tests.samples import digested
from tests.site.build import Site, small_site

_SHEET = """
/* :root{--md-a:comment} */
:root{--md-a:root;--md-b:var(--md-a);--md-icon:url("data:x;y");color:red}
:root,[data-md-color-scheme=default]{--md-a:light}
@media screen{[data-md-color-scheme=slate]{--md-a:dark}}
[data-md-color-scheme=slate][data-md-color-primary=teal]{--md-c:both}
[data-md-color-primary=teal]{--md-c:teal}
[data-md-color-primary="teal"] .md-nav{--md-a:nested}
[data-md-color-accent=pink]{--md-d:pink}
"""
_TEAL = Palette(Colours("default", "teal", "pink"), Colours("slate", "teal", "pink"))


@pytest.mark.parametrize(
    ("colours", "found"),
    [
        (Colours(), {"--md-a": "light"}),
        (_TEAL.light, {"--md-a": "light", "--md-c": "teal", "--md-d": "pink"}),
        (_TEAL.dark, {"--md-a": "dark", "--md-c": "both", "--md-d": "pink"}),
    ],
)
def test_colours_are_those_that_a_whole_document_would_have(
    colours: Colours, found: dict[str, str]
) -> None:
    assert variables(_SHEET, colours) == found | {"--md-b": "var(--md-a)"}


def test_only_what_is_used_is_taken_with_what_that_rests_on() -> None:
    found = css(_TEAL, _SHEET, "a { color: var(--md-b) }")
    assert "--md-a" in found
    assert "--md-b" in found
    assert not re.search("--md-[cd]|icon", found)


def test_dark_colours_follow_the_system_unless_the_reader_chose() -> None:
    found = css(_TEAL, _SHEET)
    assert "@media screen and (prefers-color-scheme:dark){:root:not([data-scheme=light])" in found
    assert "@media screen{:root[data-scheme=dark]{color-scheme:dark" in found


def test_a_site_of_one_scheme_has_no_other() -> None:
    night = Palette(Colours("slate"), Colours("slate"))
    assert not night.has_both
    assert css(night, _SHEET).startswith(":root{color-scheme:dark;")
    assert "prefers-color-scheme" not in css(night, _SHEET)


def _style(site: Site) -> str:
    (path,) = site.directory.glob("assets/paperglot/*/site.css")
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("primary", ["red", "teal", "deep purple", "black"])
def test_the_maintainers_colours_are_those_of_material(tmp_path: Path, primary: str) -> None:
    theme = {"name": "material", "font": False, "palette": {"primary": primary}}
    style = _style(small_site(tmp_path, papers=[digested()], config={"theme": theme}))
    (colour,) = re.findall(r"--md-primary-fg-color:([^;}]+)", style)
    material = find_spec("material")
    assert material is not None
    folder = Path(str(material.origin)).parent
    (material_file,) = folder.glob("templates/assets/stylesheets/palette.*.css")
    rule = re.escape(f"[data-md-color-primary={primary.replace(' ', '-')}]{{--md-primary-fg-color:")
    assert re.findall(rule + "([^;]+)", material_file.read_text(encoding="utf-8")) == [colour]


def test_a_maintainers_own_scheme_counts(tmp_path: Path) -> None:
    theme = {"name": "material", "font": False, "palette": {"scheme": "mine"}}
    own = '[data-md-color-scheme="mine"] { --md-default-bg-color: #fedcba; }'
    config = {"theme": theme, "extra_css": ["mine.css"]}
    site = small_site(tmp_path, config=config, files={"mine.css": own})
    assert "--md-default-bg-color:#fedcba" in _style(site)
