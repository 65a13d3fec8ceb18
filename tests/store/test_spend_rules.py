"""Rules on spend: applied when facts are read, changed by the firm, each change on record."""

import dataclasses

import polars as pl
import pytest

from store.construct_rules import CONSTRUCT_RULES, ConstructRule, items, with_constructs
from store.errors import RequestError
from store.rule_table import fits
from store.spend_rules import (
    CATEGORIES,
    NOT_CATEGORISED,
    SPEND_RULES,
    SpendRule,
    caught,
    left_over,
    spend_by_category,
    undecided,
    with_categories,
)

FEES = SpendRule("*training*", "*", "training fees")


def ledger(*lines):
    """Lines of account, cost centre, amount, currency, category, tag; the last ones may lack."""
    names = ("account", "team_id", "amount", "currency", "category", "tag")
    rows = [dict(zip(names, line, strict=False)) for line in lines]
    kinds = {name: pl.Float64() if name == "amount" else pl.String() for name in names}
    return pl.DataFrame(rows, schema=kinds)


def categories(lines, *rules):
    return with_categories(ledger(*lines), rules)["category"].to_list()


def test_the_first_rule_that_fits_counts():
    time_off = SpendRule("*training leave*", "*", "time off work")
    lines = [("Training leave", "A", 5.0, "EUR"), ("Staff Training", "A", 5.0, "EUR")]
    assert categories(lines, time_off, FEES) == ["time off work", "training fees"]
    assert categories(lines, FEES, time_off) == ["training fees", "training fees"]


def test_account_and_cost_centre_must_both_fit():
    rule = SpendRule("54*", "academy-?", "instructors")
    lines = [
        ("5410", "Academy-1", 5.0, "EUR"),
        ("5410", "Sales", 5.0, "EUR"),
        ("6000", "Academy-1", 5.0, "EUR"),
        ("5410", "Academy-12", 5.0, "EUR"),
        (None, None, 5.0, "EUR"),
    ]
    assert categories(lines, rule) == ["instructors", *[NOT_CATEGORISED] * 4]


def test_a_line_with_a_category_of_its_own_keeps_it():
    lines = [("Staff Training", "A", 5.0, "EUR", "time off work", None)]
    told = with_categories(ledger(*lines), [SpendRule("*", "A", "training fees", "assumed")])
    assert told.select("category", "tag").rows() == [("time off work", None)]


def test_the_tag_of_a_rule_fills_an_empty_tag_only():
    rule = SpendRule("*training*", "*", "training fees", "quoted")
    lines = [("Training", "A", 5.0, "EUR", None, "measured"), ("Training", "A", 5.0, "EUR")]
    assert with_categories(ledger(*lines), [rule])["tag"].to_list() == ["measured", "quoted"]


def test_a_rule_can_keep_the_later_rules_off():
    never = SpendRule("*training income*", "*", NOT_CATEGORISED)
    assert categories([("Training income", "A", -5.0, "EUR")], never, FEES) == [NOT_CATEGORISED]


def test_without_rules_nothing_is_categorised_and_the_facts_stay_as_they_are():
    before = ledger(("Training", "A", 5.0, "EUR"))
    assert with_categories(before, [])["category"].to_list() == [NOT_CATEGORISED]
    assert before["category"].to_list() == [None]
    assert with_categories(before.clear(), [FEES]).is_empty()


def test_a_pattern_is_no_regular_expression():
    cells = pl.DataFrame({"account": ["5410 (a+b)", "5410 aab", "5410\n(A+B)"]})
    assert cells.select(fits("account", "5410?(a+b)"))["account"].to_list() == [True, False, True]


@pytest.mark.parametrize(
    ("account", "category"),
    [
        ("5410 - Staff Training - AC", "training fees"),
        ("476100 External training", "training fees"),
        ("5420 - AI Licences - AC", "AI licences"),
        ("AI tokens of the platform", "tokens"),
        ("Learning Platform Seats", "training seats"),
        ("Freelance trainers", "instructors"),
        ("Weiterbildungskosten", "training fees"),
        ("Training income", NOT_CATEGORISED),
        ("Prepaid training", NOT_CATEGORISED),
        ("Maintenance of machines", NOT_CATEGORISED),
        ("Claims paid", NOT_CATEGORISED),
        ("2110 - Creditors - AC", NOT_CATEGORISED),
    ],
)
def test_our_own_rules_read_the_common_names_of_accounts(account, category):
    assert categories([(account, "A", 5.0, "EUR")], *SPEND_RULES.defaults()) == [category]


