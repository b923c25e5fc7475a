"""Japanese."""

from __future__ import annotations

from types import MappingProxyType

from app.texts.english import TABLE as ENGLISH_TABLE
from app.texts.japanese_pilot import PILOT_TABLE

TABLE = MappingProxyType({**ENGLISH_TABLE, **PILOT_TABLE})
