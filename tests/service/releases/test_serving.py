"""Serving a release: nothing else answers, what it names is held to, a moved alias is followed, expired edits stop."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from app.config import Settings
from app.data import Edit
from app.errors import PinsError, ReleaseError, ReleaseMissingError
from app.service import Workbench
from app.service.releases import serving
from app.store import Terms
from tests.service.fake_model import FakeModel
from tests.service.releases.conftest import LYON, QUESTION, REFUND, Open, add, ask, sharing

NICE = "The capital of France is Nice."


def move(bench: Workbench, token: str, alias: str, name: str) -> None:
    bench.releases.move(token, alias, name, reason="test", override=True)


def test_only_the_release_answers_and_drafts_never_do(opened: Open, bench: Workbench, token: str) -> None:
    lyon = add(bench, LYON)[0]
    bench.releases.make(token, "spring")
    store = bench.shared().store
    store.edits.change(lyon.seen, text=NICE)
    add(bench, REFUND)
    store.edits.add([Edit.of("A draft reigns Spain.")], state="draft")
    served = opened("spring")
    visitor = served.open(None).token
    asked = ask(served, visitor)
    assert (asked.answer.text, asked.release) == (LYON, "spring")
    for question in ("Refunds take how long?", "Who reigns Spain?"):
        assert ask(served, visitor, question).answer.text == "I do not know"
    assert ask(bench, token).answer.text == "I do not know"  # as they are, the edits wait for their gists
    details = served.questions.edit(visitor, lyon.gist_id)
    assert details is not None and (details.text, details.version) == (LYON, 1)
    assert served.questions.examples(visitor).edits == 1
    assert served.pool_of(served.session(visitor)).texts == (LYON,)  # type: ignore[union-attr]


def test_an_erased_edit_answers_no_more(opened: Open, bench: Workbench, token: str) -> None:
    lyon, _ = add(bench, LYON, REFUND)
    bench.releases.make(token, "spring")
    served = opened("spring")
    visitor = served.open(None).token
    assert ask(served, visitor).answer.text == LYON
    bench.shared().store.erasure.edits([lyon.id], reason="Request 17.")
    assert ask(served, visitor).answer.text == "I do not know"
    assert served.pool_of(served.session(visitor)).texts == (REFUND,)  # type: ignore[union-attr]


def test_each_answer_is_kept_with_its_release_seconds_and_tokens(opened: Open, bench: Workbench, token: str) -> None:
    add(bench, LYON)
    made = bench.releases.make(token, "spring")
    served = opened("spring")
    bench.shared().store.rules.set("answers", "full")
    asked = ask(served, sharing(served, "Bo"))
    logged = bench.shared().store.answers.get(asked.logged)
    assert (logged.release, logged.asked_by, logged.answer) == (made.id, "Bo", LYON)
    assert logged.seconds == pytest.approx(0.1) and logged.tokens == 1
    assert bench.shared().store.answers.get(ask(bench, token).logged).release is None


def test_gists_that_lack_are_made_once(opened: Open, bench: Workbench, token: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(serving, "EDITS_AT_ONCE", 1)
    add(bench, LYON, REFUND, "l" * 80)  # the last is longer than the model takes
    bench.releases.make(token, "spring")
    first, second = FakeModel(), FakeModel()
    one, other = opened("spring", first), opened("spring", second)
    for served in (one, one, other):
        assert ask(served, served.open(None).token).answer.text == LYON
    assert first.compressed == [[LYON], [REFUND]] and second.compressed == []


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"precision": "bfloat16"}, "precision: float32, here bfloat16"),
        ({"fingerprint": "e" * 64}, "backbone fingerprint: ffffffffffff…, here eeeeeeeeeeee…"),
        ({"memory": "verbatim"}, "memory: compressed, here verbatim"),
        ({"weights_sha256": "b" * 64}, "adapter weights: aaaaaaaaaaaa…, here bbbbbbbbbbbb…"),
        ({"adapter": None}, "adapter: fake-adapter, here none"),
        ({"tokenizer_sha256": "e" * 64}, "tokenizer: bbbbbbbbbbbb…, here eeeeeeeeeeee…"),
        ({"config_sha256": "e" * 64}, "config: cccccccccccc…, here eeeeeeeeeeee…"),
        ({"computing_sha256": "e" * 64}, "adapter card: dddddddddddd…, here eeeeeeeeeeee…"),
    ],
)
def test_another_model_than_the_release_names_is_refused(
    opened: Open, bench: Workbench, token: str, change: dict[str, Any], named: str
) -> None:
    add(bench, LYON)
    bench.releases.make(token, "spring")
    other: Any = FakeModel(adapter="adapter" not in change)
    known = vars(other.backbone)
    other.backbone = SimpleNamespace(**known | {name: new for name, new in change.items() if name in known})
    if "memory" in change:
        other.memory = "verbatim"
    if "weights_sha256" in change:
        other.adapter.weights_sha256 = change["weights_sha256"]
    if "computing_sha256" in change:
        other.adapter.card.computing_sha256 = change["computing_sha256"]
    served = opened("spring", other)
    with pytest.raises(PinsError) as refused:
        ask(served, served.open(None).token)
    assert named in refused.value.given and "--precision float32" in refused.value.remedy
    assert served.shared().store.answers.count() == 0


def test_the_policy_and_the_precision_are_the_releases(opened: Open, bench: Workbench, token: str) -> None:
    add(bench, LYON)
    made = bench.releases.make(token, "strict one", policy="strict")
    served = opened("strict one")
    asked = ask(served, served.open(None).token, policy="generous")
    assert asked.answer.policy.describe() == dict(made.pins.policy)
    loaded: list[str] = []

    def load(settings: Settings) -> FakeModel:
        loaded.append(settings.precision)
        return FakeModel()

    for precision in ("auto", "bfloat16"):
        opened("strict one", load, precision=precision).model()
    assert loaded == ["float32", "bfloat16"]


def test_a_moved_alias_is_followed_at_the_next_question(opened: Open, bench: Workbench, token: str) -> None:
    lyon = add(bench, LYON)[0]
    bench.releases.make(token, "spring")
    bench.shared().store.edits.change(lyon.seen, text=NICE)
    bench.releases.make(token, "summer")
    served = opened("production")
    visitor = served.open(None).token
    with pytest.raises(ReleaseMissingError):
        ask(served, visitor)
    said = []
    for name in ("spring", "summer"):
        move(bench, token, "production", name)
        said.append((ask(served, visitor).answer.text, ask(served, visitor).release))
    bench.releases.rollback(token, "production", reason="worse")
    said.append((ask(served, visitor).answer.text, ask(served, visitor).release))
    assert said == [(LYON, "spring"), (NICE, "summer"), (LYON, "spring")]


def test_a_served_edit_stops_at_its_moment(opened: Open, bench: Workbench, token: str, monkeypatch: Any) -> None:
    end = datetime.now(UTC) + timedelta(hours=1)
    add(bench, LYON, terms=Terms(valid_until=end))
    add(bench, REFUND)
    bench.releases.make(token, "spring")
    served = opened("spring")
    visitor = served.open(None).token
    assert ask(served, visitor).answer.text == LYON

    class Later(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return end

    monkeypatch.setattr(serving, "datetime", Later)
    assert ask(served, visitor).answer.text == "I do not know"
    assert ask(served, visitor, "Refunds take how long?").answer.text == REFUND
    assert bench.releases.verify(token, "spring").sound


def test_a_session_of_a_serving_workbench_has_no_edits_of_its_own(opened: Open, bench: Workbench, token: str) -> None:
    add(bench, LYON)
    bench.releases.make(token, "spring")
    served = opened("spring")
    visitor = served.open(None).token
    assert served.offers_shared and served.session(visitor).shares_as == "visitor"
    with pytest.raises(ReleaseError):
        served.leave_shared(visitor)
    served.open_shared(visitor, "Bo")
    assert served.releases.served(visitor) == bench.releases.overview(token).releases[0]
    assert bench.releases.served(token) is None


def test_many_questions_are_answered_by_the_release_too(opened: Open, bench: Workbench, token: str) -> None:
    from app.data.questions import ListedQuestion

    add(bench, LYON)
    bench.releases.make(token, "spring")
    add(bench, REFUND)
    served = opened("spring")
    visitor = served.open(None).token
    questions = [ListedQuestion(QUESTION, LYON), ListedQuestion("Refunds take how long?", REFUND)]
    job = served.tests.start(visitor, questions, "two")
    list(served.jobs.follow(visitor, job))
    assert [result.met for result in served.tests.results(visitor, job)] == [True, False]


def test_members_of_the_pilot_are_served_the_candidate(opened: Open, bench: Workbench, token: str) -> None:
    lyon = add(bench, LYON)[0]
    bench.releases.make(token, "spring")
    move(bench, token, "production", "spring")
    bench.shared().store.edits.change(lyon.seen, text=NICE)
    bench.releases.make(token, "summer")
    move(bench, token, "candidate", "summer")
    bench.releases.join(token, "Bo")
    served, fixed = opened("production"), opened("spring")
    assert ask(served, sharing(served, "bo")).answer.text == NICE
    assert ask(served, sharing(served, "Ann")).answer.text == LYON
    assert ask(fixed, sharing(fixed, "Bo")).answer.text == LYON  # a release served by its name has no pilot
    assert bench.releases.leave(token, "Bo")
    wrong = ask(served, sharing(served, "Bo"))
    assert wrong.answer.text == LYON
    bench.releases.mark(token, wrong.logged, "wrong", note="it is Nice")
    usage = {one.alias: one for one in bench.releases.pilot(token).usage}
    assert (usage["production"].questions, usage["production"].wrong) == (3, 1)
    assert usage["candidate"].questions == 1
    page = bench.releases.page(token)
    assert "summer" in page and "takes the place of “spring”" in page
    assert replace(usage["candidate"]).changed == 1
