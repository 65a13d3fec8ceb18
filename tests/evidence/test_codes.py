import re

import pytest

from evidence.codes import code, known_codes, percent
from store.errors import ContractError

# EVIDENCE A6 and A11, copied by hand.
STOP = [
    "MISSING_COLUMN",
    "OUTCOME_NOT_NUMERIC",
    "TIME_NOT_INTEGER",
    "DUPLICATE_TEAM_MONTH",
    "ROLLOUT_DATE_CHANGES",
    "OUTCOME_INFINITE",
    "NOBODY_TREATED",
    "NO_BEFORE",
    "NO_COMPARISON",
    "NO_POST_CELL",
    "ONE_TREATED_TEAM",
    "TOO_MUCH_MISSING",
    "OUTCOME_CONSTANT",
    "TREATMENT_REVERSAL",
    "OUTCOME_STARTS_AFTER_ROLLOUT",
]
BLOCKS = [
    "PRE_TREND",
    "NO_PRE_BLOCKS",
    "METHODS_DISAGREE",
    "TOO_FEW_TEAMS",
    "HANGS_ON_ONE_TEAM",  # ours: what is left of A4 where leave-one-out has no answer
    "PERMUTATION",
    "NO_COMPARISON_LATE",
    "FRAGILE",
    "MANY_OUTCOMES",
]
WARNS = [
    "ALWAYS_TREATED_DROPPED",
    "TIME_GAPS",
    "MISSING",
    "ATTRITION_DIFFERS",
    "PRACTICE_NOT_SEPARATED",
    "TEAM_REORG",
    "SPILLOVER",
    "STARTED_AT_ONCE",
    "ONLY_WITH_AI",
    "AI_APART",
    "SMALL_CELL",
    "SHORT_SEASON",
    "OVERLAP",
]


@pytest.mark.parametrize(("level", "names"), [("stop", STOP), ("blocks", BLOCKS), ("warns", WARNS)])
def test_every_code_of_the_method_stands_in_the_file_with_its_level(level, names):
    assert {name: known_codes()[name][0] for name in names} == dict.fromkeys(names, level)


def test_every_code_that_blocks_is_one_of_the_method():
    assert {name for name, (level, _) in known_codes().items() if level == "blocks"} == set(BLOCKS)


def test_a_code_is_told_with_its_numbers():
    told = code("PRE_TREND", chance=0.0314)
    assert (told.code, told.level) == ("PRE_TREND", "blocks")
    assert told.sentence.endswith("by accident is 3 %")


def test_counts_are_written_with_commas_and_names_as_they_are():
    assert code("DUPLICATE_TEAM_MONTH", rows=1234).sentence.endswith("1,234")
    assert code("MISSING_COLUMN", columns="first").sentence.endswith("first")


def test_a_code_that_nobody_wrote_is_refused():
    with pytest.raises(ContractError, match="NO_SUCH"):
        code("NO_SUCH")


def test_a_code_without_its_numbers_is_refused():
    with pytest.raises(ContractError, match="breakdown"):
        code("FRAGILE")


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.0, "0 %"), (0.0004, "less than 0.1 %"), (0.004, "0.4 %"), (0.05, "5 %"), (1.0, "100 %")],
)
def test_a_chance_is_told_no_closer_than_anybody_can_use(share, words):
    assert percent(share) == words


def test_no_sentence_says_what_we_never_say_or_ends_with_a_full_stop():
    for name, (_, sentence) in known_codes().items():
        assert not re.search(r"signific|R2|R²|\*|\|", sentence), name
        assert not sentence.endswith("."), name


OF_ANY_TABLE = {*STOP, *BLOCKS, "ALWAYS_TREATED_DROPPED", "TIME_GAPS", "MISSING", "OVERLAP"}


@pytest.mark.parametrize("name", sorted(OF_ANY_TABLE - {"TIME_NOT_INTEGER"}))
def test_a_code_of_any_table_does_not_say_how_long_its_periods_are(name):
    assert not re.search(r"month|quarter|year", known_codes()[name][1])
