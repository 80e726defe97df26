import ContractKit
import Dispatch
import Synchronization

/// What the server has to do, in order; whoever puts more in than it does waits.
final class Inbox: Sendable {
  enum Item: Sendable {
    case message(Message)
    /// Bytes that are no message: the number of the error, and what is wrong.
    case problem(code: Int, reason: String)
    /// Statuses that were asked for are there.
    case judged(StatusBoard.Result)
    /// Nothing more will come from the client.
    case ended
  }

  private struct State {
    var items: [Item] = []
    var first = 0
    /// Requests that were taken back before they were answered.
    var canceled: Set<Message.ID> = []
    /// Requests that have been read, and not yet been answered.
    var open: Set<Message.ID> = []
  }

  private let state = Mutex(State())
  private let filled = DispatchSemaphore(value: 0)
  /// Made empty and then filled: libdispatch ends a process that lets go of a semaphore below the value it was made with,
  /// which is this one while something waits.
  private let free = DispatchSemaphore(value: 0)

  init() { for _ in 0..<1024 { free.signal() } }

  /// Adds an item; one that takes a request back is done at once.
  func put(_ item: Item) {
    if case .message(let message) = item, message.method == "$/cancelRequest" {
      guard let id = message.parameters["id"].flatMap(Message.ID.init) else { return }
      state.withLock { if $0.open.contains(id) { $0.canceled.insert(id) } }
      return
    }
    // The server's own results never wait for the server.
    if case .judged = item {} else { free.wait() }
    state.withLock { state in
      if case .message(let message) = item, message.method != nil, let id = message.id { state.open.insert(id) }
      state.items.append(item)
    }
    filled.signal()
  }

  /// The next item; nil where none comes for so many seconds.
  func take(seconds: Int) -> Item? {
    guard filled.wait(timeout: .now() + .seconds(seconds)) == .success else { return nil }
    let item = state.withLock { state in
      defer {
        state.first += 1
        if state.first == state.items.count { (state.items, state.first) = ([], 0) }
      }
      return state.items[state.first]
    }
    if case .judged = item {} else { free.signal() }
    return item
  }

  /// Whether nothing waits.
  var isEmpty: Bool { state.withLock { $0.items.isEmpty } }

  /// Whether a request was taken back.
  func isCancelled(_ id: Message.ID) -> Bool { state.withLock { $0.canceled.contains(id) } }

  /// A request has been answered.
  func answered(_ id: Message.ID) {
    state.withLock {
      $0.open.remove(id)
      $0.canceled.remove(id)
    }
  }
}
