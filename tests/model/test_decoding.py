"""Greedy decoding: where it stops, row by row."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from transformers import LlamaConfig

from app.model.decoding import Decoder
from tests.tiny_models import CONTROL_TOKENS, END, MARK, TURN_END, byte_tokenizer

TOKENIZER = byte_tokenizer()
PROMPT = TOKENIZER("Q")["input_ids"]


class Scripted(nn.Module):
    """A model that writes what a script says, one script a row, and end-of-text behind it."""

    def __init__(self, scripts: list[list[int]]) -> None:
        super().__init__()
        self.scripts, self.passes = scripts, 0
        self.config = LlamaConfig(num_hidden_layers=1)
        self.lm_head = nn.Identity()
        self.model = _Body(self)


class _Body(nn.Module):
    def __init__(self, owner: Scripted) -> None:
        super().__init__()
        self.embed_tokens = nn.Embedding(1, 1)
        object.__setattr__(self, "owner", owner)

    def forward(self, input_ids: Tensor, position_ids: Tensor, **_options: Any) -> SimpleNamespace:
        owner: Any = self.owner
        owner.passes += 1
        hidden = torch.zeros(*input_ids.shape, len(TOKENIZER))
        for row, script in enumerate(owner.scripts):
            place = int(position_ids[row, -1]) + 1 - len(PROMPT)
            hidden[row, -1, script[place] if place < len(script) else END] = 1.0
        return SimpleNamespace(last_hidden_state=hidden)


def ids(text: str) -> list[int]:
    found: list[int] = TOKENIZER(text, split_special_tokens=True)["input_ids"]
    return found


def decode(scripts: list[list[int]], most: int = 40) -> tuple[list[str], int]:
    model = Scripted(scripts)
    rows = Decoder(model, TOKENIZER, frozenset({END, TURN_END})).run([PROMPT] * len(scripts), most)
    assert all(row.done for row in rows)
    return [row.text for row in rows], model.passes


def test_an_end_token_ends_a_row_and_is_not_part_of_it() -> None:
    assert decode([ids(" Lyon")]) == ([" Lyon"], 6)
    assert decode([[*ids(" Ly"), TURN_END, *ids("on")]]) == ([" Ly"], 4)
    assert decode([[END]]) == ([""], 1)


def test_the_first_line_ends_a_row() -> None:
    assert decode([ids(" Lyon\nParis")]) == ([" Lyon\n"], 6)
    assert decode([ids("\n \nLyon\nParis")]) == (["\n \nLyon\n"], 8)


def test_the_longest_answer_ends_a_row() -> None:
    assert decode([ids("x" * 50)], most=7) == (["x" * 7], 7)
    assert decode([ids("x" * 50)], most=1) == (["x"], 1)


def test_rows_end_alone_and_the_last_one_ends_the_batch() -> None:
    texts, passes = decode([ids(" Lyon"), [END, *ids("never")], ids(" A\nnever"), ids("x" * 9)])
    assert texts == [" Lyon", "", " A\n", "x" * 9]
    assert passes == 10


@pytest.mark.parametrize("control", CONTROL_TOKENS)
def test_control_tokens_written_as_characters_do_not_end_an_answer(control: str) -> None:
    text = f" a{control}b"
    assert decode([ids(text)]) == ([text], len(text) + 1)


def test_a_control_token_that_ends_nothing_is_shown() -> None:
    assert decode([[*ids(" a"), MARK, *ids("b")]]) == ([f" a{CONTROL_TOKENS[MARK]}b"], 5)


def test_steps_grow_one_token_at_a_time() -> None:
    decoder = Decoder(Scripted([ids(" Ly"), ids(" A\n")]), TOKENIZER, frozenset({END}))
    grown = [[row.text for row in rows] for rows in decoder.steps([PROMPT, PROMPT], 9)]
    assert grown == [[" ", " "], [" L", " A"], [" Ly", " A\n"], [" Ly", " A\n"]]


def test_nobody_asks_for_more_than_was_taken() -> None:
    model = Scripted([ids("x" * 50)])
    steps = Decoder(model, TOKENIZER, frozenset({END})).steps([PROMPT], 40)
    next(steps), next(steps)
    assert model.passes == 2
