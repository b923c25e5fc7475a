"""What happened in a store, in a chain that shows every alteration."""

from app.store.audit.chain import START, AuditRecord, Event, append
from app.store.audit.heads import Head

__all__ = ["START", "AuditRecord", "Event", "Head", "append"]
