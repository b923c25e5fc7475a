"""The page as a whole: header, tabs, and how it is served. A new tab is one file and one line in `TABS`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import gradio as gr
from starlette.middleware import Middleware

from app.service import Workbench
from app.service.heaps import few_heaps
from app.service.protection import SignIn
from app.texts import ASKED, Marks, speaking
from app.ui.about import AboutTab
from app.ui.api import offer
from app.ui.ask import AskTab
from app.ui.compare import CompareTab
from app.ui.correction import Correction
from app.ui.drawer import Drawer, drawer_place
from app.ui.edits import EditsTab
from app.ui.gate import Gate
from app.ui.header import Header, header_section
from app.ui.hugging_face import HuggingFace
from app.ui.jobs import JobsPanel, jobs_place
from app.ui.language import InLanguage, SpokenBlocks, language_choice
from app.ui.lean import keep_no_events
from app.ui.limits import Limits
from app.ui.mcp import McpServer
from app.ui.releases import ReleasesTab
from app.ui.review import ReviewTab
from app.ui.serving import beside_the_page
from app.ui.state import THREADS, WAITING_AT_ONCE, Page, listen
from app.ui.store_switch import IN_TURN as STORE_IN_TURN
from app.ui.store_switch import StoreChoice, StoreSwitch
from app.ui.tab_top import tab_top
from app.ui.theme import STYLE, theme
from app.ui.upload_size import upload_size
from app.ui.who import Who, who_place
from app.ui.why import WhyTab

TABS: dict[str, Callable[[Page], Any]] = {
    "edits": EditsTab,
    "ask": AskTab,
    "why": WhyTab,
    "review": ReviewTab,
    "compare": CompareTab,
    "releases": ReleasesTab,
    "about": AboutTab,
}
"""Id → the class that builds the tab; its title is the text `tab.ID`."""

SHARED_ONLY = ("review", "releases")
"""Tabs that there are only where the shared store is offered."""

FILLED = ("review", "compare", "releases", "about")
"""Tabs that look up what they show whenever they are opened."""

PAGES_A_SESSION = 2
"""Pages of which Gradio keeps what they show, for each session that may be kept: the one unused for longest begins
anew when its visitor comes back. Each reload opens another one."""

CACHE_HOURS = 6
"""Uploaded files are deleted from the server's temporary folder after this time."""


def build(workbench: Workbench, sign_in: SignIn = "none") -> SpokenBlocks:
    """The page on this workbench, not served yet."""
    keep_no_events()
    marks = Marks()
    with speaking(marks):
        return _built(workbench, sign_in, marks)


def _built(workbench: Workbench, sign_in: SignIn, marks: Marks) -> SpokenBlocks:
    say, seconds = ASKED, CACHE_HOURS * 3600
    blocks = SpokenBlocks(
        marks, title=say("page.title"), analytics_enabled=False, delete_cache=(seconds, seconds), fill_width=True
    )
    with blocks:
        language_choice(say)
        upload_size(workbench.settings.max_upload_mb, say)
        tab_top()
        about, who = header_section(say), who_place(sign_in)
        token = gr.BrowserState(None, storage_key="incomes-session")
        revision, answer, find, draft = gr.State(""), gr.State(""), gr.State(None), gr.State(None)
        begun, progress, settings = gr.State(""), gr.State(""), gr.State(None)
        drawer, jobs, store = drawer_place(), jobs_place(), StoreChoice(workbench, say)
        with gr.Tabs(selected="edits", elem_id="tabs") as tabs:  # holds tabs only: others would shift their order
            page = Page(workbench, say, token, revision, answer, tabs, drawer, find, draft, begun, progress, settings)
            built: dict[str, Any] = {}
            for name, make in TABS.items():
                if name in SHARED_ONLY and not workbench.has_shared:
                    continue
                with gr.Tab(say(f"tab.{name}"), id=name) as tab:
                    if name == "edits":
                        built["correction"] = Correction(page)
                    built[name] = make(page)
                if name in FILLED:
                    built[name].fill(tab)
        edits, correction = built["edits"], built["correction"]
        offer(workbench)
        header = Header(page)
        Drawer(page)
        panel = JobsPanel(page, jobs)
        switch = StoreSwitch(page, store)
        listen(switch.switched.then, edits.input.check_proposal, [page.token], edits.input.checked)
        listen(correction.added.then, edits.show, [page.token], edits.outputs)
        shown = listen(blocks.load, edits.show, [page.token], edits.outputs)
        listen(shown.then, panel.show, [page.token, panel.seen], panel.outputs)
        listen(shown.then, edits.input.check_proposal, [page.token], edits.input.checked)
        listen(shown.then, edits.input.follow_coming, [page.token], edits.input.arrived, model=True)
        ask = built["ask"]
        listen(blocks.load, ask.restore, [page.token], ask.restored, model=True)
        listen(shown.then, ask.linked.show, [page.token], ask.linked.outputs)
        listen(blocks.load, switch.show, switch.inputs, [*switch.outputs, store.row], in_turn=STORE_IN_TURN)
        listen(blocks.load, Who(page, sign_in).show, None, [who])
        asked_again, history = built["why"].beside.asked, ask.history
        listen(asked_again.then, history.show, [page.token, page.answer], history.outputs)
        rules = ask.rules
        listen(blocks.load, rules.take_linked, None, rules.linked)
        edits.own_work.keeps(rules)
        listen(about.click, header.open_about, None, [tabs])
        for event in (blocks.load, about.click):
            loaded = listen(event, header.show, None, [about])
            listen(loaded.then, rules.offer, None, rules.offered)
            listen(loaded.then, header.examples, None, [edits.input.typed, ask.question])
    blocks.queue(max_size=2 * WAITING_AT_ONCE)
    return blocks


def serve(workbench: Workbench, *, host: str, port: int, sign_in: SignIn = "none") -> None:
    """Serves the page until it is stopped.

    Raises:
        OSError: the port is taken.
    """
    few_heaps()
    mcp = McpServer(workbench)

    @asynccontextmanager
    async def serving(application: Any) -> AsyncIterator[None]:
        workbench.begin_loading()  # once the page is there: both at once would take turns
        async with mcp.running(application), beside_the_page(workbench):
            yield

    build(workbench, sign_in=sign_in).launch(
        server_name=host,
        server_port=port,
        theme=theme(),
        css_paths=[STYLE],
        footer_links=["gradio", "settings"],
        max_threads=THREADS,
        state_session_capacity=PAGES_A_SESSION * workbench.settings.max_sessions,
        max_file_size=f"{workbench.settings.max_upload_mb}mb",
        allowed_paths=[],
        blocked_paths=[str(workbench.settings.cache_dir)],
        ssr_mode=False,
        share=False,
        run_history=False,
        show_error=False,
        app_kwargs={
            "middleware": middleware(workbench, sign_in),
            "routes": mcp.routes,
            "lifespan": serving,
        },
    )


def middleware(workbench: Workbench, sign_in: SignIn) -> list[Middleware]:
    """What every request goes through before it reaches the page: its language, limits, then who it is from."""
    limits = Middleware(
        Limits,
        upload_bytes=workbench.settings.max_upload_mb * 2**20,
        calls_a_minute=workbench.settings.max_calls_a_minute,
        this_machine_only=sign_in == "none",
        say=ASKED,
    )
    gate = Middleware(Gate, workbench=workbench, sign_in=sign_in, say=ASKED)
    around = [Middleware(HuggingFace)] if sign_in == "huggingface" else []
    return [Middleware(InLanguage), limits, *around, gate]
