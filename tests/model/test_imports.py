"""What can be had of the model without waiting for torch."""

from __future__ import annotations

import subprocess
import sys

import pytest

import app.model


def test_policies_do_not_wait_for_torch() -> None:
    """The page is built with them."""
    program = "import sys, app.ui; from app.model import POLICIES; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=300).returncode == 0


def test_every_name_is_there() -> None:
    for name in app.model.__all__:
        assert getattr(app.model, name) is not None
    with pytest.raises(AttributeError, match="nothing"):
        _ = app.model.nothing
