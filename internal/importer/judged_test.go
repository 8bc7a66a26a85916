package importer

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"recette/internal/kit"
	"recette/internal/recette"
	"recette/reports/cahier"
)

// handedIn is a file of results about the first case of the book, and what it says of it.
func handedIn(t *testing.T, change func(*kit.Results)) []byte {
	t.Helper()
	now := book(cahier.Blank)
	c := &now.Cases[0]
	r := kit.Results{Kit: kit.Of(&now, kit.Made{
		By: "Paule Petit", At: "2026-11-20T08:00:00Z", Rows: func(string) bool { return true },
	}).Head}
	made := kit.Case{ID: c.ID, Content: c.Content, After: c.Attempt}
	for i := range c.Steps {
		if s := &c.Steps[i]; s.Expects() {
			made.Verdicts = append(made.Verdicts, kit.Verdict{
				Key: uuid.NewSHA1(uuid.NameSpaceOID, []byte{byte(i)}).String(), Step: s.Number - 1, Verdict: "passed",
				Tester: "théo legrand", At: "2026-11-30T23:30:00Z", Files: []kit.File{},
			})
		}
	}
	r.Cases = []kit.Case{made}
	change(&r)
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(text)
	return []byte(`{"format":"` + kit.Format + `","sha256":"` + hex.EncodeToString(sum[:]) + `","results":` +
		string(text) + "}")
}

// played has the first case of the book been judged, by somebody, at an instant.
func played(attempt int, at string) func(*Stand) {
	return func(s *Stand) {
		c := &s.Book.Cases[0]
		ended, _ := time.Parse(time.RFC3339, at)
		c.Attempt, c.Verdict, c.Tester, c.EndedAt = attempt, "failed", "Samira Haddad", &ended
	}
}

// TestAgainst_Results: a file of results is compared with the campaign as a cahier is: each of its cases is to be
// recorded, is there, or says why not.
func TestAgainst_Results(t *testing.T) {
	nothing := func(*kit.Results) {}
	for name, tt := range map[string]struct {
		change func(*kit.Results)
		stand  func(*Stand)
		code   string // of some line; empty: a case is to be recorded
		ready  bool   // a case is to be recorded all the same
	}{
		"as it was judged": {change: nothing},
		"known already": {change: nothing, stand: func(s *Stand) {
			s.Recorded = func(*Entry) (bool, bool) { return true, false }
		}, code: "same"},
		"known with another content": {change: nothing, stand: func(s *Stand) {
			s.Recorded = func(*Entry) (bool, bool) { return false, true }
		}, code: "other-content"},
		"of another journal": {change: func(r *kit.Results) {
			made := book(cahier.Blank)
			made.Reference.Size, made.Reference.Root = 12, "autre"
			r.Kit = kit.Of(&made, kit.Made{Rows: func(string) bool { return true }}).Head
		}, stand: func(s *Stand) {
			s.Headed = func(int64, string) bool { return false }
		}, code: "other-journal"},
		"of a closed campaign": {change: nothing, stand: func(s *Stand) { s.Closed = true }, code: "campaign-closed"},
		"of another text":      {change: func(r *kit.Results) { r.Cases[0].Content = "autre" }, code: "text-changed"},
		"of an unknown case":   {change: func(r *kit.Results) { r.Cases[0].ID = "SC-9999" }, code: "unknown-case"},
		"by a stranger": {change: func(r *kit.Results) {
			for i := range r.Cases[0].Verdicts {
				r.Cases[0].Verdicts[i].Tester = "Zoé"
			}
		}, code: "not-tester"},
		"by two people": {change: func(r *kit.Results) {
			r.Cases[0].Verdicts[0].Tester = "Zoé"
		}, code: "two-testers"},
		"that nobody gives": {change: func(r *kit.Results) {
			r.Cases[0].Verdicts[0].Verdict = "not_run"
		}, code: "bad-verdict"},
		"that is no verdict": {change: func(r *kit.Results) {
			r.Cases[0].Verdicts[0].Verdict = "vert"
		}, code: "bad-verdict"},
		"without what was seen": {change: func(r *kit.Results) {
			r.Cases[0].Verdicts[0].Verdict = "failed"
		}, code: "missing-observed"},
		"of a step that is not there": {change: func(r *kit.Results) {
			vs := r.Cases[0].Verdicts
			v := &vs[len(vs)-1]
			v.Verdict, v.Observed, v.Step = "failed", "faux", 400
		}, code: "text-changed"},
		"left unended, whatever the file says": {change: func(r *kit.Results) {
			r.Cases[0].Ended, r.Cases[0].Verdicts[0].Step = true, 0
		}, code: "unended"},
		"left before its last action": {change: nothing, stand: func(s *Stand) {
			c := &s.Book.Cases[0]
			c.Steps = append(c.Steps, cahier.Step{Number: c.StepCount() + 1, Type: "action"})
		}, code: "unended"},
		"whose evidence was lost": {change: func(r *kit.Results) {
			r.Cases[0].Verdicts[0].Files = []kit.File{{Name: "a.png"}}
		}, code: "evidence"},
		"after more attempts than there are": {change: func(r *kit.Results) {
			r.Cases[0].After = 999
		}, stand: played(1, "2026-11-19T08:00:00Z"), code: "conflict ahead"},
		"after an attempt that the kit could not know": {change: func(r *kit.Results) {
			r.Cases[0].After = 1
		}, stand: played(1, "2026-11-20T09:00:00Z"), code: "conflict already"},
		"of a kit without its instant": {change: func(r *kit.Results) {
			made := book(cahier.Blank)
			r.Kit, r.Cases[0].After = kit.Of(&made, kit.Made{Rows: func(string) bool { return true }}).Head, 1
		}, stand: played(1, "2026-11-19T08:00:00Z"), code: "conflict already"},
		"that takes the place of another": {change: func(r *kit.Results) {
			r.Cases[0].After = 1
		}, stand: played(1, "2026-11-19T08:00:00Z"), code: "record replaces", ready: true},
		"known, whose evidence is lost since": {change: func(r *kit.Results) {
			r.Cases[0].Verdicts[0].Files = []kit.File{{Name: "a.png"}}
		}, stand: func(s *Stand) {
			s.Recorded = func(*Entry) (bool, bool) { return true, false }
		}, code: "same"},
		"known with another content, whose evidence is lost": {change: func(r *kit.Results) {
			r.Cases[0].Verdicts[0].Files = []kit.File{{Name: "a.png"}}
		}, stand: func(s *Stand) {
			s.Recorded = func(*Entry) (bool, bool) { return false, true }
		}, code: "other-content"},
		"of another branch than the kit's": {change: func(r *kit.Results) {
			now := book(cahier.Blank)
			r.Kit = kit.Of(&now, kit.Made{Antenne: "Sud", Rows: func(string) bool { return true }}).Head
			r.Cases[0].ID, r.Cases[0].Content = now.Cases[1].ID, now.Cases[1].Content
			r.Cases[0].Verdicts = r.Cases[0].Verdicts[:1]
			r.Cases[0].Verdicts[0].Step = 1
		}, code: "conflict other-branch"},
		"of the branch of the kit": {change: func(r *kit.Results) {
			now := book(cahier.Blank)
			r.Kit = kit.Of(&now, kit.Made{Antenne: "Nord", Rows: func(string) bool { return true }}).Head
			r.Cases[0].ID, r.Cases[0].Content = now.Cases[1].ID, now.Cases[1].Content
			r.Cases[0].Verdicts = r.Cases[0].Verdicts[:1]
			r.Cases[0].Verdicts[0].Step = 1
		}},
		"of no branch, of the kit of one": {change: func(r *kit.Results) {
			now := book(cahier.Blank)
			r.Kit = kit.Of(&now, kit.Made{Antenne: "Nord", Rows: func(string) bool { return true }}).Head
		}, code: "conflict other-branch"},
		"by a clock that is wrong": {change: func(r *kit.Results) {
			for i := range r.Cases[0].Verdicts {
				r.Cases[0].Verdicts[i].At = "2031-01-01T00:00:00Z"
			}
		}, code: "clock", ready: true},
	} {
		t.Run(name, func(t *testing.T) {
			now := book(cahier.Executed)
			s := stand(&now)
			if tt.stand != nil {
				tt.stand(&s)
			}
			f, err := Open("r.json", handedIn(t, tt.change))
			if err != nil {
				t.Fatal(err)
			}
			p, err := f.Against(s)
			if err != nil {
				t.Fatal(err)
			}
			lines := strings.Join(said(&p), "\n")
			if tt.code != "" && !strings.Contains(lines, tt.code) {
				t.Errorf("no line says %s:\n%s", tt.code, lines)
			}
			if ready := tt.code == "" || tt.ready; ready != (p.Ready() == 1) {
				t.Errorf("%d cases to record:\n%s", p.Ready(), lines)
			}
		})
	}
}

