"""TeX in the words of a text: accents, letters, signs, fonts, links, notes, quotation marks.

A command that is not known stays as written, so that nothing is lost. Source: arXiv's own
converter, arxiv-base, `arxiv/util/tex2utf.py`, and the commands that 100,000 papers have.
"""

import re
from collections.abc import Callable, Iterable
from functools import partial
from html.entities import html5
from unicodedata import normalize

from paperglot.arxiv.formulas import DOLLAR, FORMULA


def _table(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


# Combining characters; NFC joins them with their letter.
_ACCENTS = _table(
    "` \u0300 ' \u0301 ^ \u0302 ~ \u0303 \" \u0308 = \u0304 . \u0307 u \u0306 v \u030c "
    "H \u030b r \u030a c \u0327 k \u0328 d \u0323 b \u0331 h \u0309"
)
_LETTERS = _table(
    "aa å AA Å ae æ AE Æ oe œ OE Œ o ø O Ø l ł L Ł ss ß i ı j ȷ dh ð DH Ð dj đ DJ Đ th þ TH Þ "
    "ng ŋ NG Ŋ"
)
# HTML has named these after TeX.
_ENTITIES = """
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau
    upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega ell times pm
    deg div leq geq le ge ne approx uparrow downarrow leftarrow rightarrow
"""
_SIGNS = {name: html5[f"{name};"] for name in _ENTITIES.split()} | _table(
    """
    varepsilon ε varphi φ cdot · infty ∞ sim ∼ to → neq ≠ S § P ¶ dag † ddag ‡ pounds £
    copyright © textcopyright © textregistered ® texttrademark ™ textdegree ° texttimes ×
    textrightarrow → textless < textgreater > textperthousand ‰ textemdash — textendash –
    textasciitilde ~ textunderscore _ ldots … dots … textellipsis … LaTeX LaTeX TeX TeX
    ie i.e. eg e.g.
    """
)
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_SWITCHES = """
    bf it em sc tt sf rm sl bfseries itshape scshape ttfamily sffamily rmfamily normalfont
    tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge noindent
    centering xspace
"""
_FONTS = """
    textbf textit textsc texttt textsf textrm textsl textmd textup textnormal text emph
    underline uline ul mbox hbox url nolinkurl path num ac acp acs acl acf gls Gls glspl
"""
_CITATIONS = """
    cite citep citet citealp citealt citeauthor citeyear autocite parencite textcite
    ref eqref cref autoref
"""


def _script(text: str, mark: str, table: dict[int, int]) -> str:
    """Raise or lower a text; where a character cannot, a mark tells, and words stay level."""
    if all(ord(character) in table for character in text):
        return text.translate(table)
    level = mark == "^" and not any(character.isdigit() for character in text)
    return text if level else f"{mark}{text}"


_WRAPPERS: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(_FONTS.split(), str),
    **dict.fromkeys(_CITATIONS.split(), "[{}]".format),
    **dict.fromkeys(["enquote", "textquote"], "“{}”".format),
    "footnote": " ({})".format,
    "textsuperscript": partial(_script, mark="^", table=_RAISED),
    "textsubscript": partial(_script, mark="_", table=_LOWERED),
}


def _any(names: Iterable[str]) -> str:
    return f"(?:{'|'.join(names)})(?![A-Za-z])"


# An argument that is dropped or moved must hold no formula, or the marks would be mixed up.
_ARGUMENT = rf"[^{{}}{FORMULA}]*"
_TOKEN = re.compile(
    rf"""(?x) (?=[\\{{}}~h]) (?:
    (?P<url> https?:// (?: [^\s{{}}<>\\`'"~{FORMULA}{DOLLAR}] | \\[_%\#&~] | ~(?=\w) )+ )
  | (?P<apostrophe> (?<=[A-Za-z]) \\' (?= (?:s|t|re|ll|d|ve|m) (?![\w{{\\]) ) )
  | (?P<accent> (?P<group> \{{ )?
        \\ (?: (?P<sign> [`'^~"=.] ) | (?P<letter> [uvHrckdbh] ) (?=[\s{{\\]) \s? )
        (?: \{{ \s* (?P<inner> [^\W\d_] | \\[ij] ) \s* \}}
          | (?P<bare> [^\W\d_] | \\[ij] (?![A-Za-z]) ) (?: (?<=\\[ij]) (?: \{{\}} | \s ) )? )
        (?(group) \}} ) )
  | (?P<torn> \\[A-Za-z] \{{ [a-z]{{2,}} \}} )
  | (?P<symbol> (?P<curly> \{{ \s* )? \\ (?P<name> {_any([*_LETTERS, *_SIGNS])} )
        (?(curly) \s* \}} | (?: \{{\}} | (?P<gap> \s ) )? ) )
  | (?P<link> \\href \s* \{{ (?P<target> {_ARGUMENT} ) \}} (?P<label> \s* \{{ )? )
  | (?P<wrapper> \\ (?P<command> {_any(_WRAPPERS)} ) (?: \[ \d* \] )? \s* \{{
      | \\ (?:textcolor|colorbox|hyperlink) \s* \{{ {_ARGUMENT} \}} \s* \{{
      | \\ {_any(_SWITCHES.split())} \s* \{{
      | \{{ \s* \\ (?: {_any(_SWITCHES.split())} | color \s* \{{ {_ARGUMENT} \}} ) \s* )
  | (?P<nothing> \\[!/] | \\ {_any(_SWITCHES.split())} \s* )
  | (?P<price> \{{ {DOLLAR} \}} )
  | (?P<escape> \\\\? [%&_\#] | \\[{{}}] | \\["'] (?![{{}}]) )
  | (?P<space> \\[,;:\ ] | \\ {_any(["quad", "qquad", "newline"])} | \\\\ (?=\s|\\|$)
      | (?<=[\w)\]}}.,:'’{FORMULA}-]) (?: (?<![\d%]) ~ | ~ (?!\d) ) (?![~=]) )
  | (?P<hyphen> \\- )
  | (?P<open> \{{ )
  | (?P<close> \}} )
  | (?P<other> \\\\ ) )"""
)


