"""Edits are taken in as soon as the model is there, whether somebody watches or not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.errors import NotAllowedError
from app.service import Workbench
from app.service.identity import acting_as
from tests.service.conftest import LYON
from tests.service.gated_model import GatedModel, bench_on
from tests.service.people import somebody
from tests.service.test_queue import PATIENCE, eventually

REFUND = "The refund period is 45 days."
JAPANESE = "返品期間は購入日から45日です。"


@pytest.fixture
def model() -> Iterator[GatedModel]:
    made = GatedModel()
    made.let()
    yield made
    made.there.set()


@pytest.fixture
def bench(model: GatedModel) -> Workbench:
    return bench_on(model)


@pytest.fixture
def token(bench: Workbench) -> str:
    return bench.open(None).token


def texts(bench: Workbench, token: str) -> list[str]:
    return [edit.text for edit in bench.edits.list(token).edits if not edit.waiting]


def test_what_was_added_while_the_model_was_loaded_comes_in_by_itself(
    bench: Workbench, model: GatedModel, token: str
) -> None:
    for text in (LYON, REFUND):
        bench.arrivals.begin(token, bench.edits.read_lines(text))
    assert [arrival.edits for arrival in bench.arrivals.coming(token)] == [1, 1]
    assert bench.edits.list(token).edits == ()
    model.there.set()
    eventually(lambda: texts(bench, token) == [LYON, REFUND])
    eventually(lambda: bench.arrivals.coming(token) == ())  # the edits are there a moment before it is settled


def test_where_the_proposal_asks_nothing_is_added_before_somebody_has_looked(
    bench: Workbench, model: GatedModel, token: str
) -> None:
    model.there.set()
    arrival = bench.arrivals.begin(token, bench.edits.read_lines(JAPANESE))
    assert arrival.result().flagged and arrival.job is None
    assert bench.edits.list(token).edits == ()
    (added,) = bench.edits.accept(token)
    assert added.text == JAPANESE


def test_programs_are_not_asked(bench: Workbench, model: GatedModel, token: str) -> None:
    model.there.set()
    arrival = bench.arrivals.begin(token, bench.edits.read_lines(JAPANESE), "never")
    arrival.result()
    assert [edit.text for edit in arrival.added] == [JAPANESE]
    assert bench.jobs.wait(token, str(arrival.job), PATIENCE).state == "done"


def test_an_uploaded_file_is_only_proposed(bench: Workbench, model: GatedModel, token: str) -> None:
    arrival = bench.arrivals.begin(token, bench.edits.read_lines(LYON), "always")
    assert arrival.edits == 0
    model.there.set()
    assert [edit.text for edit in arrival.result().edits] == [LYON]
    assert (arrival.added, arrival.job) == ((), None)


def test_what_is_there_already_begins_no_job(bench: Workbench, model: GatedModel, token: str) -> None:
    model.there.set()
    upload = bench.edits.read_lines(LYON)
    bench.arrivals.begin(token, upload).result()
    again = bench.arrivals.begin(token, upload)
    assert again.result().repeated == 1 and again.job is None


def test_it_is_done_as_whoever_adds_them(bench: Workbench, model: GatedModel) -> None:
    with acting_as(somebody("editor")):
        token = bench.open(None).token
        arrival = bench.arrivals.begin(token, bench.edits.read_lines(LYON))
    model.there.set()
    assert [edit.text for edit in arrival.result().edits] == [LYON]
    with acting_as(somebody("viewer")):
        session = bench.open(None)
        session.shares_as = "ann"
        with pytest.raises(NotAllowedError):
            bench.arrivals.begin(session.token, bench.edits.read_lines(LYON))
