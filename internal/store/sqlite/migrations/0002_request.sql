-- The key of the request that a leaf answers, as its bytes say: a client sends it again when no answer came. A unique
-- index would let INSERT OR REPLACE take the first leaf away.
ALTER TABLE journal ADD COLUMN request TEXT;
CREATE INDEX journal_request ON journal (request) WHERE request IS NOT NULL;
CREATE TRIGGER journal_request_insert BEFORE INSERT ON journal
WHEN NEW.request IS NOT NULL AND EXISTS (SELECT 1 FROM journal WHERE request = NEW.request)
BEGIN SELECT RAISE(ABORT, 'a request is recorded once'); END;
