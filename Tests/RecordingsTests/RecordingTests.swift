import ContractKit
import Foundation
import Metrics
import XCTest

@testable import Recordings

/// Recordings that are taken, and those that are refused: each error names file, array and way out.
final class RecordingTests: XCTestCase {
  private func assertRefused(
    _ fixture: RecordingFixture, _ parts: String..., contract: String = RecordingFixture.contract, run: String? = "r",
    file: StaticString = #filePath, line: UInt = #line
  ) {
    XCTAssertThrowsError(try fixture.read(contract, run: run), file: file, line: line) { error in
      guard let error = error as? RecordingError else { return XCTFail("\(error)", file: file, line: line) }
      XCTAssertFalse(error.file.isEmpty || error.help.isEmpty, file: file, line: line)
      for part in parts {
        XCTAssertTrue(error.description.contains(part), "\(error) lacks \(part)", file: file, line: line)
      }
    }
  }

  /// A fixture whose JSON is changed at a path of members.
  private func changed(_ path: String, to value: Any?) throws -> RecordingFixture {
    var fixture = try RecordingFixture(self)
    func set(_ json: Any, _ parts: ArraySlice<Substring>) -> Any? {
      guard let part = parts.first else { return value }
      if let index = Int(part), var list = json as? [Any] {
        if let changed = set(list[index], parts.dropFirst()) { list[index] = changed } else { list.remove(at: index) }
        return list
      }
      var members = json as? [String: Any] ?? [:]
      members[String(part)] = set(members[String(part)] ?? [:], parts.dropFirst())
      return members
    }
    fixture.json = try XCTUnwrap(set(fixture.json, path.split(separator: ".")[...]) as? [String: Any])
    return fixture
  }

  func testAGoodOneIsReplayed() throws {
    let fixture = try RecordingFixture(self)
    let recording = try fixture.read()
    XCTAssertEqual(recording.real[0].outputs["y"]?.shape, [4])
    XCTAssertEqual(try recording.real[0].outputs["y"]?.sample(), Sample([2, 4, 6, 8] as [Float]))
    XCTAssertEqual(try fixture.failures(), [])
  }

  func testAnErrorIsFalsified() throws {
    let fixture = try RecordingFixture(self)
    try fixture.write("real.npy", RecordingFixture.npy([2, 4, 7, 8]))
    let failures = try fixture.failures()
    XCTAssertEqual(failures.count, 1)
    XCTAssertTrue(failures.first?.contains("FALSIFIED\n  max_abs_error is 1; must be ≤ 0.5") ?? false, "\(failures)")
  }

  func testASurvivingMutantIsNamed() throws {
    let fixture = try RecordingFixture(self)
    try fixture.write("mutant.npy", RecordingFixture.npy([2, 4, 6, 8.125]))
    XCTAssertTrue(try fixture.failures().contains { $0.contains("the mutant tail_dropped survives") })
  }

  // MARK: What is missing, and what is not listed

  func testMutantsAndOrdersAreThoseOfTheContract() throws {
    assertRefused(
      try changed("kernels.mutants.tail_dropped", to: nil), "recording.json", "lacks the mutant tail_dropped",
      "FALSIFY-SCALE-001", "record what it returns")
    assertRefused(
      try changed("kernels.mutants.other", to: ["fault": "f", "outputs": ["y": "mutant.npy"]] as [String: Any]),
      "has the mutant other", "under `mutants` of the contract")
    assertRefused(try changed("kernels.orders", to: nil), "lacks the order reversed")
    assertRefused(
      try changed("kernels.orders.sorted", to: ["outputs": ["y": "real.npy"]]), "has the order sorted", "does not list")
    assertRefused(try changed("kernels.real.outputs", to: [String: Any]()), "has no output")
    assertRefused(try changed("measure", to: [Any]()), "nothing under `measure` gives max_abs_error", "\"metric\"")
  }

