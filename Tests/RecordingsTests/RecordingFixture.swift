import ContractKit
import Foundation
import Metrics
import XCTest

@testable import Recordings

/// A recording of two numbers that a kernel doubles, in a folder that is removed after the test.
struct RecordingFixture {
  let folder: String
  /// The members of `recording.json`.
  var json: [String: Any]

  static let contract = """
    metadata: {format: pv/1, version: "1.0.0", description: "Scaling", references: ["IEEE 754"]}
    equations:
      scale: {formula: "y = 2 x", domain: "finite x"}
    faults:
      - {class: tail_dropped, violates: [scale], mutants: [tail_dropped]}
    falsification_tests:
      - id: FALSIFY-SCALE-001
        rule: "Doubling"
        prediction: "no error above 0.5"
        binds_to: scale
        run: [python3, record.py]
        domain:
          inputs: {x: {over: 4 f32, classes: [normal]}}
          over: {max_abs_error: 4 f32}
        checks: [{metric: max_abs_error, at_most: 0.5}]
        orders: [reversed]
        mutants: [tail_dropped]

    """

  init(_ test: XCTestCase) throws {
    folder =
      FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("recording-\(UUID().uuidString)").path
    let folder = folder
    test.addTeardownBlock { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    json = [
      "format": "pv-recording/1", "run": "r", "contract": "scale-v1", "falsifier": "FALSIFY-SCALE-001",
      "inputs": [["name": "x", "array": "x.npy", "generator": "given", "cases": 2] as [String: Any]],
      "kernels": [
        "real": ["outputs": ["y": "real.npy"]], "orders": ["reversed": ["outputs": ["y": "reversed.npy"]]],
        "mutants": ["tail_dropped": ["fault": "no tail", "outputs": ["y": "mutant.npy"]] as [String: Any]],
      ] as [String: Any],
      "measure": [["metric": "max_abs_error", "output": "y", "expected": "oracle.npy"]],
    ]
    for (name, values) in [
      ("x", [1, 2, 3, 4]), ("real", [2, 4, 6, 8]), ("reversed", [2, 4, 6, 8.25]), ("mutant", [2, 4, 6, 0]),
      ("oracle", [2, 4, 6, 8]),
    ] as [(String, [Float])] {
      try write("\(name).npy", Self.npy(values))
    }
  }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
  }

  /// A file of NumPy's format 1.0 with a header as it is given.
  static func npy(header: String, data: [UInt8], version: UInt8 = 1) -> [UInt8] {
    let length = header.utf8.count
    let size =
      version == 1 ? [UInt8(length & 255), UInt8(length >> 8)] : (0..<4).map { UInt8(length >> (8 * $0) & 255) }
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + size + Array(header.utf8) + data
  }

  static func npy(_ values: [Float], shape: [Int]? = nil) -> [UInt8] {
    let extents = (shape ?? [values.count]).map { "\($0)," }.joined(separator: " ")
    return npy(
      header: "{'descr': '<f4', 'fortran_order': False, 'shape': (\(extents)), }\n",
      data: Sample(values).littleEndianBytes)
  }

  static func falsifier(_ text: String = contract) throws -> (Falsifier, Contract) {
    let file = ContractFile(path: "contracts/scale-v1.yaml", bytes: Array(text.utf8))
    let contract = try XCTUnwrap(file.contract, "\(file.diagnostics)")
    return (try XCTUnwrap(contract.falsifier("FALSIFY-SCALE-001")), contract)
  }

  /// The recording as it reads now.
  func read(_ contract: String = RecordingFixture.contract, run: String? = "r") throws -> Recording {
    try write("recording.json", Array(try JSONSerialization.data(withJSONObject: json)))
    let (falsifier, contract) = try Self.falsifier(contract)
    return try Recording(folder: folder, of: falsifier, in: contract, run: run)
  }

  /// What keeps the falsifier from holding.
  func failures(_ contract: String = RecordingFixture.contract) throws -> [String] {
    try write("recording.json", Array(try JSONSerialization.data(withJSONObject: json)))
    let root = "\(folder)/package"
    try FileManager.default.createDirectory(atPath: "\(root)/contracts", withIntermediateDirectories: true)
    try Data(contract.utf8).write(to: URL(fileURLWithPath: "\(root)/contracts/scale-v1.yaml"))
    try Data().write(to: URL(fileURLWithPath: "\(root)/pv.yaml"))
    let (falsifier, contract) = try Self.falsifier(contract)
    return try RecordingTrial.failures(folder: folder, of: falsifier, in: contract, root: root)
  }
}
