"""Sentences of English and Japanese text. Nothing but white space is lost between them."""

from __future__ import annotations

import re

_ABBREVIATED = """
    mr mrs ms dr prof st no nos art arts sec fig vol pp p e.g i.e eg ie vs approx etc inc ltd co corp cf al jan feb mar
    apr jun jul aug sep sept oct nov dec
"""
_ABBREVIATIONS = frozenset(_ABBREVIATED.split())
_END = re.compile(r"[。！？]+[」』）)”\"]*|[.!?]+[\"”’)]*(?=\s|$)")
_GOES_ON = tuple("とをはがのにもでや")
"""Behind a closing bracket: what was quoted is part of a longer sentence."""
_OPENS, _CLOSES = "「『（(", "」』）)"


def sentences(text: str) -> list[tuple[int, str]]:
    """Each sentence with the place in the text where it begins, from 0."""
    found: list[tuple[int, str]] = []
    begin = 0
    for end in _END.finditer(text):
        if _ends(text, begin, end):
            _add(found, text, begin, end.end())
            begin = end.end()
    _add(found, text, begin, len(text))
    return found


def _add(found: list[tuple[int, str]], text: str, begin: int, end: int) -> None:
    piece = text[begin:end]
    if stripped := piece.strip():
        found.append((begin + piece.index(stripped[0]), stripped))


def _ends(text: str, begin: int, end: re.Match[str]) -> bool:
    before = text[begin : end.start()]
    if end[0][0] in "。！？":
        if end[0][-1] in _CLOSES and text[end.end() :].startswith(_GOES_ON):
            return False
        depth = sum(before.count(mark) for mark in _OPENS) - sum(before.count(mark) for mark in _CLOSES)
        return depth <= sum(end[0].count(mark) for mark in _CLOSES)
    if end[0][0] != ".":
        return True
    word = before.split()[-1].lstrip("(“\"'").casefold() if before.split() else ""
    after = text[end.end() :].lstrip()
    lone = (
        (len(word) == 1 and word.isalpha()) or word in _ABBREVIATIONS or (word.isdigit() and len(before.split()) == 1)
    )
    return not lone and not (after and after[0].islower())
