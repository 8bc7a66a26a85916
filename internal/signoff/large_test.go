package signoff_test

import (
	"bytes"
	"errors"
	"testing"

	"recette/internal/hostile"
	"recette/internal/signoff"
)

// A PV that verification could not afford is never recorded: nobody could sign it, nor judge it afterwards.
func TestRecordRendered_RefusesWhatNobodyCouldVerify(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.keys(false)
	d.campaign("v1")
	n, err := d.campaigns.NextPV(t.Context(), elise, "v1", "")
	d.must(err)
	draft, err := d.s.Make(t.Context(), elise, signoff.Request{Campaign: "v1", Number: n})
	d.must(err)
	file, err := d.s.Draw(draft)
	d.must(err)
	padded := func(data []byte, size int) []byte {
		return append(bytes.Clone(data), bytes.Repeat([]byte(" "), size)...)
	}
	var crowded []byte
	for _, f := range hostile.Files() {
		if f.Name == "20 MB of empty cases" {
			crowded = f.Make()
		}
	}
	for name, data := range map[string][]byte{
		"asks for too much memory": padded(crowded, 13*hostile.MiB),
		"is too long to be read":   padded(file.Data, 65*hostile.MiB),
	} {
		err := d.s.RecordRendered(t.Context(), elise, draft, signoff.File{Data: data, Pages: file.Pages})
		if !errors.Is(err, signoff.ErrTooLarge) {
			t.Errorf("a PV that %s: got %v, want ErrTooLarge", name, err)
		}
	}
	if next, err := d.campaigns.NextPV(t.Context(), elise, "v1", ""); err != nil || next != n {
		t.Errorf("the next number is %s, %v: want %s, none was given", next, err, n)
	}
	d.must(d.s.RecordRendered(t.Context(), elise, draft, file))

	// What is signed is judged from its bytes: whoever signs holds no second copy of thousands of cases.
	doc, err := signoff.Read(t.Context(), file.Data)
	d.must(err)
	if doc.PV.Number != n || len(doc.PV.Signers) == 0 || len(doc.PV.Cases)+len(doc.PV.Journal.Leaves) > 0 {
		t.Errorf("read to be signed: %s, %d signers, %d cases", doc.PV.Number, len(doc.PV.Signers), len(doc.PV.Cases))
	}
}
