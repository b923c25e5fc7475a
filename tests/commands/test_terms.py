"""Consent to the terms of a backbone: shown, asked for in a terminal, never assumed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer

from app.config import Settings, settings
from app.errors import TermsNotAcceptedError
from app.model import EditableModel
from app.model.progress import Progress
from app.service import Workbench, core
from app.service.backbones import available_backbones
from tests.commands.conftest import Run
from tests.tiny_models import tiny_model

NAME = "gemma-3-270m"
real_load = core.load_model


@pytest.fixture(autouse=True)
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INCOMES_CACHE_DIR", str(tmp_path))
    settings.cache_clear()


def test_terms_are_shown_and_accepted(run: Run) -> None:
    shown = run("terms", NAME)
    assert shown.exit_code == 0
    assert "Prohibited Use Policy" in shown.stdout and "not accepted yet" in shown.stdout
    assert json.loads(run("terms", NAME, "--json").stdout)["accepted"] is False
    assert run("terms", NAME, "--accept").exit_code == 0
    found = json.loads(run("terms", NAME, "--json").stdout)
    assert (found["accepted"], found["title"]) == (True, "Gemma Terms of Use")
    assert json.loads(run("terms", "embedded", "--json").stdout) == {
        "backbone": "embedded", "needs_consent": False, "accepted": True,
    }  # fmt: skip
    assert run("terms", "unheard-of").exit_code == 1


def test_without_a_terminal_nothing_is_fetched(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "load_model", real_load)
    result = run("ask", "Wie?", "--edit", "Tea takes 4 minutes.", "--backbone", NAME, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"]["code"] == TermsNotAcceptedError.code
    result = run("ask", "Wie?", "--edit", "Tea takes 4 minutes.", "--backbone", NAME)
    assert result.exit_code == 1 and f"terms {NAME} --accept" in result.stderr


def test_a_yes_in_a_terminal_goes_on_with_the_command(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def agrees(text: str, *, err: bool) -> bool:
        asked.append(text)
        return err

    def load(chosen: Settings, progress: Progress) -> EditableModel:
        """Fails for want of consent, then opens a tiny model in place of the fetched one."""
        if not asked:
            return real_load(chosen, progress)
        return tiny_model(settings=chosen)

    monkeypatch.setattr(core, "load_model", load)
    monkeypatch.setattr("app.commands.consent.at_terminal", lambda: True)
    monkeypatch.setattr(typer, "confirm", agrees)
    result = run("ask", "How long?", "--edit", "Tea takes 4 minutes.", "--backbone", NAME)
    assert asked == [f"Do you accept the Gemma Terms of Use for {NAME}?"]
    assert result.exit_code == 0


def test_what_can_be_chosen(run: Run) -> None:
    embedded, gemma = available_backbones(settings())
    assert (embedded.name, embedded.terms, embedded.accepted, embedded.here) == ("embedded", None, True, False)
    assert embedded.adapter == "smollm2-135m-en"
    assert (gemma.name, gemma.languages, gemma.accepted, gemma.here) == (NAME, ("ja", "en"), False, False)
    assert gemma.disk_mb > gemma.download_mb > embedded.download_mb
    workbench = Workbench(Settings(backbone=NAME))
    assert workbench.backbones.waiting_for_consent() == gemma
    workbench.backbones.accept_terms(NAME)
    assert workbench.backbones.waiting_for_consent() is None
    assert Workbench(Settings()).backbones.waiting_for_consent() is None
