extension Float {
  /// The one NaN that arithmetic of this package returns: quiet, positive, no payload (0x7fc00000).
  ///
  /// IEEE 754 leaves sign and payload of a produced NaN open: 0 * infinity has another sign on x86
  /// than on Arm, and which payload survives a + b depends on the compiler.
  static let theNaN = Float(bitPattern: 0x7fc0_0000)

  /// The value, with every NaN replaced by the canonical one.
  var withCanonicalNaN: Float { isNaN ? Float.theNaN : self }
}
