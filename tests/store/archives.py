"""Making archives, good and bad, for the tests."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

from app.store import Imported, Store, import_archive
from app.store.archive.layout import GISTS, MANIFEST

MB = 2**20


def take(store: Store, path: Path, *, with_gists: bool = False, most_bytes: int = 10 * MB) -> Imported:
    return import_archive(store, path, most_bytes=most_bytes, with_gists=with_gists)


def members_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def written(path: Path, members: dict[str, bytes], *, true_manifest: bool = True) -> Path:
    """An archive of these members, with a manifest that fits them unless it is to be left as it stands."""
    if true_manifest:
        head = json.loads(members[MANIFEST])
        for name, data in members.items():
            if name in head["members"]:
                about = head["members"][name]
                about["bytes"], about["sha256"] = len(data), hashlib.sha256(data).hexdigest()
                if name != GISTS:
                    about["rows"] = data.count(b"\n")
        members = members | {MANIFEST: json.dumps(head).encode()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return path
