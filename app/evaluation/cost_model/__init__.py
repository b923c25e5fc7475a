"""What a month of edits costs in computation: ours beside prompting, retrieval and training anew, by formula.

Nothing is run. With P parameters, W = layers × width, and FLOP for multiplications and additions counted apart:

    read(t, b) = 2·P·t + 4·W·t·(b + t/2)         t tokens behind b others: weights, then attention on what precedes
    N edits in force, n new ones a month, Q questions a month, e tokens an edit, q and a of a question and its answer

    method           once          new edits, a month         answering, a month
    backbone         –             –                          Q·read(q+a, 0)
    prompt           –             changes·read(p, 0)         Q·read(q+a, p)         p = min(N·e, room)
    prompt-uncached  –             –                          Q·read(p+q+a, 0)
    retrieval        N·embed(e)    n·embed(e)                 Q·(embed(q) + 2·N·v + read(k·e+q+a, 0))
    incomes          N·compress    n·compress                 Q·(1+s)·(read(q+m, 0) + read(q+a, m)) + Q·2·N·g
    retraining       –             trainings·6·P·N·e·passes   Q·read(q+a, 0)

    compress = (1+s)·read(e+m, 0)   m gist slots, s what the adapter adds to the backbone
    embed(t) = 2·(parameters of the embedding model)·t        v, g: numbers that an edit is compared by

With no edits every method costs what the backbone does. `prompt` keeps keys and values of the edits and reads all of
them again on the days on which edits change; past the backbone's context edits are left out, and are counted. Ours is
counted as if every question read an edit: where none applies, it costs less. Every other number is a `Constant` with
its unit, and says whether it was measured, is known of the model, or is assumed.
"""

from __future__ import annotations

from app.evaluation.cost_model.bills import Bill, Costing, costing
from app.evaluation.cost_model.constants import Constant, Constants, assumed, measured
from app.evaluation.cost_model.scenario import ModelSize, Scenario

__all__ = ["Bill", "Constant", "Constants", "Costing", "ModelSize", "Scenario", "assumed", "costing", "measured"]
