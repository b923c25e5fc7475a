"""`app.py`: its flags, and what it does where it cannot serve."""

from __future__ import annotations

import os
import runpy
import sys
from pathlib import Path
from typing import Any

import pytest

from app.config import ROOT
from app.service import Workbench


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> dict[str, Any]:
    monkeypatch.setattr(sys, "argv", ["app.py", *arguments])
    return runpy.run_path(str(ROOT / "app.py"), run_name="opened")


def test_flags_have_the_settings_as_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GRADIO_SERVER_PORT", raising=False)
    monkeypatch.delenv("GRADIO_SERVER_NAME", raising=False)
    opened = run(monkeypatch, "--memory", "verbatim")
    chosen = opened["flags"](opened["Settings"]())
    assert (chosen.host, chosen.port, chosen.backbone, chosen.memory) == ("127.0.0.1", 7860, "embedded", "verbatim")


def test_the_port_of_the_environment_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADIO_SERVER_PORT", "8123")
    opened = run(monkeypatch)
    assert opened["flags"](opened["Settings"]()).port == 8123


def test_no_progress_bars_are_written_to_the_servers_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TQDM_DISABLE", raising=False)
    run(monkeypatch)
    assert os.environ["TQDM_DISABLE"] == "1"


def test_a_store_is_offered_only_where_it_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("INCOMES_STORE", raising=False)
    served: list[Workbench] = []
    for arguments in ((), ("--store", f"sqlite:///{tmp_path}/store.sqlite")):
        opened = run(monkeypatch, *arguments)
        monkeypatch.setattr(opened["Workbench"], "begin_loading", lambda self: None)
        monkeypatch.setitem(opened["main"].__globals__, "serve", lambda workbench, **_: served.append(workbench))
        opened["main"]()
    assert [workbench.offers_shared for workbench in served] == [False, True]
    assert (tmp_path / "store.sqlite").exists()
    served[1].whole_store().close()


def test_a_store_that_cannot_be_opened_is_said_before_anybody_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = run(monkeypatch, "--store", "mysql://somewhere/else")
    with pytest.raises(SystemExit, match=r"store-unreachable.*sqlite"):
        opened["main"]()


def test_a_port_that_is_taken_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(workbench: object, *, host: str, port: int, sign_in: str) -> None:
        raise OSError("Cannot find empty port.")

    opened = run(monkeypatch, "--port", "9")
    monkeypatch.setattr(opened["Workbench"], "begin_loading", lambda self: None)
    monkeypatch.setitem(opened["main"].__globals__, "serve", refuses)
    with pytest.raises(SystemExit, match=r"127\.0\.0\.1:9.*Choose another --port"):
        opened["main"]()


def test_another_address_without_sign_in_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPACE_ID", raising=False)
    opened = run(monkeypatch, "--host", "0.0.0.0")
    monkeypatch.setitem(opened["main"].__globals__, "serve", lambda *_, **__: pytest.fail("it was served"))
    with pytest.raises(SystemExit, match=r"unprotected.*account add.*--sign-in local.*--visitors"):
        opened["main"]()


@pytest.mark.parametrize("arguments", [("--visitors", "--host", "0.0.0.0"), ()])
def test_visitors_get_nothing_of_the_shared_store(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """Where that was asked for, and on a Space where nothing was."""
    if not arguments:
        monkeypatch.setenv("SPACE_ID", "me/space")
    served: list[tuple[Workbench, str]] = []
    opened = run(monkeypatch, *arguments, "--store", f"sqlite:///{tmp_path}/store.sqlite")
    monkeypatch.setattr(opened["Workbench"], "begin_loading", lambda self: None)
    serve = lambda workbench, *, sign_in, **_: served.append((workbench, sign_in))  # noqa: E731
    monkeypatch.setitem(opened["main"].__globals__, "serve", serve)
    opened["main"]()
    ((workbench, sign_in),) = served
    assert (sign_in, workbench.identity.role, workbench.offers_shared) == ("visitors", "visitor", False)
    workbench.whole_store().close()
