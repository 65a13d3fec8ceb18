"""Exports: one file a format; what a page shows, an export can hold, from the same function."""