def test_each_of_our_own_rules_can_be_kept_and_says_why():
    for table in (SPEND_RULES, CONSTRUCT_RULES):
        for rule in table.defaults():
            table.check(rule)
            assert rule.reason
    assert {rule.category for rule in SPEND_RULES.defaults()} == {*CATEGORIES, NOT_CATEGORISED}


def test_sums_stay_apart_by_currency():
    told = with_categories(
        ledger(
            ("Training", "A", 5.0, "EUR"),
            ("Training", "B", 2.0, "EUR"),
            ("Training", "B", 1.0, "USD"),
        ),
        [FEES],
    )
    assert spend_by_category(told).rows() == [
        ("training fees", "EUR", 2, 7.0),
        ("training fees", "USD", 1, 1.0),
    ]


def test_what_no_rule_fits_is_listed_with_the_largest_first():
    told = with_categories(
        ledger(
            ("Rent", "A", 5.0, "EUR"),
            ("Rent", "A", 6.0, "EUR"),
            ("Refunds", "B", -90.0, "EUR"),
            ("Training", "A", 500.0, "EUR"),
        ),
        [FEES],
    )
    assert left_over(told).rows() == [
        ("Refunds", "B", "EUR", 1, -90.0),
        ("Rent", "A", "EUR", 2, 11.0),
    ]


def test_what_each_rule_catches_is_told_by_currency_and_a_line_counts_once():
    rules = [SpendRule("*leave*", "*", "time off work"), FEES, SpendRule("rent", "*", "tokens")]
    lines = ledger(
        ("Training leave", "A", 5.0, "EUR"),
        ("Training", "A", 2.0, "USD"),
        ("Training", "B", 4.0, "EUR"),
        ("Training", "B", 1.0, "EUR"),
        ("Training", "B", 900.0, "EUR", "instructors"),
        ("Travel", "B", 7.0, "EUR"),
    )
    assert caught(lines, rules).rows() == [
        (1, "EUR", 1, 5.0),
        (2, "EUR", 2, 5.0),
        (2, "USD", 1, 2.0),
    ]
    assert caught(lines, []).is_empty()


def test_undecided_is_what_no_rule_fits_and_not_what_is_kept_off_on_purpose():
    rules = [SpendRule("*income*", "*", NOT_CATEGORISED), FEES]
    lines = ledger(
        ("Training income", "A", 500.0, "EUR"),
        ("Training", "A", 2.0, "EUR"),
        ("Travel", "A", 3.0, "EUR"),
        ("Travel", "A", 4.0, "EUR"),
        ("Other", "A", 900.0, "EUR", "instructors"),
    )
    assert undecided(lines, rules).rows() == [("Travel", "A", "EUR", 2, 7.0)]
    assert undecided(lines.clear(), rules).is_empty()


# -- the firm changes its rules --------------------------------------------------------------------


def test_a_new_rule_comes_before_ours_and_stays(workspace):
    assert SPEND_RULES.rules(workspace) == SPEND_RULES.defaults()
    own = SpendRule("54*", "*", "instructors", "", "our own house of teachers")
    SPEND_RULES.add(workspace, own, by="cfo")
    assert SPEND_RULES.rules(workspace) == (own, *SPEND_RULES.defaults())


def test_one_of_our_rules_can_be_removed_and_comes_back_only_when_asked(workspace):
    first, *others = SPEND_RULES.defaults()
    assert SPEND_RULES.remove(workspace, 1, by="cfo") == first
    assert SPEND_RULES.rules(workspace) == tuple(others)
    SPEND_RULES.replace(workspace, [], by="cfo")
    assert SPEND_RULES.rules(workspace) == ()
    SPEND_RULES.replace(workspace, SPEND_RULES.defaults(), by="cfo")
    assert SPEND_RULES.rules(workspace) == (first, *others)


def test_each_change_is_on_record_and_pages_notice_it(workspace):
    before = workspace.snapshot_key
    SPEND_RULES.add(workspace, FEES, by="cfo", place=2)
    SPEND_RULES.remove(workspace, 2, by="analyst")
    told = workspace.decisions("spend rule").select("by", "choice", "subject").rows()
    assert told == [
        ("cfo", "added", "account *training*, cost_centre *, category training fees"),
        ("analyst", "removed", "rule 2"),
    ]
    assert workspace.snapshot_key != before


