"""On the tab *Compare*: the form that begins a comparison, and word of how far it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gradio as gr
from gradio.processing_utils import save_bytes_to_cache

from app.config import ASSETS
from app.data import READERS
from app.errors import WorkbenchError
from app.service.comparing import USUAL_RECORDS, ComparisonRequest, SuiteChoice
from app.service.loading import until_loaded
from app.texts import Texts, name_words
from app.ui import compare_html as html
from app.ui.header import loading_html
from app.ui.pieces import error_notice, heading, html_place, notice, safe
from app.ui.state import Page, Updates, listen

OWN = "own"
TEMPLATE = ASSETS / "suites" / "samples" / "own.csv"
GROUPS = ("ours", "prompt", "retrieval", "weights", "reference")
"""Of methods, in the order of the page."""
CHOSEN = {"ours": ["incomes"], "prompt": ["prompt"], "retrieval": ["minilm"]}
"""Methods chosen at first."""


class CompareChoice:
    """Components of the form, and what happens when they are used."""

    def __init__(self, page: Page) -> None:
        self._page = page
        say = page.say
        html_place(heading(say("compare.choice.heading"), say("compare.choice.note")))
        with gr.Row(elem_classes="columns compare-form"):
            with gr.Column(min_width=300):
                self.suite = gr.Dropdown(label=say("compare.suite"), elem_id="compare-suite")
                with gr.Column(visible=False) as self.own:
                    html_place(f'<p class="note">{safe(say("compare.own.note"))}</p>')
                    with gr.Row(elem_classes="actions"):
                        self.upload = gr.UploadButton(
                            say("compare.own.upload"), file_types=list(READERS), min_width=150, elem_id="compare-own"
                        )
                        self.template = gr.DownloadButton(
                            say("compare.own.template"), min_width=150, elem_id="compare-template"
                        )
                self.about = html_place("", "compare-about")
                self.sizes = gr.Textbox("", label=say("compare.sizes"), lines=1, max_lines=1, elem_id="compare-sizes")
                self.records = gr.Number(
                    USUAL_RECORDS, label=say("compare.records"), precision=0, minimum=1, elem_id="compare-records"
                )
            with gr.Column(min_width=300):
                self.methods = {
                    group: gr.CheckboxGroup(
                        label=say(f"compare.group.{group}"),
                        visible=False,
                        elem_id=f"methods-{group}",
                    )
                    for group in GROUPS
                }
                self.obstacles = html_place("", "compare-obstacles")
        with gr.Row(elem_classes="actions"):
            self.begin = gr.Button(say("compare.begin"), variant="primary", min_width=140, elem_id="compare-begin")
        self.notice = html_place("", "compare-notice")
        self.file = gr.State("")
        """Path of the person's own edits."""
        self.begun = gr.State(False)
        """Whether methods were offered since the page was loaded."""
        self.offered = [
            self.begun,
            self.suite,
            self.own,
            self.template,
            self.about,
            self.sizes,
            self.records,
            *self._marks(),
        ]
        self._listen()

    def _marks(self) -> list[object]:
        return [*self.methods.values(), self.obstacles]

    def _listen(self) -> None:
        token, sized = self._page.token, [self.own, self.about, self.sizes, self.records, self.notice]
        listen(self.suite.change, self.choose, [self.suite, self.file], sized)
        listen(self.upload.upload, self.take_file, [self.upload], [*sized, self.file])
        asked = [token, self.suite, self.file, self.sizes, self.records, *self.methods.values()]
        waits = listen(self.begin.click, self.wait, None, [self.notice])
        listen(waits.then, self.start, asked, [self.notice, token, self._page.jobs], model=True)

    # What there is to choose

    def choices(self, chosen: str | None, begun: bool) -> Updates:
        """The suites that have their data here, and all methods; `begun`: what is chosen of these is left as it is."""
        workbench, say = self._page.workbench, self._page.say
        suites = workbench.comparisons.suites()
        known = {one.key for one in suites}
        value = chosen if chosen in known else next((one.key for one in suites if one.source != OWN), OWN)
        template = save_bytes_to_cache(TEMPLATE.read_bytes(), TEMPLATE.name, self.template.GRADIO_CACHE)
        listed = [(suite_title(one, say), one.key) for one in suites]
        return {
            self.suite: gr.update(choices=listed, value=value),
            self.template: template,
            self.begun: True,
            **({} if begun else self.methods_offered(*(CHOSEN.get(group, []) for group in GROUPS))),
        }

    def methods_offered(self, *chosen: list[str]) -> Updates:
        """Methods by group; those that cannot run stand below, each with the reason.

        Args:
            chosen: names, for each group; where none of a group's can run, the first that can is chosen.
        """
        say = self._page.say
        found = self._page.workbench.comparisons.methods()
        updates: Updates = {self.obstacles: html.obstacles(found, say)}
        for (group, place), before in zip(self.methods.items(), chosen, strict=True):
            runs = [one.name for one in found if one.group == group and one.obstacle is None]
            titles = [(html.method_name(name, say), name) for name in runs]
            value = [name for name in before if name in runs] or (runs[:1] if before else [])
            updates[place] = gr.update(choices=titles, value=value, visible=bool(runs))
        return updates

    # What a person does

    def choose(self, key: str, file: str) -> Updates:
        """Another suite: what it holds, and numbers that fit it."""
        own = key == OWN
        return {
            self.own: gr.update(visible=own),
            self.notice: "",
            **self._sized(key, Path(file) if file and own else None),
        }

    def take_file(self, path: str) -> Updates:
        """The person's own edits; a fault in the file is told at once."""
        return {self.file: path, self.notice: "", **self._sized(OWN, Path(path))}

    def wait(self) -> Updates:
        """Answers the click at once."""
        return {self.notice: notice(safe(self._page.say("edits.waiting")))}

    def start(
        self, token: str | None, key: str, file: str, sizes: str, records: float | None, *methods: list[str]
    ) -> Iterator[Updates]:
        """Begins to measure; what is wrong with the choice becomes the notice."""
        try:
            yield from self._start(token, key, file, sizes, records, [name for group in methods for name in group])
        except WorkbenchError as error:
            yield {self.notice: error_notice(error)}

    def _start(
        self, token: str | None, key: str, file: str, sizes: str, records: float | None, methods: list[str]
    ) -> Iterator[Updates]:
        workbench, say = self._page.workbench, self._page.say
        if key == OWN and not file:
            yield {self.notice: notice(safe(say("compare.own.missing")), "warning")}
            return
        for state in until_loaded(workbench):
            yield {self.notice: notice(loading_html(state, say))}
        from app.evaluation.pools import sizes_in

        token = workbench.open(token).token
        own = Path(file) if key == OWN else None
        wanted = ComparisonRequest(key, methods, sizes_in(sizes or ""), int(records or 0), own)
        job = workbench.comparisons.start(token, wanted)
        yield {self._page.token: token, self._page.jobs: job, self.notice: notice(safe(say("compare.begun")))}

    def _sized(self, key: str, file: Path | None) -> Updates:
        if key == OWN and file is None:
            return {self.about: ""}
        try:
            size = self._page.workbench.comparisons.size_of(key, file)
        except WorkbenchError as error:
            return {self.notice: error_notice(error)}
        return {
            self.about: html.suite_about(size, file, self._page.say),
            self.sizes: ", ".join(map(str, size.usual_sizes)),
            self.records: size.usual_records,
        }


def suite_title(choice: SuiteChoice, say: Texts) -> str:
    """A suite in the list."""
    return say(f"compare.source.{choice.source}", title=name_words(choice.title, say))
