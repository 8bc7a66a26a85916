package verify_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/pdf"
	"recette/internal/recette"
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
		"text gone, result fresh": {
			func(d *reports.PV) { caseOf(d, "SC-0002").Drift = "removed" }, verify.CaseResult,
		},
		"text as it was, result on another": {func(d *reports.PV) {
			c := caseOf(d, "SC-0002")
			c.Freshness, d.Stale = "stale_text", append([]string{c.ID}, d.Stale...)
		}, verify.CaseResult},
		"state of a text that there is not": {
			func(d *reports.PV) { caseOf(d, "SC-0002").Drift = "presque" }, verify.CaseResult,
		},
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
		"anomaly closed": {
			func(d *reports.PV) { d.Anomalies[0].Status = "closed" }, verify.AnomalyMismatch,
		},
		"anomaly dropped":   {func(d *reports.PV) { d.Anomalies = d.Anomalies[:1] }, verify.AnomalyMismatch},
		"anomalies counted": {func(d *reports.PV) { d.AnomalyCounts[2].Open = 0 }, verify.AnomalyMismatch},
		"reserve dropped":   {func(d *reports.PV) { d.Reserves = nil }, verify.ReserveMismatch},
		"reserve later":     {func(d *reports.PV) { d.Reserves[0].Due = "2030-01-01" }, verify.ReserveMismatch},
		"decision":          {func(d *reports.PV) { d.Decision.Decision = "accepted" }, verify.DecisionMismatch},
		"decision dropped": {
			func(d *reports.PV) { d.Decision = reports.Decision{}; d.State = "draft" }, verify.DecisionMismatch,
		},
		"attestation dropped": {func(d *reports.PV) { d.Attested = d.Attested[:1] }, verify.NoteMismatch},
		"attestation kept":    {func(d *reports.PV) { d.Attested[1].Withdrawn = false }, verify.NoteMismatch},
		"load dropped":        {func(d *reports.PV) { d.DataLoads = d.DataLoads[:1] }, verify.NoteMismatch},
		"load turned good":    {func(d *reports.PV) { d.DataLoads[1].Outcome = "done" }, verify.NoteMismatch},
		"load of another file": {
			func(d *reports.PV) { d.DataLoads[1].SHA256 = d.DataSets[0].SHA256 }, verify.NoteMismatch,
		},
		"load not explained": {func(d *reports.PV) { d.DataLoads[1].Reason = "" }, verify.NoteMismatch},
		"load of somebody":   {func(d *reports.PV) { d.DataLoads[0].By = marc.Name }, verify.PersonMismatch},
		"log of a load": {
			func(d *reports.PV) { d.DataLoads[0].Evidence[0].SHA256 = d.DataSets[0].SHA256 }, verify.NoteMismatch,
		},
		"owner of data":         {func(d *reports.PV) { d.DataSets[0].Owner = "Zoé" }, verify.HeaderMismatch},
		"cancelling dropped":    {func(d *reports.PV) { d.Documents = nil }, verify.NoteMismatch},
		"cancelled PV holds":    {func(d *reports.PV) { d.Documents[0].Standing = "in_force" }, verify.NoteMismatch},
		"cancelling reworded":   {func(d *reports.PV) { d.Documents[0].Reason = "Rien." }, verify.TextMismatch},
		"place taken":           {func(d *reports.PV) { d.Replaces = []string{"PV-2025-090-v1"} }, verify.NoteMismatch},
		"deviation dropped":     {func(d *reports.PV) { d.Deviations = nil }, verify.NoteMismatch},
		"deviation of somebody": {func(d *reports.PV) { d.Deviations[0].By = marc.Name }, verify.PersonMismatch},
		"deviation reworded":    {func(d *reports.PV) { d.Deviations[0].Text = "Rien." }, verify.TextMismatch},
		"session dropped":       {func(d *reports.PV) { d.Meetings = d.Meetings[1:] }, verify.NoteMismatch},
		"session attended":      {func(d *reports.PV) { d.Meetings[0].People[2].To = nil }, verify.NoteMismatch},
		"guest renamed":         {func(d *reports.PV) { d.Meetings[0].People[3].Name = "Luc" }, verify.TextMismatch},
		"in a session":          {func(d *reports.PV) { d.Sessions[0].Meeting = "SES-0001" }, verify.Derived},
		"pause hidden":          {func(d *reports.PV) { d.Pauses = nil }, verify.NoteMismatch},
		"criterion forgotten":   {func(d *reports.PV) { d.Pauses[0].Criterion = "" }, verify.NoteMismatch},
		"resumption in words":   {func(d *reports.PV) { d.Pauses[0].Cleared = "" }, verify.NoteMismatch},
		"invalid kept": {func(d *reports.PV) {
			d.Objections = d.Objections[:1]
			caseOf(d, "SC-9999").Verdict = "passed"
		}, verify.CaseVerdict},
		"contest hidden":     {func(d *reports.PV) { d.Objections = d.Objections[1:] }, verify.NoteMismatch},
		"opinion turned":     {func(d *reports.PV) { d.Opinions[0].Opinion = "favourable" }, verify.NoteMismatch},
		"opinion reworded":   {func(d *reports.PV) { d.Opinions[0].Text = "Rien à dire." }, verify.TextMismatch},
		"derogation dropped": {func(d *reports.PV) { d.Derogations = d.Derogations[1:] }, verify.NoteMismatch},
		"derogation granted": {func(d *reports.PV) { d.Derogations[2].State = "granted" }, verify.NoteMismatch},
		"derogation of a criterion": {
			func(d *reports.PV) { d.Derogations[0].Criterion = "Tout est joué" }, verify.NoteMismatch,
		},
		"derogation by another": {
			func(d *reports.PV) { d.Derogations[0].AnsweredBy = elise.Name }, verify.PersonMismatch,
		},
		"delegation dropped": {func(d *reports.PV) { d.Delegations = nil }, verify.NoteMismatch},
		"delegation longer":  {func(d *reports.PV) { d.Delegations[0].Until = "2030-12-31" }, verify.NoteMismatch},
		"delegation recorded by another": {
			func(d *reports.PV) { d.Delegations[0].RecordedBy = "Personne" }, verify.PersonMismatch,
		},
		"delegation on paper": {func(d *reports.PV) { d.Decision.Delegation = "DEL-0001" }, verify.DecisionMismatch},
		"signed for another":  {func(d *reports.PV) { d.Signers[1].Delegation = "DEL-0001" }, verify.Derived},
		"broken duty hidden": {func(d *reports.PV) {
			d.Warnings = slices.DeleteFunc(d.Warnings, func(w reports.Warning) bool {
				return w.Code == "duty_own_derogation"
			})
		}, verify.Derived},
		"opinion dropped":  {func(d *reports.PV) { d.Opinions = nil }, verify.NoteMismatch},
		"answer invented":  {func(d *reports.PV) { d.Warnings[3].Answer = "Connu." }, verify.NoteMismatch},
		"answer dropped":   {func(d *reports.PV) { d.Warnings[0].Answer = "" }, verify.NoteMismatch},
		"tester declared":  {func(d *reports.PV) { d.Declared = d.Declared[1:] }, verify.NoteMismatch},
		"fallback dropped": {func(d *reports.PV) { d.Decision.Fallback = "" }, verify.DecisionMismatch},
		"lifted later":     {func(d *reports.PV) { d.Decision.LiftBy = "2030-01-01" }, verify.DecisionMismatch},
		"place of another": {func(d *reports.PV) { d.Place = "Lyon" }, verify.TextMismatch},
		"decision undated": {func(d *reports.PV) { d.Decision.At = nil }, verify.DecisionMismatch},
		"signatory":        {func(d *reports.PV) { d.Signers[1].Name = "Zoé Martin" }, verify.SignatoryUnknown},
		"demonstration":    {func(d *reports.PV) { d.Demo = true }, verify.DemoMismatch},
		"severity change dropped": {
			func(d *reports.PV) { d.SeverityChanges = d.SeverityChanges[:0] }, verify.SeverityMismatch,
		},
		"severity changed by another": {
			func(d *reports.PV) { d.SeverityChanges[0].By = marc.Name }, verify.PersonMismatch,
		},
		"reserve lifted on paper": {
			func(d *reports.PV) { d.Reserves[0].Status = "lifted" }, verify.ReserveMismatch,
		},
		"anomaly closed on paper": {
			func(d *reports.PV) { d.Anomalies[0].Status = "closed" }, verify.AnomalyMismatch,
		},
		"reopening hidden": {func(d *reports.PV) {
			for i := range d.Anomalies {
				a := &d.Anomalies[i]
				a.Life = slices.DeleteFunc(a.Life, func(e reports.AnomalyEvent) bool {
					return e.Seq > a.Life[0].Seq && e.Status != "closed" && e.Status != "fixed" && e.Act != "qualify"
				})
			}
		}, verify.AnomalyMismatch},
		"found on another build": {func(d *reports.PV) { d.Anomalies[0].FoundOn = "2.0" }, verify.AnomalyMismatch},
		"life changed by another": {
			func(d *reports.PV) { d.Anomalies[0].Life[0].By = marc.Name }, verify.PersonMismatch,
		},
		"another attempt as a re-test": {
			func(d *reports.PV) { d.Anomalies[2].Retest.Attempt = 2 }, verify.AnomalyMismatch,
		},
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
	other := bytes.Replace(manifest, []byte("elle reçoit « un courriel »"), []byte("elle reçoit « un colis »"), 1)
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

