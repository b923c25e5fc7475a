"""Texts in the language of whoever asks: the page is built once, and serves people of all languages.

```
built     ASKED("ask.label") = mark     while `Marks` are spoken: the page's own parts hold marks in place of texts
served    Marks.replaced(part, JAPANESE)                            each visitor gets the parts with their own texts
handled   with speaking(JAPANESE): ASKED("ask.empty") = 「…」        what a handler says, at whatever depth
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from app.texts.english import TABLE
from app.texts.texts import Texts

_spoken: ContextVar[Texts] = ContextVar("spoken")
MARK = re.compile("\ue000(\\d+)\ue001")
"""Private characters, which HTML and JSON leave as they are, around the place of a text among those noted."""


class AskedTexts(Texts):
    """Speaks whatever `speaking` says; the usual language where nobody has said anything.

    Args:
        usual: texts of the usual language.
    """

    def __init__(self, usual: Texts) -> None:
        self._usual = usual

    @property
    def now(self) -> Texts:
        """The texts that are spoken here."""
        return _spoken.get(self._usual)

    @property
    def language(self) -> str:
        return self.now.language

    def __call__(self, key: str, **values: object) -> str:
        return self.now(key, **values)

    def count(self, key: str, number: int, **values: object) -> str:
        return self.now.count(key, number, **values)

    def __contains__(self, key: str) -> bool:
        return key in self.now


class Marks(Texts):
    """Gives marks in place of texts, and notes what each of them stands for."""

    def __init__(self) -> None:
        super().__init__("en", TABLE)
        self._noted: list[tuple[str, int | None, dict[str, object]]] = []

    def __call__(self, key: str, **values: object) -> str:
        super().__call__(key, **values)  # what is missing is told while the page is built
        return self._mark(key, None, values)

    def count(self, key: str, number: int, **values: object) -> str:
        super().count(key, number, **values)
        return self._mark(key, number, values)

    def replaced(self, part: Any, say: Texts) -> Any:
        """A copy of lists, tuples and dictionaries, to any depth, with texts in place of the marks."""
        if isinstance(part, str):
            return MARK.sub(lambda mark: self._said(int(mark[1]), say), part)
        if isinstance(part, dict):
            return {key: self.replaced(value, say) for key, value in part.items()}
        if isinstance(part, list | tuple):
            return type(part)(self.replaced(one, say) for one in part)
        return part

    def _mark(self, key: str, number: int | None, values: dict[str, object]) -> str:
        self._noted.append((key, number, values))
        return f"\ue000{len(self._noted) - 1}\ue001"

    def _said(self, place: int, say: Texts) -> str:
        key, number, values = self._noted[place]
        values = self.replaced(values, say)  # a text may stand within another
        return say(key, **values) if number is None else say.count(key, number, **values)


@contextmanager
def speaking(say: Texts) -> Iterator[None]:
    """Within the block, `AskedTexts` speak this."""
    before = _spoken.set(say)
    try:
        yield
    finally:
        _spoken.reset(before)
