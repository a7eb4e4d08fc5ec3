"""Options that are web addresses."""

from urllib.parse import urlsplit

from paperglot.errors import ConfigurationError


def category_url(name: str, url: str) -> str:
    """Return the address of a category's feed; a ConfigurationError names the option."""
    if "{category}" not in url or not is_web_address(url):
        message = f"{name}: {url!r} should be a web address with {{category}} in it"
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
