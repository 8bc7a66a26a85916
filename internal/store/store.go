package store

import (
	"context"
	"io"
	"iter"
	"time"

	"recette/internal/evidence"
	"recette/internal/journal"
)

// Store is the record of a project, as front ends use it. store/sqlite implements it; storetest is its contract.
type Store interface {
	// Project is the identifier of the project that the record belongs to.
	Project() string

	// Bind makes the log say which one it is and which key signs its heads, when no leaf says it yet, and refuses a key
	// that is another one: ErrNoLogKey, ErrOtherLog, ErrOtherKey. CheckKey only looks. Binding gives what its leaves
	// say.
	Bind(ctx context.Context, producer string, at time.Time) error
	CheckKey(ctx context.Context) error
	Binding(ctx context.Context) (journal.Binding, error)

	// Append records entries in order, all or none, and returns when they are durable: after a nil error they survive
	// kill -9 and a power cut. It is safe for concurrent use; calls that come together share one commit.
	Append(ctx context.Context, entries ...journal.Entry) ([]journal.Record, error)

	// AppendWith records what build gives, which sees the log as it stands: from before build is called until its
	// entries are durable nobody else appends anything, in this process or in another.
	AppendWith(ctx context.Context, build func(context.Context) ([]journal.Entry, error)) ([]journal.Record, error)

	// Extend is Append for entries that depend on what the log holds: build gives them under the lock of the log, once
	// what other processes appended is known. Its error comes back as it is, and nothing was recorded. It must be
	// quick, must not append, and may be called again.
	Extend(ctx context.Context, build func(journal.Head) ([]journal.Entry, error)) ([]journal.Record, error)

	// Records yields the records that match, in order of position. It streams: memory does not grow with the log.
	Records(ctx context.Context, f journal.Filter) iter.Seq2[journal.Record, error]
	// Requested gives the record that answers a request (journal.Request), and whether there is one.
	Requested(ctx context.Context, key string) (journal.Record, bool, error)
	// Texts and Persons give back what stands behind commitments. What was erased, or is unknown, is absent.
	Texts(ctx context.Context, commitments []string) (map[string]string, error)
	Persons(ctx context.Context, commitments []string) (map[string]journal.Person, error)
	// Salts gives the salts of the texts behind commitments, to whoever shows these texts and proves them.
	Salts(ctx context.Context, commitments []string) (map[string][]byte, error)
	// Blob gives back a document by its SHA-256, in hex; ErrUnknown when there is none.
	Blob(ctx context.Context, sha256 string) ([]byte, error)
	// ReadBlob gives a document to read, which it never holds whole. What read made of it is worth something when
	// ReadBlob returns nil: only then was all of it what its address says. read must not use the store.
	ReadBlob(ctx context.Context, sha256 string, read func(io.Reader) error) error

	// Head gives the present size and root of the log, unsigned.
	Head(ctx context.Context) (entries int64, root string, err error)
	// Checkpoint signs the present head and stores the checkpoint; ErrNoLogKey without the key. CheckpointAtOnce does
	// not wait for another process that is writing: ErrBusy. Checkpoints gives the stored ones, oldest first.
	Checkpoint(ctx context.Context) (journal.Signed, error)
	CheckpointAtOnce(ctx context.Context) (journal.Signed, error)
	Checkpoints(ctx context.Context) ([]journal.Signed, error)
	// Proof gives the inclusion proofs of positions in the tree of the given size. Consistency gives the proof that the
	// log of old entries is the beginning of the log of size entries.
	Proof(ctx context.Context, size int64, seqs []int64) ([]journal.Proof, error)
	Consistency(ctx context.Context, old, size int64) ([]string, error)

	// Verify recomputes everything from the bytes. What is wrong is in the report.
	Verify(ctx context.Context, o VerifyOptions) (*Report, error)
	// Export writes the whole log as NDJSON.
	Export(ctx context.Context, w io.Writer) error
	// Doctor gathers facts about the database and where it lies.
	Doctor(ctx context.Context) (*Facts, error)
	// Scrub leaves nothing in the files of the log of what a personal.erase leaf erased: appending the leaf took the
	// texts and names away, and files may keep old pages. ErrBusy says that somebody who reads holds them back: call
	// again.
	Scrub(ctx context.Context) error

	// Close waits for the commit that is under way. Calling it again does nothing.
	Close() error
}

// VerifyOptions widens a verification. The zero value checks the database against itself and the files beside it, which
// does not show a history that was rewritten together with them: give a checkpoint that left the building in a PV.
type VerifyOptions struct {
	Checkpoints []journal.Signed // given by the caller: Note and Verifier are read, and checked
	Verifiers   []string         // the trusted log keys; empty: the key that each checkpoint names
	Evidence    *evidence.Store  // where attachments lie; nil: they are not checked, and the report says so
}
