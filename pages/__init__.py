"""One question a page, read from top to bottom. The menu in dashboard.py is made by walking this folder."""
