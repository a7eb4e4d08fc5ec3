"""Measure the built site with Lighthouse as on a phone, and print a table.

    npm ci --prefix tests/node && .venv/bin/python scripts/lighthouse.py

Invents a day of 60 papers on one topic, builds its site, and measures home, topic-day and a
paper: the four scores, and what a first visit transfers, compressed as GitHub Pages does it.
"""

import gzip
import json
import mimetypes
import shutil
import subprocess
import sys
import tempfile
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "plugins")]

from paperglot.model import Day, Paper  # noqa: E402
from paperglot.store.files import Store  # noqa: E402
from tests.samples import DAY  # noqa: E402
from tests.site.build import REPOSITORY, Site, small_site  # noqa: E402

LIGHTHOUSE = ROOT / "tests" / "node" / "node_modules" / "lighthouse" / "cli" / "index.js"
PAPERS = 60
PAGES = {"home": "/", "topic-day": "/2026/03/03/llm/", "paper": "/papers/2613.01000/"}
SCORES = ("performance", "accessibility", "best-practices", "seo")
FLAGS = "--headless=new --no-sandbox --disable-gpu"


def main() -> int:
    """Print the table; return the exit code."""
    chromium = shutil.which("chromium")
    if chromium is None or not LIGHTHOUSE.is_file():
        print("lighthouse: needs chromium, and npm ci in tests/node", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        site = small_site(
            Path(folder),
            papers=papers(),
            days=[Day(DAY, kept=tuple(paper.id for paper in papers()))],
            config={"site_description": "The night's arXiv, in English and Chinese."},
        )
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler(site))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print("| page | " + " | ".join(SCORES) + " | transferred | of which script |")
        print("|---|" + "---|" * (len(SCORES) + 2))
        for name, url in PAGES.items():
            address = f"http://127.0.0.1:{server.server_port}{url}"
            print(f"| {name} | " + " | ".join(measure(address, chromium)) + " |", flush=True)
        server.shutdown()
    return 0


def papers() -> list[Paper]:
    """Return the sample's digested papers under other identifiers, as many as are wanted."""
    archive = Store(REPOSITORY / "site_src").read()
    whole = [paper for paper in archive.papers if paper.digest]
    return [
        replace(
            whole[number % len(whole)],
            id=f"2613.{1000 + number:05}",
            announced=DAY,
            updated=None,
            topics=("llm",),
            sample=False,
        )
        for number in range(PAPERS)
    ]


def handler(site: Site) -> type[BaseHTTPRequestHandler]:
    """Return what serves a site as GitHub Pages would: compressed, kept for ten minutes."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = site.path(self.path.partition("?")[0])
            found = path.is_file()
            body = gzip.compress(path.read_bytes()) if found else b""
            self.send_response(200 if found else 404)
            kind = mimetypes.guess_type(path.name)[0] or "text/html"
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Encoding", "gzip" if found else "identity")
            self.send_header("Cache-Control", "max-age=600")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
            """Keep the terminal for the table."""

    return Handler


def measure(address: str, chromium: str) -> list[str]:
    """Return the scores of a page and what it transferred, as cells of the table."""
    command = ["node", str(LIGHTHOUSE), address, "--quiet", "--output=json"]
    run = subprocess.run(
        [*command, f"--chrome-flags={FLAGS}"],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "/usr/bin:/bin", "CHROME_PATH": chromium, "HOME": tempfile.gettempdir()},
    )
    report = json.loads(run.stdout)
    for name in SCORES:
        for reference in report["categories"][name]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if audit["score"] is not None and audit["score"] < 1 and reference["weight"]:
                print(f"  {name}: {audit['title']} {audit['score']}", file=sys.stderr)
    scores = [f"{round(report['categories'][name]['score'] * 100)}" for name in SCORES]
    summary = report["audits"]["resource-summary"]["details"]["items"]
    sizes = {each["resourceType"]: each["transferSize"] for each in summary}
    return [*scores, f"{sizes['total'] / 1000:.1f} kB", f"{sizes['script'] / 1000:.1f} kB"]


if __name__ == "__main__":
    sys.exit(main())
