/// An array of numbers with its element type: what metrics are taken over and digests are made of.
public struct Sample: Sendable, Equatable {
  /// The element type of a sample.
  public enum DType: String, CaseIterable, Sendable {
    case f32, f64, i8, i32

    /// Whether elements are binary floating-point numbers.
    public var isFloat: Bool { self == .f32 || self == .f64 }

    /// Bytes of one element.
    public var size: Int {
      switch self {
      case .i8: 1
      case .f32, .i32: 4
      case .f64: 8
      }
    }

    /// Writes the bit pattern of an element; what is above its own width is dropped.
    package func store(_ pattern: UInt64, at index: Int, in bytes: UnsafeMutableRawBufferPointer) {
      switch self {
      case .i8: bytes[index] = UInt8(truncatingIfNeeded: pattern)
      case .f32, .i32:
        bytes.storeBytes(of: UInt32(truncatingIfNeeded: pattern).littleEndian, toByteOffset: index * 4, as: UInt32.self)
      case .f64: bytes.storeBytes(of: pattern.littleEndian, toByteOffset: index * 8, as: UInt64.self)
      }
    }
  }

  /// The element type.
  public let dtype: DType
  /// The number of elements.
  public let count: Int
  /// As many bytes as the elements have: an array of ten million should not cost twice what its file has.
  private let memory: SampleMemory

  /// A sample of numbers of one of the four types.
  public init<Element: SampleElement>(_ values: some Collection<Element>) {
    let type = Element.sampleType
    self.init(byteCount: values.count * type.size, type) { target in
      let isCopied = values.withContiguousStorageIfAvailable { Self.copy($0, to: target) } ?? false
      guard !isCopied else { return }
      for (index, value) in values.enumerated() { type.store(value.sampleBits, at: index, in: target) }
    }
  }

  /// A sample of elements that are given by their bit patterns, zero-extended.
  package init(count: Int, _ dtype: DType, pattern: (Int) -> UInt64) {
    self.init(byteCount: count * dtype.size, dtype) { target in
      for index in 0..<count { dtype.store(pattern(index), at: index, in: target) }
    }
  }

  /// A sample of equal elements; the value is rounded to the type as by ``bits(of:_:)``.
  public init(repeating value: Double, count: Int, _ dtype: DType) {
    let pattern = Self.bits(of: value, dtype)
    self.init(byteCount: count * dtype.size, dtype) { target in
      func fill<Bits: FixedWidthInteger>(_: Bits.Type) {
        _ = target.initializeMemory(as: Bits.self, repeating: Bits(truncatingIfNeeded: pattern).littleEndian)
      }
      switch dtype {
      case .i8: fill(UInt8.self)
      case .f32, .i32: fill(UInt32.self)
      case .f64: fill(UInt64.self)
      }
    }
  }

  /// A sample of somebody else's memory, such as a mapped file; nothing is copied.
  ///
  /// - Parameters:
  ///   - bytes: the elements, little-endian; they stay and do not change for as long as `release` is kept.
  ///   - release: lets go of pages that can be read again.
  package init(borrowing bytes: UnsafeRawBufferPointer, _ dtype: DType, release: @escaping @Sendable () -> Void) {
    precondition(bytes.count % dtype.size == 0, "\(bytes.count) bytes are no elements of \(dtype)")
    self.init(SampleMemory(borrowing: bytes, release: release), dtype)
  }

  private init(byteCount: Int, _ dtype: DType, _ fill: (UnsafeMutableRawBufferPointer) -> Void) {
    self.init(SampleMemory(byteCount: byteCount, fill), dtype)
  }

  private init(_ memory: SampleMemory, _ dtype: DType) {
    (self.memory, self.dtype, count) = (memory, dtype, memory.bytes.count / dtype.size)
  }

  /// Copies numbers whose own bytes are those of the sample; false for any others.
  private static func copy<Element: SampleElement>(
    _ values: UnsafeBufferPointer<Element>, to target: UnsafeMutableRawBufferPointer
  ) -> Bool {
    let known: [any SampleElement.Type] = [Float.self, Double.self, Int8.self, Int32.self]
    // On a big-endian machine the numbers are turned one by one.
    guard known.contains(where: { $0 == Element.self }), UInt16(littleEndian: 1) == 1 else { return false }
    target.copyMemory(from: UnsafeRawBufferPointer(values))
    return true
  }

