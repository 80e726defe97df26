"""The members of a falsifier's key, and the key.

Sources: docs/evidence-keys.md, "What is reached" and "The key"; docs/witnesses.md, "The form".
"""

import os
import re

import canonical
import versions
from bare_text import bare, is_source, words
from checkout import NoKey, join
from reach import Package
from recorded import Sources, kind

TEST = re.compile(r"([^./]+)\.([^/]+)/([^/]+)")
NAME = re.compile(r"[A-Za-z_\u0080-\U0010ffff][A-Za-z0-9_\u0080-\U0010ffff]*")


def text(heading, members):
    """The text whose digest is a key."""
    lines = sorted((os.fsencode(name), str(value).encode()) for name, value in members.items())
    return heading.encode() + b"\n" + b"".join(value + b"  " + name + b"\n" for name, value in lines)


class Keys:
    """The keys of a checkout's falsifiers. `NoKey` where there is none."""

    def __init__(self, tree, followed=()):
        self.tree, self.followed = tree, followed
        self.known_package = self.known_sources = None
        self.parts = {}

    @property
    def package(self):
        if self.known_package is None:
            self.known_package = Package(self.tree, self.followed)
        return self.known_package

    @property
    def sources(self):
        if self.known_sources is None:
            self.known_sources = Sources(self.tree)
        return self.known_sources

    def own_file(self, test):
        """The file of a test."""
        match = TEST.fullmatch(test)
        if not match or not all(map(NAME.fullmatch, match.groups())):
            raise NoKey(f"{test!r} names no test")
        module, name, _ = match.groups()
        target = next((target for target in self.package.targets if target.module == module), None)
        folder = target.folder if target else f"Tests/{module}"
        found = [path for path, _ in self.tree.walk(folder) if os.path.basename(path) == f"{name}.swift"]
        if not found:
            raise NoKey(f"no file of {test}")
        return self.tree.files_of(min(found, key=os.fsencode))[0]

    def named(self, paths):
        """The files that `implementation:` paths name."""
        return {file for path in paths for file in self.tree.files_of(path)}

    def members(self, falsifier, paths):
        """By name the digest or the version of all that the result of a falsifier depends on."""
        if falsifier["run"]:
            return self.recorded(falsifier, paths)
        own, package = self.own_file(falsifier["test"]), self.package
        named = self.named(paths)
        files = package.reached({own} | set(filter(is_source, named))) | named
        fixtures = self.fixtures(falsifier, own)
        members = {path: self.digest(path) for path in files}
        members.update((path, self.tree.identity(path)) for path in fixtures)
        members["recorder"] = versions.RECORDER
        metrics = {check.metric.split(".")[-1] for check in falsifier["checks"]}
        metrics = metrics.union(*(package.facts(path).metrics for path in files - fixtures if is_source(path)))
        members.update((f"metric#{name}", versions.METRICS[name][1]) for name in metrics & set(versions.METRICS))
        if not package.manifest.followed:
            members["Package.swift"] = self.digest("Package.swift")
        for path in files | fixtures:
            for target in package.targets_of(path):
                members.setdefault(f"Package.swift#{target.name}", self.part(target))
        return members

    def recorded(self, falsifier, paths):
        """The same of a recording."""
        scripts, named = self.scripts(falsifier), self.named(paths)
        files = self.sources.reached({*scripts, *named}, scripts)
        fixtures = self.fixtures(falsifier, scripts[0])
        members = {path: self.text_digest(path) for path in files}
        members.update((path, self.tree.identity(path)) for path in fixtures)
        members["recorder"] = versions.RECORDER
        metrics = {check.metric.split(".")[-1] for check in falsifier["checks"]}
        for path in files - fixtures:
            if kind(path) or path in scripts:
                metrics.update(word.decode() for word in words(self.tree.read(path)))
        members.update((f"metric#{name}", versions.METRICS[name][1]) for name in metrics & set(versions.METRICS))
        return members

    def fixtures(self, falsifier, own):
        """The files that it reads: those that it lists, and its exact cases beside its own file."""
        found = self.named(falsifier["fixtures"])
        exact = join(os.path.dirname(own), f"Fixtures/ExactCases/{falsifier['id']}.jsonl")
        return found | set(self.tree.files_of(exact)) if self.tree.kind(exact) is not None else found

    def scripts(self, falsifier):
        found = self.sources.scripts(falsifier["run"])
        if not found:
            raise NoKey(f"{' '.join(falsifier['run'])}: no argument is a text file of the package")
        return found

    def text_digest(self, path):
        """Of the bare text of a source by its name, of the bytes of any other file."""
        return canonical.sha256(bare(self.tree.read(path), path)) if is_source(path) else self.tree.identity(path)

    def part(self, target):
        if target not in self.parts:
            self.parts[target] = self.package.manifest.digest(target.element)
        return self.parts[target]

    def digest(self, path):
        return self.package.facts(path).digest if is_source(path) else self.tree.identity(path)

    def unreached(self, falsifier, paths):
        """The paths none of whose files the falsifier's own file reaches."""
        if falsifier["run"]:
            scripts = self.scripts(falsifier)
            reached = self.sources.reached(scripts, scripts)
        else:
            reached = self.package.reached({self.own_file(falsifier["test"])})
        return [path for path in dict.fromkeys(paths) if reached.isdisjoint(self.tree.files_of(path))]

    def own(self, falsifier, paths):
        """The paths that hold a file of the target that the falsifier's own file belongs to, or that file.

        Of a recording, its scripts."""
        if falsifier["run"]:
            own = set(self.scripts(falsifier))
            return [path for path in dict.fromkeys(paths) if own & set(self.tree.files_of(path))]
        own = self.own_file(falsifier["test"])
        targets = {target.name for target in self.package.targets_of(own)}
        return [path for path in dict.fromkeys(paths) if any(
            file == own or targets & {target.name for target in self.package.targets_of(file)}
            for file in self.tree.files_of(path))]

    def implementation(self, paths, recorded=False):
        """The digest of what `implementation:` paths hold and reach by themselves."""
        named = self.named(paths)
        if recorded:
            files = self.sources.reached(named)
            return canonical.sha256(text("pv-implementation/1", {path: self.text_digest(path) for path in files}))
        start = set(filter(is_source, named))
        files = named | (self.package.reached(start) if start else set())
        return canonical.sha256(text("pv-implementation/1", {path: self.digest(path) for path in files}))


def key(members):
    return canonical.sha256(text("pv-key/1", members))
