package execution

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
	"recette/internal/vocabulary"
)

// kept is a Memory of one set of cases.
type kept map[string]string

func (k kept) Recall(key string) (string, bool) { blob, ok := k[key]; return blob, ok }
func (k kept) Keep(key string, blob []byte)     { k[key] = string(blob) }
func (k kept) spoil(change func(blob string) string) {
	for key, blob := range k {
		k[key] = change(blob)
	}
}

// unread are cases that nobody may read.
func unread(t *testing.T) func(func(catalogue.Case, error) bool) {
	return func(func(catalogue.Case, error) bool) { t.Error("the cases were read again") }
}

func remembering(t *testing.T, m Memory, definitions ...string) *Engine {
	t.Helper()
	e := newEngine(t, newWorld(), 1, (&farm{}).source("go:./steps", nil, hooks{}, definitions...))
	e.opts.Memory = m
	return e
}

// TestBind_Remembers: what was bound is bound the same without the cases, which are still told from others.
func TestBind_Remembers(t *testing.T) {
	cases := []catalogue.Case{
		kase("SC-1", "context go a", "outcome je vois"), kase("SC-2", "context dup x"), kase("SC-3", "context go b"),
	}
	m := kept{}
	policy := Policy{Tags: vocabulary.Default()}
	first, err := remembering(t, m, "go ", "dup", "du", "jamais").Bind(t.Context(), stream(cases...), policy)
	if err != nil {
		t.Fatal(err)
	}
	again, err := remembering(t, m, "go ", "dup", "du", "jamais").Bind(t.Context(), unread(t), policy)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, again, cmp.AllowUnexported(Binding{}, boundCase{})); diff != "" {
		t.Errorf("binding (-first +again):\n%s", diff)
	}
	if _, err := again.Owners(0, &cases[1]); err == nil {
		t.Error("another case passes for the one that was bound")
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
		"an unknown owner": {[]string{"go "}, Policy{}, func(s string) string {
			return `{"report":{"cases":1},"shapes":[[7]],"cases":"AAAAAAAAAAAAAAAA"}`
		}},
		"an unknown shape": {[]string{"go "}, Policy{}, func(s string) string {
			return `{"report":{"cases":1},"shapes":[[0]],"cases":"AQAAAAAAAAAAAAAA"}`
		}},
		"another count": {[]string{"go "}, Policy{}, func(s string) string {
			return `{"report":{"cases":2},"shapes":[[0]],"cases":"AAAAAAAAAAAAAAAA"}`
		}},
	} {
		t.Run(name, func(t *testing.T) {
			m := kept{}
			if _, err := remembering(t, m, "go ").Bind(t.Context(), stream(one), Policy{}); err != nil {
				t.Fatal(err)
			}
			if tt.spoil != nil {
				m.spoil(tt.spoil)
			}
			b, err := remembering(t, m, tt.definitions...).Bind(t.Context(), stream(one), tt.policy)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := b.Owners(0, &one); err != nil {
				t.Errorf("not bound anew: %v", err)
			}
			if b.Report.Cases != 1 || b.Report.Owned[0].Definitions != len(tt.definitions) {
				t.Errorf("report of another binding: %+v", b.Report)
			}
		})
	}
}
