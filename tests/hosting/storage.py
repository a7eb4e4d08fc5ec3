"""A bucket as somebody else than the sync sees and changes it."""

from dataclasses import dataclass
from typing import Any

from paperglot.hosting.destination import Destination
from paperglot.hosting.s3 import Bucket


@dataclass(frozen=True, slots=True)
class Storage:
    """A bucket on a server that speaks S3."""

    url: str
    bucket: str
    client: Any

    def at(self, prefix: str = "site", url: str | None = None) -> Bucket:
        """Return what a sync sees of it, at its own address or through a stand-in."""
        return Bucket(Destination.parse(f"s3://{self.bucket}/{prefix}"), url or self.url)

    def contents(self, prefix: str = "site/") -> dict[str, bytes]:
        """Return what is below a prefix, by key without it."""
        found = self.client.list_objects_v2(Bucket=self.bucket, Prefix=prefix)
        keys = [each["Key"] for each in found.get("Contents", ())]
        return {key.removeprefix(prefix): self._get(key)["Body"].read() for key in keys}

    def headers(self, key: str) -> tuple[str, str]:
        """Return the media type and the Cache-Control of an object."""
        found = self._get(key)
        return found["ContentType"], found["CacheControl"]

    def put(self, key: str, content: bytes) -> None:
        """Put an object there, as somebody else would."""
        self.client.put_object(Bucket=self.bucket, Key=key, Body=content)

    def delete(self, key: str) -> None:
        """Delete an object, as somebody else would."""
        self.client.delete_object(Bucket=self.bucket, Key=key)

    def _get(self, key: str) -> Any:
        return self.client.get_object(Bucket=self.bucket, Key=key)
