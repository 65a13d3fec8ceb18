"""A finding as text and back, every number to its last bit; 'not a number' stays what it is."""

import json
from functools import cache

from pydantic import TypeAdapter

from evidence.results import Finding


@cache
def _adapter() -> TypeAdapter[Finding]:
    return TypeAdapter(Finding)


def to_json(finding: Finding) -> str:
    """The finding as JSON, in which NaN may stand."""
    return json.dumps(_adapter().dump_python(finding))


def from_json(text: str) -> Finding:
    """The finding of a text that `to_json` wrote."""
    return _adapter().validate_json(text)
