"""The made firm from exports to figures, and the server time of each page."""

import os
import statistics
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from streamlit.testing.v1 import AppTest

from loaders.load import load_paths
from metrics.measure import measure
from sample_data import make_firm, write_exports
from store.workspace import Workspace


def main() -> None:
    """Print seconds to make, load and measure the firm, and to run each page."""
    with tempfile.TemporaryDirectory() as folder:
        marks = [time.perf_counter()]
        paths = write_exports(make_firm(), Path(folder) / "exports")
        marks.append(time.perf_counter())
        workspace = Workspace.open(Path(folder) / "workspace")
        load_paths(workspace, paths, by="benchmark")
        marks.append(time.perf_counter())
        measure(workspace)
        marks.append(time.perf_counter())
        made, loaded, measured = (late - soon for soon, late in pairwise(marks))
        print("made firm")
        print(f"  make and write exports {made:6.2f} s")
        print(f"  load                   {loaded:6.2f} s")
        print(f"  measure                {measured:6.2f} s")
        print(f"  load + measure         {loaded + measured:6.2f} s")
        pages(workspace)


def pages(workspace: Workspace, repeats: int = 7) -> None:
    """Print the median server time of a page run after its first."""
    os.environ["ATELIER_WORKSPACE"] = str(workspace.folder)
    root = Path(__file__).parent.parent
    app = AppTest.from_file(str(root / "dashboard.py"), default_timeout=60).run()
    for page in sorted(path for path in (root / "pages").glob("*.py") if path.stem != "__init__"):
        app.switch_page(f"pages/{page.name}").run()
        times = []
        for _ in range(repeats):
            start = time.perf_counter()
            app.run()
            times.append(time.perf_counter() - start)
        print(f"  page {page.stem:<12} {1000 * statistics.median(times):6.0f} ms")


if __name__ == "__main__":
    main()
