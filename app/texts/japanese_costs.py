"""Japanese of the cost page: what a month of edits takes in computation."""

from __future__ import annotations

COSTS_TABLE = {
    "costs.heading": "1か月の計算コスト",
    "costs.note": "本手法の計算量を、代わりに使われる方法と並べて数式で求めます。実際の計算は行いません。"
    "もとになる数値とその出どころは下に示します。",
    "costs.edits": "有効な編集の件数",
    "costs.new-edits": "1か月に追加する編集",
    "costs.questions": "1か月の質問数",
    "costs.edit-tokens": "編集1件の平均の長さ（トークン）",
    "costs.parameters": "モデルのパラメーター数（百万）",
    "costs.parameters.open": "使用中のモデルのパラメーター数は {number} 百万です。",
    "costs.price": "計算機1時間の料金（任意）",
    "costs.reckon": "計算する",
    "costs.empty": "最初の5項目に数値を入力してください。",
    "costs.curve.note": "1 PFLOP は 10¹⁵ 回の演算で、下で仮定した計算機なら{hours}かかります。"
    "追加する編集は有効な編集に比例して増えるものとし、ほかは上の値のままです。"
    "プロンプトの線が水平になるのは、文脈の長さが上限に達し、それ以上の編集が入らないところです。",
    "costs.constants": "もとになる数値",
    "costs.constants.note": "「測定」は、「精度と速さ」に表示中の比較が使用中のモデルで行われた場合、"
    "その結果から取った値です。"
    "トークンは語を細かく区切った単位、FLOP は計算機の1回の演算です。"
    "技術者の方へ：数式は app/evaluation/cost_model にあります。",
    "costs.no-questions": "質問がないため、比べるものがありません。",
    "costs.ours.other": "有効な編集が {number} 件、質問が月 {questions} 件のとき、"
    "本手法の計算量は編集なしのモデルの{times}です。",
    "costs.listed": "{method}は{times}",
    "costs.others": "ほかの方法：{methods}。",
    "costs.left-out": "ただし、プロンプトには一部の編集しか入りません（{edits} 件中 {left_out} 件が入りません）。",
    "costs.times": " {times} 倍",
    "costs.about-once": "約1倍",
    "costs.curve": "1か月の計算量（PFLOP）",
    # Methods
    "costs.method.backbone": "編集なしのモデル",
    "costs.method.incomes": "本手法（InComeS）",
    "costs.method.retrieval": "検索とプロンプト",
    "costs.method.prompt": "全編集をプロンプトに（計算を保持）",
    "costs.method.prompt-uncached": "全編集をプロンプトに（毎回読み直し）",
    "costs.method.retraining": "モデルの再訓練",
    # The table
    "costs.hours": " {hours} 時間",
    "costs.column.method": "方法",
    "costs.column.month": "月あたり PFLOP",
    "costs.column.taking-in": "うち新しい編集の PFLOP",
    "costs.column.times": "モデル単体に対する倍率",
    "costs.column.hours": "月あたりの計算時間",
    "costs.column.price": "月あたりの料金",
    "costs.column.once": "初回のみの PFLOP",
    "costs.column.held": "編集の保持に必要な MB",
    "costs.column.left-out": "入らない編集",
    # The numbers behind it
    "costs.constants.name": "項目",
    "costs.constants.value": "値",
    "costs.constants.source": "出どころ",
    "costs.constant.question_tokens": "質問の長さ",
    "costs.constant.answer_tokens": "回答の長さ",
    "costs.constant.room": "プロンプトで編集に使える長さ",
    "costs.constant.changes": "プロンプト内の編集が変わる回数",
    "costs.constant.retrieved": "検索でプロンプトに入れる編集",
    "costs.constant.embedder": "埋め込みモデルの大きさ（all-MiniLM-L6-v2）",
    "costs.constant.embedding": "埋め込みの次元",
    "costs.constant.slots": "編集1件を圧縮した部分の数（ギストスロット）",
    "costs.constant.selection": "編集と質問の照合に使う数値",
    "costs.constant.adapter_share": "アダプターによるモデルの増分",
    "costs.constant.trainings": "訓練の回数",
    "costs.constant.passes": "1回の訓練で編集を読む回数",
    "costs.constant.prompt_token_bytes": "保持するプロンプト1トークンのメモリー",  # nosec B105  # no password
    "costs.constant.retrieval_bytes": "編集1件のメモリー（検索）",
    "costs.constant.incomes_bytes": "編集1件のメモリー（本手法）",
    "costs.constant.speed": "計算機の実効速度",
    "costs.unit.tokens": "トークン",
    "costs.unit.month": "回まで（月あたり）",
    "costs.unit.edits": "件",
    "costs.unit.parameters": "パラメーター",
    "costs.unit.numbers": "個",
    "costs.unit.share": "（モデルのパラメーター数に対する割合）",
    "costs.unit.passes": "回",
    "costs.unit.bytes": "バイト",
    "costs.unit.flop-second": "FLOP/秒",
    "costs.source.measured": "測定",
    "costs.source.model": "使用中のモデル",
    "costs.source.assumed": "仮定",
}
