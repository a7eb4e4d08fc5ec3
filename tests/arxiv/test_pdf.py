"""A paper's PDF over real HTTP: what comes, and what comes instead."""

from pathlib import Path

import pytest

from paperglot.arxiv import pdf
from paperglot.arxiv.client import Client
from paperglot.arxiv.pace import Pace
from paperglot.errors import MalformedError, RefusedError
from tests.settings import make
from tests.standins.arxiv import ArxivStandIn, rate_page

_BYTES = b"%PDF-1.7\nand so on"


def _fetch(
    arxiv: ArxivStandIn, folder: Path, identifier: str = "2613.00010", most: int = 1_000
) -> bytes:
    settings = make(folder, arxiv)
    with Client(settings.arxiv, Pace(folder / "stamp")) as client:
        return pdf.fetch(client, settings.figures.pdf_url, identifier, 2, most=most)


def test_the_version_is_asked_for_that_the_page_is_of(tmp_path: Path) -> None:
    with ArxivStandIn({}) as arxiv:
        arxiv.pdfs = {"2613.00010v2": _BYTES, "cs/9913007v2": _BYTES + b"!"}
        assert _fetch(arxiv, tmp_path) == _BYTES
        assert _fetch(arxiv, tmp_path, "cs/9913007") == _BYTES + b"!"
        assert [request.path for request in arxiv.requests_of("pdf")] == [
            "/pdf/2613.00010v2",
            "/pdf/cs/9913007v2",
        ]


def test_what_is_not_there_is_refused_for_one_paper_alone(tmp_path: Path) -> None:
    with ArxivStandIn({}) as arxiv, pytest.raises(RefusedError, match="404") as caught:
        _fetch(arxiv, tmp_path)
    assert not caught.value.concerns_all


def test_a_page_of_words_in_place_of_a_pdf_is_a_rate_limit(tmp_path: Path) -> None:
    with (
        ArxivStandIn({}, faults={"pdf": rate_page()}) as arxiv,
        pytest.raises(RefusedError, match="something else than a PDF") as caught,
    ):
        _fetch(arxiv, tmp_path)
    assert caught.value.concerns_all


def test_a_pdf_beyond_all_measure_is_not_read_to_its_end(tmp_path: Path) -> None:
    with ArxivStandIn({}) as arxiv:
        arxiv.pdfs = {"2613.00010v2": _BYTES}
        assert _fetch(arxiv, tmp_path, most=len(_BYTES)) == _BYTES
        with pytest.raises(MalformedError, match=f"more than {len(_BYTES) - 1} bytes"):
            _fetch(arxiv, tmp_path, most=len(_BYTES) - 1)
