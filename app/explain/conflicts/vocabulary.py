"""Words that the comparison of two edits knows, in English and Japanese."""

from __future__ import annotations

_LITTLE = """
    a an the this that these those our your my his her its their we you they he she it is are was were be been being
    am do does did has have had will would shall can could may might must of to in on at by for from with and or but
    so than then also any all every each there here per at most least s
"""
LITTLE = frozenset(_LITTLE.split())
"""English words that say little by themselves. Those that a rule hangs on stand in the lists below too."""

_PIVOTS = """
    is are was were be has have had holds hold gets get costs cost means mean includes include lasts last expires
    expire opens open closes close ends end begins begin starts start ships ship takes take must may can need needs
    cannot should runs run uses use answers answer leads lead serves serve covers cover pays pay weighs weigh became
    becomes become succeeded comes come sells sell receives receive belongs belong contains contain
"""
PIVOTS = frozenset(_PIVOTS.split())
"""English verbs behind which a statement says what it says; before them stands what it is about."""

_DENIALS = "not never no nobody none nothing neither nor cannot without"
DENIALS = frozenset(_DENIALS.split())
JAPANESE_DENIALS = ("ません", "ない", "なく", "いけま", "不要", "禁止", "不可")
REQUIRES, PERMITS = frozenset({"must", "need", "needs", "required"}), frozenset({"may", "can", "allowed", "free"})

_OPPOSITES = """
    minimum least lowest / maximum most highest
    gross / net
    before until / after from since
    over above more exceeding / under below less up
    first / second third last
    open opens opened opening founded / close closes closed closing
    begin begins began start starts / end ends ended
    standard regular / express
    with / without
    private / company companies business
    phone telephone / chat email fax
    daily day / weekly week monthly month
    cleaned / replaced
    deputy / head
    最低 最小 / 最高 最大
    開始 開設 開きま / 終了 閉鎖 閉まりま
    まで / から
    以下 未満 / 以上 超える
    なし / あり
    個人 / 法人
    通常 / お急ぎ
    電話 / チャット メール
    次長 / 部長
"""
OPPOSITES: tuple[tuple[frozenset[str], frozenset[str]], ...] = tuple(
    (frozenset(left.split()), frozenset(right.split()))
    for left, _, right in (line.partition("/") for line in _OPPOSITES.strip().splitlines())
)
"""Pairs that turn one attribute into another: two edits that differ so speak of two things."""

QUALIFIERS = frozenset({"deputy", "pro", "plus", "only", "spare", "express", "weekly", "day", "other"})
"""Words that make of one subject another, when one edit has them and the other has not."""

LIKE_UNITS: dict[str, tuple[int, str]] = {
    "week": (7, "day"),
    "kilobyte": (10**3, "byte"),
    "megabyte": (10**6, "byte"),
    "gigabyte": (10**9, "byte"),
    "terabyte": (10**12, "byte"),
    "kilogram": (1_000, "gram"),
    "tonne": (10**6, "gram"),
    "kilometre": (1_000, "metre"),
    "kilowatt": (1_000, "watt"),
}
"""Unit → how many of another one it is, for units that say the same in other numbers."""

YEARS = range(1900, 2101)
"""A bare number among these is a year."""
