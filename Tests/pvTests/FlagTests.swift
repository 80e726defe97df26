import ContractKit
import Foundation
import XCTest

/// No flag is parsed and ignored: each one that the help lists changes what pv answers or writes.
final class FlagTests: XCTestCase {
  /// A flag, how to show that it matters, and what the project must be like for that.
  private struct Case: Sendable {
    let command: String
    /// The flag with its value; what precedes it is in `common`.
    let flag: [String]
    var common: [String] = []
    /// What follows the flag.
    var rest: [String] = []
    var input: String?
    var prepare: @Sendable (VerifyProject) throws -> Void = { _ in }
  }

  @Sendable private static func waived(_ project: VerifyProject) throws {
    try project.edit(
      VerifyProject.contractPath, "mutants: [tripled]\n    discharge_status: DISCHARGED\n  - id",
      "mutants: [tripled]\n    waived: {reason: a b, owner: team:b, until: 2030-06-30}\n    discharge_status: DISCHARGED\n  - id"
    )
  }

  @Sendable private static func reworded(_ project: VerifyProject) throws {
    try project.edit(VerifyProject.contractPath, "no rounding without overflow", "no rounding")
  }

  /// Puts two questions there.
  @Sendable private static func asked(_ project: VerifyProject) throws {
    func hypothesis(_ id: String, _ question: String) -> String {
      "  - {id: \(id), question: \(question), statement: s, opened: 2026-05-06, "
        + "predicts: [{falsifier: FALSIFY-SCALE-001, check: max_abs_error, outcome: fails}]}\n"
    }
    try project.folder.write(
      "investigations/a.yaml", "question: q\nhypotheses:\n" + hypothesis("H-1", "Why?") + hypothesis("H-2", "How?"))
  }

  private static let hypotheses: [Case] = [
    Case(command: "hypotheses", flag: ["--evidence", "none"], prepare: asked),
    Case(command: "hypotheses", flag: ["--run", "none"], prepare: asked),
    Case(command: "hypotheses", flag: ["--question", "why"], prepare: asked),
    Case(command: "hypotheses", flag: ["--format", "json"], prepare: asked),
    Case(command: "hypotheses", flag: ["--as-of", "2030-07-01"]) {
      try asked($0)
      try waived($0)
    },
  ]

  private static let imports: [Case] = [
    Case(command: "import", flag: ["--output", "new.yaml"], rest: ["old.yaml"]) {
      try $0.folder.write("old.yaml", "metadata: {description: d}\nequations: {t: {formula: f}}\n")
    }
  ]

  private static let reports: [Case] = ["validate", "verify"].flatMap { command in
    [
      Case(command: command, flag: ["--format", "json"]), Case(command: command, flag: ["--output", "json=r.json"]),
      Case(command: command, flag: ["--quiet"]), Case(command: command, flag: ["--verbose"]),
      Case(command: command, flag: ["--root", "Sources"], common: ["--format", "json"]) {
        try $0.edit(VerifyProject.contractPath, "domain:", "domian:")
      },
    ]
  }

  private static let attestation = ["--key", "ed25519.key", "--output", "a.json"]

  /// Puts a key for `pv attest` there, with its public half; what is signed is no other matter here.
  @Sendable private static func keyed(_ project: VerifyProject) throws {
    _ = try project.addKey("ed25519")
  }

  /// Its waiver lets it be signed until it runs out.
  @Sendable private static func waivedAndKeyed(_ project: VerifyProject) throws {
    try keyed(project)
    try waived(project)
    try project.edit(VerifyProject.contractPath, "verdict: pass", "verdict: fail")
  }

  @Sendable private static func attested(_ project: VerifyProject) throws {
    try keyed(project)
    XCTAssertEqual(try PVProcess(arguments: ["attest"] + attestation, in: project.path).exitCode, 0)
    try project.edit(VerifyProject.contractPath, "y = 2 x", "y = 2 * x")
  }

  private static let verdicts: [Case] = [("verify", []), ("status", []), ("attest", attestation)].flatMap {
    (command: String, common: [String]) in
    [
      Case(command: command, flag: ["--evidence", "none"], common: common, prepare: keyed),
      Case(command: command, flag: ["--run", "none"], common: common, prepare: keyed),
      Case(command: command, flag: ["--as-of", "2030-06-01"], common: common, prepare: waivedAndKeyed),
    ]
  }

