"""The JSON object in an answer of an endpoint that does not hold its model to a schema.

Such answers stand in a code fence or between sentences, and have the backslashes of LaTeX as
they are, which JSON wants written twice. Nothing is guessed: a text that can be meant in two
ways stays what it is, and so no JSON. What is read wrongly inside a formula all the same, the
gate's check of mathematics finds.
"""

import re
from collections.abc import Iterator

_FENCE = "```"

# A pair is an escape of JSON; found from left to right, so that what is escaped is passed over. A
# word begins with an escape of JSON, or is a command of LaTeX. Anything else is no JSON.
_BACKSLASH = re.compile(
    r"""\\(?:(?P<pair>[\\"/]|u[0-9A-Fa-f]{4})|(?P<word>[bfnrt][A-Za-z]*)|.?)""", re.DOTALL
)
# Commands that begin with an escape which texts do have, a line end or a tab: those that stand
# more than once in 100,000 abstracts of arXiv, and their kin. `\text` begins many.
_COMMAND = re.compile(
    "nabla|natural|ncong|ne|nearrow|neg|neq|newline|nexists|ngeq|ni|nicefrac|nleq|nless|nmid|noindent"
    "|norm|not|notin|nparallel|nprec|nrightarrow|nsim|nsubseteq|nsucc|nu|nwarrow"
    "|tan|tanh|tau|tbinom|text[a-z]*|tfrac|therefore|theta|tilde|times|to|top|tr|triangle|triangleq|tt"
)


def readings(text: str) -> Iterator[str]:
    """Yield what of an answer may be its JSON, the likeliest first: the text itself at first.

    The next ones are for a text that is no JSON: its outermost object, and that with its LaTeX
    escaped. Each takes a time that grows with the text's length alone.
    """
    yield text
    found = _object(text)
    if found is None:
        return
    yield found
    repaired = _escaped(found)
    if repaired is not None:
        yield repaired


def _object(text: str) -> str | None:
    """Return what stands from the first brace to the last one, in the fence if there is one."""
    lines = text.split("\n")  # not splitlines, which cuts at characters that JSON allows
    fences = [number for number, each in enumerate(lines) if each.lstrip().startswith(_FENCE)]
    if len(fences) == 2:  # noqa: PLR2004 (its beginning and its end)
        text = "\n".join(lines[fences[0] + 1 : fences[1]])
    start, end = text.find("{"), text.rfind("}")
    return text[start : end + 1] if 0 <= start < end else None


def _escaped(text: str) -> str | None:
    """Return JSON with the backslashes of LaTeX written twice; None where that is in doubt."""
    parts: list[str] = []
    place = 0
    for match in _BACKSLASH.finditer(text):
        meant = _meant(match)
        if meant is None:
            return None
        parts += text[place : match.start()], meant
        place = match.end()
    return "".join(parts) + text[place:]


def _meant(match: re.Match[str]) -> str | None:
    """Return what one backslash and what follows it should be in JSON; None: nobody knows."""
    written, word = match[0], match["word"]
    if match["pair"] is not None:
        return written
    if word is None:
        # An escape that JSON does not have. Programmers write \' for ', and LaTeX for an accent.
        return None if written in ("\\", "\\'") else "\\" + written
    if word[0] in "bf":  # no text has a backspace or a form feed
        return "\\" + written
    if len(word) == 1:  # a line end or a tab, such as before Chinese
        return written
    if word[0] == "r" or _COMMAND.fullmatch(word):
        return "\\" + written
    # "\nThe" is a line end and a sentence; "\nfoo" may be a macro of the authors.
    return None if word[1].islower() else written
