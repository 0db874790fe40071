-- One kind of answer for clues and questions, with what contradicts what and what was ruled.
--
-- disposition, conflict, settlement and reply stay as they were sealed, and nothing writes or reads them any more. What
-- they hold is carried over below, sealed by an audit row of its own.
CREATE TABLE answer (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  recorded INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  number INTEGER NOT NULL,
  clue TEXT REFERENCES clue (id),
  question TEXT,
  subject TEXT,
  pushed INTEGER REFERENCES pushed (id),
  run INTEGER NOT NULL REFERENCES run (id),
  word TEXT NOT NULL,
  handling TEXT,
  resolution TEXT
    CHECK (resolution IN ('unresolved', 'confirmed', 'monitored', 'aided', 'untrue', 'erroneous')),
  suppressed_until TEXT,
  until_changed INTEGER CHECK (until_changed IN (0, 1)),
  situation TEXT NOT NULL,
  verifier TEXT NOT NULL,
  verified_on TEXT,
  import INTEGER REFERENCES import (id),
  sheet TEXT,
  sheet_row INTEGER,
  supersedes INTEGER REFERENCES answer (id),
  CHECK ((clue IS NULL) = (question IS NOT NULL AND subject IS NOT NULL)),
  CHECK ((clue IS NULL) = (resolution IS NULL AND until_changed IS NULL))
) STRICT;
CREATE UNIQUE INDEX answer_number ON answer (clue IS NULL, number);
CREATE INDEX answer_clue ON answer (clue);
CREATE INDEX answer_supersedes ON answer (supersedes);

-- Two answers that contradict one another; neither is in force until a ruling.
CREATE TABLE contradiction (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  one INTEGER NOT NULL REFERENCES answer (id),
  other INTEGER NOT NULL REFERENCES answer (id),
  CHECK (one < other),
  UNIQUE (one, other)
) STRICT;
CREATE INDEX contradiction_other ON contradiction (other);

CREATE TABLE ruling (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES audit (sequence) DEFERRABLE INITIALLY DEFERRED,
  contradiction INTEGER NOT NULL UNIQUE REFERENCES contradiction (id),
  in_force INTEGER NOT NULL REFERENCES answer (id),
  ruled_by TEXT NOT NULL,
  ruled_on TEXT NOT NULL
) STRICT;

ALTER TABLE triage ADD COLUMN answer INTEGER REFERENCES answer (id);

-- The answers of earlier versions. Those to clues keep their numbers; those to questions come after them.
INSERT INTO answer (id, entry, recorded, number, clue, pushed, run, word, handling, resolution, suppressed_until,
  until_changed, situation, verifier, verified_on, import, sheet, sheet_row, supersedes)
SELECT id, (SELECT max(sequence) + 1 FROM audit), entry, id, clue, pushed, run, verdict, handling, resolution,
  quiet_until, until_changed, situation, verifier, verified_on, import, sheet, sheet_row, supersedes
FROM disposition ORDER BY id;
INSERT INTO contradiction (id, entry, one, other)
SELECT id, (SELECT max(sequence) + 1 FROM audit), one, other FROM conflict ORDER BY id;
INSERT INTO ruling (entry, contradiction, in_force, ruled_by, ruled_on)
SELECT (SELECT max(sequence) + 1 FROM audit), conflict, holds, settled_by, settled_on FROM settlement ORDER BY id;

-- A ruling on answers to a question was a reply of its own, with settled_by and the answer that was ruled to hold. How
-- such answers stood to one another was told by their order.
CREATE VIEW old_reply AS
SELECT y.id, (SELECT coalesce(max(id), 0) FROM disposition) + y.id AS carried, y.entry, p.question, p.subject, r.period,
  y.pushed, b.run, y.answer, y.situation, y.verifier, y.verified_on, y.import, y.sheet, y.sheet_row, y.settled_by
FROM reply y JOIN pushed p ON p.id = y.pushed JOIN batch b ON b.id = p.batch JOIN run r ON r.id = b.run;

-- An answer superseded those before it that said the same.
INSERT INTO answer (id, entry, recorded, number, question, subject, pushed, run, word, situation, verifier,
  verified_on, import, sheet, sheet_row, supersedes)
