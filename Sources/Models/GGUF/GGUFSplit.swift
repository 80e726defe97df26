import Base

/// Where a GGUF file stands among the parts of a split one, as `llama-gguf-split` and llama.cpp have it.
///
/// `split.no` counts from 0 and `split.count` is the number of parts; the names are `PREFIX-00001-of-00003.gguf`, counted
/// from 1. The metadata stands in the first part.
struct GGUFSplit: Equatable {
  /// From 0.
  let number: Int
  /// The number of parts, at least 2.
  let count: Int
  /// The number of tensors of all parts.
  let tensors: Int

  /// What a file says of itself; nil where it is no part. A count of 0 or 1, which merging leaves, makes no parts.
  ///
  /// - Throws: `ModelFileError` where keys are missing or contradict each other.
  init?(of file: GGUFFile, path: String) throws {
    func integer(_ key: String) throws -> Int? {
      guard let value = file.metadata["split.\(key)"] else { return nil }
      guard let integer = value.integer, integer >= 0 else {
        throw ModelFileError(path: path, reason: "split.\(key) is not a number")
      }
      return integer
    }
    guard let count = try integer("count"), count > 1 else { return nil }
    guard count <= 99_999 else {
      throw ModelFileError(path: path, reason: "split.count is \(count); names have five digits for it")
    }
    guard let number = try integer("no"), number < count else {
      throw ModelFileError(path: path, reason: "split.count is \(count), and split.no is missing or not below it")
    }
    guard let tensors = try integer("tensors.count") else {
      throw ModelFileError(path: path, reason: "split.count is \(count), and split.tensors.count is missing")
    }
    (self.number, self.count, self.tensors) = (number, count, tensors)
  }

  /// Opens all parts.
  ///
  /// - Parameter path: of this part.
  /// - Throws: `ModelFileError` that names the part that is missing or contradicts the others, and a doubled tensor.
  func open(_ path: String) throws -> GGUFFile {
    let start = try start(path)
    var parts: [GGUFFile] = []
    var places: [TensorName: String] = [:]
    for index in 0..<count {
      let part = start + Self.ending(index, count)
      guard Files.kind(of: part) != nil else {
        throw ModelFileError(path: part, reason: "part \(index + 1) of the \(count) that \(path) belongs to is missing")
      }
      let file = try GGUFFile(part: index == number ? ByteStorage(mapping: part) : FolderFile.map(part), path: part)
      try check(file, at: index, against: parts.first ?? file, path: part)
      for tensor in file.tensors.tensors {
        if let other = places.updateValue(part, forKey: TensorName(tensor.name)) {
          throw ModelFileError(
            path: part, tensor: tensor.name, byte: tensor.offset, reason: "it stands in \(other), too")
        }
      }
      parts.append(file)
    }
    let all = parts.flatMap(\.tensors.tensors)
    guard all.count == tensors else {
      throw ModelFileError(
        path: path, reason: "split.tensors.count is \(tensors), and the \(count) parts have \(all.count) tensors")
    }
    return GGUFFile(
      version: parts[0].version, metadata: parts[0].metadata, tensors: TensorSet(all),
      files: parts.flatMap(\.files))
  }

  /// What a part says must be its place, and no metadata that the first part has otherwise.
  private func check(_ file: GGUFFile, at index: Int, against first: GGUFFile, path: String) throws {
    guard let place = try GGUFSplit(of: file, path: path), place.count == count, place.tensors == tensors else {
      throw ModelFileError(
        path: path,
        reason: "split.count or split.tensors.count is another than \(count) and \(tensors), which another part says")
    }
    guard place.number == index else {
      throw ModelFileError(path: path, reason: "split.no is \(place.number); by its name it is \(index)")
    }
    let contradicting = file.metadata.filter { key, value in
      !key.hasPrefix("split.") && !key.hasPrefix("general.") && first.metadata[key] != value
    }
    if let key = contradicting.keys.min() {
      throw ModelFileError(path: path, reason: "\(key) is not what the first part has, whose metadata count")
    }
  }

  /// What the paths of all parts start with, from this one: as it was given, or else where a link of another name leads.
  private func start(_ path: String) throws -> String {
    let ending = Self.ending(number, count)
    for path in [path, GivenPath.resolved(path)].compactMap({ $0 }) where path.hasSuffix(ending) {
      return String(path.dropLast(ending.count))
    }
    throw ModelFileError(
      path: path,
      reason: "it is part \(number + 1) of \(count), and its name does not end in \(ending): "
        + "without that the other parts are not found")
  }

  /// The end of a part's name.
  static func ending(_ number: Int, _ count: Int) -> String {
    String(printf: "-%05ld-of-%05ld.gguf", number + 1, count)
  }
}
