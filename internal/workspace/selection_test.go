package workspace

import (
	"errors"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recette/internal/catalogue"
	"recette/internal/execution/binding"
)

func everyTag([]string) bool { return true }

// selected selects the features of a project, as a run of the program would.
func selected(t *testing.T, p *Project, targets []string, tags, program string) *Selection {
	t.Helper()
	p.deps.Program = program
	s, err := p.Select(t.Context(), targets, tags, everyTag)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// taken gives the ids of the cases of a sequence, and the error that ends it.
func taken(cases iter.Seq2[catalogue.Case, error]) (string, error) {
	var ids []string
	for c, err := range cases {
		if err != nil {
			return strings.Join(ids, " "), err
		}
		ids = append(ids, c.ID)
	}
	return strings.Join(ids, " "), nil
}

// bind binds a selection under a key with what no definition matches, and gives the ids of the cases that were read and
// the files that were recalled.
func bind(t *testing.T, s *Selection, key string) (read, recalled string, err error) {
	t.Helper()
	var ids, paths []string
	lots := s.Lots()
	known := func(blob string) (*binding.Bound, bool) { return &binding.Bound{}, blob == "bound" }
	for lot, e := range lots.Each(t.Context(), key, known) {
		if e != nil {
			err = e
			break
		}
		if lot.Bound != nil {
			paths = append(paths, lot.Path)
			continue
		}
		for i := range lot.Cases {
			ids = append(ids, lot.Cases[i].ID)
		}
		lot.Keep([]byte("bound"))
	}
	lots.Done()
	return strings.Join(ids, " "), strings.Join(paths, " "), err
}

// TestSelection_RefusesWhatCannotBeRun holds that a selection gives no case when something is wrong, even in the last
// file, whether it was read now or by a former run.
func TestSelection_RefusesWhatCannotBeRun(t *testing.T) {
	last := small()["features/cotisation.feature"]
	for name, tt := range map[string]struct {
		last     string
		chosen   func([]string) bool
		manual   bool
		findings int // 0 for none refused, -1 for nothing selected
	}{
		"sound":         {last: last},
		"two of one id": {last: strings.Replace(last, "@SC-0002", "@SC-0001", 1), findings: 1},
		"unreadable":    {last: last + "    Aprs rien\n", findings: 1},
		"nothing":       {last: last, chosen: func([]string) bool { return false }, findings: -1},
		"manual":        {last: last, manual: true},
	} {
		t.Run(name, func(t *testing.T) {
			files := maps.Clone(small())
			files["features/cotisation.feature"] = tt.last
			if tt.manual {
				for path, text := range files {
					files[path] = strings.Replace(text, "@US-", "@manuel @US-", 1)
				}
			}
			p := opened(t, files)
			for range 2 { // read, then recalled
				s := selected(t, p, p.Features, "", "v1")
				if tt.chosen != nil {
					s.chosen = tt.chosen
				}
				got, err := s.Check(t.Context())
				refused, ok := errors.AsType[*SelectionError](err)
				switch {
				case tt.findings > 0 && (!ok || len(refused.Findings) != tt.findings),
					tt.findings < 0 && !errors.Is(err, binding.ErrNothingSelected), tt.findings == 0 && err != nil:
					t.Fatalf("%v, want %d findings", err, tt.findings)
				}
				if want := (Checked{Cases: 2, Manual: tt.manual}); err == nil && got != want {
					t.Errorf("checked %+v, want %+v", got, want)
				}
				if err != nil {
					continue
				}
				if _, _, err := bind(t, s, "k"); err != nil {
					t.Error(err)
				}
				if ids, err := taken(s.Cases(t.Context())); ids != "SC-0001 SC-0002" || err != nil {
					t.Errorf("cases %q, %v", ids, err)
				}
			}
		})
	}
}

// TestSelection_StopsWhenAsked holds that whoever has enough of the cases gets no error.
func TestSelection_StopsWhenAsked(t *testing.T) {
	p := opened(t, small())
	s := selected(t, p, p.Features, "", "v1")
	if _, err := s.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, err := range s.Cases(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		break
	}
	if n != 1 {
		t.Errorf("%d cases, want one", n)
	}
}

// TestSelection_TellsAChange between the check and the binding: what is bound is what was checked.
func TestSelection_TellsAChange(t *testing.T) {
	p := opened(t, small())
	for _, program := range []string{"v1", ""} { // with a memory, and without
		s := selected(t, p, p.Features, "", program)
		if _, err := s.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
		changed := strings.Replace(small()["features/adhesion.feature"], "Adhérer", "adhérer", 1)
		write(t, p.Root, map[string]string{"features/adhesion.feature": changed})
		if read, _, err := bind(t, s, "k"); !errors.Is(err, binding.ErrChanged) || read != "" {
			t.Errorf("read %q, %v, want that the file changed", read, err)
		}
		write(t, p.Root, small())
	}
}

// age makes the files of a project old enough for how they stand to be trusted.
func age(t *testing.T, p *Project) {
	t.Helper()
	entries, err := p.list(t.Context(), p.Features, p.Options())
	if err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-time.Hour)
	for _, e := range entries {
		if err := os.Chtimes(filepath.Join(p.Root, filepath.FromSlash(e.Path)), old, old); err != nil {
			t.Fatal(err)
		}
	}
}

