"""What happened in a store, in a chain that shows every alteration."""

from app.store.audit.chain import START, AuditRecord, Event, append

__all__ = ["START", "AuditRecord", "Event", "append"]
