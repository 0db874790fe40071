#!/usr/bin/env python3
"""What Splink and exact joins make of the rows of the linkage benchmark.

    cargo bench --bench linkage -- 40000 --keep DIR
    pip install splink==4.0.6 "sqlglot<26.3" setuptools
    python3 benches/linkage/splink_compare.py DIR

Every column is given to Splink as evidence; a pair is proposed from a probability of 0.9 on.
"""
import csv
import sys
from collections import Counter

import pandas
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

folder = sys.argv[1] + "/damaged/"


def table(name):
    with open(folder + "data/2026-11/" + name, encoding="utf-8") as file:
        return list(csv.DictReader(file))


register, insured = table("农户花名册.csv"), table("医保参保.csv")
with open(folder + "truth.csv", encoding="utf-8") as file:
    truth = {int(row["row"]): row for row in csv.DictReader(file)}

ids = {person["身份证号"].upper() for person in register}
left = pandas.DataFrame([{
    "unique_id": person["身份证号"].upper(), "name": person["姓名"], "id": person["身份证号"].upper(),
    "village": person["行政村"],
    "birth": f"{person['身份证号'][6:10]}-{person['身份证号'][10:12]}-{person['身份证号'][12:14]}",
} for person in register])
open_rows = [(at, row) for at, row in enumerate(insured, 2) if row["身份证号"].upper() not in ids or at in truth]
right = pandas.DataFrame([{
    "unique_id": str(at), "name": row["姓名"], "id": row["身份证号"].upper() or None, "village": row["行政村"],
    "birth": row["出生日期"] or None,
} for at, row in open_rows])

settings = SettingsCreator(
    link_type="link_only",
    comparisons=[
        cl.ExactMatch("name").configure(term_frequency_adjustments=True),
        cl.DamerauLevenshteinAtThresholds("id", [1, 2]),
        cl.ExactMatch("village"),
        cl.ExactMatch("birth"),
    ],
    blocking_rules_to_generate_predictions=[
        block_on("name"), block_on("substr(id, 1, 14)"), block_on("substr(id, 7, 11)"), block_on("substr(id, 9, 10)"),
        block_on("birth", "village"),
    ],
)
linker = Linker([left, right], settings, DuckDBAPI())
linker.training.estimate_probability_two_random_records_match([block_on("name", "village")], recall=0.7)
linker.training.estimate_u_using_random_sampling(max_pairs=2e6)
linker.training.estimate_parameters_using_expectation_maximisation(block_on("name"))
linker.training.estimate_parameters_using_expectation_maximisation(block_on("substr(id, 1, 14)"))
pairs = linker.inference.predict(threshold_match_probability=0.9).as_pandas_dataframe()
best = pairs.sort_values("match_probability").groupby("unique_id_r").last()

rows, recovered, wrong, exact = Counter(), Counter(), Counter(), Counter()
for at, row in truth.items():
    kind, own = row["kind"], row["person"].upper()
    rows[kind] += 1
    found = best["unique_id_l"].get(str(at))
    recovered[kind] += found is not None and found == own
    wrong[kind] += found is not None and found != own
    exact[kind] += bool(own) and insured[at - 2]["身份证号"].upper() == own
print("| kind | rows | Splink | Splink wrong | exact join |")
print("|---|---|---|---|---|")
for kind in sorted(rows):
    print(f"| {kind} | {rows[kind]} | {recovered[kind]} | {wrong[kind]} | {exact[kind]} |")
