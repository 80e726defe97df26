import Base

/// Where an APR file stands among the shards of a model: `sharding` in its metadata.
struct APRSharding: Equatable {
  /// From 0.
  let index: Int
  /// At least 2.
  let count: Int
  /// The names of the shards, such as `model-{:05d}-of-{:05d}.apr`.
  let pattern: String

  /// Without a pattern the names are those of safetensors.
  static let standardPattern = "model-{:05d}-of-{:05d}.apr"

  /// What a file says of itself; nil where it is the whole model.
  ///
  /// - Throws: `ModelFileError` where flag and metadata, or keys, contradict each other.
  init?(of file: APRFile, path: String) throws {
    func error(_ reason: String) -> ModelFileError { ModelFileError(path: path, reason: reason) }
    guard let sharding = try ModelConfiguration(path: path, values: file.metadata).object("sharding") else {
      guard !file.header.flags.contains(.sharded) else {
        throw error("it is a shard, and its metadata have no sharding")
      }
      return nil
    }
    guard let count = sharding.values["shard_count"]?.integer, (1...99999).contains(count) else {
      throw error("sharding.shard_count is not a number from 1 to 99999")
    }
    guard let index = sharding.values["shard_index"]?.integer, (0..<count).contains(index) else {
      throw error("sharding.shard_index is not a number below \(count)")
    }
    guard count > 1 else { return nil }
    (self.index, self.count) = (index, count)
    pattern = try sharding.text("pattern") ?? Self.standardPattern
    guard Self.parts(of: pattern).count == 3, !pattern.contains("/") else {
      throw error("sharding.pattern \(pattern) is not a name with \(Self.place) twice, which is what is read")
    }
  }

  private static let place = "{:05d}"

  /// What stands before, between and behind the places of a pattern.
  private static func parts(of pattern: String) -> [String] {
    pattern.split(separator: place, omittingEmptySubsequences: false).map(String.init)
  }

  /// The name of a shard by its number there.
  ///
  /// - Precondition: the pattern has two places.
  static func name(_ number: Int, of count: Int, pattern: String) -> String {
    let parts = parts(of: pattern)
    return parts[0] + String(printf: "%05ld", number) + parts[1] + String(printf: "%05ld", count) + parts[2]
  }

  private func name(_ index: Int, from base: Int) -> String {
    Self.name(index + base, of: count, pattern: pattern)
  }

  /// Opens all shards.
  ///
  /// - Parameter path: of this one; its name says whether names count from 0 or from 1.
  /// - Throws: `ModelFileError` that names the shard that is missing or contradicts the others, and a doubled tensor.
  func open(_ path: String) throws -> APRFile {
    let (folder, base) = try place(path)
    var shards: [APRFile] = []
    var owners: [TensorName: String] = [:]
    for number in 0..<count {
      let shard = PathText.join(folder, name(number, from: base))
      guard Files.kind(of: shard) != nil else {
        throw ModelFileError(path: shard, reason: "shard \(number) of the \(count) that \(path) belongs to is missing")
      }
      let storage = try number == index ? ByteStorage(mapping: shard) : FolderFile.map(shard)
      let file = try APRFile(shard: storage, path: shard)
      guard let own = try APRSharding(of: file, path: shard), own.count == count, own.index == number,
        own.pattern == pattern
      else {
        throw ModelFileError(
          path: shard, reason: "its sharding is not shard_index \(number) of \(count), which its name says")
      }
      for tensor in file.tensors.tensors {
        if let other = owners.updateValue(shard, forKey: TensorName(tensor.name)) {
          throw ModelFileError(
            path: shard, tensor: tensor.name, byte: tensor.offset, reason: "it stands in \(other), too")
        }
      }
      shards.append(file)
    }
    return APRFile(shards: shards)
  }

  /// The folder of the shards and the number of the first, by the name as it was given or that where a link leads.
  private func place(_ path: String) throws -> (folder: String, base: Int) {
    for path in [path, GivenPath.resolved(path)].compactMap({ $0 }) {
      let file = path.split(separator: "/").last.map(String.init) ?? path
      for base in [1, 0] where file == name(index, from: base) { return (Files.parent(of: path) ?? ".", base) }
    }
    throw ModelFileError(
      path: path,
      reason: "it is shard \(index) of \(count), and its name is not \(name(index, from: 1)): "
        + "without that the others are not found")
  }
}