  /// The same elements, but for what is changed in a copy of the raw bytes.
  package func edited(_ edit: (UnsafeMutableRawBufferPointer) -> Void) -> Sample {
    Sample(byteCount: memory.bytes.count, dtype) { target in
      target.copyMemory(from: memory.bytes)
      edit(target)
    }
  }

  /// The same with another bit pattern in one place.
  package func replacing(_ index: Int, by pattern: UInt64) -> Sample {
    edited { dtype.store(pattern, at: index, in: $0) }
  }

  /// The raw bytes, little-endian, in order, valid within the call.
  package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try withExtendedLifetime(memory) { try body(memory.bytes) }
  }

  /// Lets go of the pages of a mapped file until they are read again, so that of many large arrays only those are in
  /// memory that are being looked at. Nothing happens where the sample has memory of its own.
  package func release() { memory.release?() }

  /// The first element whose bits differ from those of another sample of the same type, among as many as both have.
  ///
  /// - Complexity: O(n), eight bytes at a time.
  package func firstDifference(from other: Sample) -> Int? {
    precondition(dtype == other.dtype, "bits of \(dtype) compared with bits of \(other.dtype)")
    let (left, right) = (memory.bytes, other.memory.bytes)
    let bytes = min(left.count, right.count)
    func word(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> UInt64 {
      bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)
    }
    let same = (0..<bytes / 8).first { word(left, $0) != word(right, $0) } ?? bytes / 8
    return (same * 8..<bytes).first { left[$0] != right[$0] }.map { $0 / dtype.size }
  }

  /// Equal types and equal bits.
  public static func == (left: Sample, right: Sample) -> Bool {
    guard left.dtype == right.dtype, left.count == right.count else { return false }
    return left.memory === right.memory || left.firstDifference(from: right) == nil
  }

  /// The bit pattern of an element, zero-extended; an integer in two's complement of its own width.
  @inline(__always)
  public func pattern(_ index: Int) -> UInt64 {
    switch dtype {
    case .i8: UInt64(memory.bytes[index])
    case .f32, .i32:
      UInt64(UInt32(littleEndian: memory.bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)))
    case .f64: UInt64(littleEndian: memory.bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
    }
  }

  /// The element as binary64, which holds every value of the four types exactly.
  @inline(__always)
  public func value(_ index: Int) -> Double { Self.value(of: pattern(index), dtype) }

  /// How many elements are turned into binary64 at a time: few enough to stay in the first cache.
  private static let piece = 1024

  /// All elements in order as binary64, some at a time: what is asked of each type once is not asked for each element.
  ///
  /// - Parameter body: is given the index of the first of them, and the values, valid within the call.
  package func forEachPiece(_ body: (_ first: Int, _ values: UnsafeBufferPointer<Double>) throws -> Void) rethrows {
    try withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.piece) { buffer in
      for first in stride(from: 0, to: count, by: Self.piece) {
        try body(first, convert(first, into: buffer))
      }
    }
  }

  /// Pieces of two samples of the same count.
  func forEachPiece(
    with other: Sample, _ body: (UnsafeBufferPointer<Double>, UnsafeBufferPointer<Double>) throws -> Void
  ) rethrows {
    try withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * Self.piece) { buffer in
      let halves = [buffer[..<Self.piece], buffer[Self.piece...]].map { UnsafeMutableBufferPointer(rebasing: $0) }
      for first in stride(from: 0, to: count, by: Self.piece) {
        try body(convert(first, into: halves[0]), other.convert(first, into: halves[1]))
      }
    }
  }

  /// The elements from one on, as many as there are and fit.
  private func convert(_ first: Int, into buffer: UnsafeMutableBufferPointer<Double>) -> UnsafeBufferPointer<Double> {
    let count = min(buffer.count, count - first)
    let source = memory.bytes.baseAddress! + first * dtype.size
    func load<Bits: FixedWidthInteger>(_ index: Int, _: Bits.Type) -> Bits {
      Bits(littleEndian: source.loadUnaligned(fromByteOffset: index * MemoryLayout<Bits>.size, as: Bits.self))
    }
    let target = buffer.baseAddress!
    switch dtype {
    case .f32: for index in 0..<count { target[index] = Double(Float(bitPattern: load(index, UInt32.self))) }
    case .f64: for index in 0..<count { target[index] = Double(bitPattern: load(index, UInt64.self)) }
    case .i8: for index in 0..<count { target[index] = Double(load(index, Int8.self)) }
    case .i32: for index in 0..<count { target[index] = Double(load(index, Int32.self)) }
    }
    return UnsafeBufferPointer(rebasing: UnsafeBufferPointer(buffer)[..<count])
  }

  /// The value of a bit pattern of an element type, as binary64.
  public static func value(of pattern: UInt64, _ dtype: DType) -> Double {
    switch dtype {
    case .f32: return Double(Float(bitPattern: UInt32(truncatingIfNeeded: pattern)))
    case .f64: return Double(bitPattern: pattern)
    case .i8: return Double(Int8(truncatingIfNeeded: pattern))
    case .i32: return Double(Int32(truncatingIfNeeded: pattern))
    }
  }

  /// The bit pattern of the element nearest to a value, ties to even: a NaN is the canonical one, and 0 as an integer;
  /// integers end at their least and greatest.
  public static func bits(of value: Double, _ dtype: DType) -> UInt64 {
    func integer<Integer: FixedWidthInteger>(_: Integer.Type) -> Integer {
      guard !value.isNaN else { return 0 }
      let rounded = value.rounded(.toNearestOrEven)
      return rounded >= Double(Integer.max) ? .max : rounded <= Double(Integer.min) ? .min : Integer(rounded)
    }
    switch dtype {
    case .f32: return value.isNaN ? 0x7FC0_0000 : Float(value).sampleBits
    case .f64: return value.isNaN ? 0x7FF8_0000_0000_0000 : value.sampleBits
    case .i8: return integer(Int8.self).sampleBits
    case .i32: return integer(Int32.self).sampleBits
    }
  }

  /// The element in decimal, with as many digits as tell it from its neighbors of its own type.
  public func decimal(_ index: Int) -> String {
    switch dtype {
    case .f32: Float(bitPattern: UInt32(truncatingIfNeeded: pattern(index))).description
    case .f64: value(index).description
    case .i8, .i32: String(Int(value(index)))
    }
  }

  /// The raw bytes, little-endian, in order.
  public var littleEndianBytes: [UInt8] { withBytes { Array($0) } }

  /// The bit pattern of an element in hexadecimal with its full width, such as `0x3f800000`.
  public func hexadecimal(_ index: Int) -> String {
    let digits = String(pattern(index), radix: 16)
    return "0x" + String(repeating: "0", count: dtype.size * 2 - digits.utf8.count) + digits
  }
}

