"""The mixture: batches of edits and questions from all sources, the same for the same seed and step."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from app.errors import TrainingError
from app.training.bench_subjects import BenchSubjects, normalised, read_bench_subjects
from app.training.examples import Batch, Example, Language, TwoHop
from app.training.generator import SOURCES, TONGUES, Tongue, chain, crossing_example, draw_example, family
from app.training.generator.records import draw_relation
from app.training.generator.relations import is_held_out
from app.training.generator.sources import speaks_of_held_out
from app.training.generator.wording import question
from app.training.public_sets import SET_NAMES, PublicSets, load_public_sets

logger = logging.getLogger(__name__)

DEFAULT_WEIGHTS = {
    "relation": 0.27,
    "paragraph": 0.08,
    "rule": 0.06,
    "correction": 0.06,
    "negation": 0.03,
    "faq": 0.05,
    "procedure": 0.04,
    "permission": 0.03,
    "reason": 0.03,
    "counterfact": 0.13,
    "pararel": 0.08,
    "pokemqa": 0.08,
    "zsre": 0.03,
    "qasc": 0.02,
    "qamr": 0.02,
}


MOST_TRIES = 100
"""Draws a place of a batch before the sources are given up as too small."""


class MixtureConfig(BaseModel):
    """What a batch is made of."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    weights: dict[str, float] = Field(default_factory=lambda: dict(DEFAULT_WEIGHTS))
    """Relative weight of each source of single edits. A source left out is not used."""
    languages: dict[Language, float] = {"en": 1.0}
    """Relative weight of each language. The public sets are English; their weight counts within it."""
    crossing_share: float = Field(default=0.1, ge=0, le=1)
    """Share of single edits asked in the other language, where both languages have weight."""
    edits: int = Field(default=32, ge=2)
    """Edits a batch: the in-batch choice of the selection loss."""
    questions: int = Field(default=2, ge=1, le=4)
    """Questions an edit, at most (some sources have fewer)."""
    family_share: float = Field(default=0.35, ge=0, le=1)
    """Share of batches that hold families of sister items. At 0.6 relations never seen got worse."""
    family_edits: int = Field(default=22, ge=2)
    """Most edits of a batch that families may take."""
    two_hop_share: float = Field(default=0.25, ge=0, le=1)
    """Share of batches with a question that needs two edits."""
    near_misses: int = Field(default=8, ge=0)
    """Most questions near an edit, a batch."""
    unrelated: int = Field(default=8, ge=0)
    """Unrelated questions a batch."""
    public_sets: Path | None = None
    """Folder of the public training sets; None or missing: the generator alone."""
    benches: Path | None = None
    """Folder of the benchmarks, whose subjects are kept out. Needed with `public_sets`."""

    @field_validator("weights", "languages")
    @classmethod
    def _some_weight(cls, weights: dict[str, float]) -> dict[str, float]:
        if min(weights.values(), default=0) < 0 or not any(weights.values()):
            raise ValueError("Weights must not be negative, and one must be above zero.")
        return weights

    @field_validator("weights")
    @classmethod
    def _known(cls, weights: dict[str, float]) -> dict[str, float]:
        unknown = sorted(set(weights) - set(SOURCES) - set(SET_NAMES))
        if unknown:
            allowed = ", ".join((*SOURCES, *SET_NAMES))
            raise ValueError(f"Unknown sources {', '.join(unknown)}. Allowed: {allowed}.")
        return weights


def read_mixture_config(settings: Mapping[str, Any]) -> MixtureConfig:
    """The part `data` of a run's configuration.

    Raises:
        TrainingError: settings that cannot be used, naming each.
    """
    try:
        return MixtureConfig.model_validate(settings)
    except ValidationError as error:
        faults = "; ".join(f"data.{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise TrainingError(
            given=f"The mixture has settings that cannot be used: {faults}.",
            allowed="Every setting is described in app/training/mixture.py.",
            remedy="Correct these and start again.",
        ) from error


