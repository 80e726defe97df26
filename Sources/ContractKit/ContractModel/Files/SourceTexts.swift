/// The texts that findings point into, by path: kept, or read again from their files when they are asked for.
///
/// A thousand files are judged in the memory that the largest one takes, since a report shows their lines one file after
/// the other. A file that has changed since it was judged has no text: nothing is shown rather than another line.
public struct SourceTexts: Sendable {
  private var kept: [String: SourceText] = [:]
  /// One for each file that was judged. A dictionary, which would take more memory, is made once a finding shows a text.
  private var onDisk: [Original] = []

  /// A file that can be read again.
  private struct Original {
    /// What the text is called in findings.
    let name: String
    /// Where it is read from.
    let path: String
    let stamp: FileStamp
  }

  /// Texts that are kept.
  public init(_ texts: [String: SourceText] = [:]) { kept = texts }

  /// None yet, with room for those of so many files.
  package init(capacity: Int) { onDisk.reserveCapacity(capacity) }

  /// The paths of all texts.
  public var paths: Set<String> { Set(kept.keys).union(onDisk.map(\.name)) }

  /// Adds the text of a file, if it has one: as a stamp where it can be read again, else as it is.
  package mutating func add(_ path: String, _ text: SourceText?, stamp: FileStamp?) {
    if let stamp { onDisk.append(Original(name: path, path: path, stamp: stamp)) } else { kept[path] = text }
  }

  /// The same texts under other paths.
  package func renamed(_ name: (String) -> String) -> SourceTexts {
    var renamed = SourceTexts()
    for (path, text) in kept { renamed.kept[name(path)] = text }
    renamed.onDisk = onDisk.map { Original(name: name($0.name), path: $0.path, stamp: $0.stamp) }
    return renamed
  }

  /// Reads the texts, in whatever order they are asked for.
  package struct Reader {
    private let texts: SourceTexts
    /// The positions of those on disk, by name, made when the first is asked for.
    private lazy var places = Dictionary(
      texts.onDisk.indices.map { (texts.onDisk[$0].name, $0) }, uniquingKeysWith: { $1 })
    /// The last two: findings of one file follow one another, and may point at one other.
    private var recent: [(path: String, text: SourceText?)] = []

    package init(_ texts: SourceTexts) { self.texts = texts }

    /// The text at a path; nil where there is none, or no longer the one that was judged.
    package mutating func text(_ path: String) -> SourceText? {
      if let text = texts.kept[path] { return text }
      if let known = recent.first(where: { $0.path == path }) { return known.text }
      let original = places[path].map { texts.onDisk[$0] }
      let text = original.flatMap { ContractFile.text(path: $0.path, stamp: $0.stamp) }
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
