"""The page on which people sign in: plain HTML, which needs no script."""

from __future__ import annotations

from app.errors import WorkbenchError
from app.texts import Texts, error_words
from app.ui.pieces import safe

STYLE = """
:root { color-scheme: light dark; --ink: #232a31; --pale: #525d68; --line: #ced4da; --back: #f8f9fa; --card: #fff;
  --accent: #0072b2; --bad: #a4330b; --bad-fill: #fcebe4; }
@media (prefers-color-scheme: dark) { :root { --ink: #f1f3f5; --pale: #9aa5b1; --line: #3b444d; --back: #101418;
  --card: #181d22; --bad: #ff9d76; --bad-fill: #3a1d12; } }
body { margin: 0; background: var(--back); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { width: calc(100% - 82px); max-width: 24em; margin: 12vh auto 0; padding: 28px; background: var(--card);
  border: 1px solid var(--line); border-radius: 8px; }
h1 { margin: 0 0 4px; font-size: 22px; } p { margin: 0 0 16px; color: var(--pale); }
label { display: block; margin: 12px 0 4px; }
input { width: 100%; box-sizing: border-box; padding: 9px 11px; font: inherit; color: inherit; background: var(--back);
  border: 1px solid var(--line); border-radius: 6px; }
button { margin-top: 20px; padding: 9px 18px; font: inherit; font-weight: 500; color: #fff; background: var(--accent);
  border: 0; border-radius: 6px; cursor: pointer; }
.bad { margin: 12px 0; padding: 10px 12px; color: var(--bad); background: var(--bad-fill); border-radius: 6px; }
"""


def sign_in_page(say: Texts, error: WorkbenchError | None = None, name: str = "", said: str = "") -> str:
    """The whole page.

    Args:
        error: why the last try failed; or in a sentence, `said`.
        name: as it was typed. The password is never shown again.
    """
    told = said if error is None else str(error_words(error, say))
    alert = f'<div class="bad" role="alert">{safe(told)}</div>' if told else ""
    return f"""<!doctype html>
<html lang="{safe(say.language)}"><head><meta charset="utf-8"><title>{safe(say("access.title"))}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>
<body><main><h1>{safe(say("page.title"))}</h1><p>{safe(say("access.title"))}</p>{alert}
<form method="post" action="sign-in" autocomplete="on">
<label for="name">{safe(say("access.name"))}</label>
<input id="name" name="name" value="{safe(name)}" maxlength="64" autocomplete="username" autocapitalize="none" required
 autofocus>
<label for="password">{safe(say("access.password"))}</label>
<input id="password" name="password" type="password" maxlength="1000" autocomplete="current-password" required>
<button type="submit">{safe(say("access.enter"))}</button>
</form></main></body></html>
"""
