"""What an adapter was trained on, with the licence of each ingredient."""

from __future__ import annotations

from collections.abc import Sequence

from app.model.card_entries import DataSource
from app.training.config import TrainingConfig
from app.training.generator import SOURCES
from app.training.mixture import MixtureConfig, read_mixture_config

PUBLIC_SETS = {
    "counterfact": DataSource(name="CounterFact, train part", licence="MIT"),
    "pararel": DataSource(name="ParaRel", licence="MIT"),
    "pokemqa": DataSource(name="PokeMQA", licence="MIT"),
    "zsre": DataSource(name="zsRE, train part in the MEND form", licence="MIT"),
    "qasc": DataSource(name="QASC in Natural Instructions", licence="CC BY 4.0"),
    "qamr": DataSource(name="QAMR", licence="MIT"),
}
"""By their names in a mixture."""
GENERATOR_LICENCE = "this project's own"


def ingredients(configs: Sequence[TrainingConfig]) -> tuple[DataSource, ...]:
    """The sources that have weight in any of an adapter's runs, the generator last.

    Raises:
        TrainingError: settings of a mixture that cannot be used.
    """
    mixtures = [read_mixture_config(config.data) for config in configs]
    used = {name for mixture in mixtures for name, weight in mixture.weights.items() if weight > 0}
    read = {name for mixture in mixtures if _reads_public_sets(mixture) for name in mixture.weights} & used
    found = [source for name, source in PUBLIC_SETS.items() if name in read]
    made = [name for name in SOURCES if name in used]
    languages = {language for mixture in mixtures for language, weight in mixture.languages.items() if weight > 0}
    if made:
        name = f"this project's generator ({', '.join(sorted(languages))}): {', '.join(made)}"
        found.append(DataSource(name=name, licence=GENERATOR_LICENCE))
    return tuple(found)


def _reads_public_sets(mixture: MixtureConfig) -> bool:
    """They are English."""
    return mixture.public_sets is not None and mixture.languages.get("en", 0) > 0