SELECT y.carried, (SELECT max(sequence) + 1 FROM audit), y.entry, y.id, y.question, y.subject, y.pushed, y.run,
  y.answer, coalesce(y.situation, ''), coalesce(y.verifier, ''), y.verified_on, y.import, y.sheet, y.sheet_row,
  (SELECT max(x.carried) FROM old_reply x
   WHERE (x.question, x.subject, x.period) = (y.question, y.subject, y.period) AND x.id < y.id AND x.answer = y.answer
     AND x.settled_by IS NULL)
FROM old_reply y WHERE y.settled_by IS NULL ORDER BY y.id;

-- It contradicted those before it that said something else, unless these were superseded or overruled by then.
INSERT INTO contradiction (entry, one, other)
SELECT (SELECT max(sequence) + 1 FROM audit), x.carried, y.carried
FROM old_reply x JOIN old_reply y
  ON (x.question, x.subject, x.period) = (y.question, y.subject, y.period) AND x.id < y.id AND x.answer <> y.answer
WHERE x.settled_by IS NULL AND y.settled_by IS NULL AND NOT EXISTS (
  SELECT 1 FROM old_reply z
  WHERE (z.question, z.subject, z.period) = (x.question, x.subject, x.period) AND z.id > x.id AND z.id < y.id
    AND (z.settled_by IS NULL) = (z.answer = x.answer))
ORDER BY y.id, x.id;

-- The first ruling after a contradiction decided it.
INSERT INTO ruling (entry, contradiction, in_force, ruled_by, ruled_on)
SELECT (SELECT max(sequence) + 1 FROM audit), c.id, w.carried, z.settled_by, substr(a.at, 1, 10)
FROM contradiction c
JOIN old_reply y ON y.carried = c.other
JOIN old_reply z ON z.id = (SELECT min(x.id) FROM old_reply x
  WHERE (x.question, x.subject, x.period) = (y.question, y.subject, y.period) AND x.id > y.id
    AND x.settled_by IS NOT NULL)
JOIN old_reply w ON w.id = (SELECT max(x.id) FROM old_reply x
  WHERE (x.question, x.subject, x.period) = (z.question, z.subject, z.period) AND x.id < z.id AND x.answer = z.answer
    AND x.settled_by IS NULL)
JOIN audit a ON a.sequence = z.entry
ORDER BY c.id;

DROP VIEW old_reply;
DROP VIEW clue_event;
DROP VIEW standing_disposition;

-- All answers, with how each stands to the other answers to the same thing.
CREATE VIEW answer_status AS
SELECT a.id, a.entry, a.recorded, a.number, a.clue, a.question, a.subject, a.pushed, a.run, r.period, a.word,
  a.handling, a.resolution, a.suppressed_until, a.until_changed, a.situation, a.verifier, a.verified_on, a.import,
  a.sheet, a.sheet_row, a.supersedes,
  CASE
    WHEN EXISTS (SELECT 1 FROM answer later WHERE later.supersedes = a.id) THEN 'superseded'
    WHEN EXISTS (
      SELECT 1 FROM contradiction c JOIN ruling u ON u.contradiction = c.id
      WHERE (c.one = a.id OR c.other = a.id) AND u.in_force <> a.id) THEN 'overruled'
    WHEN EXISTS (
      SELECT 1 FROM contradiction c
      WHERE (c.one = a.id OR c.other = a.id) AND c.id NOT IN (SELECT contradiction FROM ruling)) THEN 'disputed'
    ELSE 'in_force'
  END AS status
FROM answer a JOIN run r ON r.id = a.run;

-- As before, with answers as they are stored now.
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
FROM pushed p JOIN batch b ON b.id = p.batch JOIN run r ON r.id = b.run
WHERE p.clue IS NOT NULL
UNION ALL
SELECT d.clue, d.period, r.as_of, 3, d.id, 'answered',
  (SELECT s.fingerprint FROM sighting s WHERE s.run = d.run AND s.clue = d.clue), NULL, d.id
FROM answer_status d JOIN run r ON r.id = d.run
WHERE d.clue IS NOT NULL AND d.status = 'in_force';
