/// A pattern for paths: `*` and `?` stand for characters of a name, `**` for any folders, none included.
package struct PathPattern: Sendable {
  private let parts: [[Unicode.Scalar]]
  /// Whether it has no slash but at its end, and so is about a name at any depth.
  private let isName: Bool

  /// Reads a pattern; `./` at its start and a slash at its end mean nothing.
  package init(_ text: String) {
    parts = text.split(separator: "/").filter { $0 != "." }.map { Array($0.unicodeScalars) }
    isName = parts.count == 1 && !text.hasPrefix("./") && !text.hasPrefix("/")
  }

  /// Whether it stands for more than one path.
  private var hasWildcard: Bool {
    parts.contains { $0.contains { $0 == "*" || $0 == "?" } }
  }

  /// Whether it matches a path, or a folder that the path lies in.
  ///
  /// - Parameter path: from the folder that the pattern starts from, without detours.
  package func covers(_ path: String) -> Bool {
    let names = path.split(separator: "/").map { Array($0.unicodeScalars) }
    if isName, let part = parts.first { return names.contains { Self.matches($0[...], part[...]) } }
    // The pattern may end before the path does.
    var ends: Set<Int> = [0]
    for (index, part) in parts.enumerated() {
      if part == Array("**".unicodeScalars) {
        // At the end it stands for what is below a folder, and not for the folder.
        guard index < parts.count - 1 else { return ends.contains { $0 < names.count } }
        ends = Set(ends.flatMap { Array($0...names.count) })
      } else {
        ends = Set(ends.filter { $0 < names.count && Self.matches(names[$0][...], part[...]) }.map { $0 + 1 })
      }
      if ends.isEmpty { return false }
    }
    return !parts.isEmpty
  }

  /// What it matches below a folder, in ascending order; nil where it is a plain path, or matches nothing.
  ///
  /// Folders that links lead to are entered by name only, so there is no cycle; names that start with a dot are left out.
  package func matches(below folder: String) -> [String]? {
    guard hasWildcard else { return nil }
    var paths = [folder]
    for part in parts {
      let isDeep = part == Array("**".unicodeScalars)
      paths = paths.flatMap { path -> [String] in
        if isDeep { return Self.folders(at: path) }
        guard part.contains(where: { $0 == "*" || $0 == "?" }) else {
          let next = PathText.join(path, String(String.UnicodeScalarView(part)))
          return Files.kind(of: next) == nil ? [] : [next]
        }
        return Self.entries(of: path).filter { Self.matches(Array($0.unicodeScalars)[...], part[...]) }
          .map { PathText.join(path, $0) }
      }
    }
    let found = Set(paths.filter { !$0.isEmpty }).sorted(by: Files.utf8Order)
    return found.isEmpty ? nil : found
  }

  private static func entries(of folder: String) -> [String] {
    let names = try? Files.names(in: folder.isEmpty ? "." : folder)
    return (names ?? []).filter { !$0.hasPrefix(".") }
  }

  /// A folder and all below it.
  private static func folders(at folder: String) -> [String] {
    [folder]
      + entries(of: folder).map { PathText.join(folder, $0) }.filter { Files.kind(of: $0) == .folder }.flatMap(folders)
  }

  /// Whether a name is one that a part of a pattern stands for; linear but for the stars.
  private static func matches(_ name: ArraySlice<Unicode.Scalar>, _ part: ArraySlice<Unicode.Scalar>) -> Bool {
    var (name, part) = (name, part)
    // Where to go on if the last star was too short.
    var retry: (name: ArraySlice<Unicode.Scalar>, part: ArraySlice<Unicode.Scalar>)?
    while true {
      if part.first == "*" {
        part = part.dropFirst()
        retry = (name, part)
      } else if let wanted = part.first, let scalar = name.first, wanted == scalar || wanted == "?" {
        (name, part) = (name.dropFirst(), part.dropFirst())
      } else if name.isEmpty && part.isEmpty {
        return true
      } else if let last = retry, !last.name.isEmpty {
        retry = (last.name.dropFirst(), last.part)
        (name, part) = (last.name.dropFirst(), last.part)
      } else {
        return false
      }
    }
  }
}

/// The files of a project that are not judged where they are found below a folder.
public struct Exclusion: Sendable {
  private let patterns: [PathPattern]
  private let folder: String

  /// - Parameter folder: where the patterns start from.
  public init(_ patterns: [String], folder: String) {
    self.patterns = patterns.map(PathPattern.init)
    self.folder = PathText.absolute(folder)
  }

  /// Files without those that are not judged.
  package func applied(to files: [String]) -> [String] {
    guard !patterns.isEmpty else { return files }
    let current = Files.currentFolder
    return files.filter { file in
      let whole = PathText.absolute(file, from: current)
      guard GivenPath.isBelow(whole, folder) else { return true }
      let path = PathText.shown(whole, from: folder)
      return !patterns.contains { $0.covers(path) }
    }
  }
}
