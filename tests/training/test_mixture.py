"""Batches: the same for the same seed and step, without contradiction, benchmark subjects or held-out relations."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from pydantic import ValidationError

from app.errors import TrainingError
from app.training.bench_subjects import normalised, read_bench_subjects
from app.training.examples import Batch
from app.training.generator.relations import is_held_out
from app.training.mixture import Mixture, MixtureConfig


def write(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value), encoding="utf-8")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Tiny public sets and benchmarks of the real shapes."""
    root = tmp_path_factory.mktemp("data")
    train, bench = root / "train", root / "bench"
    fact = {
        "target_new": "piano",
        "locality_prompt": "Ana Belo performs on the",
        "ground_truth": "guitar",
        "locality_ground_truth": "drums",
    }
    write(
        train / "counterfact-train.json",
        [
            fact
            | {"subject": "Toko Sand", "prompt": "Toko Sand, the", "rephrase_prompt": "Toko Sand is incredible at"},
            fact
            | {"subject": "Bench Person", "prompt": "Bench Person, the", "rephrase_prompt": "Bench Person is great at"},
            fact
            | {
                "subject": "Held Firm",
                "prompt": "Held Firm is based in",
                "rephrase_prompt": "The head office of Held Firm is in",
            },
        ],
    )
    write(train / "mquake-cloze_templates.json", {"P108": "[X] is employed by __"})
    write(train / "mquake-question_templates.json", {"P108": "Who employs [X]?"})
    asked = ["Who is the employer of {}?", "Where does {} work?", "Which firm employs {}?", "What firm is {} with?"]
    write(
        train / "pokemqa-edits.json",
        [
            {"edit": f"{name} is employed by Kelm Works", "questions": [text.format(name) for text in asked]}
            for name in ("Ute Brok", "Quake Person")
        ],
    )
    row = {"pred": "1", "answers": ["2"], "alt": "blue", "loc": "nq question: who sang it first", "loc_ans": "x"}
    write(
        train / "zsre-train-1k.json",
        [row | {"subject": "Ilmo", "src": "What colour is Ilmo?", "rephrase": "Which colour has Ilmo?"}],
    )
    write(
        train / "qasc-041.json",
        [{"input": "Fact: rain fills lakes. \nQuestion: What fills lakes?", "output": ["rain."]}],
    )
    write(
        train / "qamr-wiki.json",
        [
            {
                "sentence": "The old mill by the river was restored in 1988 by volunteers.",
                "questions": [
                    {"question": "What was restored?", "answer": "mill"},
                    {"question": "When was it restored?", "answer": "1988"},
                ],
            }
        ],
    )
    (train / "pararel" / "trex_lms_vocab").mkdir(parents=True)
    (train / "pararel" / "pattern_data" / "graphs_json").mkdir(parents=True)
    pairs = [{"sub_label": "Eiben", "obj_label": "Norway"}, {"sub_label": "Bench Person", "obj_label": "Peru"}]
    (train / "pararel/trex_lms_vocab/P17.jsonl").write_text("\n".join(map(json.dumps, pairs)), encoding="utf-8")
    (train / "pararel/pattern_data/graphs_json/P17.jsonl").write_text(
        json.dumps({"pattern": "[X] is located in [Y] ."}), encoding="utf-8"
    )
    write(bench / "counterfact-edit.json", [{"subject": "Bench  Person"}])
    write(bench / "mquake-subset.json", [{"edits": ["Quake Person is employed by Someone Else"]}])
    (bench / "nq-open-dev.jsonl").write_text(json.dumps({"question": "who sang it last"}), encoding="utf-8")
    return train, bench


@pytest.fixture(scope="module")
def mixture(folders: tuple[Path, Path]) -> Mixture:
    train, bench = folders
    return Mixture(MixtureConfig(public_sets=train, benches=bench, family_share=0.5, two_hop_share=0.5), seed=3)


@pytest.fixture(scope="module")
def batches(mixture: Mixture) -> list[Batch]:
    return [mixture.batch(step) for step in range(150)]


def texts_of(batch: Batch) -> list[str]:
    asked = [entry.text for example in batch.examples for entry in example.questions]
    return [
        *(example.edit for example in batch.examples),
        *asked,
        *batch.near_misses,
        *(hop.text for hop in batch.two_hop),
    ]


def test_a_batch_depends_on_seed_and_step_alone(mixture: Mixture, folders: tuple[Path, Path]) -> None:
    again = Mixture(mixture.config, seed=3)
    assert again.batch(11) == mixture.batch(11)
    mixture.batch(12)
    assert again.batch(12) == mixture.batch(12)
    assert mixture.batch(12) != mixture.batch(13)
    assert Mixture(mixture.config, seed=4).batch(11) != mixture.batch(11)


