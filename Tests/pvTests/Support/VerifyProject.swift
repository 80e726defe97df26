import ContractKit
import Provenance
import XCTest

/// A small package with one contract of two falsifiers and fresh evidence of both, removed after the test.
struct VerifyProject {
  let folder: ProjectFolder
  var path: String { folder.path }

  static let contractPath = "contracts/scale-v1.yaml"
  static let evidenceA = "evidence/scale-v1/FALSIFY-SCALE-001.json"
  static let evidenceB = "evidence/scale-v1/FALSIFY-SCALE-002.json"
  static let binding = "evidence/scale-v1/binding.txt"
  static let settings = """
    variations:
      scalar: {environment: {SCALE_PATH: scalar}, forces: scalar}
      elsewhere: {environment: {SCALE_PATH: elsewhere}, forces: elsewhere, architectures: none-that-there-is}

    """
  private static let testPath = "Tests/Falsifiers/FalsifyScale.swift"

  static let manifest = """
    // swift-tools-version: 6.2
    import PackageDescription

    let flags: [SwiftSetting] = [.unsafeFlags(["-O"])]

    let package = Package(
      name: "scale",
      targets: [
        .target(name: "Scale", swiftSettings: flags),
        .target(name: "Other"),
        .testTarget(name: "Falsifiers", dependencies: ["Scale", "Other"]),
      ]
    )

    """

  static let contract = """
    metadata:
      format: pv/1
      version: "1.0.0"
      description: "y = 2 x"
      references: [{id: ieee754, text: "IEEE 754-2019"}]
    equations:
      scale:
        formula: "y = 2 x"
        domain: "finite x"
        references: [ieee754]
        invariants:
          - {id: exact, statement: "no rounding without overflow"}
        implementation: [Sources/Scale]
    proof_obligations:
      - {id: OBL-SCALE-001, type: bound, property: "exact", applies_to: scale/exact}
    faults:
      - {class: scale, violates: [scale, scale/exact], mutants: [tripled]}
    falsification_tests:
      - id: FALSIFY-SCALE-001
        rule: "doubling is exact"
        prediction: "no error above 1e-6"
        if_fails: "look at the scale"
        binds_to: [scale, scale/exact]
        test: Falsifiers.FalsifyScale/testOne
        domain: {inputs: {x: {over: 3 f32}}, over: {max_abs_error: 1 f32}}
        exact: "three numbers say it all"
        checks:
          - {metric: max_abs_error, at_most: 1.0e-6}
        no_orders: "nothing is summed"
        mutants: [tripled]
        discharge_status: DISCHARGED
      - id: FALSIFY-SCALE-002
        rule: "doubling keeps the bits"
        prediction: "the bits of 2"
        if_fails: "look at the exponent"
        binds_to: scale/exact
        test: Falsifiers.FalsifyScale/testTwo
        domain: {inputs: {x: {over: 3 f32}}, over: {one.bits: 1 f32}}
        exact: "one number says it all"
        checks:
          - {metric: one.bits, equals: "0x40000000"}
        mutants: [tripled]
        discharge_status: DISCHARGED
    gates:
      - {id: GATE-SCALE-001, requires: [FALSIFY-SCALE-001, FALSIFY-SCALE-002], verdict: pass}

    """

  init(_ test: XCTestCase) throws {
    folder = try ProjectFolder(test)
    try FileManager.default.removeItem(atPath: "\(folder.path)/contracts")
    try folder.write("Package.swift", Self.manifest)
    try folder.write("pv.yaml", Self.settings)
    try folder.write(Self.contractPath, Self.contract)
    try folder.write("Sources/Scale/Scale.swift", "public func scale(_ x: Float) -> Float { 2 * x }\n")
    try folder.write(
      Self.testPath,
      "import Scale\nfinal class FalsifyScale { func testOne() throws { _ = scale(1) }\n  func testTwo() throws {} }\n")
    try writeEvidence()
  }

  /// Writes evidence as a run would have written it now.
  func writeEvidence(
    one: [String: Evidence.Measurement] = ["max_abs_error": .init(.real(1e-7), over: "3 f32")],
    oneMutant: [String: Evidence.Measurement] = ["max_abs_error": .init(.real(1), over: "3 f32")],
    two: [String: Evidence.Measurement] = ["one.bits": .init(.text("0x40000000"), over: "1 f32")]
  ) throws {
    try write(
      try evidence("FALSIFY-SCALE-001", one, mutant: oneMutant), to: Self.evidenceA)
    try writeSecond(two)
  }

  /// Writes evidence of the second falsifier alone.
  func writeSecond(
    _ measurements: [String: Evidence.Measurement] = ["one.bits": .init(.text("0x40000000"), over: "1 f32")]
  ) throws {
    try write(
      try evidence(
        "FALSIFY-SCALE-002", measurements, mutant: ["one.bits": .init(.text("0x40400000"), over: "1 f32")]),
      to: Self.evidenceB)
  }

