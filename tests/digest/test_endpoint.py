"""Endpoints other than Anthropic's own: their address, their key, what they do with a schema."""

from typing import Any

import pytest

from paperglot.digest import direct, endpoint
from paperglot.errors import NotConfiguredError
from paperglot.languages import Language
from paperglot.model import Paper, Status
from tests import settings
from tests.digest.asking import A, Asker, papers
from tests.samples import pending
from tests.standins import messages
from tests.standins.messages import MessagesStandIn, Structured


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Asker:
    return Asker(monkeypatch)


@pytest.fixture(autouse=True)
def _no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    settings.disconnect(monkeypatch)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")


def digest(**changes: Any) -> list[Paper]:
    """Return what came of one paper that was asked for with these options."""
    kept: list[Paper] = []
    failures = direct.digest_papers(
        papers(1), settings.model(**changes), settings.CHINESE, kept.append
    )
    assert failures == ()
    return kept


def test_an_endpoint_of_ones_own_is_asked_without_a_key() -> None:
    with MessagesStandIn() as stand_in:
        [paper] = digest(base_url=stand_in.base_url)
        [request] = stand_in.requests
    assert paper.status is Status.DIGESTED
    assert request.api_key == "none"


def test_a_key_that_is_set_is_sent_there_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "a-key")
    with MessagesStandIn() as stand_in:
        digest(base_url=stand_in.base_url)
        assert [request.api_key for request in stand_in.requests] == ["a-key"]


def test_the_option_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with MessagesStandIn() as stand_in, MessagesStandIn() as other:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", other.base_url)
        digest(base_url=f"{stand_in.base_url}/")
        assert (len(stand_in.requests), len(other.requests)) == (1, 0)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:11434",
        "http://LOCALHOST",
        "http://127.0.0.1:8080/anthropic",
        "http://[::1]:8080",
        "http://10.1.2.3",
        "https://192.168.1.9:8443",
        "http://[fd00::7]:80",
        "http://models:8000",
        "http://box.local",
        "http://models.internal:4000",
    ],
)
def test_a_loopback_or_private_address_needs_no_key(url: str) -> None:
    model = settings.model(base_url=url)
    endpoint.require_key(model)
    assert endpoint.connect(model).api_key == "none"


@pytest.mark.parametrize(
    "url",
    [
        None,
        "https://api.anthropic.com",
        "https://models.example.org",
        "http://8.8.8.8",
        "http://[2001:4860:4860::8888]",
        "https://127.0.0.1.example.org",
        "https://localhost.example.org",
        "https://local.example.org",
    ],
)
def test_any_other_address_does(url: str | None) -> None:
    with pytest.raises(NotConfiguredError, match="no ANTHROPIC_API_KEY is set"):
        endpoint.require_key(settings.model(base_url=url))


def test_any_other_address_is_asked_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", "a-token")
    model = settings.model(base_url="https://models.example.org/anthropic")
    endpoint.require_key(model)
    client = endpoint.connect(model)
    assert str(client.base_url) == "https://models.example.org/anthropic/"
    assert (client.api_key, client.auth_token) == (None, "a-token")


FORMULAS = (
    "We need $2 \\times 3$ of $\\alpha_1$ and $\\nabla f$. It takes $O(n \\log n)$ steps. It holds."
)


@pytest.mark.parametrize("language", [settings.CHINESE, settings.GERMAN])
def test_an_endpoint_that_ignores_the_schema_answers_by_the_prompt(
    ask: Asker, language: Language
) -> None:
    about = [pending(A, abstract=FORMULAS)]
    run = ask(about=about, structured=Structured.IGNORED, language=language)
    [paper] = run.kept
    assert (paper.status, paper.reason, len(run.requests)) == (Status.DIGESTED, None, 1)
    assert paper.digest is not None
    assert r"$2 \times 3$" in paper.digest.abstract


def test_an_answer_in_prose_that_does_not_pass_is_asked_for_again(ask: Asker) -> None:
    run = ask([messages.wrong_language(), None], structured=Structured.IGNORED)
    assert run.statuses == {A: Status.DIGESTED}
    assert len(run.requests) == 2


def test_latex_that_a_model_did_not_escape_reaches_the_page(ask: Asker) -> None:
    unescaped = messages.rewritten(lambda text: text.replace("\\\\", "\\"))
    about = [pending(A, abstract=FORMULAS)]
    [paper] = ask(unescaped, about=about, structured=Structured.IGNORED).kept
    assert paper.digest is not None
    for formula in (r"$2 \times 3$", r"$\alpha_1$", r"$\nabla f$", r"$O(n \log n)$"):
        assert formula in paper.digest.abstract


def test_instructions_and_terms_are_sent_and_named_on_the_page(ask: Asker) -> None:
    run = ask(glossary={"bound": "界限", "agent": "智能体"}, instructions="Be brief.")
    [paper], [request] = run.kept, run.requests
    assert "- bound: 界限" in request.body["system"]
    assert "agent" not in request.body["system"]
    assert request.body["system"].endswith("\nBe brief.\n")
    assert paper.provenance is not None
    assert paper.provenance.prompt.startswith("2+")
