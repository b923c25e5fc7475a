"""The card of an adapter: what it is, for programs and for people."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.errors import SlotsError
from app.model.card_entries import DataSource, FailureKind, Measurement
from app.model.fingerprint import sha256_of_json

ReaderKind = Literal["joint", "separate", "in-prompt"]
"""How edits are read: see `AdapterCard.reader`."""


class Trial(BaseModel):
    """One edit written down before its first answer, and what came of it."""

    edit: str
    question: str
    expected: str
    answer: str
    right: bool


class AdapterCard(BaseModel):
    """What an adapter is, for programs and for people."""

    model_config = ConfigDict(extra="forbid")

    format: Literal[1] = 1
    name: str
    backbone_name: str
    backbone_fingerprint: str
    """Of the backbone's source weights, whatever precision they are computed in."""
    family: str
    languages: list[str]
    """ISO 639-1 codes it was trained on."""
    reader: ReaderKind = "joint"
    """`in-prompt`: reads an edit that a retriever puts in the prompt; it has gists only in name."""
    slots: int = Field(ge=1)
    """Gist tokens behind an edit: the most slots m that may be kept of it."""
    selection_slots: int | None = Field(default=None, ge=1)
    """The first so many gist tokens select, and stand behind a question; None: all of them."""
    span_means: bool = False
    """The gist tokens that do not select begin, at the first low-rank layer, as the mean of a span of the edit."""
    slots_trained: list[int] = []
    """Every m that answers were trained with; empty: only all slots."""
    reconstructs: bool = False
    """Trained to repeat an edit from its gists, so that fidelity can be told."""
    zero_growth: float = Field(default=0.0, ge=0)
    """Added to the zero gist's logit for every tenfold of edits beyond 100 (`selection.tenfolds`), by validation."""
    select_from: int = Field(ge=0)
    """First layer that selects and reads."""
    low_rank_from: int = Field(ge=0)
    """First layer with low-rank updates; the layers below are the backbone's."""
    rank: int = Field(ge=1)
    alpha: float = Field(gt=0)
    temperature: float = 1.0
    """Of the reader `separate` only."""
    precisions_measured: list[str] = []
    trained_on: list[str] = []
    """In words, where the sources are not listed apart."""
    data_sources: list[DataSource] = []
    trained_hours: float | None = None
    trained_pairs: int | None = None
    """Questions seen with their edit."""
    figures: dict[str, str] = {}
    """Name of a figure → value with interval and sample size, in words: figures written down by hand."""
    measurements: list[Measurement] = []
    failures: list[FailureKind] = []
    trials: list[Trial] = []
    limits: list[str] = []
    licence: str = ""

    @property
    def computing_sha256(self) -> str:
        """Of what decides answers; what is told of training and measured later is no part of it."""
        included = {*_COMPUTES, *(name for name in _COMPUTES_IF_SET if getattr(self, name))}
        return sha256_of_json(self.model_dump(mode="json", include=included))


_COMPUTES = (
    "format", "backbone_fingerprint", "family", "reader", "slots", "selection_slots", "slots_trained", "select_from",
    "low_rank_from", "rank", "alpha", "temperature",
)  # fmt: skip

_COMPUTES_IF_SET = ("zero_growth",)
"""Younger than releases that were made without them."""


def kept_slots(card: AdapterCard | None, wanted: int | None) -> int:
    """Gist slots kept of an edit: the wanted number, or all that the adapter makes.

    Raises:
        SlotsError: the adapter was not trained to be read by so many.
    """
    if card is None:
        return 0
    allowed = sorted({*card.slots_trained, card.slots})
    if wanted is not None and wanted not in allowed:
        raise SlotsError(
            given=f"{wanted} gist slots an edit were asked for.",
            allowed=f"The adapter “{card.name}” was trained for {', '.join(map(str, allowed))}.",
            remedy="Choose one of these, or leave the setting out.",
        )
    return wanted or card.slots
