package storetest

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"recette/internal/journal"
)

func recordsFilters(t *testing.T, log Subject) {
	var entries []journal.Entry
	for i := range 1200 { // more than any engine reads at once
		entries = append(entries, result([]string{"A", "B"}[i%2], fmt.Sprint("SC-", i%3)))
	}
	entries[600].Leaf.Kind, entries[600].Leaf.Result = journal.KindCampaignClose, nil
	entries[601].Leaf.Kind, entries[601].Leaf.Result = journal.KindAnomaly, nil
	entries[601].Leaf.Anomaly = &journal.Anomaly{
		Number: "ANO-0001", Case: "SC-1", Summary: "s", Severity: "majeure", Status: "open",
	}
	mustAppend(t, log, entries...)

	for name, f := range map[string]journal.Filter{
		"everything":        {},
		"campaign":          {Campaign: "B"},
		"case":              {Case: "SC-1"},
		"campaign and case": {Campaign: "A", Case: "SC-2"},
		"kind":              {Kinds: []journal.Kind{journal.KindCampaignClose}},
		"kinds":             {Kinds: []journal.Kind{journal.KindAnomaly, journal.KindResult}},
		"campaign and kind": {Campaign: "B", Kinds: []journal.Kind{journal.KindAnomaly}},
		"kind of none":      {Kinds: []journal.Kind{journal.KindPVSigned}},
		"from":              {From: 1000},
		"from beyond":       {From: 1200},
		"from before":       {From: -5},
		"all at once": {
			Campaign: "B", Case: "SC-1", Kinds: []journal.Kind{journal.KindAnomaly, journal.KindResult}, From: 7,
		},
		"unknown":              {Campaign: "C"},
		"text that looks like": {Campaign: "A' OR '1'='1"},
	} {
		t.Run(name, func(t *testing.T) {
			var want []int64
			for i := range entries {
				if matches(f, &entries[i].Leaf, int64(i)) {
					want = append(want, int64(i))
				}
			}
			var got []int64
			for _, r := range collect(t, log, f) {
				got = append(got, r.Leaf.Seq)
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("%d positions, want %d", len(got), len(want))
			}
		})
	}
}

func matches(f journal.Filter, l *journal.Leaf, seq int64) bool {
	id := ""
	if l.Result != nil {
		id = l.Result.Case
	}
	if l.Anomaly != nil {
		id = l.Anomaly.Case
	}
	kind := len(f.Kinds) == 0
	for _, k := range f.Kinds {
		kind = kind || k == l.Kind
	}
	return kind && seq >= f.From && (f.Campaign == "" || f.Campaign == l.Campaign) && (f.Case == "" || f.Case == id)
}

func recordsReadsAgain(t *testing.T, log Subject) {
	mustAppend(t, log, result("A", "SC-1"), result("A", "SC-2"))
	first, second := collect(t, log, journal.Filter{}), collect(t, log, journal.Filter{})
	if len(first) != 2 || len(second) != 2 || !bytes.Equal(first[1].Raw, second[1].Raw) {
		t.Errorf("%d records, then %d", len(first), len(second))
	}
	seq := log.Records(t.Context(), journal.Filter{})
	for range 2 {
		n := 0
		for _, err := range seq {
			if err != nil {
				t.Fatal(err)
			}
			n++
			break
		}
		if n != 1 {
			t.Errorf("a sequence that is read again gave %d records before the break", n)
		}
	}
}

func recordsStops(t *testing.T, log Subject) {
	mustAppend(t, log, result("A", "SC-1"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range log.Records(ctx, journal.Filter{}) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error %v, want canceled", err)
		}
		return
	}
	t.Error("no error from a context that ended")
}

// recordsNest: a reader that writes and reads inside its loop neither blocks nor reads its own writes for ever.
func recordsNest(t *testing.T, log Subject) {
	mustAppend(t, log, result("A", "SC-1"), result("A", "SC-2"), result("A", "SC-3"))
	outer := 0
	for r, err := range log.Records(t.Context(), journal.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		outer++
		mustAppend(t, log, result("B", r.Leaf.Result.Case))
		for _, err := range log.Records(t.Context(), journal.Filter{}) {
			if err != nil {
				t.Fatal(err)
			}
			for _, err := range log.Records(t.Context(), journal.Filter{}) {
				if err != nil {
					t.Fatal(err)
				}
				break
			}
		}
	}
	if outer != 3 {
		t.Errorf("%d records, want the 3 that were there at the beginning", outer)
	}
}

