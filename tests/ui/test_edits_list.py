"""The list of edits as its tab fills it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest
from gradio.utils import deep_hash

from app.config import Settings
from app.service import Workbench
from app.service.shared_store import SharedStore
from app.texts import ENGLISH
from app.ui.edits_list import EditsList
from app.ui.state import Find
from tests.service.fake_model import FakeModel

LYON = "The capital of France is Lyon."


@pytest.fixture
def bench() -> Iterator[Workbench]:
    fake: Any = FakeModel(reconstructs=True)
    made = Workbench(Settings(), load=lambda settings, progress: fake)
    made.model()
    yield made
    made.shared().close()


def edits_list(bench: Workbench) -> EditsList:
    async def built() -> EditsList:  # inside an event loop, since Gradio leaves one open where it finds none
        with gr.Blocks():
            state = {name: gr.State("") for name in ("token", "revision", "progress", "find", "jobs")}
            page: Any = SimpleNamespace(workbench=bench, say=ENGLISH, **state)
            return EditsList(page)

    return asyncio.run(built())


def test_no_gist_is_read_for_the_list_of_shared_edits(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    token = bench.open(None).token
    bench.shared()
    bench.use_shared(token, "Ada")
    bench.edits.propose(token, bench.edits.read_lines(LYON))
    bench.edits.accept(token)
    bench.jobs.wait(token, bench.edits.compress(token), 10)

    def refuse(store: SharedStore) -> None:
        pytest.fail("the gists were read")

    monkeypatch.setattr(SharedStore, "snapshot", refuse)
    shown = edits_list(bench)
    updates = shown.refresh(token, "", "", "", 0, "")
    assert LYON in updates[shown.listing]
    assert "Check how well" in updates[shown.listing]


def test_an_edit_that_is_looked_up_again_is_another_wish(bench: Workbench) -> None:
    shown = edits_list(bench)
    first, second = Find(LYON), Find(LYON)
    hashes = {deep_hash(one) for one in (first, second)}  # type: ignore[no-untyped-call]  # Gradio's own has no types
    assert len(hashes) == 2  # by this Gradio finds that a state has changed
    assert shown.look_up(first) == shown.look_up(second) == {shown.search: LYON, shown.tag: "", shown.state: ""}


def test_an_edit_that_its_new_tags_take_out_of_the_filter_is_saved_whole(bench: Workbench) -> None:
    token = bench.open(None).token
    bench.shared()
    bench.use_shared(token, "Ada")
    bench.edits.propose(token, bench.edits.read_lines(LYON))
    bench.edits.accept(token)
    (edit,) = bench.edits.list(token).edits
    version = bench.edits.annotate(token, edit.id, "", ["draft"], edit.version)
    fields = {"id": edit.id, "version": str(version), "text": "The capital of France is Nice.", "note": "", "tags": ""}
    click: Any = SimpleNamespace(action="save", value=json.dumps(fields))
    updates = (shown := edits_list(bench)).act(token, "", "draft", "", 0, edit.id, click)
    assert [one.text for one in bench.edits.list(token).edits] == ["The capital of France is Nice."]
    assert updates[shown.to_do] == "compress"
