package verify_test

import (
	"bytes"
	"crypto/x509"
	"slices"
	"strings"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/journal"
	"recette/internal/pdf"
	"recette/internal/pv"
	"recette/internal/recette"
	"recette/internal/sign"
	"recette/internal/verify"
	"recette/reports"
)

// caseOf gives a case of a PV, to change.
func caseOf(doc *reports.PV, id string) *reports.Case {
	i := slices.IndexFunc(doc.Cases, func(c reports.Case) bool { return c.ID == id })
	return &doc.Cases[i]
}

// whitewash shows the failed case as conform, with every figure to match.
func whitewash(doc *reports.PV) {
	c := caseOf(doc, "SC-0003")
	c.Verdict, c.Steps[2].Verdict = "passed", "passed"
	for _, f := range []*reports.Figures{&doc.Figures, &doc.Manual, &doc.Journeys[0].Figures} {
		f.Failed--
		f.Passed++
	}
}

// finish shows a case that nobody finished as it stands step by step, with every figure to match.
func finish(doc *reports.PV, v recette.Verdict) {
	caseOf(doc, "SC-0007").Verdict = string(v)
	for _, f := range []*reports.Figures{&doc.Figures, &doc.Manual, &doc.Journeys[1].Figures} {
		f.NotRun--
		if v == recette.NotApplicable {
			f.NotApplicable, f.Planned = f.NotApplicable+1, f.Planned-1
		} else {
			f.Passed, f.Executed = f.Passed+1, f.Executed+1
		}
	}
}

// lie is a PV changed by somebody who holds both keys, and who renders and signs it as the product does.
type lie struct {
	change func(doc *reports.PV)
	want   verify.Code
}

