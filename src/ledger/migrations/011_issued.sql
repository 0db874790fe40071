-- The push lists of a run: those that it made, and those of an earlier run of its period that say the same.
CREATE TABLE listing (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  run INTEGER NOT NULL REFERENCES run (id),
  batch INTEGER NOT NULL REFERENCES batch (id),
  pushed_on TEXT NOT NULL,
  due TEXT NOT NULL,
  UNIQUE (run, batch)
) STRICT;
CREATE INDEX listing_batch ON listing (batch);

-- Runs whose lists went out: somebody said so, one came back, or an earlier version took it for granted.
CREATE TABLE issue (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  run INTEGER NOT NULL UNIQUE REFERENCES run (id),
  how TEXT NOT NULL CHECK (how IN ('told', 'returned', 'assumed'))
) STRICT;

-- Earlier versions counted every list as sent.
INSERT INTO listing (entry, run, batch, pushed_on, due)
SELECT (SELECT max(sequence) + 1 FROM audit), run, id, pushed_on, due FROM batch ORDER BY id;

-- A rerun whose list said the same as that of the run before had none of its own.
INSERT INTO listing (entry, run, batch, pushed_on, due)
SELECT (SELECT max(sequence) + 1 FROM audit), r.id, b.id, b.pushed_on, b.due
FROM run r JOIN run o ON o.period = r.period AND o.id < r.id JOIN batch b ON b.run = o.id
WHERE NOT EXISTS (SELECT 1 FROM batch x WHERE x.run = r.id AND x.township = b.township)
  AND EXISTS (SELECT 1 FROM pushed p JOIN triage t ON t.clue = p.clue
    WHERE p.batch = b.id AND t.run = r.id AND t.decision = 'ask')
  AND NOT EXISTS (SELECT 1 FROM pushed p WHERE p.batch = b.id AND p.clue IS NOT NULL
    AND p.clue NOT IN (SELECT clue FROM triage WHERE run = r.id AND decision = 'ask'))
ORDER BY r.id, b.id;

INSERT INTO issue (entry, run, how)
SELECT (SELECT max(sequence) + 1 FROM audit), run, 'assumed' FROM listing GROUP BY run ORDER BY run;

-- As before, but what never went out was never asked.
DROP VIEW clue_event;
CREATE VIEW clue_event AS
SELECT s.clue, r.period, r.as_of, 1 AS step, s.id AS number, 'seen' AS kind, s.fingerprint, NULL AS why,
  NULL AS answer
FROM sighting s JOIN run r ON r.id = s.run JOIN clue c ON c.id = s.clue
WHERE c.channel = 'visit' OR r.id IN (SELECT id FROM current_run)
UNION ALL
SELECT a.clue, r.period, r.as_of, 1, a.id, 'absent', NULL, a.why, NULL
FROM absence a JOIN current_run r ON r.id = a.run
UNION ALL
SELECT i.clue, r.period, r.as_of, 1, i.id, 'absent', NULL, 'included', NULL
FROM inclusion i JOIN current_run r ON r.id = i.run
UNION ALL
SELECT p.clue, r.period, r.as_of, 2, p.id, 'pushed', NULL, NULL, NULL
FROM pushed p JOIN listing l ON l.batch = p.batch JOIN issue i ON i.run = l.run JOIN run r ON r.id = l.run
WHERE p.clue IS NOT NULL
UNION ALL
SELECT d.clue, d.period, r.as_of, 3, d.id, 'answered',
  (SELECT s.fingerprint FROM sighting s WHERE s.run = d.run AND s.clue = d.clue), NULL, d.id
FROM answer_status d JOIN run r ON r.id = d.run
WHERE d.clue IS NOT NULL AND d.status = 'in_force';
