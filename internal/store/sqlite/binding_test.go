package sqlite_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"recette/internal/journal"
	"recette/internal/store"
	"recette/internal/store/sqlite"
)

// keyOf makes another key of tests, for a log of that name.
func keyOf(t testing.TB, seed, origin string) (private, public string) {
	t.Helper()
	private, public, err := journal.GenerateLogKey(strings.NewReader(strings.Repeat(seed, 64)), origin)
	if err != nil {
		t.Fatal(err)
	}
	return private, public
}

func bind(t testing.TB, db *sqlite.DB) {
	t.Helper()
	if err := db.Bind(t.Context(), "recette 1", time.Now()); err != nil {
		t.Fatal(err)
	}
}

// rotation is the entry of a change of key.
func rotation(origin, former, verifier string) journal.Entry {
	salt := []byte("sixteen of salt.")
	why := journal.Text{Commitment: journal.Commitment(salt, "essai"), Salt: salt, Value: "essai"}
	return journal.Entry{Texts: []journal.Text{why}, Leaf: journal.Leaf{
		At: "2026-10-15T09:00:00.000Z", Kind: journal.KindLogRotate, Log: &journal.Bound{
			Origin: origin, Verifier: verifier, Former: former, Producer: "recette 1", Reason: why.Commitment,
		},
	}}
}

// TestBind_IsTheFirstLeaf: whoever records first in a new log binds it, once.
func TestBind_IsTheFirstLeaf(t *testing.T) {
	t.Parallel()
	db, o := create(t)
	_, public := testKey(t)
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			other, err := sqlite.Open(t.Context(), o)
			if err != nil {
				t.Error(err)
				return
			}
			if err := errors.Join(other.Bind(t.Context(), "recette 1", time.Now()), other.Close()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	bind(t, db)
	mustAppend(t, db, auto(1))
	b, err := db.Binding(t.Context())
	want := journal.Binding{Seq: 0, Origin: journal.Origin(project), Verifier: public}
	if n, _, _ := db.Head(t.Context()); b != want || err != nil || n != 2 {
		t.Errorf("Binding() = %+v, %v, want %+v; %d entries, want 2", b, err, want, n)
	}
}

// TestBind_OfAnOlderLog: one that was begun before there were such leaves is bound where it stands, by the key that
// signed it.
func TestBind_OfAnOlderLog(t *testing.T) {
	t.Parallel()
	db, o := create(t)
	mustAppend(t, db, auto(1), auto(2))
	if _, err := db.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	right := o.LogKey
	for want, origin := range map[error]string{
		store.ErrOtherKey: journal.Origin(project), store.ErrOtherLog: journal.Origin("autre"),
	} {
		o.LogKey, _ = keyOf(t, "another key", origin)
		db = reopen(t, db, o)
		if err := db.Bind(t.Context(), "recette 1", time.Now()); !errors.Is(err, want) {
			t.Errorf("Bind with a key of %s = %v, want %v", origin, err, want)
		}
	}
	o.LogKey = ""
	db = reopen(t, db, o)
	if err := db.Bind(t.Context(), "recette 1", time.Now()); !errors.Is(err, store.ErrNoLogKey) {
		t.Errorf("Bind without a key = %v, want ErrNoLogKey", err)
	}
	o.LogKey = right
	db = reopen(t, db, o)
	bind(t, db)
	if b, err := db.Binding(t.Context()); b.Seq != 2 || err != nil {
		t.Errorf("Binding() = %+v, %v, want the position 2", b, err)
	}
	r, err := db.Verify(t.Context(), store.VerifyOptions{})
	if err != nil || !r.OK() {
		t.Errorf("Verify() = %+v, %v", r, err)
	}
	if len(r.Turns) != 1 || r.Turns[0].Kind != journal.KindLogOpen || r.Turns[0].Seq != 2 {
		t.Errorf("Verify() tells %+v, want that the log was named late", r.Turns)
	}
}

// TestBind_ARotationStopsTheOthers: a process that holds the key of before appends nothing once another one changed it.
func TestBind_ARotationStopsTheOthers(t *testing.T) {
	t.Parallel()
	db, o := create(t)
	bind(t, db)
	other, err := sqlite.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore(t, other)
	bind(t, other)
	_, former := testKey(t)
	_, next := keyOf(t, "the next key", journal.Origin(project))
	mustAppend(t, other, rotation(journal.Origin(project), former, next))
	if _, err := db.Append(t.Context(), auto(1)); !errors.Is(err, store.ErrOtherKey) {
		t.Errorf("Append with the key of before = %v, want ErrOtherKey", err)
	}
	if n, _, _ := db.Head(t.Context()); n != 2 {
		t.Errorf("%d entries, want 2", n)
	}
}

// TestVerify_HeadsOfOtherKeys: a head that a key signed which the leaves do not name at that place is no head of this
// log, whatever it says.
func TestVerify_HeadsOfOtherKeys(t *testing.T) {
	t.Parallel()
	origin := journal.Origin(project)
	_, former := testKey(t)
	private, next := keyOf(t, "the next key", origin)
	foreign, _ := keyOf(t, "a key of nobody", origin)
	for name, tt := range map[string]struct {
		keys []string // that sign the head: after the binding, after the rotation, after one leaf more
		want string
	}{
		"the key of before vouches for the next": {[]string{"former", "former+next", "next"}, ""},
		"nobody vouches":                         {[]string{"former", "", "next"}, ""},
		"the key of before goes on":              {[]string{"former", "next", "former"}, "checkpoint.untrusted"},
		"the next key came too early":            {[]string{"next", "next", "next"}, "checkpoint.untrusted"},
		"the key of nobody":                      {[]string{"former", "next", "foreign"}, "checkpoint.untrusted"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db, o := create(t)
			bind(t, db)
			keys := map[string]string{"former": o.LogKey, "next": private, "foreign": foreign}
			for i, names := range tt.keys {
				switch i {
				case 1:
					mustAppend(t, db, rotation(origin, former, next))
				case 2:
					mustAppend(t, db, auto(1))
				}
				for name := range strings.SplitSeq(names, "+") {
					if name == "" {
						continue
					}
					o.LogKey = keys[name]
					db = reopen(t, db, o)
					if _, err := db.Checkpoint(t.Context()); err != nil {
						t.Fatal(err)
					}
				}
			}
			r, err := db.Verify(t.Context(), store.VerifyOptions{})
			if err != nil || codes(r) != tt.want {
				t.Errorf("Verify() finds %q, %v, want %q", codes(r), err, tt.want)
			}
		})
	}
}

