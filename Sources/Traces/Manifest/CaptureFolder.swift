import Base
import Models

/// The files beside a manifest: raw captures, and the JSON beside each.
public struct CaptureFolder {
  /// A file that is not as the manifest needs it.
  public enum Difference: Equatable, Sendable, CustomStringConvertible {
    case missing(String)
    case unlisted(String)
    /// The JSON beside a capture.
    case field(String, FieldDifference)
    case unreadable(String, reason: String)

    /// The file, and what is wrong with it.
    public var description: String {
      switch self {
      case .missing(let path): "\(path) is missing: the run captures it"
      case .unlisted(let path): "\(path) is none of the run's captures"
      case .field(let path, let difference): "\(path): \(difference)"
      case .unreadable(let path, let reason): "\(path): \(reason)"
      }
    }
  }

  let path: String

  /// A folder.
  init(_ path: String) { self.path = path }

  /// What is missing, unlisted, or says something else than the stages of a run; raw files are not read here.
  func differences(from stages: [CapturedStage]) throws -> [Difference] {
    let found = try files()
    let raw = stages.map(\.path)
    let described = Dictionary(stages.map { ($0.descriptionPath, $0) }, uniquingKeysWith: { first, _ in first })
    let listed = Set(raw + described.keys)
    let missing = stages.flatMap { [$0.path, $0.descriptionPath] }.filter { !found.contains($0) }
    let unlisted = found.filter { !listed.contains($0) }.sorted(by: Files.utf8Order)
    let fields = try stages.filter { found.contains($0.descriptionPath) }.flatMap { stage -> [Difference] in
      let file = stage.descriptionPath
      do {
        let json = try JSON(reading: Files.read(PathText.join(path, file)))
        return FieldDifference.between(recorded: json, expected: stage.json).map { .field(file, $0) }
      } catch let error as JSONError { return [.unreadable(file, reason: "\(error)")] }
    }
    return missing.map { .missing($0) } + unlisted.map { .unlisted($0) } + fields
  }

  /// What `pv compare` takes for captures, and the JSON beside them.
  private func files() throws -> Set<String> {
    var files: Set<String> = []
    for name in try Files.names(in: path) where name != TraceManifest.fileName {
      if name.hasPrefix("layer-"), Files.isFolder(PathText.join(path, name)) {
        files.formUnion(try Files.names(in: PathText.join(path, name)).map { "\(name)/\($0)" }.filter(Self.isOfTrace))
      } else if Self.isOfTrace(name) {
        files.insert(name)
      }
    }
    return files
  }

  private static func isOfTrace(_ name: String) -> Bool {
    let base = name.split(separator: "/").last.map(String.init) ?? name
    return name.hasSuffix(".bin") || base.hasSuffix(".json") && Stage(rawValue: String(base.dropLast(5))) != nil
  }
}
