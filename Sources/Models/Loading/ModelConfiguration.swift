import Base

/// The keys and values that describe a model: a config.json of transformers, or what a GGUF file has under the
/// name of its architecture.
struct ModelConfiguration {
  /// The file.
  let path: String
  /// What errors write before a key: `qwen2.` in GGUF, `rope_scaling.` in an object of a config.json.
  let prefix: String
  /// All values; a JSON null is one.
  let values: [String: ConfigurationValue]

  init(path: String, prefix: String = "", values: [String: ConfigurationValue]) {
    (self.path, self.prefix, self.values) = (path, prefix, values)
  }

  /// The object of a JSON file.
  ///
  /// - Throws: `ModelFileError`; `FileError`.
  init(json path: String) throws {
    guard let members = try JSONTree.read(path).members else {
      throw ModelFileError(path: path, reason: "it is not a JSON object")
    }
    self.init(path: path, values: ConfigurationValue.values(of: members))
  }

  /// What a GGUF file has under `ARCHITECTURE.`.
  init(gguf metadata: [String: GGUFValue], architecture: String, path: String) {
    let prefix = architecture + "."
    let own = metadata.filter { $0.key.hasPrefix(prefix) }.map {
      (String($0.key.dropFirst(prefix.count)), ConfigurationValue(gguf: $0.value))
    }
    self.init(path: path, prefix: prefix, values: Dictionary(own) { first, _ in first })
  }

  /// An error that names the file.
  func error(_ reason: String) -> ModelFileError { ModelFileError(path: path, reason: reason) }

  /// Whether a key is there and not null.
  func has(_ key: String) -> Bool { values[key].map { $0 != .null } ?? false }

  /// A positive integer that a model's sizes can be computed with: below 2^31.
  ///
  /// - Parameter standard: for a key that is not there, or null.
  func size(_ key: String, or standard: Int? = nil) throws -> Int {
    if !has(key), let standard { return standard }
    guard let value = values[key]?.integer, (1..<1 << 31).contains(value) else {
      throw error("\(prefix)\(key) is missing or is not a positive integer below 2^31\(found(key))")
    }
    return value
  }

  /// A size that may be given layer by layer, if it is the same in all.
  func size(_ key: String, layers: Int, or standard: Int? = nil) throws -> Int {
    guard case .list(let values)? = values[key] else { return try size(key, or: standard) }
    guard values.count == layers else {
      throw error("\(prefix)\(key) has \(values.count) values for \(layers) layers")
    }
    guard let first = values.first, values.allSatisfy({ $0 == first }) else {
      throw error("\(prefix)\(key) is not the same in all layers\(found(key)), which is not computed")
    }
    return try ModelConfiguration(path: path, prefix: prefix, values: [key: first]).size(key)
  }

  /// A finite number.
  func number(_ key: String, or standard: Double? = nil) throws -> Double {
    if !has(key), let standard { return standard }
    guard let value = values[key]?.number else {
      throw error("\(prefix)\(key) is missing or is not a number\(found(key))")
    }
    return value
  }

  /// A truth value.
  func flag(_ key: String, or standard: Bool) throws -> Bool {
    guard has(key) else { return standard }
    guard case .bool(let value)? = values[key] else {
      throw error("\(prefix)\(key) is neither true nor false\(found(key))")
    }
    return value
  }

  /// A text, or nil where the key is not there or null.
  func text(_ key: String) throws -> String? {
    guard has(key) else { return nil }
    guard case .text(let value)? = values[key] else { throw error("\(prefix)\(key) is not a string\(found(key))") }
    return value
  }

  /// A list, or nil where the key is not there or null.
  func list(_ key: String) throws -> [ConfigurationValue]? {
    guard has(key) else { return nil }
    guard case .list(let values)? = values[key] else { throw error("\(prefix)\(key) is not a list\(found(key))") }
    return values
  }

  /// An object, or nil where the key is not there or null.
  func object(_ key: String) throws -> ModelConfiguration? {
    guard has(key) else { return nil }
    guard case .object(let members)? = values[key] else { throw error("\(prefix)\(key) is not an object\(found(key))") }
    return ModelConfiguration(path: path, prefix: "\(prefix)\(key).", values: members)
  }

  private func found(_ key: String) -> String { values[key].map { ": it is \($0)" } ?? "" }
}

/// What becomes of a key of a configuration.
enum KeyRule {
  /// It is read.
  case used
  /// It changes no result of a forward pass.
  case harmless
  /// Harmless with one of these values, or null; with another it asks for what is not computed.
  case only([ConfigurationValue])

  /// Harmless with one value.
  static func only(_ value: ConfigurationValue) -> KeyRule { .only([value]) }
}

extension ModelConfiguration {
  /// Refuses keys with a value that are not in a table, and values that ask for what is not computed.
  ///
  /// - Throws: `ModelFileError` that names key and value.
  func check(_ rules: [String: KeyRule]) throws {
    for (key, value) in values.sorted(by: { Files.utf8Order($0.key, $1.key) }) {
      switch rules[key] {
      case .used, .harmless: continue
      case .only(let accepted):
        guard value == .null || accepted.contains(value) else {
          let known = accepted.map(\.description).joined(separator: " or ")
          throw error(
            "\(prefix)\(key) is \(value), which is not computed\(known.isEmpty ? "" : "; \(known) can be run")")
        }
      case nil where value == .null: continue
      case nil:
        throw error("\(prefix)\(key) is not known and may change the result: it is \(value)")
      }
    }
  }
}
