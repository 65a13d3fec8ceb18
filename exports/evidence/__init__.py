"""The sheets of the evidence workbook."""
