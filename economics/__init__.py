"""Money for a CFO: what training costs, what the same money does as redesign, with ranges."""
