import Dispatch

/// Work on the elements of a list across the processors.
package enum Parallel {
  /// The results in the order of the elements, whichever was done first.
  package static func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element], _ transform: @Sendable (Element) -> Result
  ) -> [Result] {
    // One file is the common case of editors and hooks, and starts no thread.
    guard elements.count > 1 else { return elements.map(transform) }
    return [Result](unsafeUninitializedCapacity: elements.count) { buffer, count in
      // Each iteration writes one place of its own, and all are done before the buffer is used.
      nonisolated(unsafe) let places = buffer.baseAddress!
      DispatchQueue.concurrentPerform(iterations: elements.count) { index in
        (places + index).initialize(to: transform(elements[index]))
      }
      count = elements.count
    }
  }
}