  func testRecordingsOfSomethingElse() throws {
    let fixture = try RecordingFixture(self)
    assertRefused(fixture, "recording.json: run belongs to another run", "PV_CLAIM", run: "s")
    XCTAssertNoThrow(try fixture.read(run: nil))
    assertRefused(try changed("run", to: nil), "run is missing")
    assertRefused(try changed("contract", to: "other-v1"), "contract is other-v1, and scale-v1 was asked for")
    assertRefused(try changed("falsifier", to: "F"), "falsifier is F")
    assertRefused(try changed("format", to: "pv-recording/2"), "format is not pv-recording/1")
    assertRefused(try changed("kernals", to: "x"), "kernals is not known", "did you mean `kernels`?")
    assertRefused(try changed("inputs.0.cases", to: 0), "inputs[0].cases is 0")
    assertRefused(try changed("inputs.0.seed", to: "xyz"), "inputs[0].seed", "hexadecimal")
    assertRefused(try changed("asserted", to: ["a": "fast"]), "asserted.a is not a decimal number")
    assertRefused(try changed("kernels.real.repeats", to: [Any]()), "the contract does not say that bits vary")
  }

  func testWhatIsNoJSON() throws {
    let fixture = try RecordingFixture(self)
    let (falsifier, contract) = try RecordingFixture.falsifier()
    for (text, part) in [
      ("", "recording.json"), ("{", "recording.json"), ("[]", "it is not an object"),
      ("{\"a\": 1.5}", "without fractions"),
      ("{\"format\": \"a\", \"format\": \"b\"}", "format"),
    ] {
      try fixture.write("recording.json", Array(text.utf8))
      XCTAssertThrowsError(try Recording(folder: fixture.folder, of: falsifier, in: contract, run: "r"), text) {
        XCTAssertTrue("\($0)".contains(part), "\($0)")
      }
    }
    try FileManager.default.removeItem(atPath: "\(fixture.folder)/recording.json")
    XCTAssertThrowsError(try Recording(folder: fixture.folder, of: falsifier, in: contract, run: "r")) {
      XCTAssertTrue("\($0)".contains("recording.json: the program has left none; write it into the folder"), "\($0)")
    }
  }

  // MARK: Arrays

  func testArraysThatDoNotFit() throws {
    var fixture = try RecordingFixture(self)
    try fixture.write("mutant.npy", RecordingFixture.npy([1, 2, 3, 4], shape: [2, 2]))
    assertRefused(
      fixture, "mutant.npy: array mutant.npy", "f32 [2, 2]", "the real kernel as f32 [4]", "same type and shape")
    fixture = try RecordingFixture(self)
    try fixture.write("oracle.npy", RecordingFixture.npy([1, 2, 3]))
    assertRefused(fixture, "oracle.npy", "its shape is [3], and y has [4]")
    fixture = try changed("measure", to: [["metric": "bits_differing", "output": "y", "expected": "wide.npy"]])
    try fixture.write(
      "wide.npy",
      RecordingFixture.npy(
        header: "{'descr': '<f8', 'fortran_order': False, 'shape': (4,)}", data: [UInt8](repeating: 0, count: 32)))
    assertRefused(fixture, "wide.npy: array wide.npy", "its type is f64, and y has f32")
    fixture = try changed("kernels.mutants.tail_dropped.outputs", to: ["z": "mutant.npy"])
    assertRefused(fixture, "the mutant tail_dropped has the outputs z")
    fixture = try RecordingFixture(self)
    try fixture.write("real.npy", Array(RecordingFixture.npy([2, 4, 6, 8]).dropLast()))
    assertRefused(fixture, "real.npy: array real.npy", "f32 [4] has 16 bytes, and 15 are there", "cut off")
    try fixture.write("real.npy", RecordingFixture.npy([2, 4, 6, 8]) + [0])
    assertRefused(fixture, "16 bytes, and 17 are there")
    try fixture.write(
      "real.npy",
      RecordingFixture.npy(
        header: "{'descr': '|O', 'fortran_order': False, 'shape': (4,)}", data: Array("\u{80}.".utf8)))
    assertRefused(fixture, "real.npy: array real.npy", "pickles are not loaded")
  }

