"""The archive's pages within MkDocs' build: the one module of the site that knows MkDocs.

MkDocs makes the pages that were written by hand, with our header around what the theme prints;
of the archive's pages it knows the names of a few, and `site.output` writes them all.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from markupsafe import Markup, escape
from mkdocs.commands import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import get_relative_url

from paperglot.site import addresses, assets
from paperglot.site.assets import Assets
from paperglot.site.catalogue import Catalogue
from paperglot.site.output import Surroundings
from paperglot.site.palette import Colours, Palette, css
from paperglot.site.policy import inline_scripts, meta, policy
from paperglot.site.render import THEME, Renderer, tab_title
from paperglot.site.script_words import module
from paperglot.site.shell import Entry, Href, Sheet, Shell
from paperglot.site.sitemap import ADDRESS
from paperglot.site.titles import BETWEEN
from paperglot.site.views import DayView, MonthView, PaperView, TopicDayView, TrendsView
from paperglot.site.words import Words
from paperglot.store.facts import Facts
from paperglot.store.files import DAYS, OVERVIEWS, PAPERS

TEMPLATE = "paperglot/printed.html"
"""The template of pages that are whole documents already."""

_MANY = (PaperView, DayView, TopicDayView, MonthView, TrendsView)
"""Of these an archive has the more the longer it grows."""
_SKIPPED = re.compile(r"Page skipped: '(.+)'")
_placeholders: set[str] = set()
"""Their sources, of all builds of this process."""
_STORE = (f"{PAPERS}/", f"{DAYS}/", f"{OVERVIEWS}/")
# The theme lays the navigation's words out as boxes, which lose common spaces at their ends.
_BETWEEN_BOXES = "\N{NO-BREAK SPACE}·\N{NO-BREAK SPACE}"
_TAB_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
_BODY_COLOURS = re.compile(r'(<body\b[^>]*?)(?: data-md-color-[a-z]+="[^"]*")+')
# HTML knows no such attribute on a check box; Material means it for one browser.
_AUTOCOMPLETE = re.compile(r'(<input class="md-toggle"[^>]*?) autocomplete="off"')


def tell_of_no_placeholders() -> None:
    """Keep MkDocs from saying that it skipped pages which the plugin writes when it is through."""
    build.log.addFilter(_is_no_placeholder)  # the same one again changes nothing


def _is_no_placeholder(record: logging.LogRecord) -> bool:
    skipped = _SKIPPED.match(record.getMessage())
    return not (skipped and skipped[1] in _placeholders)


class Placeholder(Page):
    """A page that MkDocs knows of, so that navigation and links can name it, and that we make."""

    def __init__(self, titles: tuple[str, ...], file: File, config: MkDocsConfig) -> None:
        """Take the page's titles."""
        # Themes print titles as they are.
        super().__init__(str(escape(BETWEEN.join(titles))), file, config)
        _placeholders.add(file.src_uri)

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 (MkDocs' signature)
        """There is no Markdown."""
        self.markdown = ""
        self.meta = {"template": TEMPLATE}

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002
        """There is nothing to render."""
        self.content = ""
        self.toc = TableOfContents([])
        self.present_anchor_ids = set()
        self.links_to_anchors = {}


def add_pages(
    files: Files, config: MkDocsConfig, catalogue: Catalogue[Facts], renderer: Renderer
) -> None:
    """Take the store's Markdown out of the build; name the pages that stand in its place.

    MkDocs learns of those that there always are, and of those that the navigation names: for
    each page it would need more time than we do. A home page is made where there is none; a page
    that the maintainer wrote by hand at the same address takes precedence.
    """
    for file in list(files):
        if file.src_uri.startswith(_STORE) and file.src_uri.endswith(".md"):
            files.remove(file)
    if not any(file.url in (".", "./", "index.html") for file in files):
        files.append(File.generated(config, "index.md", content=""))
    written_by_hand = {file.dest_uri for file in files}
    named = set(_named(config.nav))
    for view in catalogue:
        source = f"{view.url}index.md"
        if isinstance(view, _MANY) and source not in named:
            continue
        file = File.generated(config, source, content="", inclusion=InclusionLevel.NOT_IN_NAV)
        if file.dest_uri not in written_by_hand:
            titles = () if isinstance(view, PaperView) else renderer.titles(view)
            Placeholder(titles, file, config)
            files.append(file)


def surroundings(
    config: MkDocsConfig, files: Files, shell: Shell, *, with_drafts: bool
) -> Surroundings:
    """Return what a build has beside the archive; what MkDocs leaves out takes no address."""
    drafts = () if with_drafts else (InclusionLevel.DRAFT,)
    left_out = (InclusionLevel.EXCLUDED, *drafts)
    written = [file for file in files if not file.generated_by and file.inclusion not in left_out]
    pages = [file.url for file in written if file.is_documentation_page()]
    own = config.theme.custom_dir
    return Surroundings(
        shell=shell,
        href_on=partial(href_on, with_index=not config.use_directory_urls),
        links=f"{config.use_directory_urls}",
        own_theme=Path(own) if own else None,
        taken={file.dest_uri for file in written},
        written_by_hand=["" if url in (".", "./") else url for url in pages],
    )


def _named(nav: object) -> Iterator[str]:
    """Yield the sources that a navigation names, as `mkdocs.yml` has it."""
    if isinstance(nav, str):
        yield nav
    for each in nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ():
        yield from _named(each)


def add_assets(files: Files, config: MkDocsConfig, words: Words) -> Assets:
    """Put the scripts and stylesheets, made for this site, in place of the theme's files."""
    for file in list(files):
        if file.src_uri.startswith(f"{assets.FOLDER}/"):
            files.remove(file)
    palette = _palette(config)
    colours = _texts([*_material_styles(config), *_own_styles(config)])
    ours = assets.stylesheet(THEME, on_material=False)
    theirs = assets.stylesheet(THEME, on_material=True)
    made = {
        "words.js": module(words, schemes=palette.has_both),
        "site.css": css(palette, colours, ours) + ours,
        "material.css": css(palette, colours) + theirs,
    }
    found = Assets(assets.collect(THEME, made, words.second.tag))
    for name, text in found.files.items():
        files.append(File.generated(config, f"{found.folder}{name}", content=text))
    return found


def shell_of(
    config: MkDocsConfig, files: Files, nav: Navigation, found: Assets, *, is_sample: bool
) -> Shell:
    """Return what all pages have in common, from MkDocs' configuration."""
    address = config.site_url
    # MkDocs' own sitemap says of every page that it is as new as the build.
    config.theme.static_templates.discard(ADDRESS)
    return Shell(
        name=config.site_name,
        description=config.site_description or "",
        address=address if not address or address.endswith("/") else f"{address}/",
        navigation=tuple(_entries(nav.items)),
        assets=found,
        styles=tuple(str(style) for style in config.extra_css),
        icon=_present(files, config.theme.get("favicon")),
        logo=_present(files, config.theme.get("logo")),
        search=_present(files, addresses.SEARCH),
        is_sample=is_sample,
    )


def href_from(file: File) -> Href:
    """Return what makes addresses below the site's root work on a page of MkDocs'."""
    return href_on(file.url, with_index=not file.use_directory_urls)


def href_on(page: str, *, with_index: bool) -> Href:
    """Return what does so on a page at an address below the site's root.

    `with_index` names the file of a folder, for sites that are looked at without a server.
    """
    index = "index.html" if with_index else ""

    def href(url: str) -> str:
        target = f"{url}{index}" if not url or url.endswith("/") else url
        return get_relative_url(target or ".", page)

    return href


def href_anywhere(config: MkDocsConfig) -> Href:
    """Return what does so on a page that is shown at any address, such as the one for 404."""
    base = urlsplit(config.site_url or "").path or "/"
    index = "" if config.use_directory_urls else "index.html"

    def href(url: str) -> str:
        target = f"{url}{index}" if not url or url.endswith("/") else url
        return f"{base.rstrip('/')}/{target}"

    return href


def sheet_of(page: Page) -> Sheet:
    """Return what is a hand-written page's own."""
    title = page.meta.get("plain_titles", ())
    url = "" if page.is_homepage else page.url
    return Sheet(title, url, href_from(page.file), page.meta.get("description", ""))


def mark_navigation(nav: Navigation, renderer: Renderer) -> None:
    """Mark the second half of titles such as `Today · 今日` as the second language."""
    for item in _items(nav.items):
        if item.title is not None:
            item.title = str(renderer.marked(_halves(item.title), _BETWEEN_BOXES))


def mark_title(page: Page, renderer: Renderer) -> None:
    """Do the same for the title in the front matter of a page written by hand."""
    title = page.meta.get("title")
    if isinstance(title, str) and not isinstance(page, Placeholder):
        halves = _halves(title)
        page.meta["title"] = str(renderer.marked(halves, BETWEEN))
        page.meta["plain_titles"] = halves


def dressed(output: str, titles: tuple[str, ...], shell: Shell, head: Markup) -> str:
    """Give a page that the theme has made our title, scripts and colours, and its policy.

    The colours of the theme's body give way to those that follow the reader's system.
    """
    if titles:
        title = escape(tab_title(titles, shell.name))
        output = _TAB_TITLE.sub(lambda _: f"<title>{title}</title>", output, count=1)
    output = _BODY_COLOURS.sub(r"\1", output, count=1)
    output = _AUTOCOMPLETE.sub(r"\1", output)
    output = output.replace("</head>", f"{head}</head>", 1)
    permitted = meta(policy(inline_scripts(output), inline_styles=True))
    return output.replace("<head>", f"<head>{permitted}", 1)


def _halves(title: str) -> tuple[str, ...]:
    return tuple(title.split(BETWEEN, maxsplit=1))


def _items(items: list[StructureItem]) -> Iterator[StructureItem]:
    for item in items:
        yield item
        yield from _items(getattr(item, "children", None) or [])


def _entries(items: list[StructureItem]) -> Iterator[Entry]:
    """Yield the first level of the navigation; a section leads to its first page."""
    for item in items:
        first = next((each for each in _items([item]) if hasattr(each, "url")), None)
        if first is not None:
            url = getattr(first, "url", "")
            title = item.title or BETWEEN.join(_halves(str(getattr(first, "title", "") or url)))
            is_home = getattr(first, "is_homepage", False)
            yield Entry(_halves(title), "" if is_home else url)


def _present(files: Files, url: object) -> str | None:
    """Return an address if something will be there."""
    wanted = str(url or "")
    known = any(file.url == wanted or file.dest_uri == f"{wanted}index.html" for file in files)
    return wanted if wanted and known else None


def _palette(config: MkDocsConfig) -> Palette:
    """Return the colours of `theme.palette`, as Material reads it."""
    given = config.theme.get("palette") or [{"scheme": "default"}, {"scheme": "slate"}]
    entries = [given] if isinstance(given, dict) else list(given)
    light = next((each for each in entries if not _is_dark(each)), entries[0])
    dark = next((each for each in entries if _is_dark(each)), light)
    return Palette(_colours(light), _colours(dark))


def _is_dark(entry: dict[str, str]) -> bool:
    return "dark" in str(entry.get("media", "")) or entry.get("scheme") == "slate"


def _colours(entry: dict[str, str]) -> Colours:
    named = {
        name: str(entry[name]).replace(" ", "-") for name in Colours.__slots__ if entry.get(name)
    }
    return Colours(**named)


def _material_styles(config: MkDocsConfig) -> Iterator[Path]:
    for folder in config.theme.dirs:
        for name in ("main", "palette"):
            yield from sorted(Path(folder, "assets", "stylesheets").glob(f"{name}.*.css"))


def _own_styles(config: MkDocsConfig) -> Iterator[Path]:
    for style in config.extra_css:
        path = Path(config.docs_dir, str(style))
        if path.is_file():
            yield path


def _texts(paths: Iterable[Path]) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)
