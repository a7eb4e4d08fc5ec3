import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from paperglot import errors
from paperglot.errors import (
    ArxivError,
    DigestError,
    IdentifierError,
    PageError,
    PaperglotError,
    RefusedError,
)

LINE = re.compile(r" {4}(?P<branch>[│├└─ ]*)(?P<name>\w+Error)\b(?:\s+exit code (?P<code>\d))?")


def printed_tree() -> Iterator[tuple[str, str, int | None]]:
    """Yield each class of the module's docstring with its parent and the exit code beside it."""
    ancestors: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        match = LINE.match(line)
        if match:
            depth = len(match["branch"]) // 4
            ancestors = [*ancestors[:depth], match["name"]]
            parent = ancestors[-2] if depth else "Exception"
            yield match["name"], parent, int(match["code"]) if match["code"] else None


def hierarchy(error: type[PaperglotError]) -> Iterator[type[PaperglotError]]:
    """Yield a class and all that are derived from it."""
    yield error
    for derived in error.__subclasses__():
        yield from hierarchy(derived)


def test_the_tree_in_the_docstring_is_the_hierarchy_of_the_code() -> None:
    printed = [(name, parent) for name, parent, _ in printed_tree()]
    real = [(error.__name__, error.__bases__[0].__name__) for error in hierarchy(PaperglotError)]
    assert sorted(printed) == sorted(real)


def test_the_tree_names_an_exit_code_where_it_differs_from_the_parents() -> None:
    printed = {name: code for name, _, code in printed_tree() if code is not None}
    real = {
        error.__name__: error.exit_code
        for error in hierarchy(PaperglotError)
        if error.exit_code != getattr(error.__bases__[0], "exit_code", None)
    }
    assert printed == real


def test_every_error_says_what_it_means() -> None:
    assert [error.__name__ for error in hierarchy(PaperglotError) if not error.__doc__] == []


def test_an_error_of_a_page_names_file_line_and_reason() -> None:
    error = PageError(Path("papers/2613.00010.md"), 7, "no front matter")
    assert str(error) == "papers/2613.00010.md:7: no front matter"
    assert (error.path, error.line, error.reason) == (
        Path("papers/2613.00010.md"),
        7,
        "no front matter",
    )


def test_a_bad_identifier_is_a_value_error_too() -> None:
    assert issubclass(IdentifierError, ValueError)
    assert not issubclass(ArxivError, ValueError)
    assert not issubclass(DigestError, ValueError)


@pytest.mark.parametrize("status", [200, 403, 406, 429, 500, 502, 503, 599])
def test_a_limit_or_a_broken_server_concerns_all_categories(status: int) -> None:
    assert RefusedError("no", status).concerns_all


@pytest.mark.parametrize("status", [301, 302, 400, 404, 410])
def test_a_bad_address_concerns_one_category(status: int) -> None:
    error = RefusedError("no", status)
    assert not error.concerns_all
    assert (str(error), error.status) == ("no", status)
