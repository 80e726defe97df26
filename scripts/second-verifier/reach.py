"""Which files of a package a falsifier reaches.

Sources: docs/evidence-keys.md, "Targets", "What a file provides" and "What is reached".
"""

import os
import re
from collections import namedtuple
from functools import cached_property

import c_outline
import canonical
import swift_outline
import versions
from bare_text import bare, is_header, is_source, suffix, words
from checkout import NoKey, join
from manifest import FOLDERS, Manifest

RECORDERS = {"FalsifierKit", "Measuring", "Metrics"}
IMPORT_KINDS = {b"struct", b"class", b"enum", b"protocol", b"func", b"var", b"let", b"typealias"}
OTHER_MANIFEST = re.compile(r"Package@swift-.*\.swift")

# What a file's bytes and its name's end say. `exports` are those of the imports that all files of the target see.
# `swift` or `c` is its outline; the other is None.
Facts = namedtuple("Facts", "digest words imports exports metrics swift c")
known_facts = {}


def facts(data: bytes, path: str) -> Facts:
    text = bare(data, path)
    found = words(text)
    set_of_words, imports, exports = set(found), set(), set()
    if path.endswith(".swift"):
        for place, word in enumerate(found):
            if word == b"import":
                after = found[place + 1 : place + 3]
                named = after[: 2 if after[:1] and after[0] in IMPORT_KINDS else 1]
                imports.update(named)
                if place and found[place - 1] == b"_exported":
                    exports.update(named)
    is_swift = path.endswith(".swift")
    return Facts(
        canonical.sha256(text), frozenset(set_of_words), frozenset(word.decode() for word in imports),
        frozenset(word.decode() for word in exports),
        frozenset(name for name, (word, _) in versions.METRICS.items() if word in set_of_words),
        swift_outline.outline(data, suffix(path) == "main.swift") if is_swift else None,
        None if is_swift else c_outline.outline(data, path))


class Target:
    """A target with its folder and the source files that belong to it."""

    def __init__(self, element, folder):
        self.element, self.name, self.folder = element, element.name, folder
        self.module = re.sub("[^A-Za-z0-9_]", "_", element.name)
        self.sources = []

    @cached_property
    def is_swift(self):
        return any(path.endswith(".swift") for path in self.sources)


