"""The Content-Security-Policy of a page: nothing from elsewhere, no script that is not known.

Source: https://www.w3.org/TR/CSP3/.
"""

import base64
import hashlib
import re
from collections.abc import Iterable

from markupsafe import Markup

# Scripts that stand in the page itself; data such as JSON is never run.
_INLINE = re.compile(
    r"<script(?![^>]*\b(?:src=|type=\"?application/(?:ld\+)?json))[^>]*>(.*?)</script>", re.DOTALL
)


def policy(scripts: Iterable[str], *, inline_styles: bool = False) -> str:
    """Return the policy of a page on which these inline scripts stand.

    `inline_styles` permits styles in the page, as Material's templates have them.
    """
    hashes = "".join(f" '{_hash(script)}'" for script in dict.fromkeys(scripts))
    styles = " 'unsafe-inline'" if inline_styles else ""
    return (
        "default-src 'self';"
        f"script-src 'self'{hashes};"
        f"style-src 'self'{styles};"
        "img-src 'self' data:;object-src 'none';base-uri 'none';form-action 'self'"
    )


def meta(content: str) -> Markup:
    """Return the element that gives a page its policy."""
    return Markup('<meta http-equiv="Content-Security-Policy" content="{}">').format(
        # An apostrophe ends no value in double quotes; escaped it would be five times as long.
        Markup(content)  # noqa: S704 (made above, of hashes and constants)
    )


def inline_scripts(html: str) -> list[str]:
    """Return the scripts that stand in a page itself."""
    return _INLINE.findall(html)


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
