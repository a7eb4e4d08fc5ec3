"""What docs/hosting.md says that a million papers cost follows from the figures in it."""

import math
import re

from tests.site.build import REPOSITORY

PAPERS, NIGHTS, A_MILLION, A_LISTING = 1_000_000, 30, 1_000_000, 1_000
TEXT = (REPOSITORY / "docs" / "hosting.md").read_text(encoding="utf-8")


def row(title: str) -> list[str]:
    """Return the cells of the one row of a table that has a title."""
    [found] = re.findall(rf"^\| {re.escape(title)} \| (.*) \|$", TEXT, re.MULTILINE)
    return [cell.strip() for cell in found.split("|")]


def numbers(title: str) -> list[float]:
    """Return the number that each cell of a row begins with."""
    return [float(re.split(r"[ ,]", cell)[0]) for cell in row(title)]


def test_the_costs_follow_from_the_figures() -> None:
    gigabytes = PAPERS * float(row("bytes a paper")[0].removesuffix(" kB")) / 1e6
    files = PAPERS * float(row("files a paper")[0])
    search = PAPERS * float(row("and of the search")[0].removesuffix(" a paper"))
    pages = ("files that a night's new papers upload", "files that its new versions upload")
    uploads = NIGHTS * (search + sum(float(row(title)[0]) for title in pages))
    listings = NIGHTS * files / A_LISTING
    r2, b2, s3 = numbers("a GB and month")
    storage = [(gigabytes - 10) * r2, (gigabytes - 10) * b2, gigabytes * s3]
    assert A_MILLION < uploads + listings < 2 * A_MILLION  # the first is free at R2
    assert files / A_LISTING < 2_500  # free at B2
    upload = numbers("a million uploads")
    assert row("a million listings")[0] == "as uploads"
    assert row("a million listings")[2] == row("a million uploads")[2]
    requests = [upload[0], 0, (uploads + listings) * upload[2] / A_MILLION]
    first = [math.ceil(files / A_MILLION - 1) * upload[0], 0, files * upload[2] / A_MILLION]
    together = [sum(pair) for pair in zip(storage, requests, strict=True)]
    said = {
        "storage a month": storage,
        "requests of 30 nights": requests,
        "together a month": together,
        "the first upload, once": first,
    }
    for title, dollars in said.items():
        assert numbers(title) == [round(each, 2) for each in dollars], title
