"""YAML as text: every scalar is what was written, nothing is guessed, nothing is dropped.

Sources: docs/verdicts.md, "Reading a contract"; PyYAML's event parser without any resolver.
"""

import re

import yaml

MAXIMUM_SIZE = 4 << 20
MAXIMUM_DEPTH = 64
NULLS = ("", "~", "null", "Null", "NULL")
NOT_A_CHARACTER = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
# libyaml's parser where PyYAML was built with it; the other gives the same events, ten times slower.
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Unreadable(Exception):
    """The bytes are no contract, or no evidence, at all."""


class Tree:
    """The value of a document: str, None for YAML's spellings of nothing, list, or dict.

    A dict holds the first value of a key. `problems` are the ids of the rules that the text breaks
    although it can be read.
    """

    def __init__(self, data: bytes):
        if len(data) > MAXIMUM_SIZE:
            raise Unreadable("larger than 4 MiB")
        try:
            text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
        except UnicodeDecodeError as error:
            raise Unreadable(f"not UTF-8: {error}") from None
        if bad := NOT_A_CHARACTER.search(text):
            raise Unreadable(f"U+{ord(bad[0]):04X} is not allowed in YAML")
        self.problems = set()
        self.root = None
        self.events = yaml.parse(text, Loader=LOADER)
        try:
            documents = 0
            for event in self.events:
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        self.problems.add("multiple-documents")
                        break
                    self.root = self.node(next(self.events), 0)
        except yaml.YAMLError as error:
            raise Unreadable(f"not YAML: {error}") from None

    def node(self, event, depth):
        if isinstance(event, yaml.AliasEvent):
            self.problems.add("yaml-alias")
            return "*" + event.anchor
        if isinstance(event, yaml.ScalarEvent):
            return None if not event.style and event.value in NULLS else event.value
        if depth == MAXIMUM_DEPTH:
            raise Unreadable(f"nested deeper than {MAXIMUM_DEPTH}")
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        values, keys = [], []
        for event in self.events:
            if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                break
            if is_mapping and len(keys) == len(values):
                keys.append(self.key(event, depth + 1))
            else:
                values.append(self.node(event, depth + 1))
        if not is_mapping:
            return values
        mapping = {}
        for key, value in zip(keys, values):
            if key in mapping:
                self.problems.add("duplicate-key")
            elif key is not None:
                mapping[key] = value
        return mapping

    def key(self, event, depth):
        value = self.node(event, depth)
        if isinstance(event, yaml.ScalarEvent):
            return event.value
        if isinstance(value, str):
            return value
        self.problems.add("key-not-text")
        return None
