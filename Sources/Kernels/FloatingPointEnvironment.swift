import CKernels

/// How the calling thread rounds, and what it does with subnormal numbers.
///
/// A new thread gets the environment of the thread that made it, and the pools of libdispatch keep their threads: after
/// one part of a program has set flush-to-zero, work that another part shares out may meet workers that flush. So all
/// work that this package shares out sets the environment in which it computes, and the calling thread, whose
/// environment is its owner's, is refused where it is not the default. Either way results are those of one thread.
public enum FloatingPointEnvironment {
  /// Throws where the calling thread does not round to nearest or does not keep subnormal numbers: what a caller, or a
  /// library that it linked, has set must not change bits in silence.
  ///
  /// - Throws: `KernelError.floatingPointEnvironment`.
  /// - Complexity: O(1), about two nanoseconds.
  @inline(__always)
  public static func requireDefault() throws {
    guard ck_environment_is_default() else { throw KernelError.floatingPointEnvironment }
  }

  /// Runs `body` in the default environment (to nearest, ties to even, subnormal numbers kept, no exception trapped),
  /// and puts back what was set before.
  ///
  /// - Parameter body: does not change the environment itself.
  /// - Returns: What `body` returns.
  /// - Complexity: O(1) beside `body`: a few nanoseconds.
  public static func withDefault<Result>(_ body: () throws -> Result) rethrows -> Result {
    let before = ck_environment_get()
    guard before != ck_environment_default() else { return try body() }
    ck_environment_set(ck_environment_default())
    defer { ck_environment_set(before) }
    return try apart(body)
  }

  /// A function of its own, because the compiler may move arithmetic, but no call with side effects, across the change.
  @inline(never)
  private static func apart<Result>(_ body: () throws -> Result) rethrows -> Result { try body() }
}
