package sqlite_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	mathrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recette/internal/journal"
	"recette/internal/store"
	"recette/internal/store/sqlite"
)

// Rows D1 to D9 of the damage matrix: bytes of the files are changed underneath. Whatever was done, the
// answer is a refusal to open, a finding, or the truth: everything that was recorded.

// sound is what an undamaged record() verifies to.
func sound(t testing.TB, r *recorded) *store.Report {
	t.Helper()
	report, err := r.verify(t, r.signed)
	if err != nil || !report.OK() {
		t.Fatalf("the undamaged store: %+v, %v", report, err)
	}
	return report
}

// judge verifies the damaged store and reports whether the damage was named. It fails the test when the answer is "ok"
// although something is missing.
func judge(t testing.TB, r *recorded, want *store.Report, what string) (named bool) {
	t.Helper()
	got, err := r.verify(t, r.signed)
	switch {
	case err != nil:
		if !errors.Is(err, store.ErrRefused) && !errors.Is(err, store.ErrCorrupt) && !errors.Is(err, store.ErrIO) {
			t.Errorf("%s: error without a name: %v", what, err)
		}
		return true
	case !got.OK():
		return true
	case got.Leaves != want.Leaves || got.Root != want.Root || got.Texts != want.Texts || got.Persons != want.Persons ||
		got.Documents != want.Documents || got.Checkpoints != want.Checkpoints:
		t.Errorf("%s: ok, although it holds %+v", what, got)
	}
	return false
}

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func writeFile(t testing.TB, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, suffix := range []string{"-wal", "-shm"} { // of the verification before
		if err := os.RemoveAll(path + suffix); err != nil {
			t.Fatal(err)
		}
	}
}

// TestDamagedContent is D1 and D2: a verdict, and a column with its index, changed in the bytes of the pages. SQLite's
// own check finds nothing.
func TestDamagedContent(t *testing.T) {
	r := record(t)
	want, good := sound(t, r), readFile(t, r.o.Path)
	for _, edit := range []struct{ from, to string }{
		{`"verdict":"passed"`, `"verdict":"failed"`}, {"SC-0003", "SC-0004"}, {"2026-T4", "2026-T3"},
	} {
		n := bytes.Count(good, []byte(edit.from))
		if n < 3 {
			t.Fatalf("%q is %d times in the file", edit.from, n)
		}
		once := bytes.Replace(good, []byte(edit.from), []byte(edit.to), 1)
		everywhere := bytes.ReplaceAll(good, []byte(edit.from), []byte(edit.to))
		for _, b := range [][]byte{once, everywhere} {
			writeFile(t, r.o.Path, b)
			if !judge(t, r, want, edit.from) {
				t.Errorf("%s changed to %s: not named", edit.from, edit.to)
			}
		}
	}
}

// TestDamagedPages is D3 to D6: pages zeroed, page headers flipped, the file cut, the file's own header.
func TestDamagedPages(t *testing.T) {
	r := record(t)
	want, good := sound(t, r), readFile(t, r.o.Path)
	page := int(binary.BigEndian.Uint16(good[16:]))
	named, tried := 0, 0
	for at := 0; at < len(good); at += page {
		zeroed := bytes.Clone(good)
		clear(zeroed[at : at+page])
		writeFile(t, r.o.Path, zeroed)
		if !judge(t, r, want, fmt.Sprintf("page at %d zeroed", at)) && !bytes.Equal(zeroed, good) {
			t.Errorf("page at %d zeroed: not named", at)
		}
		for i := range 3 {
			flipped := bytes.Clone(good)
			flipped[at+i*2] ^= 0x40
			writeFile(t, r.o.Path, flipped)
			tried++
			if judge(t, r, want, fmt.Sprintf("byte %d flipped", at+i*2)) {
				named++
			}
		}
		for _, size := range []int{at, at + page/2} {
			writeFile(t, r.o.Path, good[:size])
			if !judge(t, r, want, fmt.Sprintf("cut at %d", size)) {
				t.Errorf("cut at %d: not named", size)
			}
		}
	}
	if named < tried*3/4 {
		t.Errorf("%d of %d flipped page headers named", named, tried)
	}
	for i := range 16 {
		b := bytes.Clone(good)
		b[i] ^= 0x20
		writeFile(t, r.o.Path, b)
		if _, err := r.verify(t); !errors.Is(err, store.ErrForeign) {
			t.Errorf("byte %d of the magic: %v, want ErrForeign", i, err)
		}
	}
	writeFile(t, r.o.Path, good)
	sound(t, r)
}

// TestRandomFlips throws bits at the whole file.
func TestRandomFlips(t *testing.T) {
	r := record(t)
	want, good := sound(t, r), readFile(t, r.o.Path)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rnd := mathrand.New(mathrand.NewPCG(seed, 0))
	named := 0
	for range 60 {
		b := bytes.Clone(good)
		at, bit := rnd.IntN(len(b)), byte(1)<<rnd.IntN(8)
		b[at] ^= bit
		writeFile(t, r.o.Path, b)
		if judge(t, r, want, fmt.Sprintf("byte %d flipped by %02x (seed %d)", at, bit, seed)) {
			named++
		}
	}
	t.Logf("%d of 60 named, the others changed nothing that is recorded", named)
}

