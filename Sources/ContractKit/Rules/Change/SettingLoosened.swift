extension Rule {
  static let settingLoosened = Rule(
    "setting-loosened", .change, .error,
    reason: "a page that is listed no more, or a demand that is made no more, is given up in silence",
    details: """
      Compared are pv.yaml of the last release and of now: pages and contracts that `prose` no longer covers though they are \
      there, `ship_spec` that is no longer required, `keys` that are gone, or of which there are more. A contract that \
      `exclude` covers now and did not then counts as removed. An item of CHANGELOG.md that is newer than the release answers \
      for it: - `pv.yaml#prose/docs/models.md`: REASON (OWNER); `pv.yaml#prose` covers all pages.
      """)
}
