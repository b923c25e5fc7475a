"""English, for releases: the tab, the command line, and what differs between two of them."""

from __future__ import annotations

RELEASES_TABLE = {
    "release.diff.same": "Nothing differs but name, note and time.",
    "release.diff.added": "Added: “{text}”",
    "release.diff.removed": "Removed: “{text}”",
    "release.diff.changed": "Changed: {text}",
    "release.diff.terms": "Other terms (owner, source, validity): “{text}”",
    "release.diff.tests": "Other test questions: “{text}”",
    "release.diff.version": "Approved again, or with another note or tags: “{text}”",
    "release.diff.pin": "{what}: {first} → {second}",
}
