"""How each kind of puzzle is solved: one folder a kind, and what all kinds share."""
