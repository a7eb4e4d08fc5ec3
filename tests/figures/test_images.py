"""Pictures as files: their sizes, their bytes and what is refused."""

import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw

from paperglot.figures.geometry import Box
from paperglot.figures.images import (
    LEAST_SCALE,
    Draw,
    Encoded,
    Picture,
    drawn,
    fit,
    guess,
    scale_for,
)

BOX = Box(0, 0, 300, 200)
Paint = Callable[[ImageDraw.ImageDraw, float], None]


def canvas(paint: Paint) -> Callable[[Box, float], Image.Image]:
    """Return what draws a part of a sheet of 600 by 400 points that a function paints."""

    def draw(box: Box, scale: float) -> Image.Image:
        sheet = Image.new("RGB", (round(600 * scale), round(400 * scale)), "white")
        paint(ImageDraw.Draw(sheet), scale)
        return sheet.crop(tuple(round(side * scale) for side in box))  # type: ignore[arg-type]

    return draw


def rectangle(*sides: float) -> Paint:
    def paint(draw: ImageDraw.ImageDraw, scale: float) -> None:
        draw.rectangle([side * scale for side in sides], outline="black", width=2)

    return paint


def noise(draw: ImageDraw.ImageDraw, scale: float) -> None:
    """Paint what no picture has: many colours without any order."""
    del scale
    image = draw._image  # noqa: SLF001 (Pillow has no other way from a drawing to its image)
    image.paste(Image.effect_noise(image.size, 90).convert("RGB").rotate(7), (0, 0))


def picture(draw: Draw, largest: float = 3.0) -> Picture:
    return Picture(draw, BOX, guess(draw(BOX, 1.0), 1.0, largest))


def opened(file: Encoded | None) -> Image.Image:
    assert file is not None
    image = Image.open(io.BytesIO(file.content))
    assert image.format == "WEBP"
    assert image.size == (file.width, file.height)
    return image.convert("RGB")


def test_the_white_around_a_figure_is_cut_off() -> None:
    picture = drawn(canvas(rectangle(50, 40, 250, 160)), BOX)
    assert picture is not None
    assert picture.box == pytest.approx((50, 40, 250, 160), abs=1)


@pytest.mark.parametrize(
    "sides", [(-10, 40, 250, 160), (50, -10, 250, 160), (50, 40, 310, 160), (50, 40, 250, 210)]
)
def test_what_crosses_an_edge_is_cut_and_not_shown(sides: tuple[int, ...]) -> None:
    assert drawn(canvas(rectangle(*sides)), BOX) is None


def test_what_is_blank_is_not_shown() -> None:
    assert drawn(canvas(lambda _draw, _scale: None), BOX) is None


def test_a_picture_that_needs_little_is_drawn_as_large_as_it_may_be() -> None:
    frame = picture(canvas(rectangle(50, 40, 250, 160)), scale_for(300, 200))
    image = opened(fit([frame], 120_000)[0])
    assert image.width == pytest.approx(3 * 300, abs=12)
    assert image.getpixel((0, 0)) == (255, 255, 255)


def test_no_picture_is_larger_than_a_page_needs() -> None:
    assert scale_for(14_400, 14_400) * 14_400 <= 1_400
    assert scale_for(500, 8_000) ** 2 * 500 * 8_000 <= 2_500_000.5
    assert scale_for(100, 50) == 3


def test_all_pictures_together_fit_and_what_cannot_be_read_is_left_out() -> None:
    plot = picture(canvas(rectangle(50, 40, 250, 160)))
    photograph = picture(canvas(noise))
    files = fit([plot, photograph, plot], 20_000)
    assert [file is None for file in files] == [False, True, False]
    assert sum(len(file.content) for file in files if file) <= 20_000


def test_a_small_budget_makes_pictures_small_but_not_unreadable() -> None:
    def curves(draw: ImageDraw.ImageDraw, scale: float) -> None:
        for step in range(60):
            draw.ellipse([step * 4 * scale, step * 2 * scale, 290 * scale, 190 * scale], width=1,
                         outline=(step * 4, 0, 255 - step * 4))  # fmt: skip

    plot = picture(canvas(curves))
    large, small = (opened(fit([plot], budget)[0]) for budget in (120_000, 20_000))
    assert small.width < large.width
    assert small.width >= LEAST_SCALE * BOX.width
    assert fit([plot], 2_000) == [None]


def test_the_same_pictures_give_the_same_bytes() -> None:
    pictures = [picture(canvas(rectangle(50, 40, 250, 160)))] * 2
    assert fit(pictures, 120_000) == fit(pictures, 120_000)


def test_light_panels_and_colours_stay() -> None:
    def paint(draw: ImageDraw.ImageDraw, scale: float) -> None:
        draw.rectangle([0, 0, 150 * scale, 200 * scale], fill=(243, 243, 246))
        draw.rectangle([150 * scale, 0, 300 * scale, 200 * scale], fill=(214, 39, 40))

    image = opened(fit([picture(canvas(paint), 1.0)], 120_000)[0])
    for place, wanted in (((80, 100), (243, 243, 246)), ((230, 100), (214, 39, 40))):
        pixel = image.getpixel(place)
        assert isinstance(pixel, tuple)
        assert all(abs(value - other) <= 10 for value, other in zip(pixel, wanted, strict=True))
        assert pixel != (255, 255, 255)
