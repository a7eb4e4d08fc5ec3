import pytest

from paperglot.arxiv.links import find_links
from paperglot.model import Link, LinkKind


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://github.com/ada/bounds", LinkKind.CODE),
        ("https://www.github.com/ada/bounds", LinkKind.CODE),
        ("https://GitHub.com/ada/bounds", LinkKind.CODE),
        ("http://gitlab.com/ada", LinkKind.CODE),
        ("https://bitbucket.org/ada", LinkKind.CODE),
        ("https://codeberg.org/ada", LinkKind.CODE),
        ("https://anonymous.4open.science/r/bounds-1234", LinkKind.CODE),
        ("https://gist.github.com/ada/1", LinkKind.CODE),
        ("https://zenodo.org/records/1", LinkKind.DATA),
        ("https://huggingface.co/datasets/ada/bounds", LinkKind.DATA),
        ("https://www.kaggle.com/ada", LinkKind.DATA),
        ("https://figshare.com/1", LinkKind.DATA),
        ("https://osf.io/abcde", LinkKind.DATA),
        ("https://ada.github.io/bounds", LinkKind.PROJECT),
        ("https://notgithub.com/ada", LinkKind.PROJECT),
        ("https://github.com.example/ada", LinkKind.PROJECT),
        ("https://example.org:8080/bounds", LinkKind.PROJECT),
    ],
)
def test_the_host_says_what_a_link_leads_to(address: str, kind: LinkKind) -> None:
    assert find_links(f"See {address}.") == (Link(kind, address),)


@pytest.mark.parametrize(
    "address",
    [
        "https://arxiv.org/abs/2613.00010",
        "https://doi.org/10.99999/a",
        "https://dx.doi.org/10.99999/a",
        "https://creativecommons.org/licenses/by/4.0/",
        "https://openreview.net/forum?id=x",
        "https://localhost/x",
        "https://.",
        "http://[broken",
    ],
)
def test_an_address_of_no_code_project_or_data_is_no_link(address: str) -> None:
    assert find_links(f"See {address} for more.") == ()


def test_each_address_stands_once_in_the_order_of_the_text() -> None:
    text = "At https://b.example/x, https://github.com/a/a and (https://b.example/x)."
    assert find_links(text) == (
        Link(LinkKind.PROJECT, "https://b.example/x"),
        Link(LinkKind.CODE, "https://github.com/a/a"),
    )


def test_a_text_without_addresses_has_no_links() -> None:
    assert find_links("Code is at github.com soon.") == ()
