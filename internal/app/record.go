package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"recette/internal/access"
	"recette/internal/bounded"
	"recette/internal/campaign"
	"recette/internal/evidence"
	"recette/internal/i18n"
	"recette/internal/project"
	"recette/internal/recette"
	"recette/internal/signoff"
	"recette/internal/store"
	"recette/internal/store/sqlite"
	"recette/internal/verify"
	"recette/reports"
)

// Mode says how the record is used.
type Mode int

// The ways to use the record.
const (
	Reading   Mode = iota // beside whoever writes
	Auditing              // the same, of a record that may have been damaged or rolled back: verification names it
	Writing               // to record
	Creating              // the same, and the first one that records makes the database
	rekeying              // to record that another key signs: the present one may be lost, or wrong
	restoring             // to record that the log goes on, whatever was done to it
)

func (m Mode) reads() bool { return m == Reading || m == Auditing }

// patience is how long a process waits for another one that holds the record alone.
const patience = 10 * time.Second

// Keyring gives the keys of the project at root.
func Keyring(root string) signoff.Keyring { return signoff.Keyring(project.Layout{Root: root}.Keys()) }

// PVFolder is where a server keeps the files of the PVs that it makes, in the private folder of the project at root.
func PVFolder(root string) string { return filepath.Join(project.Layout{Root: root}.State(), "pv") }

// Record is the open record of a project: the services that front ends call, and the evidence.
type Record struct {
	Folder   string // private folder of the project
	Service  *campaign.Service
	SignOff  *signoff.Service
	Evidence *evidence.Store
	Doubts   []error // what was done to the record behind its back, as far as a look tells: nothing more is recorded
	log      store.Store
	outside  func() (sqlite.Outside, bool, error) // the head that is kept outside
	reached  int64                                // the greatest size that the log is known to have had
}

// Record opens the record of the project at root. It returns ErrNoRecord when nothing was ever recorded, unless the
// mode is Creating, and ErrRecordGone when something was; else a *KeyError, or an error of the engine: ErrNoLogKey,
// ErrOtherLog and ErrOtherKey to whoever would record without the key of the log, and what Doubts holds for those who
// read. The caller closes the record.
func (a *App) Record(ctx context.Context, root string, mode Mode) (*Record, error) {
	return a.record(ctx, project.Layout{Root: root}, mode)
}

