#!/usr/bin/env python3
"""Writes small tokenizers, and what PyPI's tokenizers and llama.cpp make of sample texts with them.

    scripts/golden/make-tokenizers.py Tests/ModelsTests/Golden/tokenizers

Vocabularies are trained here on made text. *.json are tokenizer.json files of the shapes that models have, judged by
tokenizers; *.gguf hold a vocabulary and no tensor, judged by llama.cpp under every name of a pre-tokenizer that it takes
for the same rule, and the script fails where two such names differ. ids.json has the texts and the ids.
"""
import copy
import ctypes
import json
import os
import random
import sys
import tempfile

import gguf
import tokenizers
from llama_cpp import llama_cpp
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

GPT4 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}%s| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")
TEXT = [
    "Once upon a time there was a small model that told stories. It had two forward paths, and one of them was wrong.",
    "Nobody knew which weight was transposed, in which layer, or at which stage the numbers began to drift.",
    "They'll say: it's 12 of 345, we've 6789 more; don't    indent\n\n\tthis\nway.",
    "Größe, Maß und Übung; café, naïve, e\u0301te\u0301. 東京都に行きました。 한국어",
] * 3
SAMPLES = [
    "Once upon a time", "", " ", "  two  blanks ", "can't WON'T 'S ' s I'LL 've", "a\n\n b\r\n\tc\n", "x1234y 5 67 12345678",
    "ä ö 漢字 😀 e\u0301 é", "'ſ \u00a0nbsp\u2003em", "\n\n\n", "!?... (a)[b]\n\n", "½ Ⅷ ² ٣", "tab\tand\t\ttabs", "trailing   ",
    "\r\n\r\n  x", "a' b'' 're're", "x<tool_call>y </tool_call>", "<|im_start|>user\nhi<|im_end|>\n", "</s> <s>a<bos>b<eos>c",
    "<tool_call><tool_call>  <tool_call", "▁a▁b ▁", "a+b=c <d> $5 ^~|`", "<<ab>>abc<abcd", "pad <mask>  pad<mask>", "东京都",
    "\u212b \u00c5 A\u030a", "[PAD] [unused] <|fim_prefix|>", "stories stories", "wordwise word words word", "\u0000\u007f",
]
NAMES = {
    "default": ["default", None, ""],
    "llama3": ["llama-bpe", "llama3", "llama-v3", "falcon3", "falcon-h1", "pixtral", "midm-2.0", "lfm2", "jina-v5-nano"],
    "glm": ["glm4", "glm5"],
    "dbrx": ["dbrx", "smaug-bpe", "chatglm-bpe"],
    "qwen2": ["qwen2", "deepseek-r1-qwen", "kormo", "f2llmv2", "megrez", "stablelm2", "hunyuan", "solar-open", "grok-2"],
    "gpt-2": ["gpt-2", "phi-2", "jina-es", "jina-de", "gigachat", "a.x-4.0", "mellum", "modern-bert", "exaone4", "mpt", "olmo",
              "jais", "trillion", "granite-docling"],
    "smollm": ["smollm", "starcoder", "refact", "command-r", "codeshell", "exaone", "minerva-7b", "mellum2"],
}


def samples():
    draw = random.Random(15)
    pool = "abcXY  \n\t\r'sStrevl1239½ ,.!?<>|_-()\"éß漢字한\u0301\u00a0\u3000😀ſ▁"
    return SAMPLES + ["".join(draw.choice(pool) for _ in range(draw.randint(2, 24))) for _ in range(40)]


def added(content, special=False, **flags):
    return {"content": content, "special": special, "lstrip": False, "rstrip": False, "single_word": False,
            "normalized": not special, **flags}


def trained(size, pre, normalizer=None, byte_level=True, specials=()):
    model = Tokenizer(models.BPE(byte_fallback=not byte_level, unk_token=None if byte_level else "<unk>", fuse_unk=not byte_level))
    model.pre_tokenizer = pre
    if normalizer:
        model.normalizer = normalizer
    trainer = trainers.BpeTrainer(
        vocab_size=size, show_progress=False, special_tokens=list(specials),
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()) if byte_level else [])
    model.train_from_iterator(TEXT, trainer)
    return json.loads(model.to_str())


def byte_level(kind):
    split = lambda n: pre_tokenizers.Split(tokenizers.Regex(GPT4 % n), "isolated")
    level = lambda regex, prefix=False: pre_tokenizers.ByteLevel(add_prefix_space=prefix, use_regex=regex)
    return {
        "gpt2": level(True), "gpt2-prefix": level(True, True),
        "qwen2": pre_tokenizers.Sequence([split(""), level(False)]),
        "llama3": pre_tokenizers.Sequence([split("{1,3}"), level(False)]),
        "smollm": pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), level(True)]),
    }[kind]


