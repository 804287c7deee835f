"""Distinct identifiers from labels, which may hold anything."""

from collections import defaultdict
from collections.abc import Iterable

from autograd_lite.compiler.languages.notation import Language

#: the letters of a label that make a name
_LONGEST = 80


class Names:
    """The names of a function, other than those that are taken."""

    def __init__(self, language: Language, taken: Iterable[str]) -> None:
        self.letters = language.letters
        self.taken = {*language.reserved, *taken}
        self.temporaries = 0
        #: by how many names of a stem there have been
        self.counts: defaultdict[str, int] = defaultdict(lambda: 1)

    def fresh(self, label: str) -> str:
        """An identifier like the label: w⁽¹⁾₂₁ becomes w_1_21; without a label t1, t2, …"""
        stem = "_".join(self.letters(label[:_LONGEST]).split()).strip("_")
        if not stem:
            self.temporaries += 1
            stem = f"t{self.temporaries}"
        name = stem = self.letters(stem if stem.isidentifier() else f"v{stem}")
        while name in self.taken:
            self.counts[stem] += 1
            name = f"{stem}_{self.counts[stem]}"
        self.taken.add(name)
        return name