// TestVerify_LeavesThatContradictEachOther: a log is opened once, and its key changes from the one that held.
func TestVerify_LeavesThatContradictEachOther(t *testing.T) {
	t.Parallel()
	origin := journal.Origin(project)
	_, a := testKey(t)
	_, b := keyOf(t, "the next key", origin)
	_, c := keyOf(t, "a third key", origin)
	_, other := keyOf(t, "the key of another log", "recette/autre")
	opening := func(origin, verifier string) journal.Entry {
		e := rotation(origin, "", verifier)
		e.Leaf.Kind, e.Leaf.Log.Reason = journal.KindLogOpen, ""
		return e
	}
	for name, entries := range map[string][]journal.Entry{
		"opened twice":                  {opening(origin, a), opening(origin, a)},
		"opened under another name":     {opening("recette/autre", other)},
		"changed before it was opened":  {rotation(origin, a, b)},
		"changed from a key of nobody":  {opening(origin, a), rotation(origin, b, c)},
		"changed twice from one key":    {opening(origin, a), rotation(origin, a, b), rotation(origin, a, c)},
		"changed to one of another log": {opening(origin, a), rotation("recette/autre", other, mustKey(t))},
	} {
		db, _ := create(t)
		mustAppend(t, db, entries...)
		r, err := db.Verify(t.Context(), store.VerifyOptions{})
		if err != nil || !r.Has(store.LogBinding) || r.OK() {
			t.Errorf("%s: Verify() finds %q, %v, want %s", name, codes(r), err, store.LogBinding)
		}
	}
}

func mustKey(t testing.TB) string {
	t.Helper()
	_, public := keyOf(t, "one more key of another log", "recette/autre")
	return public
}