class Package:
    """A package's files. Each is read once, whoever reaches it; a file that was seen anywhere is not outlined again.

    `followed` are modules that are imported although they are the recorder's.
    """

    def __init__(self, tree, followed=()):
        self.tree = tree
        self.passed_over = RECORDERS - set(followed)
        if tree.kind("Package.swift") != "file":
            raise NoKey("no Package.swift")
        self.manifest = Manifest(tree.read("Package.swift"))
        if any(OTHER_MANIFEST.fullmatch(name) for name in tree.names("")):
            self.manifest.followed, self.manifest.targets = False, []
        self.targets = []
        for element in self.manifest.targets:
            folder = self.folder(element)
            if folder is not None:
                self.targets.append(Target(element, folder))
        self.own_facts, self.homes, self.linked, self.known_candidates, self.known_reaches = {}, {}, {}, {}, {}
        self.known_imports, self.known_includes, self.known_definitions = {}, {}, {}
        for target in self.targets:
            target.sources = [
                path for path, what in tree.walk(target.folder)
                if what == "file" and is_source(path) and target in self.targets_of(path)]

    def folder(self, element):
        """The folder of a target, or a link where it should be; None where there is none."""
        if element.path is not None:
            places = [element.path]
        else:
            places = ["Tests"] * (element.kind == "testTarget") + list(FOLDERS)
            places = [f"{place}/{element.name}" for place in places]
        return next((place for place in places if self.tree.kind(place) in ("folder", "link")), None)

    def facts(self, path):
        if path not in self.own_facts:
            key = self.tree.identity(path), suffix(path)
            if key not in known_facts:
                known_facts[key] = facts(self.tree.read(path), path)
            self.own_facts[path] = known_facts[key]
        return self.own_facts[path]

    def targets_of(self, path):
        """The targets that a file belongs to: those with the longest folder above it."""
        folder = os.path.dirname(path)
        if folder not in self.homes:
            above = [
                target for target in self.targets
                if not target.folder or f"{folder}/".startswith(f"{target.folder}/")]
            longest = max((len(target.folder) for target in above), default=0)
            self.homes[folder] = [target for target in above if len(target.folder) == longest]
        return self.homes[folder]

    # Includes.

    def included(self, path):
        """The files that one file includes."""
        if path not in self.known_includes:
            self.known_includes[path] = self._included(path)
        return self.known_includes[path]

    def _included(self, path):
        outline = self.facts(path).c
        if outline is None:
            return set()
        homes = self.targets_of(path)
        mates = [source for home in homes for source in home.sources]
        found = set()
        for include in outline.includes:
            if include is None:
                found.update(mates)
                continue
            quoted, name = include[0], os.fsdecode(include[1])
            if path.endswith(".modulemap"):
                places = [self.beside(path, name)]
            else:
                places = [self.beside(path, name)] if quoted else []
                for target in [*homes, *self.targets]:
                    places += [normal(join(target.folder, name)), normal(join(target.folder, f"include/{name}"))]
            place = next((place for place in places if place and self.tree.kind(place) == "file"), None)
            if place:
                found.add(place)
            elif not path.endswith(".modulemap"):
                ends = {
                    source for target in self.targets for source in target.sources
                    if f"/{source}".endswith(f"/{name}")}
                found.update(ends or (filter(is_header, mates) if quoted else ()))
        for name in outline.prototypes - set().union(*map(self.defined, homes)):
            others = [mate for mate in mates if not is_header(mate)]
            named = [mate for mate in others if name in self.facts(mate).words]
            pasted = any(outline.pastes for mate in mates if (outline := self.facts(mate).c))
            found.update(named if named and not pasted else others)
        return found - {path}

    def defined(self, target):
        """The functions that are defined in the C files and headers of a target."""
        if target not in self.known_definitions:
            outlines = [self.facts(path).c for path in target.sources]
            self.known_definitions[target] = set().union(*(outline.defined for outline in outlines if outline))
        return self.known_definitions[target]

    def beside(self, path, name):
        return normal(join(os.path.dirname(path), name))

    # Candidates.

    def imported(self, modules):
        """The targets of some modules, the recorder's left out."""
        return [target for target in self.targets if target.module in modules and target.module not in self.passed_over]

    def imports(self, target):
        """The targets that one target imports."""
        if target not in self.known_imports:
            modules, files = set(), set()
            for path in target.sources:
                modules |= self.facts(path).imports
                files |= self.included(path)
            included = {home.module for path in files for home in self.targets_of(path)}
            self.known_imports[target] = [other for other in self.imported(modules | included) if other is not target]
        return self.known_imports[target]

    def imported_by(self, targets):
        """Some targets, what they import, what these import, and so on."""
        found, queue = set(), list(targets)
        while queue:
            target = queue.pop()
            if target not in found:
                found.add(target)
                queue += self.imports(target)
        return found

    def candidates(self, start):
        """The targets in which the files that a falsifier can reach are."""
        found = self.imported_by([target for path in start for target in self.targets_of(path)])
        for target in found:
            self.check(target)
        key = frozenset(found)
        if key not in self.known_candidates:
            self.known_candidates[key] = Candidates(self, [target for target in self.targets if target in found])
        return self.known_candidates[key]

    def check(self, target):
        """`NoKey` where a link or what is no regular file is in the folder of a target."""
        if target not in self.linked:
            try:
                self.linked[target] = self.tree.files(target.folder) and None
            except NoKey as error:
                self.linked[target] = str(error)
        if self.linked[target]:
            raise NoKey(self.linked[target])

    def reached(self, start):
        """The files that are reached from some start files."""
        start = frozenset(start)
        if start not in self.known_reaches:
            if self.manifest.followed:
                self.known_reaches[start] = self.candidates(start).reached(start)
            else:
                self.known_reaches[start] = {path for path in self.tree.files("") if is_source(path)} | start
        return self.known_reaches[start]


# A file that provides a word. `member`: of a type that is declared elsewhere; `public`: to other targets, too, and
# None to every file.
Provider = namedtuple("Provider", "path member public")


