import Dispatch
import Synchronization

/// Work on the elements of a list across the processors.
package enum Parallel {
  /// The results in the order of the elements, whichever was done first.
  ///
  /// - Parameter progress: told now and then, by any thread, how many elements of all are done.
  package static func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element], progress: (@Sendable (_ done: Int, _ all: Int) -> Void)? = nil,
    _ transform: @Sendable (Element) -> Result
  ) -> [Result] {
    // One file is the common case of editors and hooks, and starts no thread.
    guard elements.count > 1 else { return elements.map(transform) }
    return [Result](unsafeUninitializedCapacity: elements.count) { buffer, count in
      // Each iteration writes one place of its own, and all are done before the buffer is used.
      nonisolated(unsafe) let places = buffer.baseAddress!
      let done = Atomic(0)
      DispatchQueue.concurrentPerform(iterations: elements.count) { index in
        (places + index).initialize(to: transform(elements[index]))
        guard let progress else { return }
        let count = done.add(1, ordering: .relaxed).newValue
        if count.isMultiple(of: 64) { progress(count, elements.count) }
      }
      count = elements.count
    }
  }
}
