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
      serves a workspace of many packages. It runs nothing in the workspace, and reads only below the workspace's \
      folders. docs/editors.md has the configuration for Neovim, Helix, Emacs and VS Code.

      Exit code 0: the editor asked for a shutdown before it ended. 1: it did not.
      """)

  @Flag(help: "Accepted because some editors pass it; there is no other transport.")
  var stdio = false

  func run() throws {
    memory_keep_freed()
    _ = memory_serve_libyaml()
    throw ExitCode(ServerConnection.serve())
  }
}
