"""The report of a comparison: one HTML file that needs nothing else, Plotly included."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.evaluation.comparison.data import Comparison
from app.evaluation.comparison.figures import curve_figure
from app.evaluation.comparison.lines import curves_of
from app.evaluation.comparison.sentence import sentence
from app.evaluation.comparison.table import table_of
from app.texts import ASKED, Texts

TEMPLATES = Path(__file__).parent.with_name("templates")


def page_of(comparisons: Sequence[Comparison], say: Texts = ASKED) -> str:
    """Sentence, plots, table and origin of each comparison."""
    drawn = _drawn(comparisons, say)
    parts = [
        {
            "comparison": one,
            "sentence": sentence(one, say),
            "curves": [(curve.title, next(drawn)) for curve in curves_of(one, say)],
            "table": table_of(one, say),
            "versions": json.dumps(dict(one.versions), ensure_ascii=False, indent=1),
        }
        for one in comparisons
    ]
    titles = ", ".join(one.title for one in comparisons)
    return environment().get_template("comparison.html.jinja").render(say=say, parts=parts, titles=titles)


def _drawn(comparisons: Sequence[Comparison], say: Texts) -> Iterator[Markup]:
    """Every curve of every comparison as HTML; the first brings Plotly along."""
    curves = [curve for one in comparisons for curve in curves_of(one, say)]
    for place, curve in enumerate(curves):
        figure = curve_figure(curve, say)
        yield Markup(  # nosec B704  # Plotly escapes what it writes
            figure.to_html(
                full_html=False, include_plotlyjs=place == 0, config={"responsive": True, "displaylogo": False}
            )
        )


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Templates of reports: everything is escaped, and a name that is missing is an error."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
