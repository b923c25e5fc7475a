"""An adapter's card as a page for people: README.md in the form that the Hugging Face Hub shows."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

from huggingface_hub import ModelCardData
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.evaluation.methods.incomes import Incomes
from app.evaluation.methods.separate import IncomesSeparate
from app.evaluation.methods.tuned import TunedMiniLm
from app.evaluation.several import USUAL_POOLS
from app.model.adapter_card import AdapterCard, ReaderKind
from app.model.card_entries import Measurement, Share
from app.model.packages import PackagedModel
from app.model.sources import PACKAGED

TEMPLATES = Path(__file__).with_name("templates")
TAGS = ("incomes", "model-editing", "knowledge-editing", "gist-tokens", "arxiv:2505.22156")
LICENCES = ("apache-2.0", "mit", "gemma", "cc-by-4.0", "cc-by-sa-4.0", "bsd-3-clause", "llama3.2")
"""As the Hub names them; a card's licence that begins with one of these is that one."""
LEAD = ("efficacy", "paraphrase", "question", "portability", "multi-hop", "neighbourhood", "near-miss")
"""Figures that are told in a sentence."""
WORST = 5
"""Kinds of edits that fail most, named among what the adapter cannot do."""
COMPARED: dict[ReaderKind, str] = {"in-prompt": TunedMiniLm.name, "separate": IncomesSeparate.name}
"""Adapters for a method of a comparison, which is how they are used."""
_MARKS = re.compile(r"([\\`*_{}\[\]<>|#&])")

ByKind = tuple[str, Measurement, Share]


def page_of(card: AdapterCard) -> str:
    """The whole README.md; what was not measured does not stand in it."""
    packaged = _packaged(card)
    suites: dict[str, list[Measurement]] = {}
    for one in card.measurements:
        suites.setdefault(one.title, []).append(one)
    return (
        _environment()
        .get_template("card.md.jinja")
        .render(
            card=card,
            backbone=_base(card, packaged),
            front_matter=_front_matter(card, packaged),
            usage=_usage(card, packaged),
            leads=[(one, _lead(one)) for one in _typical(card) if _lead(one)],
            worst=sorted(card.failures, key=lambda kind: -kind.wrong)[:WORST],
            suites=suites,
            recall=_by_kind(card.measurements, lambda one: one.recall),
            by_edit_kind=_by_kind(card.measurements, lambda one: one.by_edit_kind),
        )
    )


def _typical(card: AdapterCard) -> list[Measurement]:
    """Of each suite the method that the adapter is for, at the size of pool nearest to the usual one."""
    method, found = COMPARED.get(card.reader, Incomes.name), dict[str, Measurement]()
    for one in sorted(card.measurements, key=lambda entry: abs(entry.pool - USUAL_POOLS[0])):
        if one.method == method:
            found.setdefault(one.suite, one)
    return list(found.values())


def _lead(one: Measurement) -> str:
    """Its main figures in a sentence."""
    return "; ".join(f"{_figure(name)} {one.figures[name]}" for name in LEAD if name in one.figures)


def _by_kind(measurements: Iterable[Measurement], shares: Callable[[Measurement], dict[str, Share]]) -> list[ByKind]:
    """All shares of one kind below each other."""
    found = [(kind, one, share) for one in measurements if one.memory for kind, share in shares(one).items()]
    return sorted(found, key=lambda entry: entry[0])


def _front_matter(card: AdapterCard, packaged: PackagedModel | None) -> str:
    stated = card.licence.casefold()
    known = next((name for name in LICENCES if stated.startswith(name)), None)
    licence = known or ("other" if stated else None)
    base = _base(card, packaged)
    data = ModelCardData(license=licence, language=card.languages, base_model=base, tags=list(TAGS))
    return data.to_yaml().strip()


def _base(card: AdapterCard, packaged: PackagedModel | None) -> str:
    """The backbone, as the Hub knows it."""
    return (packaged.hub_id if packaged is not None else "") or card.backbone_name


def _packaged(card: AdapterCard) -> PackagedModel | None:
    return next((model for model in PACKAGED.values() if model.sha256 == card.backbone_fingerprint), None)


def _usage(card: AdapterCard, packaged: PackagedModel | None) -> str:
    backbone = "FOLDER" if packaged is None else packaged.name
    if card.reader in COMPARED:
        evaluate = ["python", "-m", "app", "evaluate", "counterfact", "--data", "sample", "--pool", "5"]
        return shlex.join([*evaluate, "--methods", COMPARED[card.reader], "--backbone", backbone])
    ask = ["python", "-m", "app", "ask", "QUESTION", "--edit", "EDIT"]
    return shlex.join([*ask, "--backbone", backbone, "--adapter", card.name])


def _plain(text: str) -> str:
    """Text that Markdown shows as it is, in one line."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _figure(name: str) -> str:
    return name.replace("_", " ")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    # Markdown, not HTML: the filter `plain` keeps texts from being read as marks of either.
    environment = Environment(  # nosec B701  # Markdown is written; `plain` escapes for it
        loader=FileSystemLoader(TEMPLATES), autoescape=False, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters |= {"plain": _plain, "figure": _figure}
    return environment
