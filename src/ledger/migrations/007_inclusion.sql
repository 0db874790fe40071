-- Open clues that a run found as further reasons of another rule's clue.
CREATE TABLE inclusion (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  run INTEGER NOT NULL REFERENCES run (id),
  clue TEXT NOT NULL REFERENCES clue (id),
  UNIQUE (run, clue)
) STRICT;
CREATE INDEX inclusion_clue ON inclusion (clue);

-- As before, with those that are told within other clues.
DROP VIEW clue_event;
CREATE VIEW clue_event AS
SELECT s.clue, r.period, r.as_of, 1 AS step, s.id AS number, 'seen' AS kind, s.fingerprint, NULL AS why,
  NULL AS disposition
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
FROM pushed p JOIN batch b ON b.id = p.batch JOIN run r ON r.id = b.run
WHERE p.clue IS NOT NULL
UNION ALL
SELECT d.clue, r.period, r.as_of, 3, d.id, 'answered',
  (SELECT s.fingerprint FROM sighting s WHERE s.run = d.run AND s.clue = d.clue), NULL, d.id
FROM standing_disposition d JOIN run r ON r.id = d.run;
