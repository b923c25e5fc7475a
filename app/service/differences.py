"""Two texts compared word by word, for a person to see what a change changes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["kept", "gone", "new"]

_WORDS = re.compile(
    r"\s+|[ァ-ヺー]+|[一-龠々〆ヶ]+|[ぁ-ゖ]+|\d+(?:[.,]\d+)*|[^\W\d_ぁ-ゖァ-ヺ一-龠々〆ヶー]+|.", re.DOTALL
)
"""A run of letters, of digits, of white space, of one Japanese script; anything else by itself."""


@dataclass(frozen=True)
class Piece:
    """A part of either text."""

    kind: Kind
    text: str


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """The texts in one: `kept` and `gone` pieces make the first, `kept` and `new` ones the second."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("kept", "".join(old[i:j])))
            continue
        for kind, words in (("gone", old[i:j]), ("new", new[k:m])):
            if words:
                pieces.append(Piece("gone" if kind == "gone" else "new", "".join(words)))
    return tuple(pieces)
