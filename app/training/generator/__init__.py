"""Training examples without end: a generator of edits with questions in the kinds that users have.

Every function takes its random source, so that the same source gives the same examples; nothing keeps state.
"""

from __future__ import annotations

from app.training.examples import Language
from app.training.generator.crossing import crossing_example
from app.training.generator.english import ENGLISH
from app.training.generator.families import Family, family
from app.training.generator.held_out import held_out_records
from app.training.generator.japanese import JAPANESE
from app.training.generator.sources import SOURCES, draw_example
from app.training.generator.tongue import Tongue
from app.training.generator.two_hop import Chain, chain

TONGUES: dict[Language, Tongue] = {tongue.language: tongue for tongue in (ENGLISH, JAPANESE)}

__all__ = [
    "ENGLISH",
    "JAPANESE",
    "SOURCES",
    "TONGUES",
    "Chain",
    "Family",
    "Tongue",
    "chain",
    "crossing_example",
    "draw_example",
    "family",
    "held_out_records",
]
