"""Views as pages of MkDocs' build: the one module of the site that knows MkDocs.

A view becomes a generated file outside the navigation whose page never sees
Python-Markdown: its content is HTML already.
"""

from collections.abc import Callable

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import get_relative_url

from paperglot.site.render import Href, Renderer
from paperglot.site.views import View
from paperglot.store.files import DAYS, PAPERS

_STORE = (f"{PAPERS}/", f"{DAYS}/")
_HIDDEN = ["navigation", "toc"]
_HOME = "---\nhide: [navigation, toc]\n---\n"


class ViewPage(Page):
    """A page whose content a renderer makes."""

    def __init__(
        self, title: str, file: File, config: MkDocsConfig, content: Callable[[Href], str]
    ) -> None:
        """Take the title and what makes the content."""
        super().__init__(title, file, config)
        self._make_content = content

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 (MkDocs' signature)
        """There is no Markdown; the page's metadata hides Material's side bars."""
        self.markdown = ""
        self.meta = {"title": self.title, "hide": _HIDDEN}

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002
        """Make the content in place of running Markdown."""
        self.content = self._make_content(href_from(self.file))
        self.toc = TableOfContents([])
        self.present_anchor_ids = set()
        self.links_to_anchors = {}


def add_views(files: Files, config: MkDocsConfig, views: list[View], renderer: Renderer) -> None:
    """Put a page for each view in place of the store's Markdown.

    A home page is made where there is none; a page that the maintainer wrote by hand at the
    same address takes precedence.
    """
    for file in list(files):
        if file.src_uri.startswith(_STORE) and file.src_uri.endswith(".md"):
            files.remove(file)
    if not any(file.url in (".", "./", "index.html") for file in files):
        files.append(File.generated(config, "index.md", content=_HOME))
    written_by_hand = {file.dest_uri for file in files}
    for view in views:
        file = _file(view, config, renderer)
        if file.dest_uri not in written_by_hand:
            files.append(file)


def href_from(file: File) -> Href:
    """Return what makes addresses below the site's root work on a page."""
    index = "" if file.use_directory_urls else "index.html"

    def href(url: str) -> str:
        target = f"{url}{index}" if not url or url.endswith("/") else url
        return get_relative_url(target or ".", file.url)

    return href


def _file(view: View, config: MkDocsConfig, renderer: Renderer) -> File:
    source = f"{view.url}index.md"
    file = File.generated(config, source, content="", inclusion=InclusionLevel.NOT_IN_NAV)

    def content(href: Href) -> str:
        return renderer.content(view, href)

    ViewPage(renderer.title(view), file, config, content)
    return file
