-- What was removed because the county's retention rule no longer keeps it.
CREATE TABLE purge (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  kind TEXT NOT NULL CHECK (kind IN ('data', 'runs', 'report', 'cache')),
  period TEXT NOT NULL,
  files INTEGER NOT NULL,
  bytes INTEGER NOT NULL
) STRICT;
