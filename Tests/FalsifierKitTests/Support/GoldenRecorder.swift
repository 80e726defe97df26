import ContractKit
import Metrics
import Provenance
import XCTest

import FalsifierKit
@testable import Measuring

/// What the recorder gives beside metrics, of fixed arrays and seeds.
enum GoldenRecorder {
  static func results(_ test: XCTestCase) throws -> [String: String] {
    var results = generator().merging(sums()) { $1 }.merging(search()) { $1 }
    for pair in GoldenPair.all {
      let name = pair.name
      results["classes: \(name)"] = list(pair.actual.classes)
      let probe = Probe()
      if (try? pair.measure(probe, .maxAbsError)) != nil {
        results["ulps: \(name)"] = probe.ulps[""].map { list($0) } ?? "none"
        results["over: \(name)"] = probe.measurements["max_abs_error"]?.over
      }
      let measures: [ErrorMeasure] = [.absolute, .relative, .ulps, .bits]
      results["worst: \(name)"] = measures.map { measure in
        let worst = try? ElementErrors(actual: pair.actual, expected: pair.expected, by: measure).worst(3)
        return worst.map { "\($0.map(\.index))" } ?? "refused"
      }.joined(separator: " ")
      results["elements: \(name)"] = (0..<min(pair.actual.count, 3)).map(pair.actual.hexadecimal).joined(separator: " ")
    }
    results["exponential"] = bits(
      [-800, -745.2, -30, -1, -0x1p-30, -0.0, 0, 0x1p-30, 1, 2.5, 700, 709.9, .infinity, -.infinity, .nan]
        .map(WideExponential.value))
    return results.merging(try run(test)) { $1 }
  }

  // MARK: Text

  private static func list(_ members: [String: some CustomStringConvertible]) -> String {
    members.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
  }

  /// Which NaN an operation gives depends on the processor.
  private static func bits<Number: SampleElement & BinaryFloatingPoint>(_ numbers: [Number]) -> String {
    numbers.map { $0.isNaN ? "nan" : Sample([$0]).hexadecimal(0) }.joined(separator: " ")
  }

  // MARK: Seeds and numbers

  private static func generator() -> [String: String] {
    func drawn(_ draw: (inout SeededGenerator) -> String) -> String {
      var generator = SeededGenerator(seed: "5eed")
      return (0..<6).map { _ in draw(&generator) }.joined(separator: " ")
    }
    return [
      "seed": SeededGenerator(contract: "c", falsifier: "f", generator: "g", domain: "d").seed,
      "next": drawn { String($0.next(), radix: 16) }, "unit": drawn { bits([$0.unit()]) },
      "units": drawn { bits($0.units(2)) }, "integer": drawn { "\($0.integer(in: -5..<1000))" },
      "any bits": drawn { Sample([$0.anyBits()]).hexadecimal(0) },
      "scaled": drawn { bits([$0.scaled(exponents: -9...4)]) },
    ]
  }

  // MARK: Orders of summation

  private static func sums() -> [String: String] {
    var numbers = GoldenNumbers(2)
    let terms: [(name: String, terms: [Float])] = [
      ("units", numbers.units(200)), ("scaled", (0..<133).map { _ in numbers.scaled(-30...30) }),
      ("equal magnitudes", (0..<65).map { $0 % 3 == 0 ? 0x1p24 : $0 % 3 == 1 ? -0x1p24 : 1 }), ("none", []),
      ("one", [-0.0]), ("infinities", [1, .infinity, 2, -.infinity]), ("NaN", [1, .nan, 2]),
      ("large", [Float](repeating: .greatestFiniteMagnitude / 2, count: 9)),
    ]
    var results: [String: String] = [:]
    for order in SummationOrder.allCases {
      for (name, terms) in terms {
        let wide = terms.map { Double($0) / 3 }
        results["\(order.name.rawValue): \(name)"] =
          bits([order.sum(terms), order.dot(terms, terms.reversed())]) + " "
          + bits([order.sum(wide), order.dot(wide, wide.reversed())])
      }
    }
    return results
  }

  // MARK: Searches

  private struct List: ExactCase {
    var values: [Float]
    var fields: [String: CaseField] { ["length": .integer(values.count), "values": .f32(values)] }
    init(values: [Float]) { self.values = values }
    init(_ fields: CaseFields) throws { values = try fields.f32("values") }
  }

  private static var domain: CaseDomain<List> {
    let corners: [CaseDomain<List>.Corner] = [
      .init("short") { $0.values.count < 8 }, .init("long") { $0.values.count > 32 }, .init("never") { _ in false },
    ]
    return CaseDomain("lists", "lengths 1...40, exponents -3...3", corners: corners) { choices in
      List(values: ElementDomain.exponents(-3...3).draw(choices.integer(in: 1...40), &choices))
    }
  }

