"""Context: what the words of a message say about the grids in it.

Words never make a puzzle; they decide between readings: a Sudoku or a matrix, boxes of two
rows or of three, Excel's A1 or ours, and which symbol stands for which digit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_SUDOKU = re.compile(
    r"su-?do[ck]k?u|судоку|数独|數獨|スドク|ナンプレ|스도쿠|سودوكو|सुडोकू"
    r"|number ?place|wordoku|windoku"
    r"|(?<![\w])(?:givens|\d+ given|given (?:digit|number|cell|clue)s?|pencil ?marks?)(?![\w])"
    r"|\br\d{1,2}c\d{1,2}['\"]?(?: is| isn't| be| not| equal| really| an?|,| =){1,4} ?[1-9]\b"
    r"(?![^\n]{0,9}wall)",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"(?<!\w)(?:matri(?:x|ces|z|zen|zes|ce)|determinante?|eigen\w{1,10}|transpose[ds]?"
    r"|adjacency|keypad"
    r"|numpad|invoice|spreadsheet|kakuro|nonogram|minesweeper|game of life|bingo|tic.?tac.?toe"
    r"|magic square|multiplication|times table|chess|heat ?map|confusion|kernel|convolution|lottery"
    r"|lotto|prices?|phone|telephone|phone number|telefon\w{0,8}|serial|licen[sc]e key"
    r"|credit card|iban|isbn)(?!\w)",
    re.IGNORECASE,
)
_SIZE = re.compile(
    r"(?<![\d.])(4|6|9|16) {0,2}(?:x|by|mal|por|sur|fois|per|\*) {0,2}\1(?![\d.])", re.I
)
_PAIR = re.compile(r"(?<!\d)([234]) {0,2}(?:x|by|mal|por|\*|на) {0,2}([234])(?!\d)", re.IGNORECASE)
_BOX_WORD = re.compile(
    r"box|block|bl[oö]ck|region|cage|caja|bloque|regi[oó]n|r[ée]gion|carr[ée]|bloc|riquadr|settor"
    r"|caixa|bloco|blok|vak|k[aä]st|subgrid|sub-grid|rectangle|rechteck|feld|блок|宫|ブロック",
    re.IGNORECASE,
)
_ROWS = (
    r"(?:rows?|high|tall|zeilen?|reihen?|hoch|filas?|lignes?|righe?|linhas?|rijen|wiersze|de "
    r"alto|de haut)"
)
_COLS = (
    r"(?:col(?:umn)?s?|wide|across|spalten?|breit|columnas?|colonnes?|colonn[ea]|colunas?|kolommen"
    r"|kolumny|de ancho|de large)"
)
_SPOKEN = {"two": 2, "three": 3, "zwei": 2, "drei": 3, "dos": 2, "tres": 3, "deux": 2, "trois": 3}
_N = r"(?<!\w)([23]|" + "|".join(_SPOKEN) + r")"
_ROWS_COLS = re.compile(_N + r" {0,2}" + _ROWS + r"[^\d\n]{0,14}?" + _N + r" {0,2}" + _COLS, re.I)
_COLS_ROWS = re.compile(_N + r" {0,2}" + _COLS + r"[^\d\n]{0,14}?" + _N + r" {0,2}" + _ROWS, re.I)
_BOX_FIELDS = re.compile(  # "box_rows": 3, "box_cols": 2
    r"box_?(?:rows?|height|h)\b[\"' ]{0,3}[:=] {0,3}([23])\b.{0,20}?"
    r"box_?(?:col(?:umn)?s?|width|w)\b[\"' ]{0,3}[:=] {0,3}([23])\b",
    re.IGNORECASE,
)
_BOX_LIST = re.compile(
    r"box\w{0,6}[\"' ]{0,3}[:=] {0,3}[\[(] {0,2}([23]) {0,2}, {0,2}([23])\b", re.I
)
_EXCEL = re.compile(
    r"excel|spreadsheet|google sheet|letters? (?:=|is|are|means?|for|stands? for|gives?|names?) "
    r"(?:the )?col|col(?:umn)?s? (?:=|are|is|as) (?:the )?letters?|columns? a ?(?:-|to"
    r"|through) ?[dfip]\b"
    r"|(?:buchstaben?|letras?|lettres?) (?:=|ist|sind|es|son|est|sont|f[uü]r|para|pour) "
    r"(?:die |la |las |les )?(?:spalte|col)"
    r"|chess notation|schachnotation",
    re.IGNORECASE,
)
_BLANK = (
    r"(?:an? )?(?:blanks?|empty|unknowns?|missing|free|open|leer\w{0,3}|vac[ií][oa]s?|vides?"
    r"|vuot[oaie]"
    r"|vazi[oa]s?|leeg|lege|pust[aey])"
)
_LINK = (
    r"(?:=|:|->|→|is|are|means?|stands? for|for|ist|sind|steht f[uü]r|f[uü]r|bedeutet|es|son"
    r"|est|sont|significa|è|para|pour|per)"
)
_ENDS = (
    r"(?!\w)(?=[ \x00'\"]{0,3}(?:[,;)\n]|\.(?:\s|\Z)|\Z|and\b|und\b"
    r"|y\b|et\b|\S\S{0,2} {0,2}[=:]))"
)
_MEANS = re.compile(
    r"(?<!\w)['\"]?([^\s\w,;.:|=\-\x00'\"]|[A-Za-z])\x00{0,3}['\"]? {0,3}"
    + _LINK
    + r" {0,3}(\d{1,2})"
    + _ENDS,
    re.IGNORECASE,
)
_MEANS_BLANK = re.compile(
    r"(?<!\w)['\"]?([^\s\w,;:|=\x00'\"]|[A-Za-z_])\x00{0,3}['\"]? {0,3}"
    + _LINK
    + r" {0,3}"
    + _BLANK
    + r"(?!\w)",
    re.IGNORECASE,
)
_MEANT = re.compile(
    r"(?<![\w.])(\d{1,2}) {0,3}(?:=|:|->|→|is|ist|es|est|è) "
    r"{0,3}['\"]?([^\s\w,;.:|=\-()\[\]<>/\"']|[A-Za-z])['\"]?" + _ENDS,
    re.I,
)
_PICTURE = re.compile(r"[\u2600-\u27bf\U0001f300-\U0001faff]")
_CHAIN = re.compile(
    r"((?:[^\s\w.,;:=\-\x00]\x00{0,3}[ ,]{0,3}){4,16}) {0,2}= {0,2}((?:\d[ ,]{0,3}){4,16})"
)


@dataclass(frozen=True, slots=True)
class Context:
    """What the words say."""

    sudoku: bool = False  # a Sudoku is named
    other: bool = False  # something else made of digits is named
    sizes: frozenset[int] = frozenset()  # board sizes named as "6x6"
    box: tuple[int, int] | None = None  # (rows, columns) of a 6x6 board's boxes
    excel: bool = False  # letters name columns
    legend: dict[str, int] = field(default_factory=dict)  # symbol to digit, 0 = blank

    order: str = ""  # emoji in the order of the message

    @property
    def expects(self) -> bool:
        """A Sudoku is likely, from the words alone."""
        return self.sudoku or bool(self.sizes)


def context_of(text: str) -> Context:
    """Gather what a normalised message says."""
    return Context(
        sudoku=_SUDOKU.search(text) is not None,
        other=_OTHER.search(text) is not None,
        sizes=frozenset(int(found[1]) for found in _SIZE.finditer(text)),
        box=_box(text),
        excel=_EXCEL.search(text) is not None,
        legend=_legend(text),
        order="".join(dict.fromkeys(_PICTURE.findall(text))),
    )


def _box(text: str) -> tuple[int, int] | None:
    if stated := _BOX_FIELDS.search(text) or _BOX_LIST.search(text):
        return int(stated[1]), int(stated[2])
    for pattern, flip in ((_ROWS_COLS, False), (_COLS_ROWS, True)):
        for found in pattern.finditer(text):
            first, second = (_SPOKEN.get(n.lower()) or int(n) for n in found.groups()[:2])
            if {first, second} == {2, 3}:
                return (second, first) if flip else (first, second)
    for found in _PAIR.finditer(text):
        sides = (int(found[1]), int(found[2]))
        near = text[max(0, found.start() - 30) : found.end() + 30]
        if set(sides) == {2, 3} and _BOX_WORD.search(near):
            return sides
    return None


def _legend(text: str) -> dict[str, int]:
    legend: dict[str, int] = {}
    for found in _CHAIN.finditer(text):
        symbols = [char for char in found[1] if char not in " ,\x00"]
        digits = re.findall(r"\d", found[2])
        if len(symbols) == len(digits):
            legend |= dict(zip(symbols, map(int, digits), strict=True))
    for found in _MEANS.finditer(text):
        if int(found[2]) <= 16:
            legend.setdefault(found[1], int(found[2]))
    for found in _MEANT.finditer(text):
        if 1 <= int(found[1]) <= 16:
            legend.setdefault(found[2], int(found[1]))
    legend = legend if len(legend) > 1 else {}
    return legend | {found[1]: 0 for found in _MEANS_BLANK.finditer(text)}
