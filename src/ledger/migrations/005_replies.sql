-- What was said beside the answer to a question, and who decided where several answers contradicted one another.
ALTER TABLE reply ADD COLUMN situation TEXT;
ALTER TABLE reply ADD COLUMN verifier TEXT;
ALTER TABLE reply ADD COLUMN verified_on TEXT;
ALTER TABLE reply ADD COLUMN settled_by TEXT;
