import re
from pathlib import Path

from paperglot.site.assets import Assets, collect, modules
from paperglot.site.policy import inline_scripts, meta, policy
from paperglot.site.render import THEME
from tests.samples import digested
from tests.site.build import small_site
from tests.site.document import parse

_FILES = {
    "paperglot.js": 'import { a } from "./a.js";\nimport "./b.js";\nimport(x);\na();\n',
    "a.js": 'import {\n  c,\n} from "./c.js";\nexport { d } from "./b.js";\n',
    "b.js": "export const d = 1;\n",
    "c.js": 'import { a } from "./a.js";\nexport const text = "import x from ./e.js";\n',
    "alone.js": "",
}


def test_all_modules_of_a_page_are_known_however_deep_they_lie() -> None:
    assert set(modules(_FILES)) == {"a.js", "b.js", "c.js"}
    assert modules(_FILES)[:2] == ("a.js", "b.js")


def test_the_first_script_asks_for_all_modules_and_knows_the_second_language() -> None:
    first = collect(THEME, {"words.js": ""}, "de")["first.js"]
    assert '"de"' in first
    assert " keyboard " in first
    assert "SECOND" not in first
    assert "MODULES" not in first


def test_every_module_that_a_script_imports_is_there() -> None:
    files = collect(THEME, {"words.js": ""}, "zh-Hans")
    for name, text in files.items():
        for imported in re.findall(r'from "\./([^"]+)"|import "\./([^"]+)"', text):
            assert "".join(imported) in files, name


def test_an_address_changes_with_any_content_and_only_then() -> None:
    folder = Assets(_FILES).folder
    assert Assets(dict(reversed(_FILES.items()))).folder == folder
    assert Assets(_FILES | {"b.js": "export const d = 2;\n"}).folder != folder
    assert Assets(_FILES | {"new.js": ""}).folder != folder


def test_a_site_has_its_assets_once_and_no_part_of_them(tmp_path: Path) -> None:
    site = small_site(tmp_path, papers=[digested()])
    (folder,) = (site.directory / "assets/paperglot").iterdir()
    names = {path.name for path in folder.iterdir()}
    assert {"first.js", "paperglot.js", "words.js", "site.css", "material.css"} <= names
    assert not {"base.css", "shell.css", "print.css"} & names
    assert not (site.directory / "paperglot").exists()


def test_a_policy_names_each_inline_script_once() -> None:
    html = '<script>a</script><script src="x.js"></script><script type="module">b</script>'
    data = '<script type="application/json">{}</script><script type=application/ld+json>1</script>'
    assert inline_scripts(html + data + html) == ["a", "b", "a", "b"]
    made = policy(inline_scripts(html + html))
    assert made.count("sha256-") == 2
    # echo -n a | openssl dgst -sha256 -binary | base64
    assert "'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='" in made
    assert "unsafe-inline" not in made


def test_a_policy_stands_in_one_attribute() -> None:
    (element,) = parse(meta(policy(["x"], inline_styles=True))).elements
    assert element.attributes["content"] == policy(["x"], inline_styles=True)
