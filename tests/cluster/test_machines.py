"""Several processes share the work: the same comes out, to the last bit, also where one of them is killed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import closing, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import torch
from typer.testing import CliRunner

from app.cluster import Cluster, Crew
from app.commands import cli
from app.config import Settings
from app.errors import ClusterError, EvaluationError
from app.evaluation.runner import Evaluation
from app.evaluation.side_by_side import Station
from app.model import GistPool
from app.service.machines import Machines
from app.store import Store, open_store
from tests.cluster.conftest import WORKERS
from tests.cluster.models import load_another, load_mortal, load_tiny
from tests.cluster.work import Unreadable, squared
from tests.public_file import write_counterfact
from tests.store.postgres import drop_database, new_database, programs, running_server

SETTINGS = Settings(max_new_tokens=5, compress_batch=4, answer_batch=4)
TEXTS = [f"Article {number} costs {'very ' * (number % 3)}much." for number in range(24)]


def silent(_step: str, _part: float) -> None:
    pass


def same_bits(one: GistPool, other: GistPool) -> bool:
    parts = ("keys", "values", "selection")
    return one.ids == other.ids and all(
        torch.equal(getattr(a, part), getattr(b, part)) for a, b in zip(one, other, strict=True) for part in parts
    )


def test_workers_make_the_same_gists_also_where_one_is_killed(cluster: Cluster, tmp_path: Path) -> None:
    alone = load_tiny(SETTINGS, None).compress(TEXTS)
    mark = tmp_path / "died"
    shares: list[float] = []
    with closing(Machines(cluster, partial(load_mortal, os.getpid(), mark))) as helping:
        helped = helping.load(SETTINGS, silent)
        pool = helped.compress(TEXTS, progress=lambda _, share: shares.append(share))
    assert same_bits(pool, alone)
    assert mark.exists()
    assert shares == sorted(shares) and shares[-1] == 1.0


def test_workers_that_cannot_begin_are_told(cluster: Cluster) -> None:
    with closing(Crew(cluster, Unreadable())) as opened, pytest.raises(ClusterError, match="3 workers died as they"):
        list(opened.each([squared(3)]))


def test_workers_with_another_model_are_refused(cluster: Cluster) -> None:
    with closing(Machines(cluster, partial(load_another, os.getpid()))) as helping:
        helped = helping.load(SETTINGS, silent)
        with pytest.raises(ClusterError, match="another model"):
            helped.compress(TEXTS)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.sqlite'}"
        return
    if programs() is None:
        pytest.skip("Debian's package postgresql is not installed")
    with running_server() as server:
        url = new_database(server)
        yield url
        drop_database(url, server)


@pytest.fixture
def stores(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Store]]:
    """Those that commands open in this process and leave to its end: closed here."""
    opened: list[Store] = []

    def opening(*given: Any, **named: Any) -> Store:
        opened.append(open_store(*given, **named))
        return opened[-1]

    monkeypatch.setattr("app.store.open_store", opening)
    yield opened
    for store in opened:
        store.close()


def test_the_command_fills_the_shared_store_once(
    cluster: Cluster, store: str, stores: list[Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "died"
    monkeypatch.setattr("app.service.machines.open_cluster", lambda *_: nullcontext(cluster))
    monkeypatch.setattr("app.service.core.load_model", partial(load_mortal, os.getpid(), mark))
    file = tmp_path / "edits.txt"
    file.write_text("\n".join(TEXTS), encoding="utf-8")

    def run(*arguments: object) -> Any:
        result = CliRunner().invoke(cli, [*map(str, arguments), "--store", store, "--json"])
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    run("add", "--edits", file)
    found = run("compress", "--workers", WORKERS)
    assert sorted(edit["text"] for edit in found["edits"]) == sorted(TEXTS)
    assert mark.exists()
    mark.unlink()  # whatever is compressed again kills its process
    assert run("compress", "--workers", WORKERS)["edits"] == found["edits"]
    assert not mark.exists()
    assert list(stores[-1].gists.counts().values()) == [len(TEXTS)]


# Evaluating


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_counterfact(tmp_path, ("France", "Spain", "Italy", "Peru", "Chad", "Oman", "Fiji", "Cuba"))


def test_an_evaluation_is_the_same(
    cluster: Cluster, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.evaluation.plan.PART", 4)
    monkeypatch.setattr("app.evaluation.provenance._commit", lambda: "")  # who works meanwhile changes nothing here
    mark, model = tmp_path / "died", load_tiny(SETTINGS, None)
    options: dict[str, Any] = {"pools": [4, 8], "methods": ["backbone", "incomes", "incomes-verbatim"]}
    alone = Evaluation(model, "counterfact", data, **options)
    for _ in alone.steps():
        pass
    mark.with_suffix(".first").touch()  # the first that compresses for the folder is killed
    places = {"cases": tmp_path / "cases.jsonl", "pool_cache": tmp_path / "pools"}
    with closing(Machines(cluster, partial(load_mortal, os.getpid(), mark))) as helping:
        options |= places | {"crew": helping.crew(model, Station)}
        steps = Evaluation(model, "counterfact", data, **options).steps()
        for _ in range(5):
            next(steps)
        steps.close()
        again = Evaluation(model, "counterfact", data, **options)
        assert 0 < again.done < again.total
        for _ in again.steps():
            pass
    one, other = alone.report(), again.report()
    assert other.cases == one.cases
    assert [row.metrics for row in other.rows] == [row.metrics for row in one.rows]
    assert mark.exists()
    assert len(list((tmp_path / "pools").rglob("*.safetensors"))) == 2 * 8  # compressed and verbatim


def test_questions_are_not_timed_beside_others(cluster: Cluster, data: Path) -> None:
    model = load_tiny(SETTINGS, None)
    with (
        closing(Machines(cluster, load_tiny)) as helping,
        pytest.raises(EvaluationError, match="timed while several workers"),
    ):
        crew = helping.crew(model, Station)
        Evaluation(model, "counterfact", data, pools=[4], timed=1, crew=crew)
