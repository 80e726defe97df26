import Dispatch
import Kernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Takes every one of the 2^32 floats through exp or SiLU, on every path.
///
/// `swift run -c release FunctionSweep [exp] [silu]` prints, a function, how far the reference is from
/// binary64 and at how many arguments some path has other bits than it; exits with 1 if any has. Both when
/// none is named. It takes minutes a function.
@main
struct FunctionSweep {
  static func main() {
    let sweeps: [(name: String, run: () -> Int)] = [
      (
        "exp",
        {
          sweep(
            "exp", implementations: Exponential.implementations, exact: { exp($0) },
            function: { try! Exponential.f32($0, into: $1, implementation: $2) })
        }
      ),
      (
        "silu",
        {
          sweep(
            "silu", implementations: Activation.implementations,
            // x / inf is -0 where e^-x overflows binary64; at -infinity the quotient has only a limit.
            exact: { $0 == -.infinity ? -0.0 : $0 / (1 + exp(-$0)) },
            function: { try! Activation.silu($0, into: $1, implementation: $2) })
        }
      ),
    ]
    let names = CommandLine.arguments.dropFirst()
    guard names.allSatisfy({ name in sweeps.contains { $0.name == name } }) else {
      print("usage: FunctionSweep [exp] [silu]")
      exit(64)
    }
    var differing = 0
    for sweep in sweeps where names.isEmpty || names.contains(sweep.name) { differing += sweep.run() }
    if differing > 0 { exit(1) }
  }

  /// Sweeps one function, prints its row, and returns at how many arguments the paths differ.
  static func sweep(
    _ name: String, implementations: [Implementation], exact: @escaping @Sendable (Double) -> Double,
    function:
      @escaping @Sendable (UnsafeBufferPointer<Float>, UnsafeMutableBufferPointer<Float>, Implementation) -> Void
  ) -> Int {
    let parts = 1 << 8
    let tallies = AlignedBuffer<Tally>(repeating: Tally(), count: parts)
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      tallies[part] = sweepPart(part, of: parts, implementations: implementations, exact: exact, function: function)
    }
    let tally = tallies.array.reduce(into: Tally()) { $0.add($1) }
    print(
      """
      \(name), \(tally.count) arguments, reference beside binary64 of the C library
        worst normal result      \(tally.normal) ulp, at \(tally.normalAt)
        worst subnormal result   \(tally.subnormal) ulp, at \(tally.subnormalAt)
        not the nearest float    at \(tally.notNearest)
        other NaN or infinity    at \(tally.special)
        paths with other bits    at \(tally.differing), of \(implementations.map(\.rawValue).joined(separator: " "))
      """)
    fflush(nil)
    return tally.differing
  }

  private static func sweepPart(
    _ part: Int, of parts: Int, implementations: [Implementation], exact: (Double) -> Double,
    function: (UnsafeBufferPointer<Float>, UnsafeMutableBufferPointer<Float>, Implementation) -> Void
  ) -> Tally {
    let run = 1 << 12
    let x = AlignedBuffer<Float>(repeating: 0, count: run)
    let y = AlignedBuffer<Float>(repeating: 0, count: run)
    let other = AlignedBuffer<Float>(repeating: 0, count: run)
    var tally = Tally()
    let size = (1 << 32) / parts
    for start in stride(from: part * size, to: (part + 1) * size, by: run) {
      for i in 0..<run { x.span[i] = Float(bitPattern: UInt32(start + i)) }
      function(UnsafeBufferPointer(x.span), y.span, .scalar)
      for i in 0..<run { tally.take(x.span[i], y.span[i], exact(Double(x.span[i]))) }
      for implementation in implementations.dropFirst() {
        function(UnsafeBufferPointer(x.span), other.span, implementation)
        for i in 0..<run where other.span[i].bitPattern != y.span[i].bitPattern { tally.differing += 1 }
      }
    }
    return tally
  }
}
