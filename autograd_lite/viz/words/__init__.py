"""All words that a reader sees, in one catalogue for every language.

The door: `languages.choose_language`, which returns a `words.Words`; `words.ENGLISH` is one.

* ``plurals``: which form of a word goes with a number, by language;
* ``templates``: sentences with {fields} and plural forms, in text, HTML and LaTeX;
* ``words``: a language as an object that fills its templates;
* ``languages``: the languages there are, and those of a reader's own;
* ``english``: the catalogue itself: every other language is a translation of it;
* ``german``, ``spanish``, ``french``, ``hindi``, ``chinese``: translations.
"""
