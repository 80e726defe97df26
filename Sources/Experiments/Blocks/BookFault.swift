/// One thing that a decoder of code books, digits or levels can do wrongly.
enum BookFault: String, CaseIterable {
  case signsDropped = "signs_dropped"
  case parityDropped = "parity_dropped"
  case scaleHalfMissing = "scale_half_missing"
  case scaleNibblesSwapped = "scale_nibbles_swapped"
  case entryHighBitsDropped = "entry_high_bits_dropped"
  case shiftSign = "shift_sign"
  case digitsReversed = "digits_reversed"
  case fieldsReversed = "fields_reversed"
  case offsetMissing = "offset_missing"
  case bitInverted = "bit_inverted"
  case nibblesSwapped = "nibbles_swapped"
  case scaleOffsetMissing = "scale_offset_missing"
  case scaleHighBitsDropped = "scale_high_bits_dropped"
  case scaleNotHalved = "scale_not_halved"
  case scaleNaN = "scale_nan"
  case negativeZero = "negative_zero"
  case nanSign = "nan_sign"
  case subnormalsFlushed = "subnormals_flushed"

  /// In words, for reviewers.
  var text: String {
    switch self {
    case .signsDropped: "signs are not read"
    case .parityDropped: "the eighth sign is always plus"
    case .scaleHalfMissing: "0.5 is not added to the scale, or 1 to twice the scale"
    case .scaleNibblesSwapped: "the upper nibble of a byte of scales comes first"
    case .entryHighBitsDropped: "the bits of an entry's number above the lowest eight are not read"
    case .shiftSign: "1/8 is added where it is subtracted, and the reverse"
    case .digitsReversed: "the last digit of base 3 comes first"
    case .fieldsReversed: "the highest two bits of a byte are the first of its weights"
    case .offsetMissing: "1 is not subtracted from the digits"
    case .bitInverted: "a set bit means -d"
    case .nibblesSwapped: "high nibbles come first"
    case .scaleOffsetMissing: "32 is not subtracted from the scales"
    case .scaleHighBitsDropped: "the top two bits of the scales are not read"
    case .scaleNotHalved: "the levels are doubled, but the scale is not halved"
    case .scaleNaN: "the scale that the format's own standard has as NaN is NaN"
    case .negativeZero: "the code of negative zero gives -0"
    case .subnormalsFlushed: "a subnormal scale counts as 0"
    case .nanSign: "NaN is left as x86 makes it of infinity * 0, with the sign bit set"
    }
  }
}
