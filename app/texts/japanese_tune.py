"""Japanese of tuning: its sentence and its page, and saved policies where they are offered."""

from __future__ import annotations

TUNE_TABLE = {
    # The sentence
    "tune.chosen": "変わってはならない回答の変化が {most}% 以下の設定のうち、正答が最も多いのは「{policy}」です。"
    "該当する編集のある質問100問のうち {right} 問に編集どおり回答し（95%信頼区間 {low}〜{high}、{n} 問）、"
    "該当する編集のない質問100問のうち {changed} 問の回答が変わります（{from_}〜{to}、{stays} 問）。",
    "tune.none": "どの設定でも、変わってはならない回答の {most}% を超えて変わります。最も少ない設定で {least}% です。",
    "tune.usual": "標準の設定では、それぞれ {right} と {changed} です。",
    "tune.checked": "同じ規則で記録の半分から選び、残りの半分で測ると、{right}（{low}〜{high}）と {changed}"
    "（{from_}〜{to}）です。新しい質問ではこの値を見込んでください。",
    "tune.unchecked": "記録が少ないため、選んだ設定を別の記録で確かめられませんでした。",
    "tune.slots.one": "アダプターは編集1件あたり {names} スロットでのみ訓練されているため、"
    "より少ない数は試していません。",
    "tune.slots.other": "アダプターの訓練に合わせ、編集1件あたり {names} スロットで試しました。",
    "tune.slots.verbatim": "編集を逐語で読むため、ギストスロットの数は試していません。",
    "tune.slots.asked": "指定に従い、編集1件あたり {names} スロットで試しました。アダプターの訓練は {trained} です。",
    "tune.sample": "プログラムに付属する少数の記録による試行です。選択の根拠にはなりません。",
    # The page
    "tune.title": "調整：編集の使われやすさ",
    "tune.tradeoff": "効果と副作用のバランス",
    "tune.tradeoff.note": "各点が一つの設定です。上ほど、該当する編集のある質問が編集どおりに回答され、右ほど、"
    "編集と関係のない"
    "回答が変わります。線上の設定を上回る設定はありません。点線の縦線は許容した上限、誤差棒は95%信頼区間です。"
    "変化が {widest}% を超える設定は描いていません。",
    "tune.axis.efficacy": "編集どおりの回答（%）",
    "tune.axis.unwanted": "意図しない変化（%）",
    "tune.family.one": "最大1件の編集",
    "tune.family.some": "最大 {number} 件の編集",
    "tune.family.threshold": "重み {weight} 以上の編集",
    "tune.family.no-gate": "常に編集を使う",
    "tune.front": "最良の設定",
    "tune.mark.chosen": "選択",
    "tune.mark.default": "標準",
    "tune.slots.mark": "{policy}、{slots} スロット",
    "tune.use": "編集の重みは、そのまま確率と見てよいか",
    "tune.use.note": "質問を、「{policy}」が最も近い編集に与える重みで10組に分け、"
    "その編集が質問の対象である割合と比べました。"
    "点線上では重みがそのまま確率です。点線からの平均のずれは {error} です。",
    "tune.use.counts": "{questions} 問のうち、正しい編集を使ったのが {used_right} 問、無関係な編集を使ったのが "
    "{used_wrong} 問、"
    "最も近いのが正しい編集なのに使わなかったのが {missed} 問、正しく編集を使わなかったのが {left_alone} 問です。",
    "tune.axis.weight": "最も近い編集の重み（編集の使用）",
    "tune.axis.right": "質問の対象である割合（編集の正しさ）",
    "tune.use.exact": "重み = 割合",
    "tune.use.group": "10組",
    "tune.table": "最良の設定",
    "tune.table.setting": "設定",
    "tune.table.slots": "スロット",
    "tune.table.efficacy": "正答（%）",
    "tune.table.unwanted": "意図しない変化（%）",
    "tune.table.read": "読み取った編集",
    "tune.kinds": "質問の種類ごとの結果",
    "tune.table.suite": "質問セット",
    "tune.table.kind": "質問",
    "tune.table.share": "正答または元のまま（%）",
    "tune.table.usual": "標準の設定（%）",
    "tune.made": "測定の内容",
    "tune.made.asked": "{suite}：記録 {records} 件、質問 {questions} 問",
    "tune.made.pool": "同時に有効な編集：{pool} 件。乱数の種：{seed}。試した設定：{settings} 通り。"
    "プログラムのコミット：{commit}。",
    "tune.made.rule": "選び方：意図しない変化が {most}% を超えない設定のうち、正答が最も多いもの。"
    "同じなら意図しない変化が少ないもの、"
    "次に読み取る編集が少ないもの、次に温度が1に、マージンが0に近いもの。",
    "tune.versions": "バージョンとチェックサム",
    # A saved policy
    "saved.label": "または保存した設定",
    "saved.none": "スライダーに従う",
    "saved.figures": "「{name}」は {suites} で調整しました（記録 {records} 件、同時に有効な編集 {pool} 件）。"
    "該当する編集のある質問の "
    "{right} に編集どおり回答し（{low}〜{high}）、該当する編集のない質問の {changed} "
    "の回答が変わります（{from_}〜{to}）。",
    "saved.flattering": "選択に使った質問で測ったため、実際より良い値です。",
    "saved.checked": "選択に使っていない記録で測りました。",
    "saved.elsewhere": "{memory} メモリー、編集1件 {slots} 部分（ギストスロット）で測りました。"
    "使用中のモデルは設定が異なるため、"
    "当てはまらないことがあります。",
    "saved.hidden.other": "保存した設定のうち {number} 件は、別のモデル用か、読み込めません。",
}
