"""What a model's message says, or why the model stopped before it had said it."""

from typing import TYPE_CHECKING

from paperglot.model import Status
from paperglot.settings import ModelSettings

if TYPE_CHECKING:
    from anthropic.types import Message


class StoppedError(Exception):
    """The model refused to answer, or its answer was cut off."""

    def __init__(self, status: Status, reason: str) -> None:
        """Keep what that makes of what was asked for."""
        super().__init__(reason)
        self.status = status


def text_of(message: "Message", model: ModelSettings) -> str:
    """Return what a model wrote.

    Why it stopped is looked at before what it said: a refusal may come with some text.

    Raises:
        StoppedError: it is no whole answer.
    """
    if message.stop_reason == "refusal":
        category = getattr(message.stop_details, "category", None) or "no category given"
        raise StoppedError(Status.REFUSED, f"refused by the model: {category}")
    if message.stop_reason == "max_tokens":
        cut = f"the answer was cut off at {model.max_tokens} tokens"
        raise StoppedError(Status.REJECTED, cut)
    return next((block.text for block in message.content if block.type == "text"), "") or ""
