"""What is offered of the saved policies: those of this model, with figures of records outside the choice."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.config import Settings
from app.errors import PolicyError
from app.model import EditableModel, Policy
from app.model.saved_policies import Figures, save_policy
from app.service import Workbench
from app.service.saved_policies import Offered
from tests.model.saved import model_in, saved


@pytest.fixture
def model(tmp_path: Path) -> EditableModel:
    return model_in(tmp_path)


@pytest.fixture
def bench(model: EditableModel) -> Workbench:
    return Workbench(Settings(policies=model.settings.policies), load=lambda settings, progress: model)


def test_nothing_is_offered_before_the_model_is_there_or_where_nothing_is_saved(bench: Workbench) -> None:
    assert bench.policies.offered() == Offered()
    bench.model()
    assert bench.policies.offered() == Offered()


def test_those_of_this_model_are_offered_and_the_others_counted(bench: Workbench, model: EditableModel) -> None:
    folder = model.settings.policies
    save_policy(folder, saved(Policy("shop"), model))
    save_policy(folder, saved(Policy("other-adapter")))
    (folder / "damaged.json").write_text("{", encoding="utf-8")
    bench.model()
    offered = bench.policies.offered()
    assert ([one.name for one in offered.policies], offered.hidden) == (["shop"], 2)
    assert offered.named("shop").flattering and not offered.named("shop").elsewhere
    with pytest.raises(PolicyError, match="no longer"):
        offered.named("other-adapter")


def test_the_figures_are_those_of_unseen_records_where_there_are_any(bench: Workbench, model: EditableModel) -> None:
    plain = saved(Policy("shop"), model)
    lower = plain.figures.efficacy.model_copy(update={"value": 0.85})
    checked = Figures(efficacy=lower, unwanted=plain.figures.unwanted)
    save_policy(model.settings.policies, saved(Policy("shop"), model, checked=checked, slots=1))
    bench.model()
    (offered,) = bench.policies.offered().policies
    assert offered.expected == checked
    assert (offered.flattering, offered.elsewhere) == (False, True)


def test_a_question_is_asked_by_a_saved_policy(bench: Workbench, model: EditableModel) -> None:
    save_policy(model.settings.policies, saved(Policy("shop", top_k=1, margin=1000.0), model))
    token = bench.open(None).token
    bench.edits.propose(token, bench.edits.read_lines("The capital of France is Lyon."))
    bench.edits.accept(token)
    bench.jobs.wait(token, bench.edits.compress(token), 60)
    for only_edits in (False, True):
        steps = list(bench.questions.ask(token, "What is the capital?", "shop", only_edits=only_edits))
        done = steps[-1].partial
        assert done is not None and done.done is not None
        assert done.done.policy == Policy("shop", top_k=1, margin=1000.0)
        assert steps[-1].withheld == only_edits
    with pytest.raises(PolicyError, match="Did you mean “shop”"):
        list(bench.questions.ask(token, "What is the capital?", "shopp"))
