"""Whether two edits go together, decided by rules that can be told to the person who has to resolve it."""

from app.explain.conflicts.comparing import Finding, Kind, compare
from app.explain.conflicts.statement import Statement, statement_of

__all__ = ["Finding", "Kind", "Statement", "compare", "statement_of"]
