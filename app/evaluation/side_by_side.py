"""An evaluation whose parts are asked by several processes.

Every worker has the model and takes in the pool of the part that it is given; it keeps to one pool while there are
parts of it. Where compressed edits are kept in a folder, it is filled first, so that each edit is compressed once: the
folder has to be seen by all machines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from app.cluster import Crew, Piece
from app.data import Edit
from app.evaluation.examiner import Examiner, Judged, Part, Rules, Sitting
from app.evaluation.pool_cache import PART
from app.model import EditableModel


class Station:
    """What a worker keeps between parts."""

    def __init__(self, model: EditableModel) -> None:
        self._model = model
        self._rules: Rules | None = None
        self._examiner: Examiner | None = None

    def examiner(self, rules: Rules) -> Examiner:
        """The same one while the rules are the same."""
        if self._examiner is None or self._rules != rules:
            self._rules, self._examiner = rules, Examiner(self._model, rules)
        return self._examiner


def examined(
    crew: Crew[Station], rules: Rules, sittings: Sequence[tuple[Sitting, Sequence[Part]]]
) -> Iterator[tuple[Sitting, Judged]]:
    """What came of every part, in the order in which they are done."""
    pieces: dict[Piece[Station, Judged], Sitting] = {}
    for sitting, parts in sittings:
        common = rules, sitting
        pieces |= {Piece(partial(_examined, part), common): sitting for part in parts}
    for piece, judged in crew.each(list(pieces)):
        yield pieces[piece], judged


def fill(crew: Crew[Station], rules: Rules, lacking: Mapping[str, Sequence[Edit]]) -> Iterator[int]:
    """Keeps compressed edits in the folder of the rules; gives the number of each part that is there.

    Args:
        lacking: method → edits that it has not kept there yet.
    """
    pieces: list[Piece[Station, int]] = []
    for method, edits in lacking.items():
        once = list({edit.id: edit for edit in edits}.values())
        parts = (tuple(once[start : start + PART]) for start in range(0, len(once), PART))
        pieces += [Piece(partial(_kept, rules, method, part)) for part in parts]
    for _, kept in crew.each(pieces):
        yield kept


def _examined(part: Part, station: Station, common: tuple[Rules, Sitting]) -> Judged:
    rules, sitting = common
    return station.examiner(rules).examine(sitting, part)


def _kept(rules: Rules, method: str, edits: Sequence[Edit], station: Station, _common: None) -> int:
    station.examiner(rules).method(method).keep(edits)
    return len(edits)