def test_the_rules_are_a_table_for_an_editor(workspace):
    frame = SPEND_RULES.frame(workspace)
    assert frame.columns == ["place", "account", "cost_centre", "category", "tag", "reason"]
    edited = [SpendRule(**row) for row in frame.drop("place").head(2).to_dicts()]
    SPEND_RULES.replace(workspace, edited, by="cfo")
    assert SPEND_RULES.frame(workspace).equals(frame.head(2))


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        (SpendRule("*a*", "*", "Training"), "no category"),
        (SpendRule("*a*", "*", "tokens", "guessed"), "how far"),
        (SpendRule("*", " ", "tokens"), "every line"),
        (ConstructRule("*", "trust"), "every item"),
    ],
    ids=["an unknown category", "an unknown tag", "every line", "every item"],
)
def test_a_rule_that_cannot_be_meant_is_not_kept(workspace, rule, found):
    table = SPEND_RULES if isinstance(rule, SpendRule) else CONSTRUCT_RULES
    with pytest.raises(RequestError, match=found):
        table.add(workspace, rule, by="cfo")
    assert table.rules(workspace) == table.defaults()


def test_a_place_that_does_not_exist_is_told(workspace):
    with pytest.raises(RequestError, match="no place 99"):
        SPEND_RULES.remove(workspace, 99, by="cfo")
    with pytest.raises(RequestError, match="no place 0"):
        SPEND_RULES.add(workspace, FEES, by="cfo", place=0)
    assert SPEND_RULES.rules(workspace) == SPEND_RULES.defaults()


def test_the_version_tells_rules_apart_but_not_their_reasons():
    because = dataclasses.replace(FEES, reason="because")
    other = dataclasses.replace(FEES, category="tokens")
    assert SPEND_RULES.version([FEES]) == SPEND_RULES.version([because])
    assert SPEND_RULES.version([FEES]) != SPEND_RULES.version([other])


def test_items_measure_what_the_first_rule_says_unless_they_say_it_themselves(workspace):
    survey = pl.DataFrame(
        {
            "item": ["i_trust_the_ai_that_i_use", "my_team_is_safe_to_ask", "lunch", "ai_opinion"],
            "construct": [None, None, None, "mood"],
        }
    )
    told = with_constructs(survey, CONSTRUCT_RULES.rules(workspace))
    assert told["construct"].to_list() == ["ai", "trust", None, "mood"]
    CONSTRUCT_RULES.add(workspace, ConstructRule("lunch", "climate"), by="analyst")
    told = with_constructs(survey, CONSTRUCT_RULES.rules(workspace))
    assert told["construct"].to_list() == ["ai", "trust", "climate", "mood"]


def test_items_are_listed_with_what_they_measure_and_the_rule_that_says_so():
    survey = pl.DataFrame(
        {
            "item": ["trust_1", "trust_1", "lunch", "own", "ai_trust"],
            "construct": [None, None, None, "climate", None],
        },
        schema={"item": pl.String, "construct": pl.String},
    )
    rules = [ConstructRule("ai_*"), ConstructRule("*trust*", "trust"), ConstructRule("o*", "ai")]
    assert items(survey, rules).rows() == [
        ("ai_trust", None, 1, 1),
        ("lunch", None, None, 1),
        ("own", "climate", None, 1),
        ("trust_1", "trust", 2, 2),
    ]


def test_rules_that_are_ours_again_follow_ours_of_a_later_version(workspace, tmp_path):
    later = dataclasses.replace(SPEND_RULES, file=tmp_path / "later.toml")
    later.file.write_text('[[rule]]\naccount = "new*"\ncategory = "tokens"\n', encoding="utf-8")
    SPEND_RULES.add(workspace, FEES, by="cfo")
    assert later.rules(workspace) == SPEND_RULES.rules(workspace)  # the firm's own stay
    SPEND_RULES.replace(workspace, SPEND_RULES.defaults(), by="cfo")
    assert later.rules(workspace) == later.defaults()
    SPEND_RULES.add(workspace, FEES, by="cfo")
    assert later.rules(workspace) == (FEES, *SPEND_RULES.defaults())


def test_the_way_back_to_ours_of_spend_leaves_the_rules_on_surveys(workspace):
    asked = ConstructRule("q1*", "trust")
    CONSTRUCT_RULES.add(workspace, asked, by="hr")
    SPEND_RULES.add(workspace, FEES, by="cfo")
    SPEND_RULES.remove(workspace, 1, by="cfo")
    assert SPEND_RULES.rules(workspace) == SPEND_RULES.defaults()
    assert CONSTRUCT_RULES.rules(workspace)[0] == asked
