/// Why a kernel refused its arguments; both sides of a mismatch are named.
public enum KernelError: Error, Equatable, Sendable {
  /// Two sizes that must agree do not: `left` is what the operation was given as `leftName`.
  case shapeMismatch(operation: String, leftName: String, left: Int, rightName: String, right: Int)
  /// A size is outside what the operation is defined for.
  case invalidSize(operation: String, name: String, value: Int, requirement: String)
  /// A number that is no size is outside what the operation is defined for.
  case invalidValue(operation: String, name: String, value: String, requirement: String)
  /// The named path cannot run on this processor.
  case unavailable(Implementation)
  /// The calling thread does not round to nearest, or flushes subnormal numbers to zero.
  case floatingPointEnvironment
}

extension KernelError: CustomStringConvertible {
  /// What was refused and why, with both sizes of a mismatch or the paths that this processor has.
  public var description: String {
    switch self {
    case .shapeMismatch(let operation, let leftName, let left, let rightName, let right):
      "\(operation): \(leftName) is \(left), but \(rightName) is \(right)"
    case .invalidSize(let operation, let name, let value, let requirement):
      "\(operation): \(name) is \(value); it must be \(requirement)"
    case .invalidValue(let operation, let name, let value, let requirement):
      "\(operation): \(name) is \(value); it must be \(requirement)"
    case .unavailable(let implementation):
      "this processor cannot run \(implementation.rawValue); it has "
        + Implementation.available.map(\.rawValue).joined(separator: ", ")
    case .floatingPointEnvironment:
      "the calling thread has another rounding mode than to nearest, or flushes subnormal numbers to zero; "
        + "the results would have other bits"
    }
  }
}
