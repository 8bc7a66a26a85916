package verify_test

import (
	"crypto/rand"
	"path/filepath"
	"slices"
	"testing"

	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/campaign/meeting"
	"recette/internal/journal"
	"recette/internal/pv"
	"recette/internal/recette"
	"recette/internal/store/sqlite"
	"recette/internal/verify"
	"recette/reports"
)

// against verifies with the database of the project.
func (p *project) against(data []byte) *verify.Report {
	p.t.Helper()
	return judge(p.t, data, verify.Options{Anchors: p.anchors(), Journal: p.db})
}

func TestAgainstTheJournal(t *testing.T) {
	p := conduct(t)
	s := p.issuePV("adhesion")
	_, err := p.s.Note(t.Context(), yann, campaignID, gap.Anomaly{
		Severity: recette.Minor, Case: "SC-0006", Summary: "D’un autre parcours.",
	})
	check(t, err)
	if r := p.against(s.po.PDF); r.Status != verify.Conform || !r.Compared || has(r, verify.FactsSince) {
		t.Fatalf("status %s: %v", r.Status, all(r))
	}
	p.auto("SC-0002", 3, pass, pass, pass) // life goes on
	if r := p.against(s.po.PDF); r.Status != verify.Conform || !has(r, verify.FactsSince) {
		t.Fatalf("status %s: %v", r.Status, all(r))
	}
	unrecorded := func(change func(doc *reports.PV)) func() []byte {
		return func() []byte {
			doc, manifest := p.build("")
			change(&doc)
			return p.both(p.render(doc, manifest, nil)).po.PDF
		}
	}
	stranger := conduct(t)
	tests := map[string]struct {
		file func() []byte
		o    verify.Options
		want verify.Code
	}{
		"never rendered": {file: unrecorded(func(*reports.PV) {}), want: verify.PVUnknown},
		"never signed":   {file: unrecorded(func(*reports.PV) {}), want: verify.SigningUnknown},
		"text changed": {file: unrecorded(func(d *reports.PV) {
			caseOf(d, "SC-0003").Steps[2].Observed = "tout va bien"
		}), want: verify.TextMismatch},
		"message changed": {file: unrecorded(func(d *reports.PV) {
			caseOf(d, "SC-0006").Message = "rien à dire"
		}), want: verify.TextMismatch},
		"reason changed": {
			file: unrecorded(func(d *reports.PV) { d.Decision.Reason = "Parfait." }), want: verify.TextMismatch,
		},
		"tester changed": {
			file: unrecorded(func(d *reports.PV) { caseOf(d, "SC-0003").Tester = "Zoé Martin" }),
			want: verify.PersonMismatch,
		},
		"number of one": {
			file: unrecorded(func(d *reports.PV) { d.Number = "PV-2026-001-v1" }), want: verify.PVDiffers,
		},
		"PO's stripped": {
			file: func() []byte { return s.ppo.PDF }, o: verify.Options{Expect: []string{"PPO"}},
			want: verify.SigningStripped,
		},
		"another database": {
			file: func() []byte { return s.po.PDF }, o: verify.Options{Journal: stranger.db}, want: verify.JournalRoot,
		},
		"another log key": {
			file: func() []byte { return s.po.PDF }, o: verify.Options{Journal: stranger.db}, want: verify.JournalKey,
		},
		"shorter database": {
			file: func() []byte { return s.po.PDF }, o: verify.Options{Journal: newProject(t, planOf(4, 3)).db},
			want: verify.JournalShort,
		},
		"signed again": {file: func() []byte { return p.sign(s.ppo.PDF, p.po, nil).PDF }, want: verify.SigningUnknown},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if tt.o.Anchors = p.anchors(); tt.o.Journal == nil {
				tt.o.Journal = p.db
			}
			expect(t, judge(t, tt.file(), tt.o), tt.want)
		})
	}
	t.Run("superseded", func(t *testing.T) {
		p.issuePV("adhesion")
		r := p.against(s.po.PDF)
		if r.Status != verify.Conform || !has(r, verify.Superseded) {
			t.Errorf("status %s: %v", r.Status, all(r))
		}
	})
}

// A PV beside the journal of another project is told so, once: nothing else of that journal is about it.
func TestTheJournalOfAnotherProject(t *testing.T) {
	p := conduct(t)
	s := p.issuePV("adhesion")
	key, _, err := journal.GenerateLogKey(rand.Reader, journal.Origin("autre"))
	check(t, err)
	db, err := sqlite.Create(t.Context(), sqlite.Options{
		Path: filepath.Join(t.TempDir(), "recette.db"), Now: p.clock, Rand: rand.Reader, LogKey: key, Project: "autre",
	})
	check(t, err)
	t.Cleanup(func() { check(t, db.Close()) })
	check(t, db.Bind(t.Context(), "recette 1", day))
	r := judge(t, s.po.PDF, verify.Options{Anchors: p.anchors(), Journal: db})
	var wrong []verify.Finding
	for _, f := range all(r) {
		if f.Status != verify.Conform {
			wrong = append(wrong, f)
		}
	}
	if r.Status != verify.NotConform || len(wrong) != 1 || wrong[0].Code != "JOURNAL_FOREIGN" {
		t.Errorf("status %s: %v", r.Status, wrong)
	}
}

// A later failing attempt that is left out makes a PV that is right in itself: only the journal shows it.
func TestAnOmittedAttemptShowsAgainstTheJournal(t *testing.T) {
	p := conduct(t)
	ctx := t.Context()
	p.note(elise, meeting.Closing{Number: "SES-0002"}) // who attends none records nothing meanwhile
	_, err := p.s.Record(ctx, yann, campaign.Result{
		Campaign: campaignID, Case: "SC-0007", Content: testedContent, Attempt: 1, Pass: 1, Mode: recette.Manual,
		Closed: true,
	})
	check(t, err)
	p.auto("SC-0007", 2, pass, fail, pass)
	// The decision stands beside the failure, or nobody could sign: an anomaly covers it.
	_, err = p.s.Note(
		ctx, yann, campaignID, gap.Anomaly{Severity: recette.Minor, Case: "SC-0007", Summary: "x"},
	)
	check(t, err)
	in, err := pv.Load(ctx, p.s, elise, campaignID, "")
	check(t, err)
	in.Records = slices.DeleteFunc(in.Records, func(r journal.Record) bool {
		return r.Leaf.Result != nil && r.Leaf.Result.Case == "SC-0007" && r.Leaf.Result.Attempt == 2
	})
	in.Number, err = p.s.NextPV(ctx, elise, campaignID, "")
	check(t, err)
	in.IssuedAt, in.Producer, in.Words = p.clock(), "recette test", p.words.T
	doc, err := pv.Build(in)
	check(t, err)
	p.enclose(&doc)
	s := states{base: p.render(doc, in.Manifest, nil)}
	check(t, p.s.RecordPVRendered(ctx, elise, campaignID, campaign.Rendered{
		Number: doc.Number, SHA256: verify.Digest(s.base), Checkpoint: doc.Journal.Size,
	}))
	s.ppo = p.sign(s.base, p.ppo, nil)
	p.recordSigned(elise, doc.Number, s.base, s.ppo)
	s.po = p.sign(s.ppo.PDF, p.po, nil)
	p.recordSigned(marc, doc.Number, s.ppo.PDF, s.po)
	if r := p.verify(s.po.PDF); r.Status != verify.Conform {
		t.Errorf("from the file alone: %v", all(r))
	}
	expect(t, p.against(s.po.PDF), verify.LeafOmitted)
}
