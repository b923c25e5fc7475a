"""A served release, and the test of one, for somebody from whom some of its edits are hidden."""

from __future__ import annotations

from app.data import Edit
from app.service.identity import acting_as
from app.store import Terms
from tests.service.people import session_on_shared, somebody
from tests.service.releases.conftest import LYON, TESTS, Open

HIDDEN = "The takeover of Halden closes on 4 May."
EVE, BOSS = somebody("viewer", "eve"), somebody("viewer", "boss", sees_confidential=True)


def test_a_served_release_shows_no_hidden_edit_and_a_test_no_question_about_one(opened: Open) -> None:
    bench = opened()
    store = bench.whole_store().store
    store.edits.add([Edit.of(LYON)], probes=TESTS)
    hidden = store.edits.add([Edit.of(HIDDEN)], probes=TESTS, terms=Terms(owner="bob", confidential=True)).new[0]
    with acting_as(somebody("administrator", "ann", sees_confidential=True)):
        token = session_on_shared(bench)
        bench.releases.make(token, "december")
        bench.jobs.wait(token, bench.releases.begin_gate(token, "december"), 20)
    serving = opened(release="december")
    for identity, edits in ((EVE, 1), (BOSS, 2)):
        with acting_as(identity):
            token = session_on_shared(serving)
            assert serving.questions.examples(token).edits == edits
            details = serving.questions.edit(token, hidden.gist_id)
            assert (details is None) == (identity is EVE)
            for runs in (serving.releases.overview(token).runs, serving.releases.pilot(token).runs):
                (run,) = runs.values()
                assert bool(run.results) == (identity is BOSS)
                assert run.figures.must_change > 0
