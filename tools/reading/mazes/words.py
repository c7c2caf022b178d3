"""Words: what a message says about its maze: that there is one, and what its symbols mean.

Words never make a maze. They say that "1" is a wall, that E is the entrance, or that the way
goes from A to B, in the languages the reader knows. Places are in `places.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..language import language_of
from .signs import Role

_STRONG = (
    r"\bmaze|labyrin\w{1,4}|\blaberint\w{1,2}|\birrg[aä]rten?|\blabirint\w{0,2}|\bdoolhof"
    r"|迷路|迷宫|迷宮|лабиринт|미로|متاهة"
)
_NAMED = re.compile(
    _STRONG + r"|shortest (?:valid )?(?:path|route|way)|k[üu]rzeste[rn]? weg|camino m[áa]s corto"
    r"|plus court chemin|chemin le plus court|percorso pi[ùu] breve|path ?find\w{0,4}|\bwalls?\b"
    r"|\bw[äa]nde?\b|\bmauern?\b|\bpared(?:es)?\b|\bmur(?:o|os|i|s)?\b|\bstena"
    r"|(?:path|route|way) (?:from|through|out)\b|\bbfs\b",
    re.IGNORECASE,
)
_NAME = re.compile(_STRONG, re.IGNORECASE)
_AFTER_YOU = (  # what makes "you" the one that walks, and no name of a cell
    r"can|cannot|can't|may|must|could|should|need|want|have|get|exit|leave|end|finish|go|walk|move"
)
ROLES = {
    Role.WALL: r"walls?|walled|blocked|blocks?|blocking|obstacles?|barriers?|bricks?|hedges?|rocks?"
    r"|trees?|impassable|forbidden|solid|w[äa]nde?|mauern?|hindernis(?:se)?|blockiert|pared(?:es)?"
    r"|(?:not |non-?|un|im)(?:walk|pass)able|impassierbar|unpassierbar|nicht begehbar"
    r"|no transitables?|infranchissables?|inaccessible|holes?|pits?|lava|fences?|mountains?"
    r"|muros?|obst[áa]culos?|bloquead[oa]s?|murs?|muri|pareti|parete|mu(?:ur|ren)|[śs]cian[ay]"
    r"|стен[аы]|壁|墙|牆|벽",
    Role.PATH: r"(?:my|drawn|your|their) (?:own |drawn )?(?:path|route|way|trail|solution|steps)"
    r"|route|trail|solution|breadcrumbs|mein weg|mi camino|mon chemin|il mio percorso|meu caminho",
    Role.OPEN: r"open|free|paths?|passages?|passable|walkable|floors?|empty|corridors?|hallways?"
    r"|traversable|accessible|allowed|ground|grass|sand|dirt|frozen|begehbar\w{0,2}|passierbar\w{0,2}"
    r"|transitables?|praticables?|percorribil[ei]"
    r"|roads?|ways?|spaces?|clear|frei\w{0,2}|wege?|g[äa]nge?|leer\w{0,2}|offen\w{0,2}|boden"
    r"|libres?|pasillos?|caminos?|vac[ií][oa]s?|pas(?:aj)?es?|pasos?|couloirs?|chemins?|vides?"
    r"|liber[oia]|corridoi[oi]?|passagg[io]{1,2}|vuot[oaie]|livres?|caminhos?|corredor(?:es)?"
    r"|vazi[oa]s?|vrije?|paden|pad|gang(?:en)?|leeg|wolne|przej[śs]ci[ea]|проход\w{0,2}"
    r"|свободн\w{1,3}|пуст\w{1,3}|通路|道|路|길",
    Role.START: r"start(?:s|ing)?(?:[- ]?(?:point|cell|position|square))?|begin\w{0,4}|entrances?"
    rf"|entry|enter|origin|you(?! (?:{_AFTER_YOU})\b)|me|player|mouse|robot|hero|agent|rat|maus"
    r"|ratón|raton|souris|topo|startpunkt|eingang|inicio|comienzo|entrada|d[ée]part|entr[ée]e"
    r"|partenza|ingresso|entrata|inizio|in[íi]cio|ingang|wej[śs]cie|старт|вход|начало|スタート|入口|入り口|起点|起點|开始|출발",
    Role.GOAL: r"you (?:exit|leave|end|finish|get out|(?:need|want|have|must|should)(?: to)? (?:go"
    r"|get|be|reach|end|arrive))|stairs?(?:case|way)?(?: (?:down|up))?|ladder|goals?"
    r"|end(?:s|ing|point)?|exits?|finish\w{0,2}|targets?|destination|dest|cheese|käse|queso"
    r"|fromage|formaggio|queijo|treasure|way out|ziel\w{0,5}|ausgang|ende|meta|salida|fin(?:al)?"
    r"|destino|objetivo"
    r"|arriv[ée]e|sortie|arrivo|uscita|traguardo|sa[íi]da|chegada|uitgang|doel|einde"
    r"|wyj[śs]cie|koniec|cel|финиш|выход|цель|конец|ゴール|出口|终点|終點|目标|도착",
}
START_WORDS, GOAL_WORDS = ROLES[Role.START], ROLES[Role.GOAL]
_ROLE = "|".join(f"(?P<{role.value}>{names})" for role, names in ROLES.items())
_ROLE = rf"(?:{_ROLE})(?![\w])"
_ANY_ROLE = rf"(?:{'|'.join(ROLES.values())})"
_PARALLEL = re.compile(  # "wall,free -> #, (nothing)": which is which is left to the maze
    rf"^[^\n.;:(]{{0,12}}(?<!\w){_ANY_ROLE}[ ]?[,/][ ]?{_ANY_ROLE}[ ]?(?:[-=]>|=|:|→)[^\n]*",
    re.IGNORECASE | re.MULTILINE,
)
_SYMBOL = (
    r"(?:[^\s\w,;:()\[\]{}'\"`=\x00]|[A-Za-zА-Я入出起终終_](?!\w)|\d(?!\w)|(?<=['\"`]) (?=['\"`]))"
)
_OPENED, _CLOSED = r"['\"`(\[]?", r"\x00{0,2}['\"`)\]]?"
_LINK = (
    r"[ \t]{0,3}(?:=>?|:|->|→|[-–]|\b(?:is|are|means?|marks?|stands? for|represents?|denotes?"
    r"|for|as|being|ist|sind|steht f[uü]r|stehen f[uü]r|bedeutet|es|son|est|sont|significa"
    r"|è|sono|são|é|это|bezeichnet|indica|marca)(?!\w))[ \t]{0,3}"
)
_ARTICLES = (
    r"(?:(?:an?|the|my|your|where|der|die|das|den|ein|eine|el|la|los|las|le|les|un|une|una|il|lo"
    r"|i|gli|o|os|as|outer|inner|solid|brick|blocked|open|impassable|in)[ ]{1,2}|l'){0,3}"
)
_SIGN_FIRST = re.compile(
    rf"(?<![\w.])(?:{_OPENED}(?P<also>{_SYMBOL}){_CLOSED} ?(?:and|or|und|oder|y|et|/|&) ?)?"
    rf"(?P<quote>{_OPENED})(?P<symbol>{_SYMBOL}){_CLOSED}(?P<link>{_LINK}|[ \t]{{1,3}})"
    rf"{_ARTICLES}{_ROLE}",
    re.IGNORECASE,
)
_ROLE_FIRST = re.compile(
    rf"(?<!\w){_ROLE}(?:[ ](?:cells?|squares?|tiles?|symbols?|points?|position|felder))?"
    r"(?P<link>[ \t]{0,2}(?:=>?|:|->|→|\b(?:is|are|as|at|by|with|ist|sind|es|son|est|sont|è|sono"
    r"|são|mit|con|avec|com)(?!\w)(?: (?:marked|shown|drawn|written|given|denoted|represented"
    r"|labell?ed|indicated|called))?(?: (?:with|by|as))?|(?=\()"
    r"|\b(?:marked|shown|drawn|denoted|represented|labell?ed|indicated)(?: (?:with|by|as))?"
    rf")[ \t]{{0,2}}|[ \t]{{1,2}}){_ARTICLES}(?P<quote>{_OPENED})(?P<symbol>{_SYMBOL})"
    rf"(?!\w|\.\d|[ ]?[,x;] ?\d){_CLOSED}(?!\w)",
    re.IGNORECASE,
)
_WAY = re.compile(
    rf"(?:(?<!\w)(?:from|von|vom|desde|de|du|da|dal|van|od|от|из|get|reach|take|bring|guide|connect"
    rf"|between|von|can)"
    rf"(?: (?:the|an?|der|dem|la|el"
    rf"|le))?[ ]{{1,2}})?{_OPENED}(?P<start>{_SYMBOL}){_CLOSED}[ ]{{0,2}}"
    rf"(?:->|→|=>|(?<=[ ])(?:to|and|nach|zu|zum|bis|a|hasta|à|al|naar|do|до|в|к|reach|get to|から)"
    rf"(?=[ ]))[ ]{{0,2}}"
    rf"(?:(?:the|an?) )?{_OPENED}(?P<goal>{_SYMBOL})(?!\w)",
    re.IGNORECASE,
)
_WHO = (
    r"(?:where |that |which |an? |any |the |cells? |squares? |tiles? |places? |one |you |we |i |it "
    r"|he |she |they |player |robot |mouse ){0,5}"
)
_WALKED = (
    r" ?(?:walk|go|move|pass|step|stand|enter|cross|travel|be (?:walked|entered|crossed|passed"
    r"|visited|stepped|used|travell?ed))\b(?: (?:on|over|into|in|through|here|there|onto|to|it"
    r"|them))*"
)
_BEFORE = rf"(?P<link>(?<![^\s'\"`(\[])[^\s,;.]['\"`)\]]{{0,2}}{_LINK})"
_MAY = re.compile(rf"{_BEFORE}{_WHO}(?:can|may|could|are allowed to){_WALKED}", re.I)
_MAY_NOT = re.compile(
    rf"{_BEFORE}{_WHO}(?:can ?not|can'?t|may not|must not|mustn'?t|are not allowed to){_WALKED}",
    re.IGNORECASE,
)
_WATER = re.compile(rf"{_BEFORE}(?:the |a |deep ){{0,2}}(?:water|river|lake|sea|ocean)\b", re.I)
_AFLOAT = re.compile(r"\b(?:boat|ship|sail|swim|fish|duck|float|canoe|kayak|ferry)", re.I)
_INITIAL = re.compile(r"(?<!\w)([^\W\d_]{0,9})[(\[]([^\W\d_])[)\]]([^\W\d_]{1,12})")
_NAMES = (  # symbols by name, where they are plainly spoken of as such
    (r"hash(?:es|tags?| signs?| marks?)?|pound signs?|number signs?|rauten?|almohadillas?"
     r"|di[èe]ses?", "#"),
    (r"dots?|periods?|full stops?|punkte?|puntos?|punti", "."),
    (r"(?:blank |empty )?spaces|blanks|leerzeichen|espacios|espaces|spazi|a space", " "),
    (r"underscores?|unterstriche?", "_"),
    (r"asterisks?|stars|sternchen|asteriscos?", "*"),
    (r"ones|1'?s|einsen|unos", "1"),
    (r"zeroe?s|0'?s|nullen|ceros", "0"),
    (r"x'?s", "X"),
    (r"o'?s", "o"),
    (r"(?:the )?(?:black|dark|schwarze\w?)(?: (?:squares?|cells?|blocks?|tiles?|ones?"
     r"|felder))?", "⬛"),
    (r"(?:the )?(?:white|wei[sß]+e\w?)(?: (?:squares?|cells?|blocks?|tiles?|ones?|felder))?", "⬜"),
)  # fmt: skip
_BY_NAME = tuple(
    (
        re.compile(
            rf"(?<![\w'\"`])(?:{names})(?= ?(?:=|:|\bare\b|\bis\b|\bmeans?\b|\bfor\b|\bmarks?\b"
            rf"|\bsind\b|\bson\b|\bsont\b|\bsono\b))"
            rf"|(?<=with |..as |..by |.are |...= |sind |.son |sont )(?:{names})(?!\w)",
            re.IGNORECASE,
        ),
        f"'{symbol}'",
    )
    for names, symbol in _NAMES
)
_SPOKEN = re.compile(  # what one looks for in a maze, which alone makes none
    r"\b(?:goal|exit|way out|path|route|ziel|ausgang|weg|meta|salida|camino|sortie|chemin|uscita"
    r"|percorso|sa[íi]da|caminho|uitgang|wyj[śs]cie|выход|путь)\b|出口|ゴール|终点",
    re.IGNORECASE,
)
_ENTRANCE = re.compile(r"\bentrad[ao]|\bentr[ée]e|\bentrata|\bwej[śs]cie", re.IGNORECASE)
_S_STARTS = re.compile(
    r"\binicio|\bcomienzo|\bd[ée]part|\bstart\b|\bpartenza|\binizio|\bin[íi]cio", re.IGNORECASE
)
_SPOKEN_SO = frozenset({"es", "fr", "pt", "it"})
_META = re.compile(r"\bmeta\b|\bllegada\b", re.IGNORECASE)
_SALIDA = re.compile(r"\bsalida\b", re.IGNORECASE)
_LINES_FIRST = frozenset(".*-!?")  # marks that also end sentences and begin lists


@dataclass(frozen=True, slots=True)
class MazeWords:
    """What the words say."""

    text: str = ""  # the words themselves
    named: bool = False  # a maze, its walls or a shortest path is spoken of
    legend: Mapping[str, Role] = field(default_factory=dict)
    entrance_first: bool = False  # E is the way in, S the way out
    sudoku: bool = False  # a Sudoku is spoken of as well
    sought: bool = False  # a way or where it ends is spoken of


def words_of(text: str) -> MazeWords:
    """Gather what the words of a message (shown, without grids) say of a maze."""
    legend = _legend(text)
    way = None
    for way in _WAY.finditer(text):
        ends = (way["start"], way["goal"])
        if ends[0] != ends[1] and all(_is_mark(end) for end in ends):
            legend.setdefault(ends[0], Role.START)
            legend.setdefault(ends[1], Role.GOAL)
            break
    named, sought = _NAMED.search(text) is not None, _SPOKEN.search(text) is not None
    return MazeWords(text, named, legend, _entrance_first(text), sought=sought)


def is_named(text: str) -> bool:
    """Whether a maze is spoken of by that name."""
    return _NAME.search(text) is not None


def _is_mark(symbol: str) -> bool:
    """Whether a bare symbol in a sentence is a mark of the maze rather than a word."""
    return symbol.isupper() or symbol in "@$23" or symbol > "\u2000" or symbol in "sgefb"


def _legend(text: str) -> dict[str, Role]:
    text = _PARALLEL.sub(" ", text)
    text = _MAY_NOT.sub(r"\g<link> wall", _MAY.sub(r"\g<link> open", text))
    if not _AFLOAT.search(text):
        text = _WATER.sub(r"\g<link> wall", text)
    for pattern, symbol in _BY_NAME:
        text = pattern.sub(symbol, text)
    salida_starts = _META.search(text) is not None and _SALIDA.search(text) is not None
    plain: dict[str, Role] = {}
    guesses: list[tuple[int, dict[str, Role]]] = []  # where they begin, of each pattern
    for pattern in (_SIGN_FIRST, _ROLE_FIRST):
        guessed: dict[str, Role] = {}
        begin = len(text)
        for found in pattern.finditer(text):
            role = next(role for role in Role if found[role.value])
            if salida_starts and found[0].lower().find("salida") >= 0:
                role = Role.START
            symbol = found["symbol"]
            told = bool(found["link"].strip()) or bool(found["quote"])
            if not told and _WAY.match(text, found.start("symbol")):
                continue  # "the path S to E"
            if not told and not _is_plain_sign(symbol, found, first=pattern is _SIGN_FIRST):
                continue
            if symbol in "aAI" and not found["quote"] and found["link"].strip() not in ("=", ":"):
                continue
            where = plain if told else guessed
            begin = begin if told else min(begin, found.start())
            where.setdefault(symbol, role)
            also = found["also"] if pattern is _SIGN_FIRST else None
            if also:
                where.setdefault(also, role)
        guesses.append((begin, guessed))
    # "Start S Finish F" or "# wall S start": what comes first shows which way it goes.
    (_, first), (_, second) = sorted(guesses, key=lambda guess: guess[0])
    return second | first | plain | _initials(text)


def _initials(text: str) -> dict[str, Role]:
    """What letters in brackets inside a word stand for: "(E)ntrance to e(X)it"."""
    initials: dict[str, Role] = {}
    for found in _INITIAL.finditer(text):
        word = "".join(found.groups())
        for role in (Role.START, Role.GOAL):
            if re.fullmatch(ROLES[role], word, re.IGNORECASE):
                initials[found[2]] = role
    return initials


def _is_plain_sign(symbol: str, found: re.Match[str], *, first: bool) -> bool:
    """Whether `# wall` or `start S`, without a link, says what a symbol is."""
    if symbol.islower() or symbol in "AI":
        return False
    if symbol in _LINES_FIRST:
        before = found.string[: found.start()].rstrip(" ")[-1:]
        return first and before in (",", ";")
    return first or symbol.isupper() or symbol > "\u2000"


def _entrance_first(text: str) -> bool:
    if _ENTRANCE.search(text):
        return True
    return language_of(text) in _SPOKEN_SO and not _S_STARTS.search(text)
