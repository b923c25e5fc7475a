"""Consent to a backbone's terms of use, asked for where somebody sits at a terminal."""

from __future__ import annotations

import sys

import typer

from app.commands.output import remarks, shown
from app.config import settings


def agreed(backbone: str) -> bool:
    """Show the terms of a backbone and ask for consent; no where nobody sits at a terminal."""
    from app.model.sources import terms_of
    from app.model.terms import note_accepted

    found = terms_of(backbone)
    if found is None or not at_terminal():
        return False
    remarks().print(shown(found.text))
    if not typer.confirm(f"Do you accept the {found.title} for {backbone}?", err=True):
        return False
    note_accepted(backbone, found, settings())
    return True


def at_terminal() -> bool:
    """Whether somebody sits there who can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()
