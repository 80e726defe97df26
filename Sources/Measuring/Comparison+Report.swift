import ContractKit
import Metrics

extension Probe.Comparison {
  /// How many elements a report shows one by one.
  private static let shown = 5

  /// The worst elements, where they are, and the shape of the error over magnitude.
  var report: [String] {
    defer { [actual, expected].forEach { $0.release() } }
    guard let errors = try? ElementErrors(actual: actual, expected: expected, by: measure) else { return [] }
    let worst = errors.worst(Self.shown)
    guard !worst.isEmpty else { return [] }
    return worst.map { "  \(line($0))" } + ["  elements by |expected| and relative error:"]
      + ErrorShape(errors).lines.map { "  \($0)" }
  }

  private func line(_ element: ElementError) -> String {
    let index = element.index
    func text(_ sample: Sample) -> String {
      guard case .bits = measure else { return sample.decimal(index) }
      return "\(sample.decimal(index)) (\(sample.hexadecimal(index)))"
    }
    return "\(place(index)) actual \(text(actual)), expected \(text(expected)), \(measure.name) "
      + Evidence.Measurement(.real(element.error), over: nil).display
  }

  /// The coordinates of an element in its shape, such as `[3, 17]`, and its index where that is another.
  private func place(_ index: Int) -> String {
    guard shape.count > 1 else { return "[\(index)]" }
    var (rest, coordinates) = (index, [Int]())
    for extent in shape.reversed() {
      coordinates.append(rest % extent)
      rest /= extent
    }
    return "\(Array(coordinates.reversed())) (element \(index))"
  }
}
