package livingdoc_test

import (
	"strings"
	"testing"
	"time"

	"recette/internal/i18n"
	"recette/internal/livingdoc"
	"recette/internal/livingdoc/doctest"
	"recette/internal/livingdoc/model"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/standing"
)

// Whoever reads a scenario is told how it is not as a campaign froze it, by the gravest of its rows, whether it was
// played or not; not twice that its text changed.
func TestDrift_IsSaid(t *testing.T) {
	t.Parallel()
	row := func(v recette.Verdict, f recette.Freshness, drift plan.DriftKind, campaigns ...string) model.Case {
		c := model.Case{Status: standing.Status{Freshness: f, Drift: drift, Planned: campaigns}}
		if v != "" {
			c.Status.Result = standing.Result{Verdict: v, At: time.Date(2026, 11, 12, 9, 0, 0, 0, time.UTC)}
		}
		return c
	}
	w := &livingdoc.Wording{Doc: &model.Doc{Recorded: true}, Words: doctest.Printer(t, i18n.French)}
	moved, same := row("", recette.Fresh, "moved", "v1", "v2"), row("", recette.Fresh, "identical", "v2")
	for name, tc := range map[string]struct {
		cases []model.Case
		says  string // of the drift; empty: nothing
	}{
		"as it was":           {[]model.Case{same}, ""},
		"of no campaign":      {[]model.Case{row("", recette.Fresh, "content")}, ""},
		"nobody looked":       {[]model.Case{row("", recette.Fresh, "", "v2")}, ""},
		"moved, never played": {[]model.Case{moved}, "déplacé depuis le gel de la campagne v2"},
		"the gravest of all": {
			[]model.Case{moved, row("", recette.Fresh, "renamed", "v1")}, "renommé depuis le gel de la campagne v1",
		},
		"its text, not played": {
			[]model.Case{row("", recette.Fresh, "content", "v2")}, "texte modifié depuis le gel de la campagne v2",
		},
		"its text, and stale": {[]model.Case{row(recette.Passed, recette.StaleText, "content", "v2")}, ""},
		"renamed, and stale": {
			[]model.Case{row(recette.Passed, recette.StaleVersion, "renamed", "v2")}, "renommé depuis",
		},
		"its text, and failed": {[]model.Case{
			row(recette.Failed, recette.Fresh, "identical", "v2"),
			row(recette.Passed, recette.StaleText, "content", "v2"),
		}, "texte modifié depuis le gel"},
	} {
		text := w.VerdictText(&model.Scenario{Cases: tc.cases})
		if !strings.Contains(text, tc.says) || strings.Contains(text, "depuis le gel") != (tc.says != "") {
			t.Errorf("%s: %q, want %q", name, text, tc.says)
		}
		if len(tc.cases) == 1 {
			if notes := w.CaseNotes(&tc.cases[0]); strings.Contains(notes, "depuis le gel") != (tc.says != "") {
				t.Errorf("%s: of the row, %q, want %q", name, notes, tc.says)
			}
		}
	}
}

