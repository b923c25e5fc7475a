"""Japanese, for the evidence report: read by people who know neither the workbench nor its makers."""

from __future__ import annotations

REPORT_TABLE = {
    "report.title": "モデルがこのように回答した理由",
    "report.subtitle": "InComeS ワークベンチの根拠レポート（{given} に回答した質問1件について）",
    "report.about": "言語モデルに、正しいものとして扱う文（編集）を与えています。質問ごとに、"
    "ワークベンチはまず質問に合う編集が"
    "あればそれを選び、モデルはその編集を読みながら回答を書きます。本レポートは、どの編集が使われたか、"
    "またそれがなぜ分かるかを示します。用語は最後の節で説明します。",
    "report.question": "質問",
    "report.answer": "回答",
    "report.own": "編集を使わない場合のモデル本来の回答",
    "report.own.same": "（同じ）",
    "report.answer.withheld": "（回答なし）",
    "report.own.withheld": "（未取得：編集からのみ回答する設定のため）",
    "report.verdict.withheld": "質問に該当する編集がないため、回答していません。",
    "report.verdict.none": "編集は使われていません。モデルが自ら回答しました。",
    "report.verdict.one": "使われた編集：",
    "report.verdict.several": "読み取った {number} 件のうち、最も使われた編集：",
    "report.verdict.idle": "読み取ったが、回答には影響しなかった編集：",
    "report.sureness": "確信度",
    "report.sureness.none": "未較正：このモデルと設定では、同様の回答がどれだけ正しいかを測定していないため、"
    "確率は示しません。",
    "report.sureness.read": "{sure}、{called}：回答が編集の内容どおりである度合いです。試験では、"
    "この回答に似た回答のうち"
    "この割合が編集の内容どおりでした。編集そのものの正しさは判定していません。",
    "report.sureness.unread": "回答そのものはモデル本来のものであり、判定していません。"
    "質問に該当する編集がない度合い："
    "{sure}、{called}。試験では、この質問に似た質問のうちこの割合に、該当する編集がありませんでした。"
    "下に近いものとして挙げた編集が、実際には当てはまらないかをご確認ください。",
    "report.unsupported": "編集との照合",
    "report.unsupported.some": "読み取った編集になく、上で「？」を付けた語句：",
    "report.unsupported.nothing": "照合していない点（ご確認ください）："
    "編集が質問と同じ事柄についてのものか（マイルかキロメートルか、"
    "今年か昨年か、など）。照合した点：回答中の数値・日付・コード・名前は、すべて読み取った編集にあります。",
    "report.unsupported.no-edit": "編集を読み取っていないため、編集に由来する内容はありません。",
    "report.read.heading.one": "読み取った編集",
    "report.read.heading.other": "読み取った編集（{number} 件）",
    "report.read.note": "モデルが読み取った全文です。",
    "report.edit": "編集",
    "report.id": "ID {id}",
    "report.version": "第 {version} 版",
    "report.weight": "近さ",
    "report.attention": "注意",
    "report.change": "除いたときの変化（nats）",
    "report.instead": "代わりに読み取る編集",
    "report.instead.none": "なし（編集を使わずに回答）",
    "report.instead.others": "上記のほかの編集のみ",
    "report.change.note": "最も参考になるのは変化の値です。この編集を除いて、同じ回答をもう一度評価しました。+0.7 "
    "なら編集によって"
    "回答が2倍、+2.3 なら10倍、+4.6 なら100倍、それ以上なら100倍を超えて起こりやすくなったことを示し、"
    "0 に近ければ影響はありません。近さは、下の選択における編集の割合です。注意は、回答を書く間にモデルの注意が"
    "その編集に向いた割合で、5分の1でも大きい値です。",
    "report.selection.heading": "選択：質問に合う編集",
    "report.selection.note": "棒が長いほど、編集が質問に近いことを示します。縦線は「該当なし」です。"
    "塗りつぶした棒の編集を読み取りました。",
    "report.selection.gated": "縦線を越える棒がなければ、編集は読み取りません。",
    "report.selection.margin": "縦線をスコアで {margin} を超えて上回る棒がなければ、編集は読み取りません。",
    "report.selection.behind": "棒が縦線に届かなくても、スコアの差が {margin} までなら、編集を読み取ることがあります。",
    "report.selection.threshold": "さらに、それぞれの近さが {threshold} 以上であることが必要です。",
    "report.selection.ungated": "この設定では、縦線を越える棒がなくても編集を読み取ります。",
    "report.selection.most.other": "この設定で読み取るのは、近いものから最大 {number} 件です。",
    "report.nearness": "質問への近さ",
    "report.logit": "スコア",
    "report.read": "読み取り",
    "report.yes": "はい",
    "report.left-out.other": "ほか {number} 件はさらに遠いため、省略しています。",
    "report.reading.heading": "読み取り：回答の各部分が注意を向けた先",
    "report.reading.note": "回答のトークンごとに1行です。各行の合計は100%で、質問とそれまでの回答に向いた分と、"
    "編集に向いた分（合計および部分ごと）からなります。読み取りを行う全層・全ヘッドの平均です。",
    "report.reading.note.zero": "回答のトークンごとに1行です。各行の合計は100%で、「該当なし」"
    "に向いた分と、編集に向いた分（合計および部分ごと）からなります。読み取りを行う全層・全ヘッドの平均です。",
    "report.reading.none": "編集を読み取っていないため、表示するものはありません。",
    "report.token": "トークン",
    "report.itself": "質問とそれまでの回答",
    "report.zero": "該当なし",
    "report.grid.note": "列は読まれた編集で、番号で示します。各マスは、編集のすべての部分が受けた注意の割合で、"
    "トークン・層・ヘッドのうち行でない二つについての平均です。",
    "report.again.heading": "この回答を再現するには",
    "report.again.note": "同じプログラム・言語モデル・アダプターと、読み取った編集を使います。"
    "ほかの編集は回答に影響しませんが、"
    "ないと選択の数値は変わります：",
    "report.again.unread": "同じプログラム・言語モデル・アダプターを使います。編集は読み取っていないため、"
    "指定しません：",
    "report.again.withheld": "回答していないため、再現する回答はありません。上の選択は次の条件で行いました：",
    "report.prompt": "プロンプト",
    "report.policy": "設定（選択規則）",
    "report.policy.value": "{name}：{values}",
    "report.backbone": "言語モデル",
    "report.fingerprint": "その指紋",
    "report.adapter": "アダプター",
    "report.adapter-weights": "その SHA-256",
    "report.precision": "数値精度",
    "report.precision.value": "{precision}({device})",
    "report.memory": "メモリー",
    "report.pool": "有効な編集",
    "report.pool.value.other": "{number} 件",
    "report.not-ready": "まだ有効でない編集",
    "report.not-ready.value.other": "{number} 件（質問の時点で未圧縮のため、回答には使われていません）",
    "report.longest": "回答の最大トークン数",
    "report.program": "プログラムのコミット",
    "report.libraries": "ライブラリー",
    "report.machine": "プロセッサー",
    "report.given": "回答日時",
    "report.made": "レポート作成日時",
    "report.seal": "封印（SHA-256）",
    "report.none": "なし",
    "report.words.heading": "用語の説明",
    "report.word.edit": "編集",
    "report.word.edit.meaning": "モデルが正しいものとして扱う文です。ID は文の内容から作られます。",
    "report.word.backbone": "言語モデル、アダプター",
    "report.word.backbone.meaning": "重みを一切変更しない言語モデルと、編集を読み取れるよう別に訓練した部品です。",
    "report.word.memory": "メモリー",
    "report.word.memory.meaning": "圧縮（compressed）：編集ごとに少数の部分を読みます。逐語（verbatim）："
    "全トークンを読みます。",
    "report.word.policy": "設定、選択規則",
    "report.word.policy.meaning": "選択の規則です。「該当なし」が選ばれうるか（gate）、"
    "編集がそれをどれだけ上回る必要があるか"
    "（margin）、何件まで読み取るか（top_k、threshold、cap）を定めます。",
    "report.word.selection": "選択",
    "report.word.selection.meaning": "どの編集を読み取るかを、回答の前に決めることです。合う編集がなければ、"
    "モデルは編集がない場合とまったく同じ回答をします。",
    "report.word.logit": "スコア（ロジット）",
    "report.word.logit.meaning": "編集が質問にどれだけ近いかを表す、単位のない数値です。差にのみ意味があります。",
    "report.word.weight": "近さ（重み）",
    "report.word.weight.meaning": "スコアを、全編集と「該当なし」"
    "を合わせて100%となる割合に直したもの（ソフトマックス）です。",
    "report.word.zero": "該当なし（ゼロギスト）",
    "report.word.zero.meaning": "学習された、全編集の競争相手です。これが勝つと、元のモデルがそのまま回答します。",
    "report.word.attention": "注意",
    "report.word.attention.meaning": "回答を書く間にモデルが見ていた場所です。場所を示すもので、"
    "影響の大きさではありません。",
    "report.word.token": "トークン、部分",
    "report.word.token.meaning": "トークンは、モデルが一度に書く文字のまとまりです。␣ は空白です。"
    "部分（ギストスロット）は、圧縮した編集を保持する少数の場所の一つです。",
    "report.word.change": "除いたときの変化",
    "report.word.change.meaning": "測定した影響です。編集があるときとないときの、回答の対数確率の差を nats（自然対数、"
    "1 nat は約2.7倍）で表します。回答がどの編集によるものかは、この値で分かります。",
    "report.word.sureness": "確信度",
    "report.word.sureness.meaning": "答えの分かっている別の質問で測った割合です。根拠の様子（近さ、次点との差、"
    "語の確かさ）が"
    "この回答と似たもののうち、編集の内容どおりだった、または該当する編集がなかった割合を示します。"
    "「確実」は、試験でそう呼ばれた回答全体の95%以上が正しくなる点から始まります。その点は、編集を読み取った回答と"
    "読み取らなかった回答で別々に測るため、個々の回答が95%でも「ほぼ確実」となることがあります。"
    "「ほぼ確実」は75%以上、「不確か」はそれ未満です。",
    "report.word.seal": "封印",
    "report.word.seal.meaning": "このファイルの末尾、名前「evidence」の script 要素の中にある JSON 形式の根拠の "
    "SHA-256 です。"
    "数値を書き換えると、封印の値が変わります。",
}
