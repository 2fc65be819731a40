"""Texts as numbers of tokens: words, characters, or pairs of bytes that were joined."""

import functools
import heapq
import re
import sys
import unicodedata

# 0 is padding, 1 what is not in the vocabulary.
UNKNOWN, RESERVED = 1, 2
# Unicode's White_Space, which is not what Python calls a space.
SPACES = "\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# Unicode's Script=Han: Python knows no scripts.
HAN = (
    "\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufa6d\ufa70-\ufad9"
    "\U00016fe2\U00016fe3\U00016ff0-\U00016ff6\U00020000-\U0002a6df\U0002a700-\U0002b81d\U0002b820-\U0002cead\U0002ceb0-\U0002ebe0"
    "\U0002ebf0-\U0002ee5d\U0002f800-\U0002fa1d\U00030000-\U0003134a\U00031350-\U00033479"
)


@functools.cache
def _class(letters: str) -> str:
    """The characters of some general categories (L, M, N), as ranges of a regular expression."""
    ranges, start = [], None
    for code in range(sys.maxunicode + 2):
        inside = code <= sys.maxunicode and unicodedata.category(chr(code))[0] in letters
        if inside and start is None:
            start = code
        elif not inside and start is not None:
            ranges.append(f"{chr(start)}-{chr(code - 1)}")
            start = None
    return "".join(ranges)


@functools.cache
def _word_pattern() -> re.Pattern:
    letter = f"(?:(?![{HAN}])[{_class('LMN')}])"
    return re.compile(f"[{HAN}]|{letter}+(?:'{letter}+)*")


@functools.cache
def _piece_pattern() -> re.Pattern:
    letter, digit = _class("L"), _class("N")
    return re.compile(
        f"'(?:[sdmt]|ll|ve|re)| ?[{letter}]+| ?[{digit}]+| ?[^{SPACES}{letter}{digit}]+|[{SPACES}]+(?![^{SPACES}])|[{SPACES}]+"
    )


ASCII_WORD = re.compile(r"[A-Za-z0-9]+(?:'[A-Za-z0-9]+)*")


def _lower(text: str) -> str:
    """Small letters for capitals, each by itself: a sigma at the end of a word is as any other."""
    return text.replace("\u03a3", "\u03c3").lower()


class _Words:
    """One token a word of a vocabulary."""

    def __init__(self, fitted):
        self.lowercase, self.vocabulary = fitted["lowercase"], fitted["vocabulary"]
        self.numbers = {piece: number for number, piece in enumerate(self.vocabulary, RESERVED)}

    def pieces(self, text):
        plain = unicodedata.normalize("NFC", text).replace("\u2019", "'")
        plain = plain.lower() if self.lowercase else plain
        return (ASCII_WORD if plain.isascii() else _word_pattern()).findall(plain)

    def encode(self, text):
        return [self.numbers.get(piece, UNKNOWN) for piece in self.pieces(text)]

    def names(self):
        return ["[PAD]", "[UNK]", *self.vocabulary]


class _Characters(_Words):
    """One token a character."""

    def pieces(self, text):
        return _lower(text) if self.lowercase else text


class _Subwords:
    """Pairs of bytes that were joined, as GPT-2 has them: tokens 2 to 257 are the bytes, each merge joins two tokens."""

    def __init__(self, fitted):
        self.lowercase = fitted["lowercase"]
        visible = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
        order = [*visible, *(byte for byte in range(256) if byte not in visible)]
        self.bytes = [b"", b"", *(bytes([byte]) for byte in order)]
        self.of_byte = {byte: place + RESERVED for place, byte in enumerate(order)}
        self.joins, made = {}, {}
        for rank, (left, right) in enumerate(fitted["merges"]):
            joined = self.bytes[left] + self.bytes[right]
            if joined not in made:
                made[joined] = len(self.bytes)
                self.bytes.append(joined)
            self.joins.setdefault((left, right), (rank, made[joined]))
        self.encode_piece = functools.lru_cache(250_000)(self._encode_piece)

    def encode(self, text):
        pieces = _piece_pattern().findall(_lower(text) if self.lowercase else text)
        return [token for piece in pieces for token in self.encode_piece(piece)]

    def _encode_piece(self, piece: str) -> list[int]:
        """Joins what was learned first, of the same the leftmost first, until nothing is left to join."""
        tokens = [self.of_byte[byte] for byte in piece.encode("utf-8", "surrogatepass")]
        after, before = list(range(1, len(tokens) + 1)), list(range(-1, len(tokens) - 1))
        queue = []

        def look(at):
            if at >= 0 and after[at] < len(tokens):
                pair = (tokens[at], tokens[after[at]])
                if pair in self.joins:
                    heapq.heappush(queue, (self.joins[pair][0], at, pair))

        for at in range(len(tokens) - 1):
            look(at)
        while queue:
            _, at, pair = heapq.heappop(queue)
            second = after[at]
            if second >= len(tokens) or (tokens[at], tokens[second]) != pair:
                continue
            tokens[at], tokens[second] = self.joins[pair][1], None
            after[at] = after[second]
            if after[at] < len(tokens):
                before[after[at]] = at
            look(before[at])
            look(at)
        return [token for token in tokens if token is not None]

    def names(self):
        return ["[PAD]", "[UNK]", *(piece.decode("utf-8", "replace") for piece in self.bytes[RESERVED:])]


TOKENIZERS = {"word": _Words, "character": _Characters, "subword": _Subwords}


def tokenizer_of(feature: dict) -> _Words | _Subwords:
    """The tokenizer of a feature, as it was fitted."""
    return TOKENIZERS[feature["tokenizer"]["kind"]](feature["tokenizer"])
