"""How long work tells how far it is, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, float], None]
"""Called with what is being done and the share done, 0 to 1."""

StopAsked = Callable[[], bool]
"""Asked between steps: True once the person wants to stop."""