func (a *App) record(ctx context.Context, at project.Layout, mode Mode) (*Record, error) {
	o := sqlite.Options{
		Path: at.Database(), Now: a.Now, Rand: a.Rand, ReadOnly: mode.reads(), AcceptRollback: mode == Auditing,
		Outside: at.Head(), Restore: mode == restoring,
	}
	lost := gone(ctx, at, o)
	if lost != nil && (mode != restoring || !errors.Is(lost, ErrRecordGone)) {
		return nil, lost
	}
	makes := mode == Creating || lost != nil // another log, which says that the one that was known is lost
	private, id, err := a.logKey(at, makes)
	switch {
	case err == nil:
		o.LogKey, o.Project = private, id
	case !o.ReadOnly && mode != rekeying && mode != restoring:
		return nil, err
	}
	if !o.ReadOnly {
		o.Holder, o.Wait, o.OnWait = a.Process, patience, a.Waits
	}
	db, err := sqlite.Open(ctx, o)
	if errors.Is(err, store.ErrNotFound) && makes {
		db, err = sqlite.Create(ctx, o)
		if errors.Is(err, fs.ErrExist) { // another process made it meanwhile
			db, err = sqlite.Open(ctx, o)
		}
	}
	if errors.Is(err, store.ErrNotFound) {
		return nil, ErrNoRecord
	}
	if err != nil {
		return nil, fmt.Errorf("open the record: %w", err)
	}
	r := &Record{Folder: at.State(), Doubts: db.Doubts(), log: db, outside: db.Outside, reached: db.Reached()}
	if lost != nil {
		r.Doubts = []error{lost} // that the new one is not the one that was known says nothing more
	}
	if !o.ReadOnly && mode != rekeying && mode != restoring {
		err = db.Bind(ctx, a.producer(), a.now())
	}
	if err == nil {
		err = r.openServices(a, at)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if a.Doubted != nil && mode.reads() {
		for _, doubt := range r.Doubts {
			a.Doubted(doubt)
		}
	}
	return r, nil
}

// gone refuses a project whose record was there and is not any more: a new one never takes its place in silence.
func gone(ctx context.Context, at project.Layout, o sqlite.Options) error {
	if _, err := os.Stat(at.Head()); err != nil || !noDatabase(at) {
		return nil //nolint:nilerr // no head tells of a record
	}
	o.ReadOnly = true
	db, err := sqlite.Open(ctx, o) // what is beside the database may know more
	switch {
	case err == nil:
		return db.Close() // it was made meanwhile
	case errors.Is(err, store.ErrNotFound):
		return ErrRecordGone
	}
	return fmt.Errorf("open the record: %w", err)
}

// noDatabase tells that there is no file of the database, or an empty one.
func noDatabase(at project.Layout) bool {
	info, err := os.Stat(at.Database())
	return errors.Is(err, fs.ErrNotExist) || err == nil && info.Mode().IsRegular() && info.Size() == 0
}

func (a *App) producer() string { return "recette " + a.Version }

func (r *Record) openServices(a *App, at project.Layout) (err error) {
	if r.Evidence, err = kept(at); err != nil {
		return err
	}
	duties, zone, deployed := settings(at.Root, a.Now().Location())
	r.Service, err = campaign.New(campaign.Deps{
		Journal: r.log, Clock: a.now, Zone: zone, Rand: a.Rand, Evidence: r.Evidence,
		Policies: campaign.Policies{Duties: duties}, Deployed: deployed, Outlines: a.Outlines,
		Warned: a.Warned,
	})
	if err != nil {
		return err //nolint:wrapcheck // it says what was left out
	}
	r.SignOff, err = signoff.New(signoff.Deps{
		Campaigns: r.Service, Evidence: r.Evidence, Project: bounded.DirFS(at.Root), Keys: Keyring(at.Root),
		LogKey: at.LogKey(), Clock: func() time.Time { return a.Now().In(zone) }, Rand: a.Rand,
		Producer: a.producer(), Texts: texts, Words: words, Look: look(r.Evidence),
	})
	return err //nolint:wrapcheck // it says what was left out
}

// texts gives what documents say in a language.
func texts(language string) (reports.Texts, error) {
	p, err := i18n.New(i18n.Lang(language))
	if err != nil {
		return nil, err //nolint:wrapcheck // its caller names the language
	}
	return p.T, nil
}

// words gives the texts that a PV is written and drawn with in a language: they travel in it, so that whoever verifies
// words its sentences again.
func words(language string) (reports.Words, error) {
	p, err := i18n.New(i18n.Lang(language))
	if err != nil {
		return nil, err //nolint:wrapcheck // its caller names the language
	}
	return p.Domains("reports", "pv", "verdict", "cause", "outcome"), nil
}

// kept opens the evidence of a project.
func kept(at project.Layout) (*evidence.Store, error) {
	s, err := evidence.New(evidence.Options{Dir: at.Evidence()})
	if err != nil {
		return nil, fmt.Errorf("open the evidence: %w", err)
	}
	return s, nil
}

// look gives what became of the evidence of a store.
func look(s *evidence.Store) verify.Evidence {
	return func(ctx context.Context, sum string, size int64) (verify.Presence, error) {
		switch err := s.Verify(ctx, sum, size); {
		case err == nil:
			return verify.Presented, nil
		case errors.Is(err, evidence.ErrMissing):
			return verify.NotPresented, nil
		case errors.Is(err, evidence.ErrAltered), errors.Is(err, evidence.ErrAddress):
			return verify.Altered, nil
		default:
			return "", err //nolint:wrapcheck // it says which piece could not be read
		}
	}
}

// EvidenceOf looks at the evidence of the project at root, whether or not its record can be read.
func EvidenceOf(root string) (verify.Evidence, error) {
	s, err := kept(project.Layout{Root: root})
	if err != nil {
		return nil, err
	}
	return look(s), nil
}

// Audit verifies the whole log, as Verify does, and gives what is altered, Doubts among it. It does so once, however
// many files are judged beside it; each of them is compared with the entries as they are then.
func (r *Record) Audit(actor recette.Actor) func(context.Context) ([]verify.Alteration, error) {
	done, found := false, []verify.Alteration(nil)
	return func(ctx context.Context) ([]verify.Alteration, error) {
		if done {
			return found, nil
		}
		report, err := r.Verify(ctx, actor)
		if err != nil {
			return nil, err
		}
		done, found = true, r.alterations(report)
		return found, nil
	}
}

// Wordings names the texts that a PV of this program may travel with, by SHA-256 in hex.
func Wordings() ([]string, error) {
	var known []string
	for _, language := range []i18n.Lang{i18n.French, i18n.English} {
		w, err := words(string(language))
		if err != nil {
			return nil, err
		}
		known = append(known, verify.Digest(w.JSON()))
	}
	return append(known, reports.PublishedWords()...), nil
}

// Pages gives the judge of the pages of PVs, with the evidence of the project at root; empty is no project.
func Pages(root string) (verify.Pages, error) {
	if root == "" {
		return signoff.Pages(words, nil), nil
	}
	s, err := kept(project.Layout{Root: root})
	if err != nil {
		return nil, err
	}
	return signoff.Pages(words, s), nil
}

// settings reads how strictly the project keeps the separation of duties, its time zone, and the builds that are
// deployed, by environment. A configuration that cannot be read is reported by whoever needs it: rules then have their
// usual effect, and the zone is the machine's.
func settings(root string, machine *time.Location) (access.Duties, *time.Location, map[string]string) {
	duties := access.Duties{}
	c, err := project.Load(root)
	if err != nil {
		return duties, machine, nil
	}
	if e := access.Effect(c.Policies.Separation); e.Valid() {
		duties[access.DeciderExecuted] = e
	}
	for _, d := range c.Policies.Duties {
		duties[access.Rule(d.Rule)] = access.Effect(d.Effect)
	}
	return duties, c.Zone(machine), c.Deployed()
}

// Close ends the use of the record.
func (r *Record) Close() error { return r.log.Close() } //nolint:wrapcheck // it says what did not end

// Seal signs the head of the log: entries after the last checkpoint could be cut off without a trace. came is what
// became of what was recorded: whoever waited in vain for another process asks once more and does not wait as long
// again.
func (r *Record) Seal(ctx context.Context, came error) error {
	sign := r.log.Checkpoint
	if errors.Is(came, store.ErrBusy) {
		sign = r.log.CheckpointAtOnce
	}
	_, err := sign(context.WithoutCancel(ctx))
	return err //nolint:wrapcheck // it says what could not be signed
}

// CheckKey tells whether the key of the log is there, and the one that the log names: ErrNoLogKey, ErrOtherLog,
// ErrOtherKey.
func (r *Record) CheckKey(ctx context.Context, actor recette.Actor) error {
	if err := access.Allow(actor, access.VerifyJournal, access.Scope{}); err != nil {
		return err //nolint:wrapcheck // it says what is denied
	}
	return r.log.CheckKey(ctx) //nolint:wrapcheck // it says what is wrong with the key
}

// Export writes the whole log as NDJSON.
func (r *Record) Export(ctx context.Context, actor recette.Actor, w io.Writer) error {
	if err := access.Allow(actor, access.ReadJournal, access.Scope{}); err != nil {
		return err //nolint:wrapcheck // it says what is denied
	}
	return r.log.Export(ctx, w) //nolint:wrapcheck // it says what was not written
}

// Doctor gathers facts about the database and where it lies.
func (r *Record) Doctor(ctx context.Context, actor recette.Actor) (*Facts, error) {
	if err := access.Allow(actor, access.VerifyJournal, access.Scope{}); err != nil {
		return nil, err //nolint:wrapcheck // it says what is denied
	}
	return r.log.Doctor(ctx) //nolint:wrapcheck // it says what cannot be read
}

// Journal gives the log to compare a PV with.
func (r *Record) Journal(actor recette.Actor) (Journal, error) {
	if err := access.Allow(actor, access.ReadJournal, access.Scope{}); err != nil {
		return nil, err //nolint:wrapcheck // it says what is denied
	}
	return r.log, nil
}

// Verify recomputes the whole log from its bytes, and looks for the evidence that it names.
func (r *Record) Verify(ctx context.Context, actor recette.Actor) (*Report, error) {
	if err := access.Allow(actor, access.VerifyJournal, access.Scope{}); err != nil {
		return nil, err //nolint:wrapcheck // it says what is denied
	}
	return r.log.Verify(ctx, store.VerifyOptions{Evidence: r.Evidence})
}
