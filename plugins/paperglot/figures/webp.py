"""The size of a WebP image out of its first bytes, without a library for images.

Source: RFC 9649, 2.4 to 2.7, and RFC 6386, 9.1.
"""

_HEADER = 30
_LOSSY_START = b"\x9d\x01\x2a"
_LOSSLESS_START = 0x2F
_SIDE = 0x3FFF


def dimensions(content: bytes) -> tuple[int, int] | None:
    """Return width and height in pixels; None for what is no plain WebP image as we write them."""
    if len(content) < _HEADER or content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        return None
    if int.from_bytes(content[4:8], "little") + 8 != len(content):
        return None
    kind = content[12:16]
    if kind == b"VP8 " and content[23:26] == _LOSSY_START:
        width = int.from_bytes(content[26:28], "little") & _SIDE
        return width, int.from_bytes(content[28:30], "little") & _SIDE
    if kind == b"VP8L" and content[20] == _LOSSLESS_START:
        bits = int.from_bytes(content[21:25], "little")
        return (bits & _SIDE) + 1, (bits >> 14 & _SIDE) + 1
    return None
