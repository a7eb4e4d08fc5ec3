"""The endpoint of the model: the SDK's client, and what its errors mean to a run."""

import asyncio
import ipaddress
import os
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from paperglot.digest.lacks import Lacks
from paperglot.errors import DigestError, EndpointClosedError, EndpointError, NotConfiguredError
from paperglot.prose import line
from paperglot.settings import ModelSettings

if TYPE_CHECKING:
    from anthropic import AsyncAnthropic
    from anthropic.types import Message

_KEYS = ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_PROFILE")
_NO_KEY = "none"
"""Sent where an endpoint of one's own needs no key; the SDK asks nobody without one."""
_OWN_ENDINGS = (".localhost", ".local", ".internal", ".home.arpa", ".lan")
_LONGEST_REASON = 200
_MONEY = re.compile(r"spend(?:ing)?[ _]limit|usage limit|credit balance", re.IGNORECASE)


def require_key(model: ModelSettings) -> None:
    """Go on only with a key; the SDK would ask for it at the first request, with a TypeError.

    An endpoint of one's own, at the address that the options name, may do without.

    Raises:
        NotConfiguredError: there is none.
    """
    if not (_has_key() or _is_own(model.base_url)):
        message = "no ANTHROPIC_API_KEY is set, so no digest was asked for"
        raise NotConfiguredError(message)


def connect(model: ModelSettings) -> "AsyncAnthropic":
    """Make the SDK's client, which reads from the environment what the settings leave open.

    Raises:
        NotConfiguredError: settings or environment have values that cannot work.
    """
    import anthropic  # noqa: PLC0415 (importing it takes seconds)
    import httpx2  # noqa: PLC0415

    key = _NO_KEY if _is_own(model.base_url) and not _has_key() else None
    try:
        # Not less than the deadline: a request that is cut short may be billed, and asked again.
        return anthropic.AsyncAnthropic(
            api_key=key, base_url=model.base_url, timeout=model.deadline
        )
    except (anthropic.AnthropicError, httpx2.InvalidURL, ValueError) as error:
        message = f"the model cannot be asked: {error}"
        raise NotConfiguredError(message) from error


def _has_key() -> bool:
    return any(os.environ.get(name) for name in _KEYS)


def _is_own(url: str | None) -> bool:
    """Say whether an address is of this machine or a private network."""
    host = (urlsplit(url).hostname or "") if url else ""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:  # a name
        return bool(host) and ("." not in host or host.endswith(_OWN_ENDINGS))


async def ask(
    client: "AsyncAnthropic",
    parameters: dict[str, Any],
    model: ModelSettings,
    ends: float,
    lacks: Lacks,
) -> "Message":
    """Ask for one answer; `ends` is the moment of the loop's clock to wait until.

    What the endpoint turns out not to know is left out, and remembered in `lacks`.

    Raises:
        EndpointError: this request failed.
        EndpointClosedError: all requests will.
    """
    import anthropic  # noqa: PLC0415 (importing it takes seconds)
    import httpx2  # noqa: PLC0415

    known = lacks.without(parameters)
    try:
        async with asyncio.timeout_at(ends):
            answer: object = await client.messages.create(**known)
    except TimeoutError as error:
        problem = f"no answer within {model.deadline:g} seconds"
        raise EndpointError(problem) from error
    except (anthropic.AnthropicError, httpx2.HTTPError, ValueError) as error:
        told = error_of(error)
        if lacks.learn(str(told)) and lacks.without(known) != known:
            return await ask(client, parameters, model, ends, lacks)
        raise told from error
    return message_of(answer)


def message_of(answer: object) -> "Message":
    """Return an answer that is a message; the SDK passes on whatever an endpoint sends.

    Raises:
        EndpointError: it is none, or its content is no list of blocks.
    """
    from anthropic.types import Message  # noqa: PLC0415

    if isinstance(answer, Message):
        content: object = answer.content
        if isinstance(content, list) and all(hasattr(block, "type") for block in content):
            return answer
    problem = "the endpoint's answer is no message"
    raise EndpointError(problem)


def error_of(error: Exception) -> DigestError:
    """Tell what concerns every paper (key, credit, permission, model) from what may pass."""
    status = status_of(error)
    told = _told(error)
    if status in (401, 402, 403, 404) or _is_about_money(error):
        message = f"the endpoint refuses all requests: HTTP {status}: {told}"
        return EndpointClosedError(message)
    return EndpointError(f"HTTP {status}: {told}" if status else f"{type(error).__name__}: {told}")


def status_of(error: BaseException) -> int | None:
    """Return the HTTP status that an error of the SDK stands for; None if there was no answer."""
    status = getattr(error, "status_code", None)
    return status if isinstance(status, int) else None


def _is_about_money(error: Exception) -> bool:
    """Say whether a limit of spending is reached: an account's is a 400, a tier's a 429.

    No waiting cures it, so no other paper need be asked for.
    """
    cause = _cause(error)
    details = cause.get("details")
    code = details.get("error_code") if isinstance(details, dict) else None
    told = f"{code or ''} {cause.get('message') or ''}"
    return status_of(error) in (400, 429) and _MONEY.search(told) is not None


def _cause(error: Exception) -> dict[str, object]:
    body = getattr(error, "body", None)
    cause = body.get("error") if isinstance(body, dict) else None
    return cause if isinstance(cause, dict) else {}


def _told(error: Exception) -> str:
    """Return the API's own words, without the request's id, which differs each time."""
    own = _cause(error).get("message")
    told = line(str(own or error)) or type(error).__name__
    if error.__cause__ is not None and own is None:
        told += f" ({line(str(error.__cause__))})"  # the SDK says no more than "Connection error."
    return told[:_LONGEST_REASON]
