import ArgumentParser
import CMemory
import LanguageServer

/// `pv lsp`
struct LanguageServerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lsp",
    abstract: "Serve an editor: what is wrong as it is typed, quick fixes, names, statuses and margins.",
    discussion: """
      Speaks the Language Server Protocol 3.17 over standard input and output until the editor ends it. One process \
      serves a workspace of many packages. It runs nothing of the workspace, and reads below the workspace's folders \
      only. docs/editors.md has the lines for Neovim, Helix, Emacs and VS Code.

      Exit codes: 0 where the editor asked for a shutdown before it left, else 1.
      """)

  @Flag(help: "Accepted because some editors pass it; there is no other transport.")
  var stdio = false

  func run() throws {
    memory_keep_freed()
    _ = memory_serve_libyaml()
    throw ExitCode(ServerConnection.serve())
  }
}
