package campaign_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/dataset"
	"recette/internal/campaign/document"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/gap"
	"recette/internal/campaign/meeting"
	"recette/internal/campaign/milestone"
	"recette/internal/campaign/visa"
	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/regime"
	"recette/internal/route"
)

// erased erases what the campaign says of Mr Lefort, and gives the size of the journal then.
func (b *bench) erased() int64 {
	b.t.Helper()
	found, err := b.s.Erasable(b.t.Context(), elise, "v1", campaign.ErasureQuery{Containing: "lefort"})
	if err != nil || len(found) == 0 {
		b.t.Fatalf("Erasable() = %+v, %v", found, err)
	}
	if _, err := b.s.Erase(b.t.Context(), elise, "v1", idsOf(found), "nom saisi par erreur"); err != nil {
		b.t.Fatal(err)
	}
	return b.size()
}

// TestRequest_EvidenceIsErased: what was asked is answered as it was, although its attachment is kept no more.
func TestRequest_EvidenceIsErased(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	r := judged(1, "SC-1", 0, failed, "rien ne s’affiche")
	r.Steps[0].Evidence = []campaign.Attachment{b.attach("lefort.txt", "M. Lefort")}
	first, err := b.s.Record(t.Context(), yann, r)
	if err != nil {
		t.Fatal(err)
	}
	size := b.erased()
	for name, s := range map[string]*campaign.Service{"here": b.s, "after a restart": b.service(campaign.Policies{})} {
		got, err := s.Record(t.Context(), yann, r)
		if err != nil || !got.Again || got.Seq != first.Seq {
			t.Errorf("%s: Record() again = %+v, %v, want the answer of %d", name, got, err, first.Seq)
		}
	}
	r.Request = gesture(2, "another")
	if _, err := b.s.Record(t.Context(), yann, r); !errors.Is(err, campaign.ErrEvidence) {
		t.Errorf("another request with what is kept no more: error = %v, want ErrEvidence", err)
	}
	if after := b.size(); after != size {
		t.Errorf("the journal goes from %d to %d entries", size, after)
	}
}

// TestRequest_OfSomethingElse_Erased: without the digest, what the leaf says in clear still tells one gesture from
// another, which is refused and not taken for recorded.
func TestRequest_OfSomethingElse_Erased(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	r := judged(1, "SC-1", 0, recette.Blocked, "M. Lefort")
	r.Steps[0].Cause = recette.CauseData
	first, err := b.s.Record(t.Context(), yann, r)
	if err != nil {
		t.Fatal(err)
	}
	size := b.erased()
	file := b.attach("autre.txt", "autre chose")
	for name, change := range map[string]func(*campaign.Result){
		"campaign": func(r *campaign.Result) { r.Campaign = "v2" },
		"case":     func(r *campaign.Result) { r.Case = "SC-2" },
		"content":  func(r *campaign.Result) { r.Content = "content/1:SC-2" },
		"attempt":  func(r *campaign.Result) { r.Attempt = 2 },
		"pass":     func(r *campaign.Result) { r.Pass = 2 },
		"mode":     func(r *campaign.Result) { r.Mode = recette.Mixed },
		"trial":    func(r *campaign.Result) { r.Trial = recette.Rehearsal },
		"closed":   func(r *campaign.Result) { r.Closed = true },
		"step":     func(r *campaign.Result) { r.Steps[0].Step = 1 },
		"verdict":  func(r *campaign.Result) { r.Steps[0].Verdict, r.Steps[0].Cause = failed, "" },
		"cause":    func(r *campaign.Result) { r.Steps[0].Cause = recette.CauseEnvironment },
		"replay":   func(r *campaign.Result) { r.Steps[0].Replay = true },
		"evidence": func(r *campaign.Result) { r.Steps[0].Evidence = []campaign.Attachment{file} },
		"more":     func(r *campaign.Result) { r.Steps = append(r.Steps, r.Steps[0]) },
		"less":     func(r *campaign.Result) { r.Steps, r.Closed = nil, true },
	} {
		other := r
		other.Steps = slices.Clone(r.Steps)
		change(&other)
		other.Request = gesture(1, name)
		if got, err := b.s.Record(t.Context(), yann, other); !errors.Is(err, campaign.ErrRequest) {
			t.Errorf("another %s: Record() = %+v, %v, want ErrRequest", name, got, err)
		}
	}
	if got, err := b.s.Record(t.Context(), yann, r); err != nil || !got.Again || got.Seq != first.Seq {
		t.Errorf("Record() again = %+v, %v, want the answer of %d", got, err, first.Seq)
	}
	if after := b.size(); after != size {
		t.Errorf("the journal goes from %d to %d entries", size, after)
	}
}

