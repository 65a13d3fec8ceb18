"""How the page Spend reads on paper: no controls, nothing cut, and the assumptions as a list."""

from typing import Final

import streamlit as st

# Keys of containers, by the beginning of their names: Streamlit makes classes of them.
EDIT: Final = "spend_edit"  # controls: only on the screen
PAPER: Final = "spend_paper"  # only on paper
PART: Final = "spend_part"  # a part that stays on one sheet when it can

# Blocks of a flexible box break anywhere; as plain blocks a heading stays with what it is about.
TOP: Final = '[data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"]'

# A sheet of A4 is narrower than a screen: everything becomes smaller, pictures as well, because a
# picture keeps the width that it was drawn with.
STYLE: Final = f"""<style>
[class*="st-key-{PAPER}"] {{ display: none; }}
[data-testid="stMainBlockContainer"] {{ max-width: 1240px; }}
@media print {{
  @page {{ size: A4; margin: 12mm 11mm; }}
  [data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stToolbar"],
  [data-testid="stExpandSidebarButton"], [data-testid="stElementToolbar"],
  [data-testid="stMain"] [class*="st-key-{EDIT}"], [data-testid="stTooltipIcon"],
  [data-testid="stMain"] [data-testid="stPopover"], [data-testid="stMain"] button
    {{ display: none !important; }}
  [data-testid="stMain"] [class*="st-key-{PAPER}"] {{ display: block !important; }}
  html, body, #root, #root > div, [data-testid="stApp"], [data-testid="stAppViewContainer"],
  [data-testid="stMain"] {{
    position: static !important; display: block !important; height: auto !important;
    min-height: 0 !important; overflow: visible !important; background: #fff !important;
  }}
  [data-testid="stMain"] {{ zoom: .62; }}
  [data-testid="stMainBlockContainer"] {{ padding: 0 !important; max-width: 1180px; }}
  [data-testid="stMain"] * {{ color: #14191c !important; }}
  [data-testid="stMain"] svg text:not(.bartext) {{ fill: #14191c !important; }}
  [data-testid="stMain"] .stMarkdownBadge {{
    background: #fff !important; border: 1px solid #8a9299; padding: 0 .3em;
  }}
  [data-testid="stMain"] [data-testid="stAlert"] > * {{
    background: #fff !important; border: 1px solid #8a9299 !important;
  }}
  {TOP}, {TOP} > [data-testid="stLayoutWrapper"] > [data-testid="stVerticalBlock"] {{
    display: block !important;
  }}
  {TOP} > *, {TOP} > [data-testid="stLayoutWrapper"] > [data-testid="stVerticalBlock"] > * {{
    margin-bottom: 1rem;
  }}
  {TOP} [data-testid="stLayoutWrapper"]:has(> [class*="st-key-{EDIT}"]) {{ display: none; }}
  [class*="st-key-{PART}"] {{ break-inside: avoid; }}
  h1, h2, h3, [data-testid="stElementContainer"]:has(h2, h3) {{ break-after: avoid; }}
  [class*="st-key-{PART}_teams"] [data-testid="stElementContainer"],
  [data-testid="stTable"], [data-testid="stTable"] * {{
    height: auto !important; max-height: none !important; overflow: visible !important;
  }}
  tr, [data-testid="stPlotlyChart"], [data-testid="stMetric"], [data-testid="stAlert"]
    {{ break-inside: avoid; }}
}}
</style>"""


def paper_style() -> None:
    """Put the rules for paper on the page."""
    st.html(STYLE)
