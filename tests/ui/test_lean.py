"""What Gradio keeps of a visitor does not grow with what is asked, and nothing of a program's call is kept."""

from __future__ import annotations

import asyncio
from typing import Any

import gradio as gr
import pytest
from gradio.state_holder import SessionState, StateHolder

from app.ui.lean import LeanBlocks, keep_no_events


def shown(question: str) -> tuple[Any, str]:
    """A new value, which makes a part anew, and one that does not."""
    return gr.update(value=question, label=question), question


def counted(text: str, number: int) -> tuple[str, str, int]:
    return text, text, number + 1


def echoed(text: str) -> str:
    return text


async def page() -> LeanBlocks:
    """As the workbench's: private listeners, and an endpoint; inside a running event loop, as Gradio wants it."""
    with LeanBlocks() as blocks:
        asked, label, place, count = gr.Textbox(), gr.Textbox(), gr.HTML(), gr.State(0)
        asked.submit(shown, asked, [label, place], api_visibility="private")
        label.change(counted, [label, count], [label, place, count], api_visibility="private")
        gr.api(echoed, api_name="ask")  # type: ignore[attr-defined]  # Gradio does not export it by name
    StateHolder().set_blocks(blocks)
    return blocks


async def ask(blocks: LeanBlocks, visitor: str, number: int, function: int) -> SessionState:
    """One event of a visitor, as Gradio's routes pass it on."""
    state = blocks.state_holder[visitor]
    inputs = [f"Question {number}?", *([None] if function == 1 else [])]
    done = await blocks.process_api(function, inputs, state, session_hash=visitor)
    assert done["data"][0]
    return state


def test_however_often_a_visitor_asks_the_parts_of_the_page_are_kept_once() -> None:
    async def asked() -> tuple[SessionState, LeanBlocks]:
        blocks = await page()
        for number in range(6):
            state = await ask(blocks, "visitor", number, 0)
            state = await ask(blocks, "visitor", number, 1)
        return state, blocks

    state, blocks = asyncio.run(asked())
    parts = state.blocks_config.blocks
    assert parts.keys() == blocks.blocks.keys()
    assert dict(state.config_values.items()) == {}
    assert [part.label for part in parts.values() if isinstance(part, gr.Textbox)][1] == "Question 5?"
    assert list(state.state_data.values()) == [6]  # what the page itself keeps


def test_of_a_call_of_a_program_nothing_is_kept() -> None:
    async def asked() -> set[str]:
        blocks = await page()
        for number in range(3):
            await ask(blocks, "visitor", number, 0)
            await ask(blocks, f"program {number}", number, 2)
        assert blocks.state_holder.time_last_used.keys() == blocks.state_holder.session_data.keys()
        return set(blocks.state_holder.session_data)

    assert asyncio.run(asked()) == {"visitor"}


def test_gradios_statistics_of_events_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GRADIO_ANALYTICS_MAX_EVENTS", "GRADIO_ANALYTICS_CACHE_FREQUENCY"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    keep_no_events()

    async def made() -> Any:
        return (await page())._queue

    queue = asyncio.run(made())
    assert queue.ANALYTICS_MAX_EVENTS == 1
    queue.events_recorded = 1_000_000
    assert queue.compute_analytics_summary([{"function": "ask", "status": "success", "process_time": 1.0}]) == {
        "functions": {}
    }
