import ContractKit
import Metrics

/// One measurement of an array, kept so that it can be taken of another array as well.
struct TakenMeasurement {
  /// `[SUBJECT.]METRIC`.
  let name: String
  /// What was compared, if the metric compares.
  let expected: Sample?
  /// How far each element may be from the expected one, where the metric has a bound for each.
  let bound: [Double]?
  /// The metric of any array of the same type and number of elements.
  let measure: (Sample) throws -> Evidence.Measurement.Value
}

/// An array of the real kernel with all that checks look at in it.
struct MeasuredArray {
  let sample: Sample
  /// Row-major; that of the output that it is, else one extent.
  let shape: [Int]
  var taken: [TakenMeasurement]
  /// Those of the falsifier, also of other arrays.
  let checks: [Check]

  /// The first of its measurements.
  var name: String { taken[0].name }

  /// The number of elements of a row: the last extent, or 1 where there would be one row only.
  var rowLength: Int {
    let last = shape.last ?? 1
    return last < sample.count ? max(last, 1) : 1
  }

  var rowCount: Int { sample.count / rowLength }

  /// The elements of a row.
  func row(_ index: Int) -> Range<Int> { index * rowLength..<(index + 1) * rowLength }
}
