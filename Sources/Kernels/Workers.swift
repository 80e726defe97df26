import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Threads that share the parts of one piece of work after another.
///
/// A pass of a model shares out hundreds of products, many of a few microseconds. Threads that have just worked therefore
/// look for more for a moment before they sleep: to wake one takes longer than such a product.
///
/// One caller at a time has these threads; to another that comes meanwhile, the pools of libdispatch give others. The
/// caller works, too, and takes back what a thread has not begun when nothing else is left, so that it never waits for
/// one that the system does not let run.
package enum Workers {
  /// Calls `body` with each of `0..<parts` once, on at most `threads` threads of which the caller's is one, and waits.
  ///
  /// A thread takes parts that follow each other, so that memory which they read is fetched ahead, and where its own are
  /// done, those of another that has not come to them. Each has the default floating-point environment, whatever it was
  /// used for before.
  package static func perform(_ parts: Int, threads: Int, _ body: @Sendable (Int) -> Void) {
    let threads = min(threads, parts)
    guard threads > 1 else {
      for part in 0..<parts { body(part) }
      return
    }
    withoutActuallyEscaping(body) { body in
      let work = Work(parts: parts, threads: threads, body)
      guard !team.perform(work, threads: threads) else { return }
      DispatchQueue.concurrentPerform(iterations: threads) { _ in work.run() }
    }
  }

  private static let team = Team()
}

/// The parts of one piece of work, and which are taken.
private final class Work: Sendable {
  private let parts, threads: Int
  private let body: @Sendable (Int) -> Void
  /// How many threads have come.
  private let arrived = Atomic(0)
  /// The next part of each thread's own, far enough apart that no two lie in one line of the cache.
  nonisolated(unsafe) private let next: UnsafeMutablePointer<Atomic<Int>>
  private static let apart = 16

  init(parts: Int, threads: Int, _ body: @escaping @Sendable (Int) -> Void) {
    (self.parts, self.threads, self.body) = (parts, threads, body)
    next = .allocate(capacity: threads * Self.apart)
    for thread in 0..<threads { (next + thread * Self.apart).initialize(to: Atomic(parts * thread / threads)) }
  }

  deinit { next.deallocate() }

  /// Takes parts until none is left.
  func run() {
    FloatingPointEnvironment.withDefault {
      let own = arrived.add(1, ordering: .relaxed).oldValue
      for turn in 0..<threads {
        let thread = (own + turn) % threads
        let end = parts * (thread + 1) / threads
        while true {
          let part = next[thread * Self.apart].add(1, ordering: .relaxed).oldValue
          guard part < end else { break }
          body(part)
        }
      }
    }
  }
}

/// All threads, of which one caller at a time has as many as it asks for.
private final class Team: Sendable {
  private let isTaken = Atomic(false)
  /// Touched by whoever has taken the team.
  nonisolated(unsafe) private var members: [Member] = []

  /// False where another caller has the team.
  func perform(_ work: Work, threads: Int) -> Bool {
    guard isTaken.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged else { return false }
    defer { isTaken.store(false, ordering: .releasing) }
    let helpers = min(threads - 1, Self.most)
    while members.count < helpers { members.append(Member()) }
    for index in 0..<helpers { members[index].begin(work) }
    work.run()
    for index in 0..<helpers { members[index].end() }
    return true
  }

  /// More than there are processors for would take turns with each other; those who are there do the parts of the rest.
  /// A few there are always, so that one processor tries what several do.
  private static let most = max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 4) - 1
}

/// A thread, and the work that it is given.
private final class Member: Sendable {
  /// What the thread is at.
  private enum State: Int, AtomicRepresentable {
    /// It has nothing to do, and looks for work.
    case looking
    /// It has nothing to do, and sleeps.
    case asleep
    /// Work is there that it has not begun.
    case offered
    /// It works.
    case working
  }

  private let state = Atomic(State.looking)
  /// Whether the caller sleeps until the work is done.
  private let isAwaited = Atomic(false)
  private let (offer, done) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
  /// Written by the caller before it offers, and read by the thread afterwards.
  nonisolated(unsafe) private var work: Work?

  /// How long someone looks before they sleep, in nanoseconds: longer than the pauses between the products of a pass.
  private static let patience = 100_000

  /// A thread of its own, which never ends: one of libdispatch's, of which a process has 255 at most, would be missing there.
  ///
  /// Where the system has none left, nothing begins what is offered, and the caller takes it back.
  init() {
    let member = Unmanaged.passRetained(self).toOpaque()
    #if canImport(Darwin)
      var thread: pthread_t?
      let failed = pthread_create(&thread, nil, { Member.loop($0) }, member) != 0
    #else
      var thread = pthread_t()
      let failed = pthread_create(&thread, nil, { Member.loop($0!) }, member) != 0
    #endif
    if failed { Unmanaged<Member>.fromOpaque(member).release() }
  }

  private static func loop(_ member: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<Member>.fromOpaque(member).takeUnretainedValue().loop()
    return nil
  }

  func begin(_ work: Work) {
    self.work = work
    if state.exchange(.offered, ordering: .acquiringAndReleasing) == .asleep { offer.signal() }
  }

  /// Waits until the thread has ended, or takes back what it has not begun.
  func end() {
    if !state.compareExchange(expected: .offered, desired: .looking, ordering: .acquiring).exchanged {
      if !looks(for: { state.load(ordering: .acquiring) != .working }) {
        isAwaited.store(true, ordering: .sequentiallyConsistent)
        // The thread signals where it finds the mark; it may have ended before.
        if state.load(ordering: .sequentiallyConsistent) == .working
          || !isAwaited.exchange(false, ordering: .sequentiallyConsistent)
        {
          done.wait()
        }
      }
    }
    work = nil
  }

  private func loop() {
    while true {
      if !looks(for: { state.load(ordering: .relaxed) == .offered }),
        state.compareExchange(expected: .looking, desired: .asleep, ordering: .acquiringAndReleasing).exchanged
      {
        offer.wait()
      }
      guard state.compareExchange(expected: .offered, desired: .working, ordering: .acquiring).exchanged else {
        continue
      }
      runWork()
      state.store(.looking, ordering: .sequentiallyConsistent)
      if isAwaited.exchange(false, ordering: .sequentiallyConsistent) { done.signal() }
    }
  }

  /// A function of its own, so that the thread holds no reference to the work when the caller goes on.
  @inline(never)
  private func runWork() { work!.run() }

  /// Whether something comes about while one looks.
  private func looks(for condition: () -> Bool) -> Bool {
    let start = Self.nanoseconds
    repeat {
      if condition() { return true }
    } while Self.nanoseconds - start < Self.patience
    return false
  }

  private static var nanoseconds: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
  }
}
