"""Random damage to a copy of a package: what bit rot, slips, merges and forgers do.

Every kind is a function of a generator and a copy; it returns in words what it did, or None where
it found nothing to damage.
"""

import os

from .copy_of_a_package import Copy, Lie
from .to_binding import bind_again, bind_to_another, change_a_binding
from .to_both import judge_otherwise, make_an_impostor_up, name_another_implementation
from .to_contracts import (
    change_a_list, change_a_threshold, change_a_value, except_a_mutant, insert_a_line, rename_a_key)
from .to_evidence import forge, forge_a_number, make_a_mutant_up, make_older, reform, seal
from .to_excuses import claim_more_than_there_is, see_nothing
from .to_files import (
    change_lines, exclude_a_contract, flip_a_byte, move_contract, move_evidence, replace_whole)
from .to_hypotheses import (
    change_a_state, come_from_another, flip_an_outcome, predict_less, predict_of_another, rename_a_hypothesis, say_otherwise)
from .to_pages import lie, list_otherwise, misspell_a_setting, scribble, write_pages
from .to_recordings import change_a_recorded_source, run_otherwise
from .to_sources import change_a_source, change_the_manifest, touch_a_source
from .to_tables import break_a_table
from .to_traces import damage_a_trace
from .to_witnesses import claim_otherwise
from .to_words import rename_an_id, reword, say_twice, undeclare

__all__ = ["Copy", "Lie", "bind_again", "damage", "damage_a_trace", "seal", "write_pages"]

# Some oftener than others: most of what they can do goes unnoticed, or much of it differs.
KINDS = (
    flip_a_byte, *2 * (change_lines,), replace_whole, *2 * (move_evidence,), *2 * (move_contract,), exclude_a_contract,
    touch_a_source,
    *4 * (change_a_source,), *2 * (change_the_manifest,), *3 * (change_a_binding,), bind_to_another, make_older,
    *2 * (change_a_value,), *3 * (change_a_threshold,), change_a_list, except_a_mutant, rename_a_key,
    name_another_implementation, *2 * (insert_a_line,), *3 * (forge,), *2 * (forge_a_number,), *2 * (make_a_mutant_up,),
    reform,
    *3 * (judge_otherwise,), *3 * (make_an_impostor_up,), *3 * (reword,), *2 * (undeclare,), *2 * (claim_otherwise,), *2 * (say_twice,),
    *2 * (rename_an_id,), see_nothing, *2 * (claim_more_than_there_is,))
# In place of what is done to Swift sources, where falsifiers are recorded.
OF_SWIFT = (touch_a_source, change_a_source, change_the_manifest)
OF_RECORDINGS = (
    *(kind for kind in KINDS if kind not in OF_SWIFT), *8 * (change_a_recorded_source,), *4 * (run_otherwise,))
# Of a copy that has pages.
OF_PAGES = (*6 * (lie,), *2 * (scribble,), *2 * (break_a_table,), list_otherwise, misspell_a_setting)
# Of a copy that has hypotheses.
OF_HYPOTHESES = (
    *3 * (change_a_state,), *3 * (flip_an_outcome,), *2 * (predict_of_another,), predict_less, come_from_another,
    rename_a_hypothesis, *2 * (say_otherwise,), *2 * (forge_a_number,), change_a_threshold)


def damage(random, copy, pages=False):
    """Damages a copy once or a few times; what was done."""
    kinds = KINDS if os.path.lexists(copy.path("Package.swift")) else OF_RECORDINGS
    if pages and random.random() < 0.8:
        kinds = OF_PAGES
    elif copy.files("investigations") and random.random() < 0.8:
        kinds = OF_HYPOTHESES
    return [done for _ in range(random.choice((1, 1, 1, 2, 3))) if (done := random.choice(kinds)(random, copy))]
