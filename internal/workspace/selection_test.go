package workspace

import (
	"errors"
	"iter"
	"maps"
	"strings"
	"testing"

	"recette/internal/catalogue"
	"recette/internal/execution"
)

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

// TestSelection_RefusesWhatCannotBeRun holds that a selection gives no case of which it could be said that all is well
// when something is wrong, even in the last file, and that it says so rather than what came before it could tell.
func TestSelection_RefusesWhatCannotBeRun(t *testing.T) {
	last := small()["features/cotisation.feature"]
	all := func([]string) bool { return true }
	for name, tt := range map[string]struct {
		last     string
		chosen   func([]string) bool
		manual   bool
		findings int // 0 for none refused, -1 for nothing selected
	}{
		"sound":         {last: last, chosen: all},
		"two of one id": {last: strings.Replace(last, "@SC-0002", "@SC-0001", 1), chosen: all, findings: 1},
		"unreadable":    {last: last + "    Aprs rien\n", chosen: all, findings: 1},
		"nothing":       {last: last, chosen: func([]string) bool { return false }, findings: -1},
		"manual":        {last: last, manual: true, chosen: func([]string) bool { return true }},
	} {
		t.Run(name, func(t *testing.T) {
			files := maps.Clone(small())
			files["features/cotisation.feature"] = tt.last
			if tt.manual {
				for path, text := range files {
					files[path] = strings.Replace(text, "@US-", "@manuel @US-", 1)
				}
			}
			check := func(err error) {
				t.Helper()
				refused, ok := errors.AsType[*SelectionError](err)
				switch {
				case tt.findings > 0 && (!ok || len(refused.Findings) != tt.findings),
					tt.findings < 0 && !errors.Is(err, execution.ErrNothingSelected), tt.findings == 0 && err != nil:
					t.Errorf("%v, want %d findings", err, tt.findings)
				}
			}
			p := opened(t, files)
			for range 2 { // read, then recalled
				s := recall(t, p, "", "v1").Selection(tt.chosen)
				manual, err := s.Manual(t.Context())
				if tt.findings < 0 || err != nil {
					check(err)
				}
				if manual != tt.manual {
					t.Errorf("manual %v, want %v", manual, tt.manual)
				}
				early := errors.New("early")
				if err := recall(t, p, "", "v1").Selection(tt.chosen).Refused(t.Context(), early); tt.findings != 0 {
					check(err)
				} else if !errors.Is(err, early) {
					t.Errorf("%v, want what came first", err)
				}
				ids, err := taken(s.Checked(t.Context()))
				check(err)
				again, err := taken(s.Cases(t.Context()))
				if err == nil && tt.findings == 0 && (again != ids || ids != "SC-0001 SC-0002") {
					t.Errorf("cases %q, then %q", ids, again)
				}
			}
		})
	}
}

// TestSelection_StopsWhenAsked holds that whoever has enough of the cases gets no error.
func TestSelection_StopsWhenAsked(t *testing.T) {
	s := recall(t, opened(t, small()), "", "v1").Selection(func([]string) bool { return true })
	n := 0
	for _, err := range s.Checked(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		break
	}
	if n != 1 || s.sound {
		t.Errorf("%d cases, sound %v, want one, and not", n, s.sound)
	}
}
