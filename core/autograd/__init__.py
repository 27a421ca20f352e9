"""How PyTorch makes a derivative: the ways to it, run on the formula that was typed."""
