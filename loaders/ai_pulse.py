"""The AI pulse: four closed questions on what AI people had, were taught, use it for and think.

`docs/templates/ai-pulse.md` shows the questions to those who ask them; a test holds both together.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from loaders.agreement import folded
from loaders.export import normalise

CONSTRUCT: Final = "ai"
TEAM_QUESTION: Final = "Which team do you work in?"


@dataclass(frozen=True)
class PulseQuestion:
    """One question of the pulse.

    item        key under which its answers are kept
    text        the question as it is asked
    answers     the answers to choose from; the first one is number 1
    is_ordered  a higher number is more of something; where not, answers are counted, never averaged
    """

    item: str
    text: str
    answers: tuple[str, ...]
    is_ordered: bool = True

    @property
    def codes(self) -> Mapping[str, int]:
        """Answer, and its number as text, as they are compared -> number."""
        numbered = list(enumerate(self.answers, start=1))
        return {folded(words): n for n, words in numbered} | {str(n): n for n, _ in numbered}


QUESTIONS: Final = (
    PulseQuestion(
        "ai_access",
        "What AI did you have for your work in the last four weeks?",
        (
            "None",
            "A free or private account of my own",
            "An assistant that the firm pays for",
            "An assistant of the firm inside the tools that I work in",
            "Agents that carry out whole tasks for me",
        ),
    ),
    PulseQuestion(
        "ai_training",
        "What training did you get for the AI that you use at work?",
        (
            "None",
            "A message or guide or video",
            "A session of up to half a day",
            "A course of more than half a day",
            "Somebody better at it worked beside me on my own tasks",
        ),
    ),
    PulseQuestion(
        "ai_purpose",
        "What do you use AI at work for most?",
        (
            "I do not use it",
            "To find or sum up information",
            "To draft what I then finish myself",
            "To check work that I have done",
            "To have whole tasks done for me",
            "To learn work that is new to me",
        ),
        is_ordered=False,
    ),
    PulseQuestion(
        "ai_opinion",
        "What do you think of the AI that you have at work?",
        (
            "It makes my work much worse",
            "It makes my work a little worse",
            "It makes no difference to my work",
            "It makes my work a little better",
            "It makes my work much better",
        ),
    ),
)


def pulse_question(name: str, text: str) -> PulseQuestion | None:
    """The question of the pulse that a column holds, told by its key or by its words."""
    there = {normalise(name), normalise(text)} - {""}
    for question in QUESTIONS:
        if there & {normalise(question.item), normalise(question.text)}:
            return question
    return None


def as_csv() -> str:
    """The pulse as a table to set it up from: one row per answer."""
    made = io.StringIO()
    rows = csv.writer(made, lineterminator="\n")
    rows.writerow(("item", "question", "code", "answer", "ordered"))
    for question in QUESTIONS:
        for code, answer in enumerate(question.answers, start=1):
            is_ordered = "yes" if question.is_ordered else "no"
            rows.writerow((question.item, question.text, code, answer, is_ordered))
    return made.getvalue()


def as_qualtrics() -> str:
    """The pulse as a text that Qualtrics imports: numbered questions, a blank line, the answers."""
    parts = [
        f"{number}. {question.text}\n\n" + "\n".join(question.answers)
        for number, question in enumerate(QUESTIONS, start=1)
    ]
    return "\n\n".join(parts) + "\n"