// live copies the files of a store whose writer was killed, so that commits are in the -wal file only.
func live(t *testing.T) (o sqlite.Options, signed journal.Signed, files map[string][]byte) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), ".recette")
	db, err := sqlite.Create(t.Context(), crashOptions(t, dir))
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore(t, db)
	for i := range 30 {
		mustAppend(t, db, auto(i))
		if i == 9 {
			if signed, err = db.Checkpoint(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	// Another process copies: os.Open on the live file would drop SQLite's locks.
	copied := filepath.Join(t.TempDir(), "copy")
	if out, err := exec.CommandContext(t.Context(), "cp", "-r", dir, copied).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	files = map[string][]byte{}
	for _, name := range []string{"recette.db", "recette.db-wal", "instance", "head", "checkpoints"} {
		files[name] = readFile(t, filepath.Join(copied, name))
	}
	if len(files["recette.db-wal"]) < 30*4096 {
		t.Fatalf("the -wal file holds %d bytes", len(files["recette.db-wal"]))
	}
	return crashOptions(t, filepath.Join(t.TempDir(), ".recette")), signed, files
}

func place(t *testing.T, o sqlite.Options, files map[string][]byte) {
	t.Helper()
	dir := filepath.Dir(o.Path)
	if err := errors.Join(os.RemoveAll(dir), os.Mkdir(dir, 0o700)); err != nil {
		t.Fatal(err)
	}
	for name, b := range files {
		if b != nil {
			if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestDamagedWAL is D7 to D9. SQLite reads a damaged or missing -wal file as "nothing happened"; the head beside the
// database says that something did, even after the last checkpoint.
func TestDamagedWAL(t *testing.T) {
	o, signed, files := live(t)
	with := func(name string, b []byte) map[string][]byte {
		m := map[string][]byte{}
		maps.Copy(m, files)
		m[name] = b
		return m
	}
	place(t, o, files)
	db, err := sqlite.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if n, _, err := db.Head(t.Context()); n != 30 || err != nil {
		t.Errorf("the undamaged copy holds %d entries, %v", n, err)
	}
	closeStore(t, db)

	wal := files["recette.db-wal"]
	for _, at := range []int{0, 8, 40, len(wal) / 4, len(wal) / 2, len(wal) * 3 / 4} {
		b := bytes.Clone(wal)
		b[at] ^= 1
		place(t, o, with("recette.db-wal", b))
		if db, err := sqlite.Open(t.Context(), o); !errors.Is(err, store.ErrRolledBack) {
			t.Errorf("bit at %d of the -wal file flipped: %v, want ErrRolledBack", at, err)
			if db != nil {
				closeStore(t, db)
			}
		}
	}
	for what, m := range map[string]map[string][]byte{
		"-wal file deleted": with("recette.db-wal", nil), "-wal file emptied": with("recette.db-wal", []byte{}),
		"-wal file cut": with("recette.db-wal", wal[:len(wal)/2]),
	} {
		place(t, o, m)
		if _, err := sqlite.Open(t.Context(), o); !errors.Is(err, store.ErrRolledBack) {
			t.Errorf("%s: %v, want ErrRolledBack", what, err)
		}
	}
	// Without the head, the signed heads beside the database still tell.
	m := with("recette.db-wal", nil)
	m["head"] = nil
	place(t, o, m)
	if got := verifyAt(t, o); !strings.Contains(codes(got), "checkpoint.beyond") {
		t.Errorf("without head: found %q", codes(got))
	}
	// The main file alone, as someone copies it by hand: only a checkpoint from outside can tell.
	place(t, o, map[string][]byte{"recette.db": files["recette.db"]})
	if got := verifyAt(t, o, signed); !strings.Contains(codes(got), "checkpoint.beyond") {
		t.Errorf("the main file alone: found %q", codes(got))
	}
}

func verifyAt(t *testing.T, o sqlite.Options, given ...journal.Signed) *store.Report {
	t.Helper()
	o.ReadOnly, o.AcceptRollback = true, true
	db, err := sqlite.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore(t, db)
	r, err := db.Verify(t.Context(), store.VerifyOptions{Checkpoints: given})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestDamagedSideFiles: the files beside the database are helps, not truths: garbage in them is named or passed over.
func TestDamagedSideFiles(t *testing.T) {
	r := record(t)
	side := func(name string) string { return filepath.Join(filepath.Dir(r.o.Path), name) }
	torn := readFile(t, side("head"))
	if err := os.WriteFile(side("head"), torn[:40], 0o600); err != nil {
		t.Fatal(err)
	}
	sound(t, r)
	// A line that lacks its end is an append that was cut short, as long as the database holds that head; what begins
	// no such line is named (TestTornByAHand).
	whole := readFile(t, side("checkpoints"))
	if err := os.WriteFile(side("checkpoints"), whole[:len(whole)-20], 0o600); err != nil {
		t.Fatal(err)
	}
	sound(t, r)
	garbage := append(bytes.Clone(whole[:len(whole)-20]), '?')
	if err := os.WriteFile(side("checkpoints"), garbage, 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := r.verify(t); err != nil || !strings.Contains(codes(got), "checkpoint.unreadable") {
		t.Errorf("a line with other bytes: %+v, %v", got, err)
	}
	// The next checkpoint stands on its own line.
	db, err := sqlite.Open(t.Context(), r.o)
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore(t, db)
	if _, err := db.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	if lines := bytes.Count(readFile(t, side("checkpoints")), []byte("\n")); lines != 3 {
		t.Errorf("%d lines, want 3", lines)
	}
}
