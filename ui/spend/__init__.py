"""The parts of the page Spend."""
