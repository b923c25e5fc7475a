"""What is asked of the cost model: how many edits and questions, on what model."""

from __future__ import annotations

from dataclasses import dataclass, fields

from app.errors import InputError

LAYER_PARAMETERS = 12
"""Of one transformer layer, in squares of its width: attention 4, feed-forward 8."""
LAYER_WIDTH = 128
"""Width of a usual model for each of its layers: 32 layers go with 4,096."""
PRICE_MOST, NUMBER_MOST = 1e6, 1e15


@dataclass(frozen=True)
class ModelSize:
    """A backbone, as far as its costs depend on it."""

    parameters: float
    layers_width: float
    """Layers × width: what attention costs, beside the weights."""

    @classmethod
    def typed(cls, parameters: float) -> ModelSize:
        """Of a model of which only the number of parameters is known: layers and width as they usually go together."""
        layers = (parameters / (LAYER_PARAMETERS * LAYER_WIDTH**2)) ** (1 / 3)
        return cls(parameters, layers * layers * LAYER_WIDTH)


@dataclass(frozen=True)
class Scenario:
    """A month.

    Raises:
        InputError: a number below 0 or far beyond any use, or a model without parameters.
    """

    size: ModelSize
    edits: float
    """In force, on average."""
    new_edits: float
    """A month."""
    questions: float
    """A month."""
    edit_tokens: float
    """Of an edit, on average."""

    def __post_init__(self) -> None:
        numbers = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "size"}
        numbers["parameters"] = self.size.parameters
        for name, value in numbers.items():
            require_number(name.replace("_", " "), value)
        if self.size.parameters < 1:
            raise InputError("A model without parameters costs nothing.", "", "Give the number of its parameters.")


def require_number(name: str, value: float, most: float = NUMBER_MOST) -> None:
    """Raises InputError where the value is no number from 0 to the most."""
    if not 0 <= value <= most:  # also refuses what is no number
        raise InputError(f"{name}: {value} cannot be reckoned with.", f"Numbers from 0 to {most:,.0f}.", "Correct it.")
