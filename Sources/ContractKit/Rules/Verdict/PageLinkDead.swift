extension Rule {
  static let pageLinkDead = Rule(
    "page-link-dead", .verdict, .error,
    reason: "a reader who follows the link finds nothing",
    details: """
      Links from pages that `prose:` in pv.yaml lists to files of the project, from the page's own folder, and to headings \
      of Markdown pages by the anchors that GitHub gives them. Other addresses are not asked for.
      """)
}
