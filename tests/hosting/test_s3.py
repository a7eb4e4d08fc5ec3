"""What is said where the destination, the credentials or the connection are wrong."""

import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from paperglot.errors import ConfigurationError, DestinationError
from paperglot.hosting.destination import Destination
from paperglot.hosting.s3 import Bucket
from tests.hosting.storage import Storage
from tests.site.build import REPOSITORY
from tests.standins.faults import Fault
from tests.standins.s3 import S3StandIn, s3_error

SOMEWHERE = Destination.parse("s3://a-bucket/site")


@contextmanager
def checking_credentials(server: str) -> Iterator[None]:
    """Have the server refuse keys that it does not know."""

    def after(requests: str) -> None:
        address, headers = f"{server}/moto-api/reset-auth", {"Content-Type": "text/plain"}
        told = urllib.request.Request(address, requests.encode(), headers)
        urllib.request.urlopen(told, timeout=30).close()

    after("0")
    try:
        yield
    finally:
        after("inf")


def test_a_bucket_that_is_not_there_is_named(storage: Storage) -> None:
    bucket = Bucket(Destination.parse("s3://no-such-bucket/site"), storage.url)
    with pytest.raises(DestinationError) as caught:
        bucket.held()
    assert str(caught.value) == f"there is no bucket 'no-such-bucket' at {storage.url}"
    assert not caught.value.may_pass


def test_credentials_that_are_refused_are_told_and_not_shown(storage: Storage) -> None:
    with checking_credentials(storage.url), pytest.raises(DestinationError) as caught:
        storage.at().held()
    assert str(caught.value).startswith("the credentials are refused (InvalidAccessKeyId: ")
    assert "AWS_PROFILE" in str(caught.value)
    assert "a-secret" not in str(caught.value)
    assert not caught.value.may_pass


def test_missing_credentials_are_told(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(DestinationError) as caught:
        storage.at().held()
    assert str(caught.value) == (
        f"s3://{storage.bucket}/site/: no credentials; "
        "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"
    )


def test_a_profile_that_is_not_there_is_named(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    with pytest.raises(ConfigurationError, match="nobody"):
        storage.at()


def test_a_destination_that_cannot_be_reached_is_named(storage: Storage) -> None:
    with pytest.raises(DestinationError) as caught:
        storage.at(url="http://127.0.0.1:9").held()
    assert str(caught.value).startswith("http://127.0.0.1:9 cannot be reached: ")
    assert caught.value.may_pass


@pytest.mark.parametrize("url", ["127.0.0.1:9", "ftp://127.0.0.1", "http://[broken", ""])
def test_an_endpoint_that_is_no_address_is_told(storage: Storage, url: str) -> None:
    assert storage.bucket
    with pytest.raises(ConfigurationError, match=r"--endpoint-url: '.*' should be a web address"):
        Bucket(SOMEWHERE, url)


@pytest.mark.parametrize(
    ("fault", "told", "may_pass"),
    [
        (s3_error(301, "PermanentRedirect", "Use x"), "in another region", False),
        (s3_error(400, "AuthorizationHeaderMalformed"), "set AWS_DEFAULT_REGION", False),
        (s3_error(403, "SignatureDoesNotMatch"), "the credentials are refused", False),
        (s3_error(401, "Unauthorized"), "the credentials are refused", False),
        (s3_error(400, "RequestTimeout"), "HTTP 400, RequestTimeout: ", True),
        (s3_error(400, "BadDigest"), "HTTP 400, BadDigest: ", True),
        (s3_error(404, "NoSuchUpload"), "HTTP 404, NoSuchUpload: ", False),
        (s3_error(502, "BadGateway"), "HTTP 502, BadGateway: ", True),
    ],
    ids=lambda value: value.name if isinstance(value, Fault) else None,
)
def test_each_refusal_says_what_to_do(
    storage: Storage, fault: Fault, told: str, *, may_pass: bool
) -> None:
    with S3StandIn(storage.url) as door:
        door.faults.plan(fault)
        bucket = storage.at(url=door.url)
        with pytest.raises(DestinationError) as caught:
            bucket.put("x", b"x")
    assert told in str(caught.value)
    assert caught.value.may_pass is may_pass


def test_without_boto3_it_is_said_what_to_install() -> None:
    program = (
        "import sys; sys.modules['boto3'] = None\n"
        "from paperglot.cli import main\n"
        "sys.exit(main(['sync', 's3://a-bucket']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 2
    assert done.stderr == (
        "paperglot: sync needs boto3: run make s3, or pip install 'mkdocs-paperglot[s3]'\n"
    )


def test_the_lock_file_is_made_from_what_the_extra_says() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    extra = project["project"]["optional-dependencies"]["s3"]
    assert extra == project["dependency-groups"]["s3"]
    lock = (REPOSITORY / "requirements-s3.lock").read_text(encoding="utf-8")
    assert "\nboto3==" in f"\n{lock}"
