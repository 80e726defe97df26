#!/usr/bin/env bash
# In tokenizers, a special token that is to be read as text still hides an ordinary added token that overlaps it.
#
# Versions: tokenizers 0.23.3, Python 3.11.
# Guessed:  With encode_special_tokens, the text is split as if there were no special tokens.
# Instead:  Special tokens are still found first, and then treated as text, so an added token that overlaps one is no
#           longer found. The added token ">b" is found in ">b", but not in "<a>b" if "<a>" is a special token.
# Seen:     ">b" -> [">b"]; "<a>b" -> one piece of text, here the unknown token
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: tokenizers==0.23.3

"$dir/venv/bin/python" - <<'PY'
from tokenizers import AddedToken, Tokenizer, models


def make(with_special):
    tokenizer = Tokenizer(models.WordLevel({"<a": 0, "b": 1, "?": 2}, unk_token="?"))
    if with_special:
        tokenizer.add_special_tokens([AddedToken("<a>", normalized=False)])
    tokenizer.add_tokens([AddedToken(">b", normalized=False)])
    tokenizer.encode_special_tokens = True
    return tokenizer


without, beside = make(False).encode("<a>b").tokens, make(True).encode("<a>b").tokens
print("without the special token:", without, " beside it:", beside)
assert make(True).encode(">b").tokens == [">b"]
assert without == ["<a", ">b"] and beside == ["?"]
PY
