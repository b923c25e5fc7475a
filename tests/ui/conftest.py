"""One served workbench for all tests of what other programs call."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.ui.served import served


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    with served() as found:
        yield found
