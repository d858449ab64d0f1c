"""Answers to count_words that look right and are not."""

import re
from collections import Counter
from string import punctuation

from shapecoach.lessons.judging import mistake


@mistake("M07")
def the_example_written_down(text: str) -> dict[str, int]:
    return {"the": 3, "cat": 1, "dog": 1, "and": 1, "cat's": 1, "tail": 1}


@mistake("M62")
def capitals_kept(text: str) -> dict[str, int]:
    """You count `The` and `the` as two words. Make the whole text small first: `text.lower()`."""
    words = (word.strip(punctuation) for word in text.split())
    return dict(Counter(word for word in words if word))


@mistake("M62")
def punctuation_kept(text: str) -> dict[str, int]:
    """You count `cat` and `cat,` as two words. `split` cuts at spaces only, so take the punctuation off both ends of
    each piece: `word.strip(punctuation)`."""
    return dict(Counter(text.lower().split()))


@mistake("M62")
def the_empty_word(text: str) -> dict[str, int]:
    """There is an empty word among yours: of a dash between spaces nothing is left once punctuation is off. Count a
    word only if something is left of it."""
    return dict(Counter(word.strip(punctuation) for word in text.lower().split()))


@mistake("M62")
def dashes_are_words(text: str) -> dict[str, int]:
    """You count pieces that are nothing but punctuation, such as a dash. Leave them out."""
    words = (word.strip(punctuation) or word for word in text.lower().split())
    return dict(Counter(words))


@mistake("M62")
def punctuation_taken_out_everywhere(text: str) -> dict[str, int]:
    """You took punctuation out of the middle of words, too: `don't` became `dont`. It goes off the two ends only, which
    is what `strip` does."""
    words = ("".join(c for c in word if c not in punctuation) for word in text.lower().split())
    return dict(Counter(word for word in words if word))


@mistake("M62")
def cut_at_punctuation(text: str) -> dict[str, int]:
    """You cut words apart at the punctuation inside of them: `don't` became `don` and `t`. Cut at spaces and line ends,
    then take punctuation off the two ends of each piece."""
    return dict(Counter(re.findall("[a-z0-9]+", text.lower())))


@mistake("M62")
def only_the_end(text: str) -> dict[str, int]:
    """You took punctuation off the end of words only. It may stand before them as well, as in `(the`: `strip` takes it
    off both ends, `rstrip` off the right one."""
    words = (word.rstrip(punctuation) for word in text.lower().split())
    return dict(Counter(word for word in words if word))


@mistake("M62")
def each_word_once(text: str) -> dict[str, int]:
    """Each of your words has the count 1: it begins anew every time the word comes up. Add 1 to what is there already:
    `counts.get(word, 0) + 1`."""
    words = (word.strip(punctuation) for word in text.lower().split())
    return {word: 1 for word in words if word}


@mistake("M62")
def one_too_few(text: str) -> dict[str, int]:
    """Each count is one too low: a word that comes up for the first time has been seen once, so it begins with 1."""
    words = (word.strip(punctuation) for word in text.lower().split())
    return {word: count - 1 for word, count in Counter(word for word in words if word).items()}


@mistake("M62")
def characters(text: str) -> dict[str, int]:
    """You counted characters: a loop over a string goes through its letters. `text.split()` makes a list of pieces of
    it."""
    return dict(Counter(text.lower()))


@mistake("M62")
def cut_at_single_spaces(text: str) -> dict[str, int]:
    """You cut at single spaces only, `split(" ")`, so that words at the two sides of a line end stay together.
    `split()`, with nothing in the brackets, cuts at all of them."""
    words = (word.strip(punctuation) for word in text.lower().split(" "))
    return dict(Counter(word for word in words if word))


@mistake("M62")
def pieces_as_they_stand(text: str) -> dict[str, int]:
    """You count the pieces as they stand in the text. If you did call `lower` and `strip`: a string never changes,
    these give you a new one, so write `word = word.lower()`."""
    return dict(Counter(text.split()))


@mistake("M62")
def no_entry_yet(text: str) -> dict[str, int]:
    """`counts[word] += 1` asks for a count that isn't there yet when a word comes up for the first time. Ask with a
    default: `counts.get(word, 0) + 1`."""
    counts: dict[str, int] = {}
    for word in text.lower().split():
        if word.strip(punctuation):
            counts[word.strip(punctuation)] += 1
    return counts
