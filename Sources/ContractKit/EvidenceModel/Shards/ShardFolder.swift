/// The folder that one attempt of a shard writes to, and nobody else.
///
/// A task that an engine starts again can run beside its old self for a while, so each attempt makes a folder of its
/// own: `shard-3-of-8`, then `shard-3-of-8.attempt-2`. A folder counts once its record says that everything is done.
package struct ShardFolder: Sendable {
  /// The folder's path.
  package let path: String

  /// Makes a folder that no other attempt has.
  ///
  /// - Parameter folder: that of all shards of a run.
  /// - Throws: `FileError`.
  package init(of index: ShardIndex, in folder: String) throws {
    for attempt in 1... {
      let candidate = PathText.join(folder, index.folderName + (attempt == 1 ? "" : ".attempt-\(attempt)"))
      if try Files.makeNewFolder(candidate) {
        path = candidate
        return
      }
    }
    preconditionFailure("numbers do not end")
  }

  /// Writes the record as it is before anything is run.
  package func begin(_ record: ShardRecord) throws {
    precondition(!record.isFinished, "what is done is not known yet")
    try Files.replace("\(path)/\(ShardRecord.fileName)", with: record.bytes)
  }

  /// Writes the record with what was done and the digests of the files that are merged; from now on the folder counts.
  ///
  /// - Parameter files: paths from the folder; those that are not there are left out.
  package func finish(_ record: ShardRecord, done: [String: ShardRecord.Done], files: [String]) throws {
    var record = record
    record.done = done
    for file in files where Files.kind(of: "\(path)/\(file)") == .file {
      record.files[file] = try Digest.ofFile("\(path)/\(file)").digest
    }
    try Files.replace("\(path)/\(ShardRecord.fileName)", with: record.bytes)
  }

  /// Whether a folder's name is that of a shard's folder, as this `pv` gives it.
  static func isName(_ name: String) -> Bool {
    name.wholeMatch(of: #/shard-[0-9]+-of-[0-9]+(\.attempt-[0-9]+)?/#) != nil
  }

  /// The folders of shards at and below a path, sorted; of one shard's folder, that alone.
  ///
  /// - Throws: `FileError`, also where nothing is there.
  package static func all(at path: String) throws -> [String] {
    let path = PathText.absolute(path)
    if isName(path.split(separator: "/").last.map(String.init) ?? "")
      || Files.kind(of: "\(path)/\(ShardRecord.fileName)") == .file
    {
      return [path]
    }
    return try Files.entries(in: path).filter { $0.kind == .folder }.flatMap { try all(at: "\(path)/\($0.name)") }
  }
}
