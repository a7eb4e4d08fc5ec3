"""An answer that does not pass is asked for once more, then from another model."""

from dataclasses import replace
from typing import Any

import pytest

from paperglot.digest import prompt
from paperglot.digest.attempts import Attempt, first_attempt, with_earlier
from paperglot.model import Paper, Provenance, Status
from tests import settings
from tests.digest.asking import A, Asker, Run, due, papers
from tests.samples import digested, pending
from tests.standins import messages
from tests.standins.messages import Asked, Fault

OTHER = "claude-opus-5-5"
NOT_AGAIN = {"x-should-retry": "false"}


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Asker:
    monkeypatch.setattr("anthropic._base_client.INITIAL_RETRY_DELAY", 0.001)
    return Asker(monkeypatch)


def wrong(**fields: Any) -> Fault:
    """Answer with these fields and all else right."""
    return messages.answering(lambda asked: {**messages.invent(asked), **fields})


NUMBER = wrong(tldr_zh="它读取 3.75 倍的内容。")
REASON = "numbers: 3.75 in the TL;DR (zh-Hans) is not in the paper"


def only(run: Run, *, answers: int = 1) -> tuple[Paper, Provenance]:
    """Return what the last of so many answers made of the only paper."""
    assert len(run.kept) == answers
    assert {paper.id for paper in run.kept} == {A}
    provenance = run.kept[-1].provenance
    assert provenance is not None
    return run.kept[-1], provenance


def test_a_second_answer_that_passes_is_taken(ask: Asker) -> None:
    run = ask([NUMBER, None])
    paper, made = only(run, answers=2)
    assert (paper.status, paper.reason, made.flags) == (Status.DIGESTED, None, ())
    assert made.attempts == 2
    first, second = (request.body for request in run.requests)
    assert second["messages"][0] == first["messages"][0]
    assert [each["role"] for each in second["messages"]] == ["user", "user"]
    assert f"- {REASON}\n" in second["messages"][1]["content"]
    assert {**second, "messages": first["messages"]} == first


def test_each_answer_is_handed_over_with_what_it_cost(ask: Asker) -> None:
    run = ask([NUMBER, None])
    assert [paper.status for paper in run.kept] == [Status.REJECTED, Status.DIGESTED]
    for paper in run.kept:
        assert paper.provenance is not None
        tokens = paper.provenance.input_tokens * 0.1 + paper.provenance.output_tokens * 0.5
        assert paper.provenance.cost == pytest.approx(tokens / 1_000_000)
    assert run.kept[0].provenance is not None
    first, both = run.kept[0].provenance, with_earlier(run.kept[1], run.kept[0]).provenance
    _, second = only(run, answers=2)
    assert both is not None
    assert both.cost == pytest.approx((first.cost or 0) + (second.cost or 0))
    assert both.input_tokens == first.input_tokens + second.input_tokens
    assert both.output_tokens == first.output_tokens + second.output_tokens
    assert both.attempts == 2


def test_what_another_prompt_or_text_has_cost_is_another_matter(ask: Asker) -> None:
    paper, made = only(ask())
    before = replace(paper, status=Status.REJECTED, digest=None)
    for other in (
        replace(made, prompt="0"),
        replace(made, source="0"),
        replace(made, language="de"),
    ):
        assert with_earlier(paper, replace(before, provenance=other)) == paper
    assert with_earlier(paper, before) != paper
    assert with_earlier(paper, paper) == paper
    assert with_earlier(paper, None) == paper


def test_two_answers_that_fail_reject_the_paper_and_it_is_not_asked_again(ask: Asker) -> None:
    run = ask([NUMBER, NUMBER, None])
    paper, _ = only(run, answers=2)
    assert (paper.status, paper.reason) == (Status.REJECTED, REASON)
    assert len(run.requests) == 2
    assert due(paper) is None


def test_a_second_attempt_may_come_in_another_run(ask: Asker) -> None:
    paper, _ = only(ask([NUMBER, messages.api_error(500, headers=NOT_AGAIN)]))
    assert due(paper) == Attempt("claude-haiku-5-5", 2, (REASON,))
    later = Asker(ask.monkeypatch)(about=[paper])
    found, made = only(later)
    assert (found.status, made.attempts) == (Status.DIGESTED, 2)
    assert REASON in later.requests[0].body["messages"][1]["content"]


@pytest.mark.parametrize(
    "fault",
    [messages.off_schema(), messages.wrong_language(), messages.cut_answer()],
    ids=settings.fault_name,
)
def test_an_answer_of_another_shape_language_or_length_is_asked_for_again(
    ask: Asker, fault: Fault
) -> None:
    run = ask([fault, None])
    assert run.statuses == {A: Status.DIGESTED}
    assert len(run.requests) == 2


def test_a_refusal_is_not_asked_for_again(ask: Asker) -> None:
    run = ask([messages.refusal(), None])
    assert run.statuses == {A: Status.REFUSED}
    assert len(run.requests) == 1


@pytest.mark.parametrize(
    "fault",
    [messages.api_error(500, headers=NOT_AGAIN), messages.api_error(401), messages.html_page()],
    ids=settings.fault_name,
)
def test_what_was_paid_stands_where_the_second_attempt_fails(ask: Asker, fault: Fault) -> None:
    run = ask([NUMBER, fault])
    paper, made = only(run)
    assert (paper.status, paper.reason, made.attempts) == (Status.REJECTED, REASON, 1)
    assert made.output_tokens > 0
    assert [failure.subject for failure in run.failures] == [A]


def test_the_deadline_bounds_both_attempts(ask: Asker) -> None:
    paper, _ = only(ask([NUMBER, messages.never()], deadline=2))
    assert (paper.status, paper.reason) == (Status.REJECTED, REASON)


