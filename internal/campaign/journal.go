package campaign

import (
	"context"
	"io"
	"iter"

	"recette/internal/journal"
)

// Journal is where facts go and come back from. internal/store implements it; storetest is its contract.
type Journal interface {
	// Append makes the entries durable, in order and atomically, before it returns: after a nil error they survive
	// kill -9 and a power cut. On error nothing was written. It is safe for concurrent use; calls that come
	// together share one commit. The records come back with their positions.
	Append(ctx context.Context, entries ...journal.Entry) ([]journal.Record, error)

	// AppendWith makes durable what build gives, which sees the log as it stands: from before build is called until its
	// entries are durable nobody else appends anything, in this process or in another. What build refuses is given back
	// as it is, and nothing was written. build may read the log; it never appends, and is quick: everybody waits for
	// it.
	AppendWith(ctx context.Context, build func(context.Context) ([]journal.Entry, error)) ([]journal.Record, error)

	// Extend is Append for entries that depend on what the log holds: build gives them under the lock of the log, once
	// what other processes appended is known and nobody else appends. It sees the durable entries; those of calls of
	// this process that share the commit are not among them, so that callers keep what depends on each other apart. Its
	// error comes back as it is, and nothing was written. It must be quick, must not append, and may be called again.
	Extend(ctx context.Context, build func(journal.Head) ([]journal.Entry, error)) ([]journal.Record, error)

	// Records yields the records that match, in order of position. It streams: memory does not grow with the log.
	Records(ctx context.Context, f journal.Filter) iter.Seq2[journal.Record, error]

	// Requested gives the record that answers a request (journal.Request), and whether there is one.
	Requested(ctx context.Context, key string) (journal.Record, bool, error)

	// Texts gives back the texts behind commitments. An erased or unknown one is absent from the result.
	Texts(ctx context.Context, commitments []string) (map[string]string, error)

	// Salts gives the salts of these texts, for a document that shows them to prove them.
	Salts(ctx context.Context, commitments []string) (map[string][]byte, error)

	// Persons gives back the persons behind commitments of actors. An erased one is absent.
	Persons(ctx context.Context, commitments []string) (map[string]journal.Person, error)

	// Scrub leaves nothing in the files of the log of what a personal.erase leaf erased. An error says that they still
	// may hold it; the leaf stands all the same.
	Scrub(ctx context.Context) error

	// Blob gives back a document by its SHA-256, in hex.
	Blob(ctx context.Context, sha256 string) ([]byte, error)

	// ReadBlob gives a document to read, which it never holds whole. What read made of it is worth something when
	// ReadBlob returns nil: only then was all of it what its address says. read must not use the log.
	ReadBlob(ctx context.Context, sha256 string, read func(io.Reader) error) error

	// Binding gives which log this is and which key signs its heads, as its leaves say.
	Binding(ctx context.Context) (journal.Binding, error)

	// Checkpoint signs the present head, stores the checkpoint and returns it. Proof gives the inclusion proofs of
	// positions in the tree of the given size. Checkpoints gives the heads that were signed, oldest first.
	Checkpoint(ctx context.Context) (journal.Signed, error)
	Proof(ctx context.Context, size int64, seqs []int64) ([]journal.Proof, error)
	Checkpoints(ctx context.Context) ([]journal.Signed, error)
}