  private static let cases: [Case] =
    reports + verdicts + hypotheses + imports + [
      Case(command: "validate", flag: ["--config", "c.yaml"]) { try $0.folder.write("c.yaml", "color: always\n") },
      Case(command: "validate", flag: ["--baseline", "none.json"]),
      Case(command: "validate", flag: ["--write-baseline"]),
      Case(command: "validate", flag: ["--strict"]) {
        try $0.edit(VerifyProject.contractPath, "at_most: 1.0e-6", "at_least: 1.0e-6")
      },
      Case(command: "validate", flag: ["--stdin-path", "x.yaml"], common: ["-"], input: "a: ["),
      Case(command: "validate", flag: ["--as-of", "2030-07-01"]) {
        try $0.edit(VerifyProject.contractPath, "domain:", "domian:")
        try $0.edit(
          VerifyProject.contractPath, "\"finite x\"", "\"finite x\" # pv:ignore near-miss-key until 2030-06-30: old")
      },
      Case(command: "validate", flag: ["--fix"]) { try $0.edit(VerifyProject.contractPath, "domain:", "domian:") },
      Case(command: "validate", flag: ["--diff"]) { try $0.edit(VerifyProject.contractPath, "domain:", "domian:") },
      Case(command: "coverage", flag: ["--evidence", "none"]), Case(command: "coverage", flag: ["--run", "none"]),
      Case(command: "coverage", flag: ["--json"]),
      Case(command: "coverage", flag: ["--strict"]) {
        try FileManager.default.removeItem(atPath: "\($0.path)/\(VerifyProject.evidenceA)")
      },
      Case(command: "coverage", flag: ["--as-of", "2030-07-01"], prepare: waived),
      Case(command: "explain", flag: ["--members"], common: ["FALSIFY-SCALE-001"]),
      Case(command: "run", flag: ["--into", "here"], rest: ["--", "true"]),
      Case(command: "run", flag: ["--stale"], rest: ["--", "true"]),
      Case(command: "run", flag: ["--filter", "SCALE-001"], rest: ["--", "true"]),
      Case(command: "run", flag: ["--timeout", "1"], common: ["--filter", "SCALE-002"]) {
        try $0.edit(VerifyProject.contractPath, "test: Falsifiers.FalsifyScale/testTwo", "run: [sh, slow.sh]")
        try $0.folder.write("slow.sh", "sleep 3\n")
      },
      Case(command: "run", flag: ["--shard", "1/2"], rest: ["--", "true"]),
      Case(command: "run", flag: ["--durations", "d.json"], common: ["--shard", "1/2"], rest: ["--", "true"]) {
        let durations = Durations(["scale-v1/FALSIFY-SCALE-001": 1, "scale-v1/FALSIFY-SCALE-002": 9])
        try Files.replace("\($0.path)/d.json", with: durations.bytes)
      },
      // ShardTests show what a bundle that is there does; without one, SwiftPM would build the package here.
      Case(command: "run", flag: ["--bundle", "nowhere.xctest"], common: ["--filter", "SCALE-002"]) {
        try $0.edit(VerifyProject.contractPath, "test: Falsifiers.FalsifyScale/testTwo", "run: [sh, none.sh]")
        try $0.folder.write("none.sh", "exit 1\n")
      },
      Case(command: "verify", flag: ["--write"]) {
        try $0.edit(VerifyProject.contractPath, "at_most: 1.0e-6", "at_most: 1.0e-9")
      },
      Case(command: "verify", flag: ["--strict"], common: ["--as-of", "2030-06-01"]) {
        try waived($0)
        try $0.edit(VerifyProject.contractPath, "at_most: 1.0e-6", "at_most: 1.0e-9")
        try $0.edit(
          VerifyProject.contractPath, "until: 2030-06-30}\n    discharge_status: DISCHARGED",
          "until: 2030-06-30}\n    discharge_status: FALSIFIED")
        try $0.edit(VerifyProject.contractPath, "verdict: pass", "verdict: fail")
      },
      Case(command: "verify", flag: ["--at", "HEAD"]) {
        try $0.folder.commitAll()
        try $0.edit(VerifyProject.contractPath, "discharge_status: DISCHARGED", "discharge_status: FALSIFIED")
      },
      Case(command: "verify", flag: ["--gates"]) {
        try $0.edit(
          VerifyProject.contractPath, "  - {id: GATE-SCALE-001, requires: [",
          "  - {id: GATE-SCALE-001, requires: [H-NONE, ")
        try $0.edit(VerifyProject.contractPath, "verdict: pass", "verdict: fail")
      },
      Case(
        command: "verify", flag: ["--accept-wording", "--reason", "read it", "--owner", "@a"], prepare: reworded),
      Case(
        command: "verify", flag: ["--reason", "read it"], common: ["--accept-wording", "--owner", "@a"],
        prepare: reworded),
      Case(
        command: "verify", flag: ["--owner", "@a"], common: ["--accept-wording", "--reason", "read it"],
        prepare: reworded),
      Case(
        command: "verify", flag: ["--attestation", "a.json"],
        common: ["--accept-wording", "--reason", "a b", "--owner", "@a"],
        rest: ["--key", "ed25519.pem"], prepare: attested),
      Case(
        command: "verify", flag: ["--key", "ed25519.pem"], common: ["--attestation", "a.json"], prepare: attested),
      Case(command: "attest", flag: ["--key", "ed25519.key"], common: ["--output", "a.json"], prepare: keyed),
      Case(command: "attest", flag: ["--output", "a.json"], common: ["--key", "ed25519.key"], prepare: keyed),
      Case(command: "attest", flag: ["--witness", "box"], common: ["--key", "ed25519.key"], prepare: keyed),
      Case(command: "status", flag: ["--format", "json"]), Case(command: "status", flag: ["--write"]),
      Case(command: "status", flag: ["--check"]), Case(command: "rules", flag: ["--json"]),
      Case(command: "rules", flag: ["--markdown"]), Case(command: "rules", flag: ["--write"]),
      Case(command: "rules", flag: ["--check"]), Case(command: "bounds", flag: ["--markdown"]),
      Case(command: "bounds", flag: ["--write"]), Case(command: "bounds", flag: ["--check"]),
    ]

