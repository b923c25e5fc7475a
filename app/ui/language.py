"""The language of whoever asks: what they chose on the page, else what their browser asks for.

The page is built once. Its parts hold marks in place of texts (`app.texts.Marks`) and are served to each visitor with
the texts of their language; handlers speak it too (`acting.as_who_asks`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import gradio as gr
from gradio.data_classes import BlocksConfigDict
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Receive, Scope, Send

from app.texts import ASKED, ENGLISH, LANGUAGES, Marks, Texts, speaking
from app.ui.lean import LeanBlocks
from app.ui.pieces import html_place, safe
from app.ui.storage import STANDS_IN

COOKIE = "incomes-language"
"""Keeps what was chosen on the page; holds a language's code and nothing else."""

CHOOSES = f"""
element.addEventListener('click', (event) => {{
  const chosen = event.target.closest('[data-language]');
  if (!chosen) return;
  const framed = location.protocol === 'https:' ? 'SameSite=None; Secure; Partitioned' : 'SameSite=Lax';
  document.cookie = `{COOKIE}=${{chosen.dataset.language}}; Path=/; Max-Age=31536000; ${{framed}}`;
  location.reload();
}});
"""
"""JavaScript of the choice. Within the frame of a Space only a cookie that says so is kept."""


HEAD = (
    "<script>document.documentElement.lang = '{language}';"
    "Object.defineProperty(navigator, 'language', {{get: () => '{language}'}});</script>"
)
"""Says in what language the page is: to screen readers, fonts and to Gradio's own texts."""


class SpokenBlocks(LeanBlocks):
    """A page that tells each visitor its parts in the language that is spoken (`app.texts.speaking`).

    Args:
        marks: in the parts of the page.
    """

    def __init__(self, marks: Marks, **settings: Any) -> None:
        self._marks = marks
        self._by_language: dict[str, BlocksConfigDict] = {}
        super().__init__(**settings)

    def get_config_file(self) -> BlocksConfigDict:
        """All parts of the page."""
        parts = super().get_config_file() | {"head": STANDS_IN + HEAD.format(language=ASKED.language)}
        return cast(BlocksConfigDict, self._marks.replaced(parts, ASKED.now))

    @property
    def config(self) -> BlocksConfigDict:
        """The same, made once a language. Gradio copies it for each visitor."""
        language = ASKED.language
        if language not in self._by_language:
            self._by_language[language] = self.get_config_file()
        return self._by_language[language]

    @config.setter
    def config(self, made: object) -> None:
        """Gradio has changed something about the page: it is made anew when it is next asked for."""
        self._by_language.clear()


class InLanguage:
    """ASGI middleware: everything that answers a request speaks the language of whoever asks."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with speaking(language_asked(Headers(scope=scope))):
            await self._app(scope, receive, send)


def language_asked(headers: Mapping[str, str]) -> Texts:
    """The language chosen on the page, else the first that the browser prefers and that there is; else English."""
    chosen = cookie_parser(headers.get("cookie", "")).get(COOKIE, "")
    if chosen in LANGUAGES:
        return LANGUAGES[chosen]
    preferred = sorted(_preferences(headers.get("accept-language", "")), key=lambda wish: -wish[1])
    return next((LANGUAGES[code] for code, weight in preferred if weight > 0 and code in LANGUAGES), ENGLISH)


def _preferences(header: str) -> list[tuple[str, float]]:
    """Language and weight of each wish of an Accept-Language header, as `ja-JP;q=0.8`; other weights count as 0."""
    wishes = []
    for wish in header.split(","):
        tag, _, weight = wish.partition(";")
        try:
            value = float(weight.strip().removeprefix("q=")) if weight else 1.0
        except ValueError:
            value = 0.0
        wishes.append((tag.strip().partition("-")[0].lower(), value))
    return wishes


def language_choice(say: Texts) -> gr.HTML:
    """The languages, each under its own name, to choose from."""
    buttons = "".join(
        f'<button type="button" lang="{code}" data-language="{code}">{safe(say(f"page.language.{code}"))}</button>'
        for code in LANGUAGES
    )
    label = safe(say("page.language"))
    return html_place(f'<div role="group" aria-label="{label}">{buttons}</div>', "languages", js=CHOOSES)