class Candidates:
    """The files of some targets, and who reaches whom among them."""

    def __init__(self, package, targets):
        self.package, self.targets = package, targets
        self.files = {path for target in targets for path in target.sources}
        self.providers, self.always, self.known_steps = {}, {}, {}
        # Pairs are (the file, the type's name, members).
        self.pairs_by_word, self.pairs, self.known_halves = {}, [], {}
        known = {path: package.facts(path) for path in self.files}
        self.macros = set().union(*(one.c.macros for one in known.values() if one.c))
        self.aliases = set().union(*(one.swift.aliases for one in known.values() if one.swift))
        self.types = {}
        for path, one in known.items():
            for home in package.targets_of(path) if one.swift else ():
                for name, named in one.swift.types.items():
                    self.types.setdefault((home, name), set()).update(named)
        for path, one in known.items():
            for home in package.targets_of(path) if one.swift else ():
                for name, named, _, _, _, is_within in one.swift.extensions:
                    if (home, name) in self.types and not is_within:
                        self.types[home, name].update(named)
        self.type_names = {name for _, name in self.types}
        for path, one in known.items():
            always = self.add_swift(path, one.swift) if one.swift else self.add_c(path, one)
            if always:
                for target in package.targets_of(path):
                    self.always.setdefault(target, set()).add(path)
        self.words = set(self.providers)
        self.pair_words = set(self.pairs_by_word)

    def add(self, path, words, public, member=False):
        for word in words:
            self.providers.setdefault(word, []).append(Provider(path, member, public is True or word in public))

    def add_swift(self, path, outline):
        """Enters what a Swift file provides among these files; whether it is always reached."""
        self.add(path, outline.provides, outline.public)
        always = outline.always or bool(outline.attributes - self.type_names)
        for name, conformances, members, public, unnamed, is_within in outline.extensions:
            if self.is_own(path, name):
                if conformances or unnamed or is_within or members & swift_outline.REQUIREMENTS or \
                        not self.is_plain(path, name):
                    self.add(path, {name}, True)
                else:
                    self.pairs.append((path, name, members))
                    for word in {name} | members:
                        self.pairs_by_word.setdefault(word, []).append(len(self.pairs) - 1)
            else:
                own = {word for word in conformances if self.is_own(path, word)}
                self.add(path, members, public, member=True)
                self.add(path, own, True, member=True)
                if unnamed and not conformances and self.is_imported(path, name):
                    self.providers.setdefault(name, []).append(Provider(path, True, None))
                else:
                    always |= unnamed or conformances != own
        return always

    def is_own(self, path, name):
        """Whether a type is declared in the target of a file."""
        return all((home, name) in self.types for home in self.package.targets_of(path))

    def is_imported(self, path, name):
        """Whether a target that a file's target imports declares a type, and no alias hides it."""
        if name in self.aliases:
            return False
        around = self.package.imported_by(self.package.targets_of(path))
        return any((target, name) in self.types for target in around)

    def is_plain(self, path, name):
        """Whether no conformance lets members of a type be used without being named."""
        for home in self.package.targets_of(path):
            seen, queue = {name}, [name]
            while queue:
                for other in self.types.get((home, queue.pop()), ()):
                    if (home, other) not in self.types:
                        if other not in swift_outline.KNOWN_CONFORMANCES:
                            return False
                    elif other not in seen:
                        seen.add(other)
                        queue.append(other)
        return True

    def add_c(self, path, one):
        self.add(path, one.c.provides - self.macros if path.endswith(".c") else one.c.provides, True)
        return one.c.always or bool(one.words & c_outline.HIDDEN_USE)

    def steps(self, path):
        """What one file reaches, whether it is a start file or not."""
        if path not in self.known_steps:
            one, package = self.package.facts(path), self.package
            found = set(package.included(path))
            sees = self.seen_by(path, one)
            for word in one.words & self.words:
                found.update(provider.path for provider in self.providers[word] if sees(provider))
            for target in self.targets:
                if not target.is_swift and (
                        target in package.targets_of(path) or one.swift and target.module in one.imports):
                    found |= self.always.get(target, set())
            self.known_steps[path] = found
        return self.known_steps[path]

    def seen_by(self, path, one):
        """A test of whether a file can mean what another provides."""
        if not one.swift:
            return lambda provider: not provider.path.endswith(".swift") and not is_header(provider.path)
        package = self.package
        own = set(package.targets_of(path))
        modules = one.imports.union(*(package.facts(mate).exports for home in own for mate in home.sources))
        imported = package.imported_by(target for target in package.imported(modules) if target not in own)
        around = package.imported_by(own)
        everything = b"testable" in one.words

        def sees(provider):
            homes = package.targets_of(provider.path)
            if provider.public is None or not own.isdisjoint(homes):
                return True
            return (provider.public or everything) and not (around if provider.member else imported).isdisjoint(homes)

        return sees

    def half_pairs(self, path):
        """(pair, whether its type's name or else a member) for each word of a pair that a file has and sees."""
        if path not in self.known_halves:
            one, package = self.package.facts(path), self.package
            halves = set()
            if path.endswith(".swift"):
                around = package.imported_by(package.targets_of(path))
                for word in one.words & self.pair_words:
                    for pair in self.pairs_by_word[word]:
                        home, name, members = self.pairs[pair]
                        if not around.isdisjoint(package.targets_of(home)):
                            halves |= {(pair, True)} if word == name else set()
                            halves |= {(pair, False)} if word in members else set()
            self.known_halves[path] = halves
        return self.known_halves[path]

    def reached(self, start):
        usable = self.files | start
        found, queue, halves = set(), list(start), set()
        for target in self.targets if start else ():
            if target.is_swift:
                queue += self.always.get(target, ())
        while queue:
            path = queue.pop()
            if path not in found and path in usable:
                found.add(path)
                queue += self.steps(path) - found
                for pair, is_type in self.half_pairs(path) - halves:
                    halves.add((pair, is_type))
                    if (pair, not is_type) in halves:
                        queue.append(self.pairs[pair][0])
        return found


def normal(path):
    """A path without `.` and `..`; None where it leaves the package."""
    path = os.path.normpath(path)
    return None if path.startswith(("../", "/")) or path in (".", "..") else path
