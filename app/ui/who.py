"""In the header: as whom one is signed in, and the way out."""

from __future__ import annotations

import gradio as gr

from app.service.identity import Identity
from app.service.protection import SignIn
from app.texts import Texts
from app.ui.gate import huggingface_name
from app.ui.pieces import html_place, safe, tag
from app.ui.state import Page


def who_place(sign_in: SignIn) -> gr.HTML:
    """Where it is shown."""
    if sign_in == "huggingface":
        gr.LoginButton(visible=False)  # makes Gradio offer the way there; it has English only, so ours is shown
    return html_place("", "who")


class Who:
    """Fills that place."""

    def __init__(self, page: Page, sign_in: SignIn) -> None:
        self._page, self._sign_in = page, sign_in

    def show(self, request: gr.Request) -> str:
        """Nothing where one person sits at the machine."""
        if self._sign_in == "none":
            return ""
        identity, say = self._page.workbench.access.me(), self._page.say
        if self._sign_in == "huggingface":
            return who_html(identity, say) + huggingface_html(_signed_in(request), say)
        return who_html(identity, say) + (leave_html(say) if identity.role != "visitor" else "")


def who_html(identity: Identity, say: Texts) -> str:
    """Name and role as a label."""
    if identity.role == "visitor":
        return tag(say("access.visitor"), title=say("access.visitor.hint"))
    sees = say("access.confidential" if identity.sees_confidential else "access.no-confidential")
    role = say(f"access.role.{identity.role}")
    return tag(say("access.me", name=identity.name, role=role), title=say("access.me.hint", confidential=sees))


def leave_html(say: Texts) -> str:
    """The button that signs an account of the store out."""
    way_out = f'<button type="submit" class="quiet">{safe(say("access.leave"))}</button>'
    return f'<form method="post" action="sign-out">{way_out}</form>'


def huggingface_html(name: str, say: Texts) -> str:
    """The way to Hugging Face's sign-in, or out of it for whoever it has signed in under this name."""
    if name:
        return _way("logout", say("access.huggingface.leave", name=name))
    return _way("login/huggingface", say("access.huggingface"))


def _signed_in(request: gr.Request) -> str:
    return "" if request.request is None else huggingface_name(request.request.scope)


def _way(route: str, label: str) -> str:
    """A link to a route of Gradio's, which comes back to the page."""
    return f'<a class="way" href="{route}?_target_url=/" target="_self">{safe(label)}</a>'