func TestRequest_OfAnotherAmendment_Erased(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	b.attempt(yann, "SC-1", passed, passed, failed)
	a := conformNow("SC-1")
	a.Reason, a.Request = "M. Lefort l’a vu", gesture(1, "amend")
	done, err := b.s.Amend(t.Context(), yann, a)
	if err != nil {
		t.Fatal(err)
	}
	size := b.erased()
	for name, change := range map[string]func(*campaign.Amend){
		"campaign": func(a *campaign.Amend) { a.Campaign = "v2" },
		"case":     func(a *campaign.Amend) { a.Case = "SC-2" },
		"attempt":  func(a *campaign.Amend) { a.Attempt = 2 },
		"step":     func(a *campaign.Amend) { a.Steps[0].Step = 1 },
		"verdict":  func(a *campaign.Amend) { a.Steps[0].Verdict = recette.PassedWithRemark },
		"cause":    func(a *campaign.Amend) { a.Steps[0].Cause = recette.CauseData },
		"more":     func(a *campaign.Amend) { a.Steps = append(a.Steps, campaign.Judgement{Verdict: failed}) },
	} {
		other := a
		other.Steps = slices.Clone(a.Steps)
		change(&other)
		other.Request = gesture(1, name)
		if got, err := b.s.Amend(t.Context(), yann, other); !errors.Is(err, campaign.ErrRequest) {
			t.Errorf("another %s: Amend() = %+v, %v, want ErrRequest", name, got, err)
		}
	}
	done.Effects = campaign.Effects{} // are told once
	for _, a.Attempt = range []int{0, 1} {
		if got, err := b.s.Amend(t.Context(), yann, a); err != nil || !reflect.DeepEqual(got, done) {
			t.Errorf("Amend() again = %+v, %v, want %+v", got, err, done)
		}
	}
	if after := b.size(); after != size {
		t.Errorf("the journal goes from %d to %d entries", size, after)
	}
}

