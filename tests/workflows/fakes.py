"""Commands that stand where the real ones would: `gh`, which remembers its calls and one issue."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_GH = """\
#!{python}
import json, pathlib, sys
state = pathlib.Path({state!r})
told = json.loads(state.read_text())
told["calls"].append(sys.argv[1:])
match sys.argv[1:3]:
    case ["repo", "view"]:
        print(str(told["has_issues"]).lower())
    case ["issue", "list"]:
        print(told["open"] or "")
    case ["issue", "create"]:
        told["open"] = 7
    case ["issue", "close"]:
        told["open"] = None
    case ["issue", "comment"] | ["label", "create"] | ["api", _]:
        pass
    case other:
        sys.exit(f"gh {{other}} is not imitated")
state.write_text(json.dumps(told))
"""


@dataclass(frozen=True, slots=True)
class FakeGh:
    """What the command was asked to do, and the issue that is open."""

    state: Path

    @property
    def calls(self) -> list[list[str]]:
        """The arguments of each call."""
        return list(self._told["calls"])

    @property
    def open(self) -> int | None:
        """The number of the open issue."""
        number = self._told["open"]
        return None if number is None else int(number)

    def done(self) -> list[str]:
        """Return what was done in words of gh, without what only looked; then forget it."""
        told = self._told
        words = [" ".join(call[:2]) for call in told["calls"]]
        self.state.write_text(json.dumps(told | {"calls": []}), encoding="utf-8")
        return [each for each in words if each not in {"repo view", "issue list"}]

    @property
    def _told(self) -> dict[str, Any]:
        return dict(json.loads(self.state.read_text(encoding="utf-8")))


def install_gh(commands: Path, *, has_issues: bool = True) -> FakeGh:
    """Put the fake into a folder of commands."""
    state = commands / "gh.json"
    state.write_text(json.dumps({"calls": [], "open": None, "has_issues": has_issues}))
    executable(commands / "gh", _GH.format(python=sys.executable, state=str(state)))
    return FakeGh(state)


def executable(path: Path, text: str) -> None:
    """Write a script that can be run."""
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
