"""Shared edits with their gists and answers in a database, and archives of it in one file."""

from app.store.archive import Exported, Imported, export_archive, import_archive
from app.store.records import (
    SORTS,
    STATES,
    Added,
    LoggedAnswer,
    Maker,
    Page,
    Search,
    Seen,
    State,
    StoredEdit,
    StoredGist,
    UsedEdit,
)
from app.store.store import Store, open_store

__all__ = [
    "SORTS",
    "STATES",
    "Added",
    "Exported",
    "Imported",
    "LoggedAnswer",
    "Maker",
    "Page",
    "Search",
    "Seen",
    "State",
    "Store",
    "StoredEdit",
    "StoredGist",
    "UsedEdit",
    "export_archive",
    "import_archive",
    "open_store",
]
