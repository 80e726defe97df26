/// The checks that stand in front of every kernel; each failure names both sides.
struct ShapeCheck {
  /// The operation, as an error names it.
  let operation: String

  init(_ operation: String) { self.operation = operation }

  /// Throws `KernelError.shapeMismatch` unless both sizes are equal.
  @inline(__always)
  func equal(_ leftName: String, _ left: Int, _ rightName: String, _ right: Int) throws {
    guard left == right else {
      throw KernelError.shapeMismatch(
        operation: operation, leftName: leftName, left: left, rightName: rightName, right: right)
    }
  }

  /// Throws `KernelError.invalidSize` unless the size is as required.
  @inline(__always)
  func size(
    _ name: @autoclosure () -> String, _ value: Int, _ holds: Bool, _ requirement: @autoclosure () -> String
  ) throws {
    guard holds else {
      throw KernelError.invalidSize(operation: operation, name: name(), value: value, requirement: requirement())
    }
  }

  /// Throws `KernelError.invalidValue` unless a value that is not a size is as required.
  @inline(__always)
  func value(
    _ name: String, _ value: @autoclosure () -> String, _ holds: Bool, _ requirement: @autoclosure () -> String
  ) throws {
    guard holds else {
      throw KernelError.invalidValue(
        operation: operation, name: name, value: value(), requirement: requirement())
    }
  }

  /// Zeros for an object that holds so many numbers; throws `KernelError.invalidSize` if the system has no memory for them.
  func zeros<Element>(_ name: String, count: Int) throws -> AlignedBuffer<Element> {
    guard let buffer = AlignedBuffer<Element>(zeros: count) else {
      throw KernelError.invalidSize(
        operation: operation, name: name, value: count, requirement: "so small that the system has memory for it")
    }
    return buffer
  }

  /// The product of two sizes that are not negative; `.max` where it overflows, which no length equals.
  func product(_ left: Int, _ right: Int) -> Int {
    let (value, overflow) = left.multipliedReportingOverflow(by: right)
    return overflow ? .max : value
  }
}
