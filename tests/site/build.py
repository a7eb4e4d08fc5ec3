"""Sites built as `mkdocs build` builds them, in a folder of their own."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urljoin

import yaml
from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils.yaml import yaml_load

from paperglot.model import Day, Paper
from paperglot.store.files import Store
from tests.site.document import Element, parse

REPOSITORY = Path(__file__).parents[2]
HOST = mkdocs_build.__name__.partition(".")[0]
"""`mkdocs`, or what answers to its name; its loggers are below it."""
Command = Literal["build", "gh-deploy", "serve"]

_TOPICS = [
    {"id": "speech", "title": {"en": "Speech", "zh-Hans": "语音"}, "words": ["speech"]},
    {"id": "llm", "title": {"en": "Language Models", "zh-Hans": "语言模型"}, "words": ["LLM"]},
]


@dataclass(frozen=True, slots=True)
class Site:
    """A built site and what the build warned of."""

    directory: Path
    address: str
    """Its `site_url`."""
    warnings: tuple[str, ...]

    def path(self, url: str) -> Path:
        """Return the file that is served at an address below the site's root."""
        path = self.directory / url.lstrip("/")
        return path / "index.html" if url.endswith("/") else path

    def has(self, url: str) -> bool:
        """Say whether something is served at an address."""
        return self.path(url).is_file()

    def html(self, url: str) -> str:
        """Return a page's source."""
        return self.path(url).read_text(encoding="utf-8")

    def page(self, url: str) -> Element:
        """Return a page as a tree."""
        return parse(self.html(url))

    def content(self, url: str) -> Element:
        """Return what stands between the header and the footer of a page, without side bars."""
        return self.page(url).one("main").all("article")[0]

    def target(self, url: str, reference: str) -> str | None:
        """Return what a reference on a page leads to, fragment included; None: elsewhere."""
        absolute = urljoin(self.address + url.lstrip("/"), reference)
        if not absolute.startswith(self.address):
            return None
        return "/" + absolute.removeprefix(self.address)

    @property
    def urls(self) -> list[str]:
        """The addresses of all pages."""
        pages = sorted(self.directory.rglob("*.html"))
        return [
            "/" + page.relative_to(self.directory).as_posix().removesuffix("index.html")
            for page in pages
        ]


def broken_links(site: Site) -> list[str]:
    """Return each address on the site's pages that leads nowhere on the site, with its page."""
    pages = {url: site.page(url) for url in site.urls}
    anchors = {url: _anchors(page) for url, page in pages.items()}
    return [
        f"{url} → {reference}"
        for url, page in pages.items()
        for reference in sorted(_references(page))
        if not _resolves(site, site.target(url, reference), anchors)
    ]


def _references(page: Element) -> set[str]:
    """Return what a page leads to or loads."""
    names = ("href", "src", "poster", "data", "action")
    return {
        each.attributes[name]
        for each in page
        for name in names
        if name in each.attributes and each.tag != "base"
    }


def _anchors(page: Element) -> set[str]:
    return {each.attributes["id"] for each in page.with_attribute("id")}


def _resolves(site: Site, target: str | None, anchors: dict[str, set[str]]) -> bool:
    if target is None:
        return True
    path, _, fragment = target.partition("#")
    url = unquote(path)
    return site.has(url) and (not fragment or unquote(fragment) in anchors.get(url, set()))


def write_site(  # noqa: PLR0913 (each part of a site by its name)
    root: Path,
    *,
    papers: Iterable[Paper] = (),
    days: Iterable[Day] = (),
    options: Mapping[str, Any] | None = None,
    config: Mapping[str, Any] | None = None,
    files: Mapping[str, str] | None = None,
) -> Path:
    """Write a small site's `mkdocs.yml`, store and hand-written pages; return the first.

    `options` are the plugin's, `config` is MkDocs', `files` are by path below `docs/`.
    """
    store = Store(root / "docs")
    for paper in papers:
        store.write_paper(paper)
    for day in days:
        store.write_day(day)
    for name, text in ({"index.md": "---\ntitle: Home\n---\n"} | dict(files or {})).items():
        path = store.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    plugin = {"update": "never", "topics": _TOPICS} | dict(options or {})
    values = {
        "site_name": "Small",
        "site_url": "https://example.org/small/",
        "theme": {"name": "material", "font": False},
        "nav": [{"Home": "index.md"}],
        "plugins": [{"paperglot": plugin}],
    }
    file = root / "mkdocs.yml"
    text = yaml.safe_dump(values | dict(config or {}), allow_unicode=True, sort_keys=False)
    file.write_text(text, encoding="utf-8")
    return file


def build(file: Path, *, command: Command = "build", **changes: Any) -> Site:
    """Build a site as the command line does; `changes` override values of `mkdocs.yml`."""
    with _warnings() as warnings:
        config: MkDocsConfig = load_config(str(file), **changes)
        config.plugins.on_startup(command=command, dirty=False)
        try:
            mkdocs_build.build(config)
        finally:
            config.plugins.on_shutdown()
    return Site(Path(config.site_dir), config.site_url or "", tuple(warnings))


def small_site(root: Path, **parts: Any) -> Site:
    """Write and build a small site; `parts` are those of `write_site`."""
    return build(write_site(root, **parts))


def sample_site(directory: Path) -> Site:
    """Build the repository's own site, which never goes out here, into a directory."""
    file = REPOSITORY / "mkdocs.yml"
    with file.open(encoding="utf-8") as stream:
        plugins = yaml_load(stream)["plugins"]
    for plugin in plugins:
        plugin.get("paperglot", {})["update"] = "never"
    return build(file, site_dir=str(directory), plugins=plugins)


class _Collector(logging.Handler):
    def __init__(self, found: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._found = found

    def emit(self, record: logging.LogRecord) -> None:
        self._found.append(record.getMessage())


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Collect what MkDocs, or what stands in for it, and its plugins warn of."""
    found: list[str] = []
    logger, handler = logging.getLogger(HOST), _Collector(found)
    logger.addHandler(handler)
    try:
        yield found
    finally:
        logger.removeHandler(handler)
