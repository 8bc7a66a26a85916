-- The log. A row is one leaf: the exact bytes that were hashed. The other columns repeat what the leaf says, so that it
-- can be found; verification compares them with the leaf and believes the leaf.
CREATE TABLE journal (
  seq      INTEGER PRIMARY KEY CHECK (seq >= 0),
  at       TEXT NOT NULL,
  kind     TEXT NOT NULL,
  campaign TEXT NOT NULL,
  case_id  TEXT NOT NULL,
  leaf     BLOB NOT NULL
) STRICT;
CREATE INDEX journal_campaign ON journal (campaign);
CREATE INDEX journal_case ON journal (case_id);
CREATE INDEX journal_kind ON journal (kind);

-- The hashes that the leaf at seq completes, 32 bytes each, from its own upwards (RFC 6962).
CREATE TABLE journal_hash (
  seq    INTEGER PRIMARY KEY REFERENCES journal (seq),
  hashes BLOB NOT NULL CHECK (length(hashes) >= 32 AND length(hashes) % 32 = 0)
) STRICT;

-- Signed heads of the log.
CREATE TABLE checkpoint (
  size     INTEGER NOT NULL CHECK (size >= 0),
  verifier TEXT NOT NULL,
  root     TEXT NOT NULL,
  note     TEXT NOT NULL,
  PRIMARY KEY (size, verifier)
) STRICT;

-- Small documents that leaves name by content: manifests.
CREATE TABLE document (
  sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
  data   BLOB NOT NULL
) STRICT;

-- What leaves commit to and may be erased.
CREATE TABLE free_text (
  commitment TEXT PRIMARY KEY CHECK (length(commitment) = 64),
  salt       BLOB NOT NULL CHECK (length(salt) = 16),
  value      TEXT NOT NULL
) STRICT;
CREATE TABLE person (
  commitment TEXT PRIMARY KEY CHECK (length(commitment) = 64),
  ref        TEXT NOT NULL,
  salt       BLOB NOT NULL CHECK (length(salt) = 16),
  name       TEXT NOT NULL,
  role       TEXT NOT NULL
) STRICT;

-- What was erased on purpose, so that it is told apart from what was lost.
CREATE TABLE erasure (
  commitment TEXT PRIMARY KEY,
  at         TEXT NOT NULL
) STRICT;

-- The project that the database belongs to: one row.
CREATE TABLE instance (
  id      INTEGER PRIMARY KEY CHECK (id = 1),
  project TEXT NOT NULL,
  created TEXT NOT NULL
) STRICT;

-- The migrations that were applied, with the hash of their text.
CREATE TABLE migration (
  version INTEGER PRIMARY KEY,
  name    TEXT NOT NULL,
  sha256  TEXT NOT NULL,
  at      TEXT NOT NULL
) STRICT;

-- Append-only takes three triggers a table: INSERT OR REPLACE walks through the other two (T11). They stop accidents; the
-- proof against an attacker, who can drop them, is the log.
CREATE TRIGGER journal_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;
CREATE TRIGGER journal_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;
CREATE TRIGGER journal_insert BEFORE INSERT ON journal
WHEN NEW.seq <> (SELECT coalesce(max(seq), -1) + 1 FROM journal)
BEGIN SELECT RAISE(ABORT, 'journal grows at its end'); END;

CREATE TRIGGER journal_hash_update BEFORE UPDATE ON journal_hash BEGIN SELECT RAISE(ABORT, 'journal_hash is append-only'); END;
CREATE TRIGGER journal_hash_delete BEFORE DELETE ON journal_hash BEGIN SELECT RAISE(ABORT, 'journal_hash is append-only'); END;
CREATE TRIGGER journal_hash_insert BEFORE INSERT ON journal_hash
WHEN NEW.seq <> (SELECT coalesce(max(seq), -1) + 1 FROM journal_hash)
BEGIN SELECT RAISE(ABORT, 'journal_hash grows at its end'); END;

CREATE TRIGGER checkpoint_update BEFORE UPDATE ON checkpoint BEGIN SELECT RAISE(ABORT, 'checkpoint is append-only'); END;
CREATE TRIGGER checkpoint_delete BEFORE DELETE ON checkpoint BEGIN SELECT RAISE(ABORT, 'checkpoint is append-only'); END;
CREATE TRIGGER checkpoint_insert BEFORE INSERT ON checkpoint
WHEN EXISTS (SELECT 1 FROM checkpoint WHERE size = NEW.size AND verifier = NEW.verifier)
BEGIN SELECT RAISE(ABORT, 'checkpoint is append-only'); END;

CREATE TRIGGER document_update BEFORE UPDATE ON document BEGIN SELECT RAISE(ABORT, 'document is append-only'); END;
CREATE TRIGGER document_delete BEFORE DELETE ON document BEGIN SELECT RAISE(ABORT, 'document is append-only'); END;
CREATE TRIGGER document_insert BEFORE INSERT ON document
WHEN EXISTS (SELECT 1 FROM document WHERE sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'document is append-only'); END;

CREATE TRIGGER erasure_update BEFORE UPDATE ON erasure BEGIN SELECT RAISE(ABORT, 'erasure is append-only'); END;
CREATE TRIGGER erasure_delete BEFORE DELETE ON erasure BEGIN SELECT RAISE(ABORT, 'erasure is append-only'); END;
CREATE TRIGGER erasure_insert BEFORE INSERT ON erasure
WHEN EXISTS (SELECT 1 FROM erasure WHERE commitment = NEW.commitment)
BEGIN SELECT RAISE(ABORT, 'erasure is append-only'); END;

CREATE TRIGGER instance_update BEFORE UPDATE ON instance BEGIN SELECT RAISE(ABORT, 'instance is append-only'); END;
CREATE TRIGGER instance_delete BEFORE DELETE ON instance BEGIN SELECT RAISE(ABORT, 'instance is append-only'); END;
CREATE TRIGGER instance_insert BEFORE INSERT ON instance
WHEN EXISTS (SELECT 1 FROM instance)
BEGIN SELECT RAISE(ABORT, 'instance is append-only'); END;

-- Texts and persons can be erased, never changed.
CREATE TRIGGER free_text_update BEFORE UPDATE ON free_text BEGIN SELECT RAISE(ABORT, 'free_text is never changed'); END;
CREATE TRIGGER free_text_insert BEFORE INSERT ON free_text
WHEN EXISTS (SELECT 1 FROM free_text WHERE commitment = NEW.commitment)
BEGIN SELECT RAISE(ABORT, 'free_text is never changed'); END;
CREATE TRIGGER person_update BEFORE UPDATE ON person BEGIN SELECT RAISE(ABORT, 'person is never changed'); END;
CREATE TRIGGER person_insert BEFORE INSERT ON person
WHEN EXISTS (SELECT 1 FROM person WHERE commitment = NEW.commitment)
BEGIN SELECT RAISE(ABORT, 'person is never changed'); END;
