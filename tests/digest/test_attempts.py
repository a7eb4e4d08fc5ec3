"""An answer that does not pass is asked for once more, then from another model."""

import json
from dataclasses import replace
from typing import Any

import pytest

from paperglot.digest import direct, prompt
from paperglot.model import Paper, Provenance, Status
from tests import settings
from tests.digest.asking import A, Asker, Run, papers
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


def only(run: Run) -> tuple[Paper, Provenance]:
    [paper] = run.kept
    assert run.failures == ()
    assert paper.provenance is not None
    return paper, paper.provenance


def test_a_second_answer_that_passes_is_taken(ask: Asker) -> None:
    run = ask([NUMBER, None])
    paper, made = only(run)
    assert (paper.status, paper.reason, made.flags) == (Status.DIGESTED, None, ())
    first, second = (request.body for request in run.requests)
    assert second["messages"][0] == first["messages"][0]
    assert [each["role"] for each in second["messages"]] == ["user", "assistant", "user"]
    assert json.loads(second["messages"][1]["content"])["tldr_zh"] == "它读取 3.75 倍的内容。"
    assert f"- {REASON}\n" in second["messages"][2]["content"]
    assert {**second, "messages": first["messages"]} == first


def test_both_answers_are_paid_for(ask: Asker) -> None:
    _, once = only(ask())
    _, twice = only(Asker(ask.monkeypatch)([NUMBER, None]))
    assert twice.input_tokens > 2 * once.input_tokens
    assert twice.output_tokens > 1.5 * once.output_tokens
    tokens = twice.input_tokens * 0.1 + twice.output_tokens * 0.5
    assert twice.cost == pytest.approx(tokens / 1_000_000)


def test_two_answers_that_fail_reject_the_paper_and_it_is_not_asked_again(ask: Asker) -> None:
    run = ask([NUMBER, NUMBER, None])
    paper, _ = only(run)
    assert (paper.status, paper.reason) == (Status.REJECTED, REASON)
    assert len(run.requests) == 2
    assert not direct.needs_digest(paper, settings.model())


@pytest.mark.parametrize(
    "fault", [messages.off_schema(), messages.wrong_language()], ids=settings.fault_name
)
def test_an_answer_of_another_shape_or_language_is_asked_for_again(
    ask: Asker, fault: Fault
) -> None:
    run = ask([fault, None])
    assert run.statuses == {A: Status.DIGESTED}
    assert len(run.requests) == 2


@pytest.mark.parametrize(
    "fault", [messages.refusal(), messages.cut_answer()], ids=settings.fault_name
)
def test_a_refusal_and_an_answer_that_was_cut_off_are_not_asked_for_again(
    ask: Asker, fault: Fault
) -> None:
    run = ask([fault, None])
    assert set(run.statuses.values()) <= {Status.REFUSED, Status.REJECTED}
    assert len(run.requests) == 1


@pytest.mark.parametrize(
    "fault",
    [messages.api_error(500, headers=NOT_AGAIN), messages.api_error(401), messages.html_page()],
    ids=settings.fault_name,
)
def test_what_was_paid_stands_where_the_second_attempt_fails(ask: Asker, fault: Fault) -> None:
    paper, made = only(ask([NUMBER, fault]))
    assert (paper.status, paper.reason) == (Status.REJECTED, REASON)
    assert made.output_tokens > 0


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
    paper, _ = only(run)
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
    paper, made = only(run)
    assert (paper.status, made.model) == (Status.DIGESTED, OTHER)
    assert [request.body["model"] for request in run.requests] == [
        "claude-haiku-5-5", "claude-haiku-5-5", OTHER,
    ]  # fmt: skip
    assert [each["role"] for each in run.requests[2].body["messages"]] == ["user"]
    assert made.cost is not None
    assert made.cost > (made.input_tokens * 0.1 + made.output_tokens * 0.5) / 1_000_000


def test_another_model_answers_at_once_where_the_first_refuses(ask: Asker) -> None:
    run = ask([messages.refusal(), None], fallback_model=OTHER)
    paper, made = only(run)
    assert (paper.status, made.model, len(run.requests)) == (Status.DIGESTED, OTHER, 2)


def test_what_another_model_cannot_answer_either_is_not_asked_again(ask: Asker) -> None:
    run = ask([NUMBER] * 3, fallback_model=OTHER)
    paper, made = only(run)
    assert (paper.status, paper.reason, made.model) == (Status.REJECTED, REASON, OTHER)
    assert not direct.needs_digest(paper, settings.model(fallback_model=OTHER))
    assert direct.needs_digest(paper, settings.model())


def test_another_model_that_is_unknown_is_named_and_costs_no_answer(ask: Asker) -> None:
    run = ask([NUMBER, NUMBER, messages.api_error(404, "No such model.")], fallback_model="none")
    paper, made = only(run)
    assert paper.reason is not None
    assert paper.reason.startswith(f"{REASON}; none did not answer: the endpoint refuses all")
    assert made.model == "claude-haiku-5-5"
    assert not direct.needs_digest(paper, settings.model(fallback_model="none"))


def test_a_total_is_unknown_where_one_price_is(ask: Asker) -> None:
    _, made = only(ask([NUMBER, NUMBER, None], fallback_model="a-local-one"))
    assert made.cost is None
    assert made.output_tokens > 0


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
        assert not direct.needs_digest(replace(paper, provenance=asked), model)
        old = replace(asked, prompt="0")
        assert direct.needs_digest(replace(paper, provenance=old), model)


def test_one_paper_asked_twice_holds_up_no_other(ask: Asker) -> None:
    run = ask({A: [NUMBER, NUMBER]}, about=papers(4), concurrency=2)
    assert sorted(run.statuses.values()) == [*[Status.DIGESTED] * 3, Status.REJECTED]