def translate(text: str) -> str:
    """Replace the commands of a text from left to right; a group, when it closes."""
    done: list[str] = []
    groups: list[tuple[int, Callable[[str], str] | None]] = []
    position = 0
    for match in _TOKEN.finditer(text):
        done.append(text[position : match.start()])
        position = match.end()
        kind = match.lastgroup or ""
        if kind in {"open", "wrapper"} or match["label"]:
            groups.append((len(done), _closer(match)))
            done.append(match[0])
        elif kind == "close" and groups:
            _close(done, *groups.pop())
        else:
            done.append(_REPLACEMENTS.get(kind, re.Match.group)(match))
    return "".join([*done, text[position:]])


def _closer(match: re.Match[str]) -> Callable[[str], str] | None:
    """Return what makes a group's text of its content; None where the braces stay."""
    if match["label"]:
        return partial(link, target=match["target"])
    return _WRAPPERS.get(match["command"] or "", str) if match["wrapper"] else None


def _close(done: list[str], start: int, closer: Callable[[str], str] | None) -> None:
    if closer is None:
        done.append("}")
    else:
        done[start:] = [closer("".join(done[start + 1 :]))]


def _accent(match: re.Match[str]) -> str:
    r"""Join letter and accent; `\"h` has none, it is a quotation mark as programs write it."""
    sign, bare = match["sign"] or match["letter"], match["bare"]
    letter = (match["inner"] or bare).removeprefix("\\")
    if sign == "." and letter == "i":
        return letter
    joined = normalize("NFC", letter + _ACCENTS[sign])
    if not bare or (len(joined) == 1 and (sign != '"' or letter.lower() in "aeiouy")):
        return joined
    return match[0].replace("\\", "") if sign in {"'", '"'} else match[0]


def _torn(match: re.Match[str]) -> str:
    r"""Mend what arXiv makes of ρ, κ and ©: its `\rho` becomes an accent, `\r{ho}`."""
    return _SIGNS.get(re.sub(r"[\\{}]", "", match[0]), match[0])


def _symbol(match: re.Match[str]) -> str:
    """Replace a command; TeX drops the space behind one, words need that, signs do not."""
    letter = _LETTERS.get(match["name"])
    return letter or _SIGNS[match["name"]] + (match["gap"] or "")


_REPLACEMENTS: dict[str, Callable[[re.Match[str]], str]] = {
    "url": lambda match: _address(match[0]),
    "apostrophe": lambda _: "'",
    "accent": _accent,
    "torn": _torn,
    "symbol": _symbol,
    "link": lambda match: link("", match["target"]),
    "nothing": lambda _: "",
    "price": lambda _: DOLLAR,
    "escape": lambda match: match[0][-1],
    "space": lambda _: " ",
    # TeX's place for a hyphen at a line's end; authors mean a hyphen: `state\-of\-the\-art`.
    "hyphen": lambda _: "-",
}


_QUOTED = re.compile(
    r"""(?x) (?<!`)``(?!`) ([^`"]{1,400}?) (?:''|")
  | (?<![\w\\'"]) (?:"|'') (?=[^\s'"]) ([^`"]{1,200}?) '' (?![\w'])"""
)
_QUOTED_ONCE = re.compile(r"(?<![\w`\\])`(?=\S)([^`'\n]{1,80}?)'(?![\w'])")


def quotes(text: str) -> str:
    """Turn ``this'', `this' and the mixtures that occur into “this” and ‘this’."""
    if "``" in text or "''" in text:
        text = _QUOTED.sub(lambda match: f"“{match[1] or match[2]}”", text)
    return _QUOTED_ONCE.sub(r"‘\1’", text) if "`" in text else text


def link(label: str, target: str) -> str:
    """Write a link as its words and, where these are not the address already, the address."""
    label, target = label.strip(), _address(target).strip()
    return target if _bare(label) in {"", _bare(target)} else f"{label} ({target})"


def _address(text: str) -> str:
    return re.sub(r"\\([_%#&~])", r"\1", text)


def _bare(address: str) -> str:
    return re.sub(r"^https?://|/$", "", address)
