#!/usr/bin/env python3
"""Writes the token ids that llama.cpp gives for texts under the vocabulary of a real file: numbers, no part of the vocabulary.

    scripts/weights NAME
    scripts/golden/.venv/bin/python3 scripts/golden/make-live-ids.py NAME FILE > Tests/Falsifiers/Fixtures/live-ids/NAME.json

FILE is the path that scripts/weights prints. `prompts` are what passes are run on; `texts` try the tokenizer alone. BOS and
EOS are added as the file says, and special tokens are looked for only where llama.cpp does so of itself.
"""

import importlib.metadata
import json
import sys

from llama_cpp import Llama

PROMPTS = [
    "Once upon a time",
    "def fibonacci(n: int)",
    "The capital of France is",
    "for (int i = 0; i < n",
    "1 2 3 4 5 6",
    "import numpy as",
]

TEXTS = [
    "The quick brown fox jumps over the lazy dog.",
    "Hello, world! It's they'll WE'RE I'd 'tis",
    "a  b   c    d     e\tf\t\tg \t h",
    "line one\nline two\r\nline three\n\n\nline six   \n   indented",
    "0 1 12 123 1234 12345 3.14159 1e-6 0x7fc00000 2026-11-29",
    "def f(x):\n    return [i ** 2 for i in range(x) if i % 3 != 0]\n",
    "Grüße aus Zürich, naïve façade, Ærøskøbing, İstanbul",
    "Zürich in decomposed letters: Zu\u0308rich, e\u0301te\u0301",
    "Привет, мир! Съешь ещё этих мягких французских булок.",
    "こんにちは世界。日本語のテキストです。漢字とカタカナ",
    "你好，世界！今天天气怎么样？我们去吃饭吧。",
    "안녕하세요 세계, 한국어 문장입니다",
    "مرحبا بالعالم هذا نص عربي",
    "हिन्दी में एक वाक्य, और กขค ไทย",
    "emoji 🙂 👩‍👩‍👧‍👦 🇩🇪 🏳️‍🌈 and signs ∑∫√≤≥ ½ ² €",
    "mixed数字123and文字abc١٢٣",
    "ALLCAPS CamelCaseWord snake_case_word kebab-case http://example.org/a?b=c&d=e#f",
    " leading blank", "trailing blank ", "  two of each  ", "\u00a0no-break\u00a0blank\u2003em\u200bzero",
    "!!!???...,,,;;;:::---___***###$$$%%%&&&(((([[[[{{{{",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "                                        x",
    "",
]


def main():
    name, path = sys.argv[1:]
    model = Llama(path, vocab_only=True, verbose=False)

    def ids(text):
        return model.tokenize(text.encode(), add_bos=True, special=False)

    def row(item):
        return "    " + json.dumps(item, ensure_ascii=False)

    print("{")
    print(f'  "judge": "llama-cpp-python {importlib.metadata.version("llama-cpp-python")}",')
    print(f'  "weights": "{name}",')
    for key, texts in (("prompts", PROMPTS), ("texts", TEXTS)):
        rows = ",\n".join(row({"text": text, "ids": ids(text)}) for text in texts)
        print(f'  "{key}": [\n{rows}\n  ]{"," if key == "prompts" else ""}')
    print("}")


if __name__ == "__main__":
    main()
