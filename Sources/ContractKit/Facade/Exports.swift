// The library consists of its layers, each with those below it; Package.swift lists them.
@_exported import ContractTools
@_exported import Reproducing
