"""Characters that stand in Traditional Chinese and not in Simplified.

Two standards tell them: Big5 has, in its first level, the 5,401 characters that are frequent in
Traditional Chinese; GB 2312 has the 6,763 of Simplified Chinese. What is in the first and not in
the second is Traditional, but for a few that later standards readmitted. What is in both, such
as 后, 里, 著, 乾 and 徵, tells nothing.

Sources: Unicode's BIG5.TXT and GB2312.TXT, which Python's codecs follow; Table of General Standard
Chinese Characters (2013) for the exceptions.
"""

_ROWS = range(0xA4, 0xC7)
_LAST = 0xC67E
_READMITTED = frozenset("昇摺噁甯夥剋瞭祇玥璟璘珪炤晅堉琯昤珮晞勣汍氾沘")


def _is_simplified(character: str) -> bool:
    try:
        return bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def _frequent() -> list[str]:
    """Return Big5's first level, 0xA440 to 0xC67E."""
    codes = ((row << 8) | cell for row in _ROWS for cell in range(0x40, 0xFF))
    return [
        code.to_bytes(2).decode("big5", errors="ignore")
        for code in codes
        if code <= _LAST and not 0x7E < code & 0xFF < 0xA1  # noqa: PLR2004 (no cells)
    ]


TRADITIONAL = frozenset(
    character
    for character in _frequent()
    if len(character) == 1 and not _is_simplified(character) and character not in _READMITTED
)
