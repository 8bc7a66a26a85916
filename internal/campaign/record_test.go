package campaign_test

import (
	"errors"
	"strings"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/journal"
	"recette/internal/recette"
)

func TestRecord_Refuses(t *testing.T) {
	type seen = campaign.Observation
	incomplete, invalid := campaign.ErrIncomplete, campaign.ErrInvalid
	b := newBench(t, campaign.Policies{})
	b.open()
	with := func(change func(*campaign.Result)) campaign.Result {
		r := auto("SC-1", pass, pass, pass)
		change(&r)
		return r
	}
	person := func(change func(*campaign.Observation)) campaign.Result {
		o := manual(0, recette.Passed)
		change(&o)
		return campaign.Result{
			Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1", Attempt: 1, Pass: 1, Mode: recette.Manual,
			Steps: []campaign.Observation{o},
		}
	}
	tests := map[string]struct {
		actor recette.Actor
		r     campaign.Result
		want  error
		field string
	}{
		"tester runs automation": {yann, with(func(*campaign.Result) {}), access.ErrDenied, ""},
		"PPO records":            {elise, person(func(*campaign.Observation) {}), access.ErrDenied, ""},
		"PO records":             {marc, person(func(*campaign.Observation) {}), access.ErrDenied, ""},
		"unknown campaign": {
			samira, with(func(r *campaign.Result) { r.Campaign = "x" }), campaign.ErrUnknown, "",
		},
		"unknown case": {
			samira, with(func(r *campaign.Result) { r.Case = "SC-9" }), campaign.ErrUnknownCase, "",
		},
		"text changed": {
			samira, with(func(r *campaign.Result) { r.Content = "content/1:other" }), campaign.ErrDrift, "",
		},
		"no text": {
			samira, with(func(r *campaign.Result) { r.Content = "" }), campaign.ErrIncomplete, "content",
		},
		"attempt ahead": {
			samira, with(func(r *campaign.Result) { r.Attempt = 2 }), recette.ErrAttemptUnknown, "",
		},
		"pass ahead of a new attempt": {
			samira, with(func(r *campaign.Result) { r.Pass = 2 }), recette.ErrAttemptUnknown, "",
		},
		"step out of the case": {
			samira, with(func(r *campaign.Result) { r.Steps[2].Step = 3 }), campaign.ErrInvalid, "",
		},
		"negative step": {
			samira, with(func(r *campaign.Result) { r.Steps[2].Step = -1 }), campaign.ErrInvalid, "step",
		},
		"nothing": {
			samira, with(func(r *campaign.Result) { r.Steps, r.Closed = nil, false }), campaign.ErrIncomplete, "steps",
		},
		"automation greener": {
			samira, with(func(r *campaign.Result) { r.Steps[0].Outcome, r.Steps[0].Verdict = "failed", "passed" }),
			campaign.ErrInvalid, "verdict",
		},
		"automation without outcome": {
			samira, with(func(r *campaign.Result) { r.Steps[0].Outcome = "" }), campaign.ErrInvalid, "outcome",
		},
		"human verdict as automation": {
			samira, with(func(r *campaign.Result) { r.Steps[0] = manual(0, recette.Passed) }), campaign.ErrInvalid,
			"mode",
		},
		"unknown mode": {
			samira, with(func(r *campaign.Result) { r.Mode = "" }), campaign.ErrInvalid, "mode",
		},
		"unknown verdict of the case": {
			samira, with(func(r *campaign.Result) { r.Verdict = "ok" }), campaign.ErrInvalid, "verdict",
		},
		"unknown outcome of the case": {
			samira, with(func(r *campaign.Result) { r.Outcome = "ok" }), campaign.ErrInvalid, "outcome",
		},
		"evidence that is not stored": {samira, with(func(r *campaign.Result) {
			r.Steps[0].Evidence = []campaign.Attachment{{SHA256: strings.Repeat("a", 64)}}
		}), campaign.ErrEvidence, ""},
		"failed, nothing observed": {
			yann, person(func(o *seen) { o.Verdict = recette.Failed }), incomplete, "observed",
		},
		"blocked without cause": {yann, person(func(o *seen) { o.Verdict = recette.Blocked }), incomplete, "cause"},
		"blocked, cause of a machine": {yann, person(func(o *seen) {
			o.Verdict, o.Cause = recette.Blocked, recette.CauseAutomation
		}), invalid, "cause"},
		"not applicable, no reason": {
			yann, person(func(o *seen) { o.Verdict = recette.NotApplicable }), incomplete, "reason",
		},
		"remark without words": {
			yann, person(func(o *seen) { o.Verdict = recette.PassedWithRemark }), incomplete, "comment",
		},
		"failed, invisible characters": {yann, person(func(o *seen) {
			o.Verdict, o.Observed = recette.Failed, "\u3164\u200b"
		}), incomplete, "observed"},
		"verdict of nobody":      {yann, person(func(o *seen) { o.Verdict = "" }), invalid, "verdict"},
		"person with an outcome": {yann, person(func(o *seen) { o.Outcome = pass }), invalid, "outcome"},
		"text without end": {yann, person(func(o *seen) {
			o.Comment = strings.Repeat("x", recette.MaxText+1)
		}), invalid, "comment"},
		"mixed step": {yann, person(func(o *seen) { o.Mode = recette.Mixed }), invalid, "mode"},
		"nobody": {
			recette.Actor{Role: recette.QA}, with(func(*campaign.Result) {}), access.ErrDenied, "",
		},
		"same person under other role": {
			recette.Actor{Ref: "p-yann", Role: recette.QA}, with(func(*campaign.Result) {}), access.ErrDenied, "",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := b.s.Record(t.Context(), tt.actor, tt.r)
			if !errors.Is(err, tt.want) {
				t.Errorf("Record error = %v, want %v", err, tt.want)
			}
			var f *campaign.FieldError
			if tt.field != "" && (!errors.As(err, &f) || f.Field != tt.field) {
				t.Errorf("Record error = %v, want it to name %s", err, tt.field)
			}
		})
	}
	for rec, err := range b.db.Records(t.Context(), journal.Filter{Kinds: []journal.Kind{journal.KindResult}}) {
		t.Errorf("a refused result was written: %+v, %v", rec.Leaf, err)
	}
}

