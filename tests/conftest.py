"""What holds for every test: no proxy between it and loopback, and no skip where none may be."""

import os
from collections.abc import Generator

import pytest
from hypothesis import settings

# How long one example takes says nothing on a machine that does something else beside.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

for name in ("NO_PROXY", "no_proxy"):
    os.environ[name] = "127.0.0.1,localhost"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
    call: pytest.CallInfo[None],  # noqa: ARG001 (pytest's signature)
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that was skipped for want of something that this machine is said to have.

    `PAPERGLOT_FORBID_SKIPS` names such things in words of the skips' reasons.
    """
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = str(report.longrepr).lower()
        present = os.environ.get("PAPERGLOT_FORBID_SKIPS", "").lower().split()
        if any(word in reason for word in present):
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid} may not be skipped here: {report.longrepr}"
    return report
