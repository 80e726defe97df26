import Base
import Foundation

/// A JSON file of the transformers package, whose numbers may have fractions.
struct ConfigurationFile {
  let path: String
  private let members: [String: Any]

  /// Reads a file whose value is an object.
  ///
  /// - Throws: `ModelFileError`; `FileError`.
  init(path: String) throws {
    let bytes = try FolderFile.read(path)
    guard let members = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] else {
      throw ModelFileError(path: path, reason: "it is not a JSON object")
    }
    self.init(path: path, members: members)
  }

  init(path: String, members: [String: Any]) { (self.path, self.members) = (path, members) }

  /// Whether a member is there and not null.
  func has(_ key: String) -> Bool { members[key].map { !($0 is NSNull) } ?? false }

  /// Any member, as Foundation has it.
  func value(_ key: String) -> Any? { has(key) ? members[key] : nil }

  /// The object under a key, or nil.
  func object(_ key: String) -> ConfigurationFile? {
    (members[key] as? [String: Any]).map { ConfigurationFile(path: path, members: $0) }
  }

  /// A positive integer that a model's sizes can be computed with: below 2^31.
  func size(_ key: String) throws -> Int {
    guard let value = members[key] as? Int, (1..<1 << 31).contains(value) else {
      throw ModelFileError(path: path, reason: "\(key) is missing or no positive integer below 2^31")
    }
    return value
  }

  func number(_ key: String) throws -> Double {
    guard let value = members[key] as? Double, value.isFinite else {
      throw ModelFileError(path: path, reason: "\(key) is missing or no number")
    }
    return value
  }

  func text(_ key: String) -> String? { members[key] as? String }
  func texts(_ key: String) -> [String]? { members[key] as? [String] }
  func isTrue(_ key: String) -> Bool { members[key] as? Bool ?? false }
}
