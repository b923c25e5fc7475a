"""Bench `start`: a program is started, asked and stopped; what does not answer is told."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import pytest

from app.config import ROOT
from app.errors import BackboneError
from app.evaluation.benches.rows import BenchSettings
from tests.tiny_models import tiny_model

starting = import_module("app.evaluation.benches.starting")  # the package has the bench itself under that name

STANDS_IN = """
import http.server, json, sys, time

NAMED = dict(zip(sys.argv[1::2], sys.argv[2::2]))
time.sleep(0.3)


class Page(http.server.BaseHTTPRequestHandler):
    def answered(self, text):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(text.encode())

    def do_GET(self):
        if self.path == "/":
            return self.answered("the page")
        time.sleep(0.2)
        found = {"session": "secret"} if "open_session" in self.path else {"answer": "Paris"}
        beats = "event: heartbeat\\ndata: null\\n\\n"
        self.answered(f"{beats}event: complete\\ndata: {json.dumps([found])}\\n\\n")

    def do_POST(self):
        given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["data"]
        assert given == [False] if "open_session" in self.path else given[0] == "secret"
        self.answered(json.dumps({"event_id": "1"}))


http.server.HTTPServer(("127.0.0.1", int(NAMED["--port"])), Page).serve_forever()
"""


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    (tmp_path / "app.py").write_text(STANDS_IN, encoding="utf-8")
    return [sys.executable, str(tmp_path / "app.py")]


def test_a_start_is_measured_to_the_page_and_to_the_first_answer(command: list[str]) -> None:
    start = starting.started(command)
    assert start.page >= 0.3
    assert start.answer >= start.page + 0.4
    assert start.processor > 0


def test_a_program_that_ends_is_told() -> None:
    with pytest.raises(BackboneError, match="did not answer"):
        starting.started([sys.executable, "-c", "raise SystemExit"])


def test_rows_compare_with_the_imports(command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "ROOT", tmp_path)
    monkeypatch.setattr(starting, "IMPORTS", "import json")
    rows = starting.starting(tiny_model(), BenchSettings(rounds=2))
    assert [row.name for row in rows] == ["start: page", "start: first answer", "start: processor time"]
    assert all(row.reference_name == "import json" and row.rounds == 2 and row.ratio > 0 for row in rows)
    assert rows[0].value < rows[1].value


@pytest.mark.slow
def test_the_program_itself_is_asked() -> None:
    start = starting.started([sys.executable, str(ROOT / "app.py"), "--precision", "float32"])
    assert 0 < start.page < start.answer
