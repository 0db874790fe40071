-- One township's push list of one run.
CREATE TABLE batch (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  code TEXT NOT NULL UNIQUE,
  run INTEGER NOT NULL REFERENCES run (id),
  township TEXT NOT NULL,
  form TEXT NOT NULL,
  pushed_on TEXT NOT NULL,
  due TEXT NOT NULL
) STRICT;

-- The rows of a push list: a clue, or a question about a household or village.
CREATE TABLE pushed (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  batch INTEGER NOT NULL REFERENCES batch (id),
  number INTEGER NOT NULL,
  clue TEXT REFERENCES clue (id),
  question TEXT,
  subject TEXT,
  checksum TEXT NOT NULL,
  UNIQUE (batch, number),
  CHECK ((clue IS NULL) = (question IS NOT NULL AND subject IS NOT NULL))
) STRICT;
CREATE INDEX pushed_clue ON pushed (clue);

-- What a village found out about a clue.
CREATE TABLE disposition (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  clue TEXT NOT NULL REFERENCES clue (id),
  pushed INTEGER REFERENCES pushed (id),
  run INTEGER NOT NULL REFERENCES run (id),
  verdict TEXT NOT NULL,
  handling TEXT,
  resolution TEXT NOT NULL
    CHECK (resolution IN ('unresolved', 'confirmed', 'monitored', 'aided', 'untrue', 'erroneous')),
  quiet_until TEXT,
  until_changed INTEGER NOT NULL CHECK (until_changed IN (0, 1)),
  situation TEXT NOT NULL,
  verifier TEXT NOT NULL,
  verified_on TEXT NOT NULL,
  import INTEGER REFERENCES import (id),
  sheet TEXT,
  sheet_row INTEGER,
  supersedes INTEGER REFERENCES disposition (id)
) STRICT;
CREATE INDEX disposition_clue ON disposition (clue);
CREATE INDEX disposition_supersedes ON disposition (supersedes);

-- Two dispositions that contradict one another; neither holds until it is settled.
CREATE TABLE conflict (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  one INTEGER NOT NULL REFERENCES disposition (id),
  other INTEGER NOT NULL REFERENCES disposition (id),
  CHECK (one < other),
  UNIQUE (one, other)
) STRICT;

CREATE TABLE settlement (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  conflict INTEGER NOT NULL UNIQUE REFERENCES conflict (id),
  holds INTEGER NOT NULL REFERENCES disposition (id),
  settled_by TEXT NOT NULL,
  settled_on TEXT NOT NULL
) STRICT;

-- Answers to the questions of a push list.
CREATE TABLE reply (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  pushed INTEGER NOT NULL REFERENCES pushed (id),
  answer TEXT NOT NULL,
  import INTEGER REFERENCES import (id),
  sheet TEXT,
  sheet_row INTEGER
) STRICT;
CREATE INDEX reply_pushed ON reply (pushed);

CREATE VIEW standing_disposition AS
SELECT d.id, d.entry, d.clue, d.pushed, d.run, d.verdict, d.handling, d.resolution, d.quiet_until, d.until_changed,
  d.situation, d.verifier, d.verified_on, d.import, d.sheet, d.sheet_row
FROM disposition d
WHERE NOT EXISTS (SELECT 1 FROM disposition later WHERE later.supersedes = d.id)
  AND NOT EXISTS (
    SELECT 1 FROM conflict c LEFT JOIN settlement s ON s.conflict = c.id
    WHERE d.id IN (c.one, c.other) AND s.holds IS NOT d.id
  );