// TestSelection_Remembers what was found in each file, so that a file that changed costs that file alone.
func TestSelection_Remembers(t *testing.T) {
	changed := strings.Replace(small()["features/adhesion.feature"], "Adhérer", "adhérer", 1)
	const both, one, other = "SC-0001 SC-0002", "SC-0001", "features/cotisation.feature"
	for name, tt := range map[string]struct {
		change func(*testing.T, *Project)
		key    string
		read   string // ids of the cases that are bound anew
	}{
		"nothing":           {func(*testing.T, *Project) {}, "k", ""},
		"written as it was": {func(t *testing.T, p *Project) { write(t, p.Root, small()) }, "k", ""},
		"a change": {func(t *testing.T, p *Project) {
			write(t, p.Root, map[string]string{"features/adhesion.feature": changed})
		}, "k", one},
		"a file more": {func(t *testing.T, p *Project) {
			write(t, p.Root, map[string]string{"features/b.feature": strings.Replace(changed, "SC-0001", "SC-0003", 1)})
		}, "k", "SC-0003"},
		"a loss": {func(t *testing.T, p *Project) {
			if err := os.Remove(filepath.Join(p.Root, "features/adhesion.feature")); err != nil {
				t.Fatal(err)
			}
		}, "k", ""},
		"other definitions": {func(*testing.T, *Project) {}, "other", both},
		"a retired id":      {func(_ *testing.T, p *Project) { p.Retired = []string{"SC-9"} }, "k", both},
		"a tag":             {func(_ *testing.T, p *Project) { p.Tags.Manual = "@main" }, "k", both},
		"a limit":           {func(_ *testing.T, p *Project) { p.Limits.Steps = 7 }, "k", both},
	} {
		for _, trusted := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				p := opened(t, small())
				if trusted {
					age(t, p)
				}
				again := func(key string) (read, recalled string) {
					t.Helper()
					s := selected(t, p, p.Features, "", "v1")
					if _, err := s.Check(t.Context()); err != nil {
						t.Fatal(err)
					}
					read, recalled, err := bind(t, s, key)
					if err != nil {
						t.Fatal(err)
					}
					return read, recalled
				}
				if read, _ := again("k"); read != both {
					t.Fatalf("read %q of what nobody knows", read)
				}
				tt.change(t, p)
				read, recalled := again(tt.key)
				if read != tt.read || read == one && recalled != other {
					t.Errorf("read %q, recalled %q, want %q read", read, recalled, tt.read)
				}
			})
		}
	}
}

// TestSelection_KeepsSelectionsApart: a tag expression, a line or another program does not answer for the whole file,
// and a run that chooses by tags costs nothing of what is known of all.
func TestSelection_KeepsSelectionsApart(t *testing.T) {
	p := opened(t, small())
	read := func(targets []string, tags, program string) string {
		t.Helper()
		s := selected(t, p, targets, tags, program)
		if _, err := s.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
		ids, _, err := bind(t, s, "k")
		if err != nil {
			t.Fatal(err)
		}
		return ids
	}
	for _, tt := range []struct {
		name, target, tags, program, want string
	}{
		{"first", "features", "", "v1", "SC-0001 SC-0002"},
		{"tags", "features", "@a", "v1", "SC-0001 SC-0002"},
		{"again", "features", "", "v1", ""},
		{"the same tags", "features", "@a", "v1", ""},
		{"other tags", "features", "@b", "v1", "SC-0001 SC-0002"},
		{"a file", "features/adhesion.feature", "", "v1", ""},
		{"a line", "features/adhesion.feature:6", "", "v1", "SC-0001"},
		{"that file again", "features", "", "v1", "SC-0001"},
		{"another program", "features", "", "v2", "SC-0001 SC-0002"},
		{"no program", "features", "", "", "SC-0001 SC-0002"},
		{"no program again", "features", "", "", "SC-0001 SC-0002"},
	} {
		if got := read([]string{tt.target}, tt.tags, tt.program); got != tt.want {
			t.Errorf("%s: %q read, want %q", tt.name, got, tt.want)
		}
	}
}

// TestSelection_GivesCasesWhileTheyAreBound holds that both readings go on together: what the binding notes of a file
// is not what the run reads of it.
func TestSelection_GivesCasesWhileTheyAreBound(t *testing.T) {
	p := opened(t, small())
	for range 2 { // bound now, then by a former run
		s := selected(t, p, p.Features, "", "v1")
		if _, err := s.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
		ran := make(chan string)
		go func() {
			ids, _ := taken(s.Cases(t.Context()))
			ran <- ids
		}()
		if _, _, err := bind(t, s, "k"); err != nil {
			t.Error(err)
		}
		if ids := <-ran; ids != "SC-0001 SC-0002" {
			t.Errorf("cases %q", ids)
		}
	}
}
