"""Asking directly, with the real SDK over HTTP on loopback: good answers and bad ones."""

import signal
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from paperglot.digest import direct, prompt
from paperglot.errors import NotConfiguredError
from paperglot.model import Paper, Provenance, Status
from tests import settings
from tests.digest.asking import A, Asker, B, due, papers
from tests.samples import digested, pending
from tests.standins import messages
from tests.standins.messages import Asked, Fault, MessagesStandIn


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Asker:
    return Asker(monkeypatch)


def test_an_answered_paper_has_its_digest_and_where_it_came_from(ask: Asker) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    run = ask()
    [paper] = run.kept
    assert (paper.status, paper.reason, run.failures) == (Status.DIGESTED, None, ())
    assert paper.digest is not None
    assert 3 <= len(paper.digest.takeaways) <= 7
    made = paper.provenance
    assert made is not None
    assert before <= made.made <= datetime.now(UTC)
    assert made.input_tokens > 100
    assert made.output_tokens > 100
    assert made == Provenance(
        model="claude-haiku-5-5",
        prompt=prompt.VERSION,
        language="zh-Hans",
        source=prompt.source_hash(paper),
        made=made.made.replace(microsecond=0),
        input_tokens=made.input_tokens,
        output_tokens=made.output_tokens,
        cost=round((made.input_tokens * 0.1 + made.output_tokens * 0.5) / 1_000_000, 8),
    )


def test_everything_else_of_the_paper_stays(ask: Asker) -> None:
    paper = pending(A, version=3, comment="8 pages", reason="an old one", doi=("10.1/x",))
    [kept] = ask(about=[paper]).kept
    blank: dict[str, Any] = {"status": Status.PENDING, "provenance": None, "digest": None}
    assert replace(kept, **blank) == replace(paper, reason=None)


@pytest.mark.parametrize("thinking", [True, False])
def test_the_request_is_what_the_settings_say(ask: Asker, *, thinking: bool) -> None:
    run = ask(thinking=thinking, model="claude-opus-5-5", max_tokens=2_345)
    [request] = run.requests
    assert request.body["model"] == "claude-opus-5-5"
    assert request.body["max_tokens"] == 2_345
    assert request.body["system"] == prompt.rules(settings.CHINESE)
    assert request.body["messages"] == [{"role": "user", "content": prompt.user(pending(A))}]
    assert request.body.get("thinking") == (None if thinking else {"type": "disabled"})
    assert "tools" not in request.body


def test_another_second_language(ask: Asker) -> None:
    [paper] = ask(language=settings.GERMAN).kept
    assert paper.status is Status.DIGESTED
    assert paper.provenance is not None
    assert paper.provenance.language == "de"


def test_a_model_without_a_known_price_has_no_cost(ask: Asker) -> None:
    [paper] = ask(model="a-local-one").kept
    assert paper.provenance is not None
    assert paper.provenance.cost is None


def test_a_refusal_is_kept_and_paid_for(ask: Asker) -> None:
    [paper] = ask(messages.refusal("cyber", partial='{"title_zh": "')).kept
    assert (paper.status, paper.reason) == (Status.REFUSED, "refused by the model: cyber")
    assert paper.digest is None
    assert paper.provenance is not None
    assert paper.provenance.cost is not None
    assert paper.provenance.cost > 0
    assert due(paper) is None
    assert due(paper, model="claude-opus-5-5") is not None


def test_a_refusal_without_a_category(ask: Asker) -> None:
    [paper] = ask(messages.refusal(None)).kept
    assert paper.reason == "refused by the model: no category given"


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (messages.cut_answer(), "the answer was cut off at 4000 tokens"),
        (messages.off_schema(), "answer: title_zh: Field required"),
        (messages.wrong_language(), "language: 0% of the letters in 'We study bounds."),
        (messages.answering(lambda _: {}), "answer: title_zh: Field required"),
    ],
    ids=settings.fault_name,
)
def test_a_bad_answer_is_rejected_with_its_reason(ask: Asker, fault: Fault, reason: str) -> None:
    paper = ask(fault).kept[-1]
    assert paper.status is Status.REJECTED
    assert paper.reason is not None
    assert paper.reason.startswith(reason)
    assert paper.digest is None
    assert paper.provenance is not None
    assert paper.provenance.output_tokens > 0


