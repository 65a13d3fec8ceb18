"""One question a page, read from top to bottom; dashboard.py makes its menu of this folder."""
