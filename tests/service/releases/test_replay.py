"""Asking a logged answer again: identical, or differs and where."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.errors import AnswerMissingError, PolicyError, QuestionError
from app.service import Workbench
from app.service.releases.words import FirstDifference
from tests.service.fake_model import FakeModel
from tests.service.releases.conftest import LYON, QUESTION, Open, add, ask, sharing


@pytest.fixture(autouse=True)
def whole(bench: Workbench) -> None:
    """Answers are kept whole, but where a test says otherwise."""
    bench.shared().store.rules.set("answers", "full")


def test_the_same_model_says_the_same(opened: Open, bench: Workbench, token: str) -> None:
    lyon = add(bench, LYON)[0]
    bench.releases.make(token, "spring")
    served = opened("spring")
    with_release = ask(served, sharing(served, "Bo")).logged
    bench.jobs.wait(token, bench.edits.compress(token), 10)
    without = ask(bench, token).logged
    bench.shared().store.edits.change(lyon.seen, text="The capital of France is Nice.")
    for answer, release in ((with_release, "spring"), (without, None)):
        found = bench.releases.replay(token, answer)
        assert found.identical and found.same_edits and found.pins == ()
        assert (found.release and found.release.name) == release
        assert found.selection_checked == (release is not None)
        assert (found.answer, found.original, found.read) == (LYON, "I do not know", (LYON,))
    with pytest.raises(AnswerMissingError):
        bench.releases.replay(token, "0" * 32)


class Other(FakeModel):
    """Says everything in capitals, and is another model."""

    def __init__(self) -> None:
        super().__init__()
        self.backbone.precision = "bfloat16"

    def stream(self, *arguments: Any, **options: Any) -> Any:
        for part in super().stream(*arguments, **options):
            done = None if part.done is None else replace(part.done, text="The capital of FRANCE is Lyon.")
            yield replace(part, done=done)


def test_where_another_model_parts_from_it_is_told(opened: Open, bench: Workbench, token: str) -> None:
    add(bench, LYON)
    bench.releases.make(token, "spring")
    served = opened("spring")
    logged = ask(served, sharing(served, "Bo")).logged
    other = opened(model=Other())
    found = other.releases.replay(sharing(other, "Cy"), logged)
    assert not found.identical and found.same_edits
    assert found.where == FirstDifference(4, "France", "FRANCE")
    assert found.where_original is None and found.same_original
    assert [(one.what, one.first, one.second) for one in found.pins] == [("precision", "float32", "bfloat16")]


def test_other_edits_are_told(opened: Open, bench: Workbench, token: str) -> None:
    add(bench, LYON)
    bench.jobs.wait(token, bench.edits.compress(token), 10)
    store = bench.shared().store
    asked = store.answers.get(ask(bench, token).logged)
    other = add(bench, "Something else entirely.")[0]
    used = replace(asked.used[0], edit=other.id, content=other.content, text=other.text)
    maker = store.gists.makers()[0]
    told = {name: getattr(asked, name) for name in ("question", "answer", "original", "policy", "zero_weight")}
    logged = store.answers.log(maker, **told, used=[used])
    found = bench.releases.replay(token, logged.id)
    assert not found.same_edits and found.read == ()
    assert found.where == FirstDifference(1, "The", "I")
    unknown = store.answers.log(maker, **told | {"policy": {"name": "new", "width": 3}}, used=[])
    with pytest.raises(PolicyError):
        bench.releases.replay(token, unknown.id)


def test_an_answer_that_was_withheld_is_withheld_again(bench: Workbench, token: str) -> None:
    add(bench, LYON)
    bench.jobs.wait(token, bench.edits.compress(token), 10)
    logged = ask(bench, token, "Who wrote Hamlet?", only_edits=True).logged
    assert bench.releases.replay(token, logged).identical


def test_of_an_answer_kept_as_checksums_the_question_is_given_again(opened: Open, bench: Workbench, token: str) -> None:
    bench.shared().store.rules.set("answers", "hashed")
    add(bench, LYON)
    bench.releases.make(token, "spring")
    served = opened("spring")
    logged = ask(served, sharing(served, "Bo")).logged
    for wrong in ("", "Which city is it?"):
        with pytest.raises(QuestionError):
            bench.releases.replay(token, logged, wrong)
    assert bench.releases.replay(token, logged, QUESTION).identical
    other = opened(model=Other())
    found = other.releases.replay(sharing(other, "Cy"), logged, QUESTION)
    assert not found.same_answer and found.same_original and found.where is None and not found.identical
    withheld = ask(served, sharing(served, "Bo"), "Who wrote Hamlet?", only_edits=True).logged
    assert bench.releases.replay(token, withheld, "Who wrote Hamlet?").identical
    bench.shared().store.rules.set("answers", "off")
    assert ask(served, sharing(served, "Bo")).logged == ""
