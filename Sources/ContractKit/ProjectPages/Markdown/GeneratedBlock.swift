/// A part of a hand-written document that `pv` writes, between two marker comments.
package enum GeneratedBlock {
  static let begin = "<!-- pv:status:begin -->"
  static let end = "<!-- pv:status:end -->"

  /// The document with the text between its markers replaced, or nil where it does not have exactly
  /// one pair of them in order.
  package static func replace(in document: String, with content: String) -> String? {
    let opening = document.ranges(of: begin)
    let closing = document.ranges(of: end)
    guard opening.count == 1, closing.count == 1, opening[0].upperBound <= closing[0].lowerBound else { return nil }
    return document[..<opening[0].upperBound] + "\n\n" + content + "\n" + document[closing[0].lowerBound...]
  }

  /// The lines to put into a document that has no markers yet.
  package static var markers: String { "\(begin)\n\(end)" }
}
