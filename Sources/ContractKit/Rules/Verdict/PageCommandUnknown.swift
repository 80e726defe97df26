extension Rule {
  static let pageCommandUnknown = Rule(
    "page-command-unknown", .verdict, .error,
    reason: "a reader who types the command gets a usage error",
    details: """
      In code on pages that `prose:` in pv.yaml lists, fenced or not, a line that calls `pv` must name an existing \
      command, with flags that it has. Words in capitals are placeholders, and what follows `--` is another program's.
      """)
}
