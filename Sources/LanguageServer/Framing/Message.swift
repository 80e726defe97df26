import ContractKit

/// What a client sends: a request, a notification, or an answer to a request of ours.
struct Message: Sendable {
  /// What an answer refers to.
  enum ID: Hashable, Sendable {
    case number(Int)
    case text(String)

    init?(_ json: JSON) {
      switch json {
      case .integer(let number): self = .number(number)
      case .string(let text): self = .text(text)
      default: return nil
      }
    }

    var json: JSON {
      switch self {
      case .number(let number): .integer(number)
      case .text(let text): .string(text)
      }
    }
  }

  /// Nil for a notification.
  let id: ID?
  /// Nil for an answer.
  let method: String?
  /// An object; empty where there is none.
  let parameters: JSON

  /// Reads a message.
  ///
  /// Parameters with numbers that are no integers are as if they were null: none that is read here has any.
  ///
  /// - Throws: ``MessageError`` where the bytes are no JSON, or no message.
  init(reading bytes: [UInt8]) throws(MessageError) {
    var id: ID?
    var (hasID, method, parameters) = (false, String?.none, [String: JSON]())
    do {
      var reader = JSONReader(SurrogateRepair.repaired(bytes), takesSurrogatePairs: true)
      try reader.members { key, reader in
        switch key {
        case "id":
          let value = try reader.value()
          (hasID, id) = (value != .null, ID(value))
        case "method": method = try reader.value().string
        case "params": parameters = try Self.parameters(&reader)
        default: try reader.skipValue()
        }
      }
      try reader.end()
    } catch { throw .notJSON("\(error)") }
    guard id != nil || !hasID else { throw .notAMessage("the id is neither a number nor a text") }
    guard id != nil || method != nil else { throw .notAMessage("it has neither an id nor a method") }
    (self.id, self.method, self.parameters) = (id, method, .object(parameters))
  }

  private static func parameters(_ reader: inout JSONReader) throws -> [String: JSON] {
    var parameters: [String: JSON] = [:]
    let start = reader
    do {
      try reader.members { key, reader in
        let value = reader
        do { parameters[key] = try reader.value() } catch {
          reader = value
          try reader.skipValue()
        }
      }
    } catch {
      // A list, or nothing: no method that is known here takes one.
      parameters = [:]
      reader = start
      try reader.skipValue()
    }
    return parameters
  }
}

/// Bytes that are no message.
enum MessageError: Error, Equatable {
  case notJSON(String)
  case notAMessage(String)

  /// The error's number in JSON-RPC.
  var code: Int {
    switch self {
    case .notJSON: -32700
    case .notAMessage: -32600
    }
  }

  /// What is wrong, in one sentence.
  var reason: String {
    switch self {
    case .notJSON(let reason): "the message is no JSON: \(reason)"
    case .notAMessage(let reason): "this is no message: \(reason)"
    }
  }
}
