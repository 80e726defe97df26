"""Tests of what a result depends on: docs/evidence-keys.md, row by row."""

import os
import subprocess
import tempfile
import unittest

import c_outline
import canonical
import keys
import swift_outline
from bare_text import bare, words
from checkout import Folder, NoKey
from git_tree import GitTree, Repository
from manifest import Manifest
from reach import Package

MANIFEST = """// swift-tools-version: 6.2
import PackageDescription

let flags: [CSetting] = [
  .unsafeFlags([level])
]
let level = "-O3"
let unused = "-O0"
let package = Package(
  name: "p", platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: "https://example.org/Big.git", exact: "1.0.0"),
    .package(url: "https://example.org/small", from: "2.0.0"),
  ],
  targets: [
    .target(name: "C", cSettings: flags),  // a comment, with a bracket (
    .target(name: "Kernels", dependencies: ["C", .product(name: "BigInt", package: "big")]),
    .target(name: "Other-One", path: "./lib/other/"),
    .testTarget(name: "T", dependencies: ["Kernels"]),
  ]
)
"""


def package(files, manifest=MANIFEST):
    """A folder with some files, by their paths."""
    folder = tempfile.TemporaryDirectory()
    for path, content in {"Package.swift": manifest, **files}.items():
        os.makedirs(os.path.dirname(f"{folder.name}/{path}"), exist_ok=True)
        with open(f"{folder.name}/{path}", "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
    return folder


def swift(text):
    return swift_outline.outline(text.encode())


def provided(text):
    """What a Swift text provides, as words with blanks between."""
    return " ".join(sorted(word.decode() for word in swift(text).provides))


def c(text, path="a.h"):
    return c_outline.outline(text.encode(), path)


def c_provided(text, path="a.h"):
    return " ".join(sorted(word.decode() for word in c(text, path).provides))


class BareText(unittest.TestCase):
    def test_what_counts_for_nothing(self):
        self.assertEqual(bare(b"// a\nlet a = 1  \n", "a.swift"), b"let a = 1\n")
        self.assertEqual(bare(b"a\r\n\r\n \t\r\n\t // x\n b // c\t\nd", "a.c"), b"a\n b // c\nd\n")
        self.assertEqual(bare(b"", "a.c"), b"")

    def test_what_has_no_bare_text(self):
        for text in (b"/* */", b'"""', b'#"a"#', b"#/a/#", b"#line", b"#column", b"__LINE__", b"a \\ \t\r\nb", b"a \\", b"a\rb",
                     b"// a \\\f\nb", b"// a ??/\nb", b"a\v"):
            data = b"\n" + text + b" \n"
            self.assertEqual(bare(data, "a.swift"), data, text)
        self.assertEqual(bare(b'\nR"(', "a.h"), b'\nR"(')
        self.assertEqual(bare(b'\n"OR"', "a.swift"), b'"OR"\n')

    def test_words(self):
        self.assertEqual(words("a.b_1 0x1F 3rd $0 größe _".encode()), [b"a", b"b_1", b"gr", b"e", b"_"])


class Manifests(unittest.TestCase):
    def test_what_is_read(self):
        manifest = Manifest(MANIFEST.encode())
        self.assertTrue(manifest.followed)
        self.assertEqual(
            [(target.kind, target.name, target.path) for target in manifest.targets],
            [("target", "C", None), ("target", "Kernels", None), ("target", "Other-One", "lib/other"),
             ("testTarget", "T", None)])

    def test_the_part_of_a_target(self):
        manifest = Manifest(MANIFEST.encode())
        heading = "// swift-tools-version: 6.2\nplatforms\n:\n[\n.\nmacOS\n(\n.\nv15\n)\n]\n"
        self.assertEqual(manifest.part(manifest.targets[0]).decode(), heading + (
            '.\ntarget\n(\nname\n:\n"C"\n,\ncSettings\n:\nflags\n)\n'
            "let\nflags\n:\n[\nCSetting\n]\n=\n[\n.\nunsafeFlags\n(\n[\nlevel\n]\n)\n]\n"
            'let\nlevel\n=\n"-O3"\n'))
        self.assertTrue(manifest.part(manifest.targets[1]).decode().endswith(
            '"big"\n)\n]\n)\n.\npackage\n(\nurl\n:\n"https://example.org/Big.git"\n,\nexact\n:\n"1.0.0"\n)\n'))
        self.assertNotIn(b"example", manifest.part(manifest.targets[3]))

    def test_what_cannot_be_followed(self):
        for old, new in (
            ("let unused", "var unused"), ("let unused = ", "let unused: A, b = "),
            ("let unused", "let a = 1; let unused"),
            ("  ]\n)\n", "  ]\n)\nfor target in package.targets {}\n"), ("  ]\n)\n", "  ]\n) \n.foo\n"),
            ('"-O0"', "{ package.name }"), ('"-O0"', '"""\n"""'), ('"-O0"', '#"a"#'), ('"-O0"', '"-O0'),
            ('"-O0"', "/*"), ('"-O0"', '"-O0" // \r, "-Ofast"'), ('"-O0"', "("), ("targets: [", "targets: more + ["),
            ("dependencies: [\n", "dependencies: more + [\n"), ('(name: "C"', '(name: prefix + "C"'),
            ('(name: "C"', '(name: "C\\(1)"'), ('.target(name: "C", cSettings: flags)', "c"),
            ("cSettings: flags)", "cSettings: flags).x"), ('"./lib/other/"', "folder"), ('"./lib/other/"', '"../x"'),
            ('"./lib/other/"', '"/x"'), ("path: ", "plugins: [], path: "), ('.target(name: "C"', '.macro(name: "C"'),
            ("let package = ", "let p = "), ("let package = ", "let package: Package = "),
            ("name: \"p\", ", "\"p\", "), ("targets: [", "goals: ["),
            ("let unused", "let package = Package(targets: [])\nlet unused"),
        ):
            self.assertIn(old, MANIFEST)
            manifest = Manifest(MANIFEST.replace(old, new, 1).encode())
            self.assertFalse(manifest.followed, new)
            self.assertEqual(manifest.targets, [])
        for old, new in (
            ("// a comment", "/* a /* nested */ comment */ //"), ("\n", "\r\n"), ('name: "p"', 'name: "a\\"("'),
            ("let unused", "import Foundation\nlet unused"),
        ):
            self.assertTrue(Manifest(MANIFEST.replace(old, new).encode()).followed, new)

    def test_folders_and_homes(self):
        with package({
            "Sources/C/a.c": "", "src/Kernels/k.swift": "", "Tests/T/t.swift": "", "Sources/T/no.swift": "",
            "lib/other/o.swift": "", "lib/other/.x/h.swift": "",
        }) as root:
            found = Package(Folder(root))
            self.assertEqual(
                [(target.folder, target.module, target.sources) for target in found.targets],
                [("Sources/C", "C", ["Sources/C/a.c"]), ("src/Kernels", "Kernels", ["src/Kernels/k.swift"]),
                 ("lib/other", "Other_One", ["lib/other/o.swift"]), ("Tests/T", "T", ["Tests/T/t.swift"])])
        nested = MANIFEST.replace("./lib/other/", "Sources/Kernels/other").replace(
            '.target(name: "C", cSettings: flags)', '.target(name: "C", path: ".")')
        with package({"Sources/Kernels/k.swift": "", "Sources/Kernels/other/o.swift": "", "x.c": ""}, nested) as root:
            found = Package(Folder(root))
            self.assertEqual(
                [target.sources for target in found.targets],
                [["Package.swift", "x.c"], ["Sources/Kernels/k.swift"], ["Sources/Kernels/other/o.swift"]])


class Swift(unittest.TestCase):
    def test_rows(self):
        for text, names in (
            ("struct A {}\nfinal class B: C {}\nenum D { case e }\npublic protocol E {}\nactor F {}", "A B D E F"),
            ("macro a() = x\nprecedencegroup P { higherThan: Q }", "P a"),
            ("private struct A {}\nfileprivate\nstruct B {}\nprivate(set) var c = 1", "B c"),
            ("private let a = 1; let b = 2\nstruct X { private let d = 1 }; struct Y {}", "X Y b"),
            ("typealias A = B", "A"),
            ("func f<T>(_ a: T) -> Int { var inner = 1; return inner }", "f"),
            ("class C { class func f() {}\n class var g: Int { 1 } }", "C"),
            ("let a = 1, b: Int = 2,\n  c = 3\nlet x = f<A, B>(), d = g, e\n", "a b c d x"),
            ("let (a, (b, _)) = f(c), d = 1", "_ a b d"),
            ("var a: Int { b }", "a"),
            ("let x: Dictionary<String, Float> = [:]", "x"),
            ("import struct Crypto.SHA256\nimport func Glibc.exp", ""),
            ("let x = Foo.struct\nfoo.func (a)", "x"),
            ("#if os(Linux)\nstruct A {}\n#else\nstruct B {}\n#endif", "A B"),
            ("@available(*, deprecated) public struct A {}", "A"),
            ("struct A {}\n/* struct B {} /* struct C {} */ struct D {} */ struct E {}\n// struct F {}", "A E"),
            ('let a = "struct B {} \\" \\(f("func g() { \\(1)") /* ) */ + { x in x }(1)) struct C {}"; struct D {}',
             "D a"),
            ('let a = """\n  struct B {"\n  \\("""\n"""\n)\\\n"""\nstruct C {}', "C a"),
            ('let a = #"\\("#; let b = ##"\\##(1)"# "##; let c = #"""\n"\n"""#', "a b c"),
            ("let a = b / c; let d = e/f; let g = 1\nlet h = reduce(1, /)", "a d g h"),
            ("let a = /* ( */ 1 // )", "a"),
        ):
            self.assertEqual(provided(text), names, text)
            self.assertFalse(swift(text).always, text)

    def test_what_is_always_reached(self):
        for text in (
            "typealias IntegerLiteralType = Float", "func == (a: A, b: A) -> Bool { true }", "func `repeat`() {}",
            "prefix operator ++", "@main struct A {}", '@_cdecl("f") func f() {}', '@c func f() {}',
            "struct A { @_silgen_name(\"g\") func f() {} }",
        ):
            self.assertTrue(swift(text).always, text)
        self.assertTrue(swift_outline.outline(b"", is_main=True).always)

    def test_what_cannot_be_followed(self):
        for text in (
            'let a = "b\n"', 'let a = "b', '"""\n', "/* /* */", "struct A {", "struct A }", "(]", '"\\((])"', '"\\(1"',
            "let a = /b\n/", "f(/b)", "let a = #/b/#", "let größe = 1", "infix operator ×", '"\\(ö)"', "let a = /b\\/",
            "// a\rfunc f() {}", "// a\f", "// a ??/", "enum `a b` {}", "enum `a/*` {}", "let `1` = 1", "``", "let a = `b",
            "#if A\nenum B {\n#endif\n#if A\n}\n#endif", "#if A", "#endif", "#if A\n(\n#else\n)\n#endif", "#else",
            '"\\(' * 101 + '1' + ')"' * 101,
        ):
            self.assertEqual(swift(text), swift_outline.CANNOT_FOLLOW, text)
        branches = swift("#if A\nfunc a() { `default` }\n#elseif B\nfunc b() {}\n#else\n#endif\r\n \r\nlet c = d ?? \"\\(`e`)\"")
        self.assertEqual((branches.always, len(branches.provides)), (False, 3))
        for text in (
            "let a = /b{/", 'f(/"/)', "return /[{]ö/", "let a = b ? /c\\/{/ : d", '"\\(/)/)"', '"\\(' * 99 + '1' + ')"' * 99,
        ):
            self.assertFalse(swift(text).always, text)
        for text in ('let a = "größe" // ×', "let a = b ?? c", "let a = 1 /\n 2", "f(/, 1)", "a /= 2"):
            self.assertFalse(swift(text).always, text)

    def test_extensions(self):
        outline = swift(
            "struct A {}\nextension A: P, M.Q {}\nextension Array: R where Element: S { func f() { var x = 1 }\n"
            " private var y: Int { 1 }\n static let z = 1\n struct Inner { var w = 1 } }\n"
            "extension Float { init(a: A) {} }\nextension Int: @unchecked Sendable {}\n")
        self.assertEqual(outline.types, {b"A": set()})
        self.assertEqual(outline.extensions, (
            (b"A", {b"P", b"Q"}, set(), set(), False, False),
            (b"Array", {b"R"}, {b"f", b"z", b"Inner"}, set(), False, False),
            (b"Float", set(), set(), set(), True, False), (b"Int", set(), set(), set(), False, False)))
        self.assertEqual(swift("struct A: P, M.Q where B: C {}\nenum E: Sendable { case a }").types,
                         {b"A": {b"P", b"Q"}, b"E": set()})
        self.assertEqual([extension[5] for extension in swift("extension A.B {}\nextension C {}").extensions],
                         [True, False])
        self.assertEqual(swift("typealias A = B").aliases, {b"A"})
        for member in (
            "subscript(i: Int) -> Int { 1 }", "static func + (a: Self, b: Self) -> Self { a }",
            "func callAsFunction() {}", "mutating func appendInterpolation(_ x: A) {}", "func dynamicallyCall() {}",
        ):
            self.assertTrue(swift("extension Float { " + member + " }").extensions[0][4], member)

    def test_what_is_public(self):
        outline = swift(
            "public struct A {}; struct B {}\n@available(*, x)\npublic\nfunc f() {}\nprivate struct C {}\n"
            "public extension Float { var a: Int { 1 } }\n"
            "extension Float { var b: Int { 1 }; package var c: Int { 1 } }")
        self.assertEqual(outline.public, {b"A", b"f"})
        self.assertEqual([extension[3] for extension in outline.extensions], [{b"a"}, {b"c"}])

    def test_attributes(self):
        outline = swift("struct A { @Wrapped var a = 1\n @MainActor func f() {}\n @testable var b = 1 }")
        self.assertEqual((outline.attributes, outline.always), ({b"Wrapped"}, False))


class C(unittest.TestCase):
    def test_rows(self):
        for text, names in (
            ("float f(const float *x, size_t n);\nextern int table[4];\nint a, b = 1;", "a b f table"),
            ("struct s { int m; };\nunion u { int m; };\nenum e { A, B = 2, C };\nenum { D };", "A B C D e s u"),
            ("typedef int (*callback)(void);\ntypedef float v8 __attribute__((vector_size(32)));", "callback v8"),
            ("typedef struct { int x; } pair_t;", "pair_t"),
            ("#define ONE 1\n# define TWO(x) \\\n  void g(void)\nint a;", "ONE TWO a"),
            ('#ifdef __cplusplus\nextern "C" {\n#endif\nvoid f(void);\n#ifdef __cplusplus\n}\n#endif\nint a;', "a f"),
            ("static inline int f(int x) { return g(x); }", "f"),
            ("// int a;\n/* int b; /* */ int c; char d = '\\''; char *e = \"; int f; \\\" \";", "c d e"),
            ("int __hidden; int _Reserved; int _ok;", "_ok"),
            ("_Static_assert(1, \"x\"); void (*signal(int))(int);", "signal"),
            ("/* x */ #define A /* y\n z */ int b;\nint c;", "A c"),
        ):
            self.assertEqual(c_provided(text), names, text)
            self.assertFalse(c(text).always, text)

    def test_what_is_a_files_own(self):
        self.assertEqual(
            c_provided("#define A 1\nstatic int a; static float f(void) { return 1; }\nint b; static int c = 1, d;\n"
                       "void g(void) {}", "a.c"), "b g")
        self.assertEqual(
            c_provided("enum e { A }; typedef int t; struct s { int m; }; struct s v; void f(void);\n"
                       "void (*hook)(void); extern int x;", "a.c"), "hook v x")

    def test_prototypes_and_definitions(self):
        outline = c("void f(int (*x)(int));\nint g(void) { return 1; }\nint h(void)\n__attribute__((x));\n")
        self.assertEqual((outline.prototypes, outline.defined), ({b"f", b"h"}, {b"g"}))

    def test_includes(self):
        outline = c('#include "a.h"\n # import <b/c.h> // x\n#include_next "d.h"\n#include NAME\n#if 1\n#endif\n')
        self.assertEqual(outline.includes, ((True, b"a.h"), (False, b"b/c.h"), (True, b"d.h"), None))
        self.assertEqual(
            c('module M { header "shim.h"\n link "x" }', "module.modulemap").includes,
            ((True, b"shim.h"), (True, b"x")))

    def test_what_is_always_reached(self):
        for text, path in (
            ("void f(void) {", "a.c"), ("int a[(2;", "a.c"), ("", "a.cpp"), ("", "a.S"), ("", "module.modulemap"),
            ("int größe;", "a.h"), ("#if 0 {\nint a[1] {\n#endif\nint f(void);\n#if 0\n}\n#endif", "a.c"), ("#if A", "a.c"),
            ("#endif", "a.h"), ("#ifdef A\n(\n#else\n)\n#endif", "a.c"), ("// a ??/\nint b;", "a.h"),
            ("// a \\\f\nint b;", "a.c"), ("// a\rint b;", "a.c"), ("int a;\v", "a.c"),
            ("float fmaf(float a, float b, float c) { return a; }", "a.c"), ("double sqrt(double a) {}", "a.c"),
            ("long double fabsl(long double a) {}", "a.c"), ("void *memcpy(void *a, const void *b, size_t n) {}", "a.c"),
            ("float __truncsfhf2(float a) { return a; }", "a.c"), ("int _Start(void) {}", "a.c"),
        ):
            self.assertTrue(c(text, path).always, text)
        for text in (
            "float fmaf(float a, float b, float c);", "float f(float a) { return fmaf(a, a, a); }",
            "float fmaf1(float a) {}", "static float __f(float a) {}", '_Static_assert(1, "a");',
            "__attribute__((noinline)) __attribute__((cold)) float f(float a) {}",
            "#if A\nint f(void) { return 1; }\n#elif B\nint f(void);\n#else\n#endif",
            '#ifdef __cplusplus\nextern "C" {\n#endif\nint f(void);\n#ifdef __cplusplus\n}\n#endif',
        ):
            self.assertFalse(c(text, "a.c").always, text)
        self.assertIn(None, c("// a\r#include \"b.h\"", "a.c").includes)


class Reach(unittest.TestCase):
    FILES = {
        "Tests/T/Own.swift":
            "import Kernels\nimport FalsifierKit\nfinal class Own { func testA() { kernel(); [1.0].norm } }",
        "Tests/T/Support.swift": "struct Unused {}",
        "Sources/Kernels/Kernel.swift": "import C\npublic func kernel() { c_kernel() }",
        "Sources/Kernels/Array.swift": "extension Array { public var norm: Int { helper() } }",
        "Sources/Kernels/Helper.swift": "func helper() -> Int { 1 }",
        "Sources/Kernels/Unused.swift": "public struct NotNamed {}",
        "Sources/C/include/c.h": "void c_kernel(void);\nvoid c_other(void);\n",
        "Sources/C/kernel.c": '#include "c.h"\n#include "lanes.h"\nvoid c_kernel(void) {}\n',
        "Sources/C/other.c": "void c_other(void) {}\n",
        "Sources/C/lanes.h": "static inline int c_lanes(void) { return 1; }\n",
        "Sources/C/never.c": "void c_never(void) {}\n",
        "lib/other/Far.swift": "public struct kernel {}",
        "Sources/FalsifierKit/K.swift": "public struct FalsifierCase {}",
    }
    FALSIFIER = {"id": "F", "test": "T.Own/testA", "run": [], "fixtures": [], "checks": []}

    def reached(self, changes, start="Tests/T/Own.swift", manifest=MANIFEST):
        with package({**self.FILES, **changes}, manifest) as root:
            return {os.path.basename(path) for path in Package(Folder(root)).reached({start})}

    def test_what_is_named_is_reached(self):
        # The header names both functions, and so reaches both of their files.
        self.assertEqual(self.reached({}), {
            "Own.swift", "Kernel.swift", "Array.swift", "Helper.swift", "c.h", "kernel.c", "other.c", "lanes.h"})

    def test_what_changes_the_reach(self):
        for changes, more in (
            ({"Sources/Kernels/Operator.swift": "infix operator +++"}, {"Operator.swift"}),
            ({"Sources/Kernels/New.swift": "func helper(_ x: Int) {}"}, {"New.swift"}),
            ({"Sources/C/start.c": "__attribute__((constructor)) static void s(void) {}"}, {"start.c"}),
            ({"Sources/C/a.S": ""}, {"a.S"}),
            ({"Sources/C/lanes.h": "#include NOTHING\n"}, {"never.c"}),
            ({"Sources/C/include/c.h": "void c_kernel(void);\nvoid c_other(void);\nvoid c_pasted(void);"}, {"never.c"}),
            ({"Sources/Kernels/Helper.swift": "import Other_One\nfunc helper() -> Int { 1 }"}, {"Far.swift"}),
            ({"Sources/Kernels/Foreign.swift": "extension Float: Missing {}"}, {"Foreign.swift"}),
            ({"Sources/Kernels/Foreign.swift": "extension Float: Hashable {}", "Sources/Kernels/P.swift":
              "protocol Hashable {}"}, set()),
            ({"Sources/Kernels/Wrapped.swift": "struct W { @Wrapper var a = 1 }"}, {"Wrapped.swift"}),
            ({"Sources/Kernels/Wrapped.swift": "struct W { @NotNamed var a = 1 }"}, set()),
        ):
            self.assertEqual(self.reached(changes) - self.reached({}), more, changes)
        self.assertNotIn("K.swift", self.reached({}, manifest=MANIFEST.replace('name: "C"', 'name: "FalsifierKit"')))

    def test_what_is_seen(self):
        support = "import Other_One\nfunc support() { kernel() }"
        for changes, more in (
            # A name of another target: not where it is not public, nor where the file does not import it.
            ({"lib/other/Far.swift": "struct kernel {}", "Tests/T/Own.swift": "import Other_One\nkernel()"}, set()),
            ({"lib/other/Far.swift": "struct kernel {}",
              "Tests/T/Own.swift": "@testable import Other_One\nkernel()"}, {"Far.swift"}),
            ({"lib/other/Far.swift": "public struct kernel {}", "Tests/T/Own.swift": "import Other_One\nkernel()"},
             {"Far.swift"}),
            ({"Tests/T/Support.swift": support, "Tests/T/Own.swift": "kernel()"}, set()),
            # But where a file of the target exports what it imports.
            ({"Tests/T/Support.swift": "@_exported import Other_One", "Tests/T/Own.swift": "kernel()"}, {"Far.swift"}),
            ({"Tests/T/Support.swift": "@_exported import struct Other_One.kernel", "Tests/T/Own.swift": "kernel()"},
             {"Far.swift"}),
            ({"Tests/T/Support.swift": support, "Tests/T/Own.swift": "support()"}, {"Support.swift", "Far.swift"}),
            # A member of what is declared elsewhere: everywhere in a target that imports it.
            ({"Tests/T/Support.swift": support, "lib/other/Far.swift": "extension Float { public var far: Int { 1 } }",
              "Tests/T/Own.swift": "1.0.far"}, {"Far.swift"}),
            ({"Tests/T/Support.swift": support, "lib/other/Far.swift": "extension Float { var far: Int { 1 } }",
              "Tests/T/Own.swift": "1.0.far"}, set()),
            # A type of another target is foreign.
            ({"Tests/T/Support.swift": "import Kernels\nextension NotNamed { var near: Int { 1 } }",
              "Tests/T/Own.swift": "a().near"}, {"Support.swift"}),
            # What it adds without a name shows where the type is named, in whatever target.
            ({"Tests/T/Support.swift": "import Kernels\nextension NotNamed { init(a: Int) {} }",
              "Tests/T/Own.swift": "a()"}, set()),
            ({"Tests/T/Support.swift": "import Kernels\nextension NotNamed { init(a: Int) {} }",
              "Tests/T/Own.swift": "a(); NotNamed()"}, {"Support.swift"}),
            ({"Tests/T/Support.swift": "import Kernels\nextension Elsewhere { init(a: Int) {} }",
              "Tests/T/Own.swift": "a()"}, {"Support.swift"}),
            # An extension of a plain type of the target: where both the type and a member are named.
            ({"Tests/T/Far.swift": "enum Room: String, Error { case a }",
              "Tests/T/Support.swift": "extension Room { static func support() {} }", "Tests/T/Own.swift": "support()"},
             set()),
            ({"Tests/T/Far.swift": "enum Room: String, Error { case a }",
              "Tests/T/Support.swift": "extension Room { static func support() {} }", "Tests/T/Own.swift": "Room.a"},
             {"Far.swift"}),
            ({"Tests/T/Far.swift": "enum Room: String, Error { case a }",
              "Tests/T/Support.swift": "extension Room { static func support() {} }",
              "Tests/T/Own.swift": "Room.support()"}, {"Far.swift", "Support.swift"}),
            # One of a type whose conformance can use members without their names, or that adds a requirement.
            ({"Tests/T/Far.swift": "enum Room: Strange { case a }",
              "Tests/T/Support.swift": "extension Room { static func support() {} }", "Tests/T/Own.swift": "Room.a"},
             {"Far.swift", "Support.swift"}),
            ({"Tests/T/Far.swift": "enum Room: Error { case a }",
              "Tests/T/Support.swift": "extension Room { var description: String { \"\" } }",
              "Tests/T/Own.swift": "Room.a"}, {"Far.swift", "Support.swift"}),
            ({"Tests/T/Far.swift": "enum Room { struct Door {} }",
              "Tests/T/Support.swift": "extension Room.Door { func support() {} }", "Tests/T/Own.swift": "Room"},
             {"Far.swift", "Support.swift"}),
        ):
            found = self.reached(changes)
            self.assertEqual(found & {"Support.swift", "Far.swift"}, more, changes)

    def test_prototypes_without_a_definition(self):
        header = "void c_kernel(void);\nvoid c_made(void);"
        changes = {"Sources/C/include/c.h": header, "Sources/C/made.c": "MAKE(c_made)"}
        self.assertEqual(self.reached(changes) & {"made.c", "never.c"}, {"made.c"})
        changes["Sources/C/lanes.h"] = "#define MAKE(x) void x##_made(void) {}"
        self.assertEqual(self.reached(changes) & {"made.c", "never.c"}, {"made.c", "never.c"})

    def test_includes_that_are_found_elsewhere(self):
        changes = {"Sources/C/kernel.c": '#include "x/far.h"\nvoid c_kernel(void) {}\n', "Sources/C/deep/x/far.h": ""}
        self.assertIn("far.h", self.reached(changes))
        changes = {"Sources/C/kernel.c": '#include "missing.h"\nvoid c_kernel(void) {}\n'}
        self.assertIn("lanes.h", self.reached(changes))
        changes = {"Sources/C/kernel.c": "#include <missing.h>\nvoid c_kernel(void) {}\n"}
        self.assertNotIn("lanes.h", self.reached(changes))

    def test_what_cannot_be_followed_is_reached(self):
        found = self.reached({}, manifest="var x = 1")
        self.assertEqual(found, {os.path.basename(path) for path in self.FILES} | {"Package.swift"})
        self.assertEqual(self.reached({"Package@swift-6.0.swift": ""}) - found, {"Package@swift-6.0.swift"})

    def test_members(self):
        with package({**self.FILES, "data/a.json": "{}", "Tests/T/Fixtures/ExactCases/F.jsonl": "x"}) as root:
            members = keys.Keys(Folder(root)).members(
                {**self.FALSIFIER, "fixtures": ["data/", "Sources/C/never.c"]}, ["Sources/C/*"])
            self.assertEqual(members["data/a.json"], canonical.sha256(b"{}"))
            self.assertEqual(members["Sources/C/never.c"], canonical.sha256(self.FILES["Sources/C/never.c"].encode()))
            self.assertIn("Tests/T/Fixtures/ExactCases/F.jsonl", members)
            self.assertEqual(members["recorder"], 2)
            self.assertEqual(
                {name for name in members if "#" in name},
                {"Package.swift#C", "Package.swift#Kernels", "Package.swift#T"})

    def test_unreached_and_implementation(self):
        with package(self.FILES) as root:
            found = keys.Keys(Folder(root))
            paths = ["Sources/Kernels", "lib/other", "lib/other/", "Sources/C/never.c"]
            self.assertEqual(found.unreached(self.FALSIFIER, paths), paths[1:])
            before = found.implementation(["Sources/Kernels/Kernel.swift"])
            with open(f"{root}/Tests/T/Own.swift", "a") as file:
                file.write("let x = 1\n")
            self.assertEqual(keys.Keys(Folder(root)).implementation(["Sources/Kernels/Kernel.swift"]), before)
            with open(f"{root}/Sources/C/kernel.c", "a") as file:
                file.write("int x;\n")
            self.assertNotEqual(keys.Keys(Folder(root)).implementation(["Sources/Kernels/Kernel.swift"]), before)

    def test_what_has_no_key(self):
        with package(self.FILES) as root:
            def members(paths=(), **changes):
                return keys.Keys(Folder(root)).members({**self.FALSIFIER, **changes}, list(paths))

            self.assertIn("Sources/C/other.c", members(["Sources/C/other.c/", "Sources"]))
            for test in ("", "T.Own", "T.Own/", "T/Own.x", "T.None/a", "X.Own/a", "T.1wn/a", "T.Own/a b"):
                with self.assertRaises(NoKey, msg=test):
                    members(test=test)
            for path in ("../x", "Sources//C", "Sources/./C", "Sources/none", "", "/", "/*", "Sources/C/other.c/*"):
                with self.assertRaises(NoKey, msg=path):
                    members([path])
            os.symlink("other.c", f"{root}/Sources/Kernels/.link")
            members()
            os.symlink("other.c", f"{root}/Sources/Kernels/link")
            with self.assertRaises(NoKey):
                members()
            os.remove(f"{root}/Sources/Kernels/link")
            os.remove(f"{root}/Package.swift")
            with self.assertRaises(NoKey):
                members()

    def test_a_falsifier_outside_of_targets(self):
        with package({"Tests/X/Own.swift": "kernel()"}) as root:
            members = keys.Keys(Folder(root)).members({**self.FALSIFIER, "test": "X.Own/testA"}, [])
            self.assertEqual(set(members), {"Tests/X/Own.swift", "recorder"})

    def test_the_vector_of_the_page(self):
        digest = canonical.sha256(bare(b"// a\nlet a = 1  \n", "a.swift"))
        text = keys.text("pv-key/1", {"recorder": 1, "a.swift": digest})
        self.assertEqual(
            text, b"pv-key/1\nd6447d6f631d17aaf8b0db0adf1470646e991a3af22c6f8f7f6041de42b6d213  a.swift\n1  recorder\n")
        self.assertEqual(canonical.sha256(text), "04d2d943e10563efe611d42d19a41c2b3304bfca550057bce8d7367233b3769a")

    def test_a_commit_reads_as_its_folder_does(self):
        with package(self.FILES) as root:
            os.symlink("other.c", f"{root}/Sources/C/.link")
            author = ("-c", "user.name=a", "-c", "user.email=a")
            for command in (("init", "-q"), ("add", "-A"), (*author, "commit", "-qm", "a")):
                subprocess.run(["git", "-C", root, *command], check=True)
            repository, folder = Repository(root), Folder(root)
            tree = GitTree(repository, "HEAD")
            self.assertEqual(tree.walk(""), folder.walk(""))
            self.assertEqual(tree.kind("Sources/C/.link"), "link")
            self.assertEqual(*(Package(one).reached({"Tests/T/Own.swift"}) for one in (tree, folder)))
            repository.close()

    def test_what_moves_a_key(self):
        def key(changes, manifest=MANIFEST):
            with package({**self.FILES, **changes}, manifest) as root:
                return keys.key(keys.Keys(Folder(root)).members(self.FALSIFIER, ["Sources/Kernels/Kernel.swift"]))

        def touched(path, change):
            return {path: change(self.FILES[path])}

        before = key({})
        for changes in (
            touched("Sources/C/kernel.c", lambda text: "// a\n" + text), {"README.md": "x"},
            touched("Sources/Kernels/Helper.swift", lambda text: text + "\n\n // b \n"),
            touched("Sources/C/lanes.h", lambda text: text.replace("\n", "\r\n")),
            touched("Tests/T/Own.swift", lambda text: text.replace("\n", " \t\n")),
            touched("Sources/C/never.c", lambda text: text + "int y;"),
            {"Sources/FalsifierKit/K.swift": ""}, {"lib/other/Far.swift": ""},
        ):
            self.assertEqual(key(changes), before, changes)
        for changes in (
            touched("Sources/C/kernel.c", lambda text: text + "int y;\n"),
            touched("Sources/Kernels/Helper.swift", lambda text: text.replace("1", "2")),
            touched("Sources/C/include/c.h", lambda text: text + "#define X\n"),
        ):
            self.assertNotEqual(key(changes), before, changes)
        for old, new, moves in (
            ("-O3", "-O2", True), ("-O0", "-O1", False), ('exact: "1.0.0"', 'exact: "1.0.1"', True),
            ('from: "2', 'from: "3', False), ("let flags", "// x\nlet flags", False), ("6.2", "6.3", True),
            ("    .testTarget", '    .target(name: "New"),\n    .testTarget', False), (".v15", ".v16", True),
        ):
            self.assertEqual(key({}, MANIFEST.replace(old, new, 1)) != before, moves, new)
