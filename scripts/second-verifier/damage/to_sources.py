"""Damage to sources and to Package.swift: what a key must see, and what it must not."""

import os
import re

from bare_text import is_source

from .to_binding import perhaps_bound
from .to_contracts import nudged

# Lines that a rule can read wrongly. They need not compile.
SWIFT_LINES = (
    "extension Float { init(strange: Int) { self = 0 } }", "func == (a: Strange, b: Strange) -> Bool { true }",
    "let strange = /x/", "let strange = #/x/#", "@main struct Strange {}", '@_cdecl("strange") func strange() {}', "/*",
    "*/", "/* /* */", '"""', 'let strange = "\\(f("a"))"', 'let strange = #"\\("#', 'let strange = "', "{", "}", "(",
    "struct Dot {}", "private struct Dot {}", "public struct Dot {}", "let größe = 1",
    "let strange = 1, count = 2,\n  sum = 3", "let (max, (min, _)) = strange", "typealias FloatLiteralType = Float",
    "typealias Oracle = Strange", "extension Array: Strange {}", "extension Oracle: Strange where A: B {}",
    "extension Float: @retroactive Strange {}",
    "extension Array { public var count: Int { 1 }; func append(_ x: Int) {} }", "import Models",
    "@testable import Models", "import struct Traces.Strange", "precedencegroup Strange {}", "infix operator ×",
    "#if os(Linux)", "#endif", "class Strange { class func sum() {} }", "struct Strange { @Strange var a = 1 }",
    "let strange = a.struct", "let metric = Metric.maxULPs", "// comment", "let strange = #line", "let a = 1 / 2 // x",
    "let a = b /c", "enum Strange { case a }")
C_LINES = (
    '#include "strange.h"', "#include <ck_dot.h>", '#include "ck_dot.h"', "#include STRANGE", "#include <math.h>",
    "void ck_strange(void);", "void ck_strange(void) {}", "static void four(void) {}", "void four(void) {}",
    "#define four(x) x##_4", "STRANGE(ck_strange)", "enum { four, sum = 2 };", "struct count { int x; };", "/*", "*/",
    '"', "'", 'extern "C" {', "}", "{", "(", ")", "typedef int (*four)(int);", "int four, sum = 1;",
    "static int four, sum = 1;", "__attribute__((constructor)) static void strange(void) {}",
    "__attribute__((weak)) int strange;", "int größe;", "#define STRANGE \\\n  1", "// comment \\\nint four;",
    "int four __attribute__((aligned(64))) = 1;", 'char a[] = R"(\n)";', "int four[] = {1, 2}, sum;",
    "_Static_assert(1, \"four\");")
MANIFEST_CHANGES = (
    (b"-O3", b"-O2"), (b".v15", b".v16"), (b"6.2", b"6.3"), (b"1.8.2", b"1.8.3"), (b"4.5.2", b"4.5.3"),
    (b".c11", b".c17"), (b"let package =", b"let strange = 1; let package ="),
    (b"let package =", b"var strange = 1\nlet package ="),
    (b"let package =", b"let level = kernelCFlags\nlet package ="), (b"let package =", b"let package: Package ="),
    (b'name: "CKernels", ', b'name: "CKernels", path: "./Sources//CKernels/", '),
    (b'name: "Models", ', b'name: "Models" + "", '), (b'name: "CKernels", ', b'name: "CKernels", path: "Sources", '),
    (b"dependencies: [\n", b"dependencies: [] + [\n"),
    (b'name: "CKernels", ', b'name: "CKernels", path: "../CKernels", '), (b"swift-crypto", b"Swift-Crypto.git"),
    (b".target(\n", b".target(\n      // a comment, with a bracket (\n"),
    (b"targets: [\n", b"targets: [ /* a /* b */ */\n"), (b'.target(name: "Metrics"', b'.macro(name: "Metrics"'),
    (b'"-O"', b'"""\n-O\n"""'), (b"kernelSwiftFlags", b"flags"), (b"[.macOS(.v15)]", b"[.macOS(.v15)"),
    (b'"contract-falsifier"', b'"x"'), (b"exclude: [", b"plugins: [], exclude: ["))
MANIFEST_ENDS = (
    b"package.targets.append(.target(name: \"Strange\"))\n", b"let strange = 1\n",
    b"for target in package.targets {}\n", b"#if os(Linux)\n#endif\n", b"// a comment\n", b"/* not closed\n",
    b"let strange = package.name\n", b"import Strange\n")
