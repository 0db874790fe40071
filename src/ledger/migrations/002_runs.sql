-- Screenings; of several of one period, the latest stands.
CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  period TEXT NOT NULL,
  as_of TEXT NOT NULL,
  pack_name TEXT NOT NULL,
  pack_version TEXT NOT NULL,
  pack_hash TEXT NOT NULL,
  tool TEXT NOT NULL,
  parameters TEXT NOT NULL,
  manifest TEXT NOT NULL
) STRICT;
CREATE INDEX run_period ON run (period);

CREATE TABLE rule_outcome (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  run INTEGER NOT NULL REFERENCES run (id),
  rule TEXT NOT NULL,
  title TEXT NOT NULL,
  department TEXT NOT NULL,
  hits INTEGER,
  misses INTEGER,
  excluded INTEGER,
  undetermined INTEGER,
  doubtful INTEGER,
  missing TEXT,
  UNIQUE (run, rule),
  CHECK ((hits IS NULL) <> (missing IS NULL))
) STRICT;

CREATE TABLE clue (
  id TEXT PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  channel TEXT NOT NULL CHECK (channel IN ('rule', 'visit')),
  rule TEXT NOT NULL,
  title TEXT NOT NULL,
  risk TEXT NOT NULL,
  department TEXT NOT NULL,
  subject_kind TEXT NOT NULL CHECK (subject_kind IN ('person', 'household', 'village')),
  subject TEXT NOT NULL
) STRICT;

-- Where a clue's subject lives: a row when it is first seen, and one whenever something of it changed.
CREATE TABLE whereabouts (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  run INTEGER NOT NULL REFERENCES run (id),
  clue TEXT NOT NULL REFERENCES clue (id),
  household TEXT NOT NULL,
  township TEXT NOT NULL,
  village TEXT NOT NULL,
  village_group TEXT NOT NULL,
  household_number TEXT NOT NULL,
  head_name TEXT NOT NULL,
  person_name TEXT NOT NULL
) STRICT;
CREATE INDEX whereabouts_clue ON whereabouts (clue);

CREATE TABLE sighting (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  run INTEGER NOT NULL REFERENCES run (id),
  clue TEXT NOT NULL REFERENCES clue (id),
  severity TEXT NOT NULL CHECK (severity IN ('high', 'medium', 'low')),
  finding TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  UNIQUE (run, clue)
) STRICT;
CREATE INDEX sighting_clue ON sighting (clue);

-- Open clues that a run did not find.
CREATE TABLE absence (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  run INTEGER NOT NULL REFERENCES run (id),
  clue TEXT NOT NULL REFERENCES clue (id),
  why TEXT NOT NULL
    CHECK (why IN ('cleared', 'excluded', 'undetermined', 'doubtful', 'skipped', 'retired', 'gone')),
  UNIQUE (run, clue)
) STRICT;
CREATE INDEX absence_clue ON absence (clue);

-- What people found out about damaged records, as runs used it.
CREATE TABLE identity_answer (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  run INTEGER NOT NULL REFERENCES run (id),
  code TEXT NOT NULL,
  answer TEXT NOT NULL CHECK (answer IN ('same', 'different'))
) STRICT;
CREATE INDEX identity_answer_code ON identity_answer (code);

CREATE VIEW current_run AS
SELECT id, entry, period, as_of, pack_name, pack_version, pack_hash, tool, parameters, manifest
FROM run
WHERE id IN (SELECT max(id) FROM run GROUP BY period);
