"""The page in the browser: all through `service.Workbench`, no mathematics."""

from app.ui.build import build, serve

__all__ = ["build", "serve"]
