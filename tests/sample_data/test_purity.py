import ast
import sys
from pathlib import Path

import sample_data

ALLOWED = {"numpy", "polars", "sample_data"}


def test_the_made_firm_imports_nothing_of_the_product():
    for path in Path(sample_data.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            roots = {name.partition(".")[0] for name in names}
            assert roots <= ALLOWED | set(sys.stdlib_module_names), path.name
