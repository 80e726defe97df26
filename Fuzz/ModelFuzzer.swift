import Base

/// What libFuzzer calls with bytes of its own: they are opened as GGUF, as safetensors and as APR, and whatever is not
/// refused is read to its end: every value, the tokenizer, the model.
///
/// scripts/fuzz compiles this file together with the sources of Models, so that the readers report which of their
/// branches an input reached.
///
/// - Returns: 0, as libFuzzer wants it; what is wrong traps.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzModel(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let storage = ByteStorage(copying: UnsafeBufferPointer(start: start, count: count))
  reading {
    let file = try GGUFFile(storage: storage, path: "fuzz")
    read(file.tensors, of: storage)
    reading { _ = try Tokenizer(gguf: file, path: "fuzz").encode("Once upon a time") }
    reading { _ = try LlamaModel(gguf: file, path: "fuzz") }
  }
  reading { read(try SafetensorsFile(storage: storage, path: "fuzz").tensors, of: storage) }
  for storage in [storage, mended(storage)].compactMap({ $0 }) {
    reading {
      let file = try APRFile(storage: storage, path: "fuzz")
      read(file.tensors, of: storage)
      reading { _ = try LlamaModel(apr: file, path: "fuzz") }
    }
  }
  return 0
}

/// An APR file whose header has the check of its bytes: a change seldom hits that by chance.
private func mended(_ storage: ByteStorage) -> ByteStorage? {
  guard storage.bytes.count >= APRHeader.bytes, storage.bytes.starts(with: [0x41, 0x50, 0x52, 0]) else { return nil }
  var bytes = Array(storage.bytes)
  let check = (bytes[..<40] + bytes[44..<64]).withUnsafeBytes { CRC32.of($0) }
  for i in 0..<4 { bytes[40 + i] = UInt8(truncatingIfNeeded: check >> (8 * UInt32(i))) }
  return ByteStorage(copying: bytes)
}

/// Runs a body that may refuse its input, with a reason that says where.
private func reading(_ body: () throws -> Void) {
  do { try body() } catch let error as ModelFileError {
    precondition(!error.reason.isEmpty && error.description.hasPrefix("fuzz: "))
  } catch { preconditionFailure("\(error)") }
}

/// Reads every value; a tensor that was let through must lie in the file, and have a size that can be held.
private func read(_ tensors: TensorSet, of storage: ByteStorage) {
  for tensor in tensors.tensors {
    precondition(tensor.offset + tensor.byteCount <= storage.bytes.count && tensor.count >= 0)
    guard tensor.type.isReadable else { continue }
    reading {
      let values = try tensor.values()
      precondition(values.count == tensor.count)
    }
  }
}
