"""On the tab *Compare*: results, just measured or of before, as a sentence, curves, a table and files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import gradio as gr
from gradio.processing_utils import save_bytes_to_cache

from app.errors import WorkbenchError
from app.service import JobView
from app.service.comparing import FileKind, Results
from app.texts import name_words
from app.ui import compare_html as html
from app.ui.figure_card import FigureCard
from app.ui.pieces import clicks_on, error_notice, heading, html_place, notice, safe
from app.ui.state import QUICK_AT_ONCE, Page, Updates, listen

if TYPE_CHECKING:
    from app.evaluation.comparison import Comparison
    from app.evaluation.comparison.lines import Curve


class CompareResults:
    """Components of the results, and what happens when they are used."""

    def __init__(self, page: Page) -> None:
        self._page = page
        say = page.say
        self.results = gr.State(None)
        """The `Results` that are shown."""
        self.seen = gr.State("")
        """Job and state that were shown last: another result on the page is not replaced by the same one again."""
        html_place(heading(say("compare.results.heading")), "compare-results-heading")
        self.progress = html_place(f'<p class="empty">{safe(say("compare.empty"))}</p>', "compare-progress")
        with gr.Column(visible=False, elem_id="compare-results") as self.whole:
            self.suite = gr.Dropdown(label=say("compare.results.suite"), visible=False, elem_id="results-suite")
            self.sentence = html_place("", "compare-sentence")
            self.curve = FigureCard(page, "curve", above=self._selector, beside="compare-sentence")
            self.table = html_place("", "compare-table")
            with gr.Row(elem_classes="actions"):
                self.saves: dict[FileKind, gr.Button] = {
                    kind: gr.Button(say(f"compare.save.{kind}"), min_width=150, size="sm", elem_id=f"compare-{kind}")
                    for kind in get_args(FileKind)
                }
                self.file = gr.DownloadButton("", visible="hidden", elem_id="compare-file")
        with gr.Row(elem_classes="actions earlier"):
            self.upload = gr.UploadButton(
                say("compare.load"), file_count="multiple", file_types=[".jsonl", ".json"], min_width=190,
                elem_id="compare-load",
            )  # fmt: skip
            self.shipped = gr.Dropdown(label=say("compare.shipped"), visible=False, min_width=260, elem_id="shipped")
        html_place(f'<p class="note">{safe(say("compare.load.note"))}</p>')
        self.offered = [self.shipped]
        self._listen()

    def _selector(self) -> None:
        with gr.Row(elem_classes="selectors"):
            self.metric = gr.Dropdown(label=self._page.say("compare.results.metric"), elem_id="compare-metric")

    def _listen(self) -> None:
        page = self._page
        shown = [self.whole, self.suite, self.sentence, *self.curve.outputs, self.metric, self.table]
        outputs = [self.results, self.progress, *shown]
        listen(page.progress.change, self.follow, [page.token, self.seen], [*outputs, self.seen])
        listen(self.upload.upload, self.load, [self.upload], outputs)
        listen(self.shipped.input, self.load_shipped, [self.shipped], outputs)
        listen(self.suite.input, self.show_suite, [self.results, self.suite], shown)
        chosen = [self.results, self.suite, self.metric]
        listen(self.metric.input, self.redraw, chosen, self.curve.outputs)
        for kind, button in self.saves.items():
            made = listen(button.click, self._saved_as(kind), [self.results], [self.file])
            made.then(
                None,
                None,
                None,
                js=clicks_on("compare-file"),
                api_visibility="private",
                concurrency_limit=QUICK_AT_ONCE,
            )

    # What there is to choose

    def choices(self) -> Updates:
        """The results that ship with the program, where there are any."""
        named = [(self._told(Path(name).stem), name) for name in self._page.workbench.comparisons.shipped()]
        return {self.shipped: gr.update(choices=named, visible=bool(named))}

    def _told(self, stem: str) -> str:
        """What results that ship with the program are about, by the name of their file."""
        say = self._page.say
        return say(f"compare.shipped.{stem}") if f"compare.shipped.{stem}" in say else stem

    # What happens

    def follow(self, token: str | None, seen: str) -> Updates:
        """The session's comparison as it goes on, and its results once it is over; also after a reload."""
        workbench = self._page.workbench
        if workbench.known(token) is None:
            return {self.seen: seen}
        try:
            view = workbench.comparisons.newest(token)
            if view is None or f"{view.id} {view.state}" == seen:
                return {self.seen: seen}
            if view.live:
                return {self.progress: html.on_its_way(view, self._page.say)}
            return {self.seen: f"{view.id} {view.state}", **self._over(token, view)}
        except WorkbenchError as error:
            return {self.progress: error_notice(error)}

    def load(self, paths: Sequence[str]) -> Updates:
        """Results from a person's files."""
        return self._loaded(lambda: self._page.workbench.comparisons.read([Path(path) for path in paths]))

    def load_shipped(self, name: str) -> Updates:
        """Results that ship with the program."""
        return self._loaded(lambda: self._page.workbench.comparisons.shipped_results(name))

    def show_suite(self, results: Results | None, suite: str) -> Updates:
        """Another suite of the same results."""
        comparison = comparison_of(results, suite)
        return {self.whole: gr.update(visible=False)} if comparison is None else self._shown(comparison)

    def redraw(self, results: Results | None, suite: str, metric: str) -> Updates:
        """Another curve."""
        comparison = comparison_of(results, suite)
        found = {} if comparison is None else {curve.name: curve for curve in _curves(comparison, self._page)}
        return self._drawn(found[metric]) if metric in found else self.curve.hidden()

    # How it is done

    def _over(self, token: str | None, view: JobView) -> Updates:
        results = self._page.workbench.comparisons.results(token, view.id)
        ended = {self.progress: html.over(view, self._page.say)}
        return ended if results is None else {**self._all(results), **ended}

    def _loaded(self, read: Callable[[], Results]) -> Updates:
        try:
            results = read()
        except WorkbenchError as error:
            return {self.progress: error_notice(error)}
        told = self._page.say.count("compare.loaded", len(results.lines))
        return {**self._all(results), self.progress: notice(safe(told), "good")}

    def _all(self, results: Results) -> Updates:
        suites = [(name_words(one.title, self._page.say), one.suite) for one in results.comparisons]
        first = results.comparisons[0]
        return {
            self.results: results,
            **self._shown(first),
            self.suite: gr.update(choices=suites, value=first.suite, visible=len(suites) > 1),
        }

    def _shown(self, comparison: Comparison) -> Updates:
        from app.evaluation.comparison.table import table_of

        say = self._page.say
        curves = _curves(comparison, self._page)
        names = [(curve.title, curve.name) for curve in curves]
        drawn = self._drawn(curves[0]) if curves else self.curve.hidden()
        return {
            self.whole: gr.update(visible=True),
            self.sentence: html.told(comparison, say),
            self.table: html.figures_table(table_of(comparison, say), name_words(comparison.title, say)),
            self.metric: gr.update(choices=names, value=names[0][1] if names else None),
            **drawn,
        }

    def _drawn(self, curve: Curve) -> Updates:
        from app.evaluation.comparison.figures import curve_figure, curve_heading
        from app.evaluation.comparison.table import curve_table

        say = self._page.say
        title = heading(curve_heading(curve, say))
        return self.curve.shown(
            title, curve_figure(curve, say), html.figures_table(curve_table(curve, say), curve.title)
        )

    def _saved_as(self, kind: FileKind) -> Callable[[Results | None], Updates]:
        def save(results: Results | None) -> Updates:
            if results is None:
                return {self.file: None}
            content = self._page.workbench.comparisons.file_of(results, kind)
            return {self.file: save_bytes_to_cache(content, f"comparison.{kind}", self.file.GRADIO_CACHE)}

        return save


def comparison_of(results: Results | None, suite: str | None) -> Comparison | None:
    """The one of that suite, or the first."""
    if results is None:
        return None
    return next((one for one in results.comparisons if one.suite == suite), results.comparisons[0])


def _curves(comparison: Comparison, page: Page) -> tuple[Curve, ...]:
    from app.evaluation.comparison.lines import curves_of

    return curves_of(comparison, page.say)