EXTRA_NAMES = ("Extra.swift", "main.swift", "extra.c", "extra.h", "extra.S", "extra.txt", "module.modulemap")
NEW_TARGET = b'targets: [\n    .target(name: "Unrelated"),\n'


def source_file(random, copy):
    files = [name for name in copy.files("Sources", "Tests") if is_source(name) and not os.path.islink(copy.path(name))]
    return random.choice(files) if files else None


def touch_a_source(random, copy):
    """What counts for nothing, but in a file in which a line can be more than it seems."""
    name = source_file(random, copy)
    lines = copy.read(name).split(b"\n") if name else []
    if not lines:
        return None
    what = random.choice(("comment", "blank", "return", "trailing", "readme", "target"))
    place = random.randrange(len(lines))
    if what == "comment":
        lines.insert(place, b"  // a comment")
    elif what == "blank":
        lines.insert(place, b" \t")
    elif what == "return":
        lines[:-1] = [line + b"\r" for line in lines[:-1]]
    elif what == "trailing":
        lines[place] += b" \t "
    elif what == "readme":
        name, lines = "README.md", [b"# Another", b""]
    else:
        copy.write("Sources/Unrelated/Unrelated.swift", b"public struct Unrelated {}\n")
        name, lines = "Package.swift", copy.read("Package.swift").replace(b"targets: [\n", NEW_TARGET, 1).split(b"\n")
    copy.write(name, b"\n".join(lines))
    return f"{name}: touched ({what})"


def change_a_source(random, copy):
    """Another token, a line that can be read wrongly, a file more, less, renamed or linked; then perhaps a run."""
    name = source_file(random, copy)
    if not name:
        return None
    data = copy.read(name)
    what = random.choice(("token", "token", "line", "line", "line", "remove", "add", "hidden", "link", "rename"))
    if what == "token":
        what = change_a_token(random, copy, name, data)
        if not what:
            return None
    elif what == "line":
        lines = data.split(b"\n")
        new = random.choice(SWIFT_LINES if name.endswith(".swift") else C_LINES)
        lines.insert(random.choice((0, len(lines), random.randrange(len(lines) + 1))), new.encode())
        copy.write(name, b"\n".join(lines))
        what = f"{new!r} added"
    elif what in ("add", "hidden"):
        folder = os.path.dirname(name)
        extra = random.choice(EXTRA_NAMES)
        lines = SWIFT_LINES if extra.endswith(".swift") else C_LINES
        extra = f"{folder}/{'.' if what == 'hidden' else ''}{extra}"
        if not os.path.lexists(copy.path(extra)):
            copy.write(extra, b"\n".join(line.encode() for line in random.sample(lines, 2)) + b"\n")
        what = f"{extra} added"
    else:
        take_away(copy, name, data, what, "Renamed")
    return f"{name}: {what}" + perhaps_bound(random, copy)


def change_a_token(random, copy, name, data):
    """Writes another token into a file; what was done, or None where it has none."""
    tokens = list(re.finditer(rb"[A-Za-z0-9_]+|[^\w\s]", data))
    token = random.choice(tokens) if tokens else None
    if not token:
        return None
    other = nudged(random, token[0].decode("latin-1")).encode("latin-1")
    new = random.choice((b"", other, random.choice(tokens)[0]))
    copy.write(name, data[: token.start()] + new + data[token.end() :])
    return f"{token[0]} is now {new}"


def take_away(copy, name, data, what, renamed):
    """Removes a file; what it said is behind a link, under another name, or gone."""
    copy.remove(name)
    if what == "link":
        copy.write(name + ".real", data)
        os.symlink(copy.path(name + ".real"), copy.path(name))
    elif what == "rename":
        copy.write(os.path.join(os.path.dirname(name), renamed + os.path.splitext(name)[1]), data)


def change_the_manifest(random, copy):
    """Another flag, dependency or path, or a form that cannot be followed; then perhaps a run."""
    data = copy.read("Package.swift")
    changes = [(old, new) for old, new in MANIFEST_CHANGES if old in data]
    if random.random() < 0.3 or not changes:
        new = random.choice(MANIFEST_ENDS)
        data += new
    else:
        old, new = random.choice(changes)
        data = data.replace(old, new, 1)
    copy.write("Package.swift", data)
    return f"Package.swift: {new!r}" + perhaps_bound(random, copy)
