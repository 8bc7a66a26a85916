package app

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"recette/internal/project"
)

// TestReady: each reason why nothing would be recorded has its code; what is sound has none, and nothing is recorded by
// looking.
func TestReady(t *testing.T) {
	for name, tt := range map[string]struct {
		breaks func(t *testing.T, at project.Layout) error
		floor  uint64
		want   []Unready
	}{
		"a record":    {nil, 1, nil},
		"a full disk": {nil, 1 << 62, []Unready{DiskLow}},
		"no key": {func(_ *testing.T, at project.Layout) error {
			return os.Remove(at.LogKey())
		}, 1, []Unready{NoLogKey}},
		"a record gone": {remove, 1, []Unready{Doubted}},
		"no record at all": {func(t *testing.T, at project.Layout) error {
			return os.RemoveAll(at.State())
		}, 1, []Unready{Doubted}},
		"a file that is no database": {func(_ *testing.T, at project.Layout) error {
			return os.WriteFile(at.Database(), make([]byte, 1<<16), 0o600)
		}, 1, []Unready{RecordShut}},
		"accounts of something else": {func(_ *testing.T, at project.Layout) error {
			return os.WriteFile(at.Accounts(), []byte("no database"), 0o600)
		}, 1, []Unready{AccountsShut}},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHistory(t)
			before := size(h)
			if tt.breaks != nil {
				if err := tt.breaks(t, h.at); err != nil {
					t.Fatal(err)
				}
			}
			people := h.Accounts(h.at.Root)
			defer people.Close()
			for range 2 {
				if got := h.Ready(t.Context(), h.at.Root, people, tt.floor); !slices.Equal(got, tt.want) {
					t.Errorf("Ready() = %v, want %v", got, tt.want)
				}
			}
			if tt.breaks == nil && size(h) != before {
				t.Errorf("the log has %d leaves, had %d", size(h), before)
			}
			if left, err := filepath.Glob(filepath.Join(h.at.State(), ".ready-*")); len(left) > 0 || err != nil {
				t.Errorf("it left %v, %v", left, err)
			}
		})
	}
}

// TestReady_NothingRecordedYet: a project that nobody recorded in wants nothing but a disk.
func TestReady_NothingRecordedYet(t *testing.T) {
	a, l := testApp(), at(t, "name: Essai\n")
	people := a.Accounts(l.Root)
	defer people.Close()
	if got := a.Ready(t.Context(), l.Root, people, 1); got != nil {
		t.Errorf("Ready() = %v", got)
	}
	if !noDatabase(l) {
		t.Error("it made a record")
	}
}

func remove(_ *testing.T, at project.Layout) error {
	for _, file := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(at.Database() + file); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}

// size is how many leaves the log has.
func size(h *history) (n int64) {
	h.use(Reading, func(r *Record) {
		f, err := r.log.Doctor(h.t.Context())
		if err != nil {
			h.t.Fatal(err)
		}
		n = f.Leaves
	})
	return n
}

// TestUnready_IsExplained: whoever watches finds what mends each reason.
func TestUnready_IsExplained(t *testing.T) {
	page, err := os.ReadFile("../../docs/serveur.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, why := range []Unready{
		DiskFull, DiskLow, DiskReadOnly, DiskFailing, Doubted, NoLogKey, RecordBusy, RecordShut, AccountsShut,
	} {
		if !bytes.Contains(page, []byte("| `"+why+"` |")) {
			t.Errorf("docs/serveur.md does not explain %s", why)
		}
	}
}
