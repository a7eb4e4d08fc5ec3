import io

import pytest
from PIL import Image

from paperglot.figures.webp import dimensions


@pytest.mark.parametrize("lossless", [True, False])
@pytest.mark.parametrize("size", [(1, 1), (700, 300), (16383, 3)])
def test_the_size_is_in_the_first_bytes(lossless: bool, size: tuple[int, int]) -> None:  # noqa: FBT001
    content = io.BytesIO()
    Image.new("RGB", size, "white").save(content, "WEBP", lossless=lossless)
    assert dimensions(content.getvalue().ljust(30, b"\0")) in {size, None}
    if len(content.getvalue()) >= 30:
        assert dimensions(content.getvalue()) == size


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content[:0],
        lambda content: content[:-1],
        lambda content: content + b"\0",
        lambda content: b"GIF8" + content[4:],
        lambda content: content[:12] + b"VP8X" + content[16:],
        lambda content: content[:20] + b"\0" + content[21:],
    ],
)
def test_what_is_no_plain_webp_has_none(spoil: object) -> None:
    content = io.BytesIO()
    Image.linear_gradient("L").save(content, "WEBP", lossless=True)
    assert dimensions(content.getvalue()) == (256, 256)
    assert callable(spoil)
    assert dimensions(spoil(content.getvalue())) is None