func lies() map[string]lie {
	drop := func(doc *reports.PV, seq int64) {
		doc.Journal.Leaves = slices.DeleteFunc(doc.Journal.Leaves, func(l reports.Leaf) bool { return l.Seq == seq })
	}
	return map[string]lie{
		"figures": {
			func(d *reports.PV) { d.Figures.Failed--; d.Figures.Passed++ }, verify.FiguresMismatch,
		},
		"figures of a mode":    {func(d *reports.PV) { d.Auto.Passed++ }, verify.FiguresMode},
		"figures of a journey": {func(d *reports.PV) { d.Journeys[0].Figures.Failed = 0 }, verify.FiguresJourney},
		"verdict of a journey": {func(d *reports.PV) { d.Journeys[0].Verdict = "passed" }, verify.JourneyMismatch},
		"journey not critical": {func(d *reports.PV) { d.Journeys[0].Critical = false }, verify.JourneyMismatch},
		"journey dropped":      {func(d *reports.PV) { d.Journeys = nil }, verify.Scope},
		"verdict and figures":  {whitewash, verify.CaseVerdict},
		"verdict of a step": {
			func(d *reports.PV) { caseOf(d, "SC-0003").Steps[2].Verdict = "passed" }, verify.StepVerdict,
		},
		"evidence of a step": {
			func(d *reports.PV) { caseOf(d, "SC-0003").Steps[2].Evidence = nil }, verify.StepResult,
		},
		"observation dropped": {func(d *reports.PV) { caseOf(d, "SC-0003").Steps[2].Observed = "" }, verify.StepResult},
		"failed leaf omitted": {
			func(d *reports.PV) { drop(d, slices.Max(caseOf(d, "SC-0003").Leaves)) }, verify.CaseVerdict,
		},
		"failed leaf omitted and verdict changed": {func(d *reports.PV) {
			c := caseOf(d, "SC-0003")
			drop(d, slices.Max(c.Leaves))
			c.Leaves = c.Leaves[:len(c.Leaves)-1]
			whitewash(d)
		}, verify.CaseVerdict},
		"superseded attempt hidden": {
			func(d *reports.PV) { c := caseOf(d, "SC-0001"); c.Attempts = 1; c.Leaves = c.Leaves[1:] },
			verify.CaseResult,
		},
		"superseded attempt omitted": {func(d *reports.PV) {
			c := caseOf(d, "SC-0001")
			drop(d, c.Leaves[0])
			c.Attempts, c.Leaves = 1, c.Leaves[1:]
		}, verify.CaseVerdict},
		"message hidden": {func(d *reports.PV) { caseOf(d, "SC-0006").Message = "" }, verify.CaseResult},
		"message invented": {func(d *reports.PV) {
			caseOf(d, "SC-0001").Message = "base absente"
		}, verify.CaseResult},
		"unfinished shown as conform": {func(d *reports.PV) { finish(d, recette.Passed) }, verify.CaseVerdict},
		"unfinished shown set aside":  {func(d *reports.PV) { finish(d, recette.NotApplicable) }, verify.CaseVerdict},
		"manual shown as automated":   {func(d *reports.PV) { caseOf(d, "SC-0002").Mode = "auto" }, verify.CaseResult},
		"case dropped": {func(d *reports.PV) {
			d.Cases = slices.DeleteFunc(d.Cases, func(c reports.Case) bool { return c.ID == "SC-0003" })
		}, verify.CaseMissing},
		"case twice":        {func(d *reports.PV) { d.Cases = append(d.Cases, d.Cases[0]) }, verify.CaseUnknown},
		"case of elsewhere": {func(d *reports.PV) { d.Cases[0].ID = "SC-4242" }, verify.CaseUnknown},
		"cases out of order": {
			func(d *reports.PV) { d.Cases[0], d.Cases[1] = d.Cases[1], d.Cases[0] }, verify.CaseOrder,
		},
		"text of a step": {func(d *reports.PV) { d.Cases[0].Steps[1].Text = "elle hésite" }, verify.CaseText},
		"source":         {func(d *reports.PV) { d.Cases[0].Source += "#" }, verify.CaseText},
		"content hash":   {func(d *reports.PV) { d.Cases[0].Content = "content/1:x" }, verify.CaseText},
		"journeys of a case": {func(d *reports.PV) {
			d.Cases[0].Journeys = []string{"adhesion", "ailleurs"}
		}, verify.CaseText},
		"example row":       {func(d *reports.PV) { d.Cases[0].Row = "siret = 1" }, verify.CaseText},
		"stale shown fresh": {func(d *reports.PV) { caseOf(d, "SC-0003").Anomalies = nil }, verify.CaseResult},
		"period":            {func(d *reports.PV) { d.RunDays++ }, verify.PeriodMismatch},
		"release":           {func(d *reports.PV) { d.Release.Version = "1.5" }, verify.HeaderMismatch},
		"commit":            {func(d *reports.PV) { d.Reference.Commit = "" }, verify.HeaderMismatch},
		"campaign":          {func(d *reports.PV) { d.Reference.Campaign = "autre" }, verify.LeafForeign},
		"exclusion dropped": {func(d *reports.PV) { d.OutOfScope = nil }, verify.HeaderMismatch},
		"waiver dropped":    {func(d *reports.PV) { d.Waivers = nil }, verify.HeaderMismatch},
		"waiver excused": {
			func(d *reports.PV) { d.Waivers[0].Reason = "décidé en comité" }, verify.HeaderMismatch,
		},
		"waiver of elsewhere": {
			func(d *reports.PV) { d.Waivers = append(d.Waivers, d.Waivers[0]) }, verify.HeaderMismatch,
		},
		"criterion met":     {func(d *reports.PV) { d.Exit[0].Met = "yes" }, verify.CriterionMismatch},
		"criterion dropped": {func(d *reports.PV) { d.Exit = d.Exit[1:] }, verify.CriterionMismatch},
		"anomaly lowered": {
			func(d *reports.PV) { d.Anomalies[0].Severity = "observation" }, verify.AnomalyMismatch,
		},
		"anomaly closed":    {func(d *reports.PV) { d.Anomalies[0].Status = "closed" }, verify.AnomalyMismatch},
		"anomaly dropped":   {func(d *reports.PV) { d.Anomalies = d.Anomalies[:1] }, verify.AnomalyMismatch},
		"anomalies counted": {func(d *reports.PV) { d.AnomalyCounts[2].Open = 0 }, verify.AnomalyMismatch},
		"reserve dropped":   {func(d *reports.PV) { d.Reserves = nil }, verify.ReserveMismatch},
		"reserve later":     {func(d *reports.PV) { d.Reserves[0].Due = "2030-01-01" }, verify.ReserveMismatch},
		"decision":          {func(d *reports.PV) { d.Decision.Decision = "accepted" }, verify.DecisionMismatch},
		"decision dropped": {
			func(d *reports.PV) { d.Decision = reports.Decision{}; d.State = "draft" }, verify.DecisionMismatch,
		},
		"decision undated": {func(d *reports.PV) { d.Decision.At = nil }, verify.DecisionMismatch},
		"signatory":        {func(d *reports.PV) { d.Signers[1].Name = "Zoé Martin" }, verify.SignatoryUnknown},
		"demonstration":    {func(d *reports.PV) { d.Demo = true }, verify.DemoMismatch},
		"proof of another": {
			func(d *reports.PV) { d.Journal.Leaves[1].Proof = d.Journal.Leaves[2].Proof }, verify.LeafProof,
		},
		"leaf of another": {
			func(d *reports.PV) { d.Journal.Leaves[1].Raw = d.Journal.Leaves[2].Raw }, verify.LeafPosition,
		},
		"leaf under a number": {func(d *reports.PV) { d.Journal.Leaves[1].Seq += 100 }, verify.LeafPosition},
		"leaf twice": {
			func(d *reports.PV) { d.Journal.Leaves = append(d.Journal.Leaves, d.Journal.Leaves[1]) },
			verify.LeafDuplicate,
		},
		"leaf altered": {func(d *reports.PV) {
			d.Journal.Leaves[1].Raw = bytes.Replace(d.Journal.Leaves[1].Raw, []byte(`"failed"`), []byte(`"passed"`), 1)
		}, verify.LeafProof},
		"leaf malformed": {func(d *reports.PV) { d.Journal.Leaves[1].Raw = []byte("{}") }, verify.LeafUnreadable},
		"no leaf":        {func(d *reports.PV) { d.Journal.Leaves = nil }, verify.OpeningMissing},
		"root": {
			func(d *reports.PV) { d.Journal.Root = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" },
			verify.CheckpointMismatch,
		},
		"size": {func(d *reports.PV) { d.Journal.Size++ }, verify.CheckpointMismatch},
		"checkpoint altered": {
			func(d *reports.PV) { d.Journal.Checkpoint = "x" + d.Journal.Checkpoint }, verify.CheckpointSignature,
		},
		"manifest's digest": {func(d *reports.PV) { d.Reference.Manifest = verify.Digest(nil) }, verify.ManifestDigest},
	}
}

func TestLiesThatAreSignedAreNotConform(t *testing.T) {
	p := conduct(t)
	for name, l := range lies() {
		t.Run(name, func(t *testing.T) {
			doc, manifest := p.build("")
			l.change(&doc)
			expect(t, p.verify(p.both(p.render(doc, manifest, nil)).po.PDF), l.want)
		})
	}
}

func TestAnotherManifestIsNotConform(t *testing.T) {
	p := conduct(t)
	doc, manifest := p.build("")
	other := bytes.Replace(manifest, []byte("elle reçoit un courriel"), []byte("elle reçoit un colis"), 1)
	expect(t, p.verify(p.both(p.render(doc, other, nil)).po.PDF), verify.ManifestDigest)
	doc.Reference.Manifest = verify.Digest(other)
	expect(t, p.verify(p.both(p.render(doc, other, nil)).po.PDF), verify.ManifestDigest)
}

// Two readers must not see two PVs in one file.
func TestAmbiguousJSONIsNotConform(t *testing.T) {
	p := conduct(t)
	doc, manifest := p.build("")
	for name, change := range map[string]func(b []byte) []byte{
		"key twice": func(b []byte) []byte {
			return bytes.Replace(b, []byte(`"nature":`), []byte(`"schema": "recette/pv/1", "nature":`), 1)
		},
		"key in other case": func(b []byte) []byte {
			return bytes.Replace(b, []byte(`"nature":`), []byte(`"Schema": "recette/pv/1", "nature":`), 1)
		},
		"text after": func(b []byte) []byte { return append(b, "{}"...) },
		"not UTF-8":  func(b []byte) []byte { return bytes.Replace(b, []byte("CCAG"), []byte("CC\xff\xff"), 1) },
		"no JSON":    func([]byte) []byte { return []byte("PV") },
		"nesting":    func([]byte) []byte { return bytes.Repeat([]byte(`{"a":`), 100000) },
	} {
		t.Run(name, func(t *testing.T) {
			file := p.render(
				doc, manifest,
				func(o *pdf.Options) { o.Attachments[0].Data = change(bytes.Clone(o.Attachments[0].Data)) },
			)
			want := verify.DataUnreadable
			if name == "schema" {
				want = verify.DataSchema
			}
			expect(t, p.verify(p.both(file).po.PDF), want)
		})
	}
}

func TestDemonstrationIsSaid(t *testing.T) {
	p := conduct(t)
	var err error
	p.authority, err = sign.CreateAuthority(
		sign.AuthorityRequest{Name: "AC", Project: "CRM", At: day.Add(-time.Hour), Demo: true},
	)
	check(t, err)
	p.ppo, p.po = p.issue(elise.Name, sign.RolePPO), p.issue(marc.Name, sign.RolePO)
	doc, manifest := p.build("")
	expect(t, p.verify(p.both(p.render(doc, manifest, nil)).po.PDF), verify.DemoMismatch)
	doc.Demo = true
	r := p.verify(p.both(p.render(doc, manifest, nil)).po.PDF)
	if r.Status != verify.Conform || !r.Signatures[0].Demo || !r.Signatures[1].Demo || !r.Data.Demo {
		t.Errorf("status %s: %v", r.Status, all(r))
	}
}

func TestTrustComesFromTheAnchors(t *testing.T) {
	p := conduct(t)
	s := p.issuePV("")
	other, err := sign.CreateAuthority(
		sign.AuthorityRequest{Name: "AC du projet", Project: "CRM", At: day.Add(-time.Hour)},
	)
	check(t, err)
	tests := map[string]struct {
		o    verify.Options
		want verify.Status
	}{
		"with the authority": {verify.Options{Anchors: p.anchors()}, verify.Conform},
		"without":            {verify.Options{}, verify.Indeterminate},
		"with another of the same name": {
			verify.Options{Anchors: []*x509.Certificate{other.Certificate}}, verify.Indeterminate,
		},
		"declared in the future": {
			verify.Options{Anchors: p.anchors(), Now: day.AddDate(0, 0, -9)}, verify.Indeterminate,
		},
		"after the end of the certificates": {
			verify.Options{Anchors: p.anchors(), Now: day.AddDate(4, 0, 0)}, verify.Conform,
		},
		"an expected signature that is absent": {
			verify.Options{Anchors: p.anchors(), Expect: []string{"PPO", "PO", "QA"}}, verify.NotConform,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := judge(t, s.po.PDF, tt.o)
			if r.Status != tt.want {
				t.Errorf("status %s, want %s: %v", r.Status, tt.want, all(r))
			}
			for _, sig := range r.Signatures {
				if trusted := len(tt.o.Anchors) > 0 &&
					tt.o.Anchors[0] == p.authority.Certificate; sig.Trusted != trusted {
					t.Errorf("%s trusted %t, want %t", sig.Field, sig.Trusted, trusted)
				}
			}
			if tt.want == verify.Indeterminate && !tt.o.Now.IsZero() != has(r, verify.TimeFuture) {
				t.Errorf("findings %v", all(r))
			}
		})
	}
}

