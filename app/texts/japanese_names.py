"""Japanese of names and of steps that the model's code has in English; see `names.py`."""

from __future__ import annotations

NAMES_TABLE = {
    # Models
    "The embedded model (SmolLM2-135M-Instruct, 4-bit)": "同梱モデル（SmolLM2-135M-Instruct、4 ビット）",
    "Gemma 3 270M (4-bit)": "Gemma 3 270M（4 ビット）",
    # Steps of loading
    "Fetching {} from PyPI": "PyPI から {0} を取得中",
    "Fetched {}": "{0} を取得済み",
    "Converting the model (once, up to a minute)": "モデルを変換中（初回のみ、最長 1 分ほど）",
    "Finding out what this machine computes fastest": "このマシンで最も速い計算方法を確認中",
    "Loading {} in {}": "{0} を {1} で読み込み中",
}
