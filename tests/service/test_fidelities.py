"""How much gists hold: checked once, shown and filtered by, never at the cost of the gists' memory."""

from __future__ import annotations

import gc
import weakref

from app.data import Edit
from tests.service.fake_model import FakeModel
from tests.service.test_editing import LYON, REFUND, find, private, texts, the


def test_fidelity_is_checked_once_and_can_be_filtered() -> None:
    model = FakeModel(reconstructs=True)
    bench, token = made = private(model)
    bench.edits.propose(token, bench.edits.read_lines(f"{LYON}\nIt is so."))
    bench.edits.accept(token)
    bench.jobs.wait(token, bench.edits.compress(token), 10)
    assert find(made).edits[0].fidelity is None
    job = bench.fidelities.begin(token)
    assert job is not None
    bench.jobs.wait(token, job, 10)
    fidelity = find(made).edits[0].fidelity
    assert fidelity is not None
    assert fidelity.lost == ("France", "Lyon")
    assert texts(find(made, state="kept")) == ["It is so."]
    assert texts(find(made, state="lost")) + texts(find(made, state="partly")) == [LYON]
    assert bench.fidelities.begin(token) is None
    assert bench.fidelities.check(token, find(made).edits[0].gist_id) == fidelity
    assert len(model.repeated) == 1


def test_many_are_checked_only_when_asked_for() -> None:
    model = FakeModel(reconstructs=True)
    bench, token = private(model)
    bench.edits.propose(token, bench.edits.read_lines(f"{LYON}\n{REFUND}"))
    bench.edits.accept(token)
    bench.jobs.wait(token, bench.edits.compress(token), 10)
    assert bench.fidelities.begin(token, most=1) is None
    opened = bench.fidelities.check(token, Edit.of(LYON).id)
    assert opened is not None and model.repeated == [[LYON]]
    assert bench.fidelities.unchecked(bench.session(token)) == (Edit.of(REFUND).id,)


def test_a_finished_check_holds_no_gist_of_a_removed_edit() -> None:
    bench, token = made = private(FakeModel(reconstructs=True))
    bench.edits.propose(token, bench.edits.read_lines(f"{LYON}\n{REFUND}"))
    bench.edits.accept(token)
    bench.jobs.wait(token, bench.edits.compress(token), 10)
    pool = bench.session(token).work.pool
    assert pool is not None
    gist = weakref.ref(pool[Edit.of(LYON).id])
    job = bench.fidelities.begin(token)
    assert job is not None and bench.jobs.wait(token, job, 10).done == 2
    del pool
    bench.edits.remove(token, *the(made, LYON))
    bench.session(token)._earlier.clear()  # so far it could have been taken back
    gc.collect()
    assert gist() is None
    assert bench.jobs.get(token, job).done == 2


def test_without_an_adapter_that_repeats_there_is_no_fidelity() -> None:
    bench, token = private()
    bench.edits.propose(token, bench.edits.read_lines(LYON))
    bench.edits.accept(token)
    bench.jobs.wait(token, bench.edits.compress(token), 10)
    assert not bench.fidelities.available
    assert bench.fidelities.check(token, Edit.of(LYON).id) is None
    assert bench.fidelities.begin(token) is None
