/// The texts that findings point into, by path: kept, or read again from their files when they are asked for.
///
/// A thousand files are judged in the memory that the largest one takes, since a report shows their lines one file after
/// the other. A file that has changed since it was judged has no text: nothing is shown rather than another line.
public struct SourceTexts: Sendable {
  private var kept: [String: SourceText] = [:]
  private var onDisk: [String: Original] = [:]

  /// A file that can be read again.
  private struct Original {
    let path: String
    let stamp: FileStamp
  }

  /// Texts that are kept.
  public init(_ texts: [String: SourceText] = [:]) { kept = texts }

  /// The paths of all texts.
  public var paths: Set<String> { Set(kept.keys).union(onDisk.keys) }

  /// Whether there is a text for a path.
  public func contains(_ path: String) -> Bool { kept[path] != nil || onDisk[path] != nil }

  /// Adds the text of a file, if it has one: as a stamp where it can be read again, else as it is.
  package mutating func add(_ path: String, _ text: SourceText?, stamp: FileStamp?) {
    if let stamp { onDisk[path] = Original(path: path, stamp: stamp) } else { kept[path] = text }
  }

  /// The same texts under other paths.
  package func renamed(_ name: (String) -> String) -> SourceTexts {
    var renamed = SourceTexts()
    for (path, text) in kept { renamed.kept[name(path)] = text }
    for (path, original) in onDisk { renamed.onDisk[name(path)] = original }
    return renamed
  }

  /// Reads the texts, in whatever order they are asked for.
  package struct Reader {
    private let texts: SourceTexts
    /// The last two: findings of one file follow one another, and may point at one other.
    private var recent: [(path: String, text: SourceText?)] = []

    package init(_ texts: SourceTexts) { self.texts = texts }

    /// The text at a path; nil where there is none, or no longer the one that was judged.
    package mutating func text(_ path: String) -> SourceText? {
      if let text = texts.kept[path] { return text }
      if let known = recent.first(where: { $0.path == path }) { return known.text }
      let text = texts.onDisk[path].flatMap { ContractFile.text(path: $0.path, stamp: $0.stamp) }
      recent = recent.suffix(1) + [(path, text)]
      return text
    }
  }
}

extension SourceTexts: ExpressibleByDictionaryLiteral {
  /// Texts that are kept.
  public init(dictionaryLiteral elements: (String, SourceText)...) {
    self.init(Dictionary(elements, uniquingKeysWith: { $1 }))
  }
}
