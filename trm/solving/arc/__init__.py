"""ARC tasks solved: a model learns the task from its demonstrations while it runs."""
