-- What lets a program in for somebody, and what it may do there. Of the token itself nothing is kept but its digest.
CREATE TABLE token (
  id     TEXT NOT NULL PRIMARY KEY,
  person TEXT NOT NULL,
  name   TEXT NOT NULL,
  scopes TEXT NOT NULL, -- separated by commas
  digest TEXT NOT NULL UNIQUE,
  since  INTEGER NOT NULL, -- milliseconds since 1970
  until  INTEGER NOT NULL,
  used   TEXT NOT NULL -- the day, YYYY-MM-DD; empty: never
) STRICT;
CREATE INDEX token_person ON token (person);
