"""Where a site is synced to: `s3://BUCKET/PREFIX`."""

import re
from dataclasses import dataclass
from typing import Self

from paperglot.errors import ConfigurationError

_ADDRESS = re.compile(r"s3://(?P<bucket>[^/]*)(?:/(?P<prefix>.*))?", re.DOTALL)
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", re.ASCII)
_PREFIX = re.compile(r"[\w!*'()~+@=,. -]+(/[\w!*'()~+@=,. -]+)*", re.ASCII)
_STEPS = {".", ".."}


@dataclass(frozen=True, slots=True)
class Destination:
    """A bucket, and what stands before each name in it."""

    bucket: str
    prefix: str
    """Ends in a slash, so that `blog/` is never taken for `blog-of-others/`; or is empty."""

    @classmethod
    def parse(cls, address: str) -> Self:
        """Read an address.

        Raises:
            ConfigurationError: it is none.
        """
        found = _ADDRESS.fullmatch(address)
        if not found:
            message = f"{address!r} should be s3://BUCKET or s3://BUCKET/PREFIX"
            raise ConfigurationError(message)
        bucket, prefix = found["bucket"], (found["prefix"] or "").removesuffix("/")
        if not _BUCKET.fullmatch(bucket):
            message = (
                f"{address!r}: {bucket!r} is no name of a bucket: 3 to 63 of a-z, 0-9, . and -"
            )
            raise ConfigurationError(message)
        if prefix and (not _PREFIX.fullmatch(prefix) or _STEPS & set(prefix.split("/"))):
            message = f"{address!r}: {prefix!r} is no prefix: names with single slashes between"
            raise ConfigurationError(message)
        return cls(bucket, f"{prefix}/" if prefix else "")

    def __str__(self) -> str:
        """Return the address."""
        return f"s3://{self.bucket}/{self.prefix}"