SPOILED = messages.answering(
    lambda asked: {
        **messages.invent(asked),
        "abstract_zh": "我们研究界，界为 $k = 3$，费用 $5 与 10%。",
    }
)


def in_placeholders(asked: Asked) -> dict[str, Any]:
    """Answer as a model that was shown placeholders does."""
    assert asked.sentences[2] == "The bound ⟦1⟧ is tight."
    answer = messages.invent(asked)
    return {**answer, "abstract_zh": "我们研究界。界 ⟦1⟧2 次为紧。费用多出 $5 和 10 %。"}


def test_spoiled_mathematics_is_asked_for_in_placeholders(ask: Asker) -> None:
    about = [pending(A, abstract=f"{pending().abstract} It ran 2 times.")]
    run = ask([SPOILED, messages.answering(in_placeholders)], about=about)
    paper, _ = only(run, answers=2)
    assert paper.reason is None
    assert paper.digest is not None
    assert paper.digest.abstract == "我们研究界。界 $k = 2$ 2 次为紧。费用多出 $5 和 10 %。"
    shown, told = run.requests[1].body["messages"]
    assert "k = 2" not in shown["content"]
    assert "such as ⟦1⟧" in told["content"]
    assert "mathematics: $k=2$ stands 0 times" in told["content"]


def test_a_paper_with_brackets_of_placeholders_is_shown_as_it_is(ask: Asker) -> None:
    about = [pending(A, abstract=f"{pending().abstract} It uses ⟦1⟧.")]
    run = ask([SPOILED, None], about=about)
    assert "k = 2" in run.requests[1].body["messages"][0]["content"]


def test_another_model_answers_where_the_first_failed_twice(ask: Asker) -> None:
    run = ask([NUMBER, NUMBER, None], fallback_model=OTHER)
    paper, made = only(run, answers=3)
    assert (paper.status, made.model) == (Status.DIGESTED, OTHER)
    assert [request.body["model"] for request in run.requests] == [
        "claude-haiku-5-5", "claude-haiku-5-5", OTHER,
    ]  # fmt: skip
    assert [each["role"] for each in run.requests[2].body["messages"]] == ["user"]
    assert made.attempts == 1
    assert made.cost == pytest.approx((made.input_tokens * 4 + made.output_tokens * 20) / 1_000_000)


def test_another_model_answers_at_once_where_the_first_refuses(ask: Asker) -> None:
    run = ask([messages.refusal(), None], fallback_model=OTHER)
    paper, made = only(run, answers=2)
    assert (paper.status, made.model, len(run.requests)) == (Status.DIGESTED, OTHER, 2)


def test_what_another_model_cannot_answer_either_is_not_asked_again(ask: Asker) -> None:
    run = ask([NUMBER] * 3, fallback_model=OTHER)
    paper, made = only(run, answers=3)
    assert (paper.status, paper.reason, made.model) == (Status.REJECTED, REASON, OTHER)
    assert due(paper, fallback_model=OTHER) is None
    assert due(paper) == first_attempt(settings.model())


def test_another_model_that_is_named_later_is_asked_about_what_failed(ask: Asker) -> None:
    for faults in ([NUMBER, NUMBER], [messages.refusal()]):
        run = Asker(ask.monkeypatch)(faults)
        assert due(run.kept[-1]) is None
        assert due(run.kept[-1], fallback_model=OTHER) == Attempt(OTHER)


def test_another_model_that_is_unknown_is_named_and_concerns_no_other_paper(ask: Asker) -> None:
    unknown = messages.api_error(404, "No such model.")
    run = ask({A: [NUMBER, NUMBER, unknown]}, papers(8), fallback_model="none", concurrency=1)
    assert len(run.statuses) == 8
    assert run.statuses[A] is Status.REJECTED
    assert list(run.reasons) == [A]
    assert run.reasons[A].startswith("none did not answer: the endpoint refuses all requests")
    assert due(run.kept[1], fallback_model="none") == Attempt("none")


def test_a_total_is_unknown_where_one_price_is(ask: Asker) -> None:
    run = ask([NUMBER, NUMBER, None], fallback_model="a-local-one")
    total = run.kept[0]
    for paper in run.kept[1:]:
        total = with_earlier(paper, total)
    assert total.provenance is not None
    assert total.provenance.cost is None
    assert total.provenance.output_tokens > run.kept[-1].provenance.output_tokens > 0  # type: ignore[union-attr]


def test_a_check_that_only_flags_does_not_keep_a_digest_back(ask: Asker) -> None:
    run = ask(NUMBER, flagging_checks=["numbers"])
    paper, made = only(run)
    assert (paper.status, made.flags, len(run.requests)) == (Status.DIGESTED, (REASON,), 1)


def test_a_prompt_that_changed_asks_again_whatever_model_it_was() -> None:
    model = settings.model(fallback_model=OTHER)
    paper = replace(digested(), status=Status.REJECTED)
    assert paper.provenance is not None
    for name in (model.name, OTHER):
        asked = replace(paper.provenance, model=name, prompt=prompt.VERSION)
        assert due(replace(paper, provenance=asked), fallback_model=OTHER) != first_attempt(model)
        old = replace(asked, prompt="0")
        assert due(replace(paper, provenance=old), fallback_model=OTHER) == first_attempt(model)


def test_one_paper_asked_twice_holds_up_no_other(ask: Asker) -> None:
    run = ask({A: [NUMBER, NUMBER]}, about=papers(4), concurrency=2)
    assert sorted(run.statuses.values()) == [*[Status.DIGESTED] * 3, Status.REJECTED]
