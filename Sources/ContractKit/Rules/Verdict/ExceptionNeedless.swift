extension Rule {
  static let exceptionNeedless = Rule(
    "exception-needless", .verdict, .error,
    reason: "an exception that excepts nothing would hide a threshold that is raised later")
}
