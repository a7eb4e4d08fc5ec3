"""Reading the options from a site's `mkdocs.yml`, and naming the lines of what is wrong."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mkdocs.exceptions
import yaml
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from paperglot.config import PaperglotOptions, settings_of
from paperglot.errors import ConfigurationError
from paperglot.settings import Settings
from paperglot.topic_options import TopicOptions
from paperglot.yaml_lines import Path as YamlPath
from paperglot.yaml_lines import line_of

_PLUGIN = "paperglot"
_TOPICS = "topics"

Problem = tuple[YamlPath, str]
"""The way to an option, and what is wrong with it."""
Told = tuple[str, object]
"""An option's name, and what MkDocs says of it."""


def load_settings(config_file: str) -> Settings:
    """Return the settings of the plugin in a site's `mkdocs.yml`.

    Raises:
        ConfigurationError: the file is missing or wrong, or does not name the plugin.
    """
    try:
        config = load_config(config_file)
    except (mkdocs.exceptions.ConfigurationError, mkdocs.exceptions.Abort) as error:
        given = _given_options(config_file)
        known = [] if given is None else list(_invalid(given))
        placed = "; ".join(_placed(config_file, problem) for problem in known)
        message = placed or f"{config_file}: {error}"  # MkDocs has logged which option it is
        raise ConfigurationError(message) from error
    plugin = config.plugins.get(_PLUGIN)
    if plugin is None:
        message = f"{config_file}: the plugin paperglot is not configured there"
        raise ConfigurationError(message)
    options = plugin.config
    assert isinstance(options, PaperglotOptions)
    try:
        return settings_of(
            options,
            docs_dir=config.docs_dir,
            site_url=config.site_url,
            site_dir=config.site_dir,
        )
    except ConfigurationError as error:
        message = _placed(config_file, (error.where, str(error)))
        raise ConfigurationError(message, error.where) from error


def configuration_problems(config_file: str) -> list[str]:
    """Return what is wrong with the plugin's options, each with file and line.

    An option that does not exist is wrong here too, where MkDocs only warns of it. A file that
    cannot be read, or does not name the plugin, is left to `load_settings`.
    """
    given = _given_options(config_file)
    if given is None:
        return []
    invalid = list(_invalid(given))
    found = [*invalid, *_unknown(given), *([] if invalid else _impossible(given))]
    return [_placed(config_file, problem) for problem in found]


def _given_options(config_file: str) -> dict[str, Any] | None:
    """Return the plugin's options as they stand in the file; tags beside them mean nothing here."""
    loader = get_yaml_loader()
    loader.add_multi_constructor("!", lambda _loader, _suffix, _node: None)
    try:
        with Path(config_file).open("rb") as stream:
            plugins = yaml_load(stream, loader).get("plugins")
    except (OSError, AttributeError, yaml.YAMLError, mkdocs.exceptions.ConfigurationError):
        return None
    entries = plugins if isinstance(plugins, list) else [plugins]
    for entry in entries:
        if entry == _PLUGIN:
            return {}
        if isinstance(entry, dict) and _PLUGIN in entry:
            given = entry[_PLUGIN] or {}
            return given if isinstance(given, dict) else None
    return None


def _invalid(given: dict[str, Any]) -> Iterator[Problem]:
    """Yield what MkDocs would end a build for; it does not say which topic it means."""
    topics = list(_of_topics(given, warned=False))
    for name, told in _validated(PaperglotOptions, given)[0]:
        if name != _TOPICS or not topics:
            yield (name,), f"{name}: {told}"
    yield from topics


def _unknown(given: dict[str, Any]) -> Iterator[Problem]:
    for name, told in _validated(PaperglotOptions, given)[1]:
        if name != _TOPICS:
            yield (name,), f"{name}: {told}"
    yield from _of_topics(given, warned=True)


def _impossible(given: dict[str, Any]) -> Iterator[Problem]:
    """Yield the first value that is of the right type and cannot work."""
    options = PaperglotOptions()
    options.load_dict(given)
    options.validate()
    try:
        settings_of(options, docs_dir="", site_url=None)
    except ConfigurationError as error:
        yield error.where, str(error)


def _of_topics(given: dict[str, Any], *, warned: bool) -> Iterator[Problem]:
    topics = given.get(_TOPICS)
    for number, topic in enumerate(topics if isinstance(topics, list) else ()):
        if not isinstance(topic, dict):
            continue
        name = topic.get("id", f"number {number + 1}")
        for key, told in _validated(TopicOptions, topic)[warned]:
            yield (_TOPICS, number, key), f"{_TOPICS}: {name}: {key}: {told}"


def _validated(kind: type[Config], given: dict[str, Any]) -> tuple[list[Told], list[Told]]:
    """Return what is wrong and what MkDocs would warn of, by option.

    MkDocs stops at the first wrong option; without it, the next ones are looked at.
    """
    wrong: dict[str, object] = {}
    left, warned = dict(given), list[Told]()
    while True:
        options = kind()
        options.load_dict(left)
        failed, warnings = options.validate()
        warned = warned or list(warnings)
        name, told = failed[0] if failed else ("", "")
        if not name or name in wrong:  # all is well, or one that must be there was wrong
            return list(wrong.items()), warned
        wrong[name] = told
        left.pop(name, None)


def _placed(config_file: str, problem: Problem) -> str:
    where, message = problem
    try:
        text = Path(config_file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return f"{config_file}: {message}"
    return f"{config_file}:{line_of(text, ('plugins', _PLUGIN, *where))}: {message}"
