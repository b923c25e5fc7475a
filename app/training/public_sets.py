"""Public training sets as examples: CounterFact, ParaRel, PokeMQA, zsRE, QASC and QAMR.

A folder of public files goes in, examples come out, without any subject of an edit benchmark and without the
held-out relations. Nothing is kept of a set but what an example needs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from app.training.bench_subjects import BenchSubjects
from app.training.examples import Example, Question
from app.training.generator import ENGLISH
from app.training.generator.records import short_kinds
from app.training.generator.relations import is_held_out

SET_NAMES = ("counterfact", "pararel", "pokemqa", "zsre", "qasc", "qamr")
HELD_OUT_PROPERTIES = ("P159", "P50", "P190")
"""Headquarters, author, twin city: Wikidata's names of held-out relations."""
MANY_VALUED = ("P527", "P361", "P279", "P530", "P47")
"""Relations with several right answers a subject: an edit of one would not decide a question."""

Draw = Callable[[Random, int], Example]


@dataclass(frozen=True)
class PublicSets:
    """The sets that were found: one drawing function each, and natural questions beside them."""

    draws: dict[str, Draw]
    search_questions: tuple[str, ...]
    """Questions that people typed into a search box; no edit covers them."""
    sentence_questions: tuple[tuple[str, str], ...]
    """(sentence, question about it): unrelated to a batch that does not hold the sentence."""


def load_public_sets(folder: Path, bench: BenchSubjects) -> PublicSets:
    """Read whatever sets the folder holds; missing files leave their set out."""
    zsre = _read(folder / "zsre-train-1k.json")
    qamr = _read(folder / "qamr-wiki.json")
    loaded: dict[str, list[Any]] = {
        "counterfact": _counterfact_rows(_read(folder / "counterfact-train.json"), bench),
        "pararel": _pararel_rows(folder, bench),
        "pokemqa": _pokemqa_rows(folder, bench),
        "zsre": [
            row for row in zsre if not bench.covers(row["subject"]) and not is_held_out(row["src"] + row["rephrase"])
        ],
        "qasc": _qasc_rows(_read(folder / "qasc-041.json")),
        "qamr": _qamr_rows(qamr),
    }
    draw: dict[str, Callable[..., Example]] = {
        "counterfact": _counterfact,
        "pararel": _pararel,
        "pokemqa": _pokemqa,
        "zsre": _zsre,
        "qasc": _qasc,
        "qamr": _qamr,
    }
    searched = {row["loc"].removeprefix("nq question: ") for row in zsre if row.get("loc")}
    return PublicSets(
        draws={name: partial(draw[name], rows) for name, rows in loaded.items() if rows},
        search_questions=tuple(sorted(text for text in searched if not bench.asks(text))),
        sentence_questions=tuple((row[0], question) for row in loaded["qamr"] for question, _ in row[1]),
    )


def _any_answer(random: Random) -> str:
    """A short answer of any kind."""
    return ENGLISH.draw_answer(random, random.choice(short_kinds(ENGLISH)))


def _read(path: Path) -> list[Any]:
    return json.loads(path.read_text("utf-8")) if path.exists() else []


def _lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _counterfact_rows(rows: Iterable[Any], bench: BenchSubjects) -> list[Any]:
    return [
        row
        for row in rows
        if not bench.covers(row["subject"]) and not is_held_out(f"{row['prompt']} {row['rephrase_prompt']}")
    ]


def _counterfact(rows: list[Any], random: Random, count: int) -> Example:
    row = random.choice(rows)
    answer = row["target_new"]
    asked = random.sample((row["prompt"], row["rephrase_prompt"]), min(2, count))
    near = (row["locality_prompt"],)
    questions = tuple(Question(text, answer) for text in asked)
    return Example(f"{row['prompt']} {answer}.", row["subject"], "counterfact", questions, "en", "name", near)


@dataclass(frozen=True)
class _Property:
    """A ParaRel relation: statement patterns, clozes, a question template, subjects and objects."""

    name: str
    patterns: tuple[str, ...]
    clozes: tuple[str, ...]
    question: str | None
    pairs: tuple[tuple[str, str], ...]


def _pararel_rows(folder: Path, bench: BenchSubjects) -> list[_Property]:
    questions = (
        json.loads((folder / "mquake-question_templates.json").read_text("utf-8"))
        if (folder / "mquake-question_templates.json").exists()
        else {}
    )
    found = []
    for path in sorted((folder / "pararel" / "trex_lms_vocab").glob("*.jsonl")):
        name, graph = path.stem, folder / "pararel" / "pattern_data" / "graphs_json" / path.name
        if name in HELD_OUT_PROPERTIES + MANY_VALUED or not graph.exists():
            continue
        patterns = tuple(re.sub(r" ([.,])", r"\1", row["pattern"]).strip() for row in _lines(graph))
        patterns = tuple(text for text in patterns if not is_held_out(text))
        clozes = tuple(
            text.split("[Y]")[0].strip()
            for text in patterns
            if re.search(r"\[Y\] ?\.?$", text) and "[X]" in text.split("[Y]")[0]
        )
        pairs = tuple(
            (row["sub_label"], row["obj_label"]) for row in _lines(path) if not bench.covers(row["sub_label"])
        )
        if clozes and pairs:
            found.append(_Property(name, patterns, clozes, questions.get(name), pairs))
    return found


