import ContractKit
import Measuring

/// What a program that records is told of a falsifier: the contract's entry as JSON.
package enum ClaimEntry {
  /// The name and version of the form.
  package static let format = "pv-claim-entry/1"

  /// The entry.
  ///
  /// - Parameter run: the text by which the recording of this run is told from others; nil where none is made.
  package static func json(
    of falsifier: Falsifier, in contract: Contract, library: [String: Contract], run: String?
  ) -> JSON {
    func texts(_ texts: [Located<String>]) -> JSON { .array(texts.map { .string($0.value) }) }
    // Several bound clauses may name one path.
    var seen: Set<String> = []
    let implementation = falsifier.implementation(in: contract, library: library).filter {
      seen.insert($0.value).inserted
    }
    var members: [String: JSON] = [
      "format": .string(format), "contract": .string(contract.id), "falsifier": .string(falsifier.id.value),
      "prediction": .string(falsifier.prediction?.value ?? ""), "domain": domain(falsifier.domain),
      "drawn": .string(drawn(falsifier)),
      "checks": .array(falsifier.checks.map(check)), "orders": texts(falsifier.orders),
      "mutants": texts(falsifier.mutants), "bits": .string(falsifier.varies == nil ? "same" : "vary"),
      "repeats": .integer(falsifier.repeats), "run_words": texts(falsifier.run),
      "implementation": texts(implementation),
    ]
    if let run { members["run"] = .string(run) }
    return .object(members)
  }

  /// What enters a seed beside contract, falsifier and the generator's name.
  static func drawn(_ falsifier: Falsifier) -> String {
    String(decoding: (falsifier.domain?.drawn ?? .object([:])).compactBytes, as: UTF8.self)
  }

  private static func check(_ check: Check) -> JSON {
    var members: [String: JSON] = ["metric": .string(check.metric.value)]
    func number(_ name: String, _ value: Located<ExactDecimal>) { members[name] = .string(value.value.description) }
    switch check.condition {
    case .atMost(let bound): number("at_most", bound)
    case .atLeast(let bound): number("at_least", bound)
    case .equals(let target, let within):
      number("equals", target)
      if let within { number("within", within) }
    case .notEquals(let target): number("not_equals", target)
    case .equalsText(let text): members["equals"] = .string(text.value)
    case .notEqualsText(let text): members["not_equals"] = .string(text.value)
    }
    if !check.bound.isEmpty {
      members["bound"] = .array(
        check.bound.map {
          .object([
            "function": .string($0.function), "version": .integer($0.version),
            "parameters": .object($0.parameters.mapValues(JSON.integer)),
          ])
        })
    }
    return .object(members)
  }

  private static func domain(_ domain: Domain?) -> JSON {
    func texts(_ texts: [Located<String>]) -> JSON { .array(texts.map { .string($0.value) }) }
    func extents(_ extents: [(name: Located<String>, extent: Located<Domain.Extent>)]) -> JSON {
      .object(Dictionary(extents.map { ($0.name.value, .string($0.extent.value.description)) }) { first, _ in first })
    }
    let inputs = (domain?.inputs ?? []).map { name, input in
      var members: [String: JSON] = ["corners": texts(input.corners), "classes": texts(input.classes)]
      if let cases = input.cases { members["cases"] = .integer(cases.value) }
      if let over = input.over { members["over"] = .string(over.value.description) }
      if let shape = input.shape { members["shape"] = .array(shape.map(JSON.integer)) }
      return (name.value, JSON.object(members))
    }
    return .object([
      "inputs": .object(Dictionary(inputs) { first, _ in first }), "outputs": extents(domain?.outputs ?? []),
      "over": extents(domain?.over ?? []),
    ])
  }
}
