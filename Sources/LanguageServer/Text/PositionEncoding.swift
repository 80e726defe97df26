/// What a client counts in a line.
enum PositionEncoding: String, Sendable {
  case utf8 = "utf-8"
  case utf16 = "utf-16"

  /// The one to use with a client: bytes where it knows them, since they need no counting; else UTF-16, which all know.
  static func negotiated(_ offered: [String]) -> PositionEncoding { offered.contains("utf-8") ? .utf8 : .utf16 }
}
