import pytest

from paperglot.errors import ConfigurationError
from paperglot.hosting.destination import Destination


@pytest.mark.parametrize(
    ("address", "bucket", "prefix"),
    [
        ("s3://a-bucket", "a-bucket", ""),
        ("s3://a-bucket/", "a-bucket", ""),
        ("s3://www.example.org/site", "www.example.org", "site/"),
        ("s3://a-bucket/a/b c/d_e/", "a-bucket", "a/b c/d_e/"),
    ],
)
def test_an_address_is_a_bucket_and_a_prefix_that_ends_in_a_slash(
    address: str, bucket: str, prefix: str
) -> None:
    found = Destination.parse(address)
    assert (found.bucket, found.prefix) == (bucket, prefix)
    assert Destination.parse(str(found)) == found


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("a-bucket/site", "should be s3://BUCKET or s3://BUCKET/PREFIX"),
        ("https://a-bucket.s3.amazonaws.com/site", "should be s3://BUCKET"),
        ("s3:/a-bucket", "should be s3://BUCKET"),
        ("s3://", "'' is no name of a bucket"),
        ("s3://A_Bucket/site", "'A_Bucket' is no name of a bucket"),
        ("s3://ab/site", "'ab' is no name of a bucket"),
        ("s3://a-bucket//site", "'/site' is no prefix"),
        ("s3://a-bucket/a//b", "'a//b' is no prefix"),
        ("s3://a-bucket/a/../b", "'a/../b' is no prefix"),
        ("s3://a-bucket/.", "'.' is no prefix"),
        ("s3://a-bucket/a\nb", "is no prefix"),
        ("s3://a-bucket/a?b", "'a?b' is no prefix"),
    ],
)
def test_what_is_no_address_is_told(address: str, told: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Destination.parse(address)
    assert told in str(caught.value)
