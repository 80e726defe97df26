import ArgumentParser
import CMemory
import LanguageServer

/// `pv lsp`
struct LanguageServerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lsp",
    abstract: "Serve an editor with findings as you type, quick fixes, completion and renaming, statuses and margins.",
    discussion: """
      The server speaks the Language Server Protocol 3.17 over standard input and output until the editor ends the \
      session. One process serves a workspace of many packages. The server runs nothing in the workspace, and reads \
      only below the workspace's folders. docs/editors.md has the configuration for Neovim, Helix, Emacs and VS Code.

      Exit code 0: the editor requested a shutdown before it ended the session. 1: it did not.
      """)

  @Flag(help: "Accepted because some editors pass it; there is no other transport.")
  var stdio = false

  func run() throws {
    memory_keep_freed()
    _ = memory_serve_libyaml()
    throw ExitCode(ServerConnection.serve())
  }
}
