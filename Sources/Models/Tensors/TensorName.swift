/// A name that equals another only where their UTF-8 bytes are the same.
///
/// Texts of Swift are equal where they are canonically equivalent: "é" in one code point and in two. In a file those are
/// two tensors.
package struct TensorName: Hashable, Comparable, Sendable {
  package let text: String

  package init(_ text: String) { self.text = text }

  package static func == (left: TensorName, right: TensorName) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

  package static func < (left: TensorName, right: TensorName) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
