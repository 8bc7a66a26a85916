package revisions_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"recette/internal/budget"
	"recette/internal/pdf"
	"recette/internal/verify/revisions"
)

// signed is a PV that the product made and both signed.
func signed(t *testing.T) []byte {
	t.Helper()
	file, err := os.ReadFile(filepath.Join("..", "..", "attacks", "testdata", "layout-1.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// judged gives the kinds of faults of a file, each once.
func judged(t *testing.T, file []byte) (kinds []revisions.Kind, f revisions.File) {
	t.Helper()
	d, err := pdf.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	b := budget.New(t.Context(), budget.Limits{Work: 1 << 30, Memory: 1 << 28})
	f = revisions.Judge(d, len(file), b, func(fault revisions.Fault) {
		if !slices.Contains(kinds, fault.Kind) {
			kinds = append(kinds, fault.Kind)
		}
	})
	return kinds, f
}

// updated appends a revision, as any tool can.
func updated(t *testing.T, file []byte, change func(d *pdf.Document, u *pdf.Update)) []byte {
	t.Helper()
	d, err := pdf.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	u, err := pdf.NewUpdate(d)
	if err != nil {
		t.Fatal(err)
	}
	change(d, u)
	out, err := u.Write()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes
}

func TestJudge(t *testing.T) {
	t.Parallel()
	file := signed(t)
	titled := func(title pdf.Object) func(*pdf.Document, *pdf.Update) {
		return func(d *pdf.Document, u *pdf.Update) {
			info := d.Trailer().Get("Info").(pdf.Ref)
			x := d.Dict(info).Clone()
			x.Set("Title", title)
			if err := u.Set(info, x); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, tt := range map[string]struct {
		file      []byte
		want      []revisions.Kind
		revisions int
	}{
		"signed by both":      {file, nil, 3},
		"bytes after its end": {append(bytes.Clone(file), "% plus\n"...), []revisions.Kind{revisions.Layout}, 3},
		"a title changed": {
			updated(t, file, titled(pdf.Text("Autre"))), []revisions.Kind{revisions.Unsigned, revisions.Changed}, 4,
		},
		"a title that is nowhere": {
			updated(t, file, titled(pdf.Ref{Num: 1 << 16})),
			[]revisions.Kind{revisions.Unread, revisions.Unsigned, revisions.Changed},
			4,
		},
		"an object that nothing leads to": {updated(t, file, func(_ *pdf.Document, u *pdf.Update) {
			u.Add(pdf.Integer(1))
		}), []revisions.Kind{revisions.Unsigned, revisions.Changed}, 4},
	} {
		kinds, f := judged(t, tt.file)
		if !slices.Equal(kinds, tt.want) || len(f.Revisions) != tt.revisions || len(f.Documents) != tt.revisions {
			t.Errorf("%s: %v in %d revisions, want %v in %d", name, kinds, len(f.Revisions), tt.want, tt.revisions)
		}
	}
	d, err := pdf.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	if fields := revisions.SignatureFields(d); len(fields) != 2 {
		t.Errorf("signature fields %v, want two", fields)
	}
}
