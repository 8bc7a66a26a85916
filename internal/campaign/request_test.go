package campaign_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"

	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/journal"
	"recette/internal/recette"
)

// gesture is a request by the number of its gesture, for what it asks.
func gesture(n int, what string) campaign.Request {
	sum := sha256.Sum256([]byte(what))
	return campaign.Request{
		Key: fmt.Sprintf("5f0c1b0e-7a64-4f7e-9d2b-%012x", n), Digest: hex.EncodeToString(sum[:]),
	}
}

// judged is what a page sends: one judgement of one step.
func judged(n int, id string, step int, verdict recette.Verdict, observed string) campaign.Result {
	return campaign.Result{
		Campaign: "v1", Case: id, Content: "content/1:" + id, Mode: recette.Manual,
		Steps: []campaign.Observation{
			{Step: step, Mode: recette.Manual, Verdict: verdict, Observed: observed},
		},
		Request: gesture(n, fmt.Sprint(id, step, verdict, observed)),
	}
}

func TestRequest_IsRecordedOnce(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	r := judged(1, "SC-1", 0, failed, "rien ne s’affiche")
	first, err := b.s.Record(t.Context(), yann, r)
	if err != nil || first.Again {
		t.Fatalf("Record() = %+v, %v", first, err)
	}
	size := b.size()
	end := r
	end.Steps, end.Closed, end.Request = nil, true, gesture(2, "end")
	ended, err := b.s.Record(t.Context(), yann, end)
	if err != nil {
		t.Fatal(err)
	}
	b.attempt(yann, "SC-1", passed, passed, passed) // the case went on
	for name, s := range map[string]*campaign.Service{"here": b.s, "after a restart": b.service(campaign.Policies{})} {
		got, err := s.Record(t.Context(), yann, r)
		if err != nil || !got.Again || got.Seq != first.Seq {
			t.Errorf("%s: Record() = %+v, %v, want the answer of %d", name, got, err, first.Seq)
		}
		got, err = s.Record(t.Context(), yann, end)
		if err != nil || !got.Again || got.Seq != ended.Seq || got.Verdict != failed {
			t.Errorf("%s: the end again = %+v, %v, want that of %d: failed", name, got, err, ended.Seq)
		}
	}
	if n := b.size(); n <= size {
		t.Fatalf("%d entries", n)
	}
	n := 0
	for _, rec := range b.records() {
		if q := rec.Leaf.Request; q != nil && q.Key == r.Request.Key {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d leaves answer the request, want 1", n)
	}
	if rep := b.verified(); !rep.OK() {
		t.Errorf("the store verifies with %+v", rep.Findings)
	}
}

func TestRequest_OfSomethingElse(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	r := judged(1, "SC-1", 0, passed, "")
	if _, err := b.s.Record(t.Context(), yann, r); err != nil {
		t.Fatal(err)
	}
	size := b.size()
	other := judged(1, "SC-1", 1, failed, "autre chose")
	malformed, bare := r, r
	malformed.Request.Key = "5F0C1B0E-7A64-4F7E-9D2B-000000000001"
	bare.Request.Digest = ""
	anomaly := gap.Anomaly{Severity: recette.Minor, Case: "SC-1", Summary: "autre chose"}
	record := func(who recette.Actor, r campaign.Result) func() error {
		return func() error { _, err := b.s.Record(t.Context(), who, r); return err }
	}
	for name, tt := range map[string]struct {
		do   func() error
		want error
	}{
		"another content": {record(yann, other), campaign.ErrRequest},
		"another person":  {record(samira, r), campaign.ErrRequest},
		"another kind": {func() error {
			_, err := b.s.NoteOnce(t.Context(), yann, "v1", r.Request, anomaly)
			return err
		}, campaign.ErrRequest},
		"capitals":  {record(yann, malformed), campaign.ErrInvalid},
		"no digest": {record(yann, bare), campaign.ErrInvalid},
	} {
		if err := tt.do(); !errors.Is(err, tt.want) {
			t.Errorf("%s: error = %v, want %v", name, err, tt.want)
		}
	}
	if after := b.size(); after != size {
		t.Errorf("the journal goes from %d to %d entries", size, after)
	}
}

// TestRequest_AllAtOnce: a client whose lines were cut asks on several at once, of two servers.
func TestRequest_AllAtOnce(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	other := b.service(campaign.Policies{})
	const gestures, times = 12, 6
	var mu sync.Mutex
	at := map[string]map[int64]bool{}
	var wg sync.WaitGroup
	for g := range gestures {
		for k := range times {
			wg.Go(func() {
				id := []string{"SC-1", "SC-2"}[g%2]
				r := judged(g, id, g/2%3, passed, fmt.Sprint("gesture ", g))
				s := []*campaign.Service{b.s, other}[k%2]
				got, err := s.Record(t.Context(), yann, r)
				if err != nil {
					t.Errorf("gesture %d: %v", g, err)
					return
				}
				mu.Lock()
				defer mu.Unlock()
				if at[r.Request.Key] == nil {
					at[r.Request.Key] = map[int64]bool{}
				}
				at[r.Request.Key][got.Seq] = true
			})
		}
	}
	wg.Wait()
	for key, seqs := range at {
		if len(seqs) != 1 {
			t.Errorf("request %s was answered at %d positions", key, len(seqs))
		}
	}
	leaves := 0
	for _, rec := range b.records() {
		if rec.Leaf.Kind == journal.KindResult {
			leaves++
		}
	}
	if leaves != gestures || len(at) != gestures {
		t.Errorf("%d leaves of results and %d answers for %d gestures", leaves, len(at), gestures)
	}
}

func TestRequest_OfFacts(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	b.attempt(yann, "SC-1", passed, passed, failed)
	anomaly := gap.Anomaly{Severity: recette.Minor, Case: "SC-1", Summary: "le total est faux"}
	first, err := b.s.NoteOnce(t.Context(), yann, "v1", gesture(1, "anomaly"), anomaly)
	if err != nil {
		t.Fatal(err)
	}
	again, err := b.s.NoteOnce(t.Context(), yann, "v1", gesture(1, "anomaly"), anomaly)
	if err != nil || again != first {
		t.Errorf("NoteOnce() again = %q, %v, want %q", again, err, first)
	}
	if got := len(b.status().Anomalies); got != 1 {
		t.Errorf("%d anomalies, want 1", got)
	}
	_, err = b.s.NoteOnce(t.Context(), yann, "v1", gesture(1, "another"), anomaly)
	if !errors.Is(err, campaign.ErrRequest) {
		t.Errorf("another content: error = %v", err)
	}
	a := conformNow("SC-1")
	a.Request = gesture(2, "amend")
	done, err := b.s.Amend(t.Context(), yann, a)
	if err != nil {
		t.Fatal(err)
	}
	b.attempt(yann, "SC-1", passed, passed, passed)
	done.Effects = campaign.Effects{} // are told once
	got, err := b.service(campaign.Policies{}).Amend(t.Context(), yann, a)
	if err != nil || !reflect.DeepEqual(got, done) {
		t.Errorf("Amend() again = %+v, %v, want %+v", got, err, done)
	}
}

// TestRequest_IsErasedWithItsTexts: the digest of a short text gives the text away to whoever guesses.
func TestRequest_IsErasedWithItsTexts(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	r := judged(1, "SC-1", 0, failed, "M. Lefort, 06 12 34 56 78")
	first, err := b.s.Record(t.Context(), yann, r)
	if err != nil {
		t.Fatal(err)
	}
	found, err := b.s.Erasable(t.Context(), elise, "v1", campaign.ErasureQuery{Containing: "lefort"})
	if err != nil || len(found) != 1 {
		t.Fatalf("Erasable() = %+v, %v", found, err)
	}
	done, err := b.s.Erase(t.Context(), elise, "v1", idsOf(found), "numéro de téléphone saisi par erreur")
	if err != nil || done.Texts != 1 {
		t.Fatalf("Erase() = %+v, %v", done, err)
	}
	var c string
	for _, rec := range b.records() {
		if rec.Leaf.Request != nil {
			c = rec.Leaf.Request.C
		}
	}
	left, err := b.db.Texts(t.Context(), []string{c})
	if err != nil || len(left) != 0 {
		t.Errorf("the digest of the request is left: %v, %v", left, err)
	}
	if got, err := b.s.Record(t.Context(), yann, r); err != nil || !got.Again || got.Seq != first.Seq {
		t.Errorf("Record() again = %+v, %v, want the answer of %d", got, err, first.Seq)
	}
	if rep := b.verified(); !rep.OK() {
		t.Errorf("the store verifies with %+v", rep.Findings)
	}
}
