import XCTest

@testable import Provenance

/// "Swift" of docs/evidence-keys.md, row by row.
final class SwiftOutlineTests: XCTestCase {
  private func outline(_ text: String) -> Outline { Outline(swift: Array(text.utf8)) }

  private func assertProvides(_ text: String, _ names: String, line: UInt = #line) {
    XCTAssertEqual(
      outline(text).provides, Set(words: names), "\(text)\nprovides \(outline(text).provides.spelled(in: text))",
      line: line)
    XCTAssertFalse(outline(text).isAlwaysReached, text, line: line)
  }

  // MARK: Names at depth 0

  func testTypesProvideTheirNames() {
    assertProvides("struct A {}\nfinal class B: C {}\nenum D { case e }\npublic protocol E {}\nactor F {}", "A B D E F")
    assertProvides("macro a() = x\nprecedencegroup P { higherThan: Q }", "P a")
    assertProvides("indirect enum `default` {}\nstruct\nA\n{}", "default A")
  }

  func testAliasesProvideTheirNames() {
    assertProvides("typealias A = B", "A")
    XCTAssertEqual(outline("typealias A = B").aliases, Set(words: "A"))
    XCTAssertEqual(outline("struct C { typealias A = B }").aliases, [])
    XCTAssertEqual(outline("private typealias A = B").aliases, Set(words: "A"))
  }

  func testFunctionsProvideTheirNamesAndNotWhatIsInThem() {
    assertProvides("func f<T>(_ a: T) -> Int { var inner = 1; return inner }", "f")
    assertProvides("class C { class func f() {}\n class var g: Int { 1 } }", "C")
  }

  func testVariablesProvideAllTheirNames() {
    assertProvides("let a = 1, b: Int = 2,\n  c = 3\nlet x = f<A, B>(), d = g, e\n", "a b c d x")
    assertProvides("let (a, (b, _)) = f(c), d = 1", "_ a b d")
    assertProvides("var a: Int { b }", "a")
    assertProvides("var a = 1, b { c }", "a b")
    assertProvides("let x: Dictionary<String, Float> = [:]", "x")
    assertProvides("let x: (Int, y: Int) = (1, z: 2)", "x")
  }

  func testWhatIsPrivateProvidesNothing() {
    assertProvides("private struct A {}\nfileprivate\nstruct B {}\nprivate(set) var c = 1", "B c")
    assertProvides("private let a = 1; let b = 2\nstruct X { private let d = 1 }; struct Y {}", "X Y b")
    assertProvides("private func f() {}\nprivate typealias A = B\nprivate macro m() = x", "")
    assertProvides("fileprivate(set) public var a = 1\n@x(private) let b = 1", "a b")
    assertProvides("private /* \n */ struct A {}", "")
    assertProvides("private struct A {} ; enum B { case c } struct D {}", "B D")
  }

  func testKeywordsThatDeclareNothing() {
    assertProvides("import struct Crypto.SHA256\nimport func Glibc.exp", "")
    assertProvides("let x = Foo.struct\nfoo.func (a)", "x")
    assertProvides("class func f() {}", "f")
  }

  func testConditionsAndAttributesAreNoBrackets() {
    assertProvides("#if os(Linux)\nstruct A {}\n#else\nstruct B {}\n#endif", "A B")
    assertProvides("@available(*, deprecated) public struct A {}", "A")
  }

  // MARK: Comments and literals

  func testCommentsArePassedOver() {
    assertProvides("struct A {}\n/* struct B {} /* struct C {} */ struct D {} */ struct E {}\n// struct F {}", "A E")
    assertProvides("let a = /* ( */ 1 // )", "a")
    assertProvides("let a = 1 /**/ /* \" */; let b = 2 // \"", "a b")
  }

  func testStringsArePassedOverWithAllThatIsInterpolated() {
    assertProvides(
      "let a = \"struct B {} \\\" \\(f(\"func g() { \\(1)\") /* ) */ + { x in x }(1)) struct C {}\"; struct D {}", "D a"
    )
    assertProvides("let a = \"\"\"\n  struct B {\"\n  \\(\"\"\"\n\"\"\"\n)\\\n\"\"\"\nstruct C {}", "C a")
    assertProvides("let a = #\"\\(\"#; let b = ##\"\\##(1)\"# \"##; let c = #\"\"\"\n\"\n\"\"\"#", "a b c")
    assertProvides("private let a = \"\\(\n1)\"; let b = 1", "b")
    assertProvides("let a = \"größe\" // ×", "a")
  }

  func testNumbersAreNoWords() {
    assertProvides("let 1a = 1, 2b = 3, c = 0x1F", "c")
    assertProvides("struct 3rd A {}", "A")
  }

