/// A named bound of the error of each element, with its version: what `outside_bound` and `bound_ratio` compare with.
///
/// A contract names it with its parameters; a falsifier gives the arrays that it takes; the recorder evaluates it. So no
/// formula stands in a test, and a bound that got wider is seen by whoever reads the contract.
public struct BoundFunction: Sendable {
  /// A whole number that the contract gives.
  public struct Parameter: Sendable {
    /// As contracts write it.
    public let name: String
    /// What it counts.
    public let meaning: String
    /// The numbers that it can be.
    public let range: ClosedRange<Int>
    /// Whether it must be a power of two.
    public let isPowerOfTwo: Bool

    /// A parameter.
    public init(_ name: String, _ meaning: String, in range: ClosedRange<Int>, isPowerOfTwo: Bool = false) {
      self.name = name
      self.meaning = meaning
      self.range = range
      self.isPowerOfTwo = isPowerOfTwo
    }

    /// Whether a number is one that it can be.
    public func allows(_ value: Int) -> Bool {
      range.contains(value) && (!isPowerOfTwo || value > 0 && value & (value - 1) == 0)
    }

    /// What it can be, in words.
    public var domain: String {
      "\(isPowerOfTwo ? "a power of two" : "a whole number") from \(range.lowerBound) to \(range.upperBound)"
    }
  }

  /// An array that the falsifier gives.
  public struct Argument: Sendable {
    /// As falsifiers write it.
    public let name: String
    /// What its elements are.
    public let meaning: String

    /// An argument.
    public init(_ name: String, _ meaning: String) {
      self.name = name
      self.meaning = meaning
    }
  }

  /// As contracts write it; one of a package of its own has a `.` in it, such as `saxpy.compensated_sum`.
  public let name: String
  /// Raised where the same arrays and parameters come to give another bound.
  public let version: Int
  /// All of them stand in the contract.
  public let parameters: [Parameter]
  /// All of them are given by the falsifier.
  public let arguments: [Argument]
  /// The bound, in one formula.
  public let statement: String
  /// Why it holds: where each rounding comes from.
  public let derivation: String
  /// Where to read on.
  public let source: String
  private let evaluate: @Sendable (BoundInputs) throws -> [Double]

  /// A bound function.
  ///
  /// - Parameters:
  ///   - name: letters, digits and `_`, in parts with a `.` between; without a `.` it must be one of `all`.
  ///   - version: from 1.
  ///   - evaluate: the bound of each element of one group.
  public init(
    _ name: String, version: Int, parameters: [Parameter] = [], arguments: [Argument] = [], statement: String,
    derivation: String, source: String, evaluate: @escaping @Sendable (BoundInputs) throws -> [Double]
  ) {
    self.name = name
    self.version = version
    self.parameters = parameters
    self.arguments = arguments
    self.statement = statement
    self.derivation = derivation
    self.source = source
    self.evaluate = evaluate
  }

  /// The bound of each element.
  ///
  /// - Parameters:
  ///   - parameters: by name, each that the function takes and no other.
  ///   - arguments: the arrays, as the falsifier gives them; those of other functions are passed over.
  /// - Throws: `BoundProblem` where a parameter or an array is missing, or is not what it must be.
  /// - Complexity: O(n) for n numbers in the arrays.
  public func bounds(
    _ parameters: [String: Int], _ arguments: BoundArguments, actual: Sample, expected: Sample
  ) throws -> [Double] {
    for parameter in self.parameters {
      guard let value = parameters[parameter.name] else {
        throw BoundProblem.parameterMissing(parameter.name, of: name)
      }
      guard parameter.allows(value) else {
        throw BoundProblem.parameter(parameter.name, value, of: name, takes: parameter.domain)
      }
    }
    let known = Set(self.parameters.map(\.name))
    if let other = parameters.keys.filter({ !known.contains($0) }).min() {
      throw BoundProblem.parameterUnknown(other, of: name, takes: self.parameters.map(\.name))
    }
    var bounds: [Double] = []
    bounds.reserveCapacity(expected.count)
    for group in arguments.groups {
      let count = group.count ?? expected.count
      guard bounds.count + count <= min(actual.count, expected.count) else { break }
      let inputs = BoundInputs(
        function: name, parameters: parameters, arrays: group.arrays, actual: actual, expected: expected,
        range: bounds.count..<bounds.count + count)
      let part = try evaluate(inputs)
      guard part.count == count else { throw BoundProblem.count(of: name, part.count, elements: count) }
      bounds += part
    }
    guard bounds.count == expected.count else {
      throw BoundProblem.count(of: name, bounds.count, elements: expected.count)
    }
    return bounds
  }
}

/// Why a bound cannot be evaluated.
public enum BoundProblem: Error, Equatable, CustomStringConvertible {
  case parameterMissing(String, of: String)
  case parameterUnknown(String, of: String, takes: [String])
  case parameter(String, Int, of: String, takes: String)
  case argumentMissing(String, of: String, given: [String])
  case argumentCount(String, of: String, Int, elements: Int)
  case count(of: String, Int, elements: Int)
  /// The function claims nothing of such values.
  case outsideDomain(of: String, String)

  /// What is wrong, with the name to correct.
  public var description: String {
    switch self {
    case .parameterMissing(let name, let function): "\(function) needs the parameter \(name)"
    case .parameterUnknown(let name, let function, let names):
      "\(function) takes no parameter \(name)"
        + (names.isEmpty ? ", nor any other" : "; it takes \(names.joined(separator: ", "))")
    case .parameter(let name, let value, let function, let domain):
      "\(function) takes as \(name) \(domain), not \(value)"
    case .argumentMissing(let name, let function, let given):
      "\(function) needs the array \(name); the falsifier gives "
        + (given.isEmpty ? "none" : given.joined(separator: ", "))
    case .argumentCount(let name, let function, let count, let elements):
      "\(function) takes of \(name) one number for each of \(elements) elements, or one for all, not \(count)"
    case .count(let function, let count, let elements):
      "\(function) gives \(count) bounds for \(elements) elements: the groups of its arrays do not fit the outputs"
    case .outsideDomain(let function, let reason): "\(function) says nothing here: \(reason)"
    }
  }
}
