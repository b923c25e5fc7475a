"""What the test of all edits shows, as HTML: figures, and a table of the questions, edit by edit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from app.service import JobView
from app.service.edit_testing import EditTestRun, EditVerdict
from app.service.edit_testing_report import COLUMNS, cells_of
from app.service.listing import page_start
from app.texts import Texts, together
from app.ui.jobs_html import jobs
from app.ui.pieces import button, notice, safe, tag

View = Literal["all", "failed", "passed"]
VIEWS: tuple[View, ...] = get_args(View)

PAGE = 25
"""Edits on one page of the table."""


def told(run: EditTestRun, view: JobView, say: Texts) -> str:
    """How far it is, with what there is to do with the job; the figures once it is over."""
    if view.live or view.state == "failed":
        return jobs([view], say)
    passed = sum(verdict.passed for verdict in run.verdicts)
    change, stay = run.counted(must_change=True), run.counted(must_change=False)
    parts = [
        say.count("tests.edits", len(run.verdicts), passed=passed),
        say("tests.figures", changed=change[0], change=change[1], kept=stay[0], stay=stay[1]),
    ]
    if run.untested:
        parts.append(say.count("tests.untested", run.untested))
    good = view.state == "done" and passed == len(run.verdicts)
    stopped = "" if view.state == "done" else jobs([view], say)
    return stopped + notice(safe(together(parts, say)), "good" if good else "warning")


def table(run: EditTestRun, view: View, first: int, say: Texts) -> str:
    """One page of the verdicts."""
    if not run.verdicts:
        return ""
    found = [verdict for verdict in run.verdicts if view == "all" or verdict.passed == (view == "passed")]
    start = page_start(first, len(found), PAGE)
    head = "".join(f'<th scope="col">{safe(say(f"tests.column.{name}"))}</th>' for name in COLUMNS)
    body = "".join(_rows(verdict, say) for verdict in found[start : start + PAGE])
    inner = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return (
        f'{_views(run, view, say)}<div class="table many tests" tabindex="0">{inner}</div>'
        f"{_pages(start, len(found), say)}"
    )


def _views(run: EditTestRun, view: View, say: Texts) -> str:
    passed = sum(verdict.passed for verdict in run.verdicts)
    numbers = {"all": len(run.verdicts), "failed": len(run.verdicts) - passed, "passed": passed}
    chips = "".join(
        f'<button type="button" class="chip" data-action="view" data-value="{one}" '
        f'aria-pressed="{str(one == view).lower()}">{safe(say(f"tests.view.{one}"))} '
        f'<span class="number">{numbers[one]:,}</span></button>'
        for one in VIEWS
    )
    return f'<div class="chips views" role="group" aria-label="{safe(say("tests.view"))}">{chips}</div>'


def _rows(verdict: EditVerdict, say: Texts) -> str:
    """The questions of an edit; the edit itself stands once, beside all of them."""
    rows = [_cells(cells_of(result, say), result.passed, say) for result in verdict.results]
    edit = (
        f'<th scope="rowgroup" rowspan="{len(rows)}" dir="auto">'
        f"{button(verdict.edit, 'edit', verdict.edit_id, style='link')}</th>"
    )
    opens = f' data-action="edit" data-value="{safe(verdict.edit_id)}"'
    return "".join(f"<tr{opens}>{edit if place == 0 else ''}{row}</tr>" for place, row in enumerate(rows))


def _cells(cells: Sequence[str], passed: bool, say: Texts) -> str:
    result, *texts = cells[1:]
    shown = "".join(f'<td dir="auto">{safe(text)}</td>' for text in texts)
    return f"<td>{tag(result, tone='good' if passed else 'bad')}</td>{shown}"


def _pages(first: int, found: int, say: Texts) -> str:
    if found <= PAGE:
        return ""
    last = min(first + PAGE, found)
    previous = button(say("edits.previous"), "page", str(first - PAGE), style="quiet") if first else ""
    following = button(say("edits.next"), "page", str(last), style="quiet") if last < found else ""
    place = say("edits.page", first=f"{first + 1:,}", last=f"{last:,}", number=f"{found:,}")
    return f'<div class="pages">{previous}<span>{safe(place)}</span>{following}</div>'
