"""Moves: one change of the work a file. `redesign.moves()` finds them by walking this folder."""
