"""The store: shared edits, their gists, and the answers given with them, in one database."""

from __future__ import annotations

from types import TracebackType

from app.store.accounts import Accounts
from app.store.aliases import Aliases
from app.store.answers import Answers
from app.store.api_tokens import ApiTokens
from app.store.audit.log import AuditLog
from app.store.confidential import Confidential
from app.store.conflicts import Conflicts
from app.store.database import Database
from app.store.edits import Edits
from app.store.erasure import Erasure
from app.store.gate_runs import GateRuns
from app.store.gists import Gists
from app.store.history import History
from app.store.lifecycle import Lifecycle
from app.store.pilot import Pilot
from app.store.releases import Releases
from app.store.retention import Retention
from app.store.rules import Rules
from app.store.schema import condition, require_current, upgrade
from app.store.sign_ins import SignIns
from app.store.viewer import Viewer


class Store:
    """One open store. Safe to use from several threads and processes at once."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.edits = Edits(database)
        self.lifecycle = Lifecycle(database)
        self.history = History(database)
        self.gists = Gists(database)
        self.answers = Answers(database)
        self.rules = Rules(database)
        self.releases = Releases(database)
        self.aliases = Aliases(database)
        self.gate_runs = GateRuns(database)
        self.pilot = Pilot(database)
        self.conflicts = Conflicts(database)
        self.audit = AuditLog(database)
        self.erasure = Erasure(database)
        self.retention = Retention(database)
        self.confidential = Confidential(database)
        self.accounts = Accounts(database)
        self.sign_ins = SignIns(database, self.accounts)
        self.tokens = ApiTokens(database, self.accounts)

    def seen_by(self, viewer: Viewer) -> Store:
        """The same store for somebody from whom confidential edits may be hidden. Closing either closes both."""
        return Store(self.database.seen_by(viewer))

    @property
    def name(self) -> str:
        """Its URL without password."""
        return self.database.name

    def close(self) -> None:
        """Closes the connections."""
        self.database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def open_store(url: str, *, create: bool = True) -> Store:
    """Opens the store at a URL; where there is none yet, makes it.

    Args:
        create: False refuses where there is no store.

    Raises:
        StoreUnreachableError: not a URL, no server, no rights.
        StoreVersionError: its tables are of another version of the program, or not there.
    """
    database = Database(url)
    try:
        if create and condition(database) == "absent":
            upgrade(database)
        require_current(database)
    except BaseException:
        database.close()
        raise
    return Store(database)


def store_exists(url: str) -> bool:
    """Whether there is a store at a URL, of whatever version. Nothing is made.

    Raises:
        StoreUnreachableError: not a URL, no server, no rights.
    """
    database = Database(url)
    try:
        return condition(database) != "absent"
    finally:
        database.close()
