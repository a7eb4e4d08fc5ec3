"""What builds the site: MkDocs, or ProperDocs, its maintained fork, under MkDocs' name."""

import importlib
import importlib.util

MKDOCS = "mkdocs"
_ALIAS = "properdocs.replacement"
"""Makes ProperDocs answer to MkDocs' name; `properdocs build` imports it first of all."""


def provide_mkdocs() -> None:
    """See to it that `import mkdocs` works where only ProperDocs is installed.

    Where MkDocs is there, or ProperDocs stands in for it already, nothing is done. Without either
    the import fails as it would anyway, and says what is missing.
    """
    if _is_there(MKDOCS) or not _is_there(_ALIAS.partition(".")[0]):
        return
    importlib.import_module(_ALIAS)


def _is_there(package: str) -> bool:
    return importlib.util.find_spec(package) is not None
