"""A page of which Gradio keeps no more, for each visitor, than what events need.

By itself it keeps of each of the last 10,000 visitors the configuration of every part of the page, with the values last
shown: 1.3 MB a visitor, and as much for each call of a program that names no session of Gradio's. It keeps more with
every question too: an update of a part makes a new one, and the next value of that is kept under a new number.
"""

from __future__ import annotations

import os
from typing import Any

import gradio as gr
from gradio.block_function import BlockFunction
from gradio.state_holder import SessionState


def keep_no_events() -> None:
    """To be called before there is a page: Gradio's own statistics, a table of the last 10,000 events that is made anew
    at each of them, are not made."""
    os.environ.setdefault("GRADIO_ANALYTICS_MAX_EVENTS", "1")
    os.environ.setdefault("GRADIO_ANALYTICS_CACHE_FREQUENCY", str(2**62))


class _Nothing(dict[int, dict[str, Any]]):
    """Seems to hold the configuration of every part, and holds none."""

    def __contains__(self, number: object) -> bool:
        return True

    def __getitem__(self, number: int) -> dict[str, Any]:
        return {}

    def __setitem__(self, number: int, configuration: dict[str, Any]) -> None:
        pass


_NOTHING = _Nothing()


class LeanBlocks(gr.Blocks):
    """A page whose parts are all there from the beginning: nothing is rendered later."""

    async def process_api(
        self,
        block_fn: BlockFunction | int,
        inputs: list[Any],
        state: SessionState | None = None,
        *given: Any,
        **more: Any,
    ) -> dict[str, Any]:
        """One event; what is not needed for the next one is let go."""
        if state is not None:
            state.config_values = _NOTHING  # for links to a page as it stands, which there are not
        try:
            done: dict[str, Any] = await super().process_api(block_fn, inputs, state, *given, **more)
            return done
        finally:
            if state is not None:
                parts = state.blocks_config.blocks
                for number in parts.keys() - self.blocks.keys():
                    del parts[number]
            function = self.fns[block_fn] if isinstance(block_fn, int) else block_fn
            if function.api_visibility != "private":
                self._forget(more.get("session_hash"))

    def _forget(self, session_hash: str | None) -> None:
        """A program's call leaves nothing: its endpoints have no parts on the page."""
        holder = getattr(self, "state_holder", None)  # there once the page is served
        if session_hash is None or holder is None:
            return
        with holder.lock:
            holder.session_data.pop(session_hash, None)
            holder.time_last_used.pop(session_hash, None)
