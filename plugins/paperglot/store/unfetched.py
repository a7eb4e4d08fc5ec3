"""How often the PDFs did not come that arXiv was asked for, so that others need not wait for them.

It lies beside the images of figures and is kept as they are. Whoever loses it loses nothing but
the order: each PDF is asked for again as if it never had been.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from paperglot.store import cache
from paperglot.store.images import Images

_NAME = "unfetched.json"


def read(workplace: Path) -> dict[str, int]:
    """Return what was kept, by identifier and version; nothing where that cannot be used."""
    try:
        kept = json.loads(_path(workplace).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(kept, dict):
        return {}
    return {name: count for name, count in kept.items() if type(count) is int and count > 0}


def write(workplace: Path, counts: Mapping[str, int]) -> None:
    """Keep the counts, without any no file; a disk that takes nothing keeps nothing."""
    content = json.dumps(dict(sorted(counts.items())), indent=0).encode()
    with suppress(OSError):
        if counts:
            cache.put(_path(workplace), [content], workplace)
        else:
            _path(workplace).unlink(missing_ok=True)


def _path(workplace: Path) -> Path:
    return Images(workplace).folder / _NAME
