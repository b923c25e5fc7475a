"""Japanese of what errors tell about sessions, jobs, comparisons and their data.

English as the code has it → Japanese; see `japanese_details_inputs` for the places.
"""

from __future__ import annotations

WORK_DETAILS = {
    # Sessions and own edits
    "This session is over: its edits are no longer here.": "セッションの期限が切れ、編集は残っていません。",
    "Edits are kept for {} hours after they were last used, less when the server is full.": (
        "編集は最後の利用から {0} 時間保持されます（サーバーが混み合うときは、より短くなります）。"
    ),
    "Add them again; what stands in the text field is still there.": "追加し直してください。入力欄の文は残っています。",
    "There are no shared edits here.": "ここでは共有の編集を使えません。",
    "The page offers them only where their place is named.": "保存先が指定されている場合にだけ表示されます。",
    "Start the workbench with --store URL, or set INCOMES_STORE.": (
        "--store URL を付けて起動するか、INCOMES_STORE を設定してください。"
    ),
    "Own edits cannot be used here.": "ここでは自分の編集を使えません。",
    "This workbench answers from the release {!r} alone.": "このワークベンチは、リリース「{0}」だけで回答します。",
    "Start another one without --release to try edits.": (
        "編集を試すには、--release を付けずに別のワークベンチを起動してください。"
    ),
    "No edit in use has a test question.": "使用中の編集に、検査質問がありません。",
    "There are no edits in use.": "使用中の編集がありません。",
    "A test question comes with a table's columns, a correction, or a document's FAQ.": (
        "検査質問は、表の列、回答の訂正、文書のFAQから作られます。"
    ),
    "Upload a table with the columns “question” and “answer”, or begin with the demo edits.": (
        "「question」と「answer」の列がある表をアップロードするか、サンプルの編集から始めてください。"
    ),
    "There is no such run of test questions here (any more).": "この検査質問の実行は、ここにはありません。",
    "This edit is no longer there.": "この編集はもうありません。",
    "Look at the list again.": "一覧を見直してください。",
    "One session holds at most {} edits.": "1セッションの編集は {0} 件までです。",
    "One session holds at most {}.": "1セッションの編集は {0} 件までです。",
    "With {} more there would be too many edits.": "さらに {0} 件加えると、編集の上限を超えます。",
    "Tick fewer, or remove some. Nothing was changed.": (
        "選ぶ数を減らすか、編集を削除してください。何も変更されていません。"
    ),
    "What was found was to be added to {}, and you have left those: it was discarded.": (
        "{0:said}に追加する予定でしたが、使用する編集が切り替わったため破棄しました。"
    ),
    "the shared edits": "共有の編集",
    "your own edits": "自分の編集",
    "Nothing was added.": "何も追加されていません。",
    "The edits could not be taken in.": "編集を取り込めませんでした。",
    "Add them again.": "もう一度追加してください。",
    "What stands in the text field is still there; upload a file again to add it here.": (
        "入力欄の文は残っています。ファイルは、もう一度アップロードするとここに追加できます。"
    ),
    "Only shared edits have terms.": "条件を付けられるのは共有の編集だけです。",
    "Choose the shared edits.": "「共有の編集」を選んでください。",
    "All shared edits cannot be removed at once.": "共有の編集をまとめて削除することはできません。",
    "Remove them one by one, or use your own edits.": "一つずつ削除するか、自分の編集を使ってください。",
    "Only shared edits have a review, and this session works on its own.": (
        "審査は共有の編集だけで行います。今は自分の編集を使っています。"
    ),
    "No test questions are proposed for this edit.": "この編集に提案された検査質問はありません。",
    "Something was erased from the shared edits during the answer.": (
        "回答中に、共有の編集から消去されたものがあります。"
    ),
    "The answer may repeat it, and is not kept.": "回答に消去した内容が含まれる可能性があるため、保存していません。",
    "The uploaded table is no longer here.": "アップロードした表はもうありません。",
    "Upload the file again.": "ファイルをもう一度アップロードしてください。",
    # Documents
    "{} says nothing else than {}.": "「{0}」の内容に「{1}」からの変更はありません。",
    "{} holds no statement.": "「{0}」に事柄を述べた文がありません。",
    "What only stands elsewhere is no change.": "位置だけの違いは変更とみなしません。",
    "Check that these are the right files.": "ファイルが正しいかご確認ください。",
    "There is no correction in this text.": "訂正が見つかりません。",
    "One a line is read: “old → new”.": "1行に一つ、「旧 → 新」の形で書きます。",
    "Put an arrow between them.": "間に矢印を入れてください。",
    # Questions and jobs
    "The question was stopped before it was answered.": "回答の前に質問を停止しました。",
    "{} requests are waiting for the model already.": "モデルの順番待ちが、すでに {0} 件あります。",
    "At most {} may wait (INCOMES_MAX_WAITING).": "順番待ちの上限は {0} 件です（INCOMES_MAX_WAITING）。",
    "{} requests of this session are waiting for the model already.": (
        "このセッションの順番待ちが、すでに {0} 件あります。"
    ),
    "Of one session, at most {} may wait (half of INCOMES_MAX_WAITING).": (
        "1つのセッションの順番待ちの上限は {0} 件です（INCOMES_MAX_WAITING の半分）。"
    ),
    "Try again in about {} s.": "およそ {0} 秒後に、もう一度お試しください。",
    "The request was stopped while it was waiting for the model.": "モデルの順番を待つ間に停止しました。",
    "Ask again.": "もう一度質問してください。",
    "There is no such answer here (any more).": "その回答はもうありません。",
    "{} questions and {} expected answers were given.": "質問が {0} 件、期待する回答が {1} 件あります。",
    "There is one expected answer for each question.": "期待する回答は質問ごとに1件です。",
    'Give "" where none is expected.': '期待する回答がない質問には "" を指定してください。',
    "Stopped.": "停止しました。",
    "{} jobs are waiting already.": "すでに {0} 件の処理が待っています。",
    "Stop one of them, or let them finish.": "どれかを停止するか、終わるまでお待ちください。",
    "There is no such job here (any more).": "その処理はもうありません。",
    "The job was stopped.": "処理を停止しました。",
    "Let it go on.": "続けることができます。",
    "The job failed unexpectedly: {}.": "処理が予期しない原因で失敗しました：{0}。",
    "Let it go on: what was done is kept. If it fails again at the same place, please report this.": (
        "続けることができます。終わった分は残っています。同じところでまた失敗する場合は、管理者にお知らせください。"
    ),
    "There is no such run of questions here (any more).": "その一括質問はもうありません。",
    "There is no such test of a release here (any more).": "そのリリースの検査はもうありません。",
    "There is no such evaluation here (any more).": "その評価はもうありません。",
    "Begin it again.": "始め直してください。",
    "Start it again.": "始め直してください。",
    "Start again.": "始め直してください。",
    # Comparisons
    "There are no results “{}”.": "「{0}」という結果はありません。",
    "There is no suite “{}” here.": "「{0}」という質問セットはありません。",
    "Choose one of the list.": "一覧から選んでください。",
    "No method is chosen.": "方法が選ばれていません。",
    "Choose at least one.": "一つ以上選んでください。",
    "{} records cannot be asked here.": "質問する記録を {0} 件にはできません。",
    "From 1 to {}.": "1〜{0} です。",
    "{} of edits cannot be run here.": "編集の件数 {0:said} では実行できません。",
    "No number": "（未指定）",
    "At most {} numbers, of at most {} edits: others wait while edits are taken in.": (
        "ほかの人を待たせるため、件数は {0} 個まで、それぞれ {1} 件までです。"
    ),
    "Run `python -m app evaluate SUITE --pool N[,N…] --json` for more, and load its results here.": (
        "それ以上は python -m app evaluate 質問セット --pool 件数 --json で実行し、結果をここに読み込んでください。"
    ),
    "{!r} is no list of pool sizes.": "「{0}」は件数の並びではありません。",
    "Sizes: whole numbers from 1, with commas between.": "1 以上の整数をコンマで区切って入力します。",
    "The evaluation was stopped.": "評価を停止しました。",
    "There is nothing to evaluate.": "評価するものがありません。",
    "Give at least one method, one size of pool and one record.": (
        "方法・編集の件数・記録をそれぞれ一つ以上指定してください。"
    ),
    "{} does not take on this pool: {}.": "「{0}」はこの件数では実行できません：{1:said}。",
    "more than {} edits take it too long": "編集が {0} 件を超えると時間がかかりすぎます",
    "it needs an edit's subject, prompt and target, which these data do not tell": (
        "編集の主語・プロンプト・目標が必要ですが、このデータにはありません"
    ),
    "it needs layers that add the MLP's output as it is, and this backbone's normalise it first": (
        "MLP の出力をそのまま加える層が必要ですが、この言語モデルの層は先に正規化します"
    ),
    "Choose another method, suite or size of pool.": "別の方法・質問セット・件数を選んでください。",
    "The method “{}” reads {} memory, and {} has no adapter.": (
        "方法「{0}」は {1} メモリーを読み取りますが、{2} にはアダプターがありません。"
    ),
    "Without an adapter, edits are read verbatim.": "アダプターがないと、編集は一字一句そのまま読み取られます。",
    "Give an adapter, or choose the method “incomes-verbatim”.": (
        "アダプターを指定するか、方法「incomes-verbatim」を選んでください。"
    ),
    "The method “{}” needs an adapter of its own, of the reader “{}”, and there is none for {}.": (
        "方法「{0}」には読み取り方式「{1}」の専用アダプターが必要ですが、{2} 用のものがありません。"
    ),
    "One that ships with the workbench, or one whose folder is given.": (
        "付属のもの、またはフォルダーで指定したものを使えます。"
    ),
    "Train one: python -m app train {} --folder runs/{} (with your backbone in the file), then give "
    "--comparison-adapter runs/{}/adapter.": (
        "訓練し（ファイルに言語モデルを書いて python -m app train {0} --folder runs/{1}）、--comparison-adapter "
        "runs/{2}/adapter を指定してください。"
    ),
    "A pool of {} edits cannot hold the edits that one question needs.": "1問に必要な編集が {0} 件に収まりません。",
    "Ask for larger pools.": "より大きい件数を指定してください。",
    "A pool of {} edits cannot be filled: the data hold {}.": "データに編集が {1} 件しかないため、{0} 件にできません。",
    "A pool holds one edit a subject.": "主語ごとに編集を1件使います。",
    "Ask for pools of at most {}, or give more data.": "{0} 件以下を指定するか、データを増やしてください。",
    "A pool of {} edits is none.": "編集 {0} 件では実行できません。",
    "Give sizes from 1 upwards.": "1 以上を指定してください。",
    "The data hold no records to ask.": "データに質問する記録がありません。",
    "Check the file.": "ファイルをご確認ください。",
    "There is no {} “{}”.": "「{1}」という{0:said}はありません。",
    "method": "方法",
    "suite": "質問セット",
    "Known: {}.": "使えるもの：{0:said}。",
    "A model without parameters costs nothing.": "パラメーターのないモデルのコストは計算できません。",
    "Give the number of its parameters.": "パラメーター数を入力してください。",
    "{}: {} cannot be reckoned with.": "{0}：{1} では計算できません。",
    "Numbers from 0 to {}.": "0〜{0} の数です。",
    # Results and files of cases
    "{} cannot be read ({}).": "「{0}」を読み込めません（{1}）。",
    "Check the path.": "場所をご確認ください。",
    "Line {} of {} is no result of an evaluation.": "「{1}」の {0} 行目は評価の結果ではありません。",
    "Every line is what `python -m app evaluate … --json` prints.": (
        "各行は、python -m app evaluate … --json の出力です。"
    ),
    "Give another file. Nothing was changed.": "別のファイルを指定してください。何も変更されていません。",
    "A result has another shape ({!r}).": "形の異なる結果があります（{0}）。",
    "A result is a line that `python -m app evaluate … --json` printed.": (
        "結果は、python -m app evaluate … --json の出力の各行です。"
    ),
    "Make it again with this version of the program.": "このバージョンのプログラムで作り直してください。",
    "Results of {} were made differently: {}.": "「{0}」の結果は、測定の条件が異なります：{1}。",
    "A comparison holds results of one configuration.": "比較できるのは、同じ条件の結果です。",
    "Leave some of them out, or run them again.": "一部を除くか、測定し直してください。",
    "Make room, and start the same run again.": "空きを増やして、同じ評価を始め直してください。",
    "{} holds cases that were made differently: {}.": "「{0}」の測定の条件が異なります：{1:said}。",
    "{} was {!r} and is {!r}": "{0} は「{1}」から「{2}」",
    "Figures are computed from cases of one configuration and the same versions.": (
        "数値は、同じ条件・同じバージョンの測定から計算します。"
    ),
    "Give another file, or repeat the configuration and versions of the first run.": (
        "別のファイルを指定するか、最初の測定と条件・バージョンを合わせてください。"
    ),
    "Line {} of {} is no case of an evaluation.": "「{1}」の {0} 行目は評価の1件ではありません。",
    "A file of cases has one JSON object a line, as `evaluate --cases` writes them.": (
        "1行に一つの JSON オブジェクトで、evaluate --cases が作るファイルです。"
    ),
    "{} holds no measurement.": "「{0}」に測定がありません。",
    "{} is no measurement of wordings.": "「{0}」は言い回しの測定ではありません。",
    "Fetch the program anew: a part of it is missing.": "プログラムの一部がありません。取得し直してください。",
    "Write it again with `evaluate counterfact-val --json`.": "evaluate counterfact-val --json で作り直してください。",
    # Data of the suites
    "{} or its entry in {} is missing.": "「{0}」、または {1} の中のその項目がありません。",
    "The set comes with the program.": "プログラムに付属する質問セットです。",
    "Install it again.": "インストールし直してください。",
    "{} is not the file that was committed before any model answered it.": (
        "「{0}」は、モデルが回答する前に登録されたファイルと異なります。"
    ),
    "The sets of this suite are never changed.": "この質問セットは変更されません。",
    "Fetch it again.": "取得し直してください。",
    "There is no {} in {}.": "{1} に {0:said} がありません。",
    "The public file is read as it is, under its own name.": "公開されたファイルを、そのままの名前で読み込みます。",
    "Give the folder that holds it.": "ファイルのあるフォルダーを指定してください。",
    "The public file is read as it is.": "公開されたファイルをそのまま読み込みます。",
    "Fetch it again from its authors, or check what changed it.": (
        "配布元から取得し直すか、変更された原因をご確認ください。"
    ),
    "{}: holds {} where a list of records is expected.": "{0}：記録の一覧があるべきところに{1:said}があります。",
    "{}: holds {} where an object is expected.": "{0}：オブジェクトがあるべきところに{1:said}があります。",
    "a list": "リスト",
    "a string": "文字列",
    "an object": "オブジェクト",
    "one value": "単一の値",
    "{}: is not JSON in line {}: {}.": "{0}：{1} 行目が JSON ではありません（{2}）。",
    "{}: is not JSON: {}.": "{0}：JSON ではありません（{1}）。",
    "{}: field {!r} is no list.": "{0}：項目「{1}」がリストではありません。",
    "{}: field {!r}: lists of different length, {}.": "{0}：項目「{1}」のリストの長さが揃っていません（{2}）。",
    "{}: record {}, field {!r}: {}.": "{0}：記録 {1} の項目「{2:said}」：{3:said}。",
    "the record itself": "（記録そのもの）",
    "must hold text": "文字列が必要です",
    "{}: row {}, column {}: no question.": "{0}：{1} 行目、{2} の列に質問がありません。",
    "{}: row {}, column “{}”: no answer to {!r}.": "{0}：{1} 行目、「{2}」の列に、質問「{3}」への回答がありません。",
    "{}: row {}, column “{}”, {!r}: {}.": "{0}：{1} 行目、「{2}」の列の「{3}」：{4:said}。",
    "{}: row {}, column “{}”: {}.": "{0}：{1} 行目、「{2}」の列：{3:said}。",
    "{}: there is no column “{}”; there are {}.": "{0}：「{1}」の列がありません。あるもの：{2}。",
    "A row is an edit, its “question” or “paraphrase” with the “answer”, and “neighbourhood” questions.": (
        "1行に編集と、その「question」または「paraphrase」と「answer」、「neighbourhood」の質問を書きます。"
    ),
    "Correct the file; {} are read.": "ファイルを直してください。読み込める形式：{0:said}。",
    # Several processes
    "{} workers cannot do anything.": "{0} 個のプロセスでは処理できません。",
    "Workers: a whole number from 1 upwards.": "プロセスの数は 1 以上の整数です。",
    "No cluster of workers at {}: {}.": "「{0:said}」で処理を分担するプロセスを使えません：{1}。",
    "this machine": "このマシン",
    "Check the address, and the token of the cluster (RAY_AUTH_MODE=token), or use this machine alone.": (
        "クラスターの接続先とトークン（RAY_AUTH_MODE=token）を確認するか、このマシンだけを使ってください。"
    ),
    "Several processes were asked for, and the package ray, which runs them, is not installed.": (
        "複数のプロセスが指定されましたが、それに必要なパッケージ ray がありません。"
    ),
    "Without it everything is done by one process.": "これがなければ、すべて一つのプロセスで処理します。",
    "Run `python -m pip install -r requirements-cluster.txt`, or leave the option out.": (
        "`python -m pip install -r requirements-cluster.txt` を実行するか、その指定を外してください。"
    ),
    "No worker has begun for {} seconds.": "{0} 秒間、どのプロセスも始まりませんでした。",
    "See whether the cluster has room: `ray status`. What was done is kept.": (
        "クラスターに空きがあるか `ray status` で確認してください。済んだ処理は残っています。"
    ),
    "{} workers {}; the last one: {}.": "{0} 個のプロセスが{1:said}。最後のもの：{2}。",
    "died over the same piece of work": "同じ処理の途中で終了しました",
    "died as they began": "始まると同時に終了しました",
    "Often a machine has too little memory: ask for fewer workers. What was done is kept.": (
        "多くはメモリの不足です。プロセスの数を減らしてください。済んだ処理は残っています。"
    ),
    "Questions were to be timed while several workers share the machine.": (
        "複数のプロセスで分担しながら、質問の時間を測ろうとしました。"
    ),
    "What one question takes is measured by a process that has the machine to itself.": (
        "質問一つの時間は、マシンを一つのプロセスだけで使うときに測ります。"
    ),
    "Leave out the workers, or the timing.": "分担か、時間の測定のどちらかを外してください。",
    # Languages
    "There are no texts in the language {!r}.": "言語「{0}」の表示はありません。",
    "Languages: {}.": "言語：{0:said}。",
}
"""English → Japanese."""
