"""Japanese of what errors tell about adapters, calibrations and policies.

English as the code has it → Japanese; see `japanese_details_inputs` for the places.
"""

from __future__ import annotations

ADAPTER_DETAILS = {
    # Adapters
    "The adapter “{}” reads edits from the prompt; it has no gists.": (
        "アダプター「{0}」は編集をプロンプトから読み取るもので、ギストがありません。"
    ),
    "To compress and select edits, an adapter trained for the reader `joint` or `separate`.": (
        "編集の圧縮と選択には、読み取り方式 joint または separate で訓練したアダプターが必要です。"
    ),
    "Choose another adapter, or no adapter (verbatim mode).": (
        "別のアダプターか、アダプターなし（逐語メモリー）を選んでください。"
    ),
    "The adapter “{}” was trained for {} ({}…); the backbone here is {} ({}…).": (
        "アダプター「{0}」は {1}（{2}…）用に訓練されていますが、使用中の言語モデルは {3}（{4}…）です。"
    ),
    "An adapter works only on the exact weights it was trained on; their precision may differ.": (
        "アダプターは、訓練時とまったく同じ重みでのみ使えます（数値精度は異なっていてもかまいません）。"
    ),
    "Choose the adapter's own backbone, another adapter, or no adapter (verbatim mode).": (
        "アダプターに合う言語モデル、別のアダプター、アダプターなし（逐語メモリー）のいずれかを選んでください。"
    ),
    "No adapter at {}: {} is missing.": "{0} にアダプターがありません（{1} がありません）。",
    "An adapter is a folder with a card, low-rank updates and gists.": (
        "アダプターは、カード・低ランクの更新・ギストの入ったフォルダーです。"
    ),
    "Give the folder that `python -m app train` wrote, or `none` for no adapter.": (
        "python -m app train が作ったフォルダーを指定してください。アダプターなしにするには none を指定します。"
    ),
    "{} is not a usable adapter: {}.": "{0} のアダプターを使えません：{1:said}。",
    "Format {}: {}, {}, {} and {}.": "形式 {0}：{1}、{2}、{3}、{4}。",
    "Copy the whole folder again, or train it anew.": "フォルダー全体をコピーし直すか、訓練し直してください。",
    "it begins behind the last of the backbone's {} layers": "開始する層が、言語モデルの {0} 層より後にあります",
    "it cannot be read ({})": "読み込めません（{0}）",
    "it selects by more gist tokens than it has": "選択に使うギストトークンの数が、全体の数を超えています",
    "its gists are not of the shape that they must have": "ギストの形が正しくありません",
    "its rank and alpha are not those of the card": "ランクとアルファがカードの値と異なります",
    "tensor {} is missing": "テンソル {0} がありません",
    "the backbone has no {}": "言語モデルに {0} がありません",
    "the file: {}": "ファイル：{0:said}",
    "the file": "ファイル",
    "the reader `separate` has keys of the zero gist, and no other reader has": (
        "ゼロギストのキーは読み取り方式 separate にだけあります"
    ),
    "the update of {} is not of the backbone's width": "{0} の更新の幅が言語モデルと異なります",
    "the update of {} is not of the rank {}": "{0} の更新のランクが {1} ではありません",
    "{} holds numbers that are not finite": "{0} に有限でない数値があります",
    "{} is of the shape {} where {} is needed": "{0} の形が {1} です（正しくは {2}）",
    "{} gist slots an edit were asked for.": "編集1件あたり {0} スロットが指定されました。",
    "The adapter “{}” was trained for {}.": "アダプター「{0}」が訓練されたスロット数は {1:said} です。",
    "Choose one of these, or leave the setting out.": "この中から選ぶか、指定を外してください。",
    "This backbone was opened without adapter: it has no gist keys to select by.": (
        "アダプターなしで起動しているため、選択に使うギストのキーがありません。"
    ),
    "Open it with an adapter, or train one (python -m app train).": (
        "アダプターを指定して起動するか、訓練してください（python -m app train）。"
    ),
    "{} is not a calibration: {}: {}.": "{0} は較正のファイルではありません：{1:said}、{2:said}。",
    "It is written by `python -m app calibrate`.": "python -m app calibrate が作るファイルです。",
    "Make it anew, or delete it: then no sureness is shown.": (
        "作り直すか、削除してください。削除すると確信度は表示されません。"
    ),
    # Policies
    "There is no policy “{}”.": "選択規則「{0}」はありません。",
    "Policies: {}.": "選択規則：{0:said}。",
    "Choose one of these.": "この中から選んでください。",
    "The policy “{}” has a setting out of range.": "選択規則「{0}」に範囲外の設定があります。",
    "Temperature must be a finite number above 0.": "temperature は 0 より大きい有限の数です。",
    "Cap must be at least 1.": "cap は 1 以上です。",
    "Top_k must be at least 1.": "top_k は 1 以上です。",
    "Threshold must lie between 0 and 1.": "threshold は 0 から 1 の範囲です。",
    "Margin must be a finite number.": "margin は有限の数です。",
    "Correct the setting, or choose a named policy.": "設定を直すか、名前のある選択規則を選んでください。",
    "The policy “{}” was tuned for {}, and {} answers here.": (
        "選択規則「{0}」は{1:said}用に調整されていますが、ここでは{2:said}が回答しています。"
    ),
    "the adapter “{}” of {}": " {1} のアダプター「{0}」",
    "{} without adapter": " {0}（アダプターなし）",
    "A margin is in logits of one adapter and means nothing to another.": (
        "マージンはアダプターごとのロジットの値で、別のアダプターでは意味を持ちません。"
    ),
    "Choose another policy, or tune one for this model: python -m app tune --save NAME.": (
        "別の選択規則を選ぶか、このモデル用に調整してください（python -m app tune --save 名前）。"
    ),
    "Make room, or set INCOMES_POLICIES to another folder.": (
        "空きを増やすか、INCOMES_POLICIES に別のフォルダーを設定してください。"
    ),
    "A policy cannot be named “{}”.": "選択規則に「{0}」という名前は付けられません。",
    "Small letters a to z, digits and hyphens, 40 at most, a letter or digit first.": (
        "英小文字・数字・ハイフンで 40 文字まで、先頭は英小文字か数字です。"
    ),
    "Choose another name.": "別の名前にしてください。",
    "The policy “{}” belongs to the program.": "選択規則「{0}」はプログラムに付属するものです。",
    "Taken: {}.": "使えない名前：{0:said}。",
    "There is a policy “{}” already, in {}.": "選択規則「{0}」がすでに {1} にあります。",
    "Choose another name, or add --replace.": "別の名前にするか、--replace を付けてください。",
    "{} is not a saved policy: {}.": "{0} は保存した選択規則ではありません：{1:said}。",
    "it cannot be read": "読み込めません",
    "it holds the policy “{}”": "選択規則「{0}」が入っています",
    "It is written by `python -m app tune --save NAME`. The other policies are not harmed.": (
        "python -m app tune --save 名前 が作るファイルです。ほかの選択規則に影響はありません。"
    ),
    "Delete it, or tune and save it again with --replace.": (
        "削除するか、調整し直して --replace を付けて保存してください。"
    ),
    "No policy “{}” was saved in {}.": "「{0}」という選択規則は {1} に保存されていません。",
    "There is none.": "保存した選択規則はありません。",
    "`python -m app tune --save NAME` saves one.": "python -m app tune --save 名前 で保存できます。",
    "{} cannot be deleted: {}.": "「{0}」を削除できません：{1:said}。",
    "Check who owns it.": "所有者をご確認ください。",
    "The setting “{}” is no longer here.": "設定「{0}」はもうありません。",
    "Saved settings are files in the folder INCOMES_POLICIES.": (
        "保存した設定は、INCOMES_POLICIES のフォルダーにあります。"
    ),
    "Choose another one, or the slider.": "別の設定か、スライダーを選んでください。",
    # Pools in folders
    "{} holds no pool that can be opened: {}.": "{0} に、開けるプールがありません：{1}。",
    "A folder that a pool was saved in, whole, of format {}.": "形式 {0} のプールが完全に保存されたフォルダーです。",
    "Save the pool again.": "プールを保存し直してください。",
    "The pool “{}” was made by another model, adapter, precision or memory setting.": (
        "プール「{0}」は、別のモデル・アダプター・数値形式・記憶方式で作られています。"
    ),
    "A pool is read by what made it; none of its edits can be used here.": (
        "プールを読めるのはそれを作ったモデルだけのため、その編集はここでは使えません。"
    ),
    "Choose other edits; whoever runs this workbench can start it with what made the pool.": (
        "ほかの編集を選んでください。運営者は、プールを作ったモデルでワークベンチを起動できます。"
    ),
    "Two pools are called “{}”.": "「{0}」というプールが2つあります。",
    "A pool is known by the name of its folder.": "プールの名前はフォルダー名です。",
    "Rename a folder.": "どちらかのフォルダー名を変えてください。",
    "Pools were named, and a release.": "プールとリリースの両方が指定されています。",
    "A release answers alone.": "リリースは単独で回答します。",
    "Leave out --pool, or --release.": "--pool か --release のどちらかを外してください。",
    "No pool is called “{}” here.": "「{0}」というプールはここにありません。",
    "Pools offered: {}.": "使えるプール：{0}。",
    "None is offered.": "使えるプールはありません。",
    "Choose another one, or your own edits.": "ほかのプールか、自分の編集を選んでください。",
    "The pool “{}” is in use, which nobody changes here.": "使用中のプール「{0}」は、ここでは変更できません。",
    "Own edits and shared edits can be corrected.": "訂正できるのは自分の編集と共有の編集です。",
    "Choose your own edits above, and correct the answer then.": (
        "上の「使用する編集」で自分の編集を選んでから訂正してください。"
    ),
}
"""English → Japanese."""
