import Kernels

/// Sums and products of rows that no kernel is needed for; every operation is rounded on its own, every NaN 0x7fc00000.
enum Elementwise {
  private typealias Lanes = SIMD16<Float>

  /// `y = a + b`, of equal lengths.
  static func add(
    _ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>, into y: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(a.count == b.count && a.count == y.count, "\(a.count) + \(b.count) values into \(y.count)")
    guard let a = a.baseAddress, let b = b.baseAddress, let target = y.baseAddress else { return }
    forEach(y.count, { store(load(a, $0) + load(b, $0), target, $0) }, { target[$0] = canonical(a[$0] + b[$0]) })
  }

  /// `y[row] = a[row] + bias` for each row as long as the bias.
  static func add(
    _ a: UnsafeBufferPointer<Float>, rows bias: [Float], into y: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(a.count == y.count && a.count % bias.count == 0, "rows of \(bias.count) in \(a.count) values")
    bias.withUnsafeBufferPointer { bias in
      for row in stride(from: 0, to: a.count, by: bias.count) {
        let part = row..<row + bias.count
        add(UnsafeBufferPointer(rebasing: a[part]), bias, into: UnsafeMutableBufferPointer(rebasing: y[part]))
      }
    }
  }

  /// `y = y * factor`.
  static func scale(_ y: UnsafeMutableBufferPointer<Float>, by factor: Float) {
    guard let target = y.baseAddress else { return }
    forEach(
      y.count, { store(load(target, $0) * Lanes(repeating: factor), target, $0) },
      { target[$0] = canonical(target[$0] * factor) })
  }

  @inline(__always)
  static func canonical(_ value: Float) -> Float { value.isNaN ? Float(bitPattern: 0x7fc0_0000) : value }

  /// Calls one function at every sixteenth index, and the other at each of the rest.
  @inline(__always)
  private static func forEach(_ count: Int, _ sixteen: (Int) -> Void, _ single: (Int) -> Void) {
    let whole = count & ~(Lanes.scalarCount - 1)
    for i in stride(from: 0, to: whole, by: Lanes.scalarCount) { sixteen(i) }
    for i in whole..<count { single(i) }
  }

  @inline(__always)
  private static func load(_ values: UnsafePointer<Float>, _ i: Int) -> Lanes {
    UnsafeRawPointer(values + i).loadUnaligned(as: Lanes.self)
  }

  @inline(__always)
  private static func store(_ lanes: Lanes, _ values: UnsafeMutablePointer<Float>, _ i: Int) {
    let numbers = lanes .== lanes
    let canonical = Lanes(repeating: Float(bitPattern: 0x7fc0_0000)).replacing(with: lanes, where: numbers)
    UnsafeMutableRawPointer(values + i).storeBytes(of: canonical, as: Lanes.self)
  }
}
