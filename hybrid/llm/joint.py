"""What is asked, from two witnesses: the rules over keywords, and a model trained to read.

Where the rules know a wish by its words they are right more often (82 of 93 messages of the exam,
the model 65). Where they know none, "solve" is only what a grid means in silence, and the model's
word counts if it is sure. Measured in docs/llms.md.
"""

from __future__ import annotations

from ...tools.reading import Ask, Reading
from .pick import NONE, Pick

SURE = 0.7  # at 0.5 the model overrides 15 of 161 right "solve"s, at 0.7 8, at 0.9 2


def joined_ask(reading: Reading, pick: Pick) -> Ask:
    """What is asked.

    Args:
        reading: of the notation reader, with what its rules say.
        pick: the model's.
    """
    said = Ask(pick.call.ask)
    if pick.ask_probability < SURE:
        return reading.ask
    if not reading.findings:
        talk = (Ask.CHAT, Ask.QUESTION)
        return said if said in talk and reading.ask in talk else reading.ask
    return said if reading.ask is Ask.SOLVE and pick.call.kind != NONE else reading.ask
