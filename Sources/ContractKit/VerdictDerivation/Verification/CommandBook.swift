/// The commands of `pv`, for pages that name them.
package struct CommandBook {
  /// The names of the subcommands.
  package let names: Set<String>
  /// The long flags and options of a subcommand, with their hyphens.
  let flags: (String) -> Set<String>

  /// Commands by their names.
  ///
  /// - Parameter flags: asked for each subcommand that a page gives flags.
  package init(names: Set<String>, flags: @escaping (String) -> Set<String>) {
    self.names = names
    self.flags = flags
  }

  /// What is wrong with a command line, in words; nil where it is none of `pv`, or all that it names is there.
  ///
  /// What stands in capitals, brackets or the like is a placeholder, and what follows `--` is another program's.
  package func problem(with line: Substring) -> String? {
    var words = line.split(separator: " ")[...]
    if words.first == "$" { words.removeFirst() }
    // Variables of the environment come first.
    while let word = words.first, word.contains("="), word.first?.isLetter == true { words.removeFirst() }
    guard let program = words.popFirst(), program == "pv" || program.hasSuffix("/pv"),
      let name = words.popFirst(), Self.isPlain(name)
    else { return nil }
    guard names.contains(String(name)) else { return "pv has no command \(name)" }
    let given = words.prefix { $0 != "--" && !$0.hasPrefix("#") }.filter { $0.hasPrefix("--") }
      .map { $0.prefix { $0 != "=" } }.filter { Self.isPlain($0.dropFirst(2)) }
    guard !given.isEmpty else { return nil }
    let known = flags(String(name)).union(["--help", "--version"])
    return given.first { !known.contains(String($0)) }.map { "pv \(name) has no \($0)" }
  }

  private static func isPlain(_ word: Substring) -> Bool {
    !word.isEmpty && word.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
      && word.first != "-"
  }
}