  func testASlashIsARegularExpressionWhereNoOperatorCanStand() {
    assertProvides("let a = b / c; let d = e/f; let g = 1\nlet h = reduce(1, /)", "a d g h")
    assertProvides("let a = b ?? c", "a")
    assertProvides("let a = 1 /\n 2", "a")
    assertProvides("f(/, 1)", "")
    assertProvides("a /= 2", "")
    for text in [
      "let a = /b{/", "f(/\"/)", "return /[{]ö/", "let a = b ? /c\\/{/ : d", "\"\\(/)/)\"", "/(/", "[/(/]", "{/(/}",
      "a!/(/", "a&/(/", "a|/(/", "a?/(/", ";/(/", "a:/(/", "a=/(/", "a,/(/", "a\t/(/", "a\r\n/(/", "a\n/(/", "/\\//",
    ] {
      XCTAssertFalse(outline(text).isAlwaysReached, text)
    }
    for text in ["a/(/b", ")/(/", "a / (/ b", "a /\t(/", "a /\r(/", "a /\n(/", "a /)/(", "a /,/(", "a /=/("] {
      XCTAssertTrue(outline(text).isAlwaysReached, text)
    }
    // What is in one declares nothing.
    assertProvides("let a = /struct B {}/; let c = 1", "a c")
  }

  // MARK: Files that cannot be followed

  func testAFileThatCannotBeFollowedIsAlwaysReachedAndDeclaresNothing() {
    for text in [
      "let a = \"b\n\"", "let a = \"b", "\"\"\"\n", "/* /* */", "struct A {", "struct A }", "(]", "\"\\((])\"",
      "\"\\(1\"", "let a = /b\n/", "f(/b)", "let a = #/b/#", "let größe = 1", "infix operator ×", "\"\\(ö)\"",
      "let a = /b\\/", "let a = /b\\\n/", "let a = \"\\", "#\"a\"", "##\"a\"#", "\"\"\"\"", "[}", "{)", "a#/b",
      "// a\rfunc f() {}", "// a\u{C}", "// a ??/", "enum `a b` {}", "enum `a/*` {}", "let `1` = 1", "``", "let a = `b",
      "#if A\nenum B {\n#endif\n#if A\n}\n#endif", "#if A", "#endif", "#if A\n(\n#else\n)\n#endif", "#else",
    ] {
      let found = outline("struct A {}\n" + text)
      XCTAssertTrue(found.isAlwaysReached, text)
      XCTAssertEqual(found.provides, [], text)
      XCTAssertTrue(found.types.isEmpty && found.extensions.isEmpty && found.aliases.isEmpty, text)
    }
  }

  func testBranchesThatCloseTheirBracketsAndWordsInBackticksAreFollowed() {
    let found = outline(
      "#if A\nfunc a() { `default` }\n#elseif B\nfunc b() {}\n#else\n#endif\r\n \r\nlet c = d ?? \"\\(`e`)\"")
    XCTAssertFalse(found.isAlwaysReached)
    XCTAssertEqual(found.provides.count, 3)
  }

  func testCodeInStringsIsFollowedUpToADepth() {
    func nested(_ depth: Int) -> String {
      String(repeating: "\"\\(", count: depth) + "1" + String(repeating: ")\"", count: depth)
    }
    XCTAssertFalse(outline(nested(100)).isAlwaysReached)
    XCTAssertTrue(outline(nested(101)).isAlwaysReached)
  }

  // MARK: Always reached

  func testWhatIsUsedWithoutItsNameIsAlwaysReached() {
    for text in [
      "typealias IntegerLiteralType = Float", "private typealias FloatLiteralType = Float",
      "func == (a: A, b: A) -> Bool { true }", "private func + (a: A, b: A) {}", "func `repeat`() {}",
      "prefix operator ++",
    ] {
      XCTAssertTrue(outline(text).isAlwaysReached, text)
    }
    XCTAssertFalse(outline("typealias LiteralTypes = Float").isAlwaysReached)
  }

  func testAttributesThatRunCodeUncalled() {
    for attribute in [
      "main", "c", "_cdecl", "_expose", "_silgen_name", "_dynamicReplacement", "section", "_section", "used", "_used",
    ] {
      XCTAssertTrue(outline("@\(attribute) func f() {}").isAlwaysReached, attribute)
      XCTAssertTrue(outline("struct A { @ \(attribute)(\"g\") func f() {} }").isAlwaysReached, attribute)
      XCTAssertFalse(outline("// @\(attribute)\nlet a = \"@\(attribute)\"").isAlwaysReached, attribute)
      XCTAssertFalse(outline("let \(attribute) = 1").isAlwaysReached, attribute)
    }
  }

  func testOtherAttributesCountWhereTheyBeginWithACapital() {
    let found = outline("struct A { @Wrapped var a = 1\n @MainActor func f() {}\n @testable var b = 1 }")
    XCTAssertEqual(found.attributes, Set(words: "Wrapped"))
    XCTAssertFalse(found.isAlwaysReached)
    XCTAssertEqual(outline("@MainActor @Sendable @TaskLocal @Test @Suite @_X @x f").attributes, [])
    XCTAssertEqual(outline("@A @Z @a").attributes, Set(words: "A Z"))
  }

