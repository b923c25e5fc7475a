"""What columns of a table, or fields of an object, are usually called, in English and in Japanese."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Literal, get_args

TermRole = Literal["owner", "source", "confidential", "valid_from", "valid_until", "review_by"]
TERM_ROLES: tuple[TermRole, ...] = get_args(TermRole)
Role = Literal["text", "note", "tags", "language", "question", "answer", "old", "new", TermRole]
"""What a column can give an edit: its text, a remark, tags, its language, a question that tests it with what the
answer must say, the value that it replaces with the one that it puts there, and its terms."""
ROLES: tuple[Role, ...] = get_args(Role)

NAMES: dict[Role, tuple[str, ...]] = {
    "text": (
        "edit", "edits", "text", "statement", "fact", "sentence", "knowledge", "correction", "new text", "content",
        "編集", "修正", "訂正", "文", "本文", "内容", "テキスト", "事実", "answer", "回答", "答え",
    ),
    "note": ("note", "notes", "remark", "remarks", "comment", "comments", "備考", "注記", "メモ", "コメント"),
    "tags": ("tags", "tag", "category", "categories", "topic", "label", "labels", "タグ", "分類", "カテゴリ"),
    "language": ("language", "lang", "locale", "言語"),
    "question": ("question", "test question", "test", "prompt", "質問", "設問"),
    "answer": ("answer", "target", "expected", "expected answer", "回答", "答え", "正解"),
    "old": ("old", "old value", "before", "previous value", "旧", "旧値", "変更前", "修正前"),
    "new": ("new", "new value", "after", "current value", "新", "新値", "変更後", "修正後"),
    "owner": ("owner", "responsible", "責任者", "所有者", "担当者"),
    "source": ("source", "reference", "出典", "情報源", "典拠"),
    "confidential": ("confidential", "secret", "機密", "社外秘"),
    "valid_from": ("valid from", "effective from", "effective date", "有効開始日", "適用開始日"),
    "valid_until": ("valid until", "valid to", "effective until", "有効期限", "適用終了日"),
    "review_by": ("review by", "review date", "見直し期限", "見直し日"),
}  # fmt: skip
"""The first one in this order wins where a table has several."""

SUBJECTS = ("subject", "product", "item", "name", "entity", "company", "製品", "商品", "品名", "項目名", "名称")
ATTRIBUTES = ("attribute", "property", "field", "relation", "feature", "属性", "項目", "性質")
VALUES = ("value", "object", "new value", "値", "内容値")


def plain(name: str) -> str:
    """A name as it is compared: one width, no upper case, no underscores."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().replace("_", " ").strip("\ufeff ").split())


def place_of(wanted: Sequence[str], names: Sequence[str]) -> int | None:
    """Index of the first wanted name that is among the names."""
    plain_names = [plain(name) for name in names]
    return next((plain_names.index(name) for name in wanted if name in plain_names), None)


def known_name(name: str) -> bool:
    """Whether this is what a column of some role is usually called."""
    return plain(name) in _KNOWN


_KNOWN = frozenset(name for names in NAMES.values() for name in names)
