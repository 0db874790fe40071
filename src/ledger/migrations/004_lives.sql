-- Reasons not to ask about a clue, a household, or a rule in a village or household.
CREATE TABLE waiver (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  scope TEXT NOT NULL CHECK (scope IN ('clue', 'household', 'household_rule', 'village_rule')),
  clue TEXT REFERENCES clue (id),
  rule TEXT,
  household TEXT,
  township TEXT,
  village TEXT,
  household_number TEXT,
  reason TEXT NOT NULL,
  document TEXT NOT NULL,
  verifier TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_until TEXT NOT NULL,
  import INTEGER REFERENCES import (id),
  CHECK ((scope = 'clue') = (clue IS NOT NULL)),
  CHECK ((scope IN ('household_rule', 'village_rule')) = (rule IS NOT NULL)),
  CHECK ((scope IN ('household', 'household_rule')) = (household IS NOT NULL)),
  CHECK ((scope = 'clue') = (village IS NULL))
) STRICT;

CREATE TABLE revocation (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  waiver INTEGER NOT NULL UNIQUE REFERENCES waiver (id),
  revoked_on TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;

-- Which clues of a run are asked, and why the others are not.
CREATE TABLE triage (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  run INTEGER NOT NULL REFERENCES run (id),
  clue TEXT NOT NULL REFERENCES clue (id),
  decision TEXT NOT NULL CHECK (decision IN ('ask', 'keep')),
  reason TEXT NOT NULL CHECK (reason IN (
    'new', 'returned', 'expired', 'changed', 'waiver_ended', 'unanswered', 'unresolved', 'concluded', 'waived')),
  times INTEGER NOT NULL,
  since TEXT,
  until TEXT,
  disposition INTEGER REFERENCES disposition (id),
  waiver INTEGER REFERENCES waiver (id),
  UNIQUE (run, clue)
) STRICT;

-- A row whenever a command changed the state of a clue.
CREATE TABLE transition (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  clue TEXT NOT NULL REFERENCES clue (id),
  state TEXT NOT NULL CHECK (state IN (
    'new', 'pushed', 'unresolved', 'confirmed', 'monitored', 'aided', 'untrue', 'erroneous', 'closed', 'reopened',
    'void')),
  why TEXT,
  since TEXT NOT NULL
) STRICT;
CREATE INDEX transition_clue ON transition (clue);

-- What happened to clues, in the order in which it counts: by period, within a period run, push, answer.
-- A rerun of a period takes the place of the run before it; what was pushed, answered or reported on paper stays.
CREATE VIEW clue_event AS
SELECT s.clue, r.period, r.as_of, 1 AS step, s.id AS number, 'seen' AS kind, s.fingerprint, NULL AS why,
  NULL AS disposition
FROM sighting s JOIN run r ON r.id = s.run JOIN clue c ON c.id = s.clue
WHERE c.channel = 'visit' OR r.id IN (SELECT id FROM current_run)
UNION ALL
SELECT a.clue, r.period, r.as_of, 1, a.id, 'absent', NULL, a.why, NULL
FROM absence a JOIN current_run r ON r.id = a.run
UNION ALL
SELECT p.clue, r.period, r.as_of, 2, p.id, 'pushed', NULL, NULL, NULL
FROM pushed p JOIN batch b ON b.id = p.batch JOIN run r ON r.id = b.run
WHERE p.clue IS NOT NULL
UNION ALL
SELECT d.clue, r.period, r.as_of, 3, d.id, 'answered',
  (SELECT s.fingerprint FROM sighting s WHERE s.run = d.run AND s.clue = d.clue), NULL, d.id
FROM standing_disposition d JOIN run r ON r.id = d.run;

-- How every clue stands now.
CREATE VIEW clue_state AS
SELECT c.id AS clue, c.channel, c.rule, c.title, c.risk, c.department, c.subject_kind, c.subject, w.household,
  w.township, w.village, w.village_group, w.household_number, w.head_name, w.person_name, t.state, t.why, t.since,
  (SELECT min(r.period) FROM sighting s JOIN run r ON r.id = s.run WHERE s.clue = c.id) AS first_period,
  (SELECT max(r.period) FROM sighting s JOIN run r ON r.id = s.run WHERE s.clue = c.id) AS last_period
FROM clue c
JOIN whereabouts w ON w.id = (SELECT max(id) FROM whereabouts WHERE clue = c.id)
JOIN transition t ON t.id = (SELECT max(id) FROM transition WHERE clue = c.id);