func TestDrift(t *testing.T) {
	p := conduct(t)
	s := p.issuePV("")
	texts := map[string]verify.Text{}
	for _, c := range p.manifest.Cases {
		texts[c.ID] = verify.Text{Content: c.Content, Presentation: c.Presentation}
	}
	texts["SC-0001"] = verify.Text{Content: "other", Presentation: "other"}
	texts["SC-0002"] = verify.Text{Content: texts["SC-0002"].Content, Presentation: "other"}
	delete(texts, "SC-0003")
	texts["SC-0004"] = verify.Text{} // two cases have the id
	r := judge(t, s.po.PDF, verify.Options{Anchors: p.anchors(), Texts: texts})
	want := map[string]string{
		"SC-0001": "content", "SC-0002": "presentation", "SC-0003": "missing", "SC-0004": "duplicated_id",
	}
	for _, c := range p.manifest.Cases {
		if _, said := want[c.ID]; !said {
			want[c.ID] = "identical"
		}
	}
	got := map[string]string{}
	for _, d := range r.Drift {
		got[d.Case] = d.State
	}
	for id, state := range want {
		if got[id] != state {
			t.Errorf("%s is %s, want %s", id, got[id], state)
		}
	}
	if r.Status != verify.Conform || len(r.Drift) != len(p.manifest.Cases) {
		t.Errorf("status %s with %d drifts", r.Status, len(r.Drift))
	}
}

