import XCTest

@testable import Provenance

/// "C" of docs/evidence-keys.md.
final class COutlineTests: XCTestCase {
  private func file(_ text: String, _ path: String = "a.h") -> SourceFile {
    SourceFile(path: path, bytes: Array(text.utf8))
  }

  private func assertProvides(_ text: String, _ names: String, _ path: String = "a.h", line: UInt = #line) {
    let provided = file(text, path).outline.provides
    XCTAssertEqual(provided, Set(words: names), "\(text)\nprovides \(provided.spelled(in: text))", line: line)
    XCTAssertFalse(file(text, path).outline.isAlwaysReached, text, line: line)
  }

  // MARK: Headers

  func testAHeaderProvidesWhatItDeclares() {
    assertProvides("float f(const float *x, size_t n);\nextern int table[4];\nint a, b = 1;", "a b f table")
    assertProvides("struct s { int m; };\nunion u { int m; };\nenum e { A, B = 2, C };\nenum { D };", "A B C D e s u")
    assertProvides("typedef struct { int x; } pair_t;", "pair_t")
    assertProvides("static inline int f(int x) { return g(x); }", "f")
    assertProvides("_Static_assert(1, \"x\"); void (*signal(int))(int);", "signal")
    assertProvides("int flags : 3;", "flags")
    assertProvides("struct s;\nenum e : int { A };", "s e", "a.inc")
    assertProvides("int f(int (*inner)(int), int a[2]) { int b = 1; }", "f")
  }

  func testAnnotationsAreLeftOut() {
    assertProvides("typedef int (*callback)(void);\ntypedef float v8 __attribute__((vector_size(32)));", "callback v8")
    assertProvides("int a __asm__(\"x\") __attribute__((y)) = 1; int b asm(\"z\");", "a b")
  }

  func testDefinesProvideTheirNames() {
    assertProvides("#define ONE 1\n# define TWO(x) \\\n  void g(void)\nint a;", "ONE TWO a")
    assertProvides("#define ONE \\\r\n 1\n#undef X\nint a;", "ONE a")
  }

  func testLinkageBracesAreNone() {
    assertProvides(
      "#ifdef __cplusplus\nextern \"C\" {\n#endif\nvoid f(void);\n#ifdef __cplusplus\n}\n#endif\nint a;", "a f")
  }

  func testCommentsAndLiteralsArePassedOver() {
    assertProvides(
      "// int a;\n/* int b; /* */ int c; char d = '\\''; char *e = \"; int f; \\\" \";", "c d e")
    assertProvides("char a = '{'; char *b = \"(\"; int c; // {", "a b c")
    assertProvides("char *a = \"x\nint b;\n", "a b")
    assertProvides("char *a = \"x\\\n; int no; \"; int b;", "a b")
    assertProvides("int a\\\nb;\nint c; // x \\\nint d;", "b c d")
    assertProvides("/* x */ #define A /* y\n z */ int b;\nint c;", "A c")
  }

  func testReservedNamesAndKeywordsAreNone() {
    assertProvides("int __hidden; int _Reserved; int _ok; int _;", "_ok _")
    assertProvides("int; return; void (*const)(void); static_assert(1);", "")
  }

  // MARK: Other files

  func testAFileProvidesOnlyWhatTheLinkerKnows() {
    assertProvides(
      "#define A 1\nstatic int a; static float f(void) { return 1; }\nint b; static int c = 1, d;\nvoid g(void) {}",
      "b g", "a.c")
    assertProvides(
      "enum e { A }; typedef int t; struct s { int m; }; struct s v; void f(void);\nvoid (*hook)(void); extern int x;",
      "hook v x", "a.c")
    assertProvides("struct s; union u; enum e; int a[2], b = 1;", "a b", "a.c")
    assertProvides("static struct { int x; } a; static int b; int c;", "a c", "a.c")
  }

  func testOfOtherFilesOnlyWhatTheyIncludeCounts() {
    for suffix in ["cpp", "cc", "cxx", "m", "mm", "S", "s", "hpp"] {
      let outline = file("#include \"b.h\"\nint a;", "a.\(suffix)").outline
      XCTAssertTrue(outline.isAlwaysReached, suffix)
      XCTAssertEqual(outline.provides, [], suffix)
      XCTAssertEqual(outline.includes, [.init(name: "b.h", isQuoted: true)], suffix)
    }
  }

  // MARK: Functions

  func testPrototypesAndDefinitions() {
    let outline = file("void f(int (*x)(int));\nint g(void) { return 1; }\nint h(void)\n__attribute__((x));\n").outline
    XCTAssertEqual(outline.prototypes, Set(words: "f h"))
    XCTAssertEqual(outline.definitions, Set(words: "g"))
    let other = file("MAKE(a)\nvoid f(void) {}\nvoid g(void);", "a.c").outline
    XCTAssertEqual(other.definitions, Set(words: "MAKE f"))
    XCTAssertEqual(other.prototypes, Set(words: "g"))
  }

