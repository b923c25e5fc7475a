"""The report of a tuning: one HTML file that needs nothing else, Plotly included."""

from __future__ import annotations

import json

import plotly.graph_objects as go
from markupsafe import Markup

from app.evaluation.comparison.page import environment
from app.evaluation.comparison.table import Table
from app.evaluation.measured import Measured
from app.evaluation.tuning.figures import drawn_to, tradeoff_figure, use_figure
from app.evaluation.tuning.result import Tuning
from app.evaluation.tuning.sentence import sentence, shown
from app.texts import ASKED, Texts


def page_of(found: Tuning, command: str, say: Texts = ASKED) -> str:
    """Sentence, trade-off, reliability, tables and origin.

    Args:
        command: what makes it again.
    """
    return environment().get_template("tuning.html.jinja").render(
        say=say,
        found=found,
        sentence=sentence(found, say),
        tradeoff=_drawn(tradeoff_figure(found, say), first=True),
        use=_drawn(use_figure(found.use, say), first=False),
        front=front_table(found, say),
        kinds=kinds_table(found, say),
        command=command,
        widest=shown(drawn_to(found)),
        most=f"{100 * found.most_unwanted:g}",
        error=f"{found.use.measured.calibration_error:.2f}",
        versions=json.dumps(found.as_dict()["versions"], ensure_ascii=False, indent=1),
    )  # fmt: skip


def front_table(found: Tuning, say: Texts = ASKED) -> Table:
    """The settings that no other beats."""
    headings = [say(f"tune.table.{name}") for name in ("setting", "slots", "efficacy", "unwanted", "read")]
    rows = [
        (point.setting.policy.name, str(point.setting.slots), _interval(point.efficacy), _interval(point.unwanted),
         f"{point.edits_read:.2f}")
        for point in found.front
    ]  # fmt: skip
    return Table(tuple(headings), tuple(rows))


def kinds_table(found: Tuning, say: Texts = ASKED) -> Table:
    """The chosen setting and the usual one, for each suite and kind of question."""
    usual = found.named("default")
    told = found.metrics((found.chosen or usual).setting)
    plain = found.metrics(usual.setting)
    headings = [say(f"tune.table.{name}") for name in ("suite", "kind", "share", "usual")]
    rows = [
        (one.suite.title, kind, _interval(told[one.suite.name][kind]), _interval(plain[one.suite.name][kind]))
        for one in found.suites
        for kind in one.suite.kinds
        if kind in told[one.suite.name]
    ]
    return Table(tuple(headings), tuple(rows))


def _interval(share: Measured) -> str:
    return f"{shown(share.value)} ({shown(share.low)}–{shown(share.high)}, n = {share.n:,})"


def _drawn(figure: go.Figure, *, first: bool) -> Markup:
    """A figure as HTML, escaped by Plotly; the first brings Plotly along."""
    config = {"responsive": True, "displaylogo": False}
    page = figure.to_html(full_html=False, include_plotlyjs=first, config=config)
    return Markup(page)  # nosec B704  # Plotly escapes what it writes
