import Base
import Dispatch
import Models
import Synchronization

/// The digests of a model's files, taken on a thread of their own while the model runs; each file is read once.
final class SourceDigests: Sendable {
  private let sources = Mutex<[String: Result<TraceManifest.Source, any Error>]>([:])
  private let group = DispatchGroup()

  /// Starts with all files of a model and its tokenizer.
  convenience init(of model: LoadedModel) { self.init(model.files + [model.tokenizerFile].compactMap { $0 }) }

  /// Starts with the files of some paths, in their order.
  init(_ paths: [String]) {
    DispatchQueue.global().async(group: group) { [self] in
      for path in paths where sources.withLock({ $0[path] }) == nil {
        let result = Result { try Self.source(path) }
        sources.withLock { $0[path] = result }
      }
    }
  }

  /// The file of one of the paths; waits for all.
  ///
  /// - Throws: `FileError`.
  subscript(path: String) -> TraceManifest.Source {
    get throws {
      group.wait()
      return try sources.withLock { $0[path]! }.get()
    }
  }

  private static func source(_ path: String) throws -> TraceManifest.Source {
    let (digest, count) = try Digest.ofFile(path)
    return .init(path: path, bytes: count, sha256: digest)
  }
}
