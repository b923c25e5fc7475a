"""An uploaded table between its upload and its acceptance: a person sees its first rows and says what the columns mean.

Nothing of it is among the edits until the proposal made of it is accepted.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.data import Columns, Table, Upload, guess, read_table, upload_of
from app.data.moments import zone_named
from app.data.upload import clip
from app.errors import UploadError
from app.service.core import Core
from app.service.permissions import permitted

MOST_OPEN = 20
"""Tables kept at once, of all sessions; each holds the cells of a file."""


@dataclass(frozen=True)
class OpenTable:
    """A table that a session has uploaded and not accepted yet."""

    name: str
    """Of the file."""
    table: Table
    columns: Columns
    """As its names and content suggest them."""


class Tables:
    """Uploaded tables, one a session; each function raises SessionExpiredError where there is no such session."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._open: OrderedDict[str, OpenTable] = OrderedDict()
        self._lock = threading.Lock()

    @permitted("tables.open")
    def open(self, token: str | None, path: Path) -> OpenTable:
        """Reads a file in place of the session's last one.

        Raises:
            UploadError: the file as a whole cannot be read. The last one stays open.
        """
        session = self._core.session(token)
        table = read_table(path, max_mb=self._core.settings.max_upload_mb)
        return self._keep(session.token, OpenTable(clip(path.name), table, guess(table)))

    @permitted("tables.with_first_row_as")
    def with_first_row_as(self, token: str | None, first_row: Literal["names", "values"]) -> OpenTable:
        """The session's table with its first row taken for names, or for values; the columns are guessed anew."""
        known = self.get(token)
        table = known.table.with_first_row_as(first_row)
        return self._keep(self._core.session(token).token, OpenTable(known.name, table, guess(table)))

    @permitted("tables.get")
    def get(self, token: str | None) -> OpenTable:
        """The session's table. Raises UploadError where it has none (any more)."""
        session = self._core.session(token)
        with self._lock:
            found = self._open.get(session.token)
        if found is None:
            raise UploadError("The uploaded table is no longer here.", "", "Upload the file again.")
        return found

    @permitted("tables.upload")
    def upload(self, token: str | None, columns: Columns) -> Upload:
        """The edits and the rows at fault of the session's table, with columns as a person has chosen them.

        Raises:
            ColumnsError: the choice gives no edits; the table stays open.
        """
        settings = self._core.settings
        zone = zone_named(settings.time_zone)
        return upload_of(self.get(token).table, columns, max_edits=settings.max_edits, zone=zone)

    @permitted("tables.close")
    def close(self, token: str | None) -> None:
        """Forgets the session's table."""
        with self._lock:
            self._open.pop(token or "", None)

    def _keep(self, token: str, opened: OpenTable) -> OpenTable:
        with self._lock:
            self._open[token] = opened
            self._open.move_to_end(token)
            while len(self._open) > MOST_OPEN:
                self._open.popitem(last=False)
        return opened
