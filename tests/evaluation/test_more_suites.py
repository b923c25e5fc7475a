"""Unrelated questions, two hops, filling up, records from a file, several suites, methods beside ours."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import torch

from app.data import Edit, Record
from app.data.benchmarks import read_mquake
from app.errors import SuiteDataError
from app.evaluation import RunSettings, evaluate, evaluate_each, together
from app.evaluation.costs import Costs
from app.evaluation.methods.in_prompt import EditAlone, EditAsNewFact
from app.evaluation.methods.incomes import Incomes
from app.evaluation.methods.minilm import GatedMiniLm
from app.evaluation.pool_cache import PoolCache
from app.evaluation.pools import check_sizes, draw, pools_of
from app.evaluation.records_file import RecordsFile, write_records
from app.evaluation.suites import SuiteData, filling, suite_named, suites_named
from app.model import Gist, GistPool, edit_id, policy_named
from app.training.generator.relations import is_held_out
from tests.evaluation.fake_model import FakeModel, as_model

COUNTRIES = ("France", "Spain", "Italy", "Peru")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """bench/ and train/ as public data often lie: three unrelated questions, four edits to fill pools with."""
    (tmp_path / "bench").mkdir()
    (tmp_path / "train").mkdir()
    questions = [{"question": f"who sang song {n}", "answer": ["x"]} for n in range(3)]
    lines = "\n".join(json.dumps(question) for question in questions)
    (tmp_path / "bench" / "nq-open-dev.jsonl").write_text(lines, encoding="utf-8")
    edits = [
        {
            "prompt": f"The capital of {country} is",
            "target_new": f"{country}ville",
            "subject": country,
            "rephrase_prompt": "x",
            "locality_prompt": "y",
        }
        for country in COUNTRIES
    ]
    (tmp_path / "train" / "counterfact-train.json").write_text(json.dumps(edits), encoding="utf-8")
    (tmp_path / "bench" / "mquake-subset.json").write_text(json.dumps(HOPS), encoding="utf-8")
    return tmp_path


def hop(fact: str, question: str, edited: bool = True) -> dict[str, Any]:
    return {"question": question, "fact": fact, "answer": fact.split()[-1], "edited": edited}


def case(number: int, *hops: dict[str, Any]) -> dict[str, Any]:
    answer = hops[-1]["fact"].split()[-1]
    return {
        "case_id": number,
        "questions": [f"Question {number}?", f"Also {number}?"],
        "hops": list(hops),
        "new_answer": answer,
        "new_answer_alias": [""],
    }


AUTHOR = hop("The author of Misery is Dawkins", "Who wrote Misery?")
HOPS = [
    case(1, AUTHOR, hop("Dawkins comes from Peru", "Where does Dawkins come from?")),
    case(2, hop("The author of Misery is King", "Who wrote Misery?"), hop("King comes from Chad", "Whence King?")),
    case(3, AUTHOR, hop("Dawkins comes from Peru", "Where does Dawkins come from?", edited=False)),
]


def test_unrelated_questions_keep_their_answers_in_pools_of_any_size(folder: Path) -> None:
    report = evaluate(as_model(FakeModel()), "nq-open", folder, pools=[1, 4])
    assert [row.metrics["neighbourhood"].value for row in report.rows] == [1.0, 1.0]
    assert [row.questions for row in report.rows] == [3, 3]
    assert set(report.sha256) == {"nq-open-dev.jsonl", "counterfact-train.json"}


def test_two_hops_whose_edits_contradict_are_never_in_one_pool(folder: Path) -> None:
    benchmark = read_mquake(folder / "bench" / "mquake-subset.json")
    assert sum(benchmark.left_out.values()) == 1
    assert [edit.text for edit in (benchmark.records[0].edit, benchmark.records[0].more[0][1])] == [
        "The author of Misery is Dawkins.",
        "Dawkins comes from Peru.",
    ]
    assert benchmark.records[0].probes[0].aliases == ()
    sample = draw(SuiteData(benchmark.records), None, 0)
    assert len(sample.records) == 2
    pools = list(pools_of(sample, 2))
    assert [len(pool.edits) for pool in pools] == [2, 2]
    for pool in pools:
        (record,) = pool.records
        assert {record.edit, record.more[0][1]} == set(pool.edits)
    with pytest.raises(SuiteDataError, match="one question needs"):
        check_sizes(sample, [1])


def test_two_hops_are_read_by_two_edits_unless_asked_otherwise(folder: Path) -> None:
    report = evaluate(as_model(FakeModel()), "mquake", folder, pools=[2])
    assert report.rows[0].settings["policy"]["name"] == "top-2"
    assert report.rows[0].questions == 4
    other = evaluate(as_model(FakeModel()), "mquake", folder, pools=[2], policy="soft")
    assert other.rows[0].settings["policy"]["name"] == "soft"


def test_records_that_share_an_edit_share_it_in_the_pool() -> None:
    shared, others = Edit.of("Shared.", "en"), [Edit.of(f"Other {n}.", "en") for n in range(2)]
    records = tuple(Record(shared, "s", (), str(n), more=((f"o{n}", others[n]),)) for n in range(2))
    (pool,) = pools_of(draw(SuiteData(records), None, 0), 3)
    assert len(pool.records) == 2
    assert set(pool.edits) == {shared, *others}


def test_pools_are_filled_from_public_edits_first_then_made_ones(folder: Path) -> None:
    found = list(filling.Filling(folder))
    assert [filler.subject for filler in found[:4]] == list(COUNTRIES)
    made = filling.made_fillers()
    assert tuple(found[4:]) == made
    assert len(made) == len({filler.subject for filler in made}) == len({filler.edit.id for filler in made}) == 10_000
    for filler in made:
        assert filler.edit.fact is not None and not is_held_out(filler.edit.text)


def test_records_in_a_file_are_the_suite(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    suite = suite_named("business-faq-en")
    assert write_records(suite, folder, path) == (50, 0)
    from_file = RecordsFile(path)
    assert (from_file.name, from_file.kinds, from_file.own_pool) == (suite.name, suite.kinds, suite.own_pool)
    assert from_file.load(folder).records == suite.load(folder).records
    assert set(from_file.load(folder).sha256) == {"records.jsonl"}
    path.write_text(path.read_text(encoding="utf-8") + '{"record": {"edit": 1}}\n', encoding="utf-8")
    with pytest.raises(SuiteDataError, match="Line 52"):
        from_file.load(folder)
    path.write_text('{"format": "another"}\n', encoding="utf-8")
    with pytest.raises(SuiteDataError, match="Line 1"):
        RecordsFile(path)


def test_fillers_are_kept_in_the_file(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "made_fillers", lambda: ())
    path = tmp_path / "records.jsonl"
    suite = suite_named("nq-open")
    assert write_records(suite, folder, path) == (3, 4)
    assert list(RecordsFile(path).load(folder).fillers) == list(suite.load(folder).fillers)


def test_several_suites_each_with_its_own_pool_methods_and_file(folder: Path, tmp_path: Path) -> None:
    suites = suites_named(["business-faq-en", "business-ten-kinds-en", "nq-open"], "en")
    shares: list[float] = []
    reports = list(
        evaluate_each(
            as_model(FakeModel()),
            suites,
            folder,
            RunSettings(records=3, pools=[3], methods=["incomes", "backbone"]),
            cases=tmp_path / "cases.jsonl",
            progress=lambda _, share: shares.append(share),
        )
    )
    assert [report.suite.name for report in reports] == [suite.name for suite in suites]
    assert (tmp_path / "cases-nq-open.jsonl").is_file()
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    (own,) = evaluate_each(as_model(FakeModel()), suites[:1], folder, RunSettings(methods=["incomes"]))
    assert own.rows[0].pool == 50
    joined = together("business", reports[:2])
    assert [(row["table"], row["method"]) for row in joined["results"]][:2] == [
        ("business-faq-en", "incomes"),
        ("business-faq-en", "backbone"),
    ]
    assert joined["tables"][0]["failures"]
    assert "failures" not in reports[2].as_dict()


def test_table_has_a_line_a_row(folder: Path) -> None:
    report = evaluate(as_model(FakeModel()), "nq-open", folder, pools=[1, 3], methods=["incomes", "backbone"])
    title, head, *lines = report.table().splitlines()
    assert title == "NQ-open, unrelated questions"
    assert head.split() == ["method", "pool", "neighbourhood"]
    assert [line.split() for line in lines] == [
        [method, pool, "100.0"] for method in ("incomes", "backbone") for pool in ("1", "3")
    ]


class Prompted(FakeModel):
    """Says back what it is asked."""

    def answer_many(self, questions: Sequence[str], pool: list[str] | None = None, **_: Any) -> list[Any]:
        return [SimpleNamespace(text=question) for question in questions]


def test_the_right_edit_stands_in_the_prompt() -> None:
    questions, edits = ["Which capital?", "The capital is"], ["It is {Lyon}.", "It is Rome."]
    plain = EditAlone(as_model(Prompted()), policy_named("default"), 5).answer(questions, edits)
    assert [reply.text for reply in plain] == ["It is {Lyon}.\nQ: Which capital?\nA:", "It is Rome.\nThe capital is"]
    assert plain[0].read is None
    fact = EditAsNewFact(as_model(Prompted()), policy_named("default"), 5)
    assert fact.answer(questions[:1], edits[:1])[0].text.startswith("New fact: It is {Lyon}.\n\nQ:")


class FakeVectors:
    """One dimension a word."""

    zero_logit = 1.5
    words = ("capital", "France", "Spain", "rivers")

    def of(self, texts: Sequence[str]) -> torch.Tensor:
        return torch.tensor([[float(word in text) for word in self.words] for text in texts])

    question_vectors = of


def test_minilm_reads_the_nearest_edit_or_none() -> None:
    method = GatedMiniLm(as_model(Prompted()), policy_named("default"), 5)
    method.vectors = cast(Any, FakeVectors())
    edits = ["The capital of France is Lyon.", "The capital of Spain is Vigo."]
    method.prepare([Edit.of(edit, "en") for edit in edits])
    spain, rivers = method.answer(["Spain has which capital?", "Which rivers has Chad?"])
    assert (spain.ranked_first, spain.read) == (edit_id(edits[1]), (edit_id(edits[1]),))
    assert spain.text.startswith(edits[1])
    assert rivers.read == ()
    assert rivers.text == "Which rivers has Chad?"


class Compressing(FakeModel):
    """Compresses to gists of ones."""

    def compress(self, texts: Any, **_: Any) -> Any:
        made = list(texts)
        self.compressed.append(made)
        maker = self.compressor.made_by
        tensors = (torch.ones(2, 1, 3, 4), torch.ones(2, 1, 3, 4), torch.ones(6))
        return GistPool(tuple(Gist(edit_id(t), t, *tensors, ("1", "2", "3"), maker) for t in made), maker)


def test_a_pool_on_disk_is_compressed_once_and_by_maker(tmp_path: Path) -> None:
    model, cache = Compressing(), PoolCache(tmp_path / "pools")
    first = cache.pool(as_model(model), ["One.", "Two.", "One."])
    again = cache.pool(as_model(model), ["Two.", "Three.", "One."])
    assert model.compressed == [["One.", "Two."], ["Three."]]
    assert again.texts == ("Two.", "Three.", "One.")
    assert first[edit_id("One.")].labels == ("1", "2", "3")
    assert torch.equal(again[edit_id("One.")].selection, torch.ones(6))
    other = Compressing(compressor=SimpleNamespace(made_by="other"))
    cache.pool(as_model(other), ["One."])
    assert other.compressed == [["One."]]


def test_edits_from_the_disk_leave_the_time_of_taking_them_in_unknown(tmp_path: Path) -> None:
    one, two, three = (Edit.of(text, "en") for text in ("One.", "Two.", "Three."))
    method = Incomes(as_model(Compressing()), policy_named("default"), 5, PoolCache(tmp_path))

    def figures(*pools: list[Edit]) -> set[str]:
        costs = Costs()
        for edits in pools:
            with costs.during("prepare"):
                method.prepare(edits)
            costs.took_in(method, len(edits))
        return {name for name in costs.as_dict() if name != "peak_memory_bytes"}

    assert figures([one], [two]) == {"prepare_seconds_an_edit", "bytes_an_edit"}
    assert figures([three], [three, two]) == {"bytes_an_edit"}
    assert figures([one], [Edit.of("Four.", "en")]) == {"bytes_an_edit"}


def test_a_damaged_gist_on_disk_is_made_again(tmp_path: Path) -> None:
    model, cache = Compressing(), PoolCache(tmp_path)
    cache.pool(as_model(model), ["One."])
    (file,) = tmp_path.rglob("*.safetensors")
    file.write_bytes(b"torn")
    assert cache.pool(as_model(model), ["One."]).texts == ("One.",)
    assert model.compressed == [["One."], ["One."]]
    assert file.stat().st_size > 4