  func testMainIsAlwaysReached() {
    for path in ["main.swift", "Sources/A/main.swift"] {
      XCTAssertTrue(SourceFile(path: path, bytes: []).outline.isAlwaysReached, path)
    }
    for path in ["xmain.swift", "Sources/A/Main.swift", "main.swift/a.swift"] {
      XCTAssertFalse(SourceFile(path: path, bytes: []).outline.isAlwaysReached, path)
    }
  }

  // MARK: What is public

  func testWhatIsPublic() {
    let found = outline(
      "public struct A {}; struct B {}\n@available(*, x)\npublic\nfunc f() {}\nprivate struct C {}\n"
        + "public extension Float { var a: Int { 1 } }\n"
        + "extension Float { var b: Int { 1 }; package var c: Int { 1 } }")
    XCTAssertEqual(found.publicWords, Set(words: "A f"))
    XCTAssertEqual(found.extensions.map(\.publicMembers), [Set(words: "a"), Set(words: "c")])
    XCTAssertEqual(outline("open class A {}\npackage let b = 1, c = 2; let d = 1").publicWords, Set(words: "A b c"))
    XCTAssertEqual(outline("public private(set) var a = 1").publicWords, Set(words: "a"))
  }

  // MARK: Headers and extensions

  func testWhatHeadersName() {
    XCTAssertEqual(
      outline("struct A: P, M.Q where B: C {}\nenum E: Sendable { case a }").types,
      [Word("A"): Set(words: "P Q"), Word("E"): []])
    XCTAssertEqual(outline("struct A<T: P>: Q<R>, S {}").types[Word("A")], Set(words: "P Q R S"))
    XCTAssertEqual(outline("protocol P where A: B {}").types, [Word("P"): []])
    XCTAssertEqual(outline("struct A(x: P): Q(R: S) {}").types, [Word("A"): Set(words: "Q")], "of its depth alone")
    XCTAssertEqual(
      outline("class A: Sendable, unchecked, retroactive, preconcurrency, Copyable, Escapable, BitwiseCopyable, B {}")
        .types, [Word("A"): Set(words: "B")])
    XCTAssertEqual(outline("private actor A: B {}").types, [Word("A"): Set(words: "B")], "private types, too")
    XCTAssertEqual(outline("macro a(): B = c").types, [:])
  }

  func testExtensions() {
    let found = outline(
      "struct A {}\nextension A: P, M.Q {}\nextension Array: R where Element: S { func f() { var x = 1 }\n"
        + " private var y: Int { 1 }\n static let z = 1\n struct Inner { var w = 1 } }\n"
        + "extension Float { init(a: A) {} }\nextension Int: @unchecked Sendable {}\n")
    XCTAssertEqual(found.types, [Word("A"): []])
    XCTAssertEqual(found.provides, Set(words: "A"))
    XCTAssertEqual(found.extensions.map(\.type), ["A", "Array", "Float", "Int"].map { Word($0) })
    XCTAssertEqual(found.extensions.map(\.names), [Set(words: "P Q"), Set(words: "R"), [], []])
    XCTAssertEqual(found.extensions.map(\.members), [[], Set(words: "f z Inner"), [], []])
    XCTAssertEqual(found.extensions.map(\.publicMembers), [[], [], [], []])
    XCTAssertEqual(found.extensions.map(\.isUnnamed), [false, false, true, false])
    XCTAssertEqual(outline("extension A.B {}\nextension C {}").extensions.map(\.isWithin), [true, false])
  }

  func testWhatIsUnnamedInAnExtension() {
    for member in [
      "init() {}", "subscript(i: Int) -> Int { 1 }", "static func + (a: Self, b: Self) -> Self { a }",
      "func callAsFunction() {}", "mutating func appendInterpolation(_ x: A) {}", "func dynamicallyCall() {}",
      "func decode() {}", "func decodeIfPresent() {}", "func encode() {}", "func encodeIfPresent() {}",
      "private init() {}", "typealias StringLiteralType = Int", "prefix operator ++",
    ] {
      XCTAssertEqual(outline("extension Float { \(member) }").extensions.map(\.isUnnamed), [true], member)
      XCTAssertFalse(outline("extension Float { \(member) }").isAlwaysReached, member)
      XCTAssertEqual(outline("extension Float { struct A { \(member) } }").extensions.map(\.isUnnamed), [false], member)
    }
    for member in ["func f() {}", "var decode: Int { 1 }", "typealias A = B", "func f() { x.init() }", "case a"] {
      XCTAssertEqual(outline("extension Float { \(member) }").extensions.map(\.isUnnamed), [false], member)
    }
    XCTAssertEqual(outline("func encode() {}\nfunc decode() {}").isAlwaysReached, false)
  }
}
