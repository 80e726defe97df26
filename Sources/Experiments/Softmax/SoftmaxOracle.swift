import Metrics

/// Softmax in binary64.
enum SoftmaxOracle {
  /// e^(x - max x) over its sum. Relative error below 2^-42 where a result is not below e^-700: the
  /// differences round by 2^-53 each, e^x by 2^-50, the sum by far less.
  static func softmax(_ x: [Double]) -> [Double] {
    let maximum = x.reduce(-Double.infinity) { $1 > $0 ? $1 : $0 }
    let exponentials = x.map { WideExponential.value($0 - maximum) }
    var sum = Oracle.WideSum()
    for value in exponentials { sum.add(value) }
    return exponentials.map { $0 / sum.value }
  }

  static func softmax(_ x: [Float]) -> [Double] { softmax(x.map(Double.init)) }
}
