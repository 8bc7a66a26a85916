package campaign_test

import (
	"errors"
	"strings"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/journal"
	"recette/internal/recette"
)

// transcript is a whole attempt of a case of three steps, as a cahier tells it.
func transcript(id string) campaign.Transcript {
	t := campaign.Transcript{
		Campaign: "v1", Case: id, Content: "content/1:" + id, File: "cahier de Yann.xlsx",
		SHA256: strings.Repeat("ab", 32), Day: "2026-11-23",
	}
	for i := range 3 {
		t.Steps = append(t.Steps, campaign.Observation{Step: i, Mode: recette.Manual, Verdict: recette.Passed})
	}
	return t
}

func TestTranscribe_SaysFromWhichFile(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	by := yann
	by.Authenticated = true
	got, err := b.s.Transcribe(t.Context(), samira, by, transcript("SC-1"))
	if err != nil || got.Verdict != recette.Passed {
		t.Fatalf("Transcribe = %v, %v, want passed", got, err)
	}
	var leaf *journal.Leaf
	for rec, err := range b.db.Records(t.Context(), journal.Filter{Kinds: []journal.Kind{journal.KindResult}}) {
		if err != nil {
			t.Fatal(err)
		}
		leaf = &rec.Leaf
	}
	o := leaf.Result.Origin
	if o == nil || o.SHA256 != strings.Repeat("ab", 32) || o.By != samira.Ref || o.Day != "2026-11-23" {
		t.Fatalf("origin = %+v", o)
	}
	if strings.Contains(o.File, "Yann") || !journal.IsDigest(o.File) {
		t.Errorf("the leaf holds the name of the file: %q", o.File)
	}
	texts, err := b.db.Texts(t.Context(), []string{o.File})
	if err != nil || texts[o.File] != "cahier de Yann.xlsx" {
		t.Errorf("texts = %v, %v", texts, err)
	}
	if leaf.Actor.Ref != yann.Ref || leaf.Actor.Auth {
		t.Errorf("actor = %+v, want the tester, whose identity is declared", leaf.Actor)
	}
	// The name of a file may be that of a person: it can be erased.
	found, err := b.s.Erasable(t.Context(), elise, "v1", campaign.ErasureQuery{Containing: "cahier de Yann"})
	if err != nil || len(found) != 1 {
		t.Errorf("Erasable = %d, %v, want the name of the file", len(found), err)
	}
}

func TestTranscribe_Refuses(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	ctx := t.Context()
	change := func(f func(*campaign.Transcript)) campaign.Transcript {
		x := transcript("SC-1")
		f(&x)
		return x
	}
	for name, tt := range map[string]struct {
		actor, tester recette.Actor
		t             campaign.Transcript
		want          error
	}{
		"for another, without the right": {yann, samira, transcript("SC-1"), access.ErrDenied},
		"by the PO":                      {marc, yann, transcript("SC-1"), access.ErrDenied},
		"of one who may not record":      {samira, marc, transcript("SC-1"), access.ErrDenied},
		"another text": {
			samira, yann, change(func(x *campaign.Transcript) { x.Content = "content/1:other" }), campaign.ErrDrift,
		},
		"no file": {samira, yann, change(func(x *campaign.Transcript) { x.File = " " }), campaign.ErrIncomplete},
		"no hash": {samira, yann, change(func(x *campaign.Transcript) { x.SHA256 = "ab" }), campaign.ErrInvalid},
		"no day":  {samira, yann, change(func(x *campaign.Transcript) { x.Day = "20/11/2026" }), campaign.ErrInvalid},
		"a day to come": {
			samira, yann, change(func(x *campaign.Transcript) { x.Day = "2026-11-24" }), campaign.ErrInvalid,
		},
		"a day before the opening": {
			samira, yann, change(func(x *campaign.Transcript) { x.Day = "2026-11-22" }), campaign.ErrInvalid,
		},
		"no steps": {samira, yann, change(func(x *campaign.Transcript) { x.Steps = nil }), campaign.ErrIncomplete},
		"a failure that says nothing": {
			samira, yann, change(func(x *campaign.Transcript) { x.Steps[2].Verdict = recette.Failed }),
			campaign.ErrIncomplete,
		},
		"not the next attempt": {
			samira, yann, change(func(x *campaign.Transcript) { x.After = 1 }), recette.ErrAttemptUnknown,
		},
	} {
		checked := b.s.CheckTranscript(ctx, tt.actor, tt.tester, tt.t)
		seen := name == "a failure that says nothing"
		if seen != (checked == nil) || !seen && !errors.Is(checked, tt.want) {
			t.Errorf("%s: CheckTranscript = %v, want %v", name, checked, tt.want)
		}
		if _, err := b.s.Transcribe(ctx, tt.actor, tt.tester, tt.t); !errors.Is(err, tt.want) {
			t.Errorf("%s: error = %v, want %v", name, err, tt.want)
		}
	}
	for rec := range b.db.Records(ctx, journal.Filter{Kinds: []journal.Kind{journal.KindResult}}) {
		t.Errorf("something was recorded: %+v", rec.Leaf.Result)
	}
	if _, err := b.s.Transcribe(ctx, yann, yann, transcript("SC-1")); err != nil {
		t.Errorf("one's own: %v", err)
	}
	if _, err := b.s.Transcribe(ctx, samira, yann, transcript("SC-1")); !errors.Is(err, recette.ErrAttemptUnknown) {
		t.Errorf("a second time: %v, want ErrAttemptUnknown", err)
	}
}
