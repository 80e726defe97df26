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
///
/// `exp:3/16` is the third of sixteen parts of the floats. `FunctionSweep --add` reads what all parts printed,
/// and prints what the whole sweep would have.
@main
struct FunctionSweep {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    if arguments == ["--add"] { return add() }
    let items = arguments.map { Item($0) }
    let names = sweeps.map(\.name)
    guard items.allSatisfy({ item in item.map { names.contains($0.name) } ?? false }) else {
      print("usage: FunctionSweep [exp[:PART/PARTS]] [silu[:PART/PARTS]], PARTS a power of two; FunctionSweep --add")
      exit(64)
    }
    var differing = 0
    for item in items.isEmpty ? names.map({ Item($0) }) : items {
      guard let item, let sweep = sweeps.first(where: { $0.name == item.name }) else { continue }
      let row = sweep.run(item)
      print(row.text, terminator: "")
      fflush(nil)
      differing += row.tally.differing
    }
    if differing > 0 { exit(1) }
  }

  private static var sweeps: [(name: String, run: (Item) -> Row)] {
    [
      (
        "exp",
        {
          sweep(
            $0, implementations: Exponential.implementations, exact: { exp($0) },
            function: { try! Exponential.f32($0, into: $1, implementation: $2) })
        }
      ),
      (
        "silu",
        {
          sweep(
            $0, implementations: Activation.implementations,
            // x / inf is -0 where e^-x overflows binary64; at -infinity the quotient has only a limit.
            exact: { $0 == -.infinity ? -0.0 : $0 / (1 + exp(-$0)) },
            function: { try! Activation.silu($0, into: $1, implementation: $2) })
        }
      ),
    ]
  }

  /// Prints the rows of whole functions, from those of their parts on standard input.
  private static func add() {
    var lines: [Substring] = []
    while let line = readLine() { lines.append(Substring(line)) }
    var rows: [Row] = []
    for start in stride(from: 0, to: lines.count, by: 6) {
      guard let row = Row(Array(lines[start..<min(start + 6, lines.count)])) else {
        print("FunctionSweep: line \(start + 1) does not begin what a sweep printed: \(lines[start])")
        exit(2)
      }
      rows.append(row)
    }
    do throws(Row.Problem) {
      let whole = try Row.whole(rows)
      guard !whole.isEmpty else { throw Row.Problem(reason: "there is nothing on standard input") }
      for row in whole { print(row.text, terminator: "") }
      if whole.contains(where: { $0.tally.differing > 0 }) { exit(1) }
    } catch {
      print("FunctionSweep: nothing is added up: \(error.reason)")
      exit(2)
    }
  }

  /// Sweeps one function, or a part of its arguments.
  private static func sweep(
    _ item: Item, implementations: [Implementation], exact: @escaping @Sendable (Double) -> Double,
    function:
      @escaping @Sendable (UnsafeBufferPointer<Float>, UnsafeMutableBufferPointer<Float>, Implementation) -> Void
  ) -> Row {
    // Every piece is made of whole runs.
    let pieces = min(1 << 8, item.patterns.count / run)
    let size = item.patterns.count / pieces
    let tallies = AlignedBuffer<Tally>(repeating: Tally(), count: pieces)
    DispatchQueue.concurrentPerform(iterations: pieces) { piece in
      let start = item.patterns.lowerBound + piece * size
      tallies[piece] = sweep(start..<start + size, implementations: implementations, exact: exact, function: function)
    }
    return Row(
      name: item.name, part: item.part, of: item.parts,
      paths: implementations.map(\.rawValue).joined(separator: " "),
      tally: tallies.array.reduce(into: Tally()) { $0.add($1) })
  }

  /// How many arguments a function is given at once.
  private static let run = 1 << 12

  private static func sweep(
    _ patterns: Range<Int>, implementations: [Implementation], exact: (Double) -> Double,
    function: (UnsafeBufferPointer<Float>, UnsafeMutableBufferPointer<Float>, Implementation) -> Void
  ) -> Tally {
    let x = AlignedBuffer<Float>(repeating: 0, count: run)
    let y = AlignedBuffer<Float>(repeating: 0, count: run)
    let other = AlignedBuffer<Float>(repeating: 0, count: run)
    var tally = Tally()
    for start in stride(from: patterns.lowerBound, to: patterns.upperBound, by: run) {
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
