/// What a sweep over some arguments found.
struct Tally {
  /// The largest error of a normal and of a subnormal result, in ulps of the exact value, and where.
  var normal = 0.0
  var normalAt: Float = 0
  var subnormal = 0.0
  var subnormalAt: Float = 0
  /// How many arguments there were, and at how many the result is not the nearest float.
  var count = 0
  var notNearest = 0
  /// At how many arguments result and exact value, as floats, are not the same NaN or infinity.
  var special = 0
  /// At how many arguments, path by path, another path has other bits.
  var differing = 0

  /// Takes one result into account.
  mutating func take(_ x: Float, _ y: Float, _ exact: Double) {
    count += 1
    let nearest = Float(exact)
    guard nearest.isFinite, y.isFinite else {
      let same = y.isNaN ? y.bitPattern == 0x7fc0_0000 && nearest.isNaN : y == nearest
      if !same { special += 1 }
      return
    }
    if y != nearest { notNearest += 1 }
    let isSubnormal = exact.magnitude < 0x1p-126
    let ulp = Double(sign: .plus, exponent: isSubnormal ? -149 : Int(exact.exponent) - 23, significand: 1)
    let error = (Double(y) - exact).magnitude / ulp
    if isSubnormal {
      if !(error <= subnormal) { (subnormal, subnormalAt) = (error, x) }
    } else if !(error <= normal) {
      (normal, normalAt) = (error, x)
    }
  }

  /// Adds the tally of other arguments.
  mutating func add(_ other: Tally) {
    if !(other.normal <= normal) { (normal, normalAt) = (other.normal, other.normalAt) }
    if !(other.subnormal <= subnormal) { (subnormal, subnormalAt) = (other.subnormal, other.subnormalAt) }
    count += other.count
    notNearest += other.notNearest
    special += other.special
    differing += other.differing
  }
}
