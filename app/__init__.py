"""InComeS workbench: edits compressed into gists, selected and read at question time (arXiv 2505.22156)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

# Read by torch's thread library when torch is imported: threads without work then sleep instead of spinning. Two
# questions at once, or another busy program, otherwise make products six to twenty times slower; on an idle machine
# sleeping costs up to a tenth.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

if TYPE_CHECKING:
    from app.model import EditableModel, GistPool

__all__ = ["EditableModel", "GistPool", "__version__"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Import the model classes at first use, so that `import app` costs nothing."""
    if name in ("EditableModel", "GistPool"):
        import app.model as model

        return getattr(model, name)
    raise AttributeError(f"module 'app' has no attribute {name!r}")
