"""What licences allow, and when two addresses name one."""

import pytest

from paperglot.licences import licence_name, permits_figures, same_licence

_CC = "http://creativecommons.org/licenses"


@pytest.mark.parametrize(
    ("url", "name", "free", "noncommercial"),
    [
        (f"{_CC}/by/4.0/", "CC BY", True, True),
        ("https://www.creativecommons.org/licenses/BY/3.0", "CC BY", True, True),
        (f"{_CC}/by-sa/4.0/", "CC BY-SA", True, True),
        ("http://creativecommons.org/publicdomain/zero/1.0/", "CC0", True, True),
        (f"{_CC}/by-nc-sa/4.0/", "CC BY-NC-SA", False, True),
        (f"{_CC}/by-nc-nd/4.0/", "CC BY-NC-ND", False, False),
        ("http://arxiv.org/licenses/nonexclusive-distrib/1.0/", "arXiv", False, False),
        (f"https://example.org/?{_CC}/by/4.0/", None, False, False),
        ("creativecommons.org/licenses/by/4.0/", None, False, False),
        ("ftp://creativecommons.org/licenses/by/4.0/", None, False, False),
        ("", None, False, False),
        (None, None, False, False),
    ],
)
def test_only_what_is_known_to_allow_figures_does(
    url: str | None,
    name: str | None,
    free: bool,  # noqa: FBT001
    noncommercial: bool,  # noqa: FBT001
) -> None:
    assert licence_name(url) == name
    assert permits_figures(url, noncommercial=False) is free
    assert permits_figures(url, noncommercial=True) is noncommercial


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (f"{_CC}/by/4.0/", "https://creativecommons.org/licenses/by/4.0", True),
        (f"{_CC}/by/4.0/", f"{_CC}/by/3.0/", False),
        (f"{_CC}/by/4.0/", f"{_CC}/by-sa/4.0/", False),
        (f"{_CC}/by/4.0/", None, False),
        (None, None, True),
    ],
)
def test_a_licence_is_the_same_however_it_is_written(
    one: str | None,
    other: str | None,
    same: bool,  # noqa: FBT001
) -> None:
    assert same_licence(one, other) is same
