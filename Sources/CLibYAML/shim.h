#if __has_include(<yaml.h>)
#include <yaml.h>
#else
#error "libyaml is not installed: run scripts/setup, or: sudo apt-get install libyaml-dev pkg-config (macOS: brew install libyaml pkg-config)"
#endif
