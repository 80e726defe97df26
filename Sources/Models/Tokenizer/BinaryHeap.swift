/// A queue that gives its least element first.
///
/// - Complexity: O(log n) an element that goes in or out.
struct BinaryHeap<Element: Comparable> {
  private var elements: [Element] = []
  /// How often two elements were compared since the heap was made: what its time is proportional to.
  private(set) var comparisons = 0

  mutating func removeAll() { elements.removeAll(keepingCapacity: true) }

  mutating func push(_ element: Element) {
    elements.append(element)
    var child = elements.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard isBefore(child, parent) else { return }
      elements.swapAt(child, parent)
      child = parent
    }
  }

  mutating func popLeast() -> Element? {
    guard let least = elements.first else { return nil }
    let last = elements.removeLast()
    guard !elements.isEmpty else { return least }
    elements[0] = last
    var parent = 0
    while 2 * parent + 1 < elements.count {
      var child = 2 * parent + 1
      if child + 1 < elements.count, isBefore(child + 1, child) { child += 1 }
      guard isBefore(child, parent) else { break }
      elements.swapAt(child, parent)
      parent = child
    }
    return least
  }

  private mutating func isBefore(_ a: Int, _ b: Int) -> Bool {
    comparisons += 1
    return elements[a] < elements[b]
  }
}
