r"""Formulas as arXiv's authors write them become formulas as `paperglot.prose` reads them.

TeX takes any two dollar signs, `\(…\)` and `\[…\]` for a formula; prose has a rule that keeps
prices out. While the words of a text are worked on, its formulas are set aside.
"""

import re

from paperglot.prose import split_mathematics

# While the words are worked on, noncharacters stand for a formula and for a dollar sign
# that is none; `normalise` has dropped any that the text had.
FORMULA, DOLLAR = "\ufdd0", "\ufdd1"


_DISPLAY = re.compile(
    r"""(?x) (?P<escaped> \\[^\[] )
  | \\\[ (?: [^$\\\n] | \n (?!\s*\n) | \\[^\[\]\n] )*+ \\\]
  | \$\$ (?: [^$\\\n] | \n (?!\s*\n) | \\[^\n] )++ \$\$"""
)
_MATHEMATICS = re.compile(
    r"""(?x) (?=[\\$]) (?:
    \\\( (?!\s*\\\)) (?P<round> (?: [^$\\\n] | \\[^()\n] )++ ) \\\)
  | \\\[ (?!\s*\\\]) (?P<square> (?: [^$\\\n] | \\[^\[\]\n] )++ ) \\\]
  | \$\$ (?!\s*\$) (?P<display> (?: [^$\\\n] | \\[^\n] )++ ) \$\$
  | \$ (?!\s*\$) (?P<inline> (?: [^$\\\n] | \\[^\n] )++ ) \$
  | (?P<dollar> \\?\$ )
  | (?P<escaped> (?: \\[^$(\[] [^$\\]*+ )++ | \\. ) )"""
)
_DIGITS = re.compile(r"(?:\d+(?:\.\d+)*)?")
_LONE_BACKSLASH = re.compile(r"(?<!\\)(?:\\\\)*\\$")
_TEX = re.compile(r"\\[A-Za-z]+|\{[^{}]*\}")
_WORD = re.compile(r"(?<!\S)[A-Za-z]{2,}(?![^\s.,;:)])")


def paragraphs(text: str) -> str:
    """Set paragraphs apart by a blank line; the lines of a formula on display are none."""
    text = text.replace("\r\n", "\n")
    if "\n" not in text:
        return text
    return re.sub(r"\n[ \t]{2,}", "\n\n", _DISPLAY.sub(_on_one_line, text))


def _on_one_line(match: re.Match[str]) -> str:
    return match["escaped"] or re.sub(r"\s*\n\s*", " ", match[0])


def set_aside(text: str) -> tuple[str, list[str]]:
    """Return the words with a mark for each formula, and the formulas as prose has them."""
    parts: list[str] = []
    formulas: list[str] = []
    position = 0
    while match := _MATHEMATICS.search(text, position):
        parts.append(text[position : match.start()])
        if match["escaped"]:
            parts.append(match[0])
            position = match.end()
            continue
        formula, position = _formula(match)
        parts.append(FORMULA if formula else DOLLAR)
        formulas.extend([formula] if formula else [])
    return "".join([*parts, text[position:]]), formulas


def _formula(match: re.Match[str]) -> tuple[str, int]:
    r"""Return a formula as prose reads it, empty where there is none, and where it ends.

    TeX takes any two dollar signs, prose only those without a space inside and a digit
    behind: `$ x $` becomes `$x$`, and `$\times$4` becomes `$\times 4$`.
    """
    if display := match["square"] or match["display"]:
        return f"$${_tidy(display)}$$", match.end()
    body = match["round"] or match["inline"]
    if not body:
        return "", match.end()
    digits = _DIGITS.match(match.string, match.end())
    number = digits[0] if digits else ""
    strange = number or body != body.strip()
    if strange and match["inline"] and not _is_formula(body, number):
        return "", match.start() + 1
    body = _tidy(body)
    space = " " if number and body[-1].isalpha() else ""
    return f"${body}{space}{number}$", match.end() + len(number)


def _tidy(body: str) -> str:
    r"""Strip a formula; a `\ ` that loses its space must not escape the dollar sign behind it."""
    body = body.strip()
    return f"{body} {{}}" if _LONE_BACKSLASH.search(body) else body


def _is_formula(body: str, number: str) -> bool:
    """Tell a formula from the words between two prices."""
    rest = _TEX.sub(" ", body)
    simple = rest == body
    amount = body.lstrip()[:1].isdigit() and (simple or (number and body[-1].isspace()))
    return not (amount or (re.search("[A-Za-z]{2}", body) if simple else _WORD.search(rest)))


def put_back(words: str, formulas: list[str]) -> str:
    r"""Insert the formulas; write `\$` where a plain dollar sign would change one."""
    for dollar in ("$", r"\$"):
        first, *others = words.replace(DOLLAR, dollar).split(FORMULA)
        pairs = zip(formulas, others, strict=True)
        text = first + "".join(formula + after for formula, after in pairs)
        if set_aside(text)[1] == formulas == _formulas(text):
            break
    return text


def _formulas(text: str) -> list[str]:
    return [piece.source for piece in split_mathematics(text) if piece.kind != "text"]