// TestAgainst_ResultsKeepWhatTheDeviceTells: the day is that of the zone of the plan, and each verdict has its instant.
func TestAgainst_ResultsKeepWhatTheDeviceTells(t *testing.T) {
	now := book(cahier.Executed)
	s := stand(&now)
	s.Zone = time.FixedZone("", 3600)
	f, err := Open("r.json", handedIn(t, func(*kit.Results) {}))
	if err != nil {
		t.Fatal(err)
	}
	p, err := f.Against(s)
	if err != nil || len(p.Entries) != 1 {
		t.Fatal(err, p.Lines)
	}
	e := &p.Entries[0]
	if e.Tester != "Théo Legrand" || e.Day != "2026-12-01" || e.Key == "" || len(e.Digest) != 64 {
		t.Errorf("the case is %+v", e)
	}
	given := func(o Observation) bool { return o.Given.Equal(time.Date(2026, 11, 30, 23, 30, 0, 0, time.UTC)) }
	if !slices.ContainsFunc(e.Steps, given) {
		t.Errorf("no step has its instant: %+v", e.Steps)
	}
	if slices.ContainsFunc(e.Steps, func(o Observation) bool { return o.Implied && !o.Given.IsZero() }) {
		t.Error("a step that nobody judged has an instant")
	}
}

// TestPlan_Refuse: a case that is refused late keeps its place, and none of it is recorded.
func TestPlan_Refuse(t *testing.T) {
	p := Plan{
		Lines: []Line{
			{Case: "a", Status: toRecord, Verdict: recette.Passed},
			{Case: "a", Status: toRecord},
			{Case: "b", Status: toRecord},
		},
		Entries: []Entry{{Case: "a"}, {Case: "b"}},
	}
	p.Refuse("a", "not-theirs", "Zoé")
	if p.Conflicts() != 1 || p.Ready() != 1 || p.Lines[0].Code != "not-theirs" || p.Lines[1].Status != heldBack ||
		p.Lines[2].Status != toRecord {
		t.Errorf("%+v", p)
	}
}