  /// Writes evidence to a file and binds it to the claim and the sources as they are.
  ///
  /// - Parameter executed: what the run saw of each path of the implementation.
  func write(_ evidence: Evidence, to file: String, executed: Execution = .yes) throws {
    try Files.replace("\(path)/\(file)", with: EvidenceFile.bytes(of: evidence))
    let contract = try contract()
    guard let falsifier = contract.falsifier(evidence.falsifier) else { return }
    let library = [contract.id: contract]
    let keys = KeyBook(root: path).keys(of: contract, library: library)
    guard let key = keys[evidence.falsifier] ?? nil else { return }
    var binding = (try? bytes(Self.binding)).flatMap { try? Binding(reading: $0) } ?? Binding()
    let paths = key.paths.map { ($0.path, executed) }
    binding.bind(
      evidence.falsifier,
      to: .init(
        claim: ClaimDigest.digest(of: falsifier, in: contract, library: library), key: key.digest,
        result: EvidenceFile.result(of: evidence), executed: Dictionary(uniqueKeysWithValues: paths),
        wording: WordingDigest.digest(of: falsifier, in: contract, library: library)), keys: keys)
    try Files.replace("\(path)/\(Self.binding)", with: binding.bytes)
  }

  /// Writes evidence to a file, and leaves the binding as it is.
  func writeUnbound(_ evidence: Evidence, to file: String) throws {
    try Files.replace("\(path)/\(file)", with: EvidenceFile.bytes(of: evidence))
  }

  /// The result and the key that bind a falsifier's evidence.
  func entry(_ id: String) throws -> Binding.Entry {
    try XCTUnwrap(Binding(reading: try bytes(Self.binding)).entries[id])
  }

  private func contract() throws -> Contract {
    try XCTUnwrap(ContractFile.load(path: "\(path)/\(Self.contractPath)").contract)
  }

  func evidence(
    _ id: String, _ measurements: [String: Evidence.Measurement], mutant: [String: Evidence.Measurement]
  ) throws -> Evidence {
    Evidence(
      contract: try contract().id, falsifier: id, level: .algorithm,
      inputs: [
        .init(
          name: "x", generator: "list", generatorVersion: 1, parameters: [:], seed: nil, cases: 1, dtype: "f32",
          shape: [3], sha256: Digest(of: []), classes: ["normal": 3])
      ], outputs: [], measurements: measurements,
      mutants: [
        "tripled": .init(
          fault: "three instead of two",
          firstDifference: .init(output: "y", index: 0, real: "0x40000000", mutant: "0x40400000"),
          measurements: mutant)
      ], impostors: Dictionary(uniqueKeysWithValues: measurements.keys.map { ($0, Self.seenImpostors(of: $0)) }))
  }

  /// All impostors of an array, of which a metric is NaN: that meets no condition.
  static func seenImpostors(of metric: String) -> Evidence.Impostors {
    Dictionary(
      uniqueKeysWithValues: ImpostorName.allCases.map {
        ($0.rawValue, .measured([metric: .init(.real(.nan), over: nil)]))
      })
  }

  /// Replaces a text in a file of the package.
  func edit(_ file: String, _ old: String, _ new: String) throws { try folder.edit(file, old, new) }

  /// The bytes of a file of the package.
  func bytes(_ file: String) throws -> [UInt8] { try Files.read("\(path)/\(file)") }

  func pv(_ arguments: String...) throws -> PVProcess { try PVProcess(arguments: arguments, in: path) }

  /// Lets somebody answer for the words as they are.
  func acceptWording() throws {
    let pv = try pv("verify", "--accept-wording", "--reason", "made for the test", "--owner", "team:tests")
    XCTAssertNotEqual(pv.exitCode, 64, pv.standardError)
  }

  /// Asserts that `pv verify` accepts, and shows what it says where it does not.
  func accepts(file: StaticString = #filePath, line: UInt = #line) throws {
    let verify = try pv("verify")
    XCTAssertEqual(verify.exitCode, 0, verify.standardOutput + verify.standardError, file: file, line: line)
  }

  /// The derived status of a falsifier, from the scoreboard as JSON.
  func status(_ id: String, _ arguments: String...) throws -> String {
    let process = try PVProcess(arguments: ["status", "--format", "json"] + arguments, in: path)
    let json = try JSON(reading: Array(process.standardOutput.utf8))
    let entry = json["falsifiers"]?.array?.first { $0["id"]?.string == id }
    return try XCTUnwrap(entry?["status"]?.string, process.standardError)
  }
}
