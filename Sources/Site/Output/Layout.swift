import ContractKit

/// What every page has around its content.
struct Layout {
  /// A page of the navigation.
  struct Place {
    let name: String
    let title: HTML
  }

  /// The project, as its folder is called.
  let project: String
  let places: [Place]

  /// The bytes of a file of a page.
  func html(_ page: Page, content: HTML, part: Int, of count: Int) -> HTML {
    let links = places.map { place -> HTML in
      let current: HTML = place.name == page.name && part == 1 ? " aria-current=\"page\"" : ""
      let open: HTML = place.name == page.section && current.isEmpty ? " class=\"open\"" : ""
      return "<li><a href=\"\(place.name).html\"\(current)\(open)>\(place.title)</a>"
    }
    let suffix: HTML = count > 1 ? " (\(part) of \(count))" : ""
    let trail = page.trail.map { "<li><a href=\"\($0.name).html\">\($0.title)</a></li>" as HTML }
    let above: HTML =
      trail.isEmpty ? "" : "<nav aria-label=\"Breadcrumb\" class=\"trail\"><ol>\(trail)</ol></nav>\n"
    let turn = turning(page, part: part, of: count)
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(page.title)\(suffix) · \(project)</title>
      <link rel="icon" href="data:,">
      <link rel="stylesheet" href="style.css">
      <script src="site.js" defer></script>
      </head>
      <body>
      <a class="skip" href="#main">Skip to the content</a>
      <header><p class="project">\(project)</p>
      <nav aria-label="Site"><ul>\(links)</ul></nav></header>
      <main id="main" tabindex="-1">
      \(above)<h1>\(page.title)\(suffix)</h1>
      \(content)\(turn)</main>
      <footer><p>By <code>pv site</code>, with the verdicts of <code>pv verify</code>.</p></footer>
      </body>
      </html>

      """
  }

  private func turning(_ page: Page, part: Int, of count: Int) -> HTML {
    guard count > 1 else { return "" }
    let before: HTML =
      part > 1 ? "<li><a rel=\"prev\" href=\"\(page.file(part: part - 1))\">Previous part</a></li>" : ""
    let after: HTML = part < count ? "<li><a rel=\"next\" href=\"\(page.file(part: part + 1))\">Next part</a></li>" : ""
    return "<nav aria-label=\"Parts of this page\" class=\"parts\"><ul>\(before)\(after)</ul></nav>\n"
  }
}
