/// The rules that `pv diff` emits. They need two versions, so they have no example in YAML.
enum ChangeRules {
  static let all: [Rule] = [.claimLoosened, .settingLoosened, .versionNotBumped, .wordingChanged]
}
