package journal_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"recette/internal/journal"
)

// hashes stores what tlog says must be stored, in memory: the reference that the tree is compared with.
type hashes []tlog.Hash

func (h hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		out[i] = h[x]
	}
	return out, nil
}

func leafAt(t testing.TB, seq int64) journal.Record {
	t.Helper()
	l := journal.Leaf{
		V: 1, Seq: seq, At: "2026-10-15T09:00:00.000Z", Kind: journal.KindResult, Campaign: fmt.Sprint("C", seq%7),
	}
	raw, err := journal.Encode(l)
	if err != nil {
		t.Fatal(err)
	}
	return journal.Record{Leaf: l, Raw: raw}
}

func logOf(t testing.TB, n int64) ([]journal.Record, hashes) {
	t.Helper()
	var rs []journal.Record
	var stored hashes
	for seq := range n {
		r := leafAt(t, seq)
		hs, err := tlog.StoredHashes(seq, r.Raw, stored)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, hs...)
		rs = append(rs, r)
	}
	return rs, stored
}

func records(rs []journal.Record) iter.Seq2[journal.Record, error] {
	return func(yield func(journal.Record, error) bool) {
		for _, r := range rs {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func rootOf(t testing.TB, n int64, h hashes) string {
	t.Helper()
	root, err := tlog.TreeHash(n, h)
	if err != nil {
		t.Fatal(err)
	}
	return root.String()
}

// TestTreeIsRFC6962 compares our tree with the one of the Go checksum database, at every size.
func TestTreeIsRFC6962(t *testing.T) {
	const n = 130
	rs, stored := logOf(t, n)
	tree := &journal.Tree{}
	var at int64
	for size := int64(0); ; size++ {
		if got, want := tree.Root(), rootOf(t, size, stored); got != want {
			t.Fatalf("root of %d leaves = %s, want %s", size, got, want)
		}
		restored, err := journal.TreeFrom(size, stored)
		if err != nil || restored.Root() != tree.Root() {
			t.Fatalf("restored root of %d leaves differs: %v", size, err)
		}
		if size == n {
			break
		}
		hs := tree.Add(rs[size].Raw)
		for len(hs) > 0 {
			if string(hs[:32]) != string(stored[at][:]) {
				t.Fatalf("leaf %d completes another hash than tlog at index %d", size, at)
			}
			hs, at = hs[32:], at+1
		}
	}
	if at != int64(len(stored)) {
		t.Errorf("%d hashes, tlog stores %d", at, len(stored))
	}
}

func TestInclusion(t *testing.T) {
	for _, n := range []int64{1, 2, 3, 8, 21} {
		rs, stored := logOf(t, n)
		root := rootOf(t, n, stored)
		for seq := range n {
			ps, err := journal.ProveInclusion(n, []int64{seq}, stored)
			if err != nil {
				t.Fatal(err)
			}
			p := ps[0]
			if err := journal.VerifyInclusion(n, root, seq, rs[seq].Raw, p); err != nil {
				t.Errorf("leaf %d of %d: %v", seq, n, err)
			}
			spoiled := append([]byte(nil), rs[seq].Raw...)
			spoiled[10] ^= 1
			other := journal.Proof{Seq: seq, Hashes: append([]string{leafHashText(rs[0].Raw)}, p.Hashes...)}
			for name, err := range map[string]error{
				"another leaf":     journal.VerifyInclusion(n, root, seq, spoiled, p),
				"another position": journal.VerifyInclusion(n, root, seq+1, rs[seq].Raw, p),
				"another size":     journal.VerifyInclusion(n+100, root, seq, rs[seq].Raw, p),
				"another root":     journal.VerifyInclusion(n, leafHashText([]byte("x")), seq, rs[seq].Raw, p),
				"a longer proof":   journal.VerifyInclusion(n, root, seq, rs[seq].Raw, other),
				"no root":          journal.VerifyInclusion(n, "", seq, rs[seq].Raw, p),
				"no hash": journal.VerifyInclusion(
					n, root, seq, rs[seq].Raw, journal.Proof{Seq: seq, Hashes: []string{"?"}},
				),
				"endless proof": journal.VerifyInclusion(
					n, root, seq, rs[seq].Raw, journal.Proof{Seq: seq, Hashes: make([]string, 1e6)},
				),
			} {
				if !errors.Is(err, journal.ErrProof) {
					t.Errorf("leaf %d of %d, %s: %v, want ErrProof", seq, n, name, err)
				}
			}
		}
		if _, err := journal.ProveInclusion(n, []int64{n}, stored); !errors.Is(err, journal.ErrProof) {
			t.Errorf("proof beyond the end: %v", err)
		}
	}
}

func leafHashText(raw []byte) string { return journal.LeafHash(raw).String() }

func TestConsistency(t *testing.T) {
	const n = 21
	_, stored := logOf(t, n)
	root := rootOf(t, n, stored)
	for old := int64(1); old <= n; old++ {
		proof, err := journal.ProveConsistency(old, n, stored)
		if err != nil {
			t.Fatal(err)
		}
		if err := journal.VerifyConsistency(old, rootOf(t, old, stored), n, root, proof); err != nil {
			t.Errorf("%d in %d: %v", old, n, err)
		}
		if err := journal.VerifyConsistency(
			old, leafHashText([]byte("x")), n, root, proof,
		); !errors.Is(err, journal.ErrProof) {
			t.Errorf("%d in %d with another history: %v", old, n, err)
		}
		if old < n {
			if err := journal.VerifyConsistency(
				n, root, old, rootOf(t, old, stored), proof,
			); !errors.Is(err, journal.ErrProof) {
				t.Errorf("%d in %d, the wrong way round: %v", n, old, err)
			}
		}
	}
	for _, old := range []int64{-1, 0, n + 1} {
		if _, err := journal.ProveConsistency(old, n, stored); !errors.Is(err, journal.ErrProof) {
			t.Errorf("ProveConsistency(%d, %d) = %v, want ErrProof", old, n, err)
		}
	}
}

func TestRebuild(t *testing.T) {
	rs, stored := logOf(t, 21)
	tree, err := journal.Rebuild(records(rs))
	if err != nil || tree.Size() != 21 || tree.Root() != rootOf(t, 21, stored) {
		t.Fatalf("Rebuild() = %d leaves, %v", tree.Size(), err)
	}
	swapped := append([]journal.Record(nil), rs...)
	swapped[4], swapped[5] = swapped[5], swapped[4]
	spoiled := append([]journal.Record(nil), rs...)
	spoiled[9].Raw = append([]byte(" "), spoiled[9].Raw...)
	for name, tt := range map[string]struct {
		rs   []journal.Record
		want string
	}{
		"swapped": {swapped, "position 4"},
		"a hole":  {append(append([]journal.Record(nil), rs[:7]...), rs[8:]...), "position 7"},
		"spoiled": {spoiled, "position 9"},
	} {
		if _, err := journal.Rebuild(records(tt.rs)); !errors.Is(err, journal.ErrLeaf) ||
			!strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want ErrLeaf at %s", name, err, tt.want)
		}
	}
	// An edit that keeps the form is not for Rebuild to see; it gives another root, which no checkpoint signs.
	edited := append([]journal.Record(nil), rs...)
	edited[3].Raw = []byte(strings.Replace(string(edited[3].Raw), `"C3"`, `"C4"`, 1))
	if tree, err := journal.Rebuild(records(edited)); err != nil || tree.Root() == rootOf(t, 21, stored) {
		t.Errorf("an edited log gives the same root (%v)", err)
	}
}

func TestCheckpoint(t *testing.T) {
	_, stored := logOf(t, 5)
	root := rootOf(t, 5, stored)
	private, public, err := journal.GenerateLogKey(rand.Reader, journal.Origin("p"))
	if err != nil {
		t.Fatal(err)
	}
	key, err := journal.ParseLogKey(private + "\n")
	if err != nil {
		t.Fatal(err)
	}
	if key.Verifier() != public || key.Origin() != "recette/p" {
		t.Errorf("key = %s of %s, want %s", key.Verifier(), key.Origin(), public)
	}
	s, err := key.Sign(5, root)
	if err != nil {
		t.Fatal(err)
	}
	if want := "recette/p\n5\n" + root + "\n\n— recette/p "; !strings.HasPrefix(s.Note, want) {
		t.Errorf("note = %q, want it to begin with %q", s.Note, want)
	}
	if got, err := journal.OpenCheckpoint(s.Note, public); err != nil || got != s {
		t.Errorf("OpenCheckpoint() = %+v, %v; want %+v", got, err, s)
	}

	otherPrivate, otherPublic, err := journal.GenerateLogKey(rand.Reader, journal.Origin("p"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := journal.OpenCheckpoint(s.Note, otherPublic); !errors.Is(err, journal.ErrSignature) {
		t.Errorf("another key: %v, want ErrSignature", err)
	}
	other, err := journal.ParseLogKey(otherPrivate)
	if err != nil {
		t.Fatal(err)
	}
	witnessed, err := other.Sign(5, root)
	if err != nil {
		t.Fatal(err)
	}
	both := s.Note + witnessed.Note[strings.Index(witnessed.Note, "— "):]
	if _, err := journal.OpenCheckpoint(both, public); err != nil {
		t.Errorf("with a second signature: %v", err)
	}

	// No bit of the signed text can change.
	body := strings.Index(s.Note, "\n\n")
	for i := range body + 1 {
		b := []byte(s.Note)
		b[i] ^= 1
		if got, err := journal.OpenCheckpoint(string(b), public); !errors.Is(err, journal.ErrCheckpoint) {
			t.Fatalf("byte %d changed: %+v, %v", i, got, err)
		}
	}
	for name, bad := range map[string]string{
		"empty": "", "only text": s.Note[:body+1], "huge": strings.Repeat("x\n", 1<<20),
	} {
		if _, err := journal.OpenCheckpoint(bad, public); !errors.Is(err, journal.ErrCheckpoint) {
			t.Errorf("%s: %v, want ErrCheckpoint", name, err)
		}
	}
	if _, err := key.Sign(-1, root); !errors.Is(err, journal.ErrCheckpoint) {
		t.Errorf("negative size: %v", err)
	}
	if _, err := key.Sign(5, root[:43]+"x"); !errors.Is(err, journal.ErrCheckpoint) {
		t.Errorf("another way to write a root: %v", err)
	}
}

func TestLogKeyRefuses(t *testing.T) {
	for _, name := range []string{"", "with space", "plus+plus", "line\nend"} {
		if _, _, err := journal.GenerateLogKey(rand.Reader, name); !errors.Is(err, journal.ErrLogKey) {
			t.Errorf("GenerateLogKey(%q) = %v, want ErrLogKey", name, err)
		}
	}
	private, public, err := journal.GenerateLogKey(rand.Reader, "n")
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"", public, private[:len(private)-2], strings.Replace(private, "+n+", "+m+", 1)} {
		if _, err := journal.ParseLogKey(bad); !errors.Is(err, journal.ErrLogKey) {
			t.Errorf("ParseLogKey(%q) = %v, want ErrLogKey", bad, err)
		}
	}
	if _, err := journal.OpenCheckpoint("x\n", private); !errors.Is(err, journal.ErrLogKey) {
		t.Errorf("a private key as verifier: %v", err)
	}
}

// FuzzCheckpoint: nothing but the signed note itself opens.
func FuzzCheckpoint(f *testing.F) {
	private, public, err := journal.GenerateLogKey(strings.NewReader(strings.Repeat("k", 64)), "recette/p")
	if err != nil {
		f.Fatal(err)
	}
	key, err := journal.ParseLogKey(private)
	if err != nil {
		f.Fatal(err)
	}
	s, err := key.Sign(0, (&journal.Tree{}).Root())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(s.Note)
	f.Add("recette/p\n0\n\n")
	f.Fuzz(func(t *testing.T, note string) {
		got, err := journal.OpenCheckpoint(note, public)
		if err != nil {
			return
		}
		if got.Size != s.Size || got.Root != s.Root || got.Origin != s.Origin {
			t.Fatalf("%q opened as %+v", note, got)
		}
	})
}
