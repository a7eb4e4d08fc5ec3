"""Put all figures that are cut out of PDFs onto one picture, to judge by eye.

    python scripts/figures_sheet.py SHEET.png PDF…
    python scripts/figures_sheet.py SHEET.png PDF… --pages 20 --bytes 200000

Under each crop stand its paper, label, page, size and the beginning and end of its caption.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageDraw

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "plugins"))

from paperglot.errors import FigureError
from paperglot.figure import Figure
from paperglot.figures.extraction import Limits, extract

_COLUMN = 700
_COLUMNS = 3
_GAP = 14
_LINE = 14
_EXCERPT = 52


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the sheet; return 1 if a PDF gave an error."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sheet", type=Path)
    parser.add_argument("pdfs", type=Path, nargs="+")
    parser.add_argument("--pages", type=int, default=Limits().pages)
    parser.add_argument("--bytes", type=int, default=Limits().bytes_of_images)
    options = parser.parse_args(arguments)
    limits = replace(Limits(), pages=options.pages, bytes_of_images=options.bytes)
    tiles: list[Image.Image] = []
    failed = False
    for pdf in options.pdfs:
        try:
            found = list(_tiles(pdf, limits))
        except FigureError as error:
            print(f"{pdf.name}: {error}", file=sys.stderr)
            failed = True
        else:
            print(f"{pdf.name}: {len(found)} figures and tables")
            tiles += found
    if tiles:
        _sheet(tiles).save(options.sheet)
    return int(failed)


def _tiles(pdf: Path, limits: Limits) -> Iterator[Image.Image]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for figure in extract(pdf, folder, limits).figures:
            with Image.open(folder / f"{figure.hash}.webp") as image:
                yield _tile(pdf.stem, figure, image.convert("RGB"))


def _tile(paper: str, figure: Figure, image: Image.Image) -> Image.Image:
    image.thumbnail((_COLUMN, _COLUMN))
    caption = figure.caption
    excerpts = (caption[:_EXCERPT], f"… {caption[-_EXCERPT:]}")
    facts = f"{paper} {figure.label}, page {figure.page}, "
    facts += f"{figure.width} x {figure.height}, {figure.size:,} bytes"
    tile = Image.new("RGB", (_COLUMN, image.height + 3 * _LINE + _GAP), "gray")
    tile.paste(image, (0, 0))
    draw = ImageDraw.Draw(tile)
    for row, words in enumerate((facts, *excerpts)):
        draw.text((0, image.height + row * _LINE), words, fill="white")
    return tile


def _sheet(tiles: Sequence[Image.Image]) -> Image.Image:
    """Put each tile where the least stands above it."""
    heights = [0] * _COLUMNS
    places: list[tuple[int, int]] = []
    for tile in tiles:
        column = heights.index(min(heights))
        places.append((column * (_COLUMN + _GAP), heights[column]))
        heights[column] += tile.height
    sheet = Image.new("RGB", (_COLUMNS * (_COLUMN + _GAP), max(heights)), "gray")
    for tile, place in zip(tiles, places, strict=True):
        sheet.paste(tile, place)
    return sheet


if __name__ == "__main__":
    sys.exit(main())
