"""`centre`: fit an adapter's selection to a precision that it was not trained in."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.options import AsJson, ModelOptions, Seed, chosen_settings
from app.commands.output import print_json, progress_bar, results, shown

if TYPE_CHECKING:
    from app.model import EditableModel


def centre(
    texts: Annotated[int, typer.Option(help="Edits, and as many questions, to measure with.", min=2)] = 200,
    seed: Seed = 0,
    *,
    model: ModelOptions,
    as_json: AsJson = False,
) -> None:
    """Measure where selection keys lie in the precision given, and keep it beside the adapter (means.safetensors)."""
    from app.errors import InputError
    from app.model.key_means import moved_mean, save_mean
    from app.service import Workbench

    settings = chosen_settings(**vars(model))
    with progress_bar() as report:
        other = Workbench(settings).model(report)
        dense = settings.model_copy(update={"precision": "float32", "packed": False})
        trained = Workbench(dense).model(report)
        folder = other.adapter.path if other.adapter is not None else None
        if folder is None or other.backbone.precision == trained.backbone.precision:
            raise InputError(
                f"The precision here is {other.backbone.precision}, the adapter "
                f"{other.adapter.card.name if other.adapter is not None else 'none'}.",
                "An adapter in a folder, and another precision than float32.",
                "Give --adapter and --precision nf4 (on a processor with --device cpu).",
            )
        mean = moved_mean(trained, other, *_texts(other, texts, seed))
    file = save_mean(folder, other.backbone.precision, mean)
    moved = float((mean - trained.compressor.encoder.selection.mean).flatten(1).norm(dim=1).mean())
    if as_json:
        print_json({"file": str(file), "precision": other.backbone.precision, "texts": texts, "moved": moved})
    else:
        results().print(shown(f"Written to {file}: moved by {moved:.1f} a layer on average, {texts} edits."))


def _texts(model: EditableModel, count: int, seed: int) -> tuple[list[str], list[str]]:
    """Edits of the training generator in the adapter's languages in turn, and a question about each."""
    from app.training.generator import TONGUES, draw_example

    random = Random(seed)  # nosec B311  # texts, no secrets
    card = model.adapter.card if model.adapter is not None else None
    tongues = [tongue for name, tongue in TONGUES.items() if card is None or name in card.languages]
    drawn = [draw_example(random, tongues[i % len(tongues)], "relation", 1) for i in range(count)]
    return [example.edit for example in drawn], [example.questions[0].text for example in drawn]
