import Metrics

/// What bound functions give for arrays of several sizes, to the bit.
enum GoldenBounds {
  static func results(of function: BoundFunction) throws -> [String: String] {
    var results: [String: String] = [:]
    for (name, values) in [("small", small), ("large", large), ("mixed", mixed)] {
      for choice in [0, 1] {
        let parameters = Dictionary(
          uniqueKeysWithValues: function.parameters.map { parameter in
            let allowed = [64, 4, 3, 2].filter(parameter.allows)
            return (parameter.name, allowed[choice % allowed.count])
          })
        let bounds = try function.bounds(
          parameters, arguments(of: function, values), actual: Sample(values.map { $0 * 1.5 }), expected: Sample(values)
        )
        for (index, bound) in bounds.enumerated() {
          let given = parameters.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: " ")
          results["\(name)[\(index)]\(given.isEmpty ? "" : ", ")\(given)"] = Sample([bound]).hexadecimal(0)
        }
      }
    }
    return results
  }

  private static let small: [Double] = [0x1p-140, 1e-30, -3e-20, 0.001]
  private static let large: [Double] = [1e10, 512, -77.25, 90]
  private static let mixed: [Double] = [0, 1, -0.5, 0x1p-24]

  /// The arrays that a function names: numbers of terms where it asks for a count, else the values in another order.
  private static func arguments(of function: BoundFunction, _ values: [Double]) -> BoundArguments {
    var arrays: [String: [Double]] = [:]
    for (offset, argument) in function.arguments.enumerated() {
      switch argument.name {
      case "count", "blocks", "pair": arrays[argument.name] = [1, 64, 65, 4096]
      case "dimension": arrays[argument.name] = [64, 128, 96, 80]
      case "epsilon", "variance", "mean_magnitude": arrays[argument.name] = [0.5 + abs(values[3])]
      case "value": arrays[argument.name] = values.flatMap { value in values.map { $0 + value } }
      case "weight" where function.name.hasPrefix("softmax") || function.name == "attention":
        arrays[argument.name] = [0.5, 0.25, 0.125, 0.125]
      default: arrays[argument.name] = values.indices.map { abs(values[($0 + offset + 1) % values.count]) }
      }
    }
    return BoundArguments(groups: [(count: values.count, arrays: arrays)])
  }
}
