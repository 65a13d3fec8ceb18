"""The store: words, tables, errors, identity and the workspace. It imports nothing of ours."""
