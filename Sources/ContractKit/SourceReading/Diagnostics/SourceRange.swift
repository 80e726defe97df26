/// A place in a file of less than 4 GB.
public struct SourcePosition: Hashable, Comparable, Sendable {
  // Half the size of three Ints: everything that is read from a contract has two positions.
  @usableFromInline var storedOffset: UInt32
  @usableFromInline var storedLine: UInt32
  @usableFromInline var storedColumn: UInt32

  /// Bytes from the start of the file.
  @inlinable public var offset: Int {
    get { Int(storedOffset) }
    set { storedOffset = UInt32(newValue) }
  }
  /// 1-based; LF and CRLF end a line, and CR in a file without LF.
  @inlinable public var line: Int {
    get { Int(storedLine) }
    set { storedLine = UInt32(newValue) }
  }
  /// 1-based, in Unicode scalars.
  @inlinable public var column: Int {
    get { Int(storedColumn) }
    set { storedColumn = UInt32(newValue) }
  }

  /// A position; its three parts must be those of one place in one file.
  @inlinable public init(offset: Int, line: Int, column: Int) {
    (storedOffset, storedLine, storedColumn) = (UInt32(offset), UInt32(line), UInt32(column))
  }

  /// Whether the left one comes first in the file; both must be of the same file.
  public static func < (left: Self, right: Self) -> Bool { left.offset < right.offset }
}

/// A half-open stretch of a file; byte offsets of both ends allow exact edits.
public struct SourceRange: Hashable, Sendable {
  /// The first position covered.
  public var start: SourcePosition
  /// The first position after the range; equal to the start where the range is empty.
  public var end: SourcePosition

  /// A range between two positions of one file.
  @inlinable public init(start: SourcePosition, end: SourcePosition) {
    self.start = start
    self.end = end
  }

  /// The bytes that the range covers.
  @inlinable public var offsets: Range<Int> { start.offset..<max(start.offset, end.offset) }
}

/// A value and where it was written.
public struct Located<Value> {
  /// What was read, decoded to its type.
  public var value: Value
  /// Where it stands in its file, so that findings can point at it and edits replace it.
  public var range: SourceRange

  /// A value with its place.
  @inlinable public init(_ value: Value, at range: SourceRange) {
    self.value = value
    self.range = range
  }
}

extension Located: Sendable where Value: Sendable {}
