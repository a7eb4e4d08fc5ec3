import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperglot.figure import Figure
from paperglot.figures.answer import (
    LONGEST_ANSWER,
    MOST_FIGURES,
    REASONS,
    AnswerError,
    read,
    write,
    write_reason,
)

FIGURE = Figure("Figure 3", "Errors fall.", 2, 700, 300, 9_000, "0123456789abcdef")
BY = "http://creativecommons.org/licenses/by/4.0/"


def spoiled(**changes: object) -> bytes:
    """Return an answer with one figure that has other values."""
    answer = json.loads(write(None, [FIGURE]))
    answer["figures"][0] |= changes
    return json.dumps(answer).encode()


def test_an_answer_is_read_as_it_was_written() -> None:
    assert read(write(BY, [FIGURE]).encode(), 10) == (BY, (FIGURE,))
    assert read(write(None, []).encode(), 10) == (None, ())
    assert read(spoiled(), 10) == (None, (FIGURE,))


@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_is_one_of_ours(reason: str) -> None:
    assert read(write_reason(reason).encode(), 10) == REASONS[reason]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"rubbish",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"{}",
        b"[" * 100_000,
        b" " * (LONGEST_ANSWER + 1),
        b'{"reason": "because"}',
        b'{"reason": ["memory"]}',
        b'{"licence": null}',
        b'{"licence": 4, "figures": []}',
        b'{"licence": "two\\nlines", "figures": []}',
        b'{"licence": null, "figures": {}}',
        b'{"licence": null, "figures": [4]}',
        b'{"licence": null, "figures": [{}]}',
        b'{"licence": null, "figures": [], "more": 1}',
        spoiled(label="../../etc"),
        spoiled(label="Figure <b>"),
        spoiled(caption=4),
        spoiled(caption="two\nlines"),
        spoiled(caption="a \u202e turn"),
        spoiled(caption="long " * 1_000),
        spoiled(page=0),
        spoiled(page=11),
        spoiled(page=True),
        spoiled(page=1.0),
        spoiled(width=100_000),
        spoiled(height=-1),
        spoiled(size=0),
        spoiled(size="9000"),
        spoiled(hash="../../../../x"),
        spoiled(hash="0123456789ABCDEF"),
        spoiled(hash="0123456789abcdef\n"),
        spoiled(more=1),
        spoiled(caption_translated="误差下降。"),
        write(None, [FIGURE, FIGURE]).encode(),
        write(None, [FIGURE] * (MOST_FIGURES + 1)).encode(),
    ],
)
def test_what_no_working_worker_says_is_refused(content: bytes) -> None:
    with pytest.raises(AnswerError):
        read(content, 10)


_JSON: Callable[..., st.SearchStrategy[Any]] = st.recursive
ANYTHING = _JSON(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


@given(ANYTHING, ANYTHING)
def test_nothing_else_is_ever_raised(licence: object, figures: object) -> None:
    content = json.dumps({"licence": licence, "figures": figures}).encode()
    try:
        found = read(content, 10)
    except AnswerError:
        return
    assert found == (licence, ())
