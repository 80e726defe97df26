import FalsifierKit
import XCTest

import ContractKit
@testable import Provenance

/// "The binding" of docs/evidence-format.md: the form of binding.txt, and what a run makes of it.
final class BindingTests: XCTestCase {
  private func digest(_ text: String) -> Digest { Digest(of: Array(text.utf8)) }

  private func entry(_ id: String, key: Digest? = nil, wording: Digest? = nil) -> Binding.Entry {
    Binding.Entry(
      claim: digest("claim \(id)"), key: key ?? digest("key \(id)"), result: digest("result \(id)"),
      executed: ["Sources/a b": .yes, "Sources/c": .no], wording: wording)
  }

  /// A key of some members by their values.
  private func key(_ members: [String: String]) -> EvidenceKey {
    EvidenceKey(
      members: members.map { .init(name: $0.key, value: $0.value, kind: .source) }, implementation: digest(""),
      reachesKernels: true, paths: [])
  }

  private func read(_ lines: [String], header: String = "pv-binding 2") throws -> Binding {
    try Binding(reading: Array(([header] + lines).map { $0 + "\n" }.joined().utf8))
  }

  private func lines(_ binding: Binding) -> [String] {
    String(decoding: binding.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// The lines of a bound falsifier, sorted, with the seal that they should have.
  private func bound(_ id: String, _ more: String...) -> [String] {
    let entry = entry(id)
    let lines =
      [
        "claim \(id) \(entry.claim)", "executed \(id) no Sources/c", "executed \(id) yes Sources/a b",
        "key \(id) \(entry.key)", "result \(id) \(entry.result)",
      ] + more
    let sorted = lines.sorted()
    return (lines + ["seal \(id) \(digest(sorted.map { $0 + "\n" }.joined()))"]).sorted()
  }

  private func assertUnreadable(
    _ bytes: [UInt8], line: Int, _ reason: String, at place: UInt = #line
  ) {
    XCTAssertThrowsError(try Binding(reading: bytes), line: place) {
      XCTAssertEqual($0 as? Binding.Problem, .unreadable(line: line, reason), line: place)
    }
  }

  private func assertUnreadable(_ lines: [String], line: Int, _ reason: String, at place: UInt = #line) {
    assertUnreadable(
      Array((["pv-binding 2"] + lines).map { $0 + "\n" }.joined().utf8), line: line, reason, at: place)
  }

  // MARK: The form

  func testWhatIsWrittenIsRead() throws {
    var binding = Binding()
    XCTAssertEqual(try Binding(reading: binding.bytes), binding)
    XCTAssertEqual(lines(binding), ["pv-binding 2"])
    let keys = [
      "B": key(["a b/c d.swift": digest("1").description, "recorder": "1"]), "A": key(["recorder": "1", "é": "20"]),
    ]
    for (id, key) in keys {
      binding.bind(id, to: entry(id, key: key.digest, wording: digest("w")), keys: keys.mapValues { $0 })
    }
    XCTAssertEqual(try Binding(reading: binding.bytes), binding)
    XCTAssertEqual(binding.falsifiers, ["A", "B"])
    XCTAssertEqual(binding.members["a b/c d.swift"], [digest("1").description])
    XCTAssertEqual(
      lines(binding).map { $0.split(separator: " ").dropLast().joined(separator: " ") },
      [
        "pv-binding", "claim A", "claim B", "executed A no", "executed A yes Sources/a", "executed B no",
        "executed B yes Sources/a", "key A", "key B", "member a b/c d.swift", "member recorder", "member é",
        "result A", "result B", "seal A", "seal B", "wording A", "wording B",
      ])
    XCTAssertEqual(binding.bytes.last, UInt8(ascii: "\n"))
  }

  func testLinesAreSortedByTheirBytesAndNoneOccursTwice() throws {
    XCTAssertNoThrow(try read(["member A 1", "member a 1", "member a.b 1", "member é 1"]))
    let order = "is not in order"
    assertUnreadable(["member b 1", "member a 1"], line: 3, order)
    assertUnreadable(["member a 1", "member é 1", "member b 1"], line: 4, order)
    assertUnreadable(["member a 1", "member a 1"], line: 3, order)
    assertUnreadable(["member a 1", "claim A \(digest(""))"], line: 3, order)
    XCTAssertEqual(try read(["member a 1", "member a 2"]).members, ["a": ["1", "2"]])
  }

  func testOfOneWordAndSubjectThereIsOneLine() {
    for word in ["claim", "key", "result", "seal", "wording"] {
      let values = [digest("1"), digest("2")].map { "\(word) A \($0)" }.sorted()
      assertUnreadable(values, line: 3, "says again what another says")
    }
  }

  func testALineIsAWordASubjectAndADigest() {
    let value = digest("").description
    let unknown = "is not a falsifier, yes, no or unseen, and a path"
    for (line, reason) in [
      ("", "is not a word, a subject and more"), ("claim", "is not a word, a subject and more"),
      ("claim A", "has no proper subject"), ("claim  \(value)", "has no proper subject"),
      ("claim A B \(value)", "has no SHA-256 digest at its end"),
      ("claim A  \(value)", "has no SHA-256 digest at its end"),
      ("executed A", "has no proper subject"), ("executed  yes a", "has no proper subject"),
      ("executed A yes", unknown), ("executed A yes ", unknown), ("executed A maybe a", unknown),
      ("executed A  a", unknown), ("executed A YES a", unknown),
      ("claim  A \(value)", "has no proper subject"), ("member  1", "has no proper subject"),
      ("claim A \(value.dropLast())", "has no SHA-256 digest at its end"),
      ("claim A \(value.uppercased())", "has no SHA-256 digest at its end"),
      ("claim A 1", "has no SHA-256 digest at its end"), ("wording A ", "has no SHA-256 digest at its end"),
      ("member a 01", "has neither a digest nor a version"), ("member a 0", "has neither a digest nor a version"),
      ("member a ", "has neither a digest nor a version"), ("member a +1", "has neither a digest nor a version"),
      ("member a -1", "has neither a digest nor a version"), ("member a 1\r", "has neither a digest nor a version"),
      ("member a ١", "has neither a digest nor a version"),
      ("members a \(value)", "begins with no word of the form"),
      ("Claim A \(value)", "begins with no word of the form"),
      (" A \(value)", "begins with no word of the form"),
    ] { assertUnreadable([line], line: 2, reason) }
  }

  func testTheSubjectOfAMemberMayHoldBlanks() throws {
    let binding = try read(["member  1 1", "member a  b 2", "member c  \(digest("x"))"])
    XCTAssertEqual(binding.members, [" 1": ["1"], "a  b": ["2"], "c ": [digest("x").description]])
    XCTAssertEqual(try Binding(reading: binding.bytes), binding)
  }

  func testVersionsArePositiveDecimals() throws {
    let long = "123456789012345678901234567890"
    XCTAssertEqual(
      try read(["member a \(long)", "member b 1", "member b 10"]).members, ["a": [long], "b": ["1", "10"]])
  }

  func testTheFileIsUTF8WithAnEndOnEachLine() {
    assertUnreadable([UInt8](), line: 1, "is not pv-binding 2")
    assertUnreadable(Array("pv-binding 2".utf8), line: 1, "is not pv-binding 2")
    assertUnreadable(Array("pv-binding 2\nmember a 1".utf8), line: 1, "or the last has no end")
    assertUnreadable(Array("pv-binding 2\nmember ".utf8) + [0xFF] + Array(" 1\n".utf8), line: 1, "is not UTF-8")
    assertUnreadable(Array("pv-binding 2\nmember a 1\n\n".utf8), line: 3, "is not in order")
    assertUnreadable(Array("pv-binding 2\n\n".utf8), line: 2, "is not a word, a subject and more")
    for header in [
      "", "pv-binding", "pv-binding ", "pv-binding 0", "pv-binding 02", "pv-binding 2 ", "pv-binding 2\r",
      "pv-binding -1", "pv-binding x", "pv-bindings 2", " pv-binding 2", "\u{FEFF}pv-binding 2", "pv-binding  2",
    ] { assertUnreadable(Array("\(header)\n".utf8), line: 1, "is not pv-binding 2") }
  }

  func testALaterVersionAsksForANewerPVWhateverFollows() {
    for rest in [
      Array("\n".utf8), Array("\nanything".utf8), [UInt8(ascii: "\n"), 0xFF, 0xC0], Array("\n\n\nclaim\n".utf8),
    ] {
      for version in ["3", "10", "99999999999999999999999"] {
        XCTAssertThrowsError(try Binding(reading: Array("pv-binding \(version)".utf8) + rest)) {
          XCTAssertEqual($0 as? Binding.Problem, .newer(version))
          XCTAssertEqual("\($0)", "newer pv needed: it has version \(version), this pv knows 2")
        }
      }
    }
    assertUnreadable(Array("pv-binding 3".utf8), line: 1, "is not pv-binding 2")
  }

  func testAnEarlierVersionIsNotRead() {
    XCTAssertThrowsError(try read(["member a 1"], header: "pv-binding 1")) {
      XCTAssertEqual($0 as? Binding.Problem, .older("1"))
      XCTAssertEqual("\($0)", "an older form: it has version 1, and this pv reads 2")
    }
  }

  // MARK: Bound falsifiers

  /// Lines of every word that is sealed.
  private var sealed: [String] {
    bound("A", "wording A \(digest("w"))", "accepted A \(digest("w")) @a read it")
  }

  func testTheSealIsOfAllLinesOfTheFalsifier() throws {
    let binding = try read(sealed)
    var expected = entry("A", wording: digest("w"))
    expected.acceptance = .init(wording: digest("w"), owner: "@a", reason: "read it")
    XCTAssertEqual(binding.entries, ["A": expected])
    XCTAssertEqual(binding.broken, [])
    XCTAssertEqual(binding.falsifiers, ["A"])
    XCTAssertEqual(lines(binding).dropFirst() + [], sealed)
    XCTAssertEqual(try read(bound("B")).entries, ["B": entry("B")], "without words")
  }

  /// docs/evidence-format.md, "Test vectors".
  func testTheSealOfThePage() throws {
    func sixtyFour(_ digit: Character) -> String { String(repeating: digit, count: 64) }
    let lines = [
      "claim F \(sixtyFour("a"))", "executed F yes Sources/a b", "key F \(sixtyFour("b"))",
      "result F \(sixtyFour("c"))",
      "seal F 134494be3769f239d9bb3a2f7187432785127b8b4e87c7494baa054d80b80be6", "wording F \(sixtyFour("e"))",
    ]
    XCTAssertEqual(try read(lines).broken, [])
  }

  func testAnyOtherSetOfLinesIsBroken() throws {
    for mask in 1..<(1 << sealed.count) - 1 {
      let lines = sealed.enumerated().filter { mask >> $0.offset & 1 == 1 }.map(\.element)
      let binding = try read(lines)
      XCTAssertEqual(binding.broken, ["A"], "\(lines)")
      XCTAssertEqual(binding.entries, [:])
      XCTAssertEqual(binding.falsifiers, ["A"])
    }
  }

  func testAnEditOfAnyLineIsSeen() throws {
    for (index, line) in sealed.enumerated() {
      let edits = [
        line.replacing(line.suffix(8), with: "00000000"), line.replacing("yes", with: "no"),
        line.replacing(" no ", with: " unseen "), line.replacing("Sources/c", with: "Sources/d"),
        line.replacing("@a", with: "@b"), line.replacing("read it", with: "read all"),
      ].filter { $0 != line && !($0.hasSuffix("00000000") && line.hasPrefix("executed")) }
      XCTAssertFalse(edits.isEmpty, line)
      for edit in edits where !(edit.hasPrefix("accepted") && edit.hasSuffix("00000000")) {
        var lines = sealed
        lines[index] = edit
        let binding = try read(lines.sorted())
        XCTAssertEqual(binding.broken, ["A"], edit)
        XCTAssertEqual(binding.entries, [:])
      }
    }
    XCTAssertEqual(try read((sealed + ["executed A yes Sources/e"]).sorted()).broken, ["A"], "another line")
    let other = sealed.map { $0.replacing(" A ", with: " B ") }
    XCTAssertEqual(try read(other).broken, ["B"], "the lines of another falsifier")
  }

  // MARK: Binding a result

  func testBindingReplacesTheFalsifiersOwnLinesAndKeepsThoseOfOthers() throws {
    var binding = try read((bound("A") + bound("B")).sorted())
    let keys: [String: EvidenceKey?] = ["A": key(["m": "1"]), "B": key([:])]
    let renewed = entry("renewed", key: keys["A"]??.digest)
    binding.bind("A", to: renewed, keys: keys)
    XCTAssertEqual(binding.entries, ["A": renewed, "B": entry("B")])
    XCTAssertEqual(try Binding(reading: binding.bytes), binding)
  }

  func testAWordingIsEnteredOnlyWhereThereIsNone() throws {
    var binding = try read(bound("A", "wording A \(digest("old"))"))
    binding.bind("A", to: entry("A", wording: digest("new")), keys: ["A": key([:])])
    XCTAssertEqual(binding.entries["A"]?.wording, digest("old"))
  }

  func testAfterAnEditARunLeavesNobodyWhoVouches() throws {
    let now = digest("now")
    for edited in [
      // Taken away, forged, and the seal of the old ones kept.
      bound("A", "wording A \(digest("old"))").filter { !$0.hasPrefix("wording") },
      bound("A", "wording A \(digest("old"))").map { $0.hasPrefix("wording") ? "wording A \(now)" : $0 },
      ["wording A \(now)"],
    ] {
      var binding = try read(edited)
      XCTAssertEqual(binding.broken, ["A"])
      binding.bind("A", to: entry("A", wording: now), keys: ["A": key([:])])
      XCTAssertEqual(binding.broken, [])
      XCTAssertFalse(binding.vouches(for: now, of: "A"))
      XCTAssertFalse(try Binding(reading: binding.bytes).vouches(for: now, of: "A"))
    }
  }

  func testARunThatCannotLookKeepsWhatAnEarlierOneSawOfTheSameSources() throws {
    var blind = entry("A")
    blind.executed = ["Sources/a b": .unseen, "Sources/new": .unseen]
    let keys: [String: EvidenceKey?] = ["A": key([:])]
    var binding = try read(bound("A"))
    binding.bind("A", to: blind, keys: keys)
    XCTAssertEqual(binding.entries["A"]?.executed, ["Sources/a b": .yes, "Sources/new": .unseen])
    for path: WritableKeyPath<Binding.Entry, Digest> in [\.claim, \.key, \.result] {
      var binding = try read(bound("A"))
      blind[keyPath: path] = digest("moved")
      binding.bind("A", to: blind, keys: keys)
      XCTAssertEqual(binding.entries["A"]?.executed["Sources/a b"], .unseen)
      blind[keyPath: path] = entry("A")[keyPath: path]
    }
    var looked = entry("A")
    looked.executed = ["Sources/a b": .no]
    binding.bind("A", to: looked, keys: keys)
    XCTAssertEqual(binding.entries["A"]?.executed, ["Sources/a b": .no])
  }

  func testARunSaysNothingOfTheWordsOfWhatWasBound() throws {
    var binding = try read(bound("A"))
    XCTAssertFalse(binding.vouches(for: digest("now"), of: "A"))
    binding.bind("A", to: entry("A", wording: digest("now")), keys: ["A": key([:]), "B": key([:])])
    XCTAssertNil(binding.entries["A"]?.wording)
    XCTAssertTrue(binding.vouches(for: digest("now"), of: "B"), "nothing of it is bound")
    binding.bind("B", to: entry("B", wording: digest("now")), keys: ["A": key([:]), "B": key([:])])
    XCTAssertEqual(binding.entries["B"]?.wording, digest("now"))
    XCTAssertTrue(binding.vouches(for: digest("now"), of: "B"))
    XCTAssertFalse(binding.vouches(for: digest("other"), of: "B"))
  }

  func testAnAcceptanceIsWrittenWithOwnerAndReason() throws {
    var binding = try read(bound("A"))
    let acceptance = Binding.Acceptance(wording: digest("w"), owner: "team:kernels", reason: "read  it, twice")
    binding.accept(acceptance, of: "A")
    XCTAssertTrue(binding.vouches(for: digest("w"), of: "A"))
    XCTAssertTrue(lines(binding).contains("accepted A \(digest("w")) team:kernels read  it, twice"))
    XCTAssertEqual(try Binding(reading: binding.bytes), binding)
    binding.bind("A", to: entry("A", wording: digest("other")), keys: ["A": key([:])])
    XCTAssertEqual(binding.entries["A"]?.acceptance, acceptance, "a run keeps it")
    binding.accept(acceptance, of: "B")
    XCTAssertEqual(Set(binding.entries.keys), ["A"], "nothing is accepted of what is not bound")
    binding.bind("B", to: entry("B", wording: digest("other")), keys: ["B": key([:])])
    XCTAssertEqual(Set(binding.entries.keys), ["B"], "the contract does not have A any more")
    let foreign = try read(bound("A", "accepted A \(digest("one")) @a read it", "wording A \(digest("two"))"))
    XCTAssertFalse(foreign.vouches(for: digest("one"), of: "A"))
    XCTAssertFalse(foreign.vouches(for: digest("two"), of: "A"), "somebody answers for other words")
  }

  func testAnAcceptanceWithoutOwnerOrReasonIsUnreadable() {
    let value = digest("").description
    for line in [
      "accepted A \(value) ", "accepted A \(value) @a", "accepted A \(value) @a word",
      "accepted A \(value) a two words",
      "accepted A @a two words", "accepted A 1 @a two words",
    ] { assertUnreadable([line], line: 2, "is not a falsifier, a digest, an owner and a reason") }
    assertUnreadable(["accepted  \(value) @a two words"], line: 2, "has no proper subject")
    assertUnreadable(
      ["accepted A \(value) @a two words", "accepted A \(value) @b two words"], line: 3, "says again what another says")
  }

  func testLinesOfFalsifiersThatTheContractDoesNotHaveAreDropped() throws {
    let broken = ["claim BROKEN \(digest("x"))", "key LOST \(digest("x"))"]
    var binding = try read((bound("A") + bound("GONE") + broken + ["wording GONE \(digest("w"))"]).sorted())
    XCTAssertEqual(binding.falsifiers, ["A", "GONE", "BROKEN", "LOST"])
    binding.bind("A", to: entry("A"), keys: ["A": key([:]), "BROKEN": key([:])])
    XCTAssertEqual(binding.falsifiers, ["A", "BROKEN"])
    XCTAssertEqual(binding.broken, ["BROKEN"], "of its own lines none is known to be right")
    binding.bind("BROKEN", to: entry("BROKEN"), keys: ["A": key([:]), "BROKEN": key([:])])
    XCTAssertEqual(binding.broken, [])
    XCTAssertEqual(Set(binding.entries.keys), ["A", "BROKEN"])
  }

  func testMembersAreThoseOfTheFreshAndOfTheStaleWhatStoodThere() throws {
    let before = ["A": key(["a": "1", "both": "1"]), "B": key(["b": "1", "both": "1", "lost": "1"])]
    var binding = Binding()
    for (id, key) in before {
      binding.bind(id, to: entry(id, key: key.digest), keys: before.mapValues { $0 })
    }
    XCTAssertEqual(binding.members, ["a": ["1"], "b": ["1"], "both": ["1"], "lost": ["1"]])
    // All has moved, and B has lost a member and gained one; only A has been run.
    let now = ["A": key(["a": "2", "both": "2"]), "B": key(["b": "2", "both": "2", "new": "2"])]
    binding.bind("A", to: entry("A", key: now["A"]?.digest), keys: now.mapValues { $0 })
    XCTAssertEqual(binding.members, ["a": ["2"], "b": ["1"], "both": ["1", "2"]])
    XCTAssertEqual(try Binding(reading: binding.bytes), binding)
    binding.bind("B", to: entry("B", key: now["B"]?.digest), keys: now.mapValues { $0 })
    XCTAssertEqual(binding.members, ["a": ["2"], "b": ["2"], "both": ["2"], "new": ["2"]])
  }

  func testAFalsifierWithoutAKeyKeepsItsLinesAndHasNoMembers() throws {
    var binding = try read((bound("A") + bound("B")).sorted())
    let keys: [String: EvidenceKey?] = ["A": key(["a": "1"]), "B": nil]
    binding.bind("A", to: entry("A", key: keys["A"]??.digest), keys: keys)
    XCTAssertEqual(Set(binding.entries.keys), ["A", "B"])
    XCTAssertEqual(binding.members, ["a": ["1"]])
  }

  /// Whatever stood there, and in whatever order they are bound.
  func testAfterAllFalsifiersAreBoundNothingIsLeftOfWhatStoodThere() throws {
    var random = SeededGenerator(1)
    let names = (0..<12).map { "m\($0)" }
    func someMembers() -> [String: String] {
      Dictionary(uniqueKeysWithValues: names.filter { _ in random.once(in: 2) }.map { ($0, "\(random.number(1...3))") })
    }
    for round in 0..<100 {
      let ids = (0...random.number(0...4)).map { "F\($0)" }
      let keys = Dictionary(uniqueKeysWithValues: ids.map { ($0, key(someMembers())) })
      func bindAll(_ binding: inout Binding) throws {
        var order = ids
        for index in order.indices.reversed() { order.swapAt(index, random.number(0...index)) }
        for id in order {
          binding.bind(
            id, to: entry(id, key: keys[id]?.digest, wording: digest("w \(id)")), keys: keys.mapValues { $0 })
          XCTAssertEqual(try Binding(reading: binding.bytes).entries, binding.entries)
        }
      }
      var fresh = Binding()
      try bindAll(&fresh)
      // Of another time: others, other keys, other members.
      var used = Binding()
      let earlier = Dictionary(
        uniqueKeysWithValues: (ids + ["GONE"]).filter { _ in random.once(in: 2) }.map { ($0, key(someMembers())) })
      for (id, key) in earlier.sorted(by: { $0.key < $1.key }) {
        used.bind(
          id, to: entry("\(id) before", key: key.digest, wording: digest("w \(id)")),
          keys: earlier.mapValues { $0 })
      }
      try bindAll(&used)
      XCTAssertEqual(used.bytes, fresh.bytes, "round \(round)")
      let expected = keys.values.flatMap(\.members).reduce(into: [String: Set<String>]()) {
        $0[$1.name, default: []].insert($1.value)
      }
      XCTAssertEqual(fresh.members, expected, "round \(round)")
    }
  }

  // MARK: What moved

  func testWhatMovedIsNamed() throws {
    let binding = try read(["member gone 1", "member same 1", "member several 1", "member several 2", "member there 1"])
    let key = key(["same": "1", "there": "2", "several": "2", "new": "1"])
    let moved = binding.moved(in: key, others: Set(key.names).union(["same"]))
    XCTAssertEqual(moved.members.map(\.name), ["new", "several", "there"])
    XCTAssertEqual(moved.gone, ["gone"])
    XCTAssertEqual(binding.moved(in: key, others: Set(key.names).union(["gone"])).gone, [], "another falsifier's")
    XCTAssertEqual(try read([]).moved(in: key, others: []).members.count, 4)
    let still = self.key(["same": "1"])
    XCTAssertTrue(binding.moved(in: still, others: []).members.isEmpty)
    XCTAssertEqual(binding.moved(in: still, others: []).gone, ["gone", "same", "several", "there"])
  }
}

extension EvidenceKey {
  fileprivate var names: [String] { members.map(\.name) }
}
