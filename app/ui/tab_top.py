"""Whoever is taken to another tab sees it from its top, however far down the last one they were."""

from __future__ import annotations

import gradio as gr

from app.ui.pieces import html_place

FROM_TOP = """
const begin = () => {
  const tabs = document.querySelector('#tabs [role=tablist]');
  if (tabs === null) { setTimeout(begin, 300); return; }
  const selected = () => tabs.querySelector('[aria-selected=true]')?.dataset.tabId;
  let stood = selected();
  const look = () => {
    if (selected() === stood) return;
    stood = selected();
    if (tabs.getBoundingClientRect().top < 0) tabs.scrollIntoView({block: 'start'});
  };
  new MutationObserver(look).observe(tabs, {subtree: true, childList: true, attributeFilter: ['aria-selected']});
};
begin();
"""
"""JavaScript: a button within a tab opens another one; a click on the tabs themselves finds them in sight."""


def tab_top() -> gr.HTML:
    """Watches the tabs; shows nothing."""
    return html_place("", "tab-top", js=FROM_TOP)
