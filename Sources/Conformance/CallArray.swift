/// An array of a call, in one of the element types of pv_kernels.h.
enum CallArray: Equatable, Sendable {
  case f32([Float])
  case i16([Int16])
  case i8([Int8])
  case u8([UInt8])

  /// The number of elements.
  var count: Int {
    switch self {
    case .f32(let values): values.count
    case .i16(let values): values.count
    case .i8(let values): values.count
    case .u8(let values): values.count
    }
  }

  /// The size of an element, which is all that its address is aligned to.
  var elementBytes: Int {
    switch self {
    case .f32: 4
    case .i16: 2
    case .i8, .u8: 1
    }
  }

  var byteCount: Int { count * elementBytes }

  /// The raw bytes, valid during the call.
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    switch self {
    case .f32(let values): try values.withUnsafeBytes(body)
    case .i16(let values): try values.withUnsafeBytes(body)
    case .i8(let values): try values.withUnsafeBytes(body)
    case .u8(let values): try values.withUnsafeBytes(body)
    }
  }

  /// An array of the same type with the elements that stand in memory, which need no alignment.
  func read(_ bytes: UnsafeRawBufferPointer) -> CallArray {
    func elements<Element: BitwiseCopyable>(_ type: Element.Type) -> [Element] {
      [Element](unsafeUninitializedCapacity: bytes.count / MemoryLayout<Element>.size) { buffer, written in
        UnsafeMutableRawBufferPointer(buffer).copyMemory(from: bytes)
        written = bytes.count / MemoryLayout<Element>.size
      }
    }
    return switch self {
    case .f32: .f32(elements(Float.self))
    case .i16: .i16(elements(Int16.self))
    case .i8: .i8(elements(Int8.self))
    case .u8: .u8(elements(UInt8.self))
    }
  }

  /// Whether all bits are the same; NaNs are compared as any other pattern.
  func hasBits(of other: CallArray) -> Bool {
    withBytes { own in other.withBytes { $0.elementsEqual(own) } }
  }

  /// The first element whose bits differ.
  func firstDifference(from other: CallArray) -> Int? {
    let size = elementBytes
    return withBytes { own in
      other.withBytes { others in
        (0..<min(own.count, others.count)).first { own[$0] != others[$0] }.map { $0 / size }
      }
    }
  }

  /// Some elements.
  func slice(_ range: Range<Int>) -> CallArray {
    switch self {
    case .f32(let values): .f32(Array(values[range]))
    case .i16(let values): .i16(Array(values[range]))
    case .i8(let values): .i8(Array(values[range]))
    case .u8(let values): .u8(Array(values[range]))
    }
  }

  /// The elements again and again.
  func repeated(_ times: Int) -> CallArray {
    func all<Element>(_ values: [Element]) -> [Element] { (0..<times).flatMap { _ in values } }
    return switch self {
    case .f32(let values): .f32(all(values))
    case .i16(let values): .i16(all(values))
    case .i8(let values): .i8(all(values))
    case .u8(let values): .u8(all(values))
    }
  }

  /// Whether no element is a NaN or an infinity.
  var isFinite: Bool { if case .f32(let values) = self { values.allSatisfy(\.isFinite) } else { true } }

  /// Whether some element is a subnormal number.
  var hasSubnormal: Bool { if case .f32(let values) = self { values.contains(where: \.isSubnormal) } else { false } }

  /// The binary32 numbers with another one in a place.
  func with(_ value: Float, at index: Int) -> CallArray {
    var values = floats
    values[index] = value
    return .f32(values)
  }

  /// The elements as numbers.
  var numbers: [Double] {
    switch self {
    case .f32(let values): values.map(Double.init)
    case .i16(let values): values.map(Double.init)
    case .i8(let values): values.map(Double.init)
    case .u8(let values): values.map(Double.init)
    }
  }

  /// The binary32 numbers; a precondition of those who ask.
  var floats: [Float] {
    guard case .f32(let values) = self else { preconditionFailure("an array of binary32 numbers") }
    return values
  }

  /// A number as a report shows it.
  func text(_ index: Int) -> String {
    switch self {
    case .f32(let values): "\(values[index])"
    case .i16(let values): "\(values[index])"
    case .i8(let values): "\(values[index])"
    case .u8(let values): "\(values[index])"
    }
  }
}
