/// What is wrong with a template, or what it asked for, and where.
struct JinjaError: Error, Equatable {
  /// The offset in the template, in Unicode scalars.
  let offset: Int
  /// Without a full stop.
  let reason: String
}
