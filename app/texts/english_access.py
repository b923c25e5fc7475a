"""English, for signing in, and for who is signed in."""

from __future__ import annotations

ACCESS_TABLE = {
    "access.title": "Sign in",
    "access.name": "Name",
    "access.password": "Password",
    "access.enter": "Sign in",
    "access.leave": "Sign out",
    "access.me": "{name} · {role}",
    "access.me.hint": "Signed in. {confidential}",
    "access.confidential": "You see confidential edits.",
    "access.no-confidential": "Of confidential edits you see your own.",
    "access.visitor": "Visitor",
    "access.visitor.hint": "You have not signed in: your edits are private and are gone when your session ends.",
    "access.role.viewer": "viewer",
    "access.role.editor": "editor",
    "access.role.approver": "approver",
    "access.role.administrator": "administrator",
    "access.role.visitor": "visitor",
    "access.read-only": "You can read and ask here, but not change edits. {reason}",
    "access.huggingface": "Sign in with Hugging Face",
    "access.huggingface.stranger": "Signed in with Hugging Face. There is no account of this name here: your edits are "
    "private and are gone when your session ends.",
    "access.huggingface.refused": "You were not signed in: you refused at Hugging Face. You can go on as a visitor.",
    "access.huggingface.failed": "You were not signed in: something went wrong on the way to Hugging Face or back. "
    "Sign in again, please.",
    "access.first": "Sign in first.",
    "access.elsewhere": "The request came from another page. Open this one and try again.",
    "access.often": "Too many tries. Wait a minute.",
    "access.this-machine": "This page is served to this machine only.",
    "access.too-large": "At most {bytes:,} bytes.",
    "access.too-many": "Too many requests. Wait a moment.",
}
