"""Tests of what is read of a build; that a whole one is understood, scripts/closure tries on every run."""

import unittest
from collections import defaultdict

from build import SYMBOL, Build, Conformance, prerequisites


class Fake(Build):
    """A build of targets that import one another: App imports Kit, and nothing imports Other."""

    def __init__(self):
        self.objects, self.imports = {}, {"App": {"Kit"}, "Tests": {"App"}}
        self.targets = {f"{target}.swift": target for target in ("App", "Kit", "Other", "Tests")}
        self.edges, self.replaced, self.homes = defaultdict(dict), defaultdict(set), defaultdict(set)
        self.conformances, self.known_around = set(), {}

    def needed(self, source):
        return sorted(path for path, _ in self.edges[source])


class BuildTests(unittest.TestCase):
    def test_prerequisites_are_those_of_the_first_rule(self):
        self.assertEqual(prerequisites("a.o: a.c \\\n  b\\ c.h \\\n  d$$.h\n\nb.h:\n"), ["a.c", "b c.h", "d$.h"])

    def test_symbols_with_blanks_and_without_a_value(self):
        for line, name, kind in (
                ("malloc U  ", "malloc", "U"), ("symbolic _____ 3Kit1AV V 0 8", "symbolic _____ 3Kit1AV", "V"),
                ("get_type_metadata y_____G r", "get_type_metadata y_____G", "r"),
                ("$s3Kit1AVMn R 10 1c", "$s3Kit1AVMn", "R")):
            match = SYMBOL.fullmatch(line)
            self.assertEqual((match[1], match[2]), (name, kind))

    def test_what_users_of_a_module_have_a_copy_of_is_the_module_s(self):
        build = Fake()
        build.needs("App.swift", "symbol", "$s3Kit1f", "$s3Kit1f", ["Kit.swift", "Other.swift", "Tests.swift"])
        self.assertEqual(build.needed("App.swift"), ["Kit.swift"])

    def test_what_nothing_else_defines_is_needed_wherever_it_is(self):
        build = Fake()
        build.needs("App.swift", "symbol", "no_such_function", "no_such_function", ["Other.swift"])
        self.assertEqual(build.needed("App.swift"), ["Other.swift"])

    def test_what_takes_the_place_of_the_c_library_is_needed_where_it_is_imported(self):
        build = Fake()
        build.needs("App.swift", "symbol", "malloc", "malloc", ["Other.swift"])
        self.assertEqual((build.needed("App.swift"), build.replaced["App.swift"]), ([], {("malloc", "Other.swift")}))
        build.needs("App.swift", "symbol", "malloc", "malloc", ["Kit.swift"])
        self.assertEqual(build.needed("App.swift"), ["Kit.swift"])

    def test_a_conformance_is_reached_with_its_type_and_its_protocol(self):
        build = Fake()
        build.targets["App+P.swift"], build.targets["Other+P.swift"] = "App", "Other"
        build.homes.update({"T": {"Kit.swift"}, "P": {"App.swift"}})
        build.conformances = {Conformance(path, "P", "T") for path in ("App+P.swift", "Other+P.swift")}
        for reached, expected in (
                ({"Tests.swift", "Kit.swift"}, []), ({"Tests.swift", "Kit.swift", "App.swift"}, ["App+P.swift"])):
            edges = build.conforming(reached, {"Tests.swift"}, frozenset())
            self.assertEqual([edge.path for edge in edges], expected)


if __name__ == "__main__":
    unittest.main()
