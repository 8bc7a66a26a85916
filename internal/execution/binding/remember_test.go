package binding

import (
	"context"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
	"recette/internal/vocabulary"
)

// kept is what lots are remembered by: key and path.
type kept map[string]string

// lots gives cases, a lot each under a path of its own, and reads those that are not kept.
func (k kept) lots(read *[]string, cases ...catalogue.Case) Lots {
	return Lots{Each: func(_ context.Context, key string, of func(string) (*Bound, bool)) iter.Seq2[Lot, error] {
		return func(yield func(Lot, error) bool) {
			for _, c := range cases {
				lot := Lot{Path: c.ID + ".feature"}
				if blob, ok := k[key+lot.Path]; ok {
					lot.Bound, _ = of(blob)
				}
				if lot.Bound == nil {
					*read = append(*read, c.ID)
					lot.Cases, lot.Keep = []catalogue.Case{c}, func(b []byte) { k[key+lot.Path] = string(b) }
				}
				if !yield(lot, nil) {
					return
				}
			}
		}
	}}
}

// remembering binds cases with definitions, and gives the ids of those that were read.
func remembering(
	t *testing.T, m kept, policy Policy, definitions []string, cases ...catalogue.Case,
) (*Binding, string) {
	t.Helper()
	var read []string
	b, err := Ahead(t.Context(), opened(source("go:./steps", definitions...)), m.lots(&read, cases...), policy)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Whole(); err != nil {
		t.Fatal(err)
	}
	return b, strings.Join(read, " ")
}

// TestBind_Remembers: what was bound is bound the same without the cases, which are still told from others; of cases
// one of which changed, that one alone is read.
func TestBind_Remembers(t *testing.T) {
	cases := []catalogue.Case{
		kase("SC-1", "context go a", "outcome je vois"), kase("SC-2", "context dup x"), kase("SC-3", "context go b"),
	}
	m := kept{}
	policy := Policy{Tags: vocabulary.Default()}
	definitions := []string{"go ", "dup", "du", "jamais"}
	first, read := remembering(t, m, policy, definitions, cases...)
	if read != "SC-1 SC-2 SC-3" || first.Report.Ambiguous != 1 || first.Report.Undefined != 1 ||
		len(first.Report.Unused) != 1 {
		t.Errorf("read %q, report %+v", read, first.Report)
	}
	same := func(want, got *Binding) {
		t.Helper()
		if diff := cmp.Diff(want.Report, got.Report); diff != "" {
			t.Errorf("report (-first +again):\n%s", diff)
		}
		for i := range cases {
			a, errA := want.Owners(i, &cases[i])
			b, errB := got.Owners(i, &cases[i])
			if errA != nil || errB != nil || !slices.Equal(a, b) {
				t.Errorf("%s: owners %v, %v, want %v, %v", cases[i].ID, b, errB, a, errA)
			}
		}
	}
	again, read := remembering(t, m, policy, definitions, cases...)
	if same(first, again); read != "" {
		t.Errorf("%q was read again", read)
	}
	if _, err := again.Owners(0, &cases[1]); err == nil {
		t.Error("another case passes for the one that was bound")
	}
	for key := range m {
		if strings.HasSuffix(key, "SC-2.feature") {
			delete(m, key)
		}
	}
	again, read = remembering(t, m, policy, definitions, cases...)
	if same(first, again); read != "SC-2" {
		t.Errorf("%q was read, want the one that changed", read)
	}
}

// TestBind_ForgetsWhatChanged: another definition, another keyword, other people bind anew, and so does a memory that
// cannot be read.
func TestBind_ForgetsWhatChanged(t *testing.T) {
	one := kase("SC-1", "context go a")
	for name, tt := range map[string]struct {
		definitions []string
		policy      Policy
		spoil       func(string) string
	}{
		"a definition more":  {[]string{"go ", "g"}, Policy{}, nil},
		"another definition": {[]string{"go a"}, Policy{}, nil},
		"people":             {[]string{"go "}, Policy{People: true}, nil},
		"other tags":         {[]string{"go "}, Policy{Tags: vocabulary.Vocabulary{Manual: "@main"}}, nil},
		"cut":                {[]string{"go "}, Policy{}, func(s string) string { return s[:len(s)/2] }},
		"empty":              {[]string{"go "}, Policy{}, func(string) string { return "{}" }},
		"an unknown owner": {[]string{"go "}, Policy{}, func(string) string {
			return `{"shapes":[[7]],"cases":"AAAAAAAAAAAAAAAA"}`
		}},
		"an unknown shape": {[]string{"go "}, Policy{}, func(string) string {
			return `{"shapes":[[0]],"cases":"AQAAAAAAAAAAAAAA"}`
		}},
		"an unknown definition": {[]string{"go "}, Policy{}, func(string) string {
			return `{"shapes":[[0]],"cases":"AAAAAAAAAAAAAAAA","used":"AAE="}`
		}},
		"half a definition": {[]string{"go "}, Policy{}, func(string) string {
			return `{"shapes":[[0]],"cases":"AAAAAAAAAAAAAAAA","used":"AA=="}`
		}},
		"a definition past all numbers": {[]string{"go "}, Policy{}, func(string) string {
			return `{"shapes":[[0]],"cases":"AAAAAAAAAAAAAAAA","used":"AP///////////wE="}`
		}},
		"an unknown rival": {[]string{"go "}, Policy{}, func(string) string {
			return `{"shapes":[[-3]],"cases":"AAAAAAAAAAAAAAAA","faults":[{"outcome":"ambiguous","found":[[1,0]]}]}`
		}},
	} {
		t.Run(name, func(t *testing.T) {
			m := kept{}
			remembering(t, m, Policy{}, []string{"go "}, one)
			if tt.spoil != nil {
				for key, blob := range m {
					m[key] = tt.spoil(blob)
				}
			}
			b, read := remembering(t, m, tt.policy, tt.definitions, one)
			if _, err := b.Owners(0, &one); err != nil || read != "SC-1" {
				t.Errorf("not bound anew: %q, %v", read, err)
			}
			if b.Report.Cases != 1 || b.Report.Owned[0].Definitions != len(tt.definitions) {
				t.Errorf("report of another binding: %+v", b.Report)
			}
		})
	}
}