def test_batches_have_the_size_asked_for(batches: list[Batch], mixture: Mixture) -> None:
    for batch in batches:
        assert len(batch.examples) == mixture.config.edits
        assert len(batch.unrelated) == mixture.config.unrelated
        assert len(batch.near_misses) <= mixture.config.near_misses
        assert all(1 <= len(example.questions) <= mixture.config.questions for example in batch.examples)


def test_no_edit_twice_and_no_subject_with_two_answers(batches: list[Batch]) -> None:
    for batch in batches:
        assert len({example.edit for example in batch.examples}) == len(batch.examples)
        pairs = [(normalised(example.subject), example.relation) for example in batch.examples if example.subject]
        assert len(set(pairs)) == len(pairs)
        asked = [entry.text for example in batch.examples for entry in example.questions]
        assert not set(asked) & set(batch.near_misses)


def test_two_hop_questions_name_edits_of_their_batch(batches: list[Batch]) -> None:
    hops = [(batch, hop) for batch in batches for hop in batch.two_hop]
    assert {len(hop.edits) for _, hop in hops} == {1, 2}
    for batch, hop in hops:
        assert hop.answer in batch.examples[hop.edits[-1]].edit or len(hop.edits) == 1


def test_no_held_out_relation_and_no_benchmark_subject(batches: list[Batch]) -> None:
    for batch in batches:
        assert not [text for text in texts_of(batch) if is_held_out(text)]
        assert not {"Bench Person", "Quake Person"} & {example.subject for example in batch.examples}


def test_every_source_is_used(batches: list[Batch]) -> None:
    relations = " ".join(example.relation for batch in batches for example in batch.examples)
    for name in ("paragraph", "rule", "correction", "ability", "procedure", "permission", "reason"):
        assert f"{name}: " in relations
    for name in ("counterfact", "pararel P17", "pokemqa P108", "zsre", "qasc", "qamr"):
        assert name in relations


def test_questions_of_a_sentence_are_unrelated_only_without_it(batches: list[Batch]) -> None:
    for batch in batches:
        if any(example.relation == "qamr" for example in batch.examples):
            assert "What was restored?" not in batch.unrelated


def test_missing_sets_leave_their_weight_to_the_others(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        mixture = Mixture(MixtureConfig(public_sets=tmp_path / "absent"))
    assert "their weight goes to the generator" in caplog.text and "counterfact" in caplog.text
    assert len(mixture.batch(0).examples) == mixture.config.edits


def test_public_sets_need_the_benchmarks(folders: tuple[Path, Path]) -> None:
    with pytest.raises(TrainingError, match="benches"):
        Mixture(MixtureConfig(public_sets=folders[0]))


def test_unknown_sources_are_named() -> None:
    with pytest.raises(ValidationError, match="wikipedia"):
        MixtureConfig(weights={"wikipedia": 1.0})


def test_only_missing_sources(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="No source"):
        Mixture(MixtureConfig(weights={"zsre": 1.0}))


def test_too_small_sources_are_given_up(folders: tuple[Path, Path]) -> None:
    train, bench = folders
    config = MixtureConfig(weights={"zsre": 1.0}, public_sets=train, benches=bench, family_share=0, two_hop_share=0)
    with pytest.raises(TrainingError, match="do not give 32 edits"):
        Mixture(config).batch(0)


def test_subjects_are_compared_without_case_and_article(folders: tuple[Path, Path]) -> None:
    bench = read_bench_subjects(folders[1])
    assert bench.covers("the BENCH person") and bench.covers("Quake Person") and not bench.covers("Toko Sand")
    assert bench.asks("Who sang it last?") and not bench.asks("who sang it first")
    assert not bench.covers(None)


def test_languages_are_mixed_by_weight() -> None:
    mixture = Mixture(MixtureConfig(languages={"en": 0.5, "ja": 0.5}, weights={"relation": 1.0}))
    examples = [example for step in range(40) for example in mixture.batch(step).examples]
    japanese = sum(example.language == "ja" for example in examples) / len(examples)
    assert 0.35 < japanese < 0.65
    assert any(example.relation.startswith("crossing: ") for example in examples)
    only = Mixture(MixtureConfig(languages={"ja": 1.0}, weights={"relation": 1.0})).batch(0)
    assert {example.language for example in only.examples} == {"ja"}


@pytest.mark.parametrize("languages", [{}, {"en": 0.0}, {"en": -1.0, "ja": 2.0}])
def test_languages_need_weight(languages: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        MixtureConfig.model_validate({"languages": languages})