func TestRecord_DriftSaysWhichTexts(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	_, err := b.s.BeginAttempt(
		t.Context(), yann, campaign.Begin{Campaign: "v1", Case: "SC-1", Content: "other", Mode: recette.Manual},
	)
	var d *campaign.DriftError
	if !errors.As(err, &d) || d.Frozen != "content/1:SC-1" || d.Present != "other" {
		t.Errorf("BeginAttempt error = %v, want a *DriftError with both hashes", err)
	}
}

func TestRecord_VerdictIsTheRollUpAndOnlyGetsWorse(t *testing.T) {
	tests := map[string]struct {
		r    campaign.Result
		want recette.Verdict
	}{
		"all passed":          {auto("SC-1", pass, pass, pass), recette.Passed},
		"a step is missing":   {auto("SC-1", pass, pass), recette.NotRun},
		"failed then skipped": {auto("SC-1", pass, recette.OutcomeFailed, recette.OutcomeSkipped), recette.Failed},
		"undefined":           {auto("SC-1", pass, recette.OutcomeUndefined, recette.OutcomeSkipped), recette.Blocked},
		"timeout":             {auto("SC-1", recette.OutcomeTimeout), recette.Blocked},
		"interrupted":         {auto("SC-1", pass, recette.OutcomeInterrupted), recette.NotRun},
	}
	hook := auto("SC-1", pass, pass, pass)
	hook.Outcome = recette.OutcomeFailed
	claim := auto("SC-1", pass, recette.OutcomeFailed)
	claim.Verdict, claim.Outcome = recette.Passed, recette.OutcomePassed
	tests["a hook fails after green steps"] = struct {
		r    campaign.Result
		want recette.Verdict
	}{hook, recette.Failed}
	tests["the caller claims better"] = struct {
		r    campaign.Result
		want recette.Verdict
	}{claim, recette.Failed}
	nothing := auto("SC-1", pass, pass, pass)
	nothing.Verdict = recette.NotRun
	tests["green steps that verified nothing"] = struct {
		r    campaign.Result
		want recette.Verdict
	}{nothing, recette.NotRun}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, campaign.Policies{})
			b.open()
			got, err := b.s.Record(t.Context(), samira, tt.r)
			if err != nil || got.Verdict != tt.want {
				t.Errorf("Record = %+v, %v, want %s", got, err, tt.want)
			}
			for who, s := range map[string]*campaign.Service{
				"this process": b.s, "another process": b.service(campaign.Policies{}),
			} {
				if got := b.progress(s, "SC-1"); got.Verdict != tt.want || got.Open {
					t.Errorf("%s sees %s, open %v, want %s", who, got.Verdict, got.Open, tt.want)
				}
			}
		})
	}
}