  private static func search() -> [String: String] {
    let drawn = domain.draw(20, SeededGenerator(seed: "5eed"))
    func line(_ value: List) -> String { ExactCases.Line(falsifier: "F", domain: "lists", fields: value.fields).text }
    var results = [
      "drawn cases": Digest(of: Array(drawn.map { line($0.value) }.joined(separator: "\n").utf8)).description,
      "first drawn case": line(drawn[0].value), "choices of the first": "\(drawn[0].choices)",
      "corners": list(domain.hits(drawn.map(\.value))),
    ]
    // A case fails where its elements come to more than 20, signs left out.
    let failing = drawn.first { $0.value.values.reduce(0) { $0 + abs($1) } > 20 }?.choices ?? []
    var shrinker = Shrinker { tape in
      let replayed = domain.replay(tape)
      return replayed.value.values.reduce(0) { $0 + abs($1) } > 20 ? replayed.choices : nil
    }
    results["shrunk"] = "\(shrinker.shrink(failing)) by \(shrinker.tried)"
    let elements: [ElementDomain] = [.units, .exponents(-20...5), .listed([0, -0.0, .infinity, 7]), .anyBits]
    for element in elements {
      var choices = Choices(from: SeededGenerator(seed: "5eed"))
      results["elements of \(element.description)"] = element.draw(6, &choices).map { Sample([$0]).hexadecimal(0) }
        .joined(separator: " ")
    }
    return results
  }

  // MARK: A run

  private static let contract = """
    metadata: {format: pv/1, version: "1.0.0", description: d, references: [r]}
    equations:
      sum:
        formula: "y = sum x"
        domain: "finite"
        invariants: [{id: exact, statement: s}]
        implementation: [Sources/M]
    falsification_tests:
      - id: FALSIFY-C-001
        rule: r
        prediction: p
        if_fails: "look here"
        binds_to: sum
        test: M.Falsify/testOne
        checks: [{metric: max_abs_error, at_most: 1000}]
        mutants: [first_twice, last_shifted]
        orders: [reversed, pairwise]

    """

  private typealias Kernel = @Sendable ([Float]) -> Float

  /// From a session to what its evidence holds: inputs, outputs, orders, mutants.
  private static func run(_ test: XCTestCase) throws -> [String: String] {
    let root = try KitPackage(test, contract: contract).root
    let session = try FalsifierSession(
      id: "FALSIFY-C-001", contract: "c-v1", file: "\(root)/Tests/M/Falsify.swift", test: "M.Falsify/testOne",
      mode: .evidence)
    let evidence = try session.evidence { run in
      run.input(bytes: [0, 127, 128, 255], "bytes", generator: "list")
      run.input(
        "grid", [1, 2, 3, -4] as [Int32], generator: "list", version: 2, parameters: ["a": "b"], shape: [2, 2])
      let real: Kernel = { $0.reduce(0, +) }
      let mutants: [Mutant<Kernel>] = [
        Mutant("first_twice", "the first element is added twice") { ($0.first ?? 0) + $0.reduce(0, +) },
        Mutant("last_shifted", "the last element is halved") { $0.dropLast().reduce(0, +) + ($0.last ?? 0) / 2 },
      ]
      try run.judge(
        over: domain, cases: 12, real, inOrder: { order in { order.sum($0) } }, mutants: mutants,
        expecting: { $0.values.reduce(0) { $0 + Double($1) } }
      ) { kernel, cases, expected, probe in
        let sums = cases.map { kernel($0.values) }
        probe.output("sums", sums, shape: [3, sums.count / 3])
        probe.output("fixed", [1, 2] as [Double])
        try probe.compare(sums, to: expected, .maxAbsError)
      }
    }
    var results: [String: String] = [:]
    for input in evidence.inputs {
      results["run: input \(input.name)"] =
        "\(input.generator) \(input.generatorVersion) (\(list(input.parameters))), seed \(input.seed ?? "none"), "
        + "\(input.cases) cases, \(input.dtype) \(input.shape), \(input.sha256), \(list(input.classes)); "
        + list(input.corners)
    }
    for output in evidence.outputs {
      results["run: output \(output.name)"] = "\(output.dtype) \(output.shape) \(output.sha256?.description ?? "")"
    }
    results["run: ulps"] = evidence.ulps[""].map { list($0) }
    for (order, measurements) in evidence.orders {
      results["run: \(order)"] = list(measurements.mapValues(GoldenMeasurements.text))
    }
    for (name, mutant) in evidence.mutants {
      let difference = mutant.firstDifference.map { "\($0.output)[\($0.index)] \($0.real) \($0.mutant)" } ?? "none"
      results["run: mutant \(name)"] =
        "\(difference), \(list(mutant.outputs)), \(list(mutant.measurements.mapValues(GoldenMeasurements.text)))"
    }
    return results
  }
}

extension FalsifierSession {
  /// Runs a falsifier, and gives the evidence that it wrote.
  fileprivate func evidence(_ body: (Recorder) throws -> Void) throws -> Evidence {
    var recorded: Evidence?
    try run { recorder in
      try body(recorder)
      recorded = recorder.evidence()
    }
    return try XCTUnwrap(recorded)
  }
}
