"""Training the embedded model to read: made-up messages, LoRA on the CPU, and an exam.

Not imported in use: a turn of conversation needs the adapter alone (adapter.py, pick.py).
"""

from .examples import Example, example
from .messages import Message, made_message

__all__ = ["Example", "Message", "example", "made_message"]
