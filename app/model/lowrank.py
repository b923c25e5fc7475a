"""A linear layer with a low-rank update beside it (LoRA, arXiv 2106.09685)."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional


class LowRankLinear(nn.Module):
    """`base(x) + scale · B · A · x`; the base layer is shared with the backbone and never changed.

    PEFT's layers are not used: whether they act is state of the model, so two requests in two threads could not
    differ. The files are PEFT's all the same (`adapter.py`).

    Args:
        base: the backbone's layer: a dense linear, or one in 4-bit NF4.
        down: A, `[rank, in_features]`.
        up: B, `[out_features, rank]`.
        scale: PEFT's `lora_alpha / r`.
    """

    def __init__(self, base: nn.Module, down: Tensor, up: Tensor, scale: float) -> None:
        super().__init__()
        self.base = base
        self.down = nn.Parameter(down)
        self.scaled_up = nn.Parameter(up * scale)

    def forward(self, inputs: Tensor) -> Tensor:
        """`[..., in_features]` → `[..., out_features]`."""
        plain: Tensor = self.base(inputs)
        reduced = functional.linear(inputs, self.down.to(inputs.dtype))
        return plain + functional.linear(reduced, self.scaled_up.to(inputs.dtype))
