"""Settings of the workbench: read once from the environment (INCOMES_…), overridden by command-line flags."""

from __future__ import annotations

import os
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_cache_path, user_data_path
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "assets"
NAME = "incomes-workbench"
"""Of this program's folders in those of the user."""
SPACE_DISK = Path("/data")
"""Where a Hugging Face Space has its persistent disk."""

Precision = Literal["auto", "float32", "bfloat16", "nf4"]
Memory = Literal["compressed", "verbatim"]


class Settings(BaseSettings):
    """All knobs that are not part of an adapter or a policy."""

    model_config = SettingsConfigDict(env_prefix="INCOMES_", extra="ignore", frozen=True)

    cache_dir: Path = Field(default_factory=lambda: place_for_models())
    """Fetched and converted models. Safe to delete: it is filled again."""

    store: str = Field(default_factory=lambda: f"sqlite:///{user_data_path(NAME) / 'store.sqlite'}", repr=False)
    """URL of the shared edits: `sqlite:///FOLDER/FILE` or `postgresql://USER:PASSWORD@HOST/DATABASE`.

    The page offers them to its visitors only where this is set."""

    audit_heads: Path | None = None
    """File to which `audit head` adds the newest head of the audit chain, and which `audit verify` compares with.

    Keep it where whoever may change the store may not write."""

    time_zone: str = "UTC"
    """Of dates, and of moments without an offset, that people write: a name of the IANA list, such as Asia/Tokyo."""

    policies: Path = Field(default_factory=lambda: user_data_path(NAME) / "policies")
    """Folder of the policies that `tune --save` keeps, one small file each."""

    data: Path | None = None
    """Folder with the public files of benchmarks, for the tab *Compare*; None: only what comes with the program."""

    pools: Annotated[tuple[Path, ...], NoDecode] = ()
    """Pools in folders that the page offers to everybody, read-only; in INCOMES_POOLS with a colon between two (a
    semicolon on Windows)."""

    release: str | None = None
    """Answers come from this release of the shared edits alone: an alias (`production`), a name or an id. None: from
    the edits as they are."""

    token: SecretStr | None = None
    """API token (INCOMES_TOKEN): a command then acts for the token's account, not for the user of this machine."""

    max_archive_mb: int = Field(default=4096, ge=1)
    """Most that an archive may hold, unpacked."""

    backbone: str = "embedded"
    """A registered name, a local folder or a Hub id."""

    accept_terms: bool = False
    """Accepts the terms of use of the packaged backbone that is chosen, where it has any, without asking."""

    adapter: str = "auto"
    """`auto`: the shipped adapter that fits the backbone, if any; `none`; or a folder."""

    comparison_adapters: tuple[Path, ...] = ()
    """Folders of adapters for the methods of a comparison that bring their own; else the shipped ones.

    Their cards say how they read, and so which method they are for."""

    device: Literal["auto", "cpu", "cuda"] = "auto"

    precision: Precision = "auto"
    """`auto`: NF4 on CUDA; on a CPU whichever of float32 and bfloat16 a short measurement finds faster."""

    packed: bool = True
    """Answer by layers whose weights stay in groups of 4 bits, where backbone and processor allow it: on a CPU several
    times as fast, and the same answers. No: always through transformers."""

    memory: Memory = "compressed"
    """What is read of an edit: its gist slots, or all of its tokens (more memory, more exact)."""

    slots: int | None = Field(default=None, ge=1)
    """Gist slots kept of an edit: fewer need less memory and hold less; None: as many as the adapter makes."""

    max_edit_tokens: int = 256
    """Longest edit in tokens: longer ones than the adapters saw in training compress badly."""

    max_question_tokens: int = 512

    max_new_tokens: int = 64
    """Longest answer in tokens."""

    compress_batch: int = 64
    """Edits compressed at once; bounds memory."""

    answer_batch: int = 16
    """Questions answered at once; bounds memory."""

    max_upload_mb: int = 20
    max_edits: int = 20_000
    """Most edits in one pool of one session."""

    session_hours: float = Field(default=12.0, gt=0)
    """A browser session that was not used for so long is dropped with its edits."""

    max_waiting: int = Field(default=64, ge=2)
    """Questions and other short requests that may wait for the model, half of them of one session; beyond it they are
    refused, with the time after which to ask again. Long jobs are bounded by themselves."""

    max_sessions: int = Field(default=200, ge=1)
    max_gist_mb: int = Field(default=4096, ge=1)
    """Gists, and evidence of answers, of all sessions together; above it the session unused for longest is dropped."""

    max_calls_a_minute: int = Field(default=1200, ge=1)
    """Requests of one address to the page, without those that only read; a person makes some hundred."""

    host: str = "127.0.0.1"
    port: int = 7860

    @field_validator("pools", mode="before")
    @classmethod
    def _folders(cls, given: object) -> object:
        return [part for part in given.split(os.pathsep) if part] if isinstance(given, str) else given


def place_for_models() -> Path:
    """The user's cache folder; on a Space its persistent disk, where it has one. Where neither can be written to, as
    for a user without a home, the temporary folder."""
    places = [user_cache_path(NAME), Path(tempfile.gettempdir()) / NAME]
    if "SPACE_ID" in os.environ and SPACE_DISK.is_dir():
        places.insert(0, SPACE_DISK / NAME)
    return next((place for place in places if _can_be_made(place)), places[-1])


def _can_be_made(folder: Path) -> bool:
    """Whether a folder is there and can be written to, or could be made. Nothing is made."""
    there = next(place for place in (folder, *folder.parents) if place.exists())
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read from the environment at the first call."""
    return Settings()
