"""What a gist holds of its edit: comparison on hand-worked cases, reconstruction on a tiny model."""

from __future__ import annotations

import pytest

from app.config import Settings
from app.errors import Cancelled, FidelityError
from app.model.fidelity import compare
from tests.tiny_models import tiny_model

EDIT = "Mr Haruki Tanaka does not accept 18.8 litres after 2026-03-01."


def test_the_edit_itself_is_kept() -> None:
    found = compare(EDIT, EDIT)
    assert (found.level, found.overlap, found.lost) == ("kept", 1.0, ())
    assert set(found.kept) == {"Haruki", "Tanaka", "not", "18.8", "2026-03-01"} | ({"Mr"} & set(found.kept))


@pytest.mark.parametrize(
    ("reconstruction", "lost"),
    [
        ("Mr Haruki Tanaka does not accept 18.3 litres after 2026-03-01.", ("18.8",)),
        ("Mr Haruki Tamura does not accept 18.8 litres after 2026-03-01.", ("Tanaka",)),
        ("Mr Haruki Tanaka does accept 18.8 litres after 2026-03-01.", ("not",)),
        ("Mr Haruki Tanaka does not accept 18.8 litres after 2026-03-07.", ("2026-03-01",)),
    ],
)
def test_one_changed_number_name_or_negation_is_partly(reconstruction: str, lost: tuple[str, ...]) -> None:
    found = compare(EDIT, reconstruction)
    assert found.lost == lost
    assert found.level == "partly"
    assert 0.85 < found.overlap < 1


def test_something_else_is_lost() -> None:
    found = compare(EDIT, "The weather is fine today")
    assert found.level == "lost"
    assert found.kept == ()
    assert compare(EDIT, "").overlap == 0.0


@pytest.mark.parametrize(
    ("edit", "reconstruction", "lost"),
    [
        ("返品期間は購入日から45日です。", "返品期間は購入日から30日です。", ("45",)),
        ("担当はサトウではありません。", "担当はスズキではありません。", ("サトウ",)),
        ("現金は受け付けません。", "現金は受け付けます。", ("ません",)),
    ],
)
def test_japanese_edits_are_compared_too(edit: str, reconstruction: str, lost: tuple[str, ...]) -> None:
    found = compare(edit, reconstruction)
    assert found.lost == lost
    assert 0 < found.overlap < 1


def test_the_first_word_is_no_name_unless_its_letters_say_so() -> None:
    assert compare("The fee rises.", "A fee rises.").lost == ()
    assert compare("GmbH fees rise.", "Gmbx fees rise.").lost == ("GmbH",)


def test_gists_are_repeated_one_by_one_as_in_a_batch() -> None:
    model = tiny_model(reconstructs=True, settings=Settings(answer_batch=3))
    pool = model.compress(["Tea takes 4 minutes.", "Ada has 3 cats.", "Bob has 5 cats.", "Cy has 2 dogs."])
    told: list[float] = []
    together = model.fidelities(pool.gists, progress=lambda _text, share: told.append(share))
    assert [model.fidelity(gist) for gist in pool] == together
    assert told[-1] == 1.0
    assert all(len(found.text) <= len(gist.text) + 10 for found, gist in zip(together, pool, strict=True))


def test_fewer_slots_give_another_reconstruction() -> None:
    model = tiny_model(reconstructs=True, slots_trained=[1], low_rank=0.5)
    one, two = (m.fidelity(m.compress(["Tea takes 4 minutes."]).gists[0]) for m in (model.with_slots(1), model))
    assert one.text != two.text


def test_verbatim_memory_loses_nothing() -> None:
    model = tiny_model(memory="verbatim")
    assert model.fidelity(model.compress([EDIT]).gists[0]).level == "kept"


def test_an_adapter_that_was_not_trained_for_it_cannot_tell() -> None:
    model = tiny_model()
    with pytest.raises(FidelityError, match="cannot be told"):
        model.fidelity(model.compress([EDIT]).gists[0])


def test_it_can_be_stopped() -> None:
    model = tiny_model(reconstructs=True)
    with pytest.raises(Cancelled):
        model.fidelities(model.compress(["a b c", "d"]).gists, stop_asked=lambda: True)
