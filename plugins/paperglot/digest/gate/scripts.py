"""Whether each text is in its language and script."""

import re
from collections.abc import Iterator

from paperglot.digest.gate.texts import Field, fields, plain, source
from paperglot.digest.gate.traditional import TRADITIONAL
from paperglot.languages import Language
from paperglot.model import Digest, Paper
from paperglot.prose import addresses, split_mathematics

_LETTER = re.compile(r"[^\W\d_]")
_KANA_OR_HANGUL = re.compile("[\u3041-\u3096\u30a1-\u30fa\uac00-\ud7a3]")
_LONG_ENOUGH = 300
"""Characters of an abstract from which on the length of its translation tells something."""
_LONGEST_TLDR = 1.5
"""Of the abstract's length."""


def empty(_paper: Paper, digest: Digest, language: Language) -> str | None:
    """White space and full stops pass the schema and are no text; a formula is."""
    said = (_says_something(field.text) for field in fields(digest, language))
    return None if all(said) else "a text has no letters"


def wrong_language(_paper: Paper, digest: Digest, language: Language) -> str | None:
    """A title may be all names and formulas; everything longer is in its language."""
    for field in _beyond_title(digest, language):
        share = _script_share(field)
        if share < field.language.least_script_share:
            return f"{share:.0%} of the letters in {field.text[:30]!r} are {field.language.name}"
    return None


def wrong_script(paper: Paper, digest: Digest, language: Language) -> str | None:
    """Simplified Chinese has no Traditional characters, kana or hangul but the paper's own."""
    if language.tag != "zh-Hans":
        return None
    known = set(source(paper))
    for field in fields(digest, language):
        for character in field.text:
            foreign = character in TRADITIONAL or _KANA_OR_HANGUL.match(character)
            if foreign and character not in known:
                return f"{character} in {field.name} is not Simplified Chinese"
    return None


def odd_length(paper: Paper, digest: Digest, language: Language) -> str | None:
    """A translation of a long abstract has about the length that its language needs."""
    original = len(_prose(paper.abstract))
    if original < _LONG_ENOUGH:
        return None
    ratio = len(_prose(digest.abstract)) / original
    least, most = language.length_ratio
    if not least <= ratio <= most:
        return f"the translation has {ratio:.2f} of the abstract's characters"
    if len(digest.tldr.english) > _LONGEST_TLDR * len(paper.abstract):
        return "the TL;DR is longer than the abstract"
    return None


def _says_something(text: str) -> bool:
    formulas = any(piece.kind != "text" for piece in split_mathematics(text))
    return formulas or _LETTER.search(text) is not None


def _beyond_title(digest: Digest, language: Language) -> Iterator[Field]:
    all_fields = fields(digest, language)
    next(all_fields)
    return all_fields


def _script_share(field: Field) -> float:
    letters = _LETTER.findall(_prose(field.text))
    own = sum(1 for letter in letters if field.language.script.match(letter))
    return own / len(letters) if letters else 1.0


def _prose(text: str) -> str:
    """Return a text without formulas and addresses, which no language changes."""
    prose = plain(text)
    for address in addresses(prose):
        prose = prose.replace(address, "")
    return prose