// TestRequest_OfAnotherFact: a fact is no answer to another of its kind, though the digests tell nothing, as after an
// erasure: here they are the same.
func TestRequest_OfAnotherFact(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	b.attempt(yann, "SC-1", passed, passed, failed)
	b.attempt(yann, "SC-2", passed, passed, failed)
	anomaly := gap.Anomaly{Severity: recette.Minor, Case: "SC-1", Step: 3, Summary: "le total est faux"}
	change := gap.Change{Number: "ANO-0001", Act: recette.AnomalyNote, Workaround: "recharger la page"}
	drop := gap.Drop{Failure: gap.Failure{Case: "SC-2", Attempt: 1, Step: 3}, Reason: "mauvaise manipulation"}
	reserve := gap.Reserve{Class: recette.Minor, Text: "le total", Check: "SC-1"}
	move := gap.Move{Number: "RES-0001", Act: recette.ReserveFix, Build: "b1", FixedBy: "Atelier"}
	opinion := advice.Opinion{Opinion: recette.Favourable, Text: "Bien."}
	answer := advice.Answer{Code: "still_open", Text: "Elle ferme demain."}
	contest := advice.Contest{Case: "SC-1", Reason: "je n’ai pas vu cela"}
	flawed := advice.Invalidation{Case: "SC-1", Cause: recette.FlawedBuild, Reason: "mauvaise version"}
	attested := advice.Attestation{Subject: recette.NoProductionData, Text: "Rien de réel."}
	back := advice.Withdrawal{Subject: recette.NoProductionData, Text: "Rien de réel.", Reason: "une copie a servi"}
	waiver := advice.Derogation{Subject: "SC-2", Text: "sans lui"}
	ruling := advice.Ruling{Number: "DER-0001", Grant: true}
	delegated := deputed(marc, samira, "")
	ended := advice.DelegationEnd{Number: "DEL-0001", Reason: "fini"}
	for i, tt := range []struct {
		who    recette.Actor
		first  fact.Fact
		others []fact.Fact
	}{
		{yann, anomaly, []fact.Fact{
			change, with(anomaly, func(a *gap.Anomaly) { a.Severity = recette.Major }),
			with(anomaly, func(a *gap.Anomaly) { a.Case = "SC-2" }),
			with(anomaly, func(a *gap.Anomaly) { a.Step = 2 }),
			with(anomaly, func(a *gap.Anomaly) { a.Step = 0 }),
			with(anomaly, func(a *gap.Anomaly) { a.Link.Tracker = "jira:CRM-12" }),
			with(anomaly, func(a *gap.Anomaly) { a.Priority = recette.High }),
			with(anomaly, func(a *gap.Anomaly) { a.Files = []fact.Attachment{b.attach("a.txt", "a")} }),
		}},
		{samira, change, []fact.Fact{
			anomaly, with(change, func(c *gap.Change) { c.Number = "ANO-0002" }),
			with(change, func(c *gap.Change) { c.Act = recette.AnomalyReject }),
			with(change, func(c *gap.Change) { c.Original = "ANO-0002" }),
			with(change, func(c *gap.Change) { c.Severity = recette.Major }),
		}},
		{samira, drop, []fact.Fact{
			with(drop, func(d *gap.Drop) { d.Case = "SC-1" }), with(drop, func(d *gap.Drop) { d.Attempt = 2 }),
			with(drop, func(d *gap.Drop) { d.Step = 2 }),
		}},
		{marc, reserve, []fact.Fact{
			move, with(reserve, func(r *gap.Reserve) { r.Class = recette.Major }),
			with(reserve, func(r *gap.Reserve) { r.Anomaly = "ANO-0001" }),
			with(reserve, func(r *gap.Reserve) { r.Check = "SC-2" }),
		}},
		{samira, move, []fact.Fact{
			reserve, with(move, func(m *gap.Move) { m.Number = "RES-0002" }),
			with(move, func(m *gap.Move) { m.Build = "b2" }),
			with(move, func(m *gap.Move) { m.Act = recette.ReserveMaintain }),
		}},
		{samira, opinion, []fact.Fact{
			with(opinion, func(o *advice.Opinion) { o.Journey = "reste" }),
			with(opinion, func(o *advice.Opinion) { o.Opinion = recette.WithReserves }),
		}},
		{marc, answer, []fact.Fact{
			with(answer, func(a *advice.Answer) { a.Journey = "reste" }),
			with(answer, func(a *advice.Answer) { a.Code = "kept" }),
		}},
		{elise, attested, []fact.Fact{back, advice.Attestation{Subject: recette.NoDeviation, Text: "Aucun."}}},
		{elise, back, []fact.Fact{attested, advice.Withdrawal{Subject: recette.NoDeviation, Reason: "x"}}},
		{samira, waiver, []fact.Fact{
			ruling, with(waiver, func(d *advice.Derogation) { d.Subject = "SC-3" }),
			with(waiver, func(d *advice.Derogation) { d.Until = "2026-12-24" }),
		}},
		{marc, ruling, []fact.Fact{
			waiver, with(ruling, func(r *advice.Ruling) { r.Grant = false }),
			with(ruling, func(r *advice.Ruling) { r.Number = "DER-0002" }),
		}},
		{elise, delegated, []fact.Fact{ended, deputed(marc, samira, "adhesion"), deputed(samira, elise, "")}},
		{elise, ended, []fact.Fact{delegated, advice.DelegationEnd{Number: "DEL-0002", Reason: "fini"}}},
		{samira, contest, []fact.Fact{
			with(contest, func(c *advice.Contest) { c.Case = "SC-2" }),
			with(contest, func(c *advice.Contest) { c.Attempt = 2 }),
		}},
		{samira, flawed, []fact.Fact{
			contest, with(flawed, func(f *advice.Invalidation) { f.Case = "SC-2" }),
			with(flawed, func(f *advice.Invalidation) { f.Attempt = 2 }),
			with(flawed, func(f *advice.Invalidation) { f.Cause = recette.FlawedData }),
		}},
	} {
		r := gesture(i, "the same")
		number, err := b.s.NoteOnce(t.Context(), tt.who, "v1", r, tt.first)
		if err != nil {
			t.Errorf("%T: %v", tt.first, err)
			continue
		}
		size := b.size()
		for _, other := range tt.others {
			if got, err := b.s.NoteOnce(t.Context(), tt.who, "v1", r, other); !errors.Is(err, campaign.ErrRequest) {
				t.Errorf("%+v, then %+v: NoteOnce() = %q, %v, want ErrRequest", tt.first, other, got, err)
			}
		}
		if got, err := b.s.NoteOnce(t.Context(), tt.who, "v1", r, tt.first); err != nil || got != number {
			t.Errorf("%+v again: NoteOnce() = %q, %v, want %q", tt.first, got, err, number)
		}
		if after := b.size(); after != size {
			t.Errorf("%+v: the journal goes from %d to %d entries", tt.first, size, after)
		}
	}
}