// The recount reads the journal as the product does, in the corners too.
func TestRecountAgreesInTheCorners(t *testing.T) {
	p := newProject(t, planOf(3, 1))
	ctx := t.Context()
	p.manual("SC-0001", recette.Passed, recette.Failed)
	resume, err := p.s.BeginAttempt(
		ctx, yann,
		campaign.Begin{Campaign: campaignID, Case: "SC-0001", Content: testedContent, Mode: recette.Manual},
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
			Campaign: campaignID, Case: "SC-0002", Content: testedContent, Mode: recette.Manual, Restart: true,
		},
	)
	check(t, err) // the open attempt was abandoned, and this one is conform at each step and never finished
	p.unfinished("SC-0002", 2)
	number, err := p.s.Note(
		ctx, yann, campaignID, gap.Anomaly{Severity: recette.Major, Case: "SC-0003", Summary: "x"},
	)
	check(t, err)
	p.auto("SC-0003", 1, pass, pass, pass)
	for _, act := range []recette.AnomalyAct{recette.AnomalyReject, recette.AnomalyReopen} {
		_, err := p.s.Note(ctx, elise, campaignID, gap.Change{Number: number, Act: act, Reason: "suite"})
		check(t, err)
	}
	// Every step was seen and nothing was verified: the end of the attempt says so.
	begun, err := p.s.BeginAttempt(
		ctx, yann,
		campaign.Begin{Campaign: campaignID, Case: "SC-0004", Content: testedContent, Mode: recette.Manual},
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
		r := p.against(s.po.PDF)
		if got := all(r); r.Status != verify.Conform || len(got) != 1 || got[0].Code != "PV_IN_FORCE" {
			t.Errorf("journey %q: %s, %v, want nothing but that it is in force", journey, r.Status, got)
		}
	}
}
