import polars as pl
import pytest

from store.construct_rules import CONSTRUCT_RULES
from store.spend_rules import SPEND_RULES, SpendRule
from ui.firm_rules import CONSTRUCT_COLUMNS, SPEND_COLUMNS
from ui.rules_editor import ORDER, rule_rows, rules_of

FEES = SpendRule("*training*", "*", "training fees", "measured", "why")
TOKENS = SpendRule("*token*", "IT", "tokens")


def spend_rules(rows):
    return rules_of(rows, SpendRule, SPEND_COLUMNS)


@pytest.mark.parametrize(
    ("table", "columns"), [(SPEND_RULES, SPEND_COLUMNS), (CONSTRUCT_RULES, CONSTRUCT_COLUMNS)]
)
def test_untouched_rows_say_the_same_rules(table, columns):
    rules = table.defaults()
    assert rules_of(rule_rows(rules, columns), table.rule, columns) == rules


def test_a_changed_order_moves_a_rule_between_two_others():
    rows = rule_rows([FEES, TOKENS, SpendRule("x")], SPEND_COLUMNS)
    moved = rows.with_columns(pl.Series(ORDER, [2.5, 2.0, 3.0]))
    assert spend_rules(moved) == (TOKENS, FEES, SpendRule("x"))


def test_new_rows_come_first_and_keep_their_order_among_themselves():
    rows = rule_rows([FEES], SPEND_COLUMNS)
    new = pl.DataFrame(
        {ORDER: [0.0, None], "Account": ["a", "b"], "Spent on": ["tokens", "tokens"]},
        schema_overrides={ORDER: pl.Float64},
    )
    told = spend_rules(pl.concat([rows, new], how="diagonal"))
    assert {rule.account for rule in told[:2]} == {"a", "b"}
    assert told[2] == FEES


def test_an_empty_cell_has_the_default_of_its_column_and_an_empty_row_is_no_rule():
    rows = rule_rows([FEES, FEES], SPEND_COLUMNS).with_columns(
        pl.Series("Account", [None, " "]),
        pl.Series("Cost centre", [" IT ", None]),
        pl.Series("Spent on", ["tokens", None]),
        pl.Series("Trust", [None, ""]),
        pl.Series("Why", [None, None], dtype=pl.String),
    )
    assert spend_rules(rows) == (SpendRule("*", "IT", "tokens"),)
