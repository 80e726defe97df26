/// The arrays of which a bound is made: what an oracle knows of each element, such as a sum of magnitudes.
///
/// Mostly one group, written as a dictionary: `["count": counts, "magnitude": magnitudes]`. Where elements share
/// something, as the results of a row share its logits, each group has the arrays of its own elements.
public struct BoundArguments: Sendable, ExpressibleByDictionaryLiteral {
  struct Group: Sendable {
    /// How many elements it is of; nil for all.
    let count: Int?
    let arrays: [String: [Double]]
  }

  let groups: [Group]

  /// The arrays of all elements; an array of one number gives it to each of them.
  public init(dictionaryLiteral elements: (String, [Double])...) {
    groups = [Group(count: nil, arrays: Dictionary(uniqueKeysWithValues: elements))]
  }

  /// Groups of elements that follow one another, each with arrays of its own.
  public init(groups: [(count: Int, arrays: [String: [Double]])]) {
    self.groups = groups.map { Group(count: $0.count, arrays: $0.arrays) }
  }
}

/// What a bound function is given of one group: parameters, arrays, and the elements themselves.
public struct BoundInputs: Sendable {
  let function: String
  let parameters: [String: Int]
  let arrays: [String: [Double]]
  let actual: Sample
  let expected: Sample
  let range: Range<Int>

  /// The number of elements.
  public var count: Int { range.count }

  /// A parameter that the function declares.
  public func parameter(_ name: String) -> Int { parameters[name]! }

  /// An array as it was given.
  ///
  /// - Throws: `BoundProblem.argumentMissing`.
  public func array(_ name: String) throws -> [Double] {
    guard let array = arrays[name] else {
      throw BoundProblem.argumentMissing(name, of: function, given: arrays.keys.sorted())
    }
    return array
  }

  /// An array with a number for each element.
  ///
  /// - Throws: `BoundProblem` where it is missing, or has neither one number nor one for each element.
  public func elements(_ name: String) throws -> [Double] {
    let array = try array(name)
    if array.count == count { return array }
    guard array.count == 1 else {
      throw BoundProblem.argumentCount(name, of: function, array.count, elements: count)
    }
    return [Double](repeating: array[0], count: count)
  }

  /// The one number of an array.
  ///
  /// - Throws: `BoundProblem` where it is missing, or has more than one.
  public func number(_ name: String) throws -> Double {
    let array = try array(name)
    guard array.count == 1 else { throw BoundProblem.argumentCount(name, of: function, array.count, elements: 1) }
    return array[0]
  }

  /// What is expected, which every function may use: nobody has to hand it in.
  public var expectedValues: [Double] { range.map(expected.value) }

  /// What is judged, for a bound relative to the result itself.
  public var actualValues: [Double] { range.map(actual.value) }

  /// The bound of each element, from one array.
  public func map(_ name: String, _ bound: (Double) -> Double) throws -> [Double] { try elements(name).map(bound) }

  /// The bound of each element, from two arrays.
  public func map(_ first: String, _ second: String, _ bound: (Double, Double) -> Double) throws -> [Double] {
    try zip(elements(first), elements(second)).map(bound)
  }

  /// The bound of each element, from three arrays.
  public func map(
    _ first: String, _ second: String, _ third: String, _ bound: (Double, Double, Double) -> Double
  ) throws -> [Double] {
    let (a, b, c) = (try elements(first), try elements(second), try elements(third))
    return a.indices.map { bound(a[$0], b[$0], c[$0]) }
  }
}
