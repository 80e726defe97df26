#!/usr/bin/env bash
# tokenizers ignores the id that tokenizer.json gives an added token.
#
# Versions: tokenizers 0.23.3, Python 3.11.
# Guessed:  An added token has the id in its entry, or tokenizers refuses the file if that is impossible.
# Instead:  If the vocabulary has 9 tokens, an entry with the id 20 gets the id 9. An entry whose text is in the
#           vocabulary gets the id that this text has there, whatever the entry says. Rows of the embedding that were
#           trained for the id 20 are then never read.
# Seen:     {"id": 20, "content": "<x>"} -> 9; {"id": 5, "content": "a"} -> 0
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: tokenizers==0.23.3

"$dir/venv/bin/python" - <<'PY'
import json

from tokenizers import Tokenizer, models

plain = Tokenizer(models.WordLevel({letter: i for i, letter in enumerate("abcdefghi")}, unk_token="a"))


def with_added(number, content):
    tree = json.loads(plain.to_str())
    flags = dict.fromkeys(("single_word", "lstrip", "rstrip", "normalized"), False)
    tree["added_tokens"] = [{"id": number, "content": content, "special": True, **flags}]
    return Tokenizer.from_str(json.dumps(tree)).encode(content).ids


for number, content, read in ((20, "<x>", [9]), (5, "a", [0])):
    ids = with_added(number, content)
    print(f"id {number} for {content!r} -> {ids}")
    assert ids == read
PY