// TestRepeatable_OnTheRoute is the same of what takes a route or a reading to be recorded.
func TestRepeatable_OnTheRoute(t *testing.T) {
	submitted := &journal.Leaf{Visa: &journal.Visa{Act: string(route.Submit), Number: "PV-1"}}
	given := &journal.Leaf{Visa: &journal.Visa{
		Act: string(route.Give), Number: "PV-1", Journey: "reste", SHA256: "of-1",
	}}
	whole := &journal.Leaf{Visa: &journal.Visa{Act: string(route.Give), Number: "PV-1"}}
	read := &journal.Leaf{Review: &journal.Review{Case: "SC-1", Attempt: 2, Reading: string(recette.Accept)}}
	for i, tt := range []struct {
		f    fact.Fact
		l    *journal.Leaf
		want bool
	}{
		{visa.Submission{Number: "PV-1"}, submitted, true},
		{visa.Submission{Number: "PV-2"}, submitted, false},
		{visa.Submission{Number: "PV-1"}, given, false},
		{visa.Act{Journey: "reste", What: route.Give}, given, true},
		{visa.Act{Journey: "reste", What: route.Give}, whole, true},
		{visa.Act{Journey: "adhesion", What: route.Give}, given, false},
		{visa.Act{Journey: "reste", What: route.Refuse}, given, false},
		{visa.Act{Journey: "reste", What: route.Give, Of: "of-1"}, given, true},
		{visa.Act{Journey: "reste", What: route.Give, Of: "of-2"}, given, false},
		{advice.Review{Case: "SC-1", Reading: recette.Accept}, read, true},
		{advice.Review{Case: "SC-1", Attempt: 1, Reading: recette.Accept}, read, false},
		{advice.Review{Case: "SC-2", Reading: recette.Accept}, read, false},
		{advice.Review{Case: "SC-1", Reading: recette.Return}, read, false},
	} {
		if got := tt.f.Is(tt.l); got != tt.want {
			t.Errorf("%d: %+v: Is() = %v, want %v", i, tt.f, got, tt.want)
		}
	}
}

