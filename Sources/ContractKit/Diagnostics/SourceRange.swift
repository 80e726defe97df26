/// A place in a file.
public struct SourcePosition: Hashable, Comparable, Sendable {
  /// Bytes from the start of the file.
  public var offset: Int
  /// 1-based; LF and CRLF end a line.
  public var line: Int
  /// 1-based, in Unicode scalars.
  public var column: Int

  public init(offset: Int, line: Int, column: Int) {
    self.offset = offset
    self.line = line
    self.column = column
  }

  public static func < (left: Self, right: Self) -> Bool { left.offset < right.offset }
}

/// A half-open stretch of a file; byte offsets of both ends allow exact edits.
public struct SourceRange: Hashable, Sendable {
  public var start: SourcePosition
  public var end: SourcePosition

  public init(start: SourcePosition, end: SourcePosition) {
    self.start = start
    self.end = end
  }

  /// The bytes that the range covers.
  public var offsets: Range<Int> { start.offset..<max(start.offset, end.offset) }
}

/// A value and where it was written.
public struct Located<Value> {
  public var value: Value
  public var range: SourceRange

  public init(_ value: Value, at range: SourceRange) {
    self.value = value
    self.range = range
  }
}

extension Located: Sendable where Value: Sendable {}
