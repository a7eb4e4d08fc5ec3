"""Take pictures of the built site in Chromium, for looking at and for the documentation.

    make screenshots

Each kind of page is taken on a phone and a desk, in light and dark, with both languages and each
alone.
"""

import argparse
import shutil
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

SITE = Path(__file__).resolve().parent.parent / "site"
PAGES = {
    "today": "",
    "day": "2026/03/04/",
    "topic-day": "2026/03/03/llm/",
    "month": "2026/03/",
    "topic": "topics/llm/",
    "topics": "topics/",
    "archive": "archive/",
    "trends": "trends/",
    "paper": "papers/2613.00010/",
    "about": "about/",
    "search": "search/?q=model",
    "saved": "saved/",
}
SAVED = 3  # papers
SIZES = {"phone": (390, 844), "desk": (1440, 900)}
SCHEMES = ("light", "dark")
LANGUAGES = ("both", "first", "second")
# Chromium as root in a container, and without calls to its maker's hosts.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Keep the terminal for what matters."""


def main() -> int:
    """Take every picture; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures go")
    folder = parser.parse_args().folder
    chromium = shutil.which("chromium")
    if chromium is None or not SITE.is_dir():
        print("screenshots: needs chromium, and a site built by `make site`", file=sys.stderr)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=SITE))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for size in SIZES:
            for scheme in SCHEMES:
                for language in LANGUAGES:
                    root = f"http://127.0.0.1:{server.server_port}/"
                    take(browser, root, folder, (size, scheme, language))
        browser.close()
    server.shutdown()
    return 0


def take(browser: Browser, root: str, folder: Path, way: tuple[str, str, str]) -> None:
    """Take each page in one size, scheme and choice of languages."""
    size, scheme, language = way
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    context.add_init_script(f"localStorage.setItem('paperglot.language', '{language}')")
    page = context.new_page()
    for name, url in PAGES.items():
        if name == "saved":
            save(page, root)
        page.goto(root + url, wait_until="networkidle")
        page.screenshot(path=folder / f"{name}-{'-'.join(way)}.png")
    context.close()


def save(page: Page, root: str) -> None:
    """Save the first papers of a day, so that there is something to see."""
    page.goto(root + PAGES["day"], wait_until="networkidle")
    for button in page.locator(".pg-marks [data-mark=saved]").all()[:SAVED]:
        button.click()
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    sys.exit(main())
