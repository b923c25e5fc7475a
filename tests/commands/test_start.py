"""The command line as a process: starts fast, imports nothing heavy, explains what is missing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.config import ROOT
from tests.commands.conftest import Run


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )


def test_help_names_every_command_and_imports_nothing_heavy() -> None:
    program = (
        "import runpy, sys\n"
        "sys.argv = ['app', '--help']\n"
        "try: runpy.run_module('app', run_name='__main__')\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "heavy = {'torch', 'transformers', 'gradio', 'pandas', 'plotly'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    result = python("-c", program)
    assert result.returncode == 0, result.stderr
    for command in ("ask", "compress", "explain", "evaluate", "doctor"):
        assert f" {command} " in result.stdout


def test_missing_packages_are_explained_without_a_traceback(tmp_path: Path) -> None:
    program = f"import sys; sys.path[:] = [{str(ROOT)!r}, *[p for p in sys.path if 'site-packages' not in p]]\n"
    program += "import app.__main__; app.__main__.main()"
    result = python("-c", program)
    assert result.returncode == 1
    assert "is not installed. Run `make setup`" in result.stderr
    assert "Traceback" not in result.stderr


def test_doctor_for_people_and_for_machines(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INCOMES_CACHE_DIR", str(tmp_path))
    result = run("doctor", "--device", "cpu")
    assert result.exit_code == 1
    assert "embedded is not on this disk yet" in result.stdout
    assert "doctor --fetch" in result.stdout
    report = json.loads(run("doctor", "--json").stdout)
    assert report["ready"] is False
    assert {check["name"]: check["state"] for check in report["checks"]}["backbone"] == "missing"


@pytest.mark.slow
def test_ask_with_the_embedded_model() -> None:
    result = python(
        "-m", "app", "ask", "What is the capital of France?", "--edit", "The capital of France is Lyon.", "--json"
    )
    assert result.returncode == 0, result.stderr
    found = json.loads(result.stdout)
    assert found["answer"].startswith("Lyon")
    assert "Paris" in found["original_answer"]
    assert [edit["text"] for edit in found["edits"]] == ["The capital of France is Lyon."]
