enum ContractKitModule {}
