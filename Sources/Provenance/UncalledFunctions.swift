/// Functions that a compiler calls where nobody names them: `fmaf` for Swift's `addingProduct`, `memcpy` for a copy.
///
/// See "C" in docs/evidence-keys.md.
enum UncalledFunctions {
  static let names: Set<Word> = {
    let known = mathematics + mathematics.map { $0 + "f" } + mathematics.map { $0 + "l" } + others
    return Set(known.map { Word($0) })
  }()

  /// Also with `f` or `l` at their ends.
  private static let mathematics = words(
    """
    acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh erf erfc exp exp2 expm1 fabs
    fdim floor fma fmax fmin fmod frexp hypot ldexp lgamma llrint llround log log10 log1p log2 logb
    lrint lround modf nearbyint nextafter pow remainder remquo rint round roundeven scalbln scalbn
    sin sincos sinh sqrt tan tanh tgamma trunc
    """)

  private static let others = words(
    """
    abort aligned_alloc bcmp calloc free malloc memcmp memcpy memmove memset posix_memalign realloc
    strcmp strlen
    """)

  private static func words(_ text: String) -> [String] {
    text.split(whereSeparator: \.isWhitespace).map(String.init)
  }
}
