"""Who asks is answered in the language that they chose, or that their browser prefers; the page is built once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import gradio as gr
import pytest
from gradio.context import LocalContext
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from app.errors import InputError
from app.service.pages import page_that_asks
from app.texts import ASKED, ENGLISH, JAPANESE, LANGUAGES, Marks, Texts, in_language, speaking
from app.ui.acting import as_who_asks
from app.ui.language import COOKIE, InLanguage, SpokenBlocks, language_asked


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("ja", "ja"),
        ("ja-JP,ja;q=0.9,en-US;q=0.8", "ja"),
        ("en;q=0.5, ja;q=0.8", "ja"),
        ("fr-FR, ja;q=0.3, en;q=0.2", "ja"),
        ("JA", "ja"),
        ("ja;q=0, en", "en"),
        ("ja;q=nonsense", "en"),
        ("de", "en"),
        ("", "en"),
    ],
)
def test_the_browser_says_what_it_prefers(header: str, language: str) -> None:
    assert language_asked({"accept-language": header}).language == language


def test_what_was_chosen_on_the_page_overrides_the_browser() -> None:
    assert language_asked({"accept-language": "ja", "cookie": f"other=1; {COOKIE}=en"}) is ENGLISH
    assert language_asked({"accept-language": "ja", "cookie": f"{COOKIE}=nonsense"}) is JAPANESE


@given(accept=st.text(max_size=40), cookie=st.text(max_size=40))
def test_whatever_headers_say_there_is_a_language(accept: str, cookie: str) -> None:
    assert language_asked({"accept-language": accept, "cookie": cookie}) in LANGUAGES.values()


def test_a_page_that_is_built_once_is_told_in_every_language() -> None:
    async def built() -> SpokenBlocks:
        marks = Marks()
        with speaking(marks):
            inner = ASKED("ask.unchanged")
            blocks = SpokenBlocks(marks, title=ASKED("page.title"))
            with blocks:
                gr.Textbox(label=ASKED("ask.label"), placeholder=ASKED.count("queue.before", 1))
                gr.HTML(f"<b>{ASKED('access.me', name='Ann', role=inner)}</b>")
        return blocks

    blocks = asyncio.run(built())  # Gradio leaves a loop open where there is none yet
    for say in LANGUAGES.values():
        with speaking(say):
            told = json.dumps(blocks.config, ensure_ascii=False, default=str)
        for text in (
            say("ask.label"),
            say.count("queue.before", 1),
            f"<b>{say('access.me', name='Ann', role=say('ask.unchanged'))}</b>",
            f"lang = '{say.language}'",
        ):
            assert text in told
        assert "\ue000" not in told


def test_a_text_that_is_missing_is_told_while_the_page_is_built() -> None:
    with speaking(Marks()), pytest.raises(KeyError):
        ASKED("no.such.key")
    with speaking(Marks()), pytest.raises(KeyError):
        ASKED("access.me", name="Ann")


def requested(headers: list[tuple[bytes, bytes]]) -> gr.Request:
    return gr.Request(Request({"type": "http", "headers": headers}))


@pytest.mark.parametrize(("header", "say"), [(b"ja", JAPANESE), (b"en", ENGLISH)])
def test_a_handler_and_each_step_of_one_speak_it(header: bytes, say: Texts) -> None:
    def steps() -> Iterator[str]:
        yield ASKED("ask.stop")
        yield ASKED("ask.ask")

    token = LocalContext.request.set(requested([(b"accept-language", header)]))
    try:
        assert as_who_asks(lambda: ASKED("ask.stop"))() == say("ask.stop")
        told = []
        for step in as_who_asks(steps)():
            told.append(step)
            assert ASKED.language == "en"  # between the steps nobody speaks for whoever asked
        assert told == [say("ask.stop"), say("ask.ask")]
    finally:
        LocalContext.request.reset(token)


def test_handlers_of_the_page_know_which_page_asks_and_the_api_does_not() -> None:
    request = gr.Request(Request({"type": "http", "headers": []}), session_hash="a page")
    token = LocalContext.request.set(request)
    try:
        assert as_who_asks(page_that_asks, on_a_page=True)() == "a page"
        assert as_who_asks(page_that_asks)() == ""
    finally:
        LocalContext.request.reset(token)


def test_every_answer_to_a_request_speaks_it() -> None:
    async def answer(request: Any) -> PlainTextResponse:
        return PlainTextResponse(ASKED("access.first"))

    app = Starlette(routes=[Route("/", answer)], middleware=[Middleware(InLanguage)])
    client = TestClient(app)
    assert client.get("/", headers={"accept-language": "ja"}).text == JAPANESE("access.first")
    assert client.get("/", headers={"accept-language": "ja", "cookie": f"{COOKIE}=en"}).text == ENGLISH("access.first")


def test_a_language_without_texts_is_refused() -> None:
    assert in_language("ja") is JAPANESE
    with pytest.raises(InputError, match="'xx'"):
        in_language("xx")