  func testPastingIsSeenInEveryFile() {
    XCTAssertTrue(file("#define A(x) x##_made").outline.pastes)
    XCTAssertTrue(file("// ##", "a.cpp").outline.pastes)
    XCTAssertFalse(file("# #").outline.pastes)
  }

  // MARK: Includes

  func testIncludes() {
    let outline = file(
      "#include \"a.h\"\n # import <b/c.h> // x\n#include_next\t\"d.h\"\n#include NAME\n#if 1\n#endif\n"
    ).outline
    XCTAssertEqual(
      outline.includes,
      [
        .init(name: "a.h", isQuoted: true), .init(name: "b/c.h", isQuoted: false), .init(name: "d.h", isQuoted: true),
      ])
    XCTAssertTrue(outline.includesTarget)
    XCTAssertFalse(file("#include <a.h>\n").outline.includesTarget)
    for text in ["#include", "#include <a.h\n", "#include \"a.h\n\"", "#include /* x */ <a.h>", "#include a"] {
      XCTAssertTrue(file(text).outline.includesTarget, text)
      XCTAssertEqual(file(text).outline.includes, [], text)
    }
    XCTAssertEqual(file("int a; #include \"a.h\"\n/* #include \"b.h\" */").outline.includes, [])
  }

  func testModuleMapsIncludeWhatTheyHaveInQuotes() {
    let outline = file("module M { header \"shim.h\"\n link \"x\" }", "module.modulemap").outline
    XCTAssertEqual(outline.includes, [.init(name: "shim.h", isQuoted: true), .init(name: "x", isQuoted: true)])
    XCTAssertTrue(outline.isAlwaysReached)
  }

  // MARK: Always reached

  func testWhatCannotBeFollowedIsAlwaysReached() {
    for (text, path) in [
      ("void f(void) {", "a.c"), ("int a[(2;", "a.c"), ("int größe;", "a.h"), ("", "module.modulemap"),
      ("#if 0 {\nint a[1] {\n#endif\nint f(void);\n#if 0\n}\n#endif", "a.c"), ("#if A", "a.c"), ("#endif", "a.h"),
      ("#ifdef A\n(\n#else\n)\n#endif", "a.c"), ("// a ??/\nint b;", "a.h"), ("// a \\\u{C}\nint b;", "a.c"),
      ("// a\rint b;", "a.c"), ("int a;\u{B}", "a.c"),
    ] {
      XCTAssertTrue(file(text, path).outline.isAlwaysReached, text)
    }
    for text in [
      "#if A\nint f(void) { return 1; }\n#elif B\nint f(void);\n#else\n#endif",
      "int a = b ? c ?\"/\" : d : e;\r\n \r\n",
      "#ifdef __cplusplus\nextern \"C\" {\n#endif\nint f(void);\n#ifdef __cplusplus\n}\n#endif",
    ] {
      XCTAssertFalse(file(text).outline.isAlwaysReached, text)
    }
    for text in ["}", ")", "]} int a;", "char *a = \"größe\"; // ö\n/* ö */\n#define A ö\nchar b = 'ö';"] {
      XCTAssertFalse(file(text).outline.isAlwaysReached, text)
    }
  }

  func testFunctionsThatACompilerCallsAreAlwaysReached() {
    for text in [
      "float fmaf(float a, float b, float c) { return a; }", "double sqrt(double a) {}",
      "long double fabsl(long double a) {}",
      "void *memcpy(void *a, const void *b, size_t n) {}", "float __truncsfhf2(float a) { return a; }",
      "int _Start(void) {}",
    ] {
      XCTAssertTrue(file(text, "a.c").outline.isAlwaysReached, text)
    }
    for text in [
      "float fmaf(float a, float b, float c);", "float f(float a) { return fmaf(a, a, a); }", "float fmaf1(float a) {}",
      "static float __f(float a) {}", "__attribute__((noinline)) float f(float a) {}", "_Static_assert(1, \"a\");",
      "__attribute__((noinline)) __attribute__((cold)) float f(float a) {}",
    ] {
      XCTAssertFalse(file(text, "a.c").outline.isAlwaysReached, text)
    }
    XCTAssertTrue(file("// a\r#include \"b.h\"", "a.c").outline.includesTarget)
  }

  func testAttributesByWhichCodeRunsUncalled() {
    for word in ["constructor", "destructor", "weak", "weakref", "alias", "ifunc", "section"] {
      for spelling in [word, "__\(word)__"] {
        let text = "__attribute__((\(spelling))) static void s(void) {}"
        XCTAssertTrue(file(text, "a.c").outline.isAlwaysReached, spelling)
        XCTAssertTrue(file("#define A \(spelling)\n").outline.isAlwaysReached, spelling)
      }
      XCTAssertFalse(file("int _\(word);").outline.isAlwaysReached, word)
    }
    XCTAssertTrue(file("int a __attribute__((section(\".init_array\")));", "a.c").outline.isAlwaysReached)
    XCTAssertFalse(SourceFile(path: "a.swift", bytes: Array("weak var a: A?".utf8)).outline.isAlwaysReached)
  }
}