  func testEachFlagChangesSomething() throws {
    for one in Self.cases {
      let arguments = [one.command] + one.common
      let without = try answer(one, arguments + one.rest)
      let with = try answer(one, arguments + one.flag + one.rest)
      XCTAssertNotEqual(with, without, "\(one.command) \(one.flag.joined(separator: " ")) changes nothing")
    }
  }

  func testShortFlagsAreTheLongOnes() throws {
    for (short, long) in [("-q", "--quiet"), ("-v", "--verbose")] {
      for command in ["validate", "verify"] {
        let one = Case(command: command, flag: [])
        XCTAssertEqual(try answer(one, [command, short]), try answer(one, [command, long]), "\(command) \(short)")
      }
    }
  }

  /// Whatever the help lists is in the table above, or in a test of a command that is not in it.
  func testNoFlagLacksATest() throws {
    let tested = Set(Self.cases.map { "\($0.command) \($0.flag[0])" })
    let commands = Set(Self.cases.map(\.command))
    let sources = try Self.sources()
    var flags = 0
    for (command, flag) in try Self.flags() {
      flags += 1
      if tested.contains("\(command) \(flag)") { continue }
      let isNamed = sources.contains { $0.contains("\"\(command)\"") && $0.contains("\"\(flag)\"") }
      // In a command of the table a flag of another one can have the same name, so only the table counts.
      XCTAssertTrue(!commands.contains(command) && isNamed, "no test shows that `\(command) \(flag)` changes something")
    }
    XCTAssertGreaterThan(flags, 25, "the dump of the help has another form")
  }

  // MARK: Support

  /// All that a run can be told by: exit code, both streams, and the files that it leaves.
  private func answer(_ one: Case, _ arguments: [String]) throws -> [String] {
    let project = try VerifyProject(self)
    try one.prepare(project)
    let pv = try PVProcess(arguments: arguments, in: project.path, input: one.input)
    let files = try FileManager.default.subpathsOfDirectory(atPath: project.path).sorted().map { path in
      // The record of a run holds the time, and would differ anyway.
      let isRecord = path.hasSuffix("run.json")
      return path
        + (isRecord ? "" : " " + ((try? String(contentsOfFile: "\(project.path)/\(path)", encoding: .utf8)) ?? ""))
    }
    return (["\(pv.exitCode)", pv.standardOutput, pv.standardError] + files).map {
      $0.replacingOccurrences(of: project.path, with: "ROOT")
    }
  }

  /// Commands with the long names of their flags and options; ArgumentParser's own are left out.
  private static func flags() throws -> [(command: String, flag: String)] {
    let dump = try PVProcess("--experimental-dump-help").standardOutput
    let root = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(dump.utf8)) as? [String: Any])
    var found: [(String, String)] = []
    func visit(_ command: [String: Any], _ path: [String]) {
      for argument in command["arguments"] as? [[String: Any]] ?? [] where argument["kind"] as? String != "positional" {
        let names = (argument["names"] as? [[String: String]] ?? []).filter { $0["kind"] == "long" }.compactMap {
          $0["name"]
        }
        for name in names where !["help", "version"].contains(name) {
          found.append((path.joined(separator: " "), "--\(name)"))
        }
      }
      for inner in command["subcommands"] as? [[String: Any]] ?? [] {
        visit(inner, path + [inner["commandName"] as? String ?? ""])
      }
    }
    visit(try XCTUnwrap(root["command"] as? [String: Any]), [])
    return found
  }

  /// The other tests of this module.
  private static func sources() throws -> [String] {
    let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().path
    return try XCTUnwrap(FileManager.default.enumerator(atPath: folder)).compactMap { $0 as? String }
      .filter { $0.hasSuffix("Tests.swift") && $0 != "FlagTests.swift" }
      .map { try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }
  }
}
