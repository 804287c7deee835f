"""Which plural form of a template goes with a number of things.

The rules are those of Unicode's CLDR for whole numbers, with the forms in its order.
"""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple


class Rule(NamedTuple):
    """How many forms a language has, and which of them goes with a number, counted from 0."""

    forms: int
    choose: Callable[[int], int]


def _polish(n: int) -> int:
    return 0 if n == 1 else 1 if _ends_in_2_to_4(n) else 2


def _russian(n: int) -> int:
    return 0 if n % 10 == 1 and n % 100 != 11 else 1 if _ends_in_2_to_4(n) else 2


def _ends_in_2_to_4(n: int) -> bool:
    return n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14)


def _czech(n: int) -> int:
    return 0 if n == 1 else 1 if n in (2, 3, 4) else 2


def _slovenian(n: int) -> int:
    return {1: 0, 2: 1, 3: 2, 4: 2}.get(n % 100, 3)


def _romanian(n: int) -> int:
    return 0 if n == 1 else 1 if n == 0 or 1 <= n % 100 <= 19 else 2


def _lithuanian(n: int) -> int:
    if n % 100 in range(11, 20) or n % 10 == 0:
        return 2
    return 0 if n % 10 == 1 else 1


def _latvian(n: int) -> int:
    if n % 10 == 0 or n % 100 in range(11, 20):
        return 0
    return 1 if n % 10 == 1 else 2


def _arabic(n: int) -> int:
    if n in (0, 1, 2):
        return n
    return 3 if 3 <= n % 100 <= 10 else 4 if n % 100 >= 11 else 5


def _hebrew(n: int) -> int:
    return 0 if n == 1 else 1 if n == 2 else 2


ONE_FORM: Final = Rule(1, lambda n: 0)
ONE_OR_MORE: Final = Rule(2, lambda n: int(n != 1))
UP_TO_ONE: Final = Rule(2, lambda n: int(n > 1))

_RULES: Mapping[str, Rule] = {
    **dict.fromkeys(["id", "ja", "ko", "lo", "ms", "my", "th", "vi", "zh"], ONE_FORM),
    **dict.fromkeys(
        ["am", "as", "bn", "fa", "fr", "gu", "hi", "hy", "kn", "pa", "pt", "zu"], UP_TO_ONE
    ),
    **dict.fromkeys(["be", "bs", "hr", "ru", "sr", "uk"], Rule(3, _russian)),
    **dict.fromkeys(["cs", "sk"], Rule(3, _czech)),
    "ar": Rule(6, _arabic),
    "he": Rule(3, _hebrew),
    "lt": Rule(3, _lithuanian),
    "lv": Rule(3, _latvian),
    "pl": Rule(3, _polish),
    "ro": Rule(3, _romanian),
    "sl": Rule(4, _slovenian),
}


def plural_rule(code: str) -> Rule:
    """The rule of a language, by its code; one form for 1 and one for all else, if none is known.

    >>> plural_rule("pl").choose(22), plural_rule("zh-Hant").forms, plural_rule("fr").choose(0)
    (1, 1, 0)
    """
    return _RULES.get(code.lower().replace("_", "-").partition("-")[0], ONE_OR_MORE)
