extension Sample {
  /// How many elements fall into each class of numbers; classes that are empty are left out.
  ///
  /// Keys are `zero`, `negative_zero`, `subnormal`, `normal`, `infinite` and `nan`; of integers
  /// only `zero` and `normal` (any other value) occur.
  public var classes: [String: Int] {
    // By place, not by name: an array may have ten million elements.
    var counts = [Int](repeating: 0, count: Self.classNames.count)
    forEachPiece { _, values in for value in values { counts[classOfElement(value)] += 1 } }
    return Dictionary(uniqueKeysWithValues: zip(Self.classNames, counts).filter { $0.1 > 0 })
  }

  private static let classNames = ["zero", "negative_zero", "subnormal", "normal", "infinite", "nan"]

  private func classOfElement(_ value: Double) -> Int {
    if value.isNaN { return 5 }
    if value.isInfinite { return 4 }
    if value == 0 { return value.sign == .minus ? 1 : 0 }
    // A subnormal of binary32 is a normal number of binary64: the class is that of its own type.
    let smallest = dtype == .f32 ? Double(Float.leastNormalMagnitude) : Double.leastNormalMagnitude
    return abs(value) < smallest ? 2 : 3
  }
}