/// A number type that samples are made of.
public protocol SampleElement {
  /// The element type as it is named in evidence.
  static var sampleType: Sample.DType { get }
  /// The bit pattern, zero-extended.
  var sampleBits: UInt64 { get }
}

extension Float: SampleElement {
  /// binary32.
  public static var sampleType: Sample.DType { .f32 }
  /// The 32 bits as they are, NaN payloads included.
  public var sampleBits: UInt64 { UInt64(bitPattern) }
}

extension Double: SampleElement {
  /// binary64.
  public static var sampleType: Sample.DType { .f64 }
  /// The 64 bits as they are, NaN payloads included.
  public var sampleBits: UInt64 { bitPattern }
}

extension Int8: SampleElement {
  /// Signed 8-bit integers.
  public static var sampleType: Sample.DType { .i8 }
  /// Two's complement in the low 8 bits; the sign is not extended.
  public var sampleBits: UInt64 { UInt64(UInt8(bitPattern: self)) }
}

extension Int32: SampleElement {
  /// Signed 32-bit integers.
  public static var sampleType: Sample.DType { .i32 }
  /// Two's complement in the low 32 bits; the sign is not extended.
  public var sampleBits: UInt64 { UInt64(UInt32(bitPattern: self)) }
}

/// Two samples cannot be compared: what differs is named before any statistic is taken.
public enum SampleMismatch: Error, Equatable, CustomStringConvertible {
  case count(actual: Int, expected: Int)
  case dtype(actual: Sample.DType, expected: Sample.DType)
  case shape(actual: [Int], expected: [Int])
  case empty

  /// Why nothing can be measured, with both sides where they differ.
  public var description: String {
    switch self {
    case .count(let actual, let expected): "\(actual) elements compared with \(expected)"
    case .dtype(let actual, let expected): "bits of \(actual) compared with bits of \(expected)"
    case .shape(let actual, let expected): "an array of shape \(actual) compared with one of \(expected)"
    case .empty: "no elements to measure"
    }
  }
}
