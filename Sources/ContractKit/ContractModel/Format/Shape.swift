/// What may stand at a place of a contract.
///
/// The checker, the decoder's expectations and the JSON Schema all come from these definitions.
public indirect enum Shape: Sendable {
  /// One scalar; `no`, `1.0` and `010` are text here, whatever YAML would make of them.
  case text
  /// A whole number.
  case integer
  /// `true` or `false`.
  case flag
  /// A day, `YYYY-MM-DD`.
  case date
  /// One of a vocabulary.
  case choice(Vocabulary)
  /// The name of a term, ours or the project's.
  case term(Terms.Kind)
  case list(Shape)
  /// One value, or a list of such.
  case oneOrMore(Shape)
  case object(ObjectShape)
  /// Text, or a mapping that says more.
  case textOr(ObjectShape)
  /// A mapping whose keys the author chooses.
  case named(Shape)
  /// Whatever the author needs; kept as it is.
  case anything
}

/// The words that a field can hold.
public struct Vocabulary: Sendable {
  /// What the words are, as a message calls one of them.
  public let name: String
  /// The words, in the order in which they are documented.
  public let words: [String]
  /// Whether an unknown word is an error in every contract, not only in `pv/1`.
  package let isClosed: Bool
  /// Where the words stand.
  let positions: NameTable

  package init(_ name: String, _ words: [String], isClosed: Bool = false) {
    self.name = name
    self.words = words
    positions = NameTable(words)
    self.isClosed = isClosed
  }
}

/// A mapping with known keys. Unknown keys are kept and counted; those that resemble a known one are
/// findings.
public final class ObjectShape: Sendable {
  /// What the mapping is, as a message calls it, with its article.
  public let name: String
  /// The keys, in the order in which they are documented.
  public let fields: [Field]
  /// The positions of the keys that must be there.
  let demanded: UInt64
  /// The keys' names, to suggest from.
  package let names: NameSearch
  /// What nearly every value of each field is, which needs no closer look.
  let usual: [Usual]
  /// What stands below keys that the author chooses; nil where there are none.
  package let others: Shape?
  /// Words that authors use for keys, by which they mean the ones here.
  let synonyms: [String: String]
  private let isAdded: [Bool]
  private let positions: NameTable

  /// A kind of value.
  enum Usual {
    case text
    /// One text or a list of such.
    case texts
    /// A list of mappings.
    case mappings(ObjectShape)
    case other

    init(_ shape: Shape) {
      switch shape {
      case .text: self = .text
      case .oneOrMore(.text), .oneOrMore(.textOr): self = .texts
      case .list(.object(let object)): self = .mappings(object)
      default: self = .other
      }
    }
  }

  package init(_ name: String, _ fields: [Field], others: Shape? = nil, synonyms: [String: String] = [:]) {
    self.name = name
    self.fields = fields
    (self.others, self.synonyms) = (others, synonyms)
    precondition(fields.count <= 64, "a mapping of too many keys")
    demanded = fields.indices.reduce(0) { fields[$1].presence == .optional ? $0 : $0 | 1 << $1 }
    names = NameSearch(fields.map(\.key)).prepared
    usual = fields.map { Usual($0.shape) }
    isAdded = fields.map { $0.origin == .added }
    positions = NameTable(fields.map(\.key))
  }

  /// The key that an author means by another word; nil where it is none that is known. `if_test_passes` and the like say
  /// what follows from a failure, too.
  func synonym(of word: String) -> String? {
    synonyms[word] ?? synonyms.first { $0.key.hasSuffix("*") && word.hasPrefix($0.key.dropLast()) }?.value
  }

  /// The field of a key.
  public func field(_ key: String) -> Field? { fields.first { $0.key == key } }

  /// The position of the field of a key's bytes.
  func position(of key: UnsafeBufferPointer<UInt8>) -> Int? { positions.position(of: key) }

  /// Whether a mapping has a key that `pv/1` adds to the public format.
  func hasAdditions(_ mapping: YAMLNode) -> Bool {
    mapping.tree.keys(of: mapping.position).contains { key in
      mapping.tree.withText(key) { position(of: $0) }.map { isAdded[$0] } ?? false
    }
  }
}

/// A known key of a mapping.
public struct Field: Sendable {
  /// Whether the key must be there.
  package enum Presence: Sendable {
    /// It may be left out, or a rule of its own asks for it.
    case optional
    /// Its absence is an error in every contract: the public format asks for it, too.
    case required
    /// Its absence is an error in `pv/1`.
    case strict
  }

  /// Whose the key is.
  public enum Origin: Sendable {
    /// The public format's.
    case common
    /// Added by `pv/1`; elsewhere a wrong kind of value is a warning.
    case added
  }

  /// The key itself.
  public let key: String
  /// What its value may be.
  public let shape: Shape
  /// Whether it must be there.
  package let presence: Presence
  /// Whose it is.
  package let origin: Origin
  /// One sentence for editors.
  package let documentation: String

  package init(
    _ key: String, _ shape: Shape, _ documentation: String, _ presence: Presence = .optional,
    _ origin: Origin = .common
  ) {
    self.key = key
    self.shape = shape
    self.presence = presence
    self.origin = origin
    self.documentation = documentation
  }

  /// A key that `pv/1` adds to the public format.
  static func added(
    _ key: String, _ shape: Shape, _ documentation: String, _ presence: Presence = .optional
  ) -> Field {
    Field(key, shape, documentation, presence, .added)
  }
}
