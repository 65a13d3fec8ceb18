"""What all reports of trainings have in common: titles that name AI."""

from datetime import date

import polars as pl
import pytest

from loaders.trainings import training


def about_ai(*titles):
    rows = {
        "row": range(len(titles)),
        "person_id": "id:7",
        "course": titles,
        "completed_on": date(2026, 2, 3),
    }
    return training(pl.DataFrame(rows))["about_ai"].to_list()


@pytest.mark.parametrize(
    "title",
    [
        "Working with AI",
        "AI: what it is (and is not)",
        "Generative AI for teams",
        "Introduction to artificial intelligence",
        "ARTIFICIAL INTELLIGENCE FOR ALL",
        "Prompt engineering",
        "ChatGPT in the office",
        "GitHub Copilot basics",
        "Copilot for Word",
        "Grundlagen der Künstlichen Intelligenz",
        "KI im Team",
        "Inteligencia artificial",
    ],
)
def test_a_title_that_names_ai_is_about_ai(title):
    assert about_ai(title) == [True]


@pytest.mark.parametrize(
    "title",
    [
        "Negotiation",
        "Prompting basics",
        "Maintaining trains",
        "Copilot briefing before take-off",
        "CORSO AI LAVORATORI",
        "Consigli ai colleghi",
        "Rain and repair",
    ],
)
def test_of_any_other_title_it_cannot_be_told(title):
    assert about_ai(title) == [None]
