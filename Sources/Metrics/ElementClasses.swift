extension Sample {
  /// How many elements fall into each class of numbers; classes that are empty are left out.
  ///
  /// Keys are `zero`, `negative_zero`, `subnormal`, `normal`, `infinite` and `nan`; of integers
  /// only `zero` and `normal` (any other value) occur.
  public var classes: [String: Int] {
    var counts: [String: Int] = [:]
    for index in 0..<count { counts[classOfElement(index), default: 0] += 1 }
    return counts
  }

  private func classOfElement(_ index: Int) -> String {
    let value = self.value(index)
    if value.isNaN { return "nan" }
    if value.isInfinite { return "infinite" }
    if value == 0 { return value.sign == .minus ? "negative_zero" : "zero" }
    // A subnormal of binary32 is a normal number of binary64: the class is that of its own type.
    let smallest = dtype == .f32 ? Double(Float.leastNormalMagnitude) : Double.leastNormalMagnitude
    return abs(value) < smallest ? "subnormal" : "normal"
  }
}