// TestFact_IsWhatItsLeafSays: whatever a leaf says in clear tells another fact of its kind from the one that it holds.
func TestFact_IsWhatItsLeafSays(t *testing.T) {
	c := strings.Repeat("c", 64) // of any text
	file := fact.Attachment{SHA256: c}
	open := meeting.Opening{Planned: "S1", Antenne: "Nord", Place: "Salle 2", People: []meeting.Person{
		{Ref: "p-1", Animates: true}, {Name: "Mme Roy", Function: "observatrice"},
	}}
	opened := &journal.Leaf{Session: &journal.Session{
		Number: "SES-0001", Planned: "S1", Antenne: "Nord", Place: c,
		Present: []journal.Presence{{Ref: "p-1", Animates: true}, {Ref: "g-1", Name: c, Function: c}},
	}}
	move := meeting.Move{Number: "SES-0001", Came: []meeting.Person{{Ref: "p-2"}}, Left: []string{"p-1"}}
	moved := &journal.Leaf{Session: &journal.Session{
		Number: "SES-0001", Present: []journal.Presence{{Ref: "p-1", Left: true}, {Ref: "p-2"}},
	}}
	closing := meeting.Closing{Number: "SES-0001", Remark: "fini"}
	suspend, resume := meeting.Suspension{Criterion: "suspension/1"}, meeting.Resumption{Criterion: "resumption/1"}
	va := milestone.Milestone{
		What: regime.Passed, Day: "2026-11-23", Journey: "reste", Outcome: recette.VAPositive, Reference: "PV",
	}
	departs := advice.Deviation{Text: "autre ordre", Agreed: "Marc", Cases: []string{"SC-1"}}
	load := dataset.Load{
		Set: "JDD-1", SHA256: c, Act: dataset.ActLoad, Mode: recette.Automated, Outcome: "done", Took: time.Second,
		Log: &file,
	}
	end := document.End{Number: "PV-1", Act: recette.PVReplace, With: "PV-2"}
	scan := document.Scan{Number: "PV-1", Of: "cc", Role: recette.PO, Day: "2026-11-23", File: file}
	for name, tt := range map[string]struct {
		is     fact.Fact
		leaf   *journal.Leaf
		others []fact.Fact
	}{
		"opening": {open, opened, []fact.Fact{
			with(open, func(o *meeting.Opening) { o.Planned = "S2" }),
			with(open, func(o *meeting.Opening) { o.Antenne = "Sud" }),
			with(open, func(o *meeting.Opening) { o.Place = "" }),
			with(open, func(o *meeting.Opening) { o.People = open.People[:1] }),
			with(open, func(o *meeting.Opening) { o.People = []meeting.Person{{Ref: "p-1"}, open.People[1]} }),
			with(open, func(o *meeting.Opening) {
				o.People = []meeting.Person{{Ref: "p-2", Animates: true}, open.People[1]}
			}),
			with(open, func(o *meeting.Opening) { o.People = []meeting.Person{open.People[0], {Name: "Mme Roy"}} }),
			with(open, func(o *meeting.Opening) {
				o.People = []meeting.Person{open.People[0], {Ref: "p-3", Function: "observatrice"}}
			}),
		}},
		"move": {move, moved, []fact.Fact{
			with(move, func(m *meeting.Move) { m.Number = "SES-0002" }),
			with(move, func(m *meeting.Move) { m.Left = []string{"p-3"} }),
			with(move, func(m *meeting.Move) { m.Left = nil }),
			with(move, func(m *meeting.Move) { m.Came = []meeting.Person{{Ref: "p-3"}} }),
			meeting.Move{Number: "SES-0001", Came: []meeting.Person{{Ref: "p-1"}, {Ref: "p-2"}}},
		}},
		"closing": {closing, &journal.Leaf{Session: &journal.Session{Number: "SES-0001", Remark: c}}, []fact.Fact{
			with(closing, func(c *meeting.Closing) { c.Number = "SES-0002" }),
			with(closing, func(c *meeting.Closing) { c.Remark = "" }),
		}},
		"suspension": {suspend, &journal.Leaf{Pause: &journal.Pause{Named: "suspension/1", Criterion: c}}, []fact.Fact{
			meeting.Suspension{}, meeting.Suspension{Criterion: "suspension/2"},
		}},
		"resumption": {resume, &journal.Leaf{Pause: &journal.Pause{Named: "resumption/1", Criterion: c}}, []fact.Fact{
			meeting.Resumption{}, meeting.Resumption{Criterion: "resumption/2"},
		}},
		"milestone": {va, &journal.Leaf{Milestone: &journal.Milestone{
			Number: "JAL-1", What: string(regime.Passed), Day: "2026-11-23", Journey: "reste",
			Outcome: string(recette.VAPositive), Reference: c,
		}}, []fact.Fact{
			with(va, func(m *milestone.Milestone) { m.What = regime.Over }),
			with(va, func(m *milestone.Milestone) { m.Day = "2026-11-24" }),
			with(va, func(m *milestone.Milestone) { m.Journey = "" }),
			with(va, func(m *milestone.Milestone) { m.Outcome = recette.Rejected }),
			with(va, func(m *milestone.Milestone) { m.Decision = "DEC-1" }),
			with(va, func(m *milestone.Milestone) { m.SHA256 = c }),
			with(va, func(m *milestone.Milestone) { m.Replaces = "JAL-0" }),
			with(va, func(m *milestone.Milestone) { m.Reason = "erreur" }),
		}},
		"deviation": {departs, &journal.Leaf{Deviation: &journal.Deviation{
			Number: "ECA-1", Text: c, Agreed: c, Cases: []string{"SC-1"},
		}}, []fact.Fact{
			with(departs, func(d *advice.Deviation) { d.Agreed = "" }),
			with(departs, func(d *advice.Deviation) { d.Cases = nil }),
			with(departs, func(d *advice.Deviation) { d.Cases = []string{"SC-2"} }),
		}},
		"load": {load, &journal.Leaf{Data: &journal.DataLoad{
			Set: "JDD-1", SHA256: c, Act: "load", Mode: "auto", Outcome: "done", Micros: 1_000_000,
			Log: &journal.EvidenceRef{SHA256: c},
		}}, []fact.Fact{
			with(load, func(l *dataset.Load) { l.Set = "JDD-2" }), with(load, func(l *dataset.Load) { l.SHA256 = "d" }),
			with(load, func(l *dataset.Load) { l.Act = dataset.ActReset }),
			with(load, func(l *dataset.Load) { l.Mode = recette.Manual }),
			with(load, func(l *dataset.Load) { l.Outcome = "failed" }),
			with(load, func(l *dataset.Load) { l.Took = 0 }), with(load, func(l *dataset.Load) { l.Log = nil }),
			with(load, func(l *dataset.Load) { l.Log = &fact.Attachment{SHA256: "d"} }),
		}},
		"end of a PV": {end, &journal.Leaf{End: &journal.PVEnd{
			Number: "PV-1", SHA256: c, Act: string(recette.PVReplace), With: "PV-2", Reason: c,
		}}, []fact.Fact{
			with(end, func(e *document.End) { e.Number = "PV-3" }), with(end, func(e *document.End) { e.With = "" }),
			with(end, func(e *document.End) { e.Act = recette.PVCancel }),
			with(end, func(e *document.End) { e.Propose = true }),
		}},
		"scan": {scan, &journal.Leaf{Scan: &journal.PVScan{
			Number: "PV-1", SHA256: c, Role: "po", Signer: c, Day: "2026-11-23", File: &journal.EvidenceRef{SHA256: c},
		}}, []fact.Fact{
			with(scan, func(s *document.Scan) { s.Number = "PV-2" }),
			with(scan, func(s *document.Scan) { s.Of = "cd" }),
			with(scan, func(s *document.Scan) { s.Role = recette.PPO }),
			with(scan, func(s *document.Scan) { s.Day = "2026-11-24" }),
			with(scan, func(s *document.Scan) { s.File = fact.Attachment{SHA256: "d"} }),
		}},
	} {
		if !tt.is.Is(tt.leaf) {
			t.Errorf("%s: the leaf does not hold what it was made of", name)
		}
		for i, other := range append(tt.others, tt.is) {
			leaf := tt.leaf
			if i == len(tt.others) {
				leaf = &journal.Leaf{}
			}
			if other.Is(leaf) {
				t.Errorf("%s: %+v is taken for it", name, other)
			}
		}
	}
}

// with gives a fact with a change.
func with[F fact.Fact](f F, change func(*F)) F {
	change(&f)
	return f
}
