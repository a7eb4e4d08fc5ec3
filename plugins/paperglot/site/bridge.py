"""Views as pages of MkDocs' build: the one module of the site that knows MkDocs.

A view becomes a generated file outside the navigation whose page never sees
Python-Markdown: its content is HTML already.
"""

import re
from collections.abc import Iterator

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import get_relative_url

from paperglot.site.render import Href, Renderer
from paperglot.site.views import View
from paperglot.store.files import DAYS, OVERVIEWS, PAPERS

_STORE = (f"{PAPERS}/", f"{DAYS}/", f"{OVERVIEWS}/")
_HIDDEN = ["navigation", "toc"]
# Between a title in English and in the second language.
_BETWEEN = " · "
# The theme lays the navigation's words out as boxes, which lose common spaces at their ends.
_BETWEEN_BOXES = "\N{NO-BREAK SPACE}·\N{NO-BREAK SPACE}"
_TAB_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
_HOME = "---\nhide: [navigation, toc]\n---\n"


class ViewPage(Page):
    """A page whose content a renderer makes."""

    def __init__(self, view: View, file: File, config: MkDocsConfig, renderer: Renderer) -> None:
        """Take the view, and what makes HTML of it."""
        titles = renderer.titles(view)
        # The theme's templates print titles as they are.
        super().__init__(str(escape(_BETWEEN.join(titles))), file, config)
        self._view, self._titles, self._renderer = view, titles, renderer

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 (MkDocs' signature)
        """There is no Markdown; the page's metadata hides Material's side bars."""
        self.markdown = ""
        self.meta = {"hide": _HIDDEN, **_title_meta(self._titles, self._renderer)}

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002
        """Make the content in place of running Markdown."""
        self.content = self._renderer.content(self._view, href_from(self.file))
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


def mark_navigation(nav: Navigation, renderer: Renderer) -> None:
    """Mark the second half of titles such as `Today · 今日` as the second language."""
    for item in _items(nav.items):
        if item.title is not None:
            item.title = str(renderer.marked(_halves(item.title), _BETWEEN_BOXES))


def mark_title(page: Page, renderer: Renderer) -> None:
    """Do the same for the title in the front matter of a page written by hand."""
    title = page.meta.get("title")
    if isinstance(title, str) and not isinstance(page, ViewPage):
        page.meta.update(_title_meta(_halves(title), renderer))


def mend_tab_title(output: str, page: Page, site_name: str) -> str:
    """Put the plain title into the head of a page, where no language can be marked."""
    title = page.meta.get("plain_title")
    if title is None:
        return output
    return _TAB_TITLE.sub(lambda _: f"<title>{title} - {site_name}</title>", output, count=1)


def _title_meta(titles: tuple[str, ...], renderer: Renderer) -> dict[str, str]:
    """Return what the theme shows on the page, and what belongs into the browser's tab."""
    return {
        "title": str(renderer.marked(titles, _BETWEEN)),
        "plain_title": str(escape(_BETWEEN.join(titles))),
    }


def _halves(title: str) -> tuple[str, ...]:
    return tuple(title.split(_BETWEEN, maxsplit=1))


def _items(items: list[StructureItem]) -> Iterator[StructureItem]:
    for item in items:
        yield item
        yield from _items(getattr(item, "children", None) or [])


def _file(view: View, config: MkDocsConfig, renderer: Renderer) -> File:
    source = f"{view.url}index.md"
    file = File.generated(config, source, content="", inclusion=InclusionLevel.NOT_IN_NAV)
    ViewPage(view, file, config, renderer)
    return file
