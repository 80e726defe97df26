import ContractKit
import Metrics
import Provenance
import XCTest

import FalsifierKit
@testable import Measuring

/// What recorder and metrics give of golden arrays, by the members of keys that count for them.
struct GoldenMeasurements {
  /// Of the recorder, or of one metric.
  struct Entry: Equatable {
    var version: String
    /// By what was measured: bits, counts and digests.
    var results: [String: String]
  }

  /// By `recorder` or `metric#NAME`.
  var entries: [String: Entry] = [:]

  init(_ entries: [String: Entry]) { self.entries = entries }

  // MARK: The file

  init(reading bytes: [UInt8]) throws {
    for (name, json) in try XCTUnwrap(JSON.read(bytes).object) {
      entries[name] = Entry(
        version: try XCTUnwrap(json["version"]?.string, name),
        results: try XCTUnwrap(json["results"]?.object, name).mapValues { try XCTUnwrap($0.string, name) })
    }
  }

  var bytes: [UInt8] {
    JSON.object(
      entries.mapValues { entry in
        .object(["version": .string(entry.version), "results": .object(entry.results.mapValues { .string($0) })])
      }
    ).canonicalBytes
  }

  /// What the file says otherwise than the code, in words.
  ///
  /// - Parameter file: as it is committed.
  func differences(from file: Self) -> [String] {
    names(with: file).flatMap { name -> [String] in
      guard let now = entries[name] else { return ["\(name) is in the file, and MeasurementVersions has none"] }
      guard let then = file.entries[name] else { return ["\(name) is not in the file: \(Self.write)"] }
      guard now.version == then.version else {
        return ["\(name) has version \(now.version), and \(then.version) in the file: \(Self.write)"]
      }
      return Self.changed(then, now).map {
        "\(name) gives another result: raise its version and \(Self.write) (\($0))"
      }
        + Set(now.results.keys).subtracting(then.results.keys).sorted().map {
          "\(name) has no result in the file for \($0): \(Self.write)"
        }
    }
  }

  /// Why these results cannot take the place of a file's: one changed, and its version did not go up.
  func refusals(toReplace file: Self) -> [String] {
    names(with: file).compactMap { name in
      guard let now = entries[name], let then = file.entries[name], let change = Self.changed(then, now).first,
        Int(now.version) ?? 0 <= Int(then.version) ?? 0
      else { return nil }
      return "\(name) gives another result: raise its version above \(then.version) (\(change))"
    }
  }

  private func names(with file: Self) -> [String] { Set(entries.keys).union(file.entries.keys).sorted() }

  /// Results that are others or gone; new ones are no change.
  private static func changed(_ then: Entry, _ now: Entry) -> [String] {
    then.results.keys.sorted().filter { then.results[$0] != now.results[$0] }.map {
      "\($0): \(now.results[$0] ?? "nothing"), not \(then.results[$0] ?? "")"
    }
  }

  private static let write = "run PV_WRITE_GOLDEN=1 swift test --filter FalsifierKitTests.MeasurementVersionTests"

  // MARK: Metrics

  /// All of them.
  static func taken(_ test: XCTestCase) throws -> Self {
    var golden = Self([:])
    for metric in MeasurementVersions.metrics {
      golden.entries["metric#\(metric.name)"] = Entry(version: metric.version, results: try results(of: metric.name))
    }
    for function in BoundFunction.all {
      golden.entries["bound#\(function.name)"] = Entry(
        version: String(function.version), results: try GoldenBounds.results(of: function))
    }
    golden.entries["recorder"] = Entry(
      version: MeasurementVersions.recorder, results: try GoldenRecorder.results(test))
    return golden
  }

  /// A measurement to the bit.
  static func text(_ measurement: Evidence.Measurement) -> String {
    switch measurement.value {
    case .real(let number): Sample([number]).hexadecimal(0)
    case .count(let count): String(count)
    case .text(let text): text
    }
  }

  private static func results(of metric: String) throws -> [String: String] {
    var results: [String: String] = [:]
    func take(_ name: String, _ body: (Probe) throws -> Void) throws {
      let probe = Probe(.given())
      do { try body(probe) } catch is SampleMismatch {
        results[name] = "refused"
        return
      }
      let found = probe.measurements.filter { $0.key == metric || $0.key.hasSuffix(".\(metric)") }
      results[name] = text(try XCTUnwrap(found.values.first, "\(metric) of \(name)"))
    }
    for pair in GoldenPair.all {
      let count = pair.actual.count
      switch metric {
      case "outside_bound", "bound_ratio":
        for (name, bounds) in Self.bounds(pair.expected) {
          try take("\(pair.name), \(name)") { try pair.countOutside($0, bounds) }
        }
      case "top_k_mismatches":
        for k in Set([1, count / 2 + 1]).sorted() where (1...max(count, 1)).contains(k) {
          try take("\(pair.name), k = \(k)") { try pair.countTopK($0, k) }
        }
      case "ratio":
        for unit in [Metric.maxAbsError, .relativeL2, .maxULPs, .bitsDiffering] {
          try take("\(pair.name), \(unit.rawValue)") { try $0.ratio(of: pair.drift, to: GoldenPair.all[0].drift, unit) }
        }
      case "variants_differing": try take(pair.name, pair.countVariants)
      case "sha256": try take(pair.name, pair.sha256)
      case "bits":
        for index in 0..<min(count, 4) { try take("\(pair.name)[\(index)]") { pair.bits($0, index) } }
      default:
        let known = try XCTUnwrap(Metric(rawValue: metric), metric)
        try take(pair.name) { try pair.measure($0, known) }
      }
    }
    return results
  }

  private static func bounds(_ expected: Sample) -> [(name: String, bounds: [Double])] {
    let cycles: [(String, [Double])] = [
      ("bounds of 1", [1]), ("wide bounds", [3, 0x1p-10, .infinity, 0.5]), ("no bounds", [0]),
      ("odd bounds", [1, -1, .nan, -0.0]), ("one negative bound", [1e300, 1e300, -1]),
    ]
    let indices = 0..<expected.count
    return cycles.map { name, cycle in (name, indices.map { cycle[$0 % cycle.count] }) } + [
      ("relative bounds", indices.map { abs(expected.value($0)) * 0x1p-20 + 0x1p-130 })
    ]
  }
}
