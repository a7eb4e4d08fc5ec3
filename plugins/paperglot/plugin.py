"""Paperglot's hooks into MkDocs; each hands over to the rest."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Literal, cast

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from paperglot import collector
from paperglot.config import PaperglotOptions, settings_of
from paperglot.errors import BusyError, PaperglotError
from paperglot.settings import Settings, UpdateMode
from paperglot.site import bridge
from paperglot.site.assets import Assets
from paperglot.site.build_lock import BuildLock
from paperglot.site.output import Output, Surroundings
from paperglot.site.render import THEME, Renderer
from paperglot.site.shell import Sheet, Shell
from paperglot.site.site_folder import SiteFolder
from paperglot.site.words import Words
from paperglot.store.brief import Brief
from paperglot.store.files import Store

log = get_plugin_logger(__name__)

_MISSING = "404.html"
_CACHE = ".cache/paperglot"
"""Beside `mkdocs.yml`: what is kept from build to build."""
_ABOUT = "about.md"
"""The page that says what the digests cost, where the maintainer has one."""


class PaperglotPlugin(BasePlugin[PaperglotOptions]):
    """Pulls what is new and puts the archive's pages into the site."""

    _serving = False
    _dirty = False
    _told = ""
    """What the update warned of already."""
    _settings: Settings
    _cache: Path
    _lock: BuildLock | None = None
    _folder: SiteFolder
    _output: Output
    _renderer: Renderer
    _assets: Assets
    _shell: Shell
    _around: Surroundings
    _cost: Markup

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether this is `mkdocs serve`, which never goes out."""
        self._serving, self._dirty = command == "serve", dirty
        bridge.tell_of_no_placeholders()

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Check the options and add our templates to the theme."""
        with _ending_the_build():
            self._settings = settings_of(
                self.config,
                docs_dir=config.docs_dir,
                site_url=config.site_url,
                site_name=config.site_name,
                strict=config.strict,
            )
        # Behind the maintainer's own templates, before the theme's.
        config.theme.dirs.insert(int(config.theme.custom_dir is not None), str(THEME))
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Pull, unless the options or `mkdocs serve` say no; keep the site from being emptied."""
        pulls = not self._serving and self._settings.update != UpdateMode.NEVER
        self._told = _pull(self._settings) if pulls else ""
        self._cache = Path(config.config_file_path).parent / _CACHE
        self._lock = BuildLock(self._cache / "build.lock")
        with _ending_the_build():
            self._lock.acquire(partial(log.info, "another build of this site goes first"))
        self._folder = SiteFolder(Path(config.site_dir), self._cache / "site.json")
        if not self._dirty:  # MkDocs empties nothing then
            self._folder.put_aside()

    @collector.resting()
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Replace the store's Markdown by the site's pages."""
        store = Store(self._settings.root)
        archive = Brief.of(store)
        for error in archive.damaged:
            if self._settings.strict or str(error) not in self._told:
                _report(str(error), fatal=self._settings.strict)
        own = config.theme.custom_dir
        self._renderer = Renderer(self._settings, Path(own) if own else None)
        self._cost = self._renderer.cost(archive.answers(store))
        self._output = Output(archive.published(), self._settings, self._renderer, self._cache)
        bridge.add_pages(files, config, self._output.catalogue, self._renderer)
        self._assets = bridge.add_assets(files, config, Words(self._settings.second_language))
        if not config.site_url:
            log.warning("site_url is not set: there will be no feeds and no sitemap")
        collector.set_aside()
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Take what all pages have in common; mark the languages of the navigation's titles."""
        is_sample = self._output.catalogue.has_samples
        self._shell = bridge.shell_of(config, files, nav, self._assets, is_sample=is_sample)
        self._around = bridge.surroundings(config, files, self._shell, with_drafts=self._serving)
        bridge.mark_navigation(nav, self._renderer)
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
        if isinstance(page, bridge.Placeholder):
            return html
        bridge.mark_title(page, self._renderer)
        added = self._cost if page.file.src_uri == _ABOUT else ""
        if page.is_homepage:
            page.meta.setdefault("template", bridge.TEMPLATE)
            with _ending_the_build():
                home = self._output.home()
            added = self._renderer.home(home, bridge.href_from(page.file))
        # On our own pages the shell says it.
        is_told = _is_ours(page) or not self._shell.is_sample
        notice = "" if is_told else self._renderer.sample_notice()
        return f"{notice}{html}{added}"

    def on_page_context(
        self,
        context: TemplateContext,
        *,
        page: Page,
        config: MkDocsConfig,  # noqa: ARG002 (MkDocs' signature)
        nav: Navigation,  # noqa: ARG002
    ) -> TemplateContext:
        """Make our pages whole; give the theme's pages our header."""
        if isinstance(page, bridge.Placeholder):
            return _with(context, document="")
        if _is_ours(page):
            sheet, content = bridge.sheet_of(page), Markup(page.content)  # noqa: S704 (HTML)
            document = self._renderer.document(self._shell, sheet, content)
            return _with(context, document=document)
        return _with(context, header=self._renderer.header(self._shell, bridge.sheet_of(page)))

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG002
        """Give the theme's pages our scripts and their policy."""
        if _is_ours(page):
            return output
        sheet = bridge.sheet_of(page)
        head = self._renderer.head(self._shell, sheet.href)
        return bridge.dressed(output, sheet.titles, self._shell, head)

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Give the page for what is missing our header and words."""
        if template_name != _MISSING:
            return context
        sheet = Sheet((), template_name, bridge.href_anywhere(config))
        header = self._renderer.header(self._shell, sheet)
        return _with(context, header=header, missing=self._renderer.missing_page(sheet.href))

    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """Give the page for what is missing our scripts and its policy."""
        if template_name != _MISSING:
            return output_content
        head = self._renderer.head(self._shell, bridge.href_anywhere(config))
        return bridge.dressed(output_content, (), self._shell, head)

    def on_post_build(self, *, config: MkDocsConfig) -> None:  # noqa: ARG002 (MkDocs' signature)
        """Write what is made of the archive."""
        with _ending_the_build():
            self._output.write(self._folder, self._around)
        self._let_others_build()

    def on_build_error(self, *, error: Exception) -> None:  # noqa: ARG002 (MkDocs' signature)
        """Let other builds begin."""
        self._let_others_build()

    def _let_others_build(self) -> None:
        if self._lock is not None:
            self._lock.release()


@contextmanager
def _ending_the_build() -> Iterator[None]:
    """Have our errors end the build with their message alone, as those of MkDocs do."""
    try:
        yield
    except PaperglotError as error:
        raise PluginError(str(error)) from error


def _with(context: TemplateContext, **values: str) -> TemplateContext:
    """Return what a template may use, and more."""
    return cast("TemplateContext", {**context, **values})


def _is_ours(page: Page) -> bool:
    return page.meta.get("template") == bridge.TEMPLATE


def _pull(settings: Settings) -> str:
    """Run the update; say what it did, and what went wrong in one warning or error.

    Returns what went wrong.
    """
    # A build that pulls nothing need not wait for what asks arXiv and the model to be loaded.
    from paperglot.night.progress import lines  # noqa: PLC0415
    from paperglot.night.update import update  # noqa: PLC0415

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
