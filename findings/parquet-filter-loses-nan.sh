#!/usr/bin/env bash
# With pyarrow and DuckDB, a filter that finds a NaN in a table does not find it in a Parquet file of the same table.
#
# Versions: pyarrow 26.0.1, duckdb 2.0.1, polars 2.1.0 with polars-runtime-32 2.1.0, Python 3.11.
# Guessed:  All three libraries find the NaN in the file, as they do in the table: pyarrow and polars with not(x < 5),
#           and DuckDB, for which NaN is the largest number, also with x > 5.
# Instead:  The writers ignore NaNs when they record the smallest and the largest number of a group of rows. pyarrow and
#           DuckDB take these two numbers as bounds for every row of the group. If no number within these bounds matches
#           the filter, they skip the group, including its NaN. In DuckDB, even isnan(x) finds nothing. The NaN is found
#           if the file has no such statistics, or if another row of the group matches the filter.
# Seen:     rows of x = [1, 2, nan, 4]      table  file  file without statistics
#           pyarrow  not(x <= 4)            [2]    []    [2]
#           duckdb   x > 5                  [2]    []    [2]
#           duckdb   isnan(x)               [2]    []    [2]
#           polars   not(x <= 4), is_nan    [2]    [2]   [2]
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: \
  pyarrow==26.0.1 duckdb==2.0.1 polars==2.1.0 polars-runtime-32==2.1.0

cd "$dir" && "$dir/venv/bin/python" - <<'PY'
import duckdb
import polars
import pyarrow
import pyarrow.dataset
import pyarrow.parquet

table = pyarrow.table({"row": [0, 1, 2, 3], "x": [1.0, 2.0, float("nan"), 4.0]})
pyarrow.parquet.write_table(table, "noted.parquet")
pyarrow.parquet.write_table(table, "plain.parquet", write_statistics=False)
noted = pyarrow.parquet.ParquetFile("noted.parquet").metadata.row_group(0).column(1).statistics
assert (noted.min, noted.max) == (1, 4)


def in_arrow(condition):
    return [rows["row"].to_pylist() for rows in (
        table.filter(condition), *(pyarrow.dataset.dataset(name).to_table(filter=condition)
                                   for name in ("noted.parquet", "plain.parquet")))]


def in_duckdb(condition):
    return [[row for row, in connection.execute(f"select row from {source} where {condition}").fetchall()]
            for source in ("held", "'noted.parquet'", "'plain.parquet'")]


def in_polars(condition):
    return [frame.filter(condition).collect()["row"].to_list() for frame in (
        polars.from_arrow(table).lazy(), polars.scan_parquet("noted.parquet"), polars.scan_parquet("plain.parquet"))]


connection = duckdb.connect()
connection.register("held", table)
field, column = pyarrow.dataset.field("x"), polars.col("x")
lost, found = [[2], [], [2]], [[2], [2], [2]]
for name, rows, expected in (
    ("pyarrow  not(x <= 4)", in_arrow(~(field <= 4)), lost),
    ("pyarrow  not(x < 5)", in_arrow(~(field < 5)), lost),
    ("pyarrow  is_nan", in_arrow(field.is_nan()), found),
    ("duckdb   x > 5", in_duckdb("x > 5"), lost),
    ("duckdb   not(x < 5)", in_duckdb("not (x < 5)"), lost),
    ("duckdb   isnan(x)", in_duckdb("isnan(x)"), lost),
    ("polars   not(x <= 4)", in_polars(~(column <= 4)), found),
    ("polars   is_nan", in_polars(column.is_nan()), found),
):
    print(f"{name:21}", *rows)
    assert rows == expected, name
assert in_arrow(~(field <= 3)) == [[2, 3]] * 3, "a bad row keeps the group"
PY
