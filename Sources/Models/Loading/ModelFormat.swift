/// The format of a model file, by its first bytes.
enum ModelFormat {
  case gguf, apr, safetensors

  /// - Throws: `ModelFileError` for a file that is none of them, with what it is where that is known.
  init(of path: String) throws {
    let bytes = try ByteStorage(mapping: path)
    func starts(with text: String, at offset: Int = 0) -> Bool {
      bytes.bytes.dropFirst(offset).starts(with: text.utf8)
    }
    if starts(with: "GGUF") {
      self = .gguf
    } else if starts(with: "APR") {
      self = .apr
    } else if starts(with: "PK\u{3}\u{4}") || path.hasSuffix(".pt") || path.hasSuffix(".pth") {
      throw ModelFileError(
        path: path, reason: "a file of torch.save, which can hold programs and is not read; convert it to safetensors")
    } else {
      self = .safetensors
    }
    withExtendedLifetime(bytes) {}
  }
}
