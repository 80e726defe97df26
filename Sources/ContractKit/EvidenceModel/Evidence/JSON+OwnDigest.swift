extension JSON {
  /// The canonical bytes of a value that holds the digest of its own bytes, taken while ``Digest/placeholder`` stands in its
  /// place.
  ///
  /// - Parameter form: the value with a digest in it.
  package static func bytes(withOwnDigest form: (_ digest: String) -> JSON) -> [UInt8] {
    form(Digest(of: form(Digest.placeholder).canonicalBytes).description).canonicalBytes
  }
}
