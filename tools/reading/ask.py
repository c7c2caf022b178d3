"""Ask: what the person wants, from the words outside the grids, in several languages.

Rules over keywords, first match first. A grid without a word means "solve"; a wish that is
denied ("no hints") does not count. Orders to the solver itself change nothing here.
"""

from __future__ import annotations

import re

from .finding import Ask

_CHECK = (
    r"\b(?:right or wrong|correct or not|richtig oder falsch)\b|\bplease verify:|"
    r"(?:is|are|was|were) (?:this|it|that|these|my \w{1,12}|what i have)(?: \w{1,12}){0,4} "
    r"(?:right|correct|ok(?:ay)?|valid so far|wrong)"
    r"|is (?:this|it|that) (?:an? )?(?:valid|correct|right)\b|did i (?:\w{1,9} "
    r"){0,3}(?:right|correctly|mistake|mistakes|error|errors|wrong|go wrong|mess|solve|get)"
    r"|(?:have|did) i (?:made|make|mess|messed|break|broken|violate|gone wrong)"
    r"|\bis (?:an? |the )?[1-9] (?:\w{1,9} ){0,2}(?:right|correct|ok)|wrong anywhere"
    r"|anything wrong|something wrong|how am i doing|voy bien|(?:hay"
    r"|tiene) alg[úu]n "
    r"(?:error|fallo)|y a-t-il (?:une?|des) (?:erreurs?|fautes?)|ist (?:da "
    r"|hier )?(?:irgendwo )?ein "
    r"fehler|ci sono errori|h[áa] (?:algum )?erros?\b|zit er een fout"
    r"|(?:any|my|a|the|find|spot|where is the|where's the) (?:mistakes?|errors?)|check (?:my"
    r"|this|it|if|whether|the|for|what|below)|double.?check"
    r"|verify (?:my|this|that|if|whether|the)|(?:review|validate|grade|proofread) (?:my|this"
    r"|the)|am i (?:right|wrong|on (?:the right )?track|doing)"
    r"|what(?:'s| is) wrong|where did i|my (?:answer|solution|attempt|filled"
    r"|filling)[^.\n]{0,40}\?|correct\?|right\?$"
    r"|stimmt (?:das|mein|es|die|dies)|ist (?:das|es|meine \w{1,12}|mein \w{1,12}) (?:so "
    r")?(?:richtig|korrekt|falsch)|habe ich (?:\w{1,10} ){0,4}(?:fehler|falsch|richtig)"
    r"|fehler gemacht|(?:pr[uü]f|kontrollier|[uü]berpr[uü]f|check(?!s (?:are|were)\b))\w{0,3}"
    r"|(?:est-ce|c'est|est) (?:que )?(?:\w{1,9} ){0,4}(?:juste|correcte?|bon(?:ne)?"
    r"|exacte?)\b|v[ée]rifi(?:e|er|ez|ons)\b|ai-je (?:fait|commis)|corrige"
    r"|(?:est[áa]|es) (?:\w{1,9} ){0,3}(?:bien|correct[oa])\b|(?:comprueb|revis[ae]"
    r"|verifi(?:ca|que|co|car)\b|corrig|corrij)\w{0,5}|(?:he cometido|comet[ií]|tengo) "
    r"(?:\w{1,9} ){0,2}error"
    r"|[eè] (?:\w{1,9} ){0,3}(?:giust[oa]|corrett[oa])|(?:controlla|verifica)\w{0,3}\b|ho "
    r"sbagliato|(?:confir|verifi|conf[ie]r)[ea] |est[áa] cert[oa]|errei"
    r"|klopt (?:dit|het|mijn|deze)|controleer|nakijken|sprawd[zź]\w{0,3}|czy (?:to |moje "
    r"){0,2}(?:jest )?(?:dobrze|poprawn\w)|провер\w{1,5}|правильно ли"
    r"|(?:合って|あって)い?ます|正しい|检查"
    r"|檢查|对吗|對嗎"
)
_MAZE_CHECK = (  # of paths
    r"(?:is|was|are) (?:this|my|that|the) (?:\w{1,12} )?(?:path|route|way|solution|walk|moves?)\b"
    r"[^?\n]{0,30}\b(?:shortest|valid|right|correct|optimal|ok(?:ay)?|legal|best|possible)\b"
    r"|is (?:this|that|it|mine) (?:really )?(?:the|an?) (?:shortest|best|optimal|legal|possible)"
    r"|(?:does|will|would) (?:this|my|that) (?:\w{1,9} )?(?:path|route|way|solution) work"
    r"|\b(?:is|are) [UDLRNESW,; ]{3,90} (?:(?:an?|the) )?(?:valid|right|correct|shortest|ok\b)"
    r"|did i (?:find|take|get|use) the (?:shortest|best)|is there (?:an? )?(?:shorter|better) "
    r"(?:path|route|way)|ist (?:das|mein weg|dies) der k[üu]rzeste"
    r"|\best-ce (?:bien )?(?:le plus court|le bon)|(?<!l )\b(?:es|[eè]|est) (?:este |esto |mi "
    r"|questo |ce "
    r"|mon )?(?:\w{1,9} )?(?:el camino m[áa]s corto|le plus court|il pi[ùu] breve)"
)
_HINT = (
    r"\b(?:naked|hidden) (?:single|pair)|\beasiest (?:cell|number|digit|square)|spoiler.?free"
    r"|\bone (?:number|digit|cell) only\b|\bonly one (?:number|digit|cell)\b"
    r"|\b(?:peque[ñn]a )?ayuda peque[ñn]a"
    r"|\b(?:un|alg[úu]n) consejo\b|(?:siguiente|prossim[ao]|pr[óo]xim[oa]) (?:cifra|d[íi]gito"
    r"|casilla|celda|cella|casa)"
    r"|\bco dalej|wie (?:geht'?s )?weiter|und jetzt\?|et maintenant ?\?|y ahora qu[ée]|e adesso\?"
    r"|次に|下一个|"
    r"\bhints?\b|\bnext (?:logical )?(?:step|move|digit|number|cell|one|single|placement"
    r"|deduction|square)\b|\bnudge\b|\b(?:a|one|another|any|small|tiny|little) (?:clue"
    r"|tip)\b|\btips?\b"
    r"|(?:which|what) (?:cell|square|digit|number|box|row)s? [^.?\n]{0,30}\bnext\b"
    r"|what (?:should|can|do|could) i (?:do|place|fill|put|try|look|deduce"
    r"|find)\w{0,3} (?:in )?(?:next"
    r"|now|first)|what(?:'s| is| comes| goes)? next|where (?:do|should|can|to|would) (?:i "
    r")?(?:start|begin|look|go|continue|place|put)"
    r"|(?<!\bis )\b(?:one|single|first) (?:step|move|cell|digit)\b(?! (?:per|for each|for every"
    r"|is\b))"
    r"|without (?:giving away|spoil|telling|reveal|the (?:full |whole )?(?:answer|solution))"
    r"|don'?t (?:give|tell|show|reveal|spoil|solve)"
    r"|als n[aä]chstes|\b(?:case|chiffre)s? [^.?\n]{0,24}\b(?:ensuite|maintenant)\b"
    r"|(?:casilla|celda|n[úu]mero|cella|numero|casa)s? [^.?\n]{0,24}\b(?:ahora|adesso|agora)\b"
    r"|\btipps?\b|\b(?:n[aä]chste[rsnm]?) (?:\w{1,12} )?(?:schritt|zug|zahl|ziffer|feld"
    r"|zelle)|\b(?:einen?|kleinen?) hinweis\b|wie geht es weiter|was (?:kommt|mache ich) "
    r"(?:als n[aä]chstes|jetzt)"
    r"|\bpistas?\b|\b(?:siguiente|pr[óo]xim[oa]) (?:paso|jugada|movimiento|n[úu]mero|passo"
    r"|jogada)|\bayudita\b|\bindices?\b|\b(?:prochaine?|suivante?) (?:[ée]tape|coup|chiffre"
    r"|case)|(?:[ée]tape|coup|chiffre) suivante?|coup de pouce"
    r"|\bsuggeriment\w\b|\bindizi[oa]?\b|(?:prossim[ao]|successiv[ao]) (?:passo|mossa"
    r"|numero)|\baiutino\b|\bdicas?\b|\baanwijzing\b|volgende (?:stap|zet|cijfer)"
    r"|wskaz[óo]wk\w|podpowied[zź]\w{0,2}|nast[ęe]pny (?:krok|ruch)|\bledtr[åa]d\b|n[äa]sta "
    r"(?:steg|drag)"
    r"|подсказ\w{1,4}|следующий (?:ход|шаг)|ヒント|次の(?:一手|手|ステップ)|提示|下一步|힌트|تلميح"
)
_MAZE_HINT = (  # of paths
    r"(?:which|what) (?:way|direction)s? (?:should|do|can|must|would|to)\b[^.?\n]{0,30}"
    r"|(?:which|what) (?:way|direction) (?:first|next|now)|which turn\b|in welche richtung"
    r"|wohin (?:jetzt|zuerst|muss ich|soll ich)|(?:por|hacia) d[óo]nde (?:voy|sigo|empiezo|debo)"
    r"|par o[ùu] (?:commencer|aller)|\bfirst (?:few |two |three )?(?:moves?|steps?|turns?)\b"
)
_COUNT = (
    r"more than (?:one|1) way to (?:\w{1,9} )?(?:complete|solve|fill|finish)|몇 ?개|"
    r"\bambiguous|[úu]nica (?:es )?la soluci[óo]n|jedno rozwi[ąa]zanie|一意|唯一"
    r"|how many (?:\w{1,12} ){0,3}(?:solutions|answers|ways|completions|fillings)|number of "
    r"(?:\w{1,9} ){0,2}(?:solutions|answers|ways)|count (?:the |all |its )?(?:\w{1,9} "
    r")?(?:solutions|answers)|\bunique(?:ness|ly)?\b|(?:more than|only|just|exactly) (?:one"
    r"|1) (?:\w{1,9} )?(?:solution|answer)|(?:multiple|several|two|other|another|second|many"
    r"|different) (?:\w{1,9} )?(?:solutions?|answers?)\b"
    r"|wie ?viele (?:\w{1,12} ){0,2}l[öo]sung\w{0,2}|eindeutig|genau eine l[öo]sung"
    r"|mehr als eine l[öo]sung"
    r"|mehrere l[öo]sungen|nur eine l[öo]sung|cu[áa]ntas (?:\w{1,12} ){0,2}soluci\w{1,5}"
    r"|soluci[óo]n (?:es )?[úu]nica|[úu]nica soluci[óo]n|m[áa]s de una soluci[óo]n|combien "
    r"(?:[\w-]{1,12} ){0,3}solution|(?:solution|unique) (?:est[- ])?(?:elle )?unique"
    r"|plusieurs solutions|une seule solution"
    r"|quante (?:\w{1,12} ){0,2}soluzioni|soluzione (?:[eè] )?unica|unica soluzione|quantas "
    r"(?:\w{1,12} ){0,2}solu[çc][õo]es|solu[çc][ãa]o [úu]nica|hoeveel (?:\w{1,12} "
    r"){0,2}oplossing|meer dan (?:een|[ée][ée]n|1) oplossing|meerdere oplossingen"
    r"|più di una soluzione"
    r"|mais de uma solu[çc][ãa]o|one solution only|wi[ęe]cej ni[żz] jedno rozwi|несколько решени"
    r"|解(?:は|が)?(?:一つ|1つ|ひとつ)"
    r"|ile (?:\w{1,12} ){0,2}rozwi[ąa]za|сколько (?:\w{1,12} ){0,2}решени"
    r"|единственн|解(?:は|が)?いくつ|唯一|几个解|多少个?解|多少解|有几"
)
_MAZE_COUNT = (  # of paths
    r"how many (?:\w{1,12} ){0,3}(?:steps|moves|paths|routes|shortest paths)\b|how (?:long"
    r"|short) is "
    r"(?:the|its|this) (?:\w{1,12} )?(?:path|route|way)|(?:length|number of (?:steps"
    r"|moves)) (?:of|in|for|from|to)\b"
    r"|(?:path|route) length|minimum number of (?:steps|moves)|fewest (?:steps|moves)|how far is"
    r"|wie ?viele (?:\w{1,12} ){0,2}(?:schritte|z[üu]ge|wege)|wie lang ist"
    r"|cu[áa]nt[oa]s (?:\w{1,12} ){0,2}(?:pasos|movimientos|caminos)|combien (?:de |d')(?:pas|coups"
    r"|mouvements|chemins|d[ée]placements)|quanti (?:passi|mosse)|quantos (?:passos|movimentos)"
    r"|hoeveel (?:stappen|zetten)|ile krok[óo]w|сколько (?:шагов|ходов)|何歩|何手|多少步|几步"
)
_COUNT_CHECK = (  # "check whether it is unique" is about the answers, not about a filling
    r"(?:check|verify|confirm|see|know|tell me|pr[uü]f\w{0,3}|comprueba|v[ée]rifie\w{0,2}) (?:if"
    r"|whether"
    r"|that|for|ob|si|que)\b[^.?\n]{0,40}(?:unique|one solution|several|multiple|eindeutig"
    r"|[úu]nica)"
    r"|(?:valid|proper|correct)\b[^.?\n]{0,40}(?:\bunique|\bone solution|\bsingle solution)"
)
_EXPLAIN = (
    r"how (?:would|could|should|does|do) (?:a |an |any)?(?:human|person|someone|expert|one)\b"
    r"|解き方|怎么解|怎麼解|как (?:это )?реша|"
    r"\bexplain\w{0,5}\b(?! nothing)|\bexplanation\b|\bwhy\b|step[- ]by[- ]step|walk me through"
    r"|(?<!abstraction and )\breasoning\b(?! corpus)|\btalk me through|show (?:me )?"
    r"(?:your|the|all|each) (?:work\w{0,3}|steps?|logic|reasoning)|\bteach me\b"
    r"|how (?:do|did|would|can|should|to|does) (?:you |i |one |we )?(?:\w{1,9} )?"
    r"(?:get(?! out| from| to the| through)|solve|arrive|work out"
    r"|approach|find|know|deduce)"
    r"|\bjustify\b|\bhow (?:you|this|it) (?:got|get|did|do|solved|came|is done|was)\b"
    r"|\bwith (?:all |the )?steps\b|in detail"
    r"|erkl[äa]r\w{0,4}|\bwarum\b|\bwieso\b|rechenweg|l[öo]sungsweg|schritt f[uü]r schritt"
    r"|begr[uü]nd\w{0,4}"
    r"|explica\w{0,5}|expliqu\w{1,4}|expl[íi]ca\w{0,4}|por qu[ée]|paso a paso|\bpourquoi\b"
    r"|[ée]tape par [ée]tape|pas [àa] pas|spiega\w{0,5}|perch[ée]|passo (?:a|dopo|per|por) "
    r"passo|passo-a-passo|leg (?:me )?uit|uitleg\w{0,3}|waarom|stap voor stap"
    r"|wyja[sś]ni\w{0,3}|wyt[łl]umacz|krok po kroku|dlaczego"
    r"|f[öo]rklara|steg f[öo]r steg|объясн\w{1,4}|почему|шаг за шагом|по шагам"
    r"|説明|解説|なぜ|一步一步"
    r"|解释|解釋|为什么|설명"
)
_CLUES = r"(?:pistas|indices|n[úu]meros|numeri|cifras|casillas|caselle|cases|chiffres|dicas|indizi)"
_CLUE_COUNT = rf"(?:cu[áa]nt[oa]s|quante|quanti|quant[oa]s|combien d[e']) {_CLUES}"
_QUESTION = (
    r"(?:can|could) r\d{1,2}c\d{1,2} be\b|easy or hard|\bminimal\b|what(?:'s| is| are) in (?:row"
    r"|col|box|r\d)|c'est quel niveau"
    r"|\bwelche[nrs]? (?:technik|strategie|methode)\w{0,3}"
    r"|(?:which|what) (?:digit|number) (?:is|appears|occurs)\b|how (?:hard|difficult|easy|tough"
    r"|tricky|challenging|long)|(?:what|which) (?:level"
    r"|difficulty|grade|rating|technique|strateg\w{1,3}|method|kind|type|variant|size)"
    r"|\bdifficulty\b|(?:call|consider) (?:this|it|that) (?:hard|easy|difficult)|\brate (?:this"
    r"|the|it|how)|how many (?:\w{1,12} ){0,2}(?:givens?"
    r"|clues?|digits?|blanks?|numbers?|cells?|empty|squares?)|is (?:this|it|that|the "
    r"\w{1,9}) (?:an? |really |very |too |considered )*(?:hard|easy|difficult|expert|medium"
    r"|evil|minimal|symmetric\w{0,3}|sudoku|legal|well.formed|known|famous)"
    r"|wie (?:schwer|schwierig|leicht|einfach|viele (?:vorgaben|zahlen|hinweise))"
    r"|schwierigkeit\w{0,4}|qu[ée] (?:tan |dificultad|nivel)|cu[áa]n dif[íi]cil|es (?:muy "
    r")?(?:dif[íi]cil|f[áa]cil)|dificultad|quelle? (?:difficult[ée]|niveau|est (?:la |le "
    r")?(?:difficult[ée]|niveau))|est[- ](?:il|elle|ce) (?:tr[èe]s )?(?:difficile|facile)"
    r"|difficult[ée]|quanto [eè] difficile|che (?:livello|difficolt[àa])|difficolt[àa]"
    r"|qu[ãa]o dif[íi]cil|qual (?:a |[ée] a )?dificuldade|hoe moeilijk|jak trudn\w|насколько "
    r"(?:\w{1,5} )?(?:слож|трудн)\w{1,4}|難易度|難しさ|难度|多难"
)
_SOLVE = (
    r"(?:find|show|give|tell|draw) (?:me )?(?:the|a|my|any|its) (?:\w{1,12} )?(?:path|way"
    r"|route|exit)"
    r"|\bget (?:out|through)\b|shortest (?:path|route|way)|k[üu]rzeste[rn]? weg|"
    r"\bsolv(?:e|ed|ing)\b|\bsolution\b|\bsolutions\b|\banswer\b|\bfinish\b|\bcomplete\b"
    r"|\bfill (?:in|out|it|this)|\bcrack\b|\bwork (?:this|it) out\b|\bfigure (?:this|it) "
    r"out\b|\bl[öo]s\w{0,3}\b|l[öo]sung|\bresuelv\w{1,3}|\bresolver\b|\bsoluci[óo]n"
    r"|\br[ée]sou\w{1,4}|\br[ée]soudre|\brisolv\w{1,4}|\bsoluzione|\bresolv\w{1,3}"
    r"|\bsolu[çc][ãa]o|\blos (?:\w{1,12} )?op\b|\boplos\w{0,5}|rozwi[ąa][zż]\w{0,4}"
    r"|\bl[öo]s\b|\bреши\w{0,3}|решени|解いて|解答|解决|求解|解一?下|풀어|حل"
)
_GRIDLESS_QUESTION = re.compile(
    r"\?|？|؟|^\W{0,3}(?:how|what|why|who|when|where|which|can|could|do|does|is|are|wie|was"
    r"|warum|wer|wann|kann|gibt|c[óo]mo|qu[ée]|qui[ée]n|por qu[ée]|comment|pourquoi|qui"
    r"|quel\w{0,3}|combien|come|cosa|perch[ée]|chi|quanto|como|hoe|wat|waarom|jak|co|kto|как"
    r"|что|почему)\b"
    r"|\b(?:tell me (?:about|what|how|why)|i wonder|explain|describe|what is|difference between)\b",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"\b(?:how (?:do|does|to|can|is|are|many|did)|what (?:is|are|was|makes)|who|when|which"
    r"|(?:can|could|do|will) you (?:also |even )?(?:solve|do|handle|read|understand) "
    r"(?:(?!this|that|my|the|these|those|one)\w{1,12} ){0,2}(?:sudokus?|puzzles|mazes"
    r"|labyrinths|tasks|ones)\b(?! (?:below|above))"
    r"|(?:kannst|k[öo]nnen|l[öo]st) (?:du|sie) (?:auch )?(?:\w{1,12} )?(?:sudokus|labyrinthe"
    r"|r[äa]tsel)"
    r"|(?:sabes|puedes|podr[íi]as) (?:tambi[ée]n )?(?:resolver|hacer) (?:laberintos|sudokus|puzles)"
    r"|(?:sais-tu|peux-tu|savez-vous|pouvez-vous|tu sais|tu peux) (?:aussi )?r[ée]soudre (?:des"
    r"|les|aussi)"
    r"|(?:sai|puoi) (?:anche )?risolvere (?:labirinti|sudoku|i|dei)|(?:sabe|pode"
    r"|consegue) resolver "
    r"(?:labirintos|sudokus)|(?<!\w )(?:is|does|has|can) (?:every|any|an?)|are all"
    r"|if i (?:send|paste|give)|si te|si je te"
    r"|wenn ich dir|hoe (?:los|werkt|speel|moet)|как (?:решать|решают|играть)|do you|are there"
    r"|is there|wie (?:funktioniert"
    r"|l[öo]st|spielt|viele)|was ist|c[óo]mo (?:se|funciona)|qu[ée] es|comment (?:fonctionne"
    r"|marche|r[ée]soudre|on)|qu'est-ce|come (?:si|funziona)|cos'[eè])\b"
    r"|とは|何ですか|怎么玩|是什么",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:no|not|without|don'?t|do not|never|need no|needn'?t|skip(?: the)?|kein\w{0,2}"
    r"|ohne|nicht|sin|sans|pas(?: de| d')?|senza|non|sem|n[ãa]o|zonder|geen|bez|nie|без"
    r"|не)\W{1,3}(?:\w{1,9} ){0,2}$",
    re.IGNORECASE,
)
_RULES = tuple(
    # a normalised text has 1 for the Chinese one
    (ask, re.compile(pattern.replace("一", "[一1]"), re.IGNORECASE))
    for ask, pattern in (
        (Ask.COUNT, _COUNT_CHECK),
        (Ask.CHECK, f"{_CHECK}|{_MAZE_CHECK}"),
        (Ask.COUNT, f"{_COUNT}|{_MAZE_COUNT}"),
        (Ask.QUESTION, _CLUE_COUNT),
        (Ask.HINT, f"{_HINT}|{_MAZE_HINT}"),
        (Ask.EXPLAIN, _EXPLAIN),
        (Ask.QUESTION, _QUESTION),
    )
)
_FIELD = re.compile(  # `"difficulty": "hard"` names a field, it asks for nothing
    r"\"[\w -]{1,30}\" {0,3}:(?: {0,3}(?:\"[^\"\n]{0,60}\"|\w{1,12}))?"
    r"|^[ \t]{0,12}[a-z_]{3,20}: {1,3}\w{1,12}(?=[ \t]{0,3}$)",
    re.MULTILINE,
)
_WANT = re.compile(_SOLVE, re.IGNORECASE)


def ask_of(words: str, *, has_grid: bool, about_sudoku: bool) -> Ask:
    """What is asked.

    Args:
        words: the message without its grids.
        has_grid: a puzzle, whole or not, stands in the message.
        about_sudoku: a Sudoku, or a maze, is named.
    """
    words = _FIELD.sub(" ", words)
    if has_grid:
        return _ruled(words) or Ask.SOLVE
    if _GENERAL.search(words):
        return Ask.QUESTION
    wish = _ruled(words)
    if about_sudoku and wish is not None and wish in (Ask.CHECK, Ask.HINT, Ask.COUNT):
        return wish
    if about_sudoku and _WANT.search(words):
        return Ask.SOLVE
    if _GRIDLESS_QUESTION.search(words):
        return Ask.QUESTION
    return Ask.CHAT


def _ruled(words: str) -> Ask | None:
    for ask, pattern in _RULES:
        for found in pattern.finditer(words):
            if not _DENIED.search(words[max(0, found.start() - 40) : found.start()]):
                return ask
    return None