// A case of which nothing was verified never closes conform, whoever calls and whatever is declared.
func TestRecord_NothingVerifiedIsNeverConform(t *testing.T) {
	person := func(vs ...recette.Verdict) campaign.Result {
		r := campaign.Result{
			Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1", Attempt: 1, Pass: 1, Mode: recette.Manual,
			Closed: true,
		}
		for i, v := range vs {
			r.Steps = append(r.Steps, manual(i, v))
		}
		return r
	}
	declared := func(r campaign.Result, v recette.Verdict, o recette.Outcome) campaign.Result {
		r.Verdict, r.Outcome = v, o
		return r
	}
	const aside = recette.NotApplicable
	tests := map[string]struct {
		actor recette.Actor
		r     campaign.Result
		want  recette.Verdict
	}{
		"done, results set aside": {yann, person(recette.Passed, recette.Passed, aside), recette.NotRun},
		"the same, declared passed": {
			yann, declared(person(recette.Passed, recette.Passed, aside), recette.Passed, ""), recette.NotRun,
		},
		"the same, declared with a remark": {
			yann, declared(person(recette.Passed, recette.PassedWithRemark, aside), recette.PassedWithRemark, pass),
			recette.NotRun,
		},
		"all set aside, declared passed": {
			yann, declared(person(aside, aside, aside), recette.Passed, ""), aside,
		},
		"all set aside, automation said passed": {yann, declared(person(aside, aside, aside), "", pass), aside},
		"all set aside, declared failed": {
			yann, declared(person(aside, aside, aside), recette.Failed, ""), recette.Failed,
		},
		"verified":                       {yann, person(recette.Passed, aside, recette.Passed), recette.Passed},
		"automation, no expected result": {samira, auto("SC-1", pass, pass, pass), recette.NotRun},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, campaign.Policies{})
			m := manifest()
			if tt.actor == samira {
				m.Cases[0].Steps[2].Background = true // frozen before cases without an expected result were refused
			}
			if err := b.s.Open(t.Context(), elise, m); err != nil {
				t.Fatal(err)
			}
			got, err := b.s.Record(t.Context(), tt.actor, tt.r)
			if err != nil || got.Verdict != tt.want {
				t.Errorf("Record = %+v, %v, want %s", got, err, tt.want)
			}
			for who, s := range map[string]*campaign.Service{
				"this process": b.s, "another process": b.service(campaign.Policies{}),
			} {
				if got := b.progress(s, "SC-1"); got.Verdict != tt.want || got.Open {
					t.Errorf("%s sees %s, open %v, want %s", who, got.Verdict, got.Open, tt.want)
				}
			}
		})
	}
}

func TestReplay_OnlyRebuildsState(t *testing.T) {
	tests := map[string]struct {
		replay recette.Outcome
		want   recette.Verdict
	}{
		"conform replay changes nothing": {pass, recette.PassedWithRemark},
		"failing replay counts":          {recette.OutcomeFailed, recette.Failed},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, campaign.Policies{})
			b.open()
			r := campaign.Result{
				Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1", Attempt: 1, Pass: 1, Mode: recette.Mixed,
			}
			r.Steps = []campaign.Observation{manual(0, recette.PassedWithRemark)}
			if _, err := b.s.Record(t.Context(), yann, r); err != nil {
				t.Fatal(err)
			}
			r.Pass, r.Closed = 2, true
			r.Steps = []campaign.Observation{
				{Step: 0, Mode: recette.Automated, Outcome: tt.replay, Replay: true},
				{Step: 1, Mode: recette.Automated, Outcome: pass},
				manual(2, recette.Passed),
			}
			got, err := b.s.Record(t.Context(), yann, r)
			if err != nil || got.Verdict != tt.want {
				t.Errorf("Record = %+v, %v, want %s", got, err, tt.want)
			}
			if p := b.progress(b.service(campaign.Policies{}), "SC-1"); p.Verdict != tt.want {
				t.Errorf("another process sees %s, want %s", p.Verdict, tt.want)
			}
		})
	}
}

// Names and words of people stay out of the leaves: only commitments enter.
func TestLeaves_HoldNoNameNorText(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	b.attempt(yann, "SC-1", recette.Failed, recette.Blocked, recette.NotApplicable)
	if _, err := b.s.Note(t.Context(), yann, "v1", gap.Anomaly{
		Severity: recette.Major, Case: "SC-1", Step: 1, Summary: "secret un", Workaround: "secret deux",
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.s.Note(t.Context(), elise, "v1", gap.Reserve{
		Class: recette.Major, Text: "secret trois", Owner: "Marc Delattre", Anomaly: "ANO-0001", Due: "2026-12-31",
		Workaround: "secret quatre",
	}); err != nil {
		t.Fatal(err)
	}
	if err := b.s.Close(
		t.Context(), elise, campaign.Closing{Campaign: "v1", Remark: "secret cinq", Unfinished: true},
	); err != nil {
		t.Fatal(err)
	}
	persons := map[string]bool{}
	n := 0
	for rec, err := range b.db.Records(t.Context(), journal.Filter{Campaign: "v1"}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		for _, word := range []string{"secret", "rien ne se passe", "hors de propos", "Yann", "Élise", "Delattre"} {
			if strings.Contains(string(rec.Raw), word) {
				t.Errorf("leaf %d holds %q: %s", rec.Leaf.Seq, word, rec.Raw)
			}
		}
		persons[rec.Leaf.Actor.C] = true
	}
	if n != 7 {
		t.Errorf("%d leaves, want 7", n)
	}
	var cs []string
	for c := range persons {
		cs = append(cs, c)
	}
	who, err := b.db.Persons(t.Context(), cs)
	if err != nil || len(who) != 2 {
		t.Errorf("persons = %v, %v, want Yann and Élise once each", who, err)
	}
}
