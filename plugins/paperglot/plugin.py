"""Paperglot's hooks into MkDocs; each hands over to the rest."""

from pathlib import Path
from typing import Literal

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from paperglot.config import PaperglotOptions, settings_of
from paperglot.errors import BusyError, PaperglotError
from paperglot.night.progress import lines
from paperglot.night.update import update
from paperglot.settings import Settings, UpdateMode
from paperglot.site.bridge import add_views, href_from, mark_navigation, mark_title, mend_tab_title
from paperglot.site.catalogue import Catalogue
from paperglot.site.render import THEME, Renderer
from paperglot.site.search.bundles import Bundles
from paperglot.site.search.files import search_files, write
from paperglot.store import journal
from paperglot.store.files import Store
from paperglot.store.journal import Answered

log = get_plugin_logger(__name__)

_STYLES = ("assets/paperglot/paperglot.css", "assets/paperglot/search.css")
_SEARCH = "assets/paperglot/search.js"
_ABOUT = "about.md"
"""The page that says what the digests cost, where the maintainer has one."""


class PaperglotPlugin(BasePlugin[PaperglotOptions]):
    """Pulls what is new and puts the archive's pages into the site."""

    _serving = False
    _told = ""
    """What the update warned of already."""
    _settings: Settings
    _catalogue: Catalogue
    _renderer: Renderer
    _answers: list[Answered]

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Remember whether this is `mkdocs serve`, which never goes out."""
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Check the options and add templates and styles to the theme."""
        try:
            self._settings = settings_of(
                self.config,
                docs_dir=config.docs_dir,
                site_url=config.site_url,
                strict=config.strict,
            )
        except PaperglotError as error:
            raise PluginError(str(error)) from error
        # Behind the maintainer's own templates, before the theme's.
        config.theme.dirs.insert(int(config.theme.custom_dir is not None), str(THEME))
        config.extra_css.extend(path for path in _STYLES if path not in config.extra_css)
        if _SEARCH not in map(str, config.extra_javascript):
            script = ExtraScriptValue(_SEARCH)
            script.type = "module"
            config.extra_javascript.append(script)
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:  # noqa: ARG002 (MkDocs' signature)
        """Pull, unless the options or `mkdocs serve` say no."""
        pulls = not self._serving and self._settings.update != UpdateMode.NEVER
        self._told = _pull(self._settings) if pulls else ""

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Replace the store's Markdown by the site's pages."""
        store = Store(self._settings.root)
        archive = store.read()
        self._answers = journal.with_pages(journal.read(store), archive.papers)
        for error in archive.damaged:
            if self._settings.strict or str(error) not in self._told:
                _report(str(error), fatal=self._settings.strict)
        self._catalogue = Catalogue(archive, self._settings)
        self._renderer = Renderer(self._settings)
        add_views(files, config, list(self._catalogue), self._renderer)
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG002
        """Mark the languages of the navigation's titles."""
        mark_navigation(nav, self._renderer)
        return nav

    def on_page_content(
        self,
        html: str,
        *,
        page: Page,
        config: MkDocsConfig,  # noqa: ARG002 (MkDocs' signature)
        files: Files,  # noqa: ARG002
    ) -> str:
        """Show the latest day on the home page, below what the maintainer wrote there.

        The about page says in the same place what the digests cost.
        """
        mark_title(page, self._renderer)
        notice = self._renderer.sample_notice() if self._catalogue.has_samples else ""
        today = ""
        if page.is_homepage:
            today = self._renderer.home(self._catalogue.latest, href_from(page.file))
        cost = self._renderer.cost(self._answers) if page.file.src_uri == _ABOUT else ""
        return f"{notice}{html}{today}{cost}"

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Put the plain title into the browser's tab."""
        return mend_tab_title(output, page, config.site_name)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the search's files; what closed periods need is kept from build to build."""
        kept = Path(config.config_file_path).parent / ".cache" / "paperglot" / "search"
        found = search_files(self._catalogue.searched, self._settings, Bundles(kept))
        write(found, Path(config.site_dir))


def _pull(settings: Settings) -> str:
    """Run the update; say what it did, and what went wrong in one warning or error.

    Returns what went wrong.
    """
    try:
        # Somebody waits for a build, and a batch may take an hour.
        summary = update(settings, progress=lines(log.info), directly=True)
    except BusyError as error:
        told = str(error)
    else:
        log.info(summary.text)
        told = "; ".join(summary.problems)
    if told:
        _report(
            f"the update was not complete, the site shows what is stored: {told}",
            fatal=settings.update is UpdateMode.ALWAYS,
        )
    return told


def _report(message: str, *, fatal: bool) -> None:
    if fatal:
        raise PluginError(message)
    log.warning(message)
