"""Malformed uploads: each has a clear message, nothing is lost or executed, and memory stays bounded."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.config import ROOT, Settings
from app.data import Upload, read_upload
from app.errors import UploadError
from app.service import Workbench
from tests.data import malformed as make
from tests.data.malformed import GOOD
from tests.data.malformed_cases import CASES, Case
from tests.service.fake_model import FakeModel

MAX_MB = 20
BOUND_MB = 600
"""More than any file of 20 MB may take while it is read, on top of the program itself."""


@pytest.fixture(scope="module")
def bench() -> Workbench:
    fake: Any = FakeModel()
    return Workbench(Settings(max_upload_mb=MAX_MB), load=lambda settings, progress: fake)


def written(folder: Path, case: Case) -> Path:
    path = folder / case.name
    path.write_bytes(case.content())
    return path


def require(case: Case, upload: Upload) -> None:
    faults = {fault.row: fault.reason for fault in upload.faults}
    assert tuple(edit.text for edit in upload.edits) == case.edits
    for row, reason in case.faults:
        assert reason in faults[row]
    assert all(fault.text.isprintable() and len(fault.text) <= 80 for fault in upload.faults)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if not case.heavy])
def test_a_malformed_file(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    path = written(tmp_path, case)
    if case.refused:
        with pytest.raises(UploadError, match=case.refused) as raised:
            read_upload(path, max_mb=MAX_MB, max_edits=20_000)
        require_clear(raised.value)
    else:
        require(case, read_upload(path, max_mb=MAX_MB, max_edits=20_000))


def require_clear(error: UploadError) -> None:
    assert error.given and error.remedy
    assert str(error).isprintable() and len(str(error)) < 600


MEASURED = """
import json, re, sys
from pathlib import Path
from app.data import read_upload
from app.errors import UploadError


def peak() -> float:  # ru_maxrss would be that of the process that started this one
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024


before = peak()
told = {}
try:
    upload = read_upload(Path(sys.argv[1]), max_mb=int(sys.argv[2]), max_edits=20_000)
    told = {"edits": [edit.text for edit in upload.edits], "faults": [(f.row, f.text, f.reason) for f in upload.faults]}
except UploadError as error:
    told = {"error": error.as_dict(), "said": str(error)}
told["mb"] = peak() - before
print(json.dumps(told))
"""


def measured(path: Path) -> dict[str, Any]:
    """What came of a file that was read in a process of its own, and the memory that it took."""
    command = [sys.executable, "-c", MEASURED, str(path), str(MAX_MB)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.heavy])
def test_a_bomb_takes_bounded_memory(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    told = measured(written(tmp_path, case))
    assert told["mb"] < BOUND_MB
    if case.refused:
        assert told["error"]["given"] and told["error"]["remedy"]
        assert re.search(case.refused, told["said"])
    else:
        assert tuple(told["edits"]) == case.edits
        reasons = {row: reason for row, _, reason in told["faults"]}
        assert all(reason in reasons[row] for row, reason in case.faults)


def test_a_file_of_200_mb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    make.sparse(path, 200 * 2**20)
    told = measured(path)
    assert "200 MB" in told["said"] and "At most 20 MB" in told["said"]
    assert told["mb"] < 5


def test_what_is_no_plain_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "gone.csv").symlink_to(tmp_path / "nowhere.csv")
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    (tmp_path / "up.csv").symlink_to(tmp_path)
    (tmp_path / "endless.csv").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.csv")
    for path in sorted(tmp_path.iterdir()):
        with pytest.raises(UploadError) as raised:
            read_upload(path, max_mb=MAX_MB, max_edits=100)
        require_clear(raised.value)


@pytest.mark.parametrize("name", ["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "/etc/shadow\x00.csv", "nul\n.csv"])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UploadError) as raised:
        read_upload(tmp_path / name, max_mb=MAX_MB, max_edits=100)
    require_clear(raised.value)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if not case.heavy and case.refused])
def test_a_refused_file_loses_nothing(bench: Workbench, name: str, tmp_path: Path) -> None:
    token = bench.open(None).token
    bench.edits.propose(token, bench.edits.read_lines(GOOD))
    bench.edits.accept(token)
    before = bench.session(token).work
    with pytest.raises(UploadError):
        bench.edits.read_file(written(tmp_path, CASES[name]))
    assert bench.session(token).work is before


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 40
