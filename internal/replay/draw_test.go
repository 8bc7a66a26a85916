package replay

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"recette/internal/budget"
	"recette/internal/pdf"
	"recette/internal/verify"
	"recette/reports"
)

// What is drawn is compared to the last byte: one more, one less, one other is another file.
func TestComparedToTheLastByte(t *testing.T) {
	pv := small("fr")
	words := texts(t, "fr")
	reports.Enclose(&pv, words, "Europe/Paris", nil)
	pv.Files = nil
	file := []byte(nil)
	l, err := lay(Source{
		PV: &pv, Words: words, Data: pdf.Attachment{Data: []byte("{}")}, Manifest: pdf.Attachment{Data: []byte("{}")},
	})
	if err == nil {
		file, err = l.file()
	}
	if err != nil {
		t.Fatal(err)
	}
	other := bytes.Clone(file)
	other[len(other)/2] ^= 1
	for name, tt := range map[string]struct {
		file []byte
		want bool
	}{
		"the same": {file, true}, "one more": {slices.Concat(file, []byte("\n")), false},
		"one less": {file[:len(file)-1], false}, "one other": {other, false}, "nothing": {nil, false},
	} {
		if same, err := l.is(tt.file); err != nil || same != tt.want {
			t.Errorf("%s: the same %t, %v", name, same, err)
		}
	}
}

// What the drawing keeps is counted, all of it: a budget that is exceeded in the middle leaves no verdict on pages.
func TestDrawingIsCounted(t *testing.T) {
	file := drawn(t, small("fr"))
	other := redeflated(t, file, func(b []byte) []byte { return b })
	own := func(language string) (reports.Words, error) { return texts(t, language), nil }
	for name, file := range map[string][]byte{"as it is drawn": file, "deflated otherwise": other} {
		most := int64(0)
		for _, limit := range []int64{0, 1 << 10, 4 << 10, 16 << 10, 32 << 10, 64 << 10, 128 << 10, 256 << 10} {
			b := budget.New(t.Context(), budget.Limits{Memory: limit})
			files, err := verify.Enclosures(t.Context(), file)
			if err != nil {
				t.Fatal(err)
			}
			d, err := pdf.OpenLimits(file, pdf.Limits{Budget: b})
			if errors.Is(err, budget.ErrExceeded) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			out, err := Judge{Words: own}.Pages(t.Context(), verify.First{Doc: d, Newest: d, Files: files, Budget: b})
			if err != nil {
				t.Errorf("%s, %d bytes: %v", name, limit, err)
			}
			if limit == 0 {
				most = b.Held()
				continue
			}
			if over := b.Err() != nil; over != (out.Compared != verify.Redrawn) || over && limit > most {
				t.Errorf("%s, %d bytes of %d: over %t, pages %s", name, limit, most, over, out.Compared)
			}
		}
	}
}
