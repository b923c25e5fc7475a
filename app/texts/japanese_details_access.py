"""Japanese of what errors tell about accounts, sign-in, and who may do what.

English as the code has it → Japanese; see `japanese_details_inputs` for the places.
"""

from __future__ import annotations

ACCESS_DETAILS = {
    # Who may do what
    "You may not {}.": "{0:said}権限がありません。",
    "It takes {}; {}.": "必要なのは{0:said}です（{1:said}）。",
    "the role {}": "{0:said}の役割",
    "the role {} on an edit of {}": " {1} が担当する編集での{0:said}の役割",
    "a token for “{}”": "「{0}」用のトークン",
    "the right to see confidential edits": "機密の編集を閲覧する権限",
    "yours is {}": "現在の役割は{0:said}",
    "you have not signed in": "サインインしていません",
    "your account does not have it": "このアカウントにはありません",
    "this one is for {}": "このトークンは {0} 用",
    "viewer": "閲覧者",
    "editor": "編集者",
    "approver": "承認者",
    "administrator": "管理者",
    "visitor": "ゲスト",
    "Sign in, or ask an administrator.": "サインインするか、管理者に依頼してください。",
    "Ask an administrator, if you need to.": "必要であれば、管理者に依頼してください。",
    # Signing in
    "The name or the password is not right.": "名前またはパスワードが正しくありません。",
    "Try again, or ask an administrator for a new password.": (
        "もう一度お試しになるか、管理者に新しいパスワードを依頼してください。"
    ),
    "Too many wrong passwords were tried for this name.": "この名前でのサインインに続けて失敗しました。",
    "It can be tried again in {}.": "あと {0:said}でもう一度お試しになれます。",
    "{} minutes": "{0} 分",
    "{} seconds": "{0} 秒",
    "Wait, or ask an administrator to unlock the account (python -m app account unlock NAME).": (
        "しばらく待つか、管理者にロックの解除（python -m app account unlock 名前）を依頼してください。"
    ),
    # Passwords
    "The password has {} characters.": "パスワードが {0} 文字です。",
    "The password repeats few characters.": "パスワードが少ない種類の文字の繰り返しです。",
    "The password holds the name of the account.": "パスワードにアカウントの名前が含まれています。",
    "It has {} to {} characters, {} of them different, and not the name.": (
        "{0}〜{1} 文字で、{2} 種類以上の文字を使い、名前を含めないでください。"
    ),
    "Choose another one; several words are easy to keep in mind.": (
        "別のパスワードにしてください。単語をいくつか並べると覚えやすくなります。"
    ),
    # Accounts
    "There is no account {!r}.": "「{0}」というアカウントはありません。",
    "`python -m app account list` shows those there are.": "python -m app account list で一覧を表示できます。",
    "There is an account {!r} already.": "「{0}」というアカウントがすでにあります。",
    "{!r} cannot be the name of an account.": "「{0}」はアカウントの名前にできません。",
    "1 to 64 of a–z, 0–9 and . _ @ + -, the first a letter or digit; upper case is the same as lower case.": (
        "a〜z、0〜9、. _ @ + - で 1〜64 文字、先頭は英字か数字です。大文字と小文字は区別しません。"
    ),
    "Choose another one.": "別のものにしてください。",
    "{!r} is no role.": "「{0}」という役割はありません。",
    "Roles: {}.": "役割：{0}。",
    "Choose one of them.": "この中から選んでください。",
    "{!r} is the last administrator.": "「{0}」は最後の管理者です。",
    "One must be left.": "管理者は一人以上必要です。",
    "Make somebody else administrator first.": "先にほかの人を管理者にしてください。",
    "{!r} signs in with Hugging Face.": "「{0}」は Hugging Face でサインインします。",
    "Its password is changed there.": "パスワードは Hugging Face で変更してください。",
    "The account {!r} is disabled.": "アカウント「{0}」は無効になっています。",
    "Enable it first.": "先に有効にしてください。",
    # API tokens
    "A token needs a scope.": "トークンには用途の指定が必要です。",
    "{!r} is no scope.": "「{0}」という用途はありません。",
    "Scopes: {}.": "用途：{0}。",
    "Choose what the token is for, no more.": "トークンに必要な用途だけを選んでください。",
    "A token cannot be good for {} days.": "トークンの有効期間を {0} 日にはできません。",
    "1 to {}.": "1〜{0} 日です。",
    "Correct --days.": "--days を直してください。",
    "This API token cannot be used.": "この API トークンは使えません。",
    "It is unknown, has expired or was revoked, or its account is disabled.": (
        "登録されていないか、期限切れか、取り消されているか、アカウントが無効です。"
    ),
    "Ask an administrator for a new one: python -m app token add.": (
        "管理者に新しいトークンの発行（python -m app token add）を依頼してください。"
    ),
    "There is no API token of the id {!r}.": "ID「{0}」の API トークンはありません。",
    "`python -m app token list` shows them.": "python -m app token list で一覧を表示できます。",
    # Serving to others
    "It was not started.": "起動していません。",
    "At {} other machines reach the page, and nobody would have to sign in.": (
        "{0} ではほかのコンピューターからも、サインインなしで利用できてしまいます。"
    ),
    "Make an account (python -m app account add NAME --role administrator) and give --sign-in local and --store; "
    "or give --visitors, so that everybody has private edits and nothing else; or serve 127.0.0.1.": (
        "アカウントを作り（python -m app account add 名前 --role administrator）、--sign-in local と --store "
        "を指定してください。または、各自の編集だけを使えるようにする --visitors か、127.0.0.1 を指定してください。"
    ),
    "Nobody could sign in: the store has no account, or no store is named.": (
        "保存先にアカウントがないか、保存先が指定されていないため、誰もサインインできません。"
    ),
    "Give --store URL, and make an account there: python -m app account add NAME --role administrator.": (
        "--store で保存先を指定し、アカウントを作ってください（python -m app account add 名前 --role administrator）。"
    ),
    "Hugging Face signs people in on a Space only; elsewhere everybody would be the owner of this machine.": (
        "Hugging Face によるサインインは Space でのみ使えます。ほかの場所では、全員がこのコンピューターの所有者として"
        "扱われてしまいます。"
    ),
    "On a Space set `hf_oauth: true` at the top of README.md; elsewhere give --sign-in local.": (
        "Space では README.md の先頭に hf_oauth: true を設定し、ほかの場所では --sign-in local を指定してください。"
    ),
}
"""English → Japanese."""
