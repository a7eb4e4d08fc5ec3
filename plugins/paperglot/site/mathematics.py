r"""TeX formulas as MathML Core, made at build time, so that a reader needs neither script nor font.

What the converter does not know shows its source, which readers of arXiv can read.
"""

import re
from functools import lru_cache

from markupsafe import Markup
from math_core import LatexError, LatexToMathML

from paperglot.prose import normalise

# Commands of real abstracts that MathML has another word for.
_MACROS = {
    "widetilde": r"\tilde{#1}",
    "textsc": r"\text{#1}",
    "mbox": r"\text{#1}",
    "emph": r"\text{#1}",
    "bm": r"\boldsymbol{#1}",
    "xspace": r"",
    "Tilde": r"\tilde{#1}",
    "Bar": r"\bar{#1}",
}
# MathJax's name for a character, and a per cent sign, which TeX would take for a comment.
_UNICODE = re.compile(r"\\unicode\{x([0-9A-Fa-f]{1,5})\}")
_PER_CENT = re.compile(r"(?<!\\)((?:\\\\)*)%")
# Numbers of equations belong to the paper; here they would point to nothing.
_POINTER = re.compile(r"\\(?:eqref|ref|label)(?![A-Za-z])")
# The converter aligns cells and colours formulas by styles, which the pages' policy forbids.
_STYLE = re.compile(r"""(<[a-z]+(?: [a-z]+="[^"]*")*?) style="([^"]*)\"""")
_ALIGNED = re.compile(r"text-align: ?(left|right)")
# A hostile formula may nest as deep as it is long.
_LONGEST = 4_000


@lru_cache(maxsize=1)
def _converter() -> LatexToMathML:
    return LatexToMathML(macros=_MACROS, fancy_error=False)


def mathml(formula: str, *, display: bool) -> Markup:
    """Return a formula without its dollars as MathML, or its source in `<code>`."""
    try:
        if len(formula) <= _LONGEST and not _POINTER.search(formula):
            # math-core escapes what is text in its output.
            converted = _converter().convert_with_local_state(_tidy(formula), displaystyle=display)
            return Markup(_STYLE.sub(_without_style, converted))  # noqa: S704
    except LatexError:
        pass
    dollars = "$$" if display else "$"
    return Markup("<code>{}{}{}</code>").format(dollars, formula, dollars)


def _without_style(match: re.Match[str]) -> str:
    """Name the alignment of a cell as a class in place of its style; drop the rest."""
    aligned = _ALIGNED.match(match[2])
    return f'{match[1]} class="{aligned[1]}"' if aligned else match[1]


def _named(match: re.Match[str]) -> str:
    """Leave the name of what is no character, such as a surrogate, as it stands."""
    character = chr(int(match[1], 16))
    return character if normalise(f"x{character}") == f"x{character}" else match[0]


def _tidy(formula: str) -> str:
    named = _UNICODE.sub(_named, formula)
    return _PER_CENT.sub(r"\1\\%", named)
