"""Everything in a store as one file, and back."""

from app.store.archive.merging import Imported, begins_by_importing, import_archive
from app.store.archive.writing import Exported, export_archive

__all__ = ["Exported", "Imported", "begins_by_importing", "export_archive", "import_archive"]
