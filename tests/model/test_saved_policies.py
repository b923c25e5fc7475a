"""Policies in files: kept exactly, refused for another adapter, never lost through one another."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import PolicyError
from app.model import POLICIES, Policy, policy_for
from app.model.saved_policies import check_name, load_policy, save_policy, shelf_in
from tests.model.saved import model_in, saved
from tests.tiny_models import tiny_model

NAMES = st.from_regex(r"[a-z0-9][a-z0-9-]{0,39}", fullmatch=True).filter(lambda name: name not in POLICIES)
FINITE = st.floats(-50, 50)
RULES = st.builds(
    Policy,
    NAMES,
    gate=st.booleans(),
    margin=FINITE,
    top_k=st.none() | st.integers(1, 9),
    threshold=st.none() | st.floats(0, 1),
    temperature=st.floats(0.01, 50),
    cap=st.integers(1, 9),
)


@given(st.lists(RULES, max_size=5, unique_by=lambda rule: rule.name), st.data())
def test_what_was_saved_is_found_again_whatever_becomes_of_the_others(rules: list[Policy], data: st.DataObject) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place) / "policies"
        for rule in rules:
            save_policy(folder, saved(rule))
        damaged = data.draw(st.sets(st.sampled_from([rule.name for rule in rules])) if rules else st.just(set()))
        for name in damaged:
            (folder / f"{name}.json").write_bytes(data.draw(st.binary(max_size=40)))
        shelf = shelf_in(folder)
        assert {one.name: one.policy for one in shelf.policies} == {r.name: r for r in rules if r.name not in damaged}
        assert len(shelf.faults) == len(damaged)
        assert all(any(name in fault.given for fault in shelf.faults) for name in damaged)


@given(st.text(max_size=50))
def test_a_name_is_small_letters_digits_and_hyphens(name: str) -> None:
    sound = (
        0 < len(name) <= 40 and not name.startswith("-") and set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    )
    if sound and name not in POLICIES:
        check_name(Path("nowhere"), name)
        return
    with pytest.raises(PolicyError):
        check_name(Path("nowhere"), name)


@pytest.mark.parametrize("name", ["../up", "a/b", "", "UPPER", "con.txt", "default", "top-2", "-x", "a\n"])
def test_names_that_cannot_be_used_are_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(PolicyError):
        save_policy(tmp_path, saved(Policy(name)))
    assert not list(tmp_path.iterdir())


def test_a_taken_name_is_replaced_only_when_asked(tmp_path: Path) -> None:
    save_policy(tmp_path, saved(Policy("shop", margin=1.0)))
    with pytest.raises(PolicyError, match="--replace"):
        save_policy(tmp_path, saved(Policy("shop", margin=2.0)))
    assert load_policy(tmp_path, "shop").policy.margin == 1.0
    save_policy(tmp_path, saved(Policy("shop", margin=2.0)), replace=True)
    assert load_policy(tmp_path, "shop").policy.margin == 2.0


def test_a_damaged_file_is_told_with_its_fault(tmp_path: Path) -> None:
    file = save_policy(tmp_path, saved(Policy("shop", margin=1.0)))
    text = file.read_text(encoding="utf-8")
    for broken, told in (
        (text.replace('"temperature": 1.0', '"temperature": 0.0'), "emperature"),
        (text.replace('"records": 100', '"records": "many"'), "records"),
        (text.replace('"name": "shop"', '"name": "other"'), "“other”"),
        (text[:100], "JSON"),
    ):
        file.write_text(broken, encoding="utf-8")
        with pytest.raises(PolicyError, match="not a saved policy") as caught:
            load_policy(tmp_path, "shop")
        assert told in caught.value.given


def test_a_place_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PolicyError, match="INCOMES_POLICIES"):
        save_policy(tmp_path / "file" / "policies", saved(Policy("shop")))


def test_a_model_answers_by_a_saved_policy_and_says_so(tmp_path: Path) -> None:
    model = model_in(tmp_path)
    pool = model.compress(["The capital of France is Lyon."])
    for name, margin in (("never", 1000.0), ("always", -1000.0)):
        save_policy(model.settings.policies, saved(Policy(name, top_k=1, margin=margin), model))
        answer = model.answer("What is the capital of France?", pool, policy=name)
        assert answer.policy == Policy(name, top_k=1, margin=margin)
        assert bool(answer.evidence.selection.chosen) == (name == "always")


def test_a_policy_tuned_for_another_adapter_is_refused(tmp_path: Path) -> None:
    model, other = model_in(tmp_path), model_in(tmp_path, seed=2)
    save_policy(model.settings.policies, saved(Policy("shop"), model))
    assert policy_for(model, "shop") == Policy("shop")
    with pytest.raises(PolicyError, match="adapter") as caught:
        policy_for(other, "shop")
    assert "tune --save" in caught.value.remedy
    in_memory = tiny_model(settings=model.settings)
    save_policy(model.settings.policies, saved(Policy("lost"), in_memory))
    with pytest.raises(PolicyError, match="adapter"):
        policy_for(in_memory, "lost")


def test_an_unknown_name_is_told_with_the_saved_ones(tmp_path: Path) -> None:
    model = model_in(tmp_path)
    save_policy(model.settings.policies, saved(Policy("web-shop"), model))
    with pytest.raises(PolicyError, match="Did you mean “web-shop”") as caught:
        policy_for(model, "webshop")
    assert "default" in caught.value.allowed and "web-shop" in caught.value.allowed
