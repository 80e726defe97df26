import Metrics

/// What the head of a `.npy` file says: NumPy's format, versions 1.0 to 3.0.
///
/// Nothing of a file is run: an array of Python's objects, which is a pickle, is refused by its type.
/// Source: numpy.lib.format's description.
struct ArrayHeader: Equatable {
  let dtype: Sample.DType
  /// Row-major.
  let shape: [Int]
  /// Where the data begin.
  let offset: Int

  /// A header that cannot be taken: what is wrong, and the way out.
  struct Problem: Error, Equatable {
    let reason: String
    let help: String
  }

  /// NumPy itself refuses longer headers unless it is told to trust the file.
  static let maximumBytes = 10_000

  /// Reads the head of a file.
  ///
  /// - Throws: `Problem`.
  init(_ bytes: UnsafeRawBufferPointer) throws {
    let rewrite = "write it again with numpy.save"
    guard bytes.count >= 10, bytes.prefix(6).elementsEqual([0x93] + Array("NUMPY".utf8)) else {
      throw Problem(reason: "it is not a .npy file", help: rewrite)
    }
    let major = bytes[6]
    guard (1...3).contains(major) else {
      throw Problem(reason: "its format version is \(major).\(bytes[7])", help: "versions 1.0 to 3.0 are read")
    }
    let start = major == 1 ? 10 : 12
    guard bytes.count >= start else { throw Problem(reason: "it ends within its header", help: rewrite) }
    let length = (8..<start).reversed().reduce(0) { $0 << 8 | Int(bytes[$1]) }
    guard length <= Self.maximumBytes else {
      throw Problem(
        reason: "its header has \(length) bytes; at most \(Self.maximumBytes) are read",
        help: "an array of one of f32, f64, i8, i32 has a header of a line")
    }
    guard length <= bytes.count - start else { throw Problem(reason: "it ends within its header", help: rewrite) }
    offset = start + length
    var literal = PythonLiteral(bytes[start..<offset])
    guard let members = literal.dictionary(), Set(members.keys) == ["descr", "fortran_order", "shape"] else {
      throw Problem(reason: "its header does not say descr, fortran_order and shape", help: rewrite)
    }
    dtype = try Self.dtype(members["descr"]!)
    guard case .word(let order) = members["fortran_order"]!, ["True", "False"].contains(order) else {
      throw Problem(reason: "its fortran_order is neither True nor False", help: rewrite)
    }
    guard case .list(let extents) = members["shape"]! else {
      throw Problem(reason: "its shape is not a tuple", help: rewrite)
    }
    shape = try extents.map { extent in
      guard case .integer(let count) = extent else {
        throw Problem(reason: "an extent of its shape is not a whole number", help: rewrite)
      }
      return count
    }
    guard order == "False" || shape.count(where: { $0 > 1 }) < 2 else {
      throw Problem(
        reason: "it is in Fortran order", help: "write numpy.ascontiguousarray of it: rows stand one after the other")
    }
    guard RecordedArray.count(of: shape) != nil else {
      throw Problem(reason: "its shape \(shape) has more elements than can be counted", help: rewrite)
    }
  }

  private static func dtype(_ value: PythonLiteral.Value) throws -> Sample.DType {
    guard case .text(let name) = value else {
      throw Problem(reason: "its elements are records of several fields", help: "write one array for each field")
    }
    let order = name.first ?? " "
    let type = String(name.dropFirst())
    if let known = known[type] {
      guard order == "<" || known == .i8 else {
        throw Problem(
          reason: order == ">" ? "it is big-endian (\(name))" : "its byte order is \(order)",
          help: "write .astype('<\(type)') of it: little-endian")
      }
      return known
    }
    switch type.first {
    case "O":
      throw Problem(
        reason: "its elements are Python objects, that is, a pickle, and pickles are not loaded",
        help: "write numbers: .astype(numpy.float32) or another of f32, f64, i8, i32")
    case "U", "S", "a": throw Problem(reason: "its elements are texts (\(name))", help: taken)
    case "V": throw Problem(reason: "its elements have no type of number (\(name))", help: taken)
    case "c":
      throw Problem(
        reason: "its elements are complex (\(name))", help: "write the real and the imaginary part as two arrays")
    default:
      let way = exactly[type] ?? taken
      throw Problem(reason: "its elements are of the type \(name), which no metric takes", help: way)
    }
  }

