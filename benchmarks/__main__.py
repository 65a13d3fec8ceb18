"""Run every benchmark, one after the other."""

from benchmarks import canonical_load, evidence, jira_load, made_firm, overlap, workbook_load

for each in (canonical_load, jira_load, workbook_load, overlap, made_firm, evidence):
    each.main()
