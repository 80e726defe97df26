"""The criteria of ship-spec.md, and what follows for each from its proofs.

Sources: docs/ship-spec.md.
"""

import re

ID = re.compile("[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*-[0-9]+")
BAR = re.compile(r"(?:[^|\\]|\\.|\\$)*")
DELIMITER = re.compile(":*-[-:]*")


def cells(line):
    """The cells of a line of a table; None where it is none."""
    body = line.strip(" \t\r")
    # Behind what a match takes stands a bar, or nothing.
    texts, place = [], 0
    while place <= len(body):
        match = BAR.match(body, place)
        texts.append(match[0].strip(" \t\r"))
        place = match.end() + 1
    if len(body) < 2 or len(texts) < 2:
        return None
    if BAR.fullmatch(body[-1:]) is None and texts[-1] == "":
        texts.pop()
    return texts[1:] if body.startswith("|") else texts


def rows(text):
    """(name, the cell with the proofs) of each criterion."""
    lines = text.split("\n")
    fence, generated = None, False
    tables, count, column = 0, 0, None
    for place, line in enumerate(lines):
        mark = next((mark for mark in ("```", "~~~") if line.lstrip(" ").startswith(mark)), None)
        if mark and fence in (None, mark):
            fence = None if fence else mark
        generated = generated or line.startswith("<!-- pv:status:begin -->")
        generated = generated and not line.startswith("<!-- pv:status:end -->")
        row = None if fence or generated else cells(line)
        if row is None:
            column = None
        elif column is None:
            below = cells(lines[place + 1]) if place + 1 < len(lines) else None
            names = [cell.lower() for cell in row]
            if below and all(map(DELIMITER.fullmatch, below)) and "proof" in names:
                tables, count, column = tables + 1, 0, names.index("proof")
        elif not all(map(DELIMITER.fullmatch, row)):
            count += 1
            yield f"{tables}.{count}", row[column] if column < len(row) else ""


def proofs(cell, declared):
    """(ids, commands) that a cell names."""
    pieces = cell.split("`")
    ids, commands = [], []
    for place, piece in enumerate(pieces):
        if place % 2 and place < len(pieces) - 1 and not ID.fullmatch(piece) and piece not in declared:
            commands += [piece] if piece else []
        else:
            words = re.findall("[A-Za-z0-9_-]+", piece)
            ids += [word for word in words if ID.fullmatch(word) or word in declared]
    return ids, commands


def judged(text, holding, exists):
    """(name, status, how many of its proofs are none) of each criterion.

    `holding` says by the id of each falsifier and gate whether all that bear it hold, `exists` whether a path is there.
    """
    for name, cell in rows(text):
        ids, commands = proofs(cell, holding)
        programs = [command.strip(" ").split(" ")[0] for command in commands]
        missing = [
            one for one in programs
            if not one or "/" in one and (one.startswith("/") or ".." in one.split("/") or not exists(one))]
        unknown = [one for one in ids if one not in holding]
        waiting = [one for one in ids if not holding.get(one)]
        # A row without any proof has one fault.
        faults = len(missing + unknown) or not ids + commands
        if faults:
            yield name, "no proof", int(faults)
        elif waiting:
            yield name, "open: " + ", ".join(waiting), 0
        else:
            yield name, "by CI" if commands else "holds", 0
