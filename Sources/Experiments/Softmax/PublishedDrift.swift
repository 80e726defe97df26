import Metrics

/// The fixture of FALSIFY-FFN-GGUF-011, section 5 of the published results.
enum PublishedDrift {
  static let logits: [Float] = [-1.5, 0.5, -0.8, 10.0, 1.2, -0.3, 0.7]
  static let raisedIndex = 3

  /// The logits with one of them raised, the sum rounded.
  static let raised = raisedLogits(by: 0.0077)

  /// As the recipe says, or with another element or another raise.
  static func raisedLogits(by raise: Float, at index: Int = raisedIndex) -> [Float] {
    var copy = logits
    copy[index] += raise
    return copy
  }

  /// The same in binary64, from the decimals.
  static let wideLogits: [Double] = [-1.5, 0.5, -0.8, 10.0, 1.2, -0.3, 0.7]

  static func wideRaisedLogits(by raise: Double, at index: Int = raisedIndex) -> [Double] {
    var copy = wideLogits
    copy[index] += raise
    return copy
  }

  /// All but the raised element: the part whose drift the published metric hides.
  static func tail<Number>(_ values: [Number]) -> [Number] {
    values.enumerated().filter { $0.offset != raisedIndex }.map(\.element)
  }

  /// Softmax as the published figure computed it, in binary32: e^x rounded once, one sum in ascending
  /// order, quotients.
  static func softmaxInPublishedOrder(_ x: [Float]) -> [Float] {
    let maximum = x.reduce(-.infinity) { $1 > $0 ? $1 : $0 }
    let e = x.map { Float(WideExponential.value(Double($0 - maximum))) }
    let sum = e.reduce(0, +)
    return e.map { $0 / sum }
  }
}
