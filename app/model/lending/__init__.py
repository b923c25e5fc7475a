"""A model whose weights are lent a GPU for one piece of work at a time, in another process.

    pieces.py     what is computed there: a question, a batch of edits, … ; pieces and their steps can be pickled
    parcels.py    gists and traces on their way: tensors as bytes
    borrowing.py  the same model in the process of the page: chooses the edits, and lends the computing
    zero_gpu.py   Hugging Face's ZeroGPU as the lender

Only what is computed with the weights crosses the border, and of a pool only the edits that are read: what travels with
a question is as little with 20,000 edits as with ten.

    page's process                                 process with the GPU, forked from it at its first piece
      question → vectors* → selection, choice
                            chosen gists ───────►    editor reads, backbone's own beside it
      answer, evidence      ◄─────── token by token, then the trace
      * on the processor where a packed encoder is there, else a piece of its own
"""
