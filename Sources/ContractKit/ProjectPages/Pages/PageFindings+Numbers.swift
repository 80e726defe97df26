/// Numbers that say what was measured, and do not say where.
extension PageFindings {
  /// A number of three or more digits that equals a value of a falsifier which its paragraph names.
  func looseNumbers(_ page: Page) -> [Fault] {
    lazy var linked = page.text.linked
    return page.text.paragraphs.flatMap { paragraph -> [Fault] in
      var named = MarkdownPage.words(page.text.unfenced, in: paragraph).map { String($0.text) }
      if let own = page.own { named.insert(own.falsifier, at: 0) }
      var seen: Set<String> = []
      let falsifiers = named.filter { statuses[$0] != nil && seen.insert($0).inserted }
      guard !falsifiers.isEmpty else { return [] }
      return page.text.numbers(in: paragraph, outside: linked).compactMap { number in
        guard let printed = PrintedNumber(String(number.text)) else { return nil }
        for falsifier in falsifiers {
          guard let pointer = values.pointer(to: printed, of: falsifier, own: page.own) else { continue }
          return (
            .pageNumberLoose, "\(falsifier) measured \(number.text), but the number does not point there",
            number.offsets,
            "write `[\(number.text)](\(link(to: pointer, on: page)))`"
          )
        }
        return nil
      }
    }
  }

  /// What the link of a number is: on a page, one that a forge can follow, with the pointer as its title; in a contract, where
  /// only `pv` follows links, the pointer alone.
  private func link(to pointer: String, on page: Page) -> String {
    guard page.isFile, let file = ProsePointer(pointer, own: page.own).flatMap(values.file) else {
      return "pv:\(pointer)"
    }
    return "\(page.relativePath(to: "\(root)/\(file)")) \"pv:\(pointer)\""
  }
}
