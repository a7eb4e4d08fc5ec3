"""Answers of endpoints that hold no model to a schema: fenced, in prose, with LaTeX unescaped."""

import contextlib
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paperglot.digest import answer
from paperglot.digest.answer import AnswerError
from paperglot.model import Digest
from tests.digest.test_answer import answered, takeaway
from tests.settings import CHINESE

GOOD = json.dumps(answered(), ensure_ascii=False)
DIGEST = answer.parse(GOOD, CHINESE)


def saying(text: str) -> str:
    """Return an answer whose title is this stretch of JSON, backslashes as they are here."""
    return GOOD.replace("标题", text)


def parse(text: str) -> Digest:
    return answer.parse(text, CHINESE)


@pytest.mark.parametrize(
    "text",
    [
        f"```json\n{GOOD}\n```",
        f"```\n{GOOD}\n```\n",
        f"```JSON\r\n{GOOD}\r\n```",
        f"```json {GOOD} ```",
        f"Here is the digest:\n\n```json\n{GOOD}\n```",
        f"Here is the digest, for {{you}}:\n```json\n{GOOD}\n```\nIt has {{braces}}.",
        f"  ```json\n  {GOOD}\n  ```",
        f"Sure! {GOOD}",
        f"{GOOD}\n\nI hope that this helps.",
        f"好的：\n{GOOD}\n以上。",
        f"```json\n{json.dumps(answered(), indent=2)}\n```",
        f"```json\n{GOOD}",
    ],
)
def test_an_object_in_a_fence_or_in_prose_is_found(text: str) -> None:
    assert parse(text) == DIGEST


@pytest.mark.parametrize(
    "text",
    [
        f"{GOOD}\n{GOOD}",
        f"```json\n{GOOD}\n```\n```json\n{GOOD}\n```",
        f"The object {{…}} follows: {GOOD}",
        f"{GOOD} I left out {{notes}}.",
        GOOD[:-1],
        GOOD[1:],
        f"```json\n{GOOD[:-1]}\n```",
        GOOD.replace('", "', '" "', 1),
        GOOD.replace('"takeaways"', "takeaways"),
        GOOD.replace("摘要", '摘"要'),
        GOOD.replace("摘要", "摘\n要"),
    ],
)
def test_what_is_in_doubt_is_no_answer(text: str) -> None:
    with pytest.raises(AnswerError, match="JSON"):
        parse(text)


def test_the_shape_of_what_was_found_is_held_to() -> None:
    with pytest.raises(AnswerError, match=r"^takeaways: "):
        parse(f"Here:\n{json.dumps({**answered(), 'takeaways': [takeaway(1)]})}")
    with pytest.raises(AnswerError, match=r"^remark: "):
        parse(f"```\n{json.dumps({**answered(), 'remark': 'x'})}\n```")


BROKEN = r"$\alpha$ "
"""What makes an answer no JSON, so that backslashes are looked at."""


@pytest.mark.parametrize(
    "formula",
    [
        r"$\alpha$", r"$\mathcal{O}(n)$", r"$\{x\}$", r"$a\,b$", r"\(x\)", r"50\%", r"\$5", r"a\_b",
        r"$2 \times 3$", r"$2\times10^3$", r"$\theta_0$", r"$\tau$", r"$x\to y$", r"$\tilde{O}$",
        r"$\text{ops}$", r"$\texttt{x}$", r"\textbf{95}", r"$\textstyle x$", r"$A^\top$",
        r"$\beta$", r"$\beta_k$", r"$\bar x$", r"\bf x", r"$\big|$", r"$\binom{n}{k}$",
        r"$\frac{1}{2}$", r"$\forall x$", r"\footnote{x}",
        r"$\nabla f$", r"$\nabla$是", r"$a\neq b$", r"$\nu$", r"$x\notin y$", r"$\nleq$", r"$\ne$",
        r"$\rho$", r"$\rightarrow$", r"$\rangle$", r"{\rm x}",
        r"$\underline{x}$", r"$\upsilon$", r"$\uparrow$", r"$\cup$", r"\url{x}",
    ],
)  # fmt: skip
def test_latex_that_is_not_escaped_is_kept(formula: str) -> None:
    assert parse(saying(BROKEN + formula)).title == BROKEN + formula
    fenced = f"As asked:\n```json\n{saying(BROKEN + formula)}\n```"
    assert parse(fenced).title == BROKEN + formula


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"$\\alpha$", r"$\alpha$"),
        (r"$\\beta + \\frac12$", r"$\beta + \frac12$"),
        (r"\"so\"", '"so"'),
        (r"a\/b", "a/b"),
        (r"\u4e2d\u6587", "中文"),
        (r"one\nTwo", "one Two"),
        (r"一。\n二。", "一。 二。"),
        (r"one\r\n\tTwo", "one Two"),
        (r"one\n\n- two", "one - two"),
    ],
)
def test_what_json_has_escaped_stays_so_beside_what_it_has_not(written: str, meant: str) -> None:
    assert parse(saying(BROKEN + written)).title == BROKEN + meant


@pytest.mark.parametrize("written", [r"$\nfoo$", r"$\tmatch$", r"it\'s", r"one\nand two", "x\\"])
def test_a_backslash_that_can_be_meant_in_two_ways_is_no_answer(written: str) -> None:
    with pytest.raises(AnswerError, match="JSON"):
        parse(saying(BROKEN + written))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"$2 \times 3$", "$2 imes 3$"),
        (r"$\beta$", "$eta$"),
        (r"$\nabla f$", "$ abla f$"),
        (r"$\frac12$", "$ rac12$"),
        (r"$\\alpha$", r"$\alpha$"),
    ],
)
def test_json_that_is_valid_is_read_as_json(written: str, meant: str) -> None:
    for text in (saying(written), f"Here: {saying(written)}"):
        assert parse(text).title == meant


texts = st.text(st.sampled_from('$\\"nbfrtualphetimes{}[]:,`\n 中'), max_size=60)


@given(texts)
@example("\\")
@example("{\\")
@example('{"a": "\\\\"}')
def test_any_text_is_an_answer_or_an_error(text: str) -> None:
    for whole in (text, saying(text), f"{text}{GOOD}", f"```\n{GOOD}{text}\n```"):
        with contextlib.suppress(AnswerError):
            assert isinstance(parse(whole), Digest)


@given(st.text())
def test_what_a_serialiser_wrote_is_read_alike_wherever_it_stands(text: str) -> None:
    value = {**answered(), "title_zh": f"x{text}"}
    for written in (json.dumps(value), json.dumps(value, ensure_ascii=False)):
        assert parse(f"Here: {written}.") == parse(f"```json\n{written}\n```") == parse(written)
