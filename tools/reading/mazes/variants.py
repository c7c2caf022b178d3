"""Variants: mazes with further rules, by the names people give them.

The shortest path of a plain maze is no answer to a maze with doors, teleports or costs, so a
name in the words is enough. What is denied ("no diagonal moves") does not count.
"""

from __future__ import annotations

import re
from collections import Counter

from ....trm.puzzles import Status
from ..finding import Finding, Kind
from .raw import Span, Symbols

_STAIRS = r"(?:stairs?|staircases?|stairways?|ladders?)(?: going| leading)?"
_AND = r" ?(?:,|and|or|/|;|&|\n){1,2} ?(?:\S{1,3} ?(?:=|:|is|are|means|for)? ?)?(?:the )?"
_NAMES = (
    (
        "three dimensions",
        r"\b3[- ]?d\b(?![- ]?(?:print|render|model|scan|software|glasses|engine|game|movie|film"
        r"|art))"
        r"|three[- ]dimensional|dreidimensional|tridimensional"
        r"|(?:two|three|four|multi|multiple|several|many|[2-9])[- ](?:levels?|floors?"
        r"|stor(?:ey|ies)|layers?)\b"
        r"|\b(?P<floor>levels?|floors?|layers?) (?:0|1|one|a)\b[\s\S]{0,1500}?"
        r"(?:(?P=floor) (?:2|two|b)|,? (?:and|to|-) 2)\b"
        rf"|\b{_STAIRS} up\b{_AND}(?:{_STAIRS} )?down\b|\b{_STAIRS} down\b{_AND}(?:{_STAIRS} )?up\b"
        r"|\bup[- ]?stairs?\b[^.\n]{0,20}\bdown[- ]?stairs? (?:cells?|symbols?|tiles?)"
        r"|\bstairs?\b[^.\n]{0,30}\b(?:between|connect\w{0,3}|to) (?:the )?"
        r"(?:other |next |upper |lower )?"
        r"(?:floors?|levels?|stor(?:ey|ies))\b",
    ),
    ("hexagonal cells", r"\bhex(?:agon(?:al|s)?)?\b(?! ?(?:dump|code|string))|sechseck\w{0,3}"),
    (
        "costs",
        r"\bweight(?:ed|s)\b(?! in)|(?:movement|terrain|step|entry|traversal) costs?|costs? (?:to"
        r" enter|per|of (?:entering|each))|\bcheapest\b|lowest[- ]cost|minimum[- ]cost"
        r"|gewichtet\w{0,2}"
        r"|costs? \d|difficult terrain",
    ),
    ("teleports", r"teleport\w{0,4}|\bportals?\b|wormholes?|\bwarps?\b"),
    (
        "keys and doors",
        r"\bkeys?\b[^.\n]{0,50}\bdoors?\b|\bdoors?\b[^.\n]{0,50}\bkeys?\b|\blocked\b|schl[üu]ssel"
        r"|\bllaves?\b|\bcl[ée]s?\b[^.\n]{0,50}\bportes?\b",
    ),
    (
        "several goals",
        r"\b(?:collect|visit|gather|pick up|eat)\w{0,3} (?:all|every|each|both"
        r"|the \w{1,9} (?:coins|gems|keys))"
        r"|\ball (?:the )?(?:coins|dots|gems|checkpoints|goals|exits|cheeses?|targets)\b"
        r"|\b(?:two|three|several|multiple|many|both) (?:goals|exits|targets|ends|destinations)"
        r"|\bcheckpoints?\b|\bwaypoints?\b|\bmust (?:also )?(?:pass|go) through\b",
    ),
    (
        "diagonal moves",
        r"diagonal\w{0,4} (?:\w{1,9} ){0,3}(?:allowed|ok|okay|permitted|possible|legal|count)"
        r"|(?:can|may|also|allow\w{0,3}|with|including|move|moving|moves|or"
        r"|and) (?:\w{1,8} ){0,2}diagonal"
        r"|(?:8|eight)[- ](?:direction|connect|neighbo|way)\w{0,6}|auch diagonal"
        r"|diagonale (?:z[üu]ge|schritte)"
        r"|king'?s? moves",
    ),
    ("edges that wrap around", r"\bwrap\w{0,4}[- ]?around|\bwraps\b|toroidal|\btorus\b"),
    (
        "things that move",
        r"\benem(?:y|ies)\b|\bguards?\b|\bmonsters?\b|moving (?:walls|obstacles)|\bpatrol\w{0,4}",
    ),
    ("one-way cells", r"\bone[- ]way\b|einbahn\w{0,6}|conveyors?"),
    ("sliding", r"\bslid(?:e|es|ing)\b[^.\n]{0,20}until|slippery|\bice (?:maze|floor|puzzle)"),
    (
        "walls that can be broken",
        r"\b(?:break|remove|destroy|eliminate|bomb|dig|smash"
        r"|knock)\w{0,4} (?:\w{1,9} ){0,4}(?:walls?|obstacles?|bricks?)\b",
    ),
    ("boxes to push (Sokoban)", r"sokoban|push\w{0,3} (?:the |all )?(?:boxes|crates|stones|box)"),
    (
        "another goal than the shortest path",
        r"\blongest (?:path|route|way)|fewest turns|least turns|minimi[sz]\w{1,3} (?:the )?turns",
    ),
)
_PATTERNS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _NAMES)
_DENIED = re.compile(
    r"(?:\b(?:no|not|never|without|cannot|only orthogonal\w{0,2},? no|kein\w{0,2}|nicht|ohne"
    r"|sin|sans"
    r"|pas|senza|non|sem|n[ãa]o|geen|zonder|bez|don't need|ignore|instead of|isn't|unlike)\b|n't)"
    r"[^.!?;:\n]{0,30}$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^[^.!?;\n]{0,25}(?:\bnot\b|n't\b|forbidden|disallowed|prohibited|verboten|nicht|prohibid"
    r"|interdit|vietat|proibid)",
    re.IGNORECASE,
)


def maze_variant_in(words: str) -> str | None:
    """The further rules that these words name, or None for a plain maze.

    >>> maze_variant_in("a maze with portals, no diagonal moves")
    'teleports'
    """
    for name, pattern in _PATTERNS:
        for found in pattern.finditer(words):
            before = words[max(0, found.start() - 60) : found.start()]
            if _DENIED.search(before) or _AFTER.match(words[found.end() : found.end() + 60]):
                continue
            return name
    return None


def further(variant: str, span: Span, form: str) -> Finding:
    """What is said of a maze with further rules."""
    message = f"a maze with further rules: {variant}; shortest paths of plain mazes only are found"
    return Finding("", Kind.UNSUPPORTED, Status.UNSUPPORTED, None, span, form, message=message)


def is_sokoban(rows: Symbols) -> bool:
    """Whether a board has as many boxes as places for them, and one who pushes.

    >>> is_sokoban((tuple("#####"), tuple("#@$.#"), tuple("#####")))
    True
    """
    counts = Counter(symbol for row in rows for symbol in row)
    boxes, places = counts["$"] + counts["*"], counts["."] + counts["*"] + counts["+"]
    pushed = counts["@"] + counts["+"] == 1 and boxes == places > 0
    return pushed and counts["#"] > 7 and set(counts) <= set("#@+$*. -_")
