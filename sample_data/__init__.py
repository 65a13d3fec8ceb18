"""The made firm: a generator with planted truths, and its exports in the formats of real vendors.

It imports nothing of the product, so that what the product finds in it is found, not agreed on.
"""

from sample_data.exports import write_exports
from sample_data.firm import Firm, make_firm
from sample_data.plan import PLAN, STUDY_PLAN, Plan
from sample_data.truth_rollouts import accepted_redesigns
from sample_data.write_truth import write_truth

__all__ = [
    "PLAN",
    "STUDY_PLAN",
    "Firm",
    "Plan",
    "accepted_redesigns",
    "make_firm",
    "write_exports",
    "write_truth",
]
