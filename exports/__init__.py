"""Exports: one file a format. Everything that a page shows, an export can hold, from the same function."""
