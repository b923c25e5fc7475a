"""What is asked for before any worker is there."""

from __future__ import annotations

import json
import sys

import pytest

from app.cluster import open_cluster
from app.errors import InputError
from tests.commands.conftest import Run


def test_without_ray_the_error_says_what_to_install(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    result = run("compress", "--edit", "The moon is small.", "--workers", 2, "--json")
    error = json.loads(result.stdout)["error"]
    assert (result.exit_code, error["code"]) == (1, "ray-missing")
    assert "requirements-cluster.txt" in error["remedy"]
    assert run.loaded == []


def test_no_worker_at_all_is_refused() -> None:
    with pytest.raises(InputError, match="0 workers"), open_cluster(0):
        pass