  func testArraysElsewhereAndLinks() throws {
    for name in ["../x.npy", "/etc/x.npy", "a/x.npy", ".x.npy"] {
      assertRefused(
        try changed("inputs.0.array", to: name), "array \(name)", "leads out of the recording's folder",
        "letters, digits")
    }
    assertRefused(try changed("inputs.0.array", to: "none.npy"), "array none.npy: there is no such file")
    assertRefused(try changed("inputs.0.array", to: "x"), "array x", "arrays.safetensors")
    let fixture = try RecordingFixture(self)
    try FileManager.default.removeItem(atPath: "\(fixture.folder)/x.npy")
    try FileManager.default.createSymbolicLink(
      atPath: "\(fixture.folder)/x.npy", withDestinationPath: "\(fixture.folder)/real.npy")
    assertRefused(fixture, "x.npy: array x.npy: it is a symbolic link", "the array itself")
    try FileManager.default.removeItem(atPath: "\(fixture.folder)/x.npy")
    try FileManager.default.createDirectory(atPath: "\(fixture.folder)/x.npy", withIntermediateDirectories: false)
    assertRefused(fixture, "it is not a regular file")
  }

  func testSafetensors() throws {
    let fixture = try changed("inputs.0.array", to: "x")
    let data = Sample([1, 2, 3, 4] as [Float]).littleEndianBytes
    func write(_ dtype: String, bytes: [UInt8]) throws {
      let header = "{\"x\":{\"dtype\":\"\(dtype)\",\"shape\":[4],\"data_offsets\":[0,\(bytes.count)]}}"
      let length = UInt64(header.utf8.count)
      try fixture.write(
        "arrays.safetensors", (0..<8).map { UInt8(length >> (8 * $0) & 255) } + Array(header.utf8) + bytes)
    }
    try write("F32", bytes: data)
    XCTAssertEqual(try fixture.read().inputs[0].array.sample(), Sample([1, 2, 3, 4] as [Float]))
    try write("F16", bytes: Array(data.prefix(8)))
    assertRefused(fixture, "arrays.safetensors: array x", "of the type F16", "F32, F64, I8 and I32")
    try write("F32", bytes: Array(data.dropLast()))
    assertRefused(fixture, "arrays.safetensors", "write it again")
  }

  func testInputsOutsideTheirDomain() throws {
    let fixture = try RecordingFixture(self)
    for (value, word, name) in [(Float.nan, "NaN", "nan"), (.infinity, "infinite", "infinite")] {
      try fixture.write("x.npy", RecordingFixture.npy([1, 2, value, 4]))
      XCTAssertThrowsError(try fixture.failures()) {
        XCTAssertTrue("\($0)".contains("x.npy: array x.npy: element 2 of the input x is \(word)"), "\($0)")
        XCTAssertTrue("\($0)".contains("add `\(name)` to its `classes`"), "\($0)")
      }
      let wider = RecordingFixture.contract.replacingOccurrences(of: "[normal]", with: "[normal, \(name)]")
      XCTAssertNoThrow(try fixture.failures(wider))
    }
  }

  // MARK: What is measured

  func testMeasures() throws {
    for (entry, parts) in [
      (
        ["metric": "max_abs_eror", "output": "y"],
        ["measure[0].metric is max_abs_eror", "did you mean `max_abs_error`?"]
      ),
      (["metric": "ratio", "output": "y"], ["measure[0].of is missing"]),
      (["metric": "variants_differing", "output": "y"], ["measure[0].variants is missing, or empty"]),
      (
        ["metric": "variants_differing", "output": "y", "variants": ["y"]],
        ["measure[0].variants names y, which is no other output", "an output of its own"]
      ),
      (["metric": "sum", "output": "y", "variants": ["y"]], ["measure[0].variants is there, and sum takes none"]),
      (
        ["metric": "sum", "output": "y", "unit": [:] as [String: Any]], ["measure[0].unit is there, and sum takes none"]
      ),
      (["metric": "sum", "output": "z"], ["measure[0].output is z", "the real kernel has y"]),
      (["metric": "cosine", "output": "y"], ["compares, and `expected` is missing"]),
      (["metric": "sum", "output": "y", "expected": "oracle.npy"], ["compares with nothing"]),
      (["metric": "bits", "output": "y"], ["`bits` is of one number, and it has 4"]),
      (["metric": "top_k_mismatches", "output": "y", "expected": "oracle.npy", "k": 5], ["not a number from 1 to 4"]),
      (["metric": "sum", "output": "y", "portible": true], ["portible is not known"]),
    ] as [([String: Any], [String])] {
      let fixture = try changed("measure", to: [entry])
      XCTAssertThrowsError(try fixture.read()) { error in
        for part in parts { XCTAssertTrue("\(error)".contains(part), "\(error) lacks \(part)") }
      }
    }
    let twice = ["metric": "max_abs_error", "output": "y", "expected": "oracle.npy"]
    assertRefused(try changed("measure", to: [twice, twice]), "measure[1] measures max_abs_error a second time")
    assertRefused(
      try changed("asserted", to: ["max_abs_error": "0"]), "measures max_abs_error a second time")
  }