@dataclass
class _Draft:
    """A batch in the making: what has been taken, so that nothing contradicts or repeats."""

    examples: list[Example] = field(default_factory=list)
    near: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    """Near misses with the subjects that they are near to."""
    two_hop: list[TwoHop] = field(default_factory=list)
    subjects: set[str] = field(default_factory=set)
    edits: set[str] = field(default_factory=set)

    def free(self, example: Example) -> bool:
        """Whether neither the subject nor the text has been taken."""
        return example.edit not in self.edits and (
            example.subject is None or normalised(example.subject) not in self.subjects
        )

    def take(self, example: Example) -> None:
        self.examples.append(example)
        self.edits.add(example.edit)
        if example.subject is not None:
            self.subjects.add(normalised(example.subject))
        self.add_near(example.near, (example,))

    def add_near(self, texts: tuple[str, ...], beside: tuple[Example, ...]) -> None:
        own = frozenset(normalised(example.subject) for example in beside if example.subject is not None)
        self.near += [(text, own) for text in texts]

    def answers(self, text: str, own: frozenset[str]) -> bool:
        """Whether a near miss names the subject of an edit that it was not made for, and so may be no miss."""
        plain = normalised(text)
        return any(subject in plain for subject in self.subjects - own)


class Mixture:
    """Batches without end. `batch(step)` depends on the configuration, the seed and the step alone."""

    def __init__(self, config: MixtureConfig, seed: int = 0) -> None:
        """Read the public sets once.

        Raises:
            TrainingError: public sets without the benchmarks whose subjects they must leave out.
        """
        self.config = config
        self.seed = seed
        self._bench = read_bench_subjects(config.benches) if config.benches else BenchSubjects()
        self._sets = self._load_sets()
        self._names, self._weights = self._usable()

    def batch(self, step: int) -> Batch:
        """The batch of a step.

        Raises:
            TrainingError: sources too small to fill a batch.
        """
        random = Random(f"{self.seed} {step}")
        draft = _Draft()
        if random.random() < self.config.family_share:
            self._add_families(random, draft)
        if random.random() < self.config.two_hop_share:
            self._add_chain(random, draft)
        for _ in range(MOST_TRIES * self.config.edits):
            if len(draft.examples) == self.config.edits:
                break
            self._add_single(random, draft)
        else:
            raise TrainingError(
                f"The sources {', '.join(self._names)} do not give {self.config.edits} edits of different subjects.",
                "A batch holds no subject twice.",
                "Add a source of the generator, or set `edits` lower.",
            )
        near = self._near(random, draft)
        return Batch(tuple(draft.examples), self._unrelated(random, draft), near, tuple(draft.two_hop))

    def _tongue(self, random: Random) -> Tongue:
        languages = self.config.languages
        return TONGUES[random.choices(list(languages), list(languages.values()))[0]]

    def _load_sets(self) -> PublicSets:
        folder = self.config.public_sets
        if folder is None or not folder.is_dir():
            if folder is not None:
                logger.warning("No public sets at %s: their weight goes to the generator.", folder)
            return PublicSets({}, (), ())
        if not self._bench.subjects:
            raise TrainingError(
                f"Public sets at {folder} without benchmarks.",
                "Training must not see a benchmark's subjects.",
                "Set `benches` to the folder of the benchmarks, or leave `public_sets` out.",
            )
        return load_public_sets(folder, self._bench)

    def _usable(self) -> tuple[list[str], list[float]]:
        """Sources with weight that are there; the weight of missing ones spreads over the rest."""
        wanted = {name: weight for name, weight in self.config.weights.items() if weight > 0}
        there = {name: weight for name, weight in wanted.items() if name in SOURCES or name in self._sets.draws}
        if missing := sorted(set(wanted) - set(there)):
            logger.warning("Sources not found, their weight goes to the others: %s.", ", ".join(missing))
        if not there:
            raise TrainingError(
                "No source of the mixture is there.", f"Wanted: {', '.join(wanted)}.", "Add one of the generator's."
            )
        return list(there), list(there.values())

    def _allowed(self, example: Example) -> bool:
        return not self._bench.covers(example.subject) and not speaks_of_held_out(example)

    def _add_single(self, random: Random, draft: _Draft) -> None:
        example = self._single(random)
        if self._allowed(example) and draft.free(example):
            draft.take(example)

    def _single(self, random: Random) -> Example:
        """An example of any source, in one of the languages or across them."""
        tongue, count = self._tongue(random), self.config.questions
        several = sum(weight > 0 for weight in self.config.languages.values()) > 1
        if several and random.random() < self.config.crossing_share:
            return crossing_example(random, count)
        name = random.choices(self._names, self._weights)[0]
        while tongue.language != "en" and name not in SOURCES:
            name = random.choices(self._names, self._weights)[0]
        draw = self._sets.draws.get(name)
        return draw(random, count) if draw else draw_example(random, tongue, name, count)

    def _add_families(self, random: Random, draft: _Draft) -> None:
        room = min(self.config.family_edits, self.config.edits - 2)
        for _ in range(random.randint(1, 3)):
            drawn = family(random, self._tongue(random), min(16, room - len(draft.examples)), self.config.questions)
            fits = all(self._allowed(example) and draft.free(example) for example in drawn.examples)
            if fits and not any(is_held_out(text) for text in drawn.near_misses):
                for example in drawn.examples:
                    draft.take(example)
                draft.add_near(drawn.near_misses, drawn.examples)
            if room - len(draft.examples) < 3:
                break

    def _add_chain(self, random: Random, draft: _Draft) -> None:
        drawn = chain(random, self._tongue(random), self.config.questions)
        if is_held_out(drawn.text) or not all(
            self._allowed(example) and draft.free(example) for example in drawn.examples
        ):
            return
        if len(draft.examples) + len(drawn.examples) > self.config.edits:
            return
        first = len(draft.examples)
        for example in drawn.examples:
            draft.take(example)
        draft.two_hop.append(TwoHop(drawn.text, drawn.answer, tuple(range(first, len(draft.examples)))))

    def _near(self, random: Random, draft: _Draft) -> tuple[str, ...]:
        asked = {entry.text for example in draft.examples for entry in example.questions}
        free = {text for text, own in draft.near if not draft.answers(text, own)}
        usable = sorted(text for text in free if text not in asked and not is_held_out(text))
        return tuple(random.sample(usable, min(self.config.near_misses, len(usable))))

    def _unrelated(self, random: Random, draft: _Draft) -> tuple[str, ...]:
        return tuple(self._natural(random, draft) for _ in range(self.config.unrelated))

    def _natural(self, random: Random, draft: _Draft) -> str:
        """A question that no edit of the batch covers: typed by people, or of the generator about something absent."""
        tongue, style = self._tongue(random), random.random()
        if tongue.language == "en":
            if style < 0.40 and self._sets.search_questions:
                return _asked(random, random.choice(self._sets.search_questions))
            sentence, text = random.choice(self._sets.sentence_questions or (("", ""),))
            if style < 0.55 and text and sentence not in draft.edits:
                return text
        if style < 0.85:
            return tongue.fill(random, random.choice(tongue.rows("unrelated"))[0])
        relation = draw_relation(random, tongue)
        while normalised(subject := tongue.draw_subject(random, random.choice(relation.subjects))) in draft.subjects:
            pass
        return question(random, tongue, relation, subject)


def _asked(random: Random, text: str) -> str:
    """A search query with a question mark, capitalised or not."""
    text = text[:1].upper() + text[1:] if random.random() < 0.6 else text
    return text if text.endswith("?") else f"{text}?"
