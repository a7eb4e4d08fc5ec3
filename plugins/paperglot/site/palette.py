"""The colours that `theme.palette` names, as variables that follow the reader's system.

Material's stylesheets hold them under attributes that its script sets. Here they are looked
up at build time, so that both schemes work without script, and the choice before the first paint.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"(?::root|\[data-md-color-(?:scheme|primary|accent)=\"?[\w-]+\"?\])+")
_CONDITION = re.compile(r"data-md-color-(scheme|primary|accent)=\"?([\w-]+)")
_DECLARATION = re.compile(r"(--md-[\w-]+):\s*([^;{}\"']+)(?:;|$)")
_USED = re.compile(r"var\((--md-[\w-]+)")


@dataclass(frozen=True, slots=True)
class Colours:
    """One entry of `theme.palette`, by Material's names."""

    scheme: str = "default"
    primary: str = "indigo"
    accent: str = "indigo"


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours by day and by night; the same where a site has one scheme."""

    light: Colours
    dark: Colours

    @property
    def has_both(self) -> bool:
        """Whether there is something to switch between."""
        return self.light != self.dark


def variables(stylesheet: str, colours: Colours) -> dict[str, str]:
    """Return the custom properties that a stylesheet gives to a document of these colours."""
    found = [
        (specificity, _DECLARATION.findall(declarations))
        for selectors, declarations in _RULE.findall(_COMMENT.sub("", stylesheet))
        for specificity in _matches(selectors, colours)
    ]
    return {
        name: value.strip()
        for _specificity, declarations in sorted(found, key=lambda each: each[0])
        for name, value in declarations
    }


def css(palette: Palette, stylesheet: str, used_by: str | None = None) -> str:
    """Return rules for both schemes; with `used_by` only what that stylesheet asks for.

    Dark colours are for screens: paper is white.
    """
    light, dark = (
        _declarations(variables(stylesheet, each), used_by)
        for each in (palette.light, palette.dark)
    )
    if not palette.has_both:
        scheme = "dark" if palette.light.scheme == "slate" else "light"
        return f":root{{color-scheme:{scheme};{light}}}\n"
    return (
        f":root{{color-scheme:light;{light}}}\n"
        "@media screen and (prefers-color-scheme:dark){"
        f":root:not([data-scheme=light]){{color-scheme:dark;{dark}}}}}\n"
        f"@media screen{{:root[data-scheme=dark]{{color-scheme:dark;{dark}}}}}\n"
    )


def _matches(selectors: str, colours: Colours) -> Iterator[int]:
    """Yield the number of conditions of each selector that holds for the whole document."""
    for selector in selectors.split(","):
        if _SELECTOR.fullmatch(selector.strip()):
            conditions = _CONDITION.findall(selector)
            if all(getattr(colours, name) == value for name, value in conditions):
                yield len(conditions)


def _declarations(values: dict[str, str], used_by: str | None) -> str:
    wanted = set(values)
    if used_by is not None:
        wanted = set()
        waiting = set(_USED.findall(used_by))
        while waiting:
            name = waiting.pop()
            wanted.add(name)
            waiting |= set(_USED.findall(values.get(name, ""))) - wanted
    return ";".join(f"{name}:{value}" for name, value in values.items() if name in wanted)
