"""What is confidential, seen through the workbench: in nothing that somebody without the right is given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from app.data import Edit
from app.errors import WorkbenchError
from app.service import Workbench
from app.service.identity import Identity, acting_as
from app.service.listing import Query
from app.store import Search, Terms
from tests.service.people import bench_with_store, session_on_shared, somebody

LYON, HIDDEN = "The capital of France is Lyon.", "The takeover of Halden closes on 4 May."
WORDS = ("Halden", "takeover", "4 May", "hush", "deal")
EVE = somebody("administrator", "eve")
SEES = (somebody("viewer", "bob"), somebody("viewer", "boss", sees_confidential=True))


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    """Two shared edits, one of them confidential and Bob's; both are compressed."""
    bench = bench_with_store(tmp_path)
    store = bench.whole_store().store
    store.edits.add([Edit.of(LYON)], tags=["city"])
    store.edits.add([Edit.of(HIDDEN)], tags=["deal"], note="hush", terms=Terms(owner="bob", confidential=True))
    yield bench
    store.close()


def on_shared(bench: Workbench) -> str:
    token = session_on_shared(bench)
    bench.jobs.wait(token, bench.edits.compress(token), 10)
    return token


def everything(bench: Workbench, folder: Path) -> str:
    """All that a person of whoever acts can be given, in one text."""
    token = on_shared(bench)
    queries = Query(), Query("takeover"), Query(tag="deal")
    given: list[object] = [replace(bench.edits.list(token, query), query=Query()) for query in queries]
    given += [bench.edits.export(token, suffix).decode() for suffix in (".csv", ".jsonl")]
    given += [bench.jobs.of(token), bench.stored.find(Search()), bench.stored.unusable()]
    *_, last = bench.questions.ask(token, "When does it close?", explain=True)
    given += [last, bench.questions.answered(token, last.key or "")]
    given += [bench.fidelities.unchecked(bench.session(token))]
    bench.stored.export(folder / f"{bench.identity.name}.zip")
    with ZipFile(folder / f"{bench.identity.name}.zip") as archive:
        given += [archive.read(name).decode() for name in archive.namelist()]
    for step in (
        lambda: bench.edits.reword(token, hidden_id(bench), "Something else.", 1),
        lambda: bench.edits.annotate(token, hidden_id(bench), "x", [], 1),
        lambda: bench.edits.remove(token, hidden_id(bench), 7),
        lambda: bench.questions.edit(token, hidden_gist(bench)),
    ):
        try:
            given.append(step())
        except WorkbenchError as error:
            given += [str(error), error.as_dict()]
    return "\n".join(map(repr, given))


def hidden_id(bench: Workbench) -> str:
    return bench.whole_store().store.edits.find(Search("takeover")).edits[0].id


def hidden_gist(bench: Workbench) -> str:
    return bench.whole_store().store.edits.find(Search("takeover")).edits[0].gist_id


def test_nothing_of_it_is_given_to_who_may_not_see_it(bench: Workbench, tmp_path: Path) -> None:
    with acting_as(SEES[0]):
        on_shared(bench)  # its gist is there, and others ask with it
    with acting_as(EVE):
        given = everything(bench, tmp_path)
    assert LYON in given
    assert [word for word in WORDS if word in given] == []


@pytest.mark.parametrize("identity", SEES, ids=lambda one: one.name)
def test_its_owner_and_those_with_the_right_are_given_it(bench: Workbench, identity: Identity) -> None:
    with acting_as(identity):
        token = on_shared(bench)
        assert bench.edits.list(token).found == 2
        assert bench.edits.list(token).tags == {"city": 1, "deal": 1}
        assert bench.pool_of(bench.session(token)) is not None
        assert HIDDEN in bench.edits.export(token, ".csv").decode()
        details = bench.questions.edit(token, hidden_gist(bench))
        assert details is not None
        assert details.text == HIDDEN


def test_it_is_in_no_pool_and_no_count_of_others(bench: Workbench) -> None:
    pools = {}
    for identity in (*SEES, EVE):
        with acting_as(identity):
            token = on_shared(bench)
            pool = bench.pool_of(bench.session(token))
            assert pool is not None
            pools[identity.name] = pool
            assert (hidden_gist(bench) in pool) == (identity is not EVE)
            assert bench.questions.examples(token).edits == len(pool)
            assert bench.edits.list(token).all == len(pool)
    assert pools["bob"] is pools["boss"]  # one pool for all who see the same


def test_compressing_it_is_a_job_that_others_do_not_see(bench: Workbench) -> None:
    with acting_as(SEES[0]):
        own = session_on_shared(bench)
        bench.jobs.wait(own, bench.edits.compress(own), 10)
        assert [job.total for job in bench.jobs.of(own)] == [2]
    with acting_as(EVE):
        token = session_on_shared(bench)
        assert bench.jobs.of(token) == ()
        bench.jobs.wait(token, bench.edits.compress(token), 10)
        assert all(job.total <= 1 for job in bench.jobs.of(token))


def test_an_edit_that_becomes_confidential_leaves_the_pools_of_others_at_once(bench: Workbench) -> None:
    store = bench.whole_store().store
    with acting_as(EVE):
        token = on_shared(bench)
        before = bench.pool_of(bench.session(token))
        lyon = store.edits.find(Search("lyon")).edits[0]
        store.edits.change(lyon.seen, terms=Terms(owner="bob", confidential=True))
        after = bench.pool_of(bench.session(token))
        assert before is not None
        assert after is not None
        assert (len(before), len(after)) == (1, 0)
        now = store.edits.get(lyon.id)
        store.edits.change(now.seen, terms=Terms())
        assert len(bench.pool_of(bench.session(token)) or ()) == 1


def test_another_persons_view_is_another_view(bench: Workbench) -> None:
    """Two people at once, each with a view of their own, in the same process."""
    for _ in range(3):
        for identity, count in ((EVE, 1), (SEES[0], 2), (somebody("viewer", "zoe"), 1)):
            with acting_as(identity):
                token = session_on_shared(bench)
                assert bench.edits.list(token).all == count
                assert len(bench.shared().snapshot().edits) == count
