"""Japanese of the limits that the cards of the shipped adapters name."""

from __future__ import annotations

LIMITS_TABLE = {
    # smollm2-135m-en
    "English only.": "英語にのみ対応しています。",
    "Names, codes and long or unusual words may come out wrong from compressed memory; verbatim memory keeps them.": (
        "名前、コード、長い語や珍しい語は、圧縮すると誤って出力されることがあります。逐語メモリーでは保たれます。"
    ),
    "Answers of a whole sentence are mostly cut short or wrong.": "一文全体の回答は、"
    "途中で切れるか誤ることが多いです。",
    "About one question in ten that an edit of a new kind covers is taken for one that none covers.": (
        "新しい種類の編集についての質問は、約10件に1件が「該当なし」と判断されます。"
    ),
    "Questions that need an edit and a further fact, or several edits together, fail.": (
        "編集のほかに別の事実が必要な質問や、複数の編集を合わせて答える質問には、正しく答えられません。"
    ),
    "Trained for 5.7 processor hours in all; more steps on the same data did not make it better.": (
        "訓練は合計5.7時間（プロセッサー）で、同じデータでさらに続けても改善しませんでした。"
    ),
    "“No edit applies” is made stronger in pools of more than 100 edits (for researchers: the zero gist's logit rises "
    "by one for each tenfold, chosen on validation at 1,000 edits): of CounterFact questions that no edit covers 92 % "
    "keep the model's own answer instead of 84 %, and of those asked in other words 90 % read the right edit instead "
    "of 94 %; of held-out relations 75 % of near misses instead of 61 %, and 85 % instead of 89 %.": (
        "編集が100件を超えると、「該当なし」を選びやすくします（研究者の方へ：ゼロギストのロジットが10倍ごとに1上がります。"
        "1,000 件での検証で選びました）。CounterFact では、編集に該当しない質問のうちモデル本来の回答を保つものが"
        "84%から92%に増え、言い換えた質問で正しい編集を読むものは94%から90%に減ります。"
        "訓練に使っていない関係では、紛らわしい質問が61%から75%に、言い換えた質問が89%から85%になります。"
    ),
    "Among near-identical edits, about six in ten questions about what none of them says read one of them all the "
    "same.": (
        "よく似た編集が並ぶ中で、どの編集にも書かれていないことを尋ねると、約10件に6件は、それでもいずれかの編集を読み取ります。"
    ),
    "In 4 bits (NF4, as on a GPU) how sure its answers are is not measured; tried on a processor alone, 95.5 % of "
    "unrelated answers stay as they were (200 CounterFact questions).": (
        "4ビット（GPU で使う NF4）では、回答の確かさは測定していません。プロセッサーだけで試したところ、無関係な質問の"
        "回答の95.5%（CounterFact の200問）が元のまま変わりませんでした。"
    ),
    # smollm2-135m-separate
    "It reads the whole pool for every question and has not learnt to select: with one edit in force it answers 93 % "
    "of CounterFact's questions, with ten 36 %, with a hundred 7 %, and almost no unrelated answer stays as it was.": (
        "どの質問でもすべての編集を読み、まだ選択を学んでいません。CounterFact の質問に正しく答える割合は、"
        "編集が1件なら93%、10件なら36%、100件なら7%で、無関係な質問の回答はほとんど元のまま保たれません。"
    ),
    "Trained for 2.2 hours on a core shared with other programs, 16,025 pairs; the loss was still falling.": (
        "訓練は、ほかの処理と共有する1コアで2.2時間、16,025組です。損失はまだ下がり続けていました。"
    ),
    # gemma-3-270m-ja-en
    "Trained for 4.2 processor hours in all, from nothing; it was still getting better.": (
        "訓練は最初から合計4.2時間（プロセッサー）で、終了時もまだ改善の途中でした。"
    ),
    "Of Japanese questions about an edit, about one in four is taken for one that no edit covers, although the right "
    "edit is the nearest; of near-miss questions in a pool of sister products 45 % (Japanese) and 69 % (English) read "
    "an edit all the same.": (
        "日本語の編集についての質問は、約4件に1件が、正しい編集が最も近いにもかかわらず「該当なし」と判断されます。"
        "姉妹製品の編集が並ぶ中の紛らわしい質問では、日本語で45%、英語で69%が、それでも編集を読み取ります。"
    ),
    "Prohibitions and corrections (“not A but B”) are often answered the wrong way round; long or unusual names lose a "
    "part (“阿武紗和” for “阿武隈紗和”).": (
        "禁止や訂正（「A ではなく B」）は、逆に答えることがよくあります。長い名前や珍しい名前は一部が欠けます"
        "（「阿武隈紗和」が「阿武紗和」になるなど）。"
    ),
    "Answers of a whole sentence mostly lack a part: all required parts were there in 1 of 50 Japanese and 8 of 50 "
    "English FAQ answers.": (
        "一文全体の回答は、たいてい一部が欠けます。必要な要素がすべて含まれていたのは、"
        "よくある質問への回答50件のうち日本語で1件、英語で8件でした。"
    ),
    "Sureness is not calibrated for it. One edit answers one question; questions that follow from an edit, or from "
    "several, fail.": (
        "確信度は測定していません。1件の編集が1件の質問に答えます。編集から導かれる質問や、"
        "複数の編集から導かれる質問には、正しく答えられません。"
    ),
    "The backbone is a base model: what it says without an edit is often no answer. It was seen to speak Japanese and "
    "English only.": (
        "言語モデルは基礎モデルです。編集がないときの出力は、回答になっていないことがよくあります。"
        "日本語と英語でのみ確認しています。"
    ),
}
"""What the card says → the same in Japanese."""
