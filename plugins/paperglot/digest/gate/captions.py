"""A figure's caption as the checks see it: short, full of names, and translated whole."""

import re

from paperglot.digest.gate.texts import Bound, Copy, Field, Judged, Names, Ratio
from paperglot.languages import Language
from paperglot.model import Pair

_NAMES = Names(
    point="caption",
    part="sentence",
    whole="a caption",
    copied="a caption",
    text="caption",
    given="the caption",
)
SKIPPED = ("counts",)
"""Checks that say nothing of a caption, which counts what its figure shows."""

# GPT4, LLaMA, xi, and what has a capital letter in the middle of a sentence.
_NAME = re.compile(
    r"\b(?:[A-Za-z]*\d[A-Za-z0-9]*|[A-Za-z]+[A-Z][A-Za-z0-9]*|[A-Za-z]{1,2}"
    r"|(?<=[a-z0-9,;] )[A-Z][a-z]+)\b",
    re.ASCII,
)
_SHORT = 60
"""Characters of a caption below which the length of its translation tells little."""
_LEAST = 0.5
"""Of the least that an abstract's translation has: a caption may say little in many words."""
_MOST = 1.2
"""Characters for each of a caption that is nothing but names, which stay as they are."""


def judged(label: str, caption: Pair, system: str, language: Language) -> Judged:
    """Return a caption and its translation with all that they are compared with."""
    source, translated = caption.english, caption.translated
    least, most = language.length_ratio
    ratio = Ratio(_LEAST * least, max(most, _MOST), since=_SHORT)
    names = frozenset(_NAME.findall(source))
    field = Field(label, translated, language, source, is_whole=True, names=names)
    longest = round(ratio.most * max(_SHORT, len(source)))
    return Judged(
        language=language,
        names=_NAMES,
        system=system,
        fields=(field,),
        points=(),
        parts=(),
        whole=caption,
        ratio=ratio,
        bounds=(Bound(field, longest, f"{longest} characters"),),
        copies=(Copy(label, translated, source),),
    )
