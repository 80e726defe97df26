import Base

/// What libFuzzer calls with bytes of its own: they are opened as GGUF and as safetensors, and whatever is not
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
  return 0
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
    precondition(tensor.offset + tensor.byteCount <= storage.bytes.count && tensor.count > 0)
    guard tensor.type.isReadable else { continue }
    reading {
      let values = try tensor.values()
      precondition(values.count == tensor.count)
    }
  }
}
