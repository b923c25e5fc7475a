"""The Llama family over weights that stay in groups of 4 and 8 bits, for a processor: a sixth of the bytes.

    groups.py    dense weights ⇄ groups, without loss, or not at all
    weights.py   a backbone's weights in groups, kept as a file; an adapter's updates beside them
    dots.py      the inner products, as LLVM vectors
    layers.py    the decoder layers, compiled
    passage.py   token sequences on their way through the layers: caches, slots, traces
    runner.py    what the rest of the model calls
    opening.py   whether a backbone can be run so: family, weights, numba, and a check against transformers

A token's numbers are the same to the last bit, whatever stands beside it in the same call: alone or in a batch, read at
once or one by one. Whatever does not fit is answered through transformers as before.
"""
