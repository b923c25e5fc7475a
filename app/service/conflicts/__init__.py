"""Conflicts between shared edits: found, shown side by side, measured by asking, resolved."""

from app.service.conflicts.effects import Effect
from app.service.conflicts.part import Conflicts, ShownConflict

__all__ = ["Conflicts", "Effect", "ShownConflict"]
