/// Receives the values of a forward pass, stage after stage, while it runs.
///
/// A decoder without a sink does nothing in its place: values that only captures need are not
/// computed.
public protocol StageSink: AnyObject {
  /// Whether a point's values are wanted; asked before anything is computed for it alone.
  func wants(_ point: StagePoint) -> Bool

  /// Takes the values of a point, valid during the call.
  ///
  /// - Parameters:
  ///   - shape: row-major, positions first.
  ///   - values: as many as the shape holds.
  func take(_ point: StagePoint, shape: [Int], _ values: UnsafeBufferPointer<Float>) throws
}

/// The values of a point in memory.
public struct StageValues: Sendable, Equatable {
  /// Row-major, positions first.
  public let shape: [Int]
  /// As many as the shape holds.
  public var values: [Float]

  /// Values with their shape.
  public init(shape: [Int], values: [Float]) {
    precondition(shape.reduce(1, *) == values.count)
    (self.shape, self.values) = (shape, values)
  }
}

/// Keeps everything that it is given, in the order of the pass.
public final class StageMemory: StageSink {
  /// The points, in the order in which they came.
  public private(set) var points: [StagePoint] = []
  private var values: [StagePoint: StageValues] = [:]
  private let filter: (StagePoint) -> Bool

  /// A memory for all points, or for those that a filter lets through.
  public init(filter: @escaping (StagePoint) -> Bool = { _ in true }) { self.filter = filter }

  /// What came for a point, or nil.
  public subscript(point: StagePoint) -> StageValues? { values[point] }

  /// What the filter says.
  public func wants(_ point: StagePoint) -> Bool { filter(point) }

  /// Keeps a copy.
  public func take(_ point: StagePoint, shape: [Int], _ buffer: UnsafeBufferPointer<Float>) throws {
    points.append(point)
    values[point] = StageValues(shape: shape, values: Array(buffer))
  }
}