  private static let taken = "f32, f64, i8 and i32 are taken"

  private static let known: [String: Sample.DType] = ["f4": .f32, "f8": .f64, "i1": .i8, "i4": .i32]

  /// How another type becomes one of those, and loses nothing.
  private static let exactly = [
    "f2": "write .astype(numpy.float32) of it, which is exact",
    "i2": "write .astype(numpy.int32) of it, which is exact",
    "u2": "write .astype(numpy.int32) of it, which is exact",
    // Seen as int8, 255 is -1: one away from 0.
    "u1": "write .astype(numpy.int32) of it, which is exact; of bytes that are not numbers, .view(numpy.int8)",
    "b1": "write .view(numpy.int8) of it: 0 and 1",
    "i8": "write .astype(numpy.float64), which is exact up to 2^53, or numpy.int32",
    "u8": "write .astype(numpy.float64), which is exact up to 2^53, or numpy.int32",
    "u4": "write .astype(numpy.float64) of it, which is exact",
  ]
}

/// The few literals of Python that the head of an array consists of.
struct PythonLiteral {
  indirect enum Value: Equatable {
    case text(String)
    case integer(Int)
    /// `True`, `False`, and any other name.
    case word(String)
    /// Of a tuple or a list.
    case list([Value])
  }

  private var rest: Slice<UnsafeRawBufferPointer>

  init(_ bytes: Slice<UnsafeRawBufferPointer>) { rest = bytes }

  /// The one dictionary of texts that the bytes hold; nil for anything else, and where a key occurs twice.
  mutating func dictionary() -> [String: Value]? {
    guard take("{") else { return nil }
    var members: [String: Value] = [:]
    while !take("}") {
      guard case .text(let key)? = value(depth: 0), take(":"), let value = value(depth: 0),
        members.updateValue(value, forKey: key) == nil
      else { return nil }
      guard take(",") else {
        guard take("}") else { return nil }
        break
      }
    }
    skipBlanks()
    return rest.isEmpty ? members : nil
  }

  private mutating func value(depth: Int) -> Value? {
    skipBlanks()
    guard let first = rest.first, depth < 8 else { return nil }
    switch first {
    case UInt8(ascii: "'"), UInt8(ascii: "\""):
      rest.removeFirst()
      guard let end = rest.firstIndex(of: first) else { return nil }
      defer { rest = rest[(end + 1)...] }
      let text = rest[..<end]
      return text.contains(UInt8(ascii: "\\")) ? nil : .text(String(decoding: text, as: UTF8.self))
    case UInt8(ascii: "("), UInt8(ascii: "["):
      rest.removeFirst()
      let close = first == UInt8(ascii: "(") ? ")" : "]"
      var elements: [Value] = []
      while !take(close) {
        guard let element = value(depth: depth + 1) else { return nil }
        elements.append(element)
        guard take(",") else { return take(close) ? .list(elements) : nil }
      }
      return .list(elements)
    case 0x30...0x39:
      let digits = String(decoding: rest.prefix { (0x30...0x39).contains($0) }, as: UTF8.self)
      rest = rest.dropFirst(digits.utf8.count)
      // Python 2 wrote long integers so.
      _ = take("L")
      return Int(digits).map(Value.integer)
    default:
      let word = String(decoding: rest.prefix { ($0 | 0x20) &- 0x61 < 26 }, as: UTF8.self)
      rest = rest.dropFirst(word.utf8.count)
      return word.isEmpty ? nil : .word(word)
    }
  }

  private mutating func skipBlanks() { rest = rest.drop { [0x20, 0x0A, 0x0D, 0x09].contains($0) } }

  private mutating func take(_ character: String) -> Bool {
    skipBlanks()
    guard let first = rest.first, first == character.utf8.first else { return false }
    rest.removeFirst()
    return true
  }
}
