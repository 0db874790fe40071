-- Every command that changed anything, sealed by the hash of the one before it.
CREATE TABLE audit (
  sequence INTEGER PRIMARY KEY,
  command TEXT NOT NULL,
  at TEXT NOT NULL,
  what TEXT NOT NULL,
  digest TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;

-- Files that were imported.
CREATE TABLE import (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  kind TEXT NOT NULL,
  file TEXT NOT NULL,
  hash TEXT NOT NULL,
  UNIQUE (kind, hash)
) STRICT;
