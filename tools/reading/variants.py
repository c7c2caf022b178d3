"""Variants: Sudokus with further rules, by the names people give them.

Solving such a puzzle as a classic one gives a wrong answer, however plain the grid looks,
so a name in the words beside the grid is enough. A variant that is denied ("no diagonals")
or told of in passing ("yesterday's killer") does not count.
"""

from __future__ import annotations

import re

_NAMES = (
    (
        "X-sudoku (diagonals)",
        r"przek[ąa]tn|\bdiagonais\b|\bx[- ]?sudoku|sudoku[- ]x\b"
        r"|\bdiagonal\w{0,4}\b(?! (?:ber[uü]hr|touch|adjacent|neighbo))|\bdiagonaux"
        r"|диагонал|対角|对角线|對角線",
    ),
    (
        "windoku",
        r"windoku|\bhiper-?sudoku|(?:shaded|extra|four|additional) (?:\w{1,8} ){0,2}windows"
        r"|\bhyper[- ]?sudoku|nrc[- ]sudoku|four[- ]box sudoku|(?:extra|additional|shaded"
        r"|grey|gray|coloured|colored|four) (?:\w{1,10} )?(?:boxes|regions|squares|houses"
        r"|blocks)|(?:zus[äa]tzliche|vier|graue) (?:\w{1,10} )?(?:bl[öo]cke|k[äa]sten|felder"
        r"|bereiche)",
    ),
    (
        "jigsaw",
        r"jigsaw|ジグソー|锯齿|鋸齒|irregular|nonomino|squiggly|chaos (?:sudoku|construction)"
        r"|geometr\w{1,3} sudoku"
        r"|unregelm[äa][sß]\w{0,6}|\birr[ée]gulier\w{0,2}|irregolar\w|puzzle-?sudoku|freeform "
        r"sudoku",
    ),
    (
        "killer",
        r"\bkiller\b(?! of\b)"
        r"|\basesino\b|\bassassin[oa]?\b|キラー|киллер|杀手|sum-?doku|\bcages?\b|samunamupure"
        r"|\bk[äa]fige?\b|\bjaulas?\b",
    ),
    (
        "anti-knight",
        r"anti.?knight|knight'?s?[- ](?:move|jump)|springer-?regel|saut de cavalier|(?:salto"
        r"|movimiento) de caballo|(?:no )?knight'?s? (?:rule|constraint)"
        r"|anti.?springer|r[öo]ssel|springerzug|anti.?caballo|anti.?cavali\w{1,2}|chess "
        r"(?:constraint|move|sudoku)|сдоку конь",
    ),
    (
        "anti-king",
        r"anti.?king|(?:sich|each other|touch)\b[^.\n]{0,20}\bdiagonal|king'?s?[- ](?:move|rule"
        r"|constraint)|anti.?k[öo]nig|no[- ]touch|touchless"
        r"|anti.?rey|anti.?roi\b",
    ),
    (
        "non-consecutive",
        r"non.?consecutive|not be consecutive|(?:can'?t|cannot|must not|may not|mustn'?t) (?:be"
        r"|hold|contain|have) consecutive|nicht aufeinander ?folgend"
        r"|no consecutiv\w{1,3}|non cons[ée]cuti\w{1,3}",
    ),
    (
        "consecutive",
        r"(?<!non)(?<!non.)\bconsecutive (?:sudoku|digits?|bars?|markers?|pairs?|dots?)"
        r"|nachbarsudoku",
    ),
    (
        "thermo",
        r"(?<!my )thermo(?:meters?)?\b(?! (?:says|said|reads|shows))"
        r"|term[óo]metros?|thermom[èe]tres?",
    ),
    (
        "arrow",
        r"\barrow[- ]sudoku|\barrow\b[^.\n]{0,24}\b(?:sums?|circles?)\b"
        r"|\bsums?\b[^.\n]{0,24}\barrow\b|\barrows\b|sudoku with arrow|pfeil-?sudoku"
        r"|pfeile?\b|\bflechas?\b"
        r"|\bfl[èe]ches?\b",
    ),
    ("kropki", r"kropki|(?:white|black) dots?"),
    ("sandwich", r"sandwich"),
    (
        "even/odd",
        r"even[-/ ]?odd|odd[-/ ]?even|(?:cells?|squares?) (?:\w{1,9} ){0,4}(?:even|odd)\b"
        r"|(?:even|odd) (?:digits|cells|numbers)|gerade[-/ ](?:und[- ])?ungerade|pares? (?:e|y"
        r"|/) [ií]mpares?",
    ),
    ("samurai", r"samoura[iï]|samurai|gattai|\bflower sudoku|overlapping (?:grids|sudokus)"),
    (
        "greater-than",
        r"[<>]['\"]? (?:and|or|und|/) ['\"]?[<>]|(?:greater|less|inequality) signs?"
        r"|greater.?than|compdoku|inequalit\w{1,3}|vergleichssudoku|futoshiki|mayor que",
    ),
    ("little killer", r"little killer"),
    (
        "renban or whispers",
        r"renban|german whispers?|whisper lines?|palindromes?|between lines?|region sum lines?",
    ),
    (
        "XV",
        r"\bxv[- ]sudoku|sudoku xv\b|\b[XV]['\"]? (?:between|zwischen|entre)\b"
        r"|\b[XV]\b[^.\n]{0,24}\bsums? (?:up )?(?:to )?(?:10|ten|5|five)\b",
    ),
    (
        "disjoint groups",
        r"(?:same|equal|gleiche[rn]?) (?:colou?rs?|farbe)\b[^.\n]{0,30}\b(?:differ\w*|unique"
        r"|repeat\w*|once|unterschied\w*|verschieden\w*)"
        r"|disjoint (?:groups?|sets?)|colou?r sudoku|colou?rdoku|farbsudoku",
    ),
    ("skyscraper or outside clues", r"skyscrapers?|x-sums?|little killer|outside clues"),
    ("asterisk", r"asterisk|centre ?dot|center ?dot|girandola|argyle"),
    ("magic square", r"magic (?:square )?(?:box|sudoku|centre|center)"),
    ("quadruple", r"quadruples?\b|quad-?sudoku"),
    ("toroidal", r"toroidal"),
    ("alphadoku 3D", r"\b3-?d sudoku|sudoku cube"),
)
_PATTERNS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _NAMES)
_DENIED = re.compile(
    r"(?:\b(?:no|not|without|isn'?t|aren'?t|never|neither|nor|non|nothing|doesn'?t|don'?t"
    r"|instead of|rather than|unlike|kein\w{0,2}|ohne|nicht|weder|noch|sin|ni|sans|pas|senza"
    r"|n[ãa]o|sem|geen|zonder|niet|bez|nie|без|не"
    r"|yesterday\w{0,2}|last (?:week|time|month|year)|usually|normally i|i (?:like|love|hate"
    r"|prefer|did|solved)|used to|gestern|ayer|hier j'|ieri|other than|forget|ignore"
    r"|except)\b)[^.!?;:\n]{0,45}$",
    re.IGNORECASE,
)
_UNDENIED = re.compile(
    r"\b(?:but|also|additionally|aber|sondern|pero|mais|ma|only|just)\b[^.!?;:\n]{0,45}$"
    r"|\bnot? (?:only|just|repeat|touch|share|contain)\b|\bno (?:two )?(?:equal|same|identical"
    r"|two)\b",
    re.I,
)
_FORBIDS = re.compile(  # "equal digits must not ..." is a rule, no denial of one
    r"\b(?:may|must|can'?t|cannot|d[uü]rfen|pueden|peuvent|possono|podem|mogen)\b[^.!?;:\n]{0,45}$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^[^.!?\n]{0,60}\b(?:i|we) (?:stick to|prefer|only (?:do|like|play)|want|like) (?:the |a "
    r"|an )?"
    r"(?:normal|classic|plain|regular|ordinary|standard)\b|"
    r"^[^.!?;\n]{0,25}\b(?:does not|doesn'?t|do not|don'?t|not|no) (?:apply|matter|count"
    r"|needed|used|rules?|involved)"
    r"|^[^.!?;\n]{0,25}; ?(?:they|it) (?:do|does|are|is)(?:n'?t| not)\b"
    r"|^[^.!?;\n]{0,12}(?:non conta|no cuenta|ne compte|z[aä]hl(?:t"
    r"|en) nicht"
    r"|tel(?:t|len) niet|n[ãa]o conta)",
    re.I,
)


def variant_in(words: str) -> str | None:
    """The name of the variant that these words ask for, or None for a classic Sudoku.

    >>> variant_in("a windoku, please")
    'windoku'
    >>> variant_in("just a normal sudoku, no diagonals") is None
    True
    """
    for name, pattern in _PATTERNS:
        for found in pattern.finditer(words):
            before = words[max(0, found.start() - 60) : found.start()]
            denied = _DENIED.search(before)
            if denied and not (_UNDENIED.search(denied[0]) or _FORBIDS.search(before)):
                continue
            if _AFTER.match(words[found.end() : found.end() + 60]):
                continue
            return name
    return None
