"""How likely a given answer is, teacher-forced."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from app.model.batching import pad
from app.model.decoding import Decoder
from app.model.evidence import Score
from app.model.families import device_of
from app.model.memory import JointSlots, SeparateSlots
from app.model.prefix import ModulePrefix, Prefix, of_modules


def teacher_forced(
    decoder: Decoder,
    prompt: Sequence[int],
    target: Sequence[int],
    *,
    prefix: Prefix | None = None,
    memory: JointSlots | SeparateSlots | None = None,
) -> Score:
    """Each of the target's tokens behind the prompt and the target's tokens before it."""
    packed = decoder.packed_for(memory, prefix)
    if packed is not None and not isinstance(memory, SeparateSlots) and not isinstance(prefix, ModulePrefix):
        logits = packed.logits([*prompt, *target[:-1]], len(prompt) - 1, memory, prefix)
    else:
        logits = _logits_of_module(decoder.model, prompt, target, of_modules(prefix), memory)
    predicted = logits.float().log_softmax(-1)  # [target tokens, vocabulary]
    wanted = torch.tensor(target, device=predicted.device)
    by_token = predicted.gather(1, wanted[:, None])[:, 0]  # [target tokens]
    return Score(
        log_probability=float(by_token.sum()),
        token_accuracy=float((predicted.argmax(-1) == wanted).float().mean()),
        tokens=len(target),
        by_token=tuple(by_token.tolist()),
    )


@torch.inference_mode()
def _logits_of_module(
    model: nn.Module,
    prompt: Sequence[int],
    target: Sequence[int],
    prefix: ModulePrefix | None,
    memory: JointSlots | SeparateSlots | None,
) -> Tensor:
    """Before each of the target's tokens, `[target tokens, vocabulary]`."""
    batch = pad([[*prompt, *target]], "left", device_of(model))
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
    logits: Tensor = output.logits[0, :-1]
    return logits
