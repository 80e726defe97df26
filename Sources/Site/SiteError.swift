/// Why a site is not written.
public enum SiteError: Error, CustomStringConvertible {
  /// The folder has files, and was not made by `pv site`.
  case notASite(String)
  case notAFolder(String)
  /// The folder is one of another version.
  case otherMarker(String)
  /// Where a page goes stands something that `pv site` did not write.
  case taken(String)
  /// A report that is named is none.
  case unreadable(String, reason: String)

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .notASite(let path):
      "\(path) has files but no \(SiteFolder.marker), so it is not a site of pv: name another folder, or empty it"
    case .notAFolder(let path): "\(path) is no folder"
    case .otherMarker(let path):
      "\(path)/\(SiteFolder.marker) was not written by this version of pv site: name another folder"
    case .taken(let path): "\(path) is not a page of this site, and a page would go there: move it away"
    case .unreadable(let path, let reason): "\(path): \(reason)"
    }
  }
}