def test_an_answer_longer_than_allowed_is_rejected(ask: Asker) -> None:
    paper = ask(max_tokens=50).kept[-1]
    assert paper.status is Status.REJECTED
    assert paper.reason == "the answer was cut off at 50 tokens"


def test_thinking_before_the_text_is_skipped(ask: Asker) -> None:
    assert ask(messages.thinking_first()).statuses == {A: Status.DIGESTED}


@pytest.mark.parametrize("status", list(Status))
def test_who_is_asked_again(status: Status) -> None:
    now = settings.model()
    paper = replace(digested(), status=status)
    assert paper.provenance is not None
    asked = replace(paper.provenance, model=now.name, prompt=prompt.VERSION, attempts=2)
    waits = status is Status.PENDING
    answered = status in (Status.REFUSED, Status.REJECTED)
    for provenance, expected in [
        (asked, waits),
        (replace(asked, model="another"), answered or waits),
        (replace(asked, prompt="0"), answered or waits),
        (None, answered or waits),
    ]:
        assert (due(replace(paper, provenance=provenance)) is not None) is expected
        assert due(replace(paper, provenance=provenance, sample=True)) is None


def test_a_paper_is_handed_over_while_another_is_still_awaited(ask: Asker) -> None:
    released = threading.Event()
    run = ask(
        {B: messages.slow(released)},
        about=[pending(B), pending(A)],
        concurrency=2,
        keep=lambda paper: released.set() if paper.id == A else None,
    )
    assert [paper.id for paper in run.kept] == [A, B]


def test_as_many_requests_as_allowed_are_under_way_and_no_more(ask: Asker) -> None:
    barrier = threading.Barrier(3)

    def together(asked: Asked) -> dict[str, Any]:
        barrier.wait(30)
        return messages.invent(asked)

    run = ask(about=papers(12), answer=together, concurrency=3)
    assert run.failures == ()
    assert run.peak == 3
    assert len(run.requests) == 12


def test_a_disk_that_is_full_ends_the_run_with_its_own_error(ask: Asker) -> None:
    def keep(_: object) -> None:
        message = "No space left on device"
        raise OSError(message)

    with pytest.raises(OSError, match="No space left"):
        ask(about=papers(3), keep=keep)


def test_control_c_loses_nothing_that_was_answered(ask: Asker) -> None:
    def keep(paper: Paper) -> None:
        if paper.id == B:
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        ask(about=papers(6), concurrency=1, keep=keep)
    assert list(ask.run.statuses) == [A, B]
    assert len(ask.run.requests) <= 3


def nothing(_: object) -> None:
    pytest.fail("nothing was answered")


def test_without_a_key_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with MessagesStandIn() as stand_in:
        settings.disconnect(monkeypatch)
        monkeypatch.setenv("ANTHROPIC_BASE_URL", stand_in.base_url)
        with pytest.raises(NotConfiguredError, match="no ANTHROPIC_API_KEY is set"):
            direct.digest_papers(papers(1), settings.model(), settings.CHINESE, nothing)
        assert stand_in.requests == ()


def test_without_papers_no_key_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    settings.disconnect(monkeypatch)
    assert direct.digest_papers([], settings.model(), settings.CHINESE, nothing) == ()


@pytest.mark.parametrize(
    ("name", "value"), [("ANTHROPIC_PROFILE", "none-such"), ("ANTHROPIC_BASE_URL", "http://[::1")]
)
def test_a_client_that_cannot_be_made_is_a_matter_of_configuration(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    settings.disconnect(monkeypatch)
    monkeypatch.setenv("ANTHROPIC_CONFIG_DIR", str(tmp_path))
    if name != "ANTHROPIC_PROFILE":
        monkeypatch.setenv("ANTHROPIC_API_KEY", "x")
    monkeypatch.setenv(name, value)
    with pytest.raises(NotConfiguredError):
        direct.digest_papers(papers(1), settings.model(), settings.CHINESE, nothing)
