"""A finding is kept as text and comes back as it was."""

import json
import math
from dataclasses import replace

from evidence.finding_json import from_json, to_json
from evidence.results import (
    Block,
    Code,
    Doses,
    Estimate,
    Finding,
    Leaving,
    Outcome,
    PreTest,
    Verdict,
)

OUTCOME = Outcome("cycle_time", "Cycle time", "days", "lower", "log", "closed tasks", "quality")
FINDING = Finding(
    outcome=OUTCOME,
    verdict=Verdict("CANNOT-TELL", "This table cannot tell."),
    codes=(Code("MISSING", "3 % are missing", "warns"),),
    pays=0.02,
    total=Estimate(-0.1 / 3, math.pi / 100, -0.2, 0.1),
    by_event={-3: Estimate(0.1, 0.2, -0.3, 0.5), 0: Estimate(1, 2, 3, 4)},
    blocks=(Block(-2, (-6, -4), Estimate(0.1, 0.2, -0.3, 0.5)),),
    pretest=PreTest(1.5, 3, 0.2),
    doses=Doses(Estimate(0.1, 0.2, -0.3, 0.5), Estimate(1, 2, 3, 4), 90),
    leaving=Leaving(Estimate(-0.7, 0.1, -0.9, -0.5), "", 90, 80, 7, 9, 1700, 40),
)


def test_every_number_and_every_tuple_comes_back_as_it_was():
    assert from_json(to_json(FINDING)) == FINDING


def test_what_is_not_a_number_stays_so():
    told = replace(FINDING, pretest=PreTest(math.nan, 0, math.nan))
    found = from_json(to_json(told)).pretest
    assert math.isnan(found.stat)
    assert math.isnan(found.p)
    assert found.df == 0


def test_no_number_stays_none():
    bare = Finding(OUTCOME, Verdict("NOT-ANSWERABLE", "It cannot be told."), (), 0.0)
    assert from_json(to_json(bare)) == bare


def test_a_finding_kept_before_there_was_the_detail_is_read_without_it():
    kept = json.loads(to_json(FINDING))
    del kept["leaving"]
    assert from_json(json.dumps(kept)) == replace(FINDING, leaving=None)
