"""Links to code, project pages and data in a paper's abstract or comment."""

from urllib.parse import urlsplit

from paperglot.model import Link, LinkKind
from paperglot.prose import addresses

_CODE_HOSTS = (
    "github.com",
    "gitlab.com",
    "bitbucket.org",
    "codeberg.org",
    "anonymous.4open.science",
)
_DATA_HOSTS = ("zenodo.org", "huggingface.co", "kaggle.com", "figshare.com", "osf.io")
_NOT_A_PROJECT = ("arxiv.org", "doi.org", "creativecommons.org", "openreview.net")


def find_links(text: str) -> tuple[Link, ...]:
    """Return each web address of a text once, with what its host says it leads to."""
    kinds = ((address, _kind(address)) for address in dict.fromkeys(addresses(text)))
    return tuple(Link(kind, address) for address, kind in kinds if kind is not None)


def _kind(address: str) -> LinkKind | None:
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:  # such as http://[broken
        return None
    if "." not in host or _is_under(host, _NOT_A_PROJECT):
        return None
    if _is_under(host, _CODE_HOSTS):
        return LinkKind.CODE
    return LinkKind.DATA if _is_under(host, _DATA_HOSTS) else LinkKind.PROJECT


def _is_under(host: str, domains: tuple[str, ...]) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)
