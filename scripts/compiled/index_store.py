"""The index store that the compilers write beside a debug build, read through the toolchain's libIndexStore.

Of the C interface (clang's indexstore.h) this binds what is used here. Units are one an object: a main file and the
records that it made or read. A record says of one file which symbols, by their USR, it defines and which it uses.
"""

import ctypes
import json
import os
import subprocess
from collections import namedtuple
from ctypes import CFUNCTYPE, POINTER, Structure, byref, c_bool, c_char_p, c_int, c_size_t, c_uint, c_uint64, c_void_p

DECLARATION, DEFINITION, BASE_OF, EXTENDED_BY = 1 << 0, 1 << 1, 1 << 10, 1 << 14
# Reference, read, write, call, dynamic, address of, name reference.
USE = 1 << 2 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 7 | 1 << 20
UNIT, RECORD = 1, 2

# `records` are (name, path), `modules` the names of the modules that it read, `includes` (header or source, header).
Unit = namedtuple("Unit", "main output records modules includes")
# `conformances` are (protocol, type) of the extensions that name a protocol or a class.
Record = namedtuple("Record", "declares defines uses conformances")


class Unusable(Exception):
    """There is no finished debug build, or something of it cannot be read."""


class Text(Structure):
    _fields_ = [("data", c_void_p), ("length", c_size_t)]

    def __str__(self):
        return os.fsdecode(ctypes.string_at(self.data, self.length)) if self.length else ""


EACH = CFUNCTYPE(c_bool, c_void_p, c_void_p)
EACH_TEXT = CFUNCTYPE(c_bool, c_void_p, Text)
# By name what a function returns and takes; all are indexstore_….
FUNCTIONS = {
    "error_get_description": (c_char_p, c_void_p),
    "store_create": (c_void_p, c_char_p, POINTER(c_void_p)),
    "store_units_apply_f": (c_bool, c_void_p, c_uint, c_void_p, EACH_TEXT),
    "unit_reader_create": (c_void_p, c_void_p, c_char_p, POINTER(c_void_p)),
    "unit_reader_dispose": (None, c_void_p),
    "unit_reader_get_main_file": (Text, c_void_p),
    "unit_reader_get_output_file": (Text, c_void_p),
    "unit_reader_dependencies_apply_f": (c_bool, c_void_p, c_void_p, EACH),
    "unit_reader_includes_apply_f": (c_bool, c_void_p, c_void_p, EACH),
    "unit_dependency_get_kind": (c_int, c_void_p),
    "unit_dependency_get_name": (Text, c_void_p),
    "unit_dependency_get_filepath": (Text, c_void_p),
    "unit_dependency_get_modulename": (Text, c_void_p),
    "unit_include_get_source_path": (Text, c_void_p),
    "unit_include_get_target_path": (Text, c_void_p),
    "record_reader_create": (c_void_p, c_void_p, c_char_p, POINTER(c_void_p)),
    "record_reader_dispose": (None, c_void_p),
    "record_reader_symbols_apply_f": (c_bool, c_void_p, c_bool, c_void_p, EACH),
    "record_reader_occurrences_apply_f": (c_bool, c_void_p, c_void_p, EACH),
    "symbol_get_usr": (Text, c_void_p),
    "symbol_get_roles": (c_uint64, c_void_p),
    "occurrence_get_symbol": (c_void_p, c_void_p),
    "occurrence_get_roles": (c_uint64, c_void_p),
    "occurrence_get_line_col": (None, c_void_p, POINTER(c_uint), POINTER(c_uint)),
    "occurrence_relations_apply_f": (c_bool, c_void_p, c_void_p, EACH),
    "symbol_relation_get_roles": (c_uint64, c_void_p),
    "symbol_relation_get_symbol": (c_void_p, c_void_p),
}


def toolchain(*names):
    """The first of some files below the folder of the Swift toolchain."""
    try:
        asked = subprocess.run(["swiftc", "-print-target-info"], capture_output=True, check=True).stdout
        folder = os.path.dirname(os.path.dirname(json.loads(asked)["paths"]["runtimeResourcePath"]))
    except (OSError, subprocess.CalledProcessError, ValueError, KeyError) as error:
        raise Unusable(f"swiftc does not say where its toolchain is: {error}") from None
    for name in names:
        if os.path.exists(f"{folder}/{name}"):
            return f"{folder}/{name}"
    raise Unusable(f"the Swift toolchain in {folder} has no {names[0]}")


