// The library is its floors, each with those below it: Package.swift draws them.
@_exported import ContractTools
@_exported import Reproducing