// against verifies with the database of the project.
func (p *project) against(data []byte) *verify.Report {
	p.t.Helper()
	return judge(p.t, data, verify.Options{Anchors: p.anchors(), Journal: p.db})
}

func TestAgainstTheJournal(t *testing.T) {
	p := conduct(t)
	s := p.issuePV("adhesion")
	p.auto("SC-0002", 2, pass, pass, pass) // life goes on
	if r := p.against(s.po.PDF); r.Status != verify.Conform || !r.Compared {
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

// A later failing attempt that is left out makes a PV that is right in itself: only the journal shows it.
func TestAnOmittedAttemptShowsAgainstTheJournal(t *testing.T) {
	p := conduct(t)
	ctx := t.Context()
	_, err := p.s.Record(ctx, yann, campaign.Result{
		Campaign: campaignID, Case: "SC-0007", Content: "content/1:SC-0007", Attempt: 1, Pass: 1, Mode: recette.Manual,
		Closed: true,
	})
	check(t, err)
	p.auto("SC-0007", 2, pass, fail, pass)
	// The decision stands beside the failure, or nobody could sign: an anomaly covers it.
	_, err = p.s.RaiseAnomaly(
		ctx, yann, campaignID, campaign.Anomaly{Severity: recette.Minor, Case: "SC-0007", Summary: "x"},
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

// The recount reads the journal as the product does, in the corners too.
func TestRecountAgreesInTheCorners(t *testing.T) {
	p := newProject(t, planOf(3, 1))
	ctx := t.Context()
	p.manual("SC-0001", recette.Passed, recette.Failed)
	resume, err := p.s.BeginAttempt(
		ctx, yann,
		campaign.Begin{Campaign: campaignID, Case: "SC-0001", Content: "content/1:SC-0001", Mode: recette.Manual},
	)
	check(t, err)
	// a replay that comes out better changes nothing
	for i, v := range []recette.Verdict{recette.Passed, recette.Passed, recette.Passed} {
		_, err := p.s.Record(ctx, yann, campaign.Result{
			Campaign: campaignID, Case: "SC-0001", Content: resume.Content, Attempt: resume.Number, Pass: resume.Pass,
			Mode:  recette.Manual,
			Steps: []campaign.Observation{{Step: i, Mode: recette.Manual, Verdict: v, Replay: i < 2}}, Closed: i == 2,
		})
		check(t, err)
	}
	p.manual("SC-0002", recette.Passed)
	_, err = p.s.BeginAttempt(
		ctx, yann,
		campaign.Begin{
			Campaign: campaignID, Case: "SC-0002", Content: "content/1:SC-0002", Mode: recette.Manual, Restart: true,
		},
	)
	check(t, err) // the open attempt was abandoned, and this one is conform at each step and never finished
	p.unfinished("SC-0002", 2)
	number, err := p.s.RaiseAnomaly(
		ctx, yann, campaignID, campaign.Anomaly{Severity: recette.Major, Case: "SC-0003", Summary: "x"},
	)
	check(t, err)
	p.auto("SC-0003", 1, pass, pass, pass)
	for _, status := range []string{"closed", "open"} {
		check(
			t,
			p.s.UpdateAnomaly(
				ctx, elise, campaignID, campaign.AnomalyUpdate{Number: number, Status: status, Reason: "suite"},
			),
		)
	}
	// Every step was seen and nothing was verified: the end of the attempt says so.
	begun, err := p.s.BeginAttempt(
		ctx, yann,
		campaign.Begin{Campaign: campaignID, Case: "SC-0004", Content: "content/1:SC-0004", Mode: recette.Manual},
	)
	check(t, err)
	_, err = p.s.Record(ctx, yann, campaign.Result{
		Campaign: campaignID, Case: "SC-0004", Content: begun.Content, Attempt: begun.Number, Pass: begun.Pass,
		Mode:   recette.Manual,
		Closed: true, Verdict: recette.NotRun, Steps: []campaign.Observation{
			{Step: 0, Mode: recette.Manual, Verdict: recette.Passed},
			{Step: 1, Mode: recette.Manual, Verdict: recette.Passed},
			{Step: 2, Mode: recette.Manual, Verdict: recette.NotApplicable, Reason: "hors de ce lot"},
		},
	})
	check(t, err)
	check(t, p.s.Close(ctx, elise, campaign.Closing{Campaign: campaignID, Remark: "fin", Unfinished: true}))
	_, err = p.s.Decide(ctx, marc, campaign.Decide{Campaign: campaignID, Decision: recette.Refused, Reason: "non"})
	check(t, err)
	doc, _ := p.build("")
	if c := caseOf(&doc, "SC-0004"); c.Verdict != string(recette.NotRun) || !strings.Contains(
		c.Reason, "hors de ce lot",
	) {
		t.Errorf("SC-0004 is %s because %q, want not run with the reason of its step", c.Verdict, c.Reason)
	}
	if c := caseOf(&doc, "SC-0002"); c.Verdict != string(recette.NotRun) || c.Reason != p.words.T("pv.reason.open") {
		t.Errorf("SC-0002 is %s because %q; want not run, in an attempt that nobody finished", c.Verdict, c.Reason)
	}
	for _, journey := range []string{"", "adhesion", "reste"} {
		s := p.issuePV(journey)
		if r := p.against(s.po.PDF); r.Status != verify.Conform || len(all(r)) > 0 {
			t.Errorf("journey %q: %s, %v", journey, r.Status, all(r))
		}
	}
}
