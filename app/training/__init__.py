"""Training: examples without end, the mixture they come in, and (elsewhere in this package) the trainer."""
