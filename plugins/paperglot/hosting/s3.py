"""Storage that speaks S3: Amazon's, Cloudflare's R2, Backblaze's B2, MinIO and others.

The one module that knows boto3, which is optional: `pip install 'mkdocs-paperglot[s3]'`.
"""

import base64
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from paperglot import __version__
from paperglot.errors import ConfigurationError, DestinationError
from paperglot.hosting.destination import Destination
from paperglot.hosting.headers import cache_control, content_type
from paperglot.hosting.plan import Held
from paperglot.web_addresses import is_web_address

try:
    import boto3
    from botocore import exceptions as boto_errors
    from botocore.config import Config
    from botocore.parsers import ResponseParserError
except ImportError as error:
    _MESSAGE = "sync needs boto3: run make s3, or pip install 'mkdocs-paperglot[s3]'"
    raise ConfigurationError(_MESSAGE) from error

_PASSING = {
    "BadDigest",  # what arrived was not what was sent
    "InternalError",
    "OperationAborted",
    "RequestTimeout",
    "SlowDown",
    "Throttling",
    "ThrottlingException",
}
_ELSEWHERE = {"AuthorizationHeaderMalformed", "IllegalLocationConstraintException"}
_KEYS = "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"
_REDIRECTS = range(300, 400)
_SERVER_ERROR = 500


class Bucket:
    """The part of a bucket that a site has; safe to be used by several threads."""

    def __init__(
        self, destination: Destination, endpoint_url: str | None = None, *, connections: int = 16
    ) -> None:
        """Connect with the credentials of the environment; nothing is asked yet.

        Raises:
            ConfigurationError: the endpoint's address is none, or the environment's settings for
                AWS cannot work.
        """
        if endpoint_url is not None and not is_web_address(endpoint_url):
            message = f"--endpoint-url: {endpoint_url!r} should be a web address"
            raise ConfigurationError(message)
        config = Config(
            # Who calls tries again, and says which file it was.
            retries={"total_max_attempts": 1},
            max_pool_connections=connections,
            connect_timeout=10,
            read_timeout=60,
            # Other stores than Amazon's know the MD5, and not always Amazon's later checksums.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            # bucket.example.org needs a record in the DNS that a store of one's own seldom has.
            s3={"addressing_style": "path" if endpoint_url else "auto"},
            user_agent_extra=f"paperglot/{__version__}",
        )
        self._destination = destination
        try:
            self._client = boto3.Session().client("s3", endpoint_url=endpoint_url, config=config)
        except (boto_errors.BotoCoreError, ValueError) as error:
            message = f"{destination}: {error}"
            raise ConfigurationError(message) from error

    def held(self) -> dict[str, Held]:
        """Return what is there, by path below the prefix; a thousand files a request.

        Raises:
            DestinationError: it cannot be listed.
        """
        prefix = self._destination.prefix
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._destination.bucket, Prefix=prefix
        )
        found: dict[str, Held] = {}
        with self._errors():
            for page in pages:
                if "IsTruncated" not in page:  # a web page, of which boto3 makes an empty listing
                    raise self._no_s3()
                for each in page.get("Contents", ()):
                    path = each["Key"].removeprefix(prefix)
                    if path:  # a console makes one of no name to show an empty folder
                        found[path] = Held(each["Size"], _plain(each["ETag"]))
        return found

    def put(self, path: str, content: bytes) -> bool:
        """Put a file there as a host should serve it; say whether its ETag is its MD5.

        Raises:
            DestinationError: it is not there, or perhaps not.
        """
        md5 = hashlib.md5(content, usedforsecurity=False)
        with self._errors():
            answer = self._client.put_object(
                Bucket=self._destination.bucket,
                Key=f"{self._destination.prefix}{path}",
                Body=content,
                ContentMD5=base64.b64encode(md5.digest()).decode(),
                ContentType=content_type(path),
                CacheControl=cache_control(path),
            )
        if "ETag" not in answer:
            raise self._no_s3()
        return _plain(answer["ETag"]) == md5.hexdigest()

    def delete(self, path: str) -> None:
        """Delete a file; one that is not there is no error.

        Raises:
            DestinationError: it is still there, or perhaps so.
        """
        key = f"{self._destination.prefix}{path}"
        with self._errors():
            self._client.delete_object(Bucket=self._destination.bucket, Key=key)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Say in our words what went wrong in boto3's."""
        try:
            yield
        except boto_errors.ClientError as error:
            raise self._refused(error.response) from error
        except (boto_errors.NoCredentialsError, boto_errors.PartialCredentialsError) as error:
            message = f"{self._destination}: no credentials; set {_KEYS}"
            raise DestinationError(message) from error
        except (boto_errors.ConnectionError, boto_errors.HTTPClientError) as error:
            message = f"{self._client.meta.endpoint_url} cannot be reached: {error}"
            raise DestinationError(message, may_pass=True) from error
        except ResponseParserError as error:
            raise self._no_s3() from error
        except boto_errors.BotoCoreError as error:
            message = f"{self._destination}: {error}"
            raise DestinationError(message) from error

    def _no_s3(self) -> DestinationError:
        message = f"{self._client.meta.endpoint_url} did not answer as S3 does"
        return DestinationError(message, may_pass=True)

    def _refused(self, response: Mapping[str, Any]) -> DestinationError:
        code = str(response.get("Error", {}).get("Code", ""))
        told = str(response.get("Error", {}).get("Message", "")).rstrip(".")
        status = int(response["ResponseMetadata"]["HTTPStatusCode"])
        bucket = self._destination.bucket
        if code == "NoSuchBucket":
            endpoint = self._client.meta.endpoint_url
            return DestinationError(f"there is no bucket {bucket!r} at {endpoint}")
        if code in _ELSEWHERE or status in _REDIRECTS:
            message = f"the bucket {bucket!r} is in another region; set AWS_DEFAULT_REGION: {told}"
            return DestinationError(message)
        may_pass = (
            code in _PASSING or status >= _SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS
        )
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN) and not may_pass:
            message = f"the credentials are refused ({code}: {told}); check {_KEYS}"
            return DestinationError(message)
        return DestinationError(f"HTTP {status}, {code}: {told}", may_pass=may_pass)


def _plain(etag: str) -> str:
    return etag.strip('"').lower()
