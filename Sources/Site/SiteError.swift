/// Why a site is not written.
public enum SiteError: Error, CustomStringConvertible {
  /// The folder has files, and was not made by `pv site`.
  case notASite(String)
  case notAFolder(String)
  /// The folder is one of another version.
  case otherMarker(String)
  /// A report that is named is none.
  case unreadable(String, reason: String)

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .notASite(let path):
      "\(path) holds files and no \(SiteFolder.marker), so that it is no site: name another folder, or empty it"
    case .notAFolder(let path): "\(path) is no folder"
    case .otherMarker(let path): "\(path)/\(SiteFolder.marker) is none that this pv site writes; remove the folder"
    case .unreadable(let path, let reason): "\(path): \(reason)"
    }
  }
}
