import Kernels
import XCTest

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A rounding mode, or flushing to zero, that a caller has set is refused by every operation.
final class EnvironmentTests: XCTestCase {
  /// Runs `body` with the environment changed, and restores it.
  private func with(_ change: (inout fenv_t) -> Void, _ body: () -> Void) {
    var before = fenv_t()
    fegetenv(&before)
    var changed = before
    change(&changed)
    fesetenv(&changed)
    body()
    fesetenv(&before)
  }

  /// Modes that change results, and how each is set.
  static var changes: [(String, (inout fenv_t) -> Void)] {
    #if arch(x86_64)
      [
        ("down", { $0.__mxcsr |= 0x2000 }), ("up", { $0.__mxcsr |= 0x4000 }), ("to zero", { $0.__mxcsr |= 0x6000 }),
        ("flush to zero", { $0.__mxcsr |= 0x8000 }), ("denormals are zeros", { $0.__mxcsr |= 0x0040 }),
      ]
    #elseif arch(arm64)
      [
        ("up", { $0.__fpcr |= 1 << 22 }), ("down", { $0.__fpcr |= 2 << 22 }), ("to zero", { $0.__fpcr |= 3 << 22 }),
        ("flush to zero", { $0.__fpcr |= 1 << 24 }),
      ]
    #else
      []
    #endif
  }

  func testEveryOperationRefusesAnotherEnvironment() throws {
    let operations = try KernelCall.all()
    for (name, change) in Self.changes {
      for operation in operations {
        var refused = false
        with(change) {
          do { try operation.body() } catch { refused = error as? KernelError == .floatingPointEnvironment }
        }
        XCTAssertTrue(refused, "\(operation.name), \(name)")
      }
    }
    for (name, change) in Self.changes {
      var refused = false
      with(change) {
        do { _ = try RoPE.Table(headDim: 2, base: 1e4, positions: 0..<1) } catch {
          refused = error as? KernelError == .floatingPointEnvironment
        }
      }
      XCTAssertTrue(refused, "RoPE.Table, \(name)")
    }
    for operation in operations { XCTAssertNoThrow(try operation.body(), operation.name) }
  }

  /// What would happen otherwise: the modes do change these results.
  func testTheModesMatter() {
    for (name, change) in Self.changes where name != "denormals are zeros" {
      let (a, b, tiny) = (Float(1), Float(0x1p-30), Float.leastNormalMagnitude)
      var result: UInt32 = 0
      with(change) { result = Self.sum(a, b, tiny) }
      XCTAssertNotEqual(Self.sum(a, b, tiny), result, name)
    }
  }

  @inline(never)
  private static func sum(_ a: Float, _ b: Float, _ tiny: Float) -> UInt32 {
    (opaque(a) + opaque(b)).bitPattern &+ 3 &* (opaque(a) - opaque(b)).bitPattern &+ 5
      &* (opaque(tiny) * opaque(0.5)).bitPattern
  }
}

/// The same value, which the compiler must not know.
@inline(never) @_optimize(none)
func opaque(_ x: Float) -> Float { x }
