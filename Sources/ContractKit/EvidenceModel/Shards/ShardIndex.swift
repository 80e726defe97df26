/// Which part of a run this is: `3/8` is the third of eight.
public struct ShardIndex: Hashable, Sendable, CustomStringConvertible {
  /// The largest number of shards that a run may have.
  public static let limit = 10_000

  /// From 1 to `count`.
  public let number: Int
  /// How many shards the run has.
  public let count: Int

  /// A part of a run; nil where there is no such part.
  public init?(_ number: Int, of count: Int) {
    guard (1...Self.limit).contains(count), (1...count).contains(number) else { return nil }
    (self.number, self.count) = (number, count)
  }

  /// The part that a text such as `3/8` spells; nil where it spells none.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1] else { return nil }
    self.init(number, of: count)
    // One spelling a shard: neither +3/8 nor 03/8.
    guard text == description else { return nil }
  }

  /// `3/8`
  public var description: String { "\(number)/\(count)" }

  /// `shard-3-of-8`: what the folder of its first attempt is called.
  package var folderName: String { "shard-\(number)-of-\(count)" }

  /// All parts of a run.
  public static func all(of count: Int) -> [ShardIndex] { (1...count).compactMap { ShardIndex($0, of: count) } }
}
