"""Labels: which words say that a grid is an input or an output, of a demonstration or a test."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from .parts import Role, Section


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TRAIN = _words(
    "train training trains trainings demo demos demonstration demonstrations example examples "
    "pair pairs sample samples shot beispiel beispiele ejemplo ejemplos exemple exemples esempio "
    "esempi exemplo exemplos voorbeeld voorbeelden przykład przykłady пример примеры 例 示例 "
    "例題 예 예제"
)
_TEST = _words(
    "test tests testing query queries challenge quiz eval evaluation prueba teste prova toets "
    "testeingabe testinput тест テスト 测试 測試 테스트"
)
_INPUT = _words(
    "input inputs eingabe eingang testeingabe testinput entrada entradas entrée entree entrées "
    "ingresso invoer wejście вход 入力 输入 輸入 입력 before vorher"
)
_OUTPUT = _words(
    "output outputs ausgabe ausgang testausgabe testoutput salida salidas sortie sorties saída "
    "saida uscita uitvoer wyjście выход 出力 输出 輸出 출력 after nachher target targets solution "
    "answer guess attempt antwort respuesta réponse"
)
_ROLES = {word: Role.INPUT for word in _INPUT} | {word: Role.OUTPUT for word in _OUTPUT}
_SHORT = _ROLES | {"in": Role.INPUT, "out": Role.OUTPUT}  # words of sentences too
_NAMED = _SHORT | {"x": Role.INPUT, "y": Role.OUTPUT}  # x_train
_ASKS = _words(
    "solve predict find apply what which compute give determine produce now your turn missing "
    "unknown here löse was welche finde jetzt resuelve encuentra aplica cuál qué ahora résous "
    "trouve applique quel maintenant risolvi trova"
)
_WORD = re.compile(r"[^\W\d_]+|\d+(?:\s?[x×]\s?\d+)?")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HEADING = 6  # words; what is longer is a sentence
_SEEN = 120  # characters of a phrase that are looked at, from its end


@dataclass(frozen=True, slots=True)
class Said:
    """What a phrase says of the next grid."""

    section: Section | None
    role: Role | None
    number: int | None
    sure: bool


@lru_cache(maxsize=1024)  # the same few labels stand in every message
def label_of(phrase: str) -> Said | None:
    """What a phrase before a grid says of it, or None where it says nothing.

    >>> label_of("--- TEST INPUT 2 ---")
    Said(section=<Section.TEST: 'test'>, role=<Role.INPUT: 'input'>, number=2, sure=True)
    >>> label_of("I like it") is None
    True
    """
    phrase = _CAMEL.sub(" ", phrase[-_SEEN:])
    words = [word.lower() for word in _WORD.findall(phrase)]
    bare = [word for word in words if not word[0].isdecimal()]
    if not bare:
        return None
    sure = len(bare) <= _HEADING
    section = _section(bare, sure=sure)
    variable = len(bare) == 1 and len(words) > 1  # x1
    role = _role(bare, sure=sure, named=section is not None or variable)
    if section is None and role is None:
        return None
    numbers = [int(word) for word in words if word.isdecimal() and len(word) < 4]
    asks = _ASKS & set(bare)
    if asks and section is not Section.TRAIN:
        # "predict the output for this:" names what is wanted, and what is shown is an input
        return Said(Section.TEST, Role.INPUT if role is None else None, None, sure=False)
    return Said(section, role, numbers[-1] if numbers else None, sure)


def _section(words: list[str], *, sure: bool) -> Section | None:
    if _TEST & set(words):
        return Section.TEST
    if not sure and not _TRAIN & set(words[-_HEADING:]):
        return None
    return Section.TRAIN if _TRAIN & set(words) else None


def _role(words: list[str], *, sure: bool, named: bool) -> Role | None:
    known = _ROLES if len(words) > 3 else _NAMED if named else _SHORT
    roles = [known[word] for word in (words if sure else words[-_HEADING:]) if word in known]
    # "input and output pairs" names both, and says nothing of a single grid
    return roles[0] if roles and len(set(roles)) == 1 else None
