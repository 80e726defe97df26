extension Array {
  /// The position of the first element that meets a condition, in a list in which all after it do; the count if none does.
  ///
  /// - Complexity: O(log n).
  package func partitioningIndex(where isInSecondPart: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isInSecondPart(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