// A scenario has the sign of its state, as the matrix says it: a failure that holds is not hidden behind a row that is
// stale, what a decision accepts is no failure to work on, and an attempt that nobody finished is no success.
func TestScenarioSign_IsThatOfItsState(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 12, 9, 0, 0, 0, time.UTC)
	ran := func(v recette.Verdict, f recette.Freshness) model.Case {
		return model.Case{Status: standing.Status{Result: standing.Result{Verdict: v, At: at}, Freshness: f}}
	}
	accepted := ran(recette.Failed, recette.Fresh)
	accepted.Status.Accepted = "DEC-REC-0001"
	open := ran(recette.Passed, recette.Fresh)
	open.Status.Open = true
	staleFailure, staleIdle := ran(recette.Failed, recette.StaleText), ran(recette.NotApplicable, recette.StaleText)
	stalePass, remark := ran(recette.Passed, recette.StaleText), ran(recette.PassedWithRemark, recette.Fresh)
	passed, failed := ran(recette.Passed, recette.Fresh), ran(recette.Failed, recette.Fresh)
	never := model.Case{}
	w := &livingdoc.Wording{Doc: &model.Doc{Recorded: true}, Words: doctest.Printer(t, i18n.French)}
	for name, tc := range map[string]struct {
		cases     []model.Case
		sign      livingdoc.Sign
		says, not string
	}{
		"failed beside stale": {[]model.Case{failed, stalePass}, livingdoc.Failed, "non conforme", "périmé"},
		"stale":               {[]model.Case{passed, staleFailure}, livingdoc.Stale, "périmé", "accepté"},
		"stale idle":          {[]model.Case{passed, staleIdle}, livingdoc.Stale, "périmé", "accepté"},
		"accepted": {
			[]model.Case{passed, accepted}, livingdoc.Accepted, "accepté par DEC-REC-0001", "périmé",
		},
		"accepted and failed":  {[]model.Case{failed, accepted}, livingdoc.Failed, "non conforme", "accepté"},
		"open":                 {[]model.Case{passed, open}, livingdoc.Unrun, "tentative non terminée", "périmé"},
		"never, beside passed": {[]model.Case{passed, never}, livingdoc.Unrun, "non exécuté", "périmé"},
		"never, beside a failure on another text": {
			[]model.Case{never, staleFailure}, livingdoc.Unrun, "périmé", "accepté",
		},
		"blocked": {[]model.Case{passed, ran(recette.Blocked, recette.Fresh)}, livingdoc.Blocked, "bloqué", "périmé"},
		"remark":  {[]model.Case{passed, remark}, livingdoc.Remarked, "avec observation", "périmé"},
		"idle": {
			[]model.Case{passed, ran(recette.NotApplicable, recette.Fresh)}, livingdoc.Conform, "conforme", "périmé",
		},
		"nothing": {nil, livingdoc.Unrun, "jamais", "périmé"},
	} {
		s := &model.Scenario{Cases: tc.cases}
		if got := livingdoc.ScenarioSign(s); got != tc.sign {
			t.Errorf("%s: sign %q, want %q", name, got, tc.sign)
		}
		if text := w.VerdictText(s); !strings.Contains(text, tc.says) || strings.Contains(text, tc.not) {
			t.Errorf("%s: %q, want %q and not %q", name, text, tc.says, tc.not)
		}
		if len(tc.cases) > 0 {
			var tally standing.Tally
			for i := range tc.cases {
				tally.Add(&tc.cases[i].Status)
			}
			if s.State() != tally.State() {
				t.Errorf("%s: %s, and a tally says %s", name, s.State(), tally.State())
			}
		}
	}
	for c, want := range map[*model.Case]livingdoc.Sign{
		&open: livingdoc.Unrun, &accepted: livingdoc.Accepted, &never: livingdoc.Unrun,
	} {
		if got := livingdoc.CaseSign(c); got != want {
			t.Errorf("a row that is %s (open %v): sign %q, want %q", c.Verdict(), c.Status.Open, got, want)
		}
	}
}

// What fails is counted apart from what is stale and from what is accepted, which are counted beside it.
func TestTallyText_CountsEachCaseOnce(t *testing.T) {
	t.Parallel()
	in := doctest.Load(t, doctest.Sample())
	in.Recorded = true
	accepted := doctest.Ran(recette.Failed, recette.Fresh)
	accepted.Accepted = "DEC-REC-0001"
	in.Statuses = map[string]standing.Status{
		"SC-1": doctest.Ran(recette.Failed, recette.StaleText), "SC-4/absent": accepted,
		"SC-4/court": doctest.Ran(recette.Failed, recette.Fresh),
	}
	d := doctest.Build(in)
	w := &livingdoc.Wording{Doc: d, Words: doctest.Printer(t, i18n.French)}
	text := w.TallyText(&d.Figures.Tally)
	for _, want := range []string{"1 non conforme,", "1 accepté par décision", "1 périmé"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q does not say %q", text, want)
		}
	}
}
