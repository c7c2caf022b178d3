"""Trained weights for other runtimes: one supervision step as ONNX, and a page's parts."""

from .browser import save_page_parts
from .step import save_step, step_card, step_model

__all__ = ["save_page_parts", "save_step", "step_card", "step_model"]
