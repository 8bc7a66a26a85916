package lsp

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/recette"
	"recette/internal/standing"
)

// known reads a project of one feature, with results.
func known(t *testing.T, feature string, statuses map[string]standing.Status) (*scope, *document) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{projectFile: "name: Essai\n", "features/a.feature": feature} {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p, err := projectSource{}.Load(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	s := &scope{server: &server{}, project: p, index: newIndex(), linter: lint.New(p.Lint), statuses: statuses}
	d := &document{}
	err = catalogue.Walk(t.Context(), p.Tree, p.Targets, p.Options, func(f catalogue.File) error {
		d.file = f
		s.put(&f, s.linter.Judge(lint.FileOf(&f)))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range d.file.Cases { // each was tested with the text that it has
		c := &d.file.Cases[i]
		if st, ok := statuses[c.ID]; ok && st.Content == "" {
			st.Content = c.Content
			statuses[c.ID] = st
		}
	}
	return s, d
}

// The editor says where a case stands as the matrix does: an attempt that nobody finished is not conform, a failure
// that a decision accepts says so, a text typed since makes a result stale.
func TestResults_SayWhereACaseStands(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 12, 9, 30, 0, 0, time.UTC)
	of := func(v recette.Verdict, more func(*standing.Status)) standing.Status {
		st := standing.Status{Freshness: recette.Fresh, Result: standing.Result{Verdict: v, At: at, Build: "b1"}}
		if more != nil {
			more(&st)
		}
		return st
	}
	feature := "# language: fr\n@US-1\nFonctionnalité: A\n\n  @SC-1 @CA-1.1\n  Scénario: Un\n    Quand x\n    Alors y\n"
	for name, tc := range map[string]struct {
		status    standing.Status
		says, not string
	}{
		"passed": {of(recette.Passed, nil), "**prouvé · conforme**", "terminée"},
		"open": {
			of(recette.Passed, func(st *standing.Status) { st.Open = true }),
			"**non exécuté · conforme · tentative non terminée**", "prouvé",
		},
		"failed": {of(recette.Failed, nil), "**en échec · non conforme**", "accepté"},
		"accepted": {
			of(recette.Failed, func(st *standing.Status) { st.Accepted = "DEC-REC-1" }),
			"**accepté par décision · non conforme · DEC-REC-1**", "échec",
		},
		"typed since": {
			of(recette.Passed, func(st *standing.Status) { st.Content = "before" }), "**périmé · conforme**", "prouvé",
		},
		"not applicable": {of(recette.NotApplicable, nil), "**sans objet**", "prouvé"},
		"blocked":        {of(recette.Blocked, nil), "**non exécuté · bloqué**", "prouvé"},
	} {
		s, d := known(t, feature, map[string]standing.Status{"SC-1": tc.status})
		if got := s.results(d, "SC-1"); !strings.Contains(got, tc.says) || strings.Contains(got, tc.not) {
			t.Errorf("%s: %q, want %q and not %q", name, got, tc.says, tc.not)
		}
	}
}

// A criterion stands where the cases that name it stand, over the whole project, those of one Examples alone when it is
// on one; a scenario where all its rows do.
func TestResults_SayWhereACriterionStands(t *testing.T) {
	t.Parallel()
	feature := "# language: fr\n@US-1\nFonctionnalité: A\n  CA-1.9 : promis\n\n" +
		"  @SC-1\n  Plan du scénario: Un\n    Quand <x>\n    Alors y\n\n" +
		"    @CA-1.1\n    Exemples:\n      | id | x |\n      | a  | 1 |\n      | b  | 2 |\n\n" +
		"    @CA-1.2\n    Exemples:\n      | id | x |\n      | c  | 3 |\n\n" +
		"    @CA-1.3 @brouillon\n    Exemples:\n      | id | x |\n      | d  | 4 |\n"
	ran := func(v recette.Verdict) standing.Status {
		return standing.Status{Freshness: recette.Fresh, Result: standing.Result{Verdict: v, At: time.Unix(1, 0)}}
	}
	s, d := known(t, feature, map[string]standing.Status{
		"SC-1/a": ran(recette.Passed), "SC-1/b": ran(recette.PassedWithRemark), "SC-1/c": ran(recette.Failed),
	})
	for id, want := range map[string]string{
		"CA-1.1": "**prouvé** · 2 cas prouvés sur 2",
		"CA-1.2": "**en échec** · 0 cas prouvé sur 1", "CA-1.3": "**non couvert**",
		"CA-1.9": "**non couvert**", "CA-7": "",
	} {
		if got := s.criterionWorth(id); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
	if got := s.results(d, "SC-1"); !strings.HasPrefix(got, "**en échec** · 2 cas prouvés sur 3\n\n") {
		t.Errorf("the scenario: %q", got)
	}
	if got := s.aboutTag("@CA-1.1"); !strings.Contains(got, "\n\n**prouvé** · 2 cas") {
		t.Errorf("the tag: %q", got)
	}
	s.statuses = nil
	if got := s.criterionWorth("CA-1.1"); got != "" {
		t.Errorf("while nobody knows the results: %q", got)
	}
}
