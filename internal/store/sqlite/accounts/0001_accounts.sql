-- Who enters, and how. It is no part of the journal: it changes, and nothing of it proves anything.
CREATE TABLE account (
  person TEXT NOT NULL PRIMARY KEY,
  login  TEXT NOT NULL,
  key    TEXT NOT NULL UNIQUE,
  hash   TEXT NOT NULL,
  stamp  TEXT NOT NULL,
  since  INTEGER NOT NULL -- milliseconds since 1970
) STRICT;
CREATE TABLE invitation (
  person TEXT NOT NULL PRIMARY KEY,
  login  TEXT NOT NULL,
  key    TEXT NOT NULL UNIQUE,
  digest TEXT NOT NULL UNIQUE,
  until  INTEGER NOT NULL
) STRICT;
