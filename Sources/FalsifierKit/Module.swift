/// Placeholder removed by the first source.
enum FalsifierKitModule {}
