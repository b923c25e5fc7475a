"""The second packaged backbone with its real weights, where they are in the cache already; nothing is fetched here.

Its window of 512 tokens is honoured by transformers' masks; slots are exempt from it. Reading an edit verbatim is
therefore the same as the edit in the prompt as long as both fit the window, and sees more than that beyond it.
"""

from __future__ import annotations

import pytest
import torch

from app.config import Settings
from app.model import EditableModel
from app.model.attention import ATTENTION_NAME
from app.model.prompts import answer_tokens_of, prompt_of, tokens_of
from app.model.sources import located
from tests.model.comparing import RecordingDecoder, assert_same, memory_of, row_logits

NAME = "gemma-3-270m"
CASES = (
    ("返品期間は購入日から45日です。", "返品期間は何日ですか？", "45日"),
    ("本社は大阪市北区にあります。", "本社はどこにありますか？", "大阪市北区"),
    ("The refund period is 45 days.", "How long is the refund period?", "45 days"),
)
"""Edit, question, what the answer must hold."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        located(NAME, Settings()) is None,
        reason=f"{NAME} is not in the cache (python -m app doctor --fetch --backbone {NAME})",
    ),
]


@pytest.fixture(scope="module")
def gemma() -> EditableModel:
    """Without adapter: edits are read verbatim, in every layer."""
    return EditableModel.load(NAME, "none", device="cpu", precision="float32")


def test_the_conversion_kept_what_makes_gemma_gemma(gemma: EditableModel) -> None:
    model = gemma.backbone.model
    config, attention = model.config, model.get_submodule("model.layers.0.self_attn")
    assert model.get_submodule("lm_head").weight is model.get_submodule("model.embed_tokens").weight
    assert (config.sliding_window, attention.scaling, gemma.backbone.dimensions.kv_heads) == (512, 256**-0.5, 1)  # type: ignore[union-attr]
    assert [i for i, kind in enumerate(config.layer_types) if kind == "full_attention"] == [5, 11, 17]  # type: ignore[union-attr,arg-type]
    assert float(model.get_submodule("model.embed_tokens").embed_scale) == pytest.approx(640**0.5)  # type: ignore[arg-type]
    bases = {kind: rope["rope_theta"] for kind, rope in config.rope_parameters.items()}  # type: ignore[union-attr,operator]
    assert bases == {"sliding_attention": 10_000, "full_attention": 1_000_000}
    ids = tokens_of(gemma.backbone.tokenizer, "<eos>45日")
    assert ids[0] == gemma.backbone.tokenizer.bos_token_id
    assert gemma.backbone.ends.isdisjoint(ids)  # control tokens that a person types are plain text
    assert gemma.backbone.tokenizer.decode(answer_tokens_of(gemma.backbone.tokenizer, "45日")) == " 45日"


def test_an_edit_in_the_prompt_is_answered_in_both_languages(gemma: EditableModel) -> None:
    tokenizer = gemma.backbone.tokenizer
    prompts = [tokens_of(tokenizer, f"{edit}\n{prompt_of(question)}") for edit, question, _ in CASES]
    answers = [gemma.answerer.plain.run([prompt], 16)[0].text for prompt in prompts]
    assert [wanted in answer for answer, (_, _, wanted) in zip(answers, CASES, strict=True)] == [True] * 3, answers


def test_reading_verbatim_is_the_edit_in_the_prompt(gemma: EditableModel) -> None:
    """As in invariant 2, on the real weights; the second <bos> stands where the question begins, in both."""
    tokenizer = gemma.backbone.tokenizer
    pool = gemma.compress([edit for edit, _, _ in CASES])
    questions = [tokens_of(tokenizer, prompt_of(question)) for _, question, _ in CASES]
    for i, (edit, _, wanted) in enumerate(CASES):
        memory = memory_of(gemma, pool, [{i: 1.0}])
        (found,) = row_logits(gemma.answerer.edited.model, [questions[i]], memory)
        before = [*tokens_of(tokenizer, edit), *answer_tokens_of(tokenizer, "\n")]
        (expected,) = row_logits(gemma.backbone.model, [[*before, *questions[i]]])
        assert_same(found, expected[len(before) :])
        assert wanted in gemma.answerer.edited.run([questions[i]], 16, memory)[0].text


def test_a_prompt_beyond_the_window_is_decoded_as_it_is_computed_at_once(gemma: EditableModel) -> None:
    tokenizer, editor = gemma.backbone.tokenizer, gemma.answerer.edited.model
    assert editor.config._attn_implementation == ATTENTION_NAME  # type: ignore[union-attr]
    long = tokens_of(tokenizer, "The shop is open. " * 140 + CASES[2][1])
    assert len(long) > 512 + 40
    memory = memory_of(gemma, gemma.compress([CASES[2][0]]), [{0: 1.0}])
    decoder = RecordingDecoder(editor, tokenizer, frozenset())
    (answer,) = decoder.run([long], 4, memory)
    (wanted,) = row_logits(editor, [[*long, *answer.token_ids]], memory)
    cached = torch.stack([step[0] for step in decoder.logits[: len(answer.token_ids)]])
    assert_same(cached, wanted[len(long) - 1 : -1], 1e-3)
    (plain,) = row_logits(gemma.backbone.model, [long])
    (own,) = row_logits(editor, [long])
    assert torch.equal(own, plain)  # the editor's masks are the backbone's, windows included
