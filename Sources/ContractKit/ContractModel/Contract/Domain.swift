/// What a falsifier is tried on and judged over, at the least: one element is not every shape.
///
/// It is held against the inputs, outputs and measurements of the evidence. All numbers are judged as the contract
/// stands; the rest says what is drawn, and is part of seeds and claim.
public struct Domain: Sendable {
  /// By name, in the contract's order; the evidence has these inputs and no others.
  public var inputs: [(name: Located<String>, input: Input)]
  /// By name.
  public var outputs: [(name: Located<String>, extent: Located<Extent>)]
  /// By the metric of a check, what it is taken over.
  public var over: [(name: Located<String>, extent: Located<Extent>)]
  /// The mapping in the file.
  public var range: SourceRange

  /// A domain.
  public init(
    inputs: [(name: Located<String>, input: Input)] = [],
    outputs: [(name: Located<String>, extent: Located<Extent>)] = [],
    over: [(name: Located<String>, extent: Located<Extent>)] = [], range: SourceRange
  ) {
    self.inputs = inputs
    self.outputs = outputs
    self.over = over
    self.range = range
  }

  /// A number of elements of one type, written as evidence writes it: `340 f32`.
  public struct Extent: Equatable, Sendable, CustomStringConvertible {
    /// At least so many.
    public var elements: Int
    /// Of exactly this type.
    package var dtype: String

    /// The element types of evidence.
    static let dtypes = ["f32", "f64", "i8", "i32"]

    /// An extent.
    public init(elements: Int, dtype: String) {
      self.elements = elements
      self.dtype = dtype
    }

    /// Reads `N DTYPE`; nil for anything else.
    public init?(_ text: String) {
      let words = text.split(separator: " ", omittingEmptySubsequences: false)
      guard words.count == 2, Self.dtypes.contains(String(words[1])), let elements = WholeNumber.read(words[0]),
        elements > 0
      else { return nil }
      self.init(elements: elements, dtype: String(words[1]))
    }

    /// As it is written.
    public var description: String { "\(elements) \(dtype)" }
  }

  /// What one array of inputs must be.
  public struct Input: Sendable {
    /// At least so many separate cases.
    public var cases: Located<Int>?
    /// At least so many elements, of this type.
    public var over: Located<Extent>?
    /// Exactly this shape, row-major.
    public var shape: [Int]?
    /// Corners of the searched domain, each of which a case lies in.
    package var corners: [Located<String>]
    /// Classes of numbers, of each of which there is an element.
    public var classes: [Located<String>]

    /// What an input must be; what is left out is not asked for.
    public init(
      cases: Located<Int>? = nil, over: Located<Extent>? = nil, shape: [Int]? = nil, corners: [Located<String>] = [],
      classes: [Located<String>] = []
    ) {
      self.cases = cases
      self.over = over
      self.shape = shape
      self.corners = corners
      self.classes = classes
    }
  }

  /// What is drawn, without the least numbers: compact canonical JSON, as claims and seeds have it.
  package var drawn: JSON {
    func sorted(_ texts: [Located<String>]) -> JSON {
      .array(Set(texts.map(\.value)).sorted(by: Files.utf8Order).map(JSON.string))
    }
    return .object(
      Dictionary(
        inputs.map { name, input in
          (
            name.value,
            .object([
              "classes": sorted(input.classes), "corners": sorted(input.corners),
              "dtype": .string(input.over?.value.dtype ?? ""), "shape": .array((input.shape ?? []).map(JSON.integer)),
            ])
          )
        }
      ) { first, _ in first })
  }
}

/// A number as contracts write sizes and parameters.
package enum WholeNumber {
  /// 1 to 9 decimal digits, without sign; nil for anything else.
  package static func read(_ text: some StringProtocol) -> Int? {
    guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(text)
  }
}
