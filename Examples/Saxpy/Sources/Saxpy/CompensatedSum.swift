/// The sum of binary32 numbers, with the rounding error of each addition carried along.
///
/// Source: Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", 1974.
/// Of no numbers, 0.
public func compensatedSum(_ x: [Float]) -> Float {
  var sum: Float = 0
  var error: Float = 0
  for value in x {
    let next = sum + value
    // The part of the smaller one that did not fit into the sum; exact.
    error += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
    sum = next
  }
  return sum + error
}
