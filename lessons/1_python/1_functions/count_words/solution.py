"""Make all spellings of a word alike first, then count.

`get` with a default spares you the question whether a key is there.
`collections.Counter(words)` is a dict that counts by itself.
"""

from string import punctuation


def count_words(text: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for word in text.lower().split():
        word = word.strip(punctuation)
        if word:
            counts[word] = counts.get(word, 0) + 1
    return counts