def template(before, after, ids):
    token = lambda name: {"SpecialToken": {"id": name, "type_id": 0}}
    return {
        "type": "TemplateProcessing", "single": [*map(token, before), {"Sequence": {"id": "A", "type_id": 0}}, *map(token, after)],
        "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
        "special_tokens": {n: {"id": n, "ids": [ids[n]], "tokens": [n]} for n in (*before, *after)}}


def add(file, *tokens):
    vocabulary = file["model"]["vocab"]
    entries, following = [], len(vocabulary)
    for token in tokens:
        id = vocabulary.get(token["content"])
        if id is None:
            id, following = following, following + 1
        entries.append({"id": id, **token})
    file["added_tokens"] = entries
    return file


def json_files():
    files = {}
    tokens = [added("<|endoftext|>", True), added("<|im_start|>", True), added("<|im_end|>", True),
              added("<tool_call>", normalized=False), added("</tool_call>", normalized=False)]
    for kind in ["gpt2", "gpt2-prefix", "qwen2", "llama3", "smollm"]:
        file = trained(400, byte_level(kind), normalizers.NFC() if kind == "qwen2" else None)
        if kind == "llama3":
            # A word that the merges do not reach.
            word = "\u0120stories"
            file["model"]["merges"] = [m for m in file["model"]["merges"] if "".join(m) != word]
            file["model"]["vocab"].setdefault(word, len(file["model"]["vocab"]))
            file["model"]["ignore_merges"] = True
        add(file, *tokens)
        ids = {t["content"]: t["id"] for t in file["added_tokens"]}
        if kind == "gpt2":
            del file["model"]["type"]
            file["model"].update(continuing_subword_prefix="", end_of_word_suffix="")
            file["model"]["merges"] = [" ".join(m) for m in file["model"]["merges"]]
        if kind == "llama3":
            file["post_processor"] = {"type": "Sequence", "processors": [
                {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": False, "use_regex": True},
                template(["<|im_start|>"], [], ids)]}
        files[kind] = file
    bytes_ = [f"<0x{b:02X}>" for b in range(256)]
    special = ["<pad>", "<eos>", "<bos>", "<unk>"]
    blank = normalizers.Replace(" ", "▁")
    gemma = trained(420, pre_tokenizers.Split(" ", "merged_with_previous"), blank, False, special + bytes_)
    # Canonically equivalent tokens are different tokens.
    for token in ["\u00c5", "\u212b", "A", "\u030a"]:
        gemma["model"]["vocab"].setdefault(token, len(gemma["model"]["vocab"]))
    merge = lambda l, r: (gemma["model"]["vocab"].setdefault(l + r, len(gemma["model"]["vocab"])), gemma["model"]["merges"].append([l, r]))
    merge("A", "\u030a")
    gemma = add(gemma, *[added(s, True) for s in special], added("\n\n", normalized=False), added("\t\t", normalized=False),
                added("</s>", normalized=False), added("<mask>", normalized=False, lstrip=True))
    ids = {t["content"]: t["id"] for t in gemma["added_tokens"]}
    gemma["post_processor"] = template(["<bos>"], [], ids)
    gemma["pre_tokenizer"]["behavior"] = "MergedWithPrevious"
    files["gemma"] = gemma
    llama2 = copy.deepcopy(gemma)
    llama2["normalizer"] = {"type": "Sequence", "normalizers": [
        {"type": "Prepend", "prepend": "▁"}, {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]}
    llama2["pre_tokenizer"] = None
    llama2["post_processor"] = template(["<bos>"], ["<eos>"], ids)
    files["llama2"] = llama2
    flags = copy.deepcopy(gemma)
    flags["model"].update(byte_fallback=False, fuse_unk=False)
    flags["post_processor"] = None
    add(flags, added("<unk>", True), added("<mask>", True, lstrip=True), added("pad", rstrip=True, normalized=False),
        added("word", single_word=True, normalized=False), added("<ab>", True), added("ab>>", normalized=False),
        added("<abc", normalized=False), added("two  blanks"), added("</s>", True, lstrip=True, rstrip=True))
    files["flags"] = flags
    fused = copy.deepcopy(flags)
    fused["model"]["fuse_unk"] = True
    files["fused"] = fused
    return files


def write_gguf(path, kind, tokens, types, scores=None, merges=None, pre=None, **more):
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_tokenizer_model(kind)
    if pre is not None:
        writer.add_tokenizer_pre(pre)
    writer.add_token_list(tokens)
    writer.add_token_types(types)
    if scores:
        writer.add_token_scores(scores)
    if merges:
        writer.add_token_merges(merges)
    for key, value in more.items():
        (writer.add_bool if isinstance(value, bool) else writer.add_uint32)("tokenizer.ggml." + key, value)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def gguf_bpe(files):
    file = files["llama3"]
    tokens = [t for t, _ in sorted(file["model"]["vocab"].items(), key=lambda e: e[1])]
    types = [1] * len(tokens)
    # 1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused; llama.cpp corrects the last four by their texts.
    for token, kind in [("<|endoftext|>", 3), ("<|im_start|>", 3), ("<tool_call>", 4), ("</tool_call>", 4), ("[PAD]", 5), ("<unk>", 2),
                        ("<ab>", 4), ("ab>>abc", 4), ("<ab", 4), ("ab>", 4), ("<|im_end|>", 4), ("</s>", 1), ("<|fim_prefix|>", 4), ("<|start|>", 3)]:
        tokens.append(token)
        types.append(kind)
    merges = [" ".join(m) for m in file["model"]["merges"]]
    return dict(kind="gpt2", tokens=tokens, types=types, merges=merges, bos_token_id=tokens.index("<|endoftext|>"),
                eos_token_id=tokens.index("<|im_end|>"))


def gguf_spm(files):
    vocabulary = files["gemma"]["model"]["vocab"]
    tokens = [t for t, _ in sorted(vocabulary.items(), key=lambda e: e[1])]
    ranks = {"".join(m): -float(r) for r, m in enumerate(files["gemma"]["model"]["merges"])}
    # Some scores are the same: then the leftmost pair wins.
    scores = [float(int(ranks.get(t, -1000)) // 3) for t in tokens]
    types = [6 if t.startswith("<0x") else 3 if t in ("<pad>", "<eos>", "<bos>") else 2 if t == "<unk>" else
             4 if t in ("\n\n", "\t\t", "</s>", "<mask>") else 1 for t in tokens]
    for token in ["\n\n", "\t\t", "</s>", "<mask>"]:
        if token not in vocabulary:
            tokens.append(token), types.append(4), scores.append(-1000.0)
    return dict(kind="llama", tokens=tokens, types=types, scores=scores, bos_token_id=tokens.index("<bos>"), eos_token_id=tokens.index("<eos>"))


@llama_cpp.llama_log_callback
def quiet(level, text, data):
    pass


def llama_ids(path, texts, special):
    parameters = llama_cpp.llama_model_default_params()
    parameters.vocab_only = True
    model = llama_cpp.llama_model_load_from_file(path.encode(), parameters)
    assert model, path
    vocabulary = llama_cpp.llama_model_get_vocab(model)
    result = []
    for text in texts:
        data = text.encode()
        ids = (llama_cpp.llama_token * (len(data) + 16))()
        count = llama_cpp.llama_tokenize(vocabulary, data, len(data), ids, len(ids), True, special)
        assert count >= 0
        result.append(list(ids[:count]))
    llama_cpp.llama_model_free(model)
    return result


def main(folder):
    llama_cpp.llama_log_set(quiet, ctypes.c_void_p(0))
    os.makedirs(folder, exist_ok=True)
    texts = samples()
    result = {"tokenizers": tokenizers.__version__, "texts": texts, "json": [], "gguf": []}
    files = json_files()
    for name, file in files.items():
        path = os.path.join(folder, name + ".json")
        with open(path, "w") as out:
            json.dump(file, out, ensure_ascii=True, separators=(",", ":"))
        model = Tokenizer.from_file(path)
        for special in (False, True):
            model.encode_special_tokens = not special
            result["json"].append({"file": name, "special": special, "ids": [model.encode(t).ids for t in texts]})
    bpe, spm = gguf_bpe(files), gguf_spm(files)
    write_gguf(os.path.join(folder, "bpe.gguf"), **bpe)
    write_gguf(os.path.join(folder, "spm.gguf"), **spm)
    with tempfile.TemporaryDirectory() as place:
        path = os.path.join(place, "v.gguf")
        for group, names in NAMES.items():
            for special in (False, True):
                seen = []
                for name in names:
                    write_gguf(path, **bpe, pre=name)
                    seen.append(llama_ids(path, texts, special))
                assert all(s == seen[0] for s in seen), group
                result["gguf"].append({"file": "bpe", "names": names, "flags": {}, "special": special, "ids": seen[0]})
        for base, file, pre in [("bpe", bpe, "qwen2"), ("spm", spm, None)]:
            for flags in [{}, {"add_bos_token": False, "add_eos_token": True}, {"add_bos_token": True}, {"add_space_prefix": False}]:
                if base == "bpe" and not flags:
                    continue
                for special in (False, True):
                    write_gguf(path, **file, **({"pre": pre} if pre else {}), **flags)
                    result["gguf"].append({"file": base, "names": [pre], "flags": flags, "special": special,
                                           "ids": llama_ids(path, texts, special)})
    with open(os.path.join(folder, "ids.json"), "w") as out:
        json.dump(result, out, ensure_ascii=True, separators=(",", ":"))
        out.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
