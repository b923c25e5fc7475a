"""How likely a given answer is, teacher-forced."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn

from app.model.batching import pad
from app.model.evidence import Score
from app.model.memory import JointSlots, SeparateSlots
from app.model.prefix import Prefix


@torch.inference_mode()
def teacher_forced(
    model: nn.Module,
    prompt: Sequence[int],
    target: Sequence[int],
    device: torch.device,
    prefix: Prefix | None = None,
    memory: JointSlots | SeparateSlots | None = None,
) -> Score:
    """Each of the target's tokens behind the prompt and the target's tokens before it."""
    batch = pad([[*prompt, *target]], "left", device)
    before = 0 if prefix is None else len(prefix.token_ids)
    output = model(
        input_ids=batch.token_ids,
        attention_mask=torch.cat([batch.mask.new_ones(1, before), batch.mask], dim=1),
        position_ids=batch.positions + before,
        past_key_values=None if prefix is None else prefix.for_rows(1),
        use_cache=prefix is not None,
        logits_to_keep=len(target) + 1,
        **({} if memory is None else {"memory": memory}),
    )
    predicted = output.logits[0, :-1].float().log_softmax(-1)  # [target tokens, vocabulary]
    wanted = torch.tensor(target, device=predicted.device)
    by_token = predicted.gather(1, wanted[:, None])[:, 0]  # [target tokens]
    return Score(
        log_probability=float(by_token.sum()),
        token_accuracy=float((predicted.argmax(-1) == wanted).float().mean()),
        tokens=len(target),
        by_token=tuple(by_token.tolist()),
    )