func textsAndPersons(t *testing.T, log Subject) {
	text, err := journal.NewText(rand.Reader, "Vu : « Adhésion enregistrée » 😀\n\x00fin")
	if err != nil {
		t.Fatal(err)
	}
	empty, err := journal.NewText(rand.Reader, "")
	if err != nil {
		t.Fatal(err)
	}
	person, err := journal.NewPerson(rand.Reader, "u-1", "Zoé Martin", "po")
	if err != nil {
		t.Fatal(err)
	}
	e := result("A", "SC-1")
	e.Leaf.Actor, e.Leaf.Note = person.Actor(), text.Commitment
	e.Texts, e.Persons = []journal.Text{text, empty}, []journal.Person{person}
	mustAppend(t, log, e)
	mustAppend(t, log, e) // the same text and person again
	unknown := strings.Repeat("0", 64)
	texts, err := log.Texts(t.Context(), []string{text.Commitment, unknown, empty.Commitment, text.Commitment})
	if err != nil {
		t.Fatal(err)
	}
	if len(texts) != 2 || texts[text.Commitment] != text.Value || texts[empty.Commitment] != "" {
		t.Errorf("Texts() = %q", texts)
	}
	salts, err := log.Salts(t.Context(), []string{text.Commitment, unknown})
	if err != nil || len(salts) != 1 || journal.Commitment(salts[text.Commitment], text.Value) != text.Commitment {
		t.Errorf("Salts() = %x, %v", salts, err)
	}
	persons, err := log.Persons(t.Context(), []string{person.Commitment, unknown})
	if err != nil {
		t.Fatal(err)
	}
	got := persons[person.Commitment]
	if len(persons) != 1 || got.Name != person.Name || got.Role != "po" || got.Ref != "u-1" || got.Check() != nil {
		t.Errorf("Persons() = %+v", persons)
	}
	if none, err := log.Texts(t.Context(), nil); err != nil || len(none) != 0 {
		t.Errorf("Texts(nil) = %v, %v", none, err)
	}
}

func textsOfMany(t *testing.T, log Subject) {
	e := result("A", "SC-1")
	var all []string
	for i := range 1300 { // more than one list holds
		text, err := journal.NewText(rand.Reader, fmt.Sprint("texte ", i))
		if err != nil {
			t.Fatal(err)
		}
		e.Texts = append(e.Texts, text)
		all = append(all, text.Commitment)
	}
	mustAppend(t, log, e)
	if got, err := log.Texts(t.Context(), all); err != nil || len(got) != len(all) {
		t.Errorf("%d texts, %v; want %d", len(got), err, len(all))
	}
}

func blobs(t *testing.T, log Subject) {
	blob, empty := journal.NewBlob([]byte("{\"manifest\":1}")), journal.NewBlob(nil)
	large := make([]byte, 1<<20+12345) // more than is read at once, and no whole number of that
	for i := range large {
		large[i] = byte(i >> 7 * 31)
	}
	e := result("A", "SC-1")
	e.Blobs = []journal.Blob{blob, empty, blob, journal.NewBlob(large)}
	mustAppend(t, log, e)
	mustAppend(t, log, e)
	if got, err := log.Blob(t.Context(), blob.SHA256); err != nil || !bytes.Equal(got, blob.Data) {
		t.Errorf("Blob() = %q, %v", got, err)
	}
	if got, err := log.Blob(t.Context(), empty.SHA256); err != nil || len(got) != 0 {
		t.Errorf("an empty document came back as %q, %v", got, err)
	}
	if got, err := log.Blob(t.Context(), strings.Repeat("0", 64)); err == nil {
		t.Errorf("an unknown document came back as %q", got)
	}
	for _, want := range e.Blobs {
		var got []byte
		err := log.ReadBlob(t.Context(), want.SHA256, func(r io.Reader) (err error) {
			got, err = io.ReadAll(r)
			return err
		})
		if err != nil || !bytes.Equal(got, want.Data) {
			t.Errorf("a document of %d bytes is read as %d, %v", len(want.Data), len(got), err)
		}
	}
	stop := errors.New("read enough")
	err := log.ReadBlob(t.Context(), journal.NewBlob(large).SHA256, func(io.Reader) error { return stop })
	if !errors.Is(err, stop) {
		t.Errorf("a reader that stops: %v, want its error", err)
	}
	err = log.ReadBlob(t.Context(), strings.Repeat("0", 64), func(r io.Reader) error {
		_, err := io.ReadAll(r)
		return err
	})
	if err == nil {
		t.Error("an unknown document is read")
	}
}
