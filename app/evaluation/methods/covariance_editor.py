"""What ROME and MEMIT share: they need the subject, and the covariance of the backbone's own keys."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any, ClassVar

from torch import Tensor, nn

from app.data import Edit
from app.evaluation.methods.weight_editor import WeightEditor
from app.evaluation.weight_editing.covariance import Covariances
from app.evaluation.weight_editing.prompts import CONTEXTS
from app.evaluation.weight_editing.requests import Request, request_of, split
from app.evaluation.weight_editing.samples import Samples
from app.evaluation.weight_editing.values import ValueSearch


class CovarianceEditor(WeightEditor):
    """Changes MLP down projections. The covariance is made at the first use with a backbone and kept in the cache."""

    samples: ClassVar[Samples] = Samples()
    search: ClassVar[ValueSearch] = ValueSearch()

    @property
    @abstractmethod
    def layers(self) -> list[int]:
        """The layers that are changed, lowest first."""

    @abstractmethod
    def write(self, tree: nn.Module, requests: Sequence[Request], covariances: Sequence[Tensor]) -> None:
        """Put the requests into the tree; `covariances` are those of the layers, on the tree's device."""

    def refusal(self, edits: Sequence[Edit], tested: Iterable[Edit]) -> str:
        if not any(request_of(edit) for edit in tested):
            return "it needs an edit's subject, prompt and target, which these data do not tell"
        return super().refusal(edits, tested)

    @property
    def covariances(self) -> Covariances:
        folder = self.model.settings.cache_dir / "weight-editing" / self.model.backbone.fingerprint[:16]
        return Covariances(self.samples, folder)

    def make_ready(self) -> Iterator[str]:
        return self.covariances.steps(self.model.backbone, self.layers)

    def edit(self, tree: nn.Module, edits: Sequence[Edit]) -> int:
        requests, not_taken = split(edits)
        backbone = self.model.backbone
        found = self.covariances.of(backbone, self.layers)
        self.write(tree, requests, [one.to(backbone.device) for one in found])
        return not_taken

    def settings(self) -> dict[str, Any]:
        sampled = {"sampled_tokens": self.samples.tokens, "seed": self.samples.seed}
        return super().settings() | {"layers": self.layers, **asdict(self.search), **sampled, "contexts": len(CONTEXTS)}
