"""Options that are web addresses."""

from urllib.parse import urlsplit

from paperglot.errors import ConfigurationError


def address_with(part: str, name: str, url: str) -> str:
    """Return an address that has a part to be filled in; a ConfigurationError names the option."""
    if f"{{{part}}}" not in url or not is_web_address(url):
        message = f"{name}: {url!r} should be a web address with {{{part}}} in it"
        raise ConfigurationError(message, (name,))
    return url


def web_address(name: str, url: str) -> str:
    """Return the address as it is; a ConfigurationError names the option."""
    if not is_web_address(url):
        message = f"{name}: {url!r} should be a web address"
        raise ConfigurationError(message, (name,))
    return url


def is_web_address(url: str) -> bool:
    """Say whether a text is the address of something on the web."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # such as http://[broken or http://host:port
        return False
