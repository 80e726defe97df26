/// The orders of summation in which the noise of rounding is measured.
///
/// A sum of the same terms in another order is as right as any; how far such results lie apart is
/// the noise that a threshold must leave room for. FalsifierKit's `SummationOrder` computes them.
public enum OrderName: String, CaseIterable, Sendable {
  case sequential
  case reversed
  case pairwise
  case lanes8 = "lanes_8"
  case lanes16 = "lanes_16"
  case lanes64 = "lanes_64"
  case sorted
}
