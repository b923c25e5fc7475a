"""In the header: as whom one is signed in, and the way out."""

from __future__ import annotations

import gradio as gr

from app.service.identity import Identity
from app.service.protection import SignIn
from app.texts import Texts
from app.ui.pieces import html_place, safe, tag
from app.ui.state import Page


def who_place(sign_in: SignIn, say: Texts) -> gr.HTML:
    """Where it is shown; beside it Hugging Face's button where that signs people in."""
    if sign_in != "huggingface":
        return html_place("", "who")
    with gr.Row(elem_classes="who-row"):
        gr.LoginButton(elem_id="huggingface-sign-in", size="sm", min_width=230, scale=0)
        return html_place("", "who")


class Who:
    """Fills that place."""

    def __init__(self, page: Page, sign_in: SignIn) -> None:
        self._page, self._sign_in = page, sign_in

    def show(self) -> str:
        """Nothing where one person sits at the machine."""
        if self._sign_in == "none":
            return ""
        return who_html(self._page.workbench.access.me(), self._page.say, leaves=self._sign_in == "local")


def who_html(identity: Identity, say: Texts, *, leaves: bool) -> str:
    """Name and role as a label. `leaves`: with a button that signs out."""
    if identity.role == "visitor":
        return tag(say("access.visitor"), title=say("access.visitor.hint"))
    sees = say("access.confidential" if identity.sees_confidential else "access.no-confidential")
    role = say(f"access.role.{identity.role}")
    label = tag(say("access.me", name=identity.name, role=role), title=say("access.me.hint", confidential=sees))
    if not leaves:
        return label
    way_out = f'<button type="submit" class="quiet">{safe(say("access.leave"))}</button>'
    return f'{label}<form method="post" action="sign-out">{way_out}</form>'
