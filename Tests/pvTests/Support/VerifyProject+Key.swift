import Foundation

extension VerifyProject {
  /// The folder of the keys that are for tests alone.
  static let keys =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .path + "/AttestationTests/Golden"

  /// Puts a test key here with its public half, as NAME.key and NAME.pem; the former as its owner alone can read it.
  ///
  /// - Returns: the name of the private key's file.
  func addKey(_ name: String) throws -> String {
    let manager = FileManager.default
    try manager.copyItem(atPath: "\(Self.keys)/\(name).test-key", toPath: "\(path)/\(name).key")
    try manager.setAttributes([.posixPermissions: 0o600], ofItemAtPath: "\(path)/\(name).key")
    try manager.copyItem(atPath: "\(Self.keys)/\(name).pem", toPath: "\(path)/\(name).pem")
    return "\(name).key"
  }
}
