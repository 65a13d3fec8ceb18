"""The sheets and formulas of the spend workbook; `exports/spend_workbook.py` puts them together."""