  /// Two outputs of each kernel, the second by another number of threads.
  private func variants(_ metric: String, _ check: String) throws -> (RecordingFixture, String) {
    var fixture = try RecordingFixture(self)
    fixture.json["kernels"] =
      [
        "real": ["outputs": ["y": "real.npy", "y_2": "real_2.npy"]],
        "orders": ["reversed": ["outputs": ["y": "reversed.npy", "y_2": "reversed.npy"]]],
        "mutants": [
          "tail_dropped": ["fault": "no tail", "outputs": ["y": "mutant.npy", "y_2": "real.npy"]] as [String: Any]
        ],
      ] as [String: Any]
    try fixture.write("real_2.npy", RecordingFixture.npy([2, 4, 6, 8]))
    let contract = RecordingFixture.contract.replacingOccurrences(
      of: "{metric: max_abs_error, at_most: 0.5}", with: check
    ).replacingOccurrences(of: "max_abs_error", with: metric)
    return (fixture, contract)
  }

  func testVariantsAreComparedWithTheOutputOfTheirOwnKernel() throws {
    var (fixture, contract) = try variants("variants_differing", "{metric: variants_differing, equals: 0}")
    fixture.json["measure"] = [["metric": "variants_differing", "output": "y", "variants": ["y_2"]] as [String: Any]]
    XCTAssertEqual(try fixture.failures(contract), [])
    try fixture.write("real_2.npy", RecordingFixture.npy([2, 4, 6, Float(8).nextUp]))
    let failures = try fixture.failures(contract)
    XCTAssertTrue(failures.first?.contains("variants_differing is 1; must be = 0") ?? false, "\(failures)")
    try fixture.write("real_2.npy", RecordingFixture.npy([2, 4, 6, 8], shape: [2, 2]))
    for name in ["reversed", "real"] {
      try fixture.write("\(name)_2.npy", RecordingFixture.npy([2, 4, 6, 8], shape: [2, 2]))
    }
    fixture.json["kernels"] = [
      "real": ["outputs": ["y": "real.npy", "y_2": "real_2.npy"]],
      "orders": ["reversed": ["outputs": ["y": "reversed.npy", "y_2": "real_2.npy"]]],
      "mutants": [
        "tail_dropped": ["fault": "no tail", "outputs": ["y": "mutant.npy", "y_2": "real_2.npy"]] as [String: Any]
      ],
    ]
    assertRefused(fixture, "it is f32 [2, 2], and y is f32 [4]", "the same type and shape", contract: contract)
  }

  func testARatioIsThatOfTwoDrifts() throws {
    var (fixture, contract) = try variants("growth.ratio", "{metric: growth.ratio, equals: 4}")
    try fixture.write("moved.npy", RecordingFixture.npy([1, 2, 3, 4.25]))
    try fixture.write("real_2.npy", RecordingFixture.npy([2, 4, 6, 9]))
    let unit = ["name": "x", "array": "moved.npy", "expected": "x.npy"]
    let ratio =
      ["metric": "ratio", "subject": "growth", "of": "max_abs_error", "name": "y", "output": "y_2", "unit": unit]
      as [String: Any]
    fixture.json["measure"] = [ratio.merging(["expected_output": "y"]) { $1 }]
    XCTAssertEqual(try fixture.failures(contract), [])
    fixture.json["measure"] = [ratio.merging(["expected": "oracle.npy"]) { $1 }]
    XCTAssertEqual(
      try fixture.failures(contract), [], "a mutant's other output is the same, and so is the distance from the oracle")
    try fixture.write("moved.npy", RecordingFixture.npy([1, 2, 3, 4.5]))
    XCTAssertTrue(try fixture.failures(contract).first?.contains("growth.ratio is 2; must be = 4") ?? false)
    for (change, part) in [
      (["of": "sum"], "measure[0].of is sum, which is no metric of two arrays"),
      (["name": "Y!"], "measure[0].name is not a name of a drift"),
      (["expected_output": "y_2"], "measure[0].expected_output is y_2, which is no other output"),
      (["expected_output": "y", "expected": "oracle.npy"], "measure[0].expected stands beside expected_output"),
      (["unit": ["name": "x", "array": "moved.npy"]], "measure[0].unit.expected is missing"),
      (["unit": ["name": "x", "array": "short.npy", "expected": "x.npy"]], "f32 [4], and short.npy is f32 [2]"),
    ] as [([String: Any], String)] {
      try fixture.write("short.npy", RecordingFixture.npy([1, 2]))
      let own = change["expected_output"] == nil ? ["expected_output": "y"] : [:]
      fixture.json["measure"] = [ratio.merging(own) { $1 }.merging(change) { $1 }]
      assertRefused(fixture, part, contract: contract)
    }
    fixture.json["measure"] = [ratio]
    assertRefused(fixture, "measure[0].expected is missing", "expected_output", contract: contract)
  }

