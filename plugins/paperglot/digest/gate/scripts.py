"""Whether each text is in its language and script."""

import re

from paperglot.digest.gate.texts import Field, Judged, prose
from paperglot.digest.gate.traditional import TRADITIONAL
from paperglot.prose import split_mathematics

_LETTER = re.compile(r"[^\W\d_]")
_KANA_OR_HANGUL = re.compile("[\u3041-\u3096\u30a1-\u30fa\uac00-\ud7a3]")
_WORD = re.compile("[A-Za-z][A-Za-z0-9]*")


def empty(judged: Judged) -> str | None:
    """White space and full stops pass the schema and are no text; a formula is."""
    said = (_says_something(field.text) for field in judged.fields)
    return None if all(said) else "a text has no letters"


def wrong_language(judged: Judged) -> str | None:
    """A title may be all names and formulas; everything longer is in its language."""
    for field in judged.fields:
        share = _script_share(field)
        if not field.is_title and share < field.language.least_script_share:
            return f"{share:.0%} of the letters in {field.text[:30]!r} are {field.language.name}"
    return None


def wrong_script(judged: Judged) -> str | None:
    """Simplified Chinese has no Traditional characters, kana or hangul but the source's own."""
    if judged.language.tag != "zh-Hans":
        return None
    for field in judged.fields:
        for character in field.text:
            foreign = character in TRADITIONAL or _KANA_OR_HANGUL.match(character)
            if foreign and character not in field.source:
                return f"{character} in {field.name} is not Simplified Chinese"
    return None


def odd_length(judged: Judged) -> str | None:
    """The translation of a long text has about the length that its language needs."""
    original = len(prose(judged.whole.english))
    if original >= judged.ratio.since:
        ratio = len(prose(judged.whole.translated)) / original
        if not judged.ratio.least <= ratio <= judged.ratio.most:
            return f"the translation has {ratio:.2f} of the {judged.names.text}'s characters"
    for bound in judged.bounds:
        if len(bound.field.text) > bound.most:
            return f"{bound.field.name} is longer than {bound.told}"
    return None


def _says_something(text: str) -> bool:
    formulas = any(piece.kind != "text" for piece in split_mathematics(text))
    return formulas or _LETTER.search(text) is not None


def _script_share(field: Field) -> float:
    text = prose(field.text)
    if field.names:
        text = _WORD.sub(lambda word: "" if word[0] in field.names else word[0], text)
    letters = _LETTER.findall(text)
    own = sum(1 for letter in letters if field.language.script.match(letter))
    return own / len(letters) if letters else 1.0
