"""In the header: as whom one is signed in, the way in and the way out."""

from __future__ import annotations

from urllib.parse import urlencode

import gradio as gr

from app.service.identity import Identity
from app.service.protection import SignIn
from app.texts import Texts
from app.ui.hugging_face import BEGIN, FAILED, LEAVE, REFUSED, TOLD, huggingface_name, without_told
from app.ui.pieces import html_place, notice, safe, tag
from app.ui.state import Page

WAYS = f"""
element.addEventListener('click', (event) => {{
  const way = event.target.closest('a.way');
  if (way && window.self !== window.top) way.target = '_blank';
}});
watch('value', () => {{
  const address = new URL(location.href);
  if (!element.querySelector('.notice') || !address.searchParams.has('{TOLD}')) return;
  address.searchParams.delete('{TOLD}');
  history.replaceState(history.state, '', address);
}});
"""
"""JavaScript. Within the frame of a Space the way to Hugging Face, which lets nobody frame its page, opens a tab of its
own; the cookie is that tab's then where the browser keeps none for frames. And what is told is told once."""


def who_place(sign_in: SignIn) -> gr.HTML:
    """Where it is shown."""
    if sign_in == "huggingface":
        gr.LoginButton(visible=False)  # makes Gradio offer the way there; it has English only, so ours is shown
    return html_place("", "who", js=WAYS)


class Who:
    """Fills that place."""

    def __init__(self, page: Page, sign_in: SignIn) -> None:
        self._page, self._sign_in = page, sign_in

    def show(self, request: gr.Request) -> str:
        """Nothing where one person sits at the machine."""
        if self._sign_in == "none":
            return ""
        identity, say = self._page.workbench.access.me(), self._page.say
        if self._sign_in == "huggingface" and request.request is not None:
            name, address = huggingface_name(request.request.scope), dict(request.query_params)
            return huggingface_html(identity, name, address, say)
        return who_html(identity, say) + (leave_html(say) if identity.role != "visitor" else "")


def who_html(identity: Identity, say: Texts) -> str:
    """Name and role as a label."""
    if identity.role == "visitor":
        return tag(say("access.visitor"), title=say("access.visitor.hint"))
    sees = say("access.confidential" if identity.sees_confidential else "access.no-confidential")
    role = say(f"access.role.{identity.role}")
    return tag(say("access.me", name=identity.name, role=role), title=say("access.me.hint", confidential=sees))


def leave_html(say: Texts) -> str:
    """The button that signs out."""
    way_out = f'<button type="submit" class="quiet">{safe(say("access.leave"))}</button>'
    return f'<form method="post" action="{LEAVE[1:]}">{way_out}</form>'


def huggingface_html(identity: Identity, name: str, address: dict[str, str], say: Texts) -> str:
    """Who has come, the way to Hugging Face's sign-in or out, and why the last try signed nobody in.

    Args:
        name: that Hugging Face has signed in; empty: nobody.
        address: what the page's address names.
    """
    if not name:
        target = "/?" + without_told(urlencode(address))
        way = f"{BEGIN[1:]}?{urlencode({'_target_url': target})}"
        label = safe(say("access.huggingface"))
        return f'{who_html(identity, say)}<a class="way" href="{safe(way)}">{label}</a>{_told(address, say)}'
    if identity.name:
        return who_html(identity, say) + leave_html(say)
    label = say("access.me", name=name, role=say("access.role.visitor"))
    return tag(label, title=say("access.huggingface.stranger")) + leave_html(say)


def _told(address: dict[str, str], say: Texts) -> str:
    why = address.get(TOLD, "")
    return notice(safe(say(f"access.huggingface.{why}")), "warning") if why in (REFUSED, FAILED) else ""
