/// A file that a run wrote, with the line ends that git gives it on checkout where `core.autocrlf` is on.
///
/// No digest fits it, though nobody has edited it.
struct ConvertedLineEnds {
  /// What is wrong, as a part of a finding's message.
  let message = "the lines end in CRLF, as git's core.autocrlf writes them"
  /// How to get the bytes of the run.
  let help = """
    write `* text=auto eol=lf` into .gitattributes, then remove the files and check them out again: \
    rm -r evidence && git checkout -- evidence
    """

  /// Nil where the first line ends otherwise, or the file cannot be read.
  init?(at path: String) {
    guard let bytes = try? Files.read(path), let end = bytes.firstIndex(of: UInt8(ascii: "\n")), end > 0,
      bytes[end - 1] == UInt8(ascii: "\r")
    else { return nil }
  }
}
