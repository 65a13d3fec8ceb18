"""Names of AI products: one name a product, whichever source tells of its use."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from loaders.export import normalise

# Name in `ai_usage.tool` -> the product in its vendor's words. What a source calls otherwise and is
# none of these keeps its own name, in small letters.
PRODUCTS: Final[Mapping[str, str]] = {
    "amazon_q": "Amazon Q Developer",
    "anthropic_api": "Anthropic API",
    "chatgpt": "ChatGPT",
    "claude": "Claude",
    "claude_code": "Claude Code",
    "codex": "Codex",
    "copilot": "GitHub Copilot",
    "cursor": "Cursor",
    "gemini_workspace": "Gemini in Google Workspace",
    "grok": "Grok",
    "m365_copilot": "Microsoft 365 Copilot",
    "openai_api": "OpenAI API",
}
# Other names of the same products, as people write them into lists of their own.
OTHER_NAMES: Final[Mapping[str, str]] = {
    "Amazon Q": "amazon_q",
    "ChatGPT Enterprise": "chatgpt",
    "ChatGPT Business": "chatgpt",
    "ChatGPT Edu": "chatgpt",
    "Claude Enterprise": "claude",
    "Claude for Work": "claude",
    "OpenAI Codex": "codex",
    "Copilot for Microsoft 365": "m365_copilot",
    "M365 Copilot": "m365_copilot",
    "Cursor AI": "cursor",
    "Gemini for Google Workspace": "gemini_workspace",
}
_KNOWN: Final = {
    normalise(words): tool
    for words, tool in (
        *((tool, tool) for tool in PRODUCTS),
        *((words, tool) for tool, words in PRODUCTS.items()),
        *OTHER_NAMES.items(),
    )
}


def product(told: str) -> str:
    """The one name of a product that somebody calls so; unknown words in small letters."""
    return _KNOWN.get(normalise(told), told.strip().lower())


def with_one_name(ai_usage: pl.DataFrame) -> pl.DataFrame:
    """Rows of `ai_usage` whose tools have the names that all sources share."""
    told = ai_usage.get_column("tool").drop_nulls().unique()
    ours = {words: product(words) for words in told if words != product(words)}
    return ai_usage.with_columns(pl.col("tool").replace(ours)) if ours else ai_usage
