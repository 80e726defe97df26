/// What is computed where it is first asked for, and then kept.
///
/// A pass over a large file takes minutes, and several kernels look at what it gives. Asked for while the real one is
/// measured, it is a part of that measurement.
final class Once<Value>: @unchecked Sendable {
  private let compute: () throws -> Value
  private var value: Value?

  init(_ compute: @escaping () throws -> Value) { self.compute = compute }

  /// The value; not for several threads at a time.
  func callAsFunction() throws -> Value {
    if let value { return value }
    let computed = try compute()
    value = computed
    return computed
  }
}
