"""Where real captures and metadata are, on machines that have them."""

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[1].parent / "shared"
"""The folder beside the repository; nothing from it is copied into the project."""

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the folder ../shared is not at hand")
