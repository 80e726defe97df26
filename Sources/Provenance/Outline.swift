/// What a source file says of itself, before it is known which files stand beside it.
struct Outline: Sendable {
  /// An extension of a type, of this file or of another one.
  struct Extension: Sendable {
    /// The first part of its name.
    var type: Word
    /// Whether it is of a type within that one.
    var isWithin = false
    /// What its header names.
    var names: Set<Word> = []
    var members: Set<Word> = []
    var publicMembers: Set<Word> = []
    /// Whether it adds what is used without being named.
    var isUnnamed = false
  }

  /// What reaches the file, extensions apart, and what of it other targets see.
  var provides: Set<Word> = []
  var publicWords: Set<Word> = []
  /// Types at depth 0, private ones too, with what their headers name.
  var types: [Word: Set<Word>] = [:]
  /// Other names of types.
  var aliases: Set<Word> = []
  var extensions: [Extension] = []
  /// Attributes that begin with a capital letter.
  var attributes: Set<Word> = []
  var isAlwaysReached = false

  // MARK: C only

  /// What `#include` and module maps name.
  var includes: [Include] = []
  /// Whether every source file of the target is included.
  var includesTarget = false
  /// What `#define` names.
  var macros: Set<Word> = []
  /// Functions that are declared and not defined, and those that are defined.
  var prototypes: Set<Word> = []
  var definitions: Set<Word> = []
  /// Whether names may be put together of parts.
  var pastes = false

  /// A file that is included.
  struct Include: Hashable, Sendable {
    var name: String
    /// Whether it is looked for beside the including file.
    var isQuoted: Bool
  }
}
