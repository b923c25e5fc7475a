"""How edits are written into weights; the methods that do so are in `methods`."""
