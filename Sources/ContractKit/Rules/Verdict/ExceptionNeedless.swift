extension Rule {
  static let exceptionNeedless = Rule(
    "exception-needless", .verdict, .error,
    reason: "an exception that covers nothing would hide a threshold that is raised later")
}
