"""The page Evidence: from the register to a verdict."""
