package attacks

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"recette/internal/signoff"
	"recette/internal/verify"
	"recette/reports"
)

// before is the folder of what the version before this one made, with its first rules and its first layout.
const before = "../../cmd/recette/testdata/before"

// A PV of the first numbers is judged by its own rules, and they see: each lie shows, of what they compute and of what
// they do not know.
func TestTheFirstNumbers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	signed, err := os.ReadFile(filepath.Join(before, "signed.pdf"))
	w.must(err)
	pem, err := os.ReadFile(filepath.Join(before, "record", "keys", "ca.cert.pem"))
	w.must(err)
	anchors, err := verify.Anchors(pem)
	w.must(err)
	known, err := reports.ReadWords(w.contents(signed)[reports.WordsName])
	w.must(err)
	judge := func(file []byte) *verify.Report {
		r, err := verify.PDF(w.t.Context(), file, verify.Options{
			Anchors: anchors, Pages: signoff.Pages(words, nil), Words: reports.PublishedWords(),
		})
		w.must(err)
		return r
	}
	r := judge(signed)
	if d := r.Drawing; r.Status != verify.Conform || d.Compared != verify.Redrawn || d.Layout != 1 {
		t.Fatalf("%s, pages %s: %v", r.Status, d.Compared, codes(r))
	}
	meeting := []reports.Meeting{{Number: "S1", OpenedAt: time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)}}
	for name, tt := range map[string]struct {
		lie  func(pv *reports.PV)
		want verify.Code
	}{
		"nothing":        {func(*reports.PV) {}, ""},
		"a verdict":      {func(pv *reports.PV) { of(pv, "SC-0005").Verdict = "passed" }, verify.CaseVerdict},
		"a remark":       {func(pv *reports.PV) { of(pv, "SC-0004").Verdict = "passed" }, verify.CaseVerdict},
		"a build":        {func(pv *reports.PV) { of(pv, "SC-0004").Build = "1.0.7" }, verify.CaseResult},
		"who declared":   {func(pv *reports.PV) { pv.Declared = []string{"Théo Legrand"} }, verify.NoteMismatch},
		"a meeting":      {func(pv *reports.PV) { pv.Meetings = meeting }, verify.NoteMismatch},
		"a known field":  {func(pv *reports.PV) { pv.Absent = pv.Absent[1:] }, verify.Derived},
		"a warning less": {func(pv *reports.PV) { pv.Warnings = pv.Warnings[1:] }, verify.Derived},
		"no change":      {func(pv *reports.PV) { pv.SeverityChanges = []reports.SeverityChange{} }, verify.Derived},
		"a session less": {func(pv *reports.PV) { pv.Sessions = pv.Sessions[1:] }, verify.Derived},
		"an anomaly":     {func(pv *reports.PV) { pv.Anomalies[0].Status = "closed" }, verify.AnomalyMismatch},
		"its owner":      {func(pv *reports.PV) { pv.Anomalies[0].Owner = "Atelier" }, verify.AnomalyMismatch},
		"a reserve":      {func(pv *reports.PV) { pv.Reserves = nil }, verify.ReserveMismatch},
		"its status":     {func(pv *reports.PV) { pv.Reserves[0].Status = "lifted" }, verify.ReserveMismatch},
		"a decision":     {func(pv *reports.PV) { pv.Decision.Decision = "accepted" }, verify.DecisionMismatch},
		"its terms":      {func(pv *reports.PV) { pv.Decision.LiftBy = "2027-01-01" }, verify.DecisionMismatch},
		"the layout":     {func(pv *reports.PV) { pv.Layout = reports.Layout }, verify.Derived},
		"the rules":      {func(pv *reports.PV) { pv.Derivation = reports.Derivation }, verify.Derived},
	} {
		t.Run(name, func(t *testing.T) {
			w.t = t
			files := w.contents(signed)
			data, err := reports.ReadJSON(bytes.NewReader(files[reports.DataName]))
			w.must(err)
			m := made{manifest: files[reports.ManifestName]}
			honest := data
			data.Cases, data.Anomalies = slices.Clone(data.Cases), slices.Clone(data.Anomalies)
			data.Reserves = slices.Clone(data.Reserves)
			tt.lie(&data)
			found := codes(judge(w.draw(data, data, m, known, files)))
			delete(found, verify.SignatureMissing)
			if tt.want == "" && len(found) > 0 || tt.want != "" && found[tt.want] != verify.NotConform {
				t.Errorf("%v, want %s", found, tt.want)
			}
			if tt.want == verify.DecisionMismatch { // pages that lie on honest data
				r := judge(w.draw(data, honest, m, known, files))
				if d := r.Drawing; d.Compared != verify.Redrawn || r.Status != verify.NotConform {
					t.Errorf("pages %s: %v", d.Compared, d.Findings)
				}
			}
		})
	}
}

func of(pv *reports.PV, id string) *reports.Case {
	i := slices.IndexFunc(pv.Cases, func(c reports.Case) bool { return c.ID == id })
	return &pv.Cases[i]
}

// A PV that names the first numbers and holds facts that came after them was made by a version that was never
// published, or by somebody who changed the number: it is not accused, nothing of it is confirmed, and nobody is led to
// sign it.
func TestFactsBeyondTheirRules(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	m := w.make()
	files, data := w.contents(m.file), m.pv
	data.Layout, data.Derivation = 1, 1
	pages := data
	pages.Layout = reports.Layout // as those versions drew them, more or less
	file := w.draw(pages, data, m, w.texts(), files)
	w.rendered(m, file)
	if len(w.refused(file)) == 0 {
		t.Error("nothing says why it may not be signed")
	}
	m.pv = data
	r := w.judge(w.sign(m, file), true)
	found := codes(r)
	if r.Status != verify.Indeterminate || found[verify.Unpublished] != verify.Indeterminate ||
		found[verify.PagesNotCompared] != verify.Indeterminate {
		t.Errorf("%s %v", r.Status, found)
	}
}
