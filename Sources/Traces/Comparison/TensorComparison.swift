import Dispatch
import Kernels
import Models

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Two tensors of the same number of elements, compared in one pass.
public enum TensorComparison {
  /// So many elements are one part: parts are compared side by side and added up in order, so that the
  /// number of processors changes no bit. A multiple of every block size.
  private static let part = 1 << 20
  /// So many elements are dequantized at a time, 256 KiB a side.
  private static let tile = 1 << 16

  /// The difference of two tensors, element by element in row-major order.
  ///
  /// Memory: two tiles a processor, whatever the size of the tensors.
  ///
  /// - Parameter limit: how many worst elements are kept.
  /// - Throws: `ComparisonError.count` where the numbers of elements differ; `ModelFileError` for types that cannot be
  ///   computed with.
  public static func compare(_ a: Tensor, _ b: Tensor, limit: Int) throws -> ValueDifference {
    guard a.count == b.count else { throw ComparisonError.count(a.name, a.count, b.count) }
    if isStoredAlike(a, b) { return ValueDifference(identical: a.count) }
    let parts = (a.count + part - 1) / part
    let results = Results(count: parts)
    @Sendable func run(_ index: Int) {
      results[index] = FloatingPointEnvironment.withDefault {
        Result { try compare(a, b, index * part..<min((index + 1) * part, a.count), limit: limit) }
      }
    }
    if parts == 1 { run(0) } else { DispatchQueue.concurrentPerform(iterations: parts, execute: run) }
    var total = ValueDifference()
    for index in 0..<parts { total.append(try results[index]!.get(), limit: limit) }
    return total
  }

  /// Whether both have the same bytes of a type that must be decoded, which then need not be done.
  private static func isStoredAlike(_ a: Tensor, _ b: Tensor) -> Bool {
    guard a.type == b.type, a.type != .f32, a.type.isReadable else { return false }
    let (x, y) = (a.bytes, b.bytes)
    guard x.count == y.count, let left = x.baseAddress, let right = y.baseAddress else { return x.count == y.count }
    return memcmp(left, right, x.count) == 0
  }

  /// The difference of a matrix and the transpose of another.
  ///
  /// Memory: one of the matrices as binary32.
  public static func compareTransposed(_ a: Tensor, _ b: Tensor, limit: Int) throws -> ValueDifference {
    let (rows, columns) = (a.rows, a.columns)
    guard b.rows == columns && b.columns == rows else { throw ComparisonError.shape(a.name, a.shape, b.shape) }
    let source = try b.values()
    var (left, right) = ([Float](repeating: 0, count: columns), [Float](repeating: 0, count: columns))
    var scan = DifferenceScan(limit: limit)
    for row in 0..<rows {
      try left.withUnsafeMutableBufferPointer { try a.read(rows: row..<row + 1, into: $0) }
      for column in 0..<columns { right[column] = source[column * rows + row] }
      left.withUnsafeBufferPointer { left in
        right.withUnsafeBufferPointer { scan.add(left, $0, from: row * columns) }
      }
    }
    return scan.result
  }

  private static func compare(_ a: Tensor, _ b: Tensor, _ range: Range<Int>, limit: Int) throws -> ValueDifference {
    var scan = DifferenceScan(limit: limit)
    if let x = a.floats, let y = b.floats {
      scan.add(
        UnsafeBufferPointer(rebasing: x[range]), UnsafeBufferPointer(rebasing: y[range]), from: range.lowerBound)
      return scan.result
    }
    let room = UnsafeMutableBufferPointer<Float>.allocate(capacity: 2 * tile)
    defer { room.deallocate() }
    for start in stride(from: range.lowerBound, to: range.upperBound, by: tile) {
      let elements = start..<min(start + tile, range.upperBound)
      let left = UnsafeMutableBufferPointer(rebasing: room[..<elements.count])
      let right = UnsafeMutableBufferPointer(rebasing: room[tile..<tile + elements.count])
      try a.read(elements: elements, into: left)
      try b.read(elements: elements, into: right)
      scan.add(UnsafeBufferPointer(left), UnsafeBufferPointer(right), from: start)
    }
    return scan.result
  }

  /// A slot for each part; no two threads write one.
  private final class Results: @unchecked Sendable {
    private let slots: UnsafeMutableBufferPointer<Result<ValueDifference, any Error>?>

    init(count: Int) {
      slots = .allocate(capacity: count)
      slots.initialize(repeating: nil)
    }

    deinit {
      slots.deinitialize()
      slots.deallocate()
    }

    subscript(index: Int) -> Result<ValueDifference, any Error>? {
      get { slots[index] }
      set { slots[index] = newValue }
    }
  }
}

extension Tensor {
  /// The weights in place, where they are binary32 on a four-byte line.
  fileprivate var floats: UnsafeBufferPointer<Float>? {
    guard type == .f32, let start = bytes.baseAddress, Int(bitPattern: start) % 4 == 0 else { return nil }
    return UnsafeBufferPointer(start: start.assumingMemoryBound(to: Float.self), count: count)
  }
}

/// Two things that cannot be compared; found before any statistic is taken.
public enum ComparisonError: Error, Equatable, CustomStringConvertible {
  case count(String, Int, Int)
  case shape(String, [Int], [Int])
  case layer(String, Int?, Int?)
  case stage(String, String)
  case dtype(String, String, String)
  case missing(String, in: String)
  case nothing(String)
  case different(String)

  /// What differs, with both sides.
  public var description: String {
    func text(_ layer: Int?) -> String { layer.map { "layer \($0)" } ?? "the whole model" }
    switch self {
    case .count(let name, let a, let b): return "\(name): \(a) elements against \(b)"
    case .shape(let name, let a, let b): return "\(name): shape \(a) against \(b)"
    case .layer(let name, let a, let b): return "\(name): \(text(a)) against \(text(b))"
    case .stage(let a, let b): return "the stage \(a) against \(b)"
    case .dtype(let name, let a, let b): return "\(name): dtype \(a) against \(b)"
    case .missing(let name, let place): return "\(name) is missing in \(place)"
    case .nothing(let place): return "\(place) holds nothing that can be compared"
    case .different(let reason): return reason
    }
  }
}
