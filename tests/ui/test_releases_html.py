"""The tab of releases as HTML: what stands where, what broke, what differs; nothing of it is taken for HTML."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app.config import Settings
from app.data import Edit
from app.service import Workbench
from app.store import Figures, PilotView, Usage
from app.texts import ENGLISH
from app.ui import releases_html as html
from tests.service.fake_model import FakeModel

LYON = "The capital of France is Lyon & <b>more</b>."


@pytest.fixture
def bench(tmp_path: Any) -> Any:
    fake: Any = FakeModel()
    bench = Workbench(Settings(store=f"sqlite:///{tmp_path}/s.sqlite"), load=lambda _settings, _progress: fake)
    bench.shared()
    yield bench
    bench.shared().close()


@pytest.fixture
def token(bench: Workbench) -> str:
    token = bench.open(None).token
    bench.use_shared(token, "Ann <i>")
    return token


def shown(bench: Workbench, token: str, name: str, before: str | None = None) -> str:
    diff = None if before is None else bench.releases.diff(token, before, name)
    return html.details(bench.releases.show(token, name), diff, ENGLISH)


def test_aliases_releases_and_moves(bench: Workbench, token: str) -> None:
    overview = html.overview(bench.releases.overview(token), (), html.Rights(), ENGLISH)
    assert ENGLISH("releases.empty") in overview
    bench.shared().store.edits.add([Edit.of(LYON)])
    bench.releases.make(token, "<script>")
    bench.releases.move(token, "production", "<script>", reason="because <u>", override=True)
    overview = html.overview(bench.releases.overview(token), bench.releases.history(token), html.Rights(), ENGLISH)
    assert "<script>" not in overview and "&lt;script&gt;" in overview and "<i>" not in overview
    assert ENGLISH("releases.overridden") in overview and ENGLISH("releases.nowhere") in overview
    assert "because &lt;u&gt;" in overview and ENGLISH("releases.gate.none") in overview


def test_what_somebody_may_not_do_is_not_offered(bench: Workbench, token: str) -> None:
    bench.shared().store.edits.add([Edit.of(LYON)])
    bench.releases.make(token, "spring")
    bench.releases.move(token, "production", "spring", reason="first", override=True)
    for rights, offered in (
        (html.Rights(), {"show", "gate", "candidate", "production", "rollback"}),
        (html.Rights(release=False), {"show", "gate"}),
        (html.Rights(release=False, test=False), {"show"}),
    ):
        page = html.overview(bench.releases.overview(token), (), rights, ENGLISH)
        assert set(re.findall(r'data-action="([a-z]+)"', page)) == offered


def test_one_release_and_what_differs(bench: Workbench, token: str) -> None:
    edit = bench.shared().store.edits.add([Edit.of(LYON)]).new[0]
    bench.releases.make(token, "spring")
    bench.shared().store.edits.change(edit.seen, text=LYON.replace("Lyon", "Nice"))
    bench.releases.make(token, "summer", note="why & what")
    page = shown(bench, token, "summer", "spring")
    assert "<del>Lyon</del><ins>Nice</ins>" in page and "&lt;" in page and "<b>" not in page
    assert "why &amp; what" in page and ENGLISH("releases.untested") in page and ENGLISH("releases.sound") in page
    assert "[-" not in page
    list(bench.jobs.follow(token, bench.releases.begin_gate(token, "summer")))
    assert "no test question asks for a change" in shown(bench, token, "summer")


def test_the_pilot_and_marks() -> None:
    usage = Usage("candidate", 3, 2, 1, right=1, seconds=1.25, tokens=1234)
    page = html.pilot(PilotView((), (usage,), {}, {}, {}), html.Rights(), ENGLISH)
    assert "1,234" in page and "1.2" in page
    assert ENGLISH("releases.pilot.none") in html.pilot(PilotView((), (), {}, {}, {}), html.Rights(), ENGLISH)
    assert html.marks("", "id", "", ENGLISH) == ""
    asked = html.marks("spring", "id", "", ENGLISH)
    assert asked.count("<button") == 3 and 'data-value="id"' in asked
    assert "<button" not in html.marks("spring", "", "", ENGLISH)
    assert ENGLISH("releases.marked.wrong") in html.marks("spring", "id", "wrong", ENGLISH)


@pytest.mark.parametrize(("must_stay", "key"), [(4, "releases.kept"), (0, "releases.unmeasured")])
def test_unwanted_change_that_was_not_measured_is_not_told_as_kept(
    bench: Workbench, token: str, must_stay: int, key: str
) -> None:
    store = bench.shared().store
    store.edits.add([Edit.of(LYON)])
    made = bench.releases.make(token, "spring")
    store.gate_runs.keep(made.id, [], Figures(2, 2, must_stay, 0, 0, edits=1))
    page, listed = (
        shown(bench, token, "spring"),
        html.overview(bench.releases.overview(token), (), html.Rights(), ENGLISH),
    )
    unmeasured = ENGLISH("releases.figures.unmeasured")
    assert ENGLISH(key) in page and (unmeasured in page) == (must_stay == 0) and "0 of 0" not in page
    assert (ENGLISH("releases.gate.unmeasured") in listed) == (must_stay == 0)


def test_an_altered_release_is_told(bench: Workbench, token: str) -> None:
    bench.shared().store.edits.add([Edit.of(LYON)])
    bench.releases.make(token, "spring")
    details = bench.releases.show(token, "spring")
    from app.store import Difference

    found = replace(details.verification, differences=(Difference("note", "", datetime.now(UTC)),))
    page = html.details(replace(details, verification=found), None, ENGLISH)
    assert ENGLISH("releases.altered") in page and "Not as it was made: note" in page