class IndexStore:
    def __init__(self, folder):
        if not os.path.isdir(folder):
            raise Unusable(f"no index store {folder}")
        path = toolchain("lib/libIndexStore.so", "lib/libIndexStore.dylib")
        try:
            library = ctypes.CDLL(path)
            for name, (returns, *takes) in FUNCTIONS.items():
                function = getattr(library, f"indexstore_{name}")
                function.restype, function.argtypes = returns, takes
                setattr(self, name, function)
        except (OSError, AttributeError) as error:
            raise Unusable(f"{path}: {error}") from None
        self.store = self.made(self.store_create, os.fsencode(folder))

    def made(self, create, *arguments):
        error = c_void_p()
        made = create(*arguments, byref(error))
        if not made:
            why = self.error_get_description(error) if error else b"it cannot be read"
            raise Unusable(f"the index store: {os.fsdecode(arguments[-1])}: {os.fsdecode(why)}")
        return made

    def each(self, apply, *arguments, take=str, kind=EACH):
        """What `take` makes of each element. What is raised in a callback does not get through C by itself."""
        found, errors = [], []

        def one(_, element):
            try:
                found.append(take(element))
            except Exception as error:  # noqa: BLE001
                errors.append(error)
            return not errors

        apply(*arguments, None, kind(one))
        if errors:
            raise errors[0]
        return found

    def units(self):
        for name in self.each(self.store_units_apply_f, self.store, 1, kind=EACH_TEXT):
            reader = self.made(self.unit_reader_create, self.store, os.fsencode(name))
            dependencies = self.each(
                self.unit_reader_dependencies_apply_f, reader, take=lambda one: (
                    self.unit_dependency_get_kind(one), str(self.unit_dependency_get_name(one)),
                    str(self.unit_dependency_get_filepath(one)), str(self.unit_dependency_get_modulename(one))))
            includes = self.each(
                self.unit_reader_includes_apply_f, reader, take=lambda one: (
                    str(self.unit_include_get_source_path(one)), str(self.unit_include_get_target_path(one))))
            yield Unit(
                str(self.unit_reader_get_main_file(reader)), str(self.unit_reader_get_output_file(reader)),
                [(name, path) for kind, name, path, _ in dependencies if kind == RECORD],
                {module for kind, _, _, module in dependencies if kind == UNIT and module}, includes)
            self.unit_reader_dispose(reader)

    def usr(self, symbol):
        return str(self.symbol_get_usr(symbol))

    def record(self, name):
        reader = self.made(self.record_reader_create, self.store, os.fsencode(name))
        symbols = self.each(
            self.record_reader_symbols_apply_f, reader, True,
            take=lambda one: (self.usr(one), self.symbol_get_roles(one)))
        extends = any(roles & EXTENDED_BY for _, roles in symbols)
        conformances = self.conformances(reader) if extends else set()
        self.record_reader_dispose(reader)
        return Record(
            {usr for usr, roles in symbols if roles & DECLARATION and not roles & DEFINITION},
            {usr for usr, roles in symbols if roles & DEFINITION},
            {usr for usr, roles in symbols if roles & USE}, conformances)

    def conformances(self, reader):
        """(protocol, type) of each extension; an extension that names two has two."""
        types, protocols = {}, []

        def relation(one):
            return self.symbol_relation_get_roles(one), self.usr(self.symbol_relation_get_symbol(one))

        def occurrence(one):
            roles = self.occurrence_get_roles(one)
            if roles & (EXTENDED_BY | BASE_OF):
                usr = self.usr(self.occurrence_get_symbol(one))
                for kind, other in self.each(self.occurrence_relations_apply_f, one, take=relation):
                    if kind & EXTENDED_BY:
                        types[other] = usr
                    elif kind & BASE_OF:
                        protocols.append((usr, other))

        self.each(self.record_reader_occurrences_apply_f, reader, take=occurrence)
        return {(protocol, types[other]) for protocol, other in protocols if other in types}

    def line(self, name, usr):
        """The first line on which a record has a use of a symbol; None where it has none."""
        reader = self.made(self.record_reader_create, self.store, os.fsencode(name))
        lines = []

        def occurrence(one):
            if self.occurrence_get_roles(one) & USE and self.usr(self.occurrence_get_symbol(one)) == usr:
                line, column = c_uint(), c_uint()
                self.occurrence_get_line_col(one, byref(line), byref(column))
                lines.append(line.value)

        self.each(self.record_reader_occurrences_apply_f, reader, take=occurrence)
        self.record_reader_dispose(reader)
        return min(lines, default=None)