  // MARK: Files

  func testAFileThatChangesWhileItIsReadIsRefused() throws {
    let fixture = try RecordingFixture(self)
    let recording = try fixture.read()
    XCTAssertNoThrow(try recording.requireUnchanged())
    try fixture.write("oracle.npy", RecordingFixture.npy([2, 4, 6, 9]))
    for check in [recording.requireUnchanged, { _ = try recording.measures[0].expected?.sample() }] {
      XCTAssertThrowsError(try check()) { error in
        XCTAssertTrue("\(error)".contains("array oracle.npy: it changed while it was read"), "\(error)")
      }
    }
  }

  func testANumberThatIsHandedInDischargesNothing() throws {
    var fixture = try changed("asserted", to: ["max_abs_error": "0"])
    fixture.json["measure"] = [["metric": "sum", "output": "y"]]
    let failures = try fixture.failures()
    XCTAssertTrue(
      failures.contains("FALSIFY-SCALE-001: max_abs_error is an asserted number, not a measurement"), "\(failures)")
  }

  func testBoundsAreEvaluatedHere() throws {
    let contract = RecordingFixture.contract.replacingOccurrences(
      of: "{metric: max_abs_error, at_most: 0.5}",
      with: "{metric: outside_bound, equals: 0, bound: {function: exponential_ulps, version: 1, ulps: 2}}"
    ).replacingOccurrences(of: "max_abs_error", with: "outside_bound")
    let measure = ["metric": "outside_bound", "output": "y", "expected": "oracle.npy"] as [String: Any]
    var fixture = try changed("measure", to: [measure, measure.merging(["metric": "bound_ratio"]) { $1 }])
    try fixture.write("oracle.npy", RecordingFixture.npy([2, 4, 6, 8]))
    let failures = try fixture.failures(contract)
    XCTAssertFalse(failures.contains { $0.contains("was not measured") }, "\(failures)")
    fixture.json["measure"] = [measure, ["metric": "bound_ratio", "output": "y", "expected": "x.npy"]]
    assertRefused(fixture, "measure[1] measures outside_bound a second time", contract: contract)
  }

  // MARK: Bits that vary

  func testOfFiveRunsTheWorstCounts() throws {
    let contract = RecordingFixture.contract.replacingOccurrences(
      of: "run: [python3, record.py]", with: "run: [python3, record.py]\n    bits: {vary: \"a GPU adds in any order\"}")
    var fixture = try changed("kernels.real", to: ["repeats": (0..<5).map { ["outputs": ["y": "run\($0).npy"]] }])
    for run in 0..<5 { try fixture.write("run\(run).npy", RecordingFixture.npy([2, 4, 6, 8 + Float(run) / 10])) }
    XCTAssertEqual(try fixture.failures(contract), [])
    try fixture.write("run3.npy", RecordingFixture.npy([2, 4, 6, 8.7]))
    let failures = try fixture.failures(contract)
    XCTAssertTrue(failures.first?.contains("max_abs_error is 0.7") ?? false, "\(failures)")
    fixture.json["kernels"] = (fixture.json["kernels"] as! [String: Any]).merging(
      ["real": ["repeats": [["outputs": ["y": "run0.npy"]]]]]) { $1 }
    assertRefused(fixture, "kernels.real.repeats has 1 runs", "5 times", contract: contract)
  }
}
