"""What axe-core finds on an open page, and html-validate in a site's files.

Without the tools of `tests/node` (`npm ci` there) the tests that ask are skipped.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.site.browser import Visit
from tests.site.build import REPOSITORY, Site

_MODULES = REPOSITORY / "tests" / "node" / "node_modules"
_AXE = _MODULES / "axe-core" / "axe.min.js"
_VALIDATE = _MODULES / "html-validate" / "bin" / "html-validate.mjs"
_RULES = {"extends": ["html-validate:standard", "html-validate:a11y"], "rules": {}}
_FIND = """() => axe.run(document, {resultTypes: ['violations']}).then(({violations}) =>
  violations.map(each => `${each.id}: ${each.nodes.map(node => node.html).join(' | ')}`))"""


def axe_violations(visit: Visit) -> list[str]:
    """Return what axe-core finds wrong with a page as it is now, one line each."""
    axe = _need(_AXE).read_text(encoding="utf-8")
    visit.page.evaluate(f"() => {{ {axe} }}")
    found = visit.page.evaluate(_FIND)
    assert isinstance(found, list)
    return found


def html_problems(site: Site, urls: list[str], folder: Path) -> list[str]:
    """Return what html-validate finds wrong with pages, one line each.

    `folder` is a place for its configuration.
    """
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


def _need(path: Path) -> Path:
    if shutil.which("node") is None or not path.is_file():
        pytest.skip("the tools of tests/node are not installed")
    return path
