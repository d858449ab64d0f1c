"""Count the words.

Every vocabulary begins with a count. Return a dict that says for each word of a text
how often it occurs.

    text     words with spaces and line ends between them
    answer   a dict: word -> how often

Capitals don't matter: `The` counts as `the`. Punctuation at either end of a word
doesn't belong to it; inside of one it does: `don't` is a word. What has nothing but
punctuation in it, such as a dash, is no word.

Example: "The cat, the dog - and the cat's tail!" gives
{"the": 3, "cat": 1, "dog": 1, "and": 1, "cat's": 1, "tail": 1}.

`text.lower()` makes small letters, `text.split()` cuts at any spaces and line ends,
`word.strip(".,")` takes these characters off both ends. `punctuation` holds them
all. `counts.get(word, 0)` is the word's count, 0 if it has none yet.
"""

from string import punctuation


def count_words(text: str) -> dict[str, int]:
    raise NotImplementedError
