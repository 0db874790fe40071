-- What is known of the county's key without giving it away; the last one holds.
CREATE TABLE key_check (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  value TEXT NOT NULL
) STRICT;

-- A code by which only the key's holder can have sealed an audit row.
ALTER TABLE audit ADD COLUMN seal TEXT;

-- What a change of the key renamed: rows written before it hold the new names now.
CREATE TABLE renaming (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  old_name TEXT NOT NULL,
  new_name TEXT NOT NULL,
  UNIQUE (entry, old_name)
) STRICT;
CREATE INDEX renaming_old_name ON renaming (old_name);

-- Results that the ledger does not know, as it was lost or is older than they are, and that somebody accepted as such.
CREATE TABLE accepted_loss (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  folder TEXT NOT NULL,
  manifest TEXT NOT NULL,
  reason TEXT NOT NULL,
  accepted_by TEXT NOT NULL
) STRICT;
