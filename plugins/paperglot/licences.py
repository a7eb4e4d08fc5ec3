"""The licences that papers on arXiv come under, and what they allow.

Source: https://info.arxiv.org/help/license/index.html.
"""

_NAMES = {
    "creativecommons.org/licenses/by/": "CC BY",
    "creativecommons.org/licenses/by-sa/": "CC BY-SA",
    "creativecommons.org/licenses/by-nc-sa/": "CC BY-NC-SA",
    "creativecommons.org/licenses/by-nc-nd/": "CC BY-NC-ND",
    "creativecommons.org/publicdomain/zero/": "CC0",
    "arxiv.org/licenses/nonexclusive-distrib/": "arXiv",
}
_FREE = frozenset({"CC BY", "CC BY-SA", "CC0"})
_NONCOMMERCIAL = frozenset({"CC BY-NC-SA"})


def licence_name(url: str | None) -> str | None:
    """Return what a licence is called for short, or None for one that is not known."""
    place = _place(url)
    return next((name for known, name in _NAMES.items() if place.startswith(known)), None)


def permits_figures(url: str | None, *, noncommercial: bool) -> bool:
    """Say whether a site may show figures of a paper; unknown means no.

    `noncommercial` says that nothing is earned by the site. No licence with "no derivatives" is
    among them, as a figure cut out of its paper is one.
    """
    return licence_name(url) in (_FREE | _NONCOMMERCIAL if noncommercial else _FREE)


def same_licence(one: str | None, other: str | None) -> bool:
    """Say whether two addresses name one licence in one version, however they are written."""
    return _place(one) == _place(other)


def _place(url: str | None) -> str:
    """Return an address without its scheme, and with one slash at its end."""
    if url is None:
        return ""
    scheme, found, rest = url.strip().lower().partition("://")
    if not found or scheme not in ("http", "https"):
        return ""
    return rest.removeprefix("www.").rstrip("/") + "/"
