"""A day on paper, as the browser prints it."""

from pathlib import Path

import pytest

from tests.samples import digested
from tests.site.browser import Reader, served
from tests.site.build import small_site

TOPICS = [
    {"id": f"t{number}", "title": {"en": f"Topic {number}", "zh-Hans": f"主题{number}"},
     "words": [f"t{number}"]}
    for number in range(6)
]  # fmt: skip


def test_no_page_ends_with_the_heading_of_what_follows(reader: Reader, tmp_path: Path) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    papers = [
        digested(f"2613.{number:05}", title=f"Paper {number} on bounds", topics=(f"t{number % 6}",))
        for number in range(10, 52)
    ]
    site = small_site(tmp_path, papers=papers, options={"topics": TOPICS})
    with served(site, "/small/") as home, reader.visit(f"{home}2026/03/03/", idle=True) as visit:
        for height in range(160, 300, 20):
            printed = pdfium.PdfDocument(visit.page.pdf(width="200mm", height=f"{height}mm"))
            texts = [page.get_textpage().get_text_bounded().split() for page in printed]
            assert [text[-4:] for text in texts if "Topic" in text[-4:]] == []
            printed.close()
