"""`tinyduo bench`: how fast the networks are, and what more steps and candidates give.

Every network sees the same generated puzzles in the same run. Not here: how well an LLM does.
"""
