package sqlite

import (
	"context"
	"errors"
)

// Sabotage runs a statement on the writer's connection, behind the guards: what a test breaks to prove that another
// test sees it.
func (db *DB) Sabotage(ctx context.Context, statement string) error {
	return db.commits.Do(ctx, func(ctx context.Context) error {
		_, err := db.writer.conn.ExecContext(ctx, statement)
		return err
	})
}

// Impatient makes the writer ask only once for the lock of the database.
func (db *DB) Impatient() { db.writer.patience = 1 }

// HoldAlone takes the whole project, as maintenance does.
func (o Options) HoldAlone(ctx context.Context) (release func() error, err error) {
	l, err := openLock(o.beside(lockFile), o.holder())
	if err != nil {
		return nil, err
	}
	if err := l.take(ctx, alone, o.Wait, o.OnWait); err != nil {
		return nil, errors.Join(err, l.release())
	}
	return l.release, nil
}

// Hold keeps the writer busy until release is closed: calls queue up behind it. It returns once the writer is held.
func (db *DB) Hold(release <-chan struct{}) {
	held := make(chan struct{})
	go db.commits.Do(context.Background(), func(context.Context) error {
		close(held)
		<-release
		return nil
	})
	<-held
}

// Queued is the number of calls that wait for the writer.
func (db *DB) Queued() int { return db.commits.Queued() }

// Settings gives what must read back on the writer's connection.
func Settings() map[string]string { return settings(writes) }

// DSN gives the name under which the writer's connection is opened.
func DSN(path string) (string, error) { return dsn(path, writes) }

// Connect opens one connection by a name and checks it as the store does.
func Connect(name string) error {
	db, err := connectByName(name, writes, 1)
	if err != nil {
		return err
	}
	err = db.Ping()
	if cerr := db.Close(); err == nil {
		err = cerr
	}
	return err
}

// AccountsID is what a file of accounts says it is.
const AccountsID = accountsID
