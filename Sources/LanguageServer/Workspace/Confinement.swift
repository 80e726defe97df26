import ContractKit

/// The folders of a workspace: nothing outside of them is read, also where a link or a setting leads there.
struct Confinement: Sendable {
  /// Absolute paths without detours, as the client names them.
  let folders: [String]
  /// Where they really are.
  private let places: [String]

  init(_ folders: [String]) {
    self.folders = folders.map { PathText.absolute($0) }
    places = self.folders.compactMap(GivenPath.resolved)
  }

  /// Whether a path lies in the workspace, links followed; of one where nothing is, whether its folder does.
  func contains(_ path: String) -> Bool {
    guard folders.contains(where: { GivenPath.isBelow(path, $0) }) else { return false }
    let place = GivenPath.resolved(path) ?? Files.parent(of: path).flatMap(GivenPath.resolved)
    // Where there is not even a folder, there is nothing to read.
    guard let place else { return true }
    return places.contains { GivenPath.isBelow(place, $0) }
  }

  /// What a path leads to; what is larger than a contract may be is not read.
  func content(of path: String, limit: Int = YAMLLimits.bytes) -> LiveValidation.Content {
    guard folders.contains(where: { GivenPath.isBelow(path, $0) }) else {
      return .unreadable("it is outside of the workspace, and only what lies in it is read here")
    }
    guard let place = GivenPath.resolved(path) else { return .absent }
    guard places.contains(where: { GivenPath.isBelow(place, $0) }) else {
      return .unreadable("it is a link out of the workspace, and only what lies in it is read here")
    }
    do { return .text(try Files.read(place, limit: limit)) } catch {
      return .unreadable((error as? FileError)?.reason ?? "\(error)")
    }
  }

  /// The text of a file of the workspace; nil where there is none, or it cannot be read.
  func bytes(of path: String, limit: Int = YAMLLimits.bytes) -> [UInt8]? {
    guard case .text(let bytes) = content(of: path, limit: limit) else { return nil }
    return bytes
  }
}
