/// What a source file says of itself, before it is known which files stand beside it.
struct Outline {
  /// An extension of a type, of this file or of another one.
  struct Extension {
    /// The first part of its name.
    var type: Word
    var isOfNestedType = false
    var members: Set<Word> = []
    var conformances: Set<Word> = []
    /// Whether it adds what is used without being named.
    var isUnnamed = false
  }

  /// What reaches the file, extensions apart.
  var provides: Set<Word> = []
  /// Types at depth 0, private ones too, with what they inherit from or conform to; of a type alias nothing.
  var declaredTypes: [Word: Set<Word>] = [:]
  var extensions: [Extension] = []
  /// Attributes that begin with a capital letter.
  var attributes: Set<Word> = []
  var isAlwaysReached = false
  /// What `#include` and module maps name, C only.
  var includes: [Include] = []
  /// Whether every source file of the target is included.
  var includesTarget = false
  /// What `#define` names, C only.
  var macros: Set<Word> = []
  /// Functions that are declared and not defined, C headers only.
  var prototypes: Set<Word> = []

  /// A file that is included.
  struct Include: Hashable {
    var name: String
    /// Whether it is looked for beside the including file.
    var isQuoted: Bool
  }
}
