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
  }

  /// The element type.
  public let dtype: DType
  /// The elements as bit patterns, zero-extended; integers in two's complement of their own width.
  public let bits: [UInt64]

  /// A sample of numbers of one of the four types.
  public init<Element: SampleElement>(_ values: some Collection<Element>) {
    dtype = Element.sampleType
    // A closure, not a key path: key paths took a fifth of the time of the largest falsifier.
    bits = values.map { $0.sampleBits }
  }

  /// A sample of elements that are given by their bit patterns, in the form of ``bits``.
  public init(bits: [UInt64], _ dtype: DType) {
    self.dtype = dtype
    self.bits = bits
  }

  /// A sample of equal elements; the value is rounded to the type as by ``bits(of:_:)``.
  public init(repeating value: Double, count: Int, _ dtype: DType) {
    self.init(bits: [UInt64](repeating: Self.bits(of: value, dtype), count: count), dtype)
  }

  /// The number of elements.
  public var count: Int { bits.count }

  /// The element as binary64, which holds every value of the four types exactly.
  public func value(_ index: Int) -> Double { Self.value(of: bits[index], dtype) }

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

  /// The element in decimal, with as many digits as tell it from its neighbours of its own type.
  public func decimal(_ index: Int) -> String {
    switch dtype {
    case .f32: Float(bitPattern: UInt32(truncatingIfNeeded: bits[index])).description
    case .f64: value(index).description
    case .i8, .i32: String(Int(value(index)))
    }
  }

  /// The raw bytes, little-endian, in order.
  public var littleEndianBytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count * dtype.size)
    for pattern in bits {
      for byte in 0..<dtype.size { bytes.append(UInt8(truncatingIfNeeded: pattern >> (8 * byte))) }
    }
    return bytes
  }

  /// The bit pattern of an element in hexadecimal with its full width, such as `0x3f800000`.
  public func hexadecimal(_ index: Int) -> String {
    let digits = String(bits[index], radix: 16)
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
