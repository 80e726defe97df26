import ContractKit

/// Why a request is not answered.
struct ResponseError: Error {
  let code: Int
  let message: String

  static let notInitialized = ResponseError(code: -32002, message: "the first request is `initialize`")
  static let canceled = ResponseError(code: -32800, message: "the request was taken back")
  static func unknown(_ method: String) -> ResponseError {
    ResponseError(code: -32601, message: "there is no method `\(method.prefix(80))`")
  }
  static func invalid(_ reason: String) -> ResponseError { ResponseError(code: -32602, message: reason) }
  static func refused(_ reason: String) -> ResponseError { ResponseError(code: -32600, message: reason) }
  static func failed(_ reason: String) -> ResponseError { ResponseError(code: -32803, message: reason) }

  var json: JSON { ["code": .integer(code), "message": .string(message)] }
}
