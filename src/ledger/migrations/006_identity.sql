-- The key of 核对码: that of the county's first run, whatever its secret becomes.
CREATE TABLE identity_key (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  key TEXT NOT NULL
) STRICT;

-- What was asked: codes of records and the persons they may be about.
CREATE TABLE identity_question (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  code TEXT NOT NULL UNIQUE
) STRICT;

-- What came back by collect.
CREATE TABLE identity_reply (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  code TEXT NOT NULL,
  answer TEXT NOT NULL CHECK (answer IN ('same', 'different'))
) STRICT;
CREATE INDEX identity_reply_code ON identity_reply (code);
