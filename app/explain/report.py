"""The evidence report of one answer: one HTML file that needs nothing else, on paper or on a screen, for years.

No script, no font, no picture from elsewhere: tables and inline SVG. The evidence stands in it a second time as
canonical JSON, for programs, and the report names that text's sha256.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.explain.carrying import carrying_of
from app.explain.drawings import bars, shade, token_rows
from app.explain.grids import BYS, grid_of, row_name
from app.explain.marking import marked_parts
from app.explain.record import FORMAT, canonical, evidence_of, seal
from app.explain.titles import times_of
from app.explain.views import ZERO, in_words, reading_view, selection_view
from app.texts import ASKED, Texts, percent, policy_words

if TYPE_CHECKING:
    from app.explain.account import Account

TEMPLATES = Path(__file__).with_name("templates")
NEAREST = 12
"""Edits listed in the selection, besides those read."""
ID_DIGITS = 8
COLOURS = 6
"""Of tokens that edits carried, as report.css has them; the number beside a token tells further edits apart."""
WORDS = (
    *("edit", "backbone", "memory", "selection", "policy", "logit", "weight", "zero"),
    *("attention", "token", "change", "sureness", "seal"),
)
"""The words that the report explains at its end."""


@dataclass(frozen=True)
class Report:
    """A whole HTML file."""

    html: str
    sha256: str
    """Of the canonical JSON within it."""
    name: str
    """A name for the file."""

    @property
    def content(self) -> bytes:
        """The file. Halves of characters, which a broken terminal can put into a question, become question marks."""
        return self.html.encode("utf-8", "replace")


class RepeatedAnswer(Protocol):
    """A logged answer that was asked again."""

    @property
    def asked(self) -> datetime: ...

    @property
    def answer(self) -> str: ...

    @property
    def identical(self) -> bool: ...


def make_report(
    account: Account,
    origin: Mapping[str, Any],
    versions: Mapping[str, int],
    *,
    given: datetime,
    made: datetime,
    repeats: RepeatedAnswer | None = None,
    say: Texts = ASKED,
) -> Report:
    """Draw up the report.

    Args:
        origin: what reproduces the answer: program, libraries, backbone, adapter, precision, memory.
        versions: id of an edit → its version, where it comes from a shared store.
        given: when the question was answered.
        made: now.
        repeats: the logged answer that this one repeats; None for a question of its own.
    """
    record = {
        "format": FORMAT,
        "given": given.isoformat(timespec="seconds"),
        "made": made.isoformat(timespec="seconds"),
        "evidence": evidence_of(account, NEAREST),
        "versions": dict(versions),
        "origin": dict(origin),
    }
    if repeats is not None:
        asked = repeats.asked.isoformat(timespec="seconds")
        record["repeats"] = {"answer": repeats.answer, "asked": asked, "identical": repeats.identical}
    text = canonical(record)
    digest = seal(text)
    answer = account.answer
    selection = selection_view(answer.evidence.selection, NEAREST)
    reading = reading_view(answer)
    reading = None if reading is None else in_words(reading, say)
    html = (
        environment()
        .get_template("report.html.jinja")
        .render(
            say=say,
            percent=lambda share: percent(share, say),
            account=account,
            answer=answer,
            parts=marked_parts(answer.text, account.unsupported if account.finding.read else ()),
            sentence=account.sentence(say),
            read=[row for row in evidence_of(account, 0)["selection"]["edits"] if row["read"]],
            changes={change.edit_id: change for change in account.changes or ()},
            selection=selection,
            bars=bars(selection),
            reading=reading,
            rows=() if reading is None else token_rows(reading),
            carrying=carrying_of(account),
            colours=COLOURS,
            times=lambda nats: times_of(nats, say),
            grids=[grid for by in BYS if (grid := grid_of(answer, by)) is not None and grid.rows],
            row_name=lambda grid, place: row_name(grid, place, say),
            rows_named=lambda grid: say(f"why.grid.by.{grid.by}"),
            shade=shade,
            texts=account.texts,
            origin=origin,
            versions=versions,
            given=given,
            made=made,
            repeats=repeats,
            command=command_for(account, origin),
            record=Markup(text),  # nosec B704  # canonical JSON holds no character that HTML reads as markup
            digest=digest,
            zero_id=ZERO,
            setting=policy_words(answer.policy.name, say),
            called=say(f"sureness.{account.sureness.called}"),
            words=[(say(f"report.word.{word}"), say(f"report.word.{word}.meaning")) for word in WORDS],
        )
    )
    return Report(html, digest, f"evidence-{given:%Y%m%d-%H%M%S}-{digest[:ID_DIGITS]}.html")


def command_for(account: Account, origin: Mapping[str, Any]) -> str:
    """The command line that asks again, with the edits that were read; empty where no answer was given."""
    if account.withheld:
        return ""  # there is no answer to get again
    parts = ["python", "-m", "app", "explain", account.answer.question]
    for row in account.finding.read:
        parts += ["--edit", row.text]
    for option in ("policy", "memory", "backbone", "precision"):
        value = account.answer.policy.name if option == "policy" else origin.get(option)
        parts += [f"--{option}", str(value)]
    return shlex.join(parts)


@lru_cache(maxsize=1)
def environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["number"] = lambda value, digits=2: f"{value:.{digits}f}".replace("-", "−")
    environment.filters["signed"] = lambda value: f"{round(value, 2) + 0.0:+.2f}".replace("-", "−")
    environment.filters["share"] = lambda value: f"{100 * value:.1f}%"
    return environment
