extension Rule {
  static let pageLinkDead = Rule(
    "page-link-dead", .verdict, .error,
    reason: "a reader who follows the link finds nothing",
    details: """
      This covers links, on pages that `prose:` in pv.yaml lists, to files of the project, relative to the page's own \
      folder, and to headings of Markdown pages by GitHub's anchors. Other addresses are not checked.
      """)
}