def _pararel(rows: list[_Property], random: Random, count: int) -> Example:
    """A real subject with a new object of the same relation, or (three in ten) of any kind."""
    entry = random.choice(rows)
    subject = random.choice(entry.pairs)[0]
    answer = random.choice(entry.pairs)[1] if random.random() < 0.7 else _any_answer(random)
    edit = random.choice(entry.patterns).replace("[X]", subject).replace("[Y]", answer)
    texts = [
        ENGLISH.large(text.replace("[X]", subject))
        for text in random.sample(entry.clozes, min(count, len(entry.clozes)))
    ]
    if entry.question and random.random() < 0.6:
        texts[0] = entry.question.replace("[X]", subject)
    edit = ENGLISH.large(edit if edit.endswith(".") else f"{edit}.")
    near = ENGLISH.large(random.choice(entry.clozes).replace("[X]", random.choice(entry.pairs)[0]))
    questions = tuple(Question(text, answer) for text in texts)
    return Example(edit, subject, f"pararel {entry.name}", questions, "en", "name", (near,))


@dataclass(frozen=True)
class _Statement:
    """A PokeMQA statement split by its template into subject and object."""

    property: str
    subject: str
    object: str
    text: str
    cloze: str
    questions: tuple[str, ...]


def _pokemqa_rows(folder: Path, bench: BenchSubjects) -> list[_Statement]:
    templates = folder / "mquake-cloze_templates.json"
    if not templates.exists():
        return []
    clozes = {name: text.rstrip("_ ") for name, text in json.loads(templates.read_text("utf-8")).items()}
    by_length = sorted(clozes.items(), key=lambda item: -len(item[1]))
    patterns = [
        (name, re.compile("^" + re.escape(text).replace(r"\[X\]", "(.+?)") + " (.+)$"), text)
        for name, text in by_length
    ]
    found = []
    for row in _read(folder / "pokemqa-edits.json"):
        for name, pattern, cloze in patterns:
            match = pattern.match(row["edit"])
            if match and match[1] in row["questions"][0]:
                if (
                    name not in HELD_OUT_PROPERTIES
                    and not bench.covers(match[1])
                    and not is_held_out(" ".join((row["edit"], *row["questions"])))
                ):
                    found.append(
                        _Statement(
                            name,
                            match[1],
                            match[2],
                            row["edit"],
                            cloze.replace("[X]", match[1]),
                            tuple(row["questions"]),
                        )
                    )
                break
    return found


def _pokemqa(rows: list[_Statement], random: Random, count: int) -> Example:
    row = random.choice(rows)
    answer = row.object
    if random.random() < 0.3:
        answer = random.choice(rows).object if random.random() < 0.5 else _any_answer(random)
    edit = f"{row.text.removesuffix(row.object)}{answer}."
    texts = random.sample((*row.questions, row.cloze), min(count, len(row.questions) + 1))
    beside = (random.choice(rows) for _ in range(40))
    near = next((other for other in beside if other.property == row.property and other.subject != row.subject), None)
    return Example(
        edit=edit,
        subject=row.subject,
        relation=f"pokemqa {row.property}",
        questions=tuple(Question(text, answer) for text in texts),
        language="en",
        answer_kind="name",
        near=(random.choice((*near.questions, near.cloze)),) if near else (),
    )


def _zsre(rows: list[Any], random: Random, count: int) -> Example:
    row = random.choice(rows)
    answer = row["alt"].strip() if random.random() < 0.6 else _any_answer(random)
    edit = f"{row['src']} {answer}." if random.random() < 0.5 else f"Q: {row['src']} A: {answer}"
    texts = random.sample((row["src"], row["rephrase"]), min(count, 2))
    other = random.choice(rows)
    near = (other["rephrase"],) if other["subject"] != row["subject"] else ()
    return Example(edit, row["subject"], "zsre", tuple(Question(text, answer) for text in texts), "en", "name", near)


def _qasc_rows(rows: Iterable[Any]) -> list[tuple[str, str, str]]:
    """(fact, question, answer) where the fact holds the answer word for word; multiple choice is left out."""
    found = []
    for row in rows:
        match = re.match(r"Fact: (.*?)\s*\nQuestion: (.*)", row["input"], re.DOTALL)
        answer = row["output"][0].rstrip(". ")
        if (
            match
            and "(A)" not in answer
            and len(answer) < 60
            and answer.lower() in match[1].lower()
            and not is_held_out(row["input"])
        ):
            found.append((match[1].strip(), match[2].strip(), answer))
    return found


def _qasc(rows: list[tuple[str, str, str]], random: Random, count: int) -> Example:
    fact, question, answer = random.choice(rows)
    return Example(ENGLISH.large(fact), None, "qasc", (Question(ENGLISH.large(question), answer),), "en", "phrase")


def _qamr_rows(rows: Iterable[Any]) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """(sentence, questions with answers that stand in it word for word), sentences of 30 to 260 characters."""
    found = []
    for row in rows:
        sentence = row["sentence"].strip()
        asked = tuple(
            (ENGLISH.large(q["question"].strip()), q["answer"])
            for q in row["questions"]
            if len(q["answer"]) < 60 and q["answer"] in sentence and q["question"].strip().endswith("?")
        )
        if 30 < len(sentence) < 260 and len(asked) > 1 and not is_held_out(sentence):
            found.append((sentence, asked))
    return found


def _qamr(rows: list[tuple[str, tuple[tuple[str, str], ...]]], random: Random, count: int) -> Example:
    sentence, asked = random.choice(rows)
    chosen = random.sample(asked, min(count, len(asked)))
    return Example(sentence, None, "qamr", tuple(Question(text, answer) for text, answer in chosen), "en", "phrase")
