import Base

/// What libFuzzer calls with bytes of its own: they are read as the format that scripts/fuzz was asked for, and whatever is
/// not refused is read to its end: every value, the tokenizer, the model, the text of a prompt.
///
/// scripts/fuzz compiles this file together with the sources of Models, so that the readers report which of their
/// branches an input reached.
///
/// - Returns: 0, as libFuzzer wants it; what is wrong traps.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzModel(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  switch fuzzReader {
  case "models":
    // One after the other: whatever begins as none of them ends at once.
    for reader in [readGGUF, readSafetensors, readAPR] { reader(bytes) }
  case "gguf": readGGUF(bytes)
  case "safetensors": readSafetensors(bytes)
  case "apr": readAPR(bytes)
  case "tokenizers": readTokenizer(bytes)
  case "configurations": readConfiguration(bytes)
  case "templates": readTemplate(bytes)
  case "shards": readShards(bytes)
  default: preconditionFailure("no reader \(fuzzReader)")
  }
  return 0
}

// MARK: Weights

private func readGGUF(_ bytes: [UInt8]) {
  let storage = ByteStorage(copying: bytes)
  reading {
    let file = try GGUFFile(storage: storage, path: "fuzz")
    read(file.tensors, of: storage)
    reading { try encode(Tokenizer(gguf: file, path: "fuzz")) }
    reading { _ = try ChatTemplate(gguf: file, path: "fuzz")?.render(conversation) }
    reading { _ = try LlamaModel(gguf: file, path: "fuzz") }
  }
}

private func readSafetensors(_ bytes: [UInt8]) {
  let storage = ByteStorage(copying: bytes)
  reading { read(try SafetensorsFile(storage: storage, path: "fuzz").tensors, of: storage) }
}

private func readAPR(_ bytes: [UInt8]) {
  for bytes in [bytes, mended(bytes)].compactMap({ $0 }) {
    let storage = ByteStorage(copying: bytes)
    reading {
      let file = try APRFile(storage: storage, path: "fuzz")
      read(file.tensors, of: storage)
      reading { _ = try LlamaModel(apr: file, path: "fuzz") }
    }
  }
}

/// An APR file whose header has the check of its bytes: a change seldom hits that by chance.
private func mended(_ file: [UInt8]) -> [UInt8]? {
  guard file.count >= APRHeader.bytes, file.starts(with: [0x41, 0x50, 0x52, 0]) else { return nil }
  var bytes = file
  let check = (bytes[..<40] + bytes[44..<64]).withUnsafeBytes { CRC32.of($0) }
  for i in 0..<4 { bytes[40 + i] = UInt8(truncatingIfNeeded: check >> (8 * UInt32(i))) }
  return bytes
}

/// An index of shards; none of the files that it names is there.
private func readShards(_ bytes: [UInt8]) {
  let path = FuzzFolder.write("model.safetensors.index.json", bytes)
  reading(FuzzFolder.path) { _ = try SafetensorsShards.open(index: path) }
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

// MARK: What stands beside weights

private func readTokenizer(_ bytes: [UInt8]) {
  let path = FuzzFolder.write("tokenizer.json", bytes)
  reading(path) { try encode(Tokenizer(json: path)) }
}

/// Encodes texts, with and without special tokens in them, and decodes the ids: each must be one that the tokenizer has.
private func encode(_ tokenizer: Tokenizer) throws {
  for text in ["Once upon a time", "<s>\u{e9}t\u{e9} 12345  \n\u{1F600}\u{0}"] {
    for special in [false, true] {
      _ = tokenizer.decode(try tokenizer.encode(text, special: special))
    }
  }
}

private func readConfiguration(_ bytes: [UInt8]) {
  let path = FuzzFolder.write("config.json", bytes)
  reading(path) { _ = try LlamaConfiguration(ModelConfiguration(json: path)) }
  reading(path) { _ = try GPTNeoConfiguration(ModelConfiguration(json: path)) }
}

private let conversation = [
  ChatTemplate.Message(role: "system", content: "Be brief."), ChatTemplate.Message(role: "user", content: "Why?"),
]

private func readTemplate(_ bytes: [UInt8]) {
  guard let source = String(validating: bytes, as: UTF8.self) else { return }
  let template = ChatTemplate(source: source, path: "fuzz", tokens: ["bos_token": "<s>", "eos_token": "</s>"])
  reading { _ = try template.render(conversation) }
}

/// Runs a body that may refuse its input, with a reason that says where.
///
/// - Parameter place: the file, or the folder with the files that it names.
private func reading(_ place: String = "fuzz", _ body: () throws -> Void) {
  do { try body() } catch let error as ModelFileError {
    precondition(!error.reason.isEmpty && error.path.hasPrefix(place), error.description)
  } catch let error as FileError { precondition(!error.reason.isEmpty) } catch { preconditionFailure("\(error)") }
}
