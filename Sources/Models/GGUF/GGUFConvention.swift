/// How llama.cpp's converter changes tensors on their way from transformers into a GGUF file.
package struct GGUFConvention: Sendable {
  /// What a tensor in GGUF is, beside that of transformers.
  package enum Change: Equatable, Sendable {
    case none
    /// The rows of so many heads are in the order of rotary neighbors, not of halves.
    case neighbors(heads: Int)
    /// 1 is added to every weight.
    case oneAdded
  }

  private let architecture: String
  private let heads: Int
  private let kvHeads: Int

  /// The convention of a file; nil for what is no GGUF file.
  package init?(of path: String) throws {
    guard path.hasSuffix(".json") == false, case .gguf = try ModelFormat(of: path) else { return nil }
    let metadata = try GGUFFile(path: path).metadata
    architecture = metadata["general.architecture"]?.string ?? ""
    heads = metadata["\(architecture).attention.head_count"]?.integer ?? 0
    kvHeads = metadata["\(architecture).attention.head_count_kv"]?.integer ?? heads
  }

  /// What was done to the tensor of a GGUF name.
  package func change(of name: String) -> Change {
    switch architecture {
    case "llama" where name.contains(".attn_q.") && heads > 0: .neighbors(heads: heads)
    case "llama" where name.contains(".attn_k.") && kvHeads > 0: .neighbors(heads: kvHeads)
    case "gemma3" where name.hasSuffix("norm.weight"): .oneAdded
    default: .none
    }
  }
}

extension Tensor {
  /// The rows of each head with the halves apart that stand beside each other here: 0, 2, 4, ..., 1, 3, 5, ...
  ///
  /// - Returns: nil where the rows are no whole number of pairs a head, or are not stored one by one.
  package func halvesApart(heads: Int) throws -> Tensor? {
    // A vector has a row an element.
    let (rows, rowBytes) = shape.count == 1 ? (count, type.blockBytes) : (rows, rowBytes)
    guard type.isReadable, type.blockWeights == 1 || shape.count == 2, heads > 0, rows % (2 * heads) == 0,
      rows * rowBytes == byteCount
    else { return nil }
    let half = rows / heads / 2
    let source = bytes
    let moved = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, written in
      for row in 0..<rows {
        let (head, place) = (row / (2 * half), row % (2 * half))
        let from = (head * 2 * half + place % half * 2 + place / half) * rowBytes
        UnsafeMutableRawBufferPointer(buffer)[row * rowBytes..<(row + 1) * rowBytes].copyBytes(
          from: source[from..<from + rowBytes])
      }
      written = byteCount
    }
    return try Tensor(name: name, type: type, shape: shape, bytes: moved)
  }

  /// Every weight plus 1, in binary32.
  package func oneAdded() throws -> Tensor { try Tensor(name: name, shape: shape, values: values().map { $0 + 1 }) }
}
