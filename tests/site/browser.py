"""The built site in Debian's Chromium, through a server on the loopback.

Without Playwright or without a browser the tests that need one are skipped.
"""

import mimetypes
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote, urlsplit

import pytest

from tests.site.build import Site
from tests.standins.server import Request, Response, StandIn

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

WIDE, NARROW = 1440, 390

_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


# The pages' policy forbids a style element; a sheet that a script makes is no part of the page.
_OPEN_ALL = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { content-visibility: visible !important; }");
  document.adoptedStyleSheets = [sheet];
  document.querySelectorAll('details').forEach(each => each.open = true);
}"""


class StaticServer(StandIn):
    """Serves a built site under the path that its `site_url` has, as GitHub Pages would."""

    def __init__(self, directory: Path, base: str) -> None:
        super().__init__()
        self._directory = directory
        self._base = base

    @property
    def home(self) -> str:
        """The address of the site's root, with a slash at its end."""
        return f"{self.url}{self._base}"

    def respond(self, request: Request) -> Response:
        """Answer with a file, or with the site's own page for what is missing."""
        wanted = unquote(urlsplit(request.path).path)
        path = self._directory / wanted.removeprefix(self._base)
        path = path / "index.html" if wanted.endswith("/") else path
        if not wanted.startswith(self._base) or not path.is_file():
            return _answer(HTTPStatus.NOT_FOUND, self._directory / "404.html")
        return _answer(HTTPStatus.OK, path)


def _answer(status: HTTPStatus, path: Path) -> Response:
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    kind += "; charset=utf-8" if kind.startswith("text/") else ""
    return Response(status, path.read_bytes(), {"Content-Type": kind})


@contextmanager
def served(site: Site, base: str = "/paperglot/") -> Iterator[str]:
    """Serve a site; yield the address of its root, with a slash at its end."""
    with StaticServer(site.directory, base) as server:
        yield server.home


@dataclass(frozen=True, slots=True)
class Visit:
    """A page that is open, and what it has done so far."""

    page: "Page"
    requests: list[str] = field(default_factory=list)
    """The addresses of all requests."""
    problems: list[str] = field(default_factory=list)
    """Errors on the console, uncaught exceptions, and dialogs."""

    def watch(self) -> None:
        """Begin to note what the page does."""
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.problems.append(f"exception: {error}"))
        self.page.on(
            "console",
            lambda message: (
                self.problems.append(f"console: {message.text}")
                if message.type == "error"
                else None
            ),
        )
        self.page.on("dialog", lambda dialog: self._dismiss(dialog.message, dialog.dismiss))

    def _dismiss(self, message: str, dismiss: object) -> None:
        self.problems.append(f"dialog: {message}")
        assert callable(dismiss)
        dismiss()

    def open_all(self) -> None:
        """Open every fold, and lay out what is out of sight as if it had been scrolled to."""
        self.page.evaluate(_OPEN_ALL)


@dataclass(frozen=True, slots=True)
class Reader:
    """Someone with a browser."""

    browser: "Browser"
    _windows: "dict[tuple[bool, bool], BrowserContext]" = field(default_factory=dict)

    @contextmanager
    def visit(
        self,
        url: str,
        *,
        width: int = WIDE,
        dark: bool = False,
        javascript: bool = True,
        idle: bool = False,
    ) -> Iterator[Visit]:
        """Open a page that knows nothing of earlier ones; `idle` waits for late requests too."""
        page = self._window(url, dark=dark, javascript=javascript).new_page()
        try:
            visit = Visit(page)
            visit.watch()
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(url, wait_until="networkidle" if idle else "load")
            # Where scripts make what a page shows, it is not seen before.
            page.locator("main").wait_for()
            yield visit
        finally:
            page.evaluate("localStorage.clear()")
            page.close()

    def _window(self, url: str, *, dark: bool, javascript: bool) -> "BrowserContext":
        """Return a window in which a page stays open: a new process takes half a second."""
        key = (dark, javascript)
        if key not in self._windows:
            scheme: Literal["dark", "light"] = "dark" if dark else "light"
            window = self.browser.new_context(color_scheme=scheme, java_script_enabled=javascript)
            window.new_page().goto(url)
            self._windows[key] = window
        return self._windows[key]


@contextmanager
def open_reader() -> Iterator[Reader]:
    """Start the browser, or skip the test that asks for it."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("there is no chromium on the PATH")
    with playwright.sync_playwright() as session:
        browser = session.chromium.launch(executable_path=chromium, args=_FLAGS)
        try:
            yield Reader(browser)
        finally:
            browser.close()
