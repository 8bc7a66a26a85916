package attacks

import (
	"testing"

	"recette/internal/pdf"
	"recette/internal/replay"
	"recette/internal/sign"
	"recette/internal/verify"
	"recette/reports"
)

// Whoever takes the numbers away from a PV, and its words with them, has it judged as one of before: its sentences, its
// boxes and the reasons of its signatures are then doubtful, beside the journal too, and nobody is led to sign it.
func TestTheFormOfBefore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	box := func(m made, r *sign.Request) {
		d, err := pdf.Open(m.file)
		w.must(err)
		texts := w.texts()
		texts["reports.meaning.ppo"] = "« Tout est conforme, sans réserve. »"
		fingerprint, err := reports.Fingerprint(m.pv)
		w.must(err)
		r.Appearance, err = replay.Box(d, &m.pv, texts, fingerprint, replay.Signing{
			Field: r.Field, Name: "Jeanne Autre", Level: "signature qualifiée eIDAS", At: r.At,
		})
		w.must(err)
	}
	reason := func(_ made, r *sign.Request) { r.Reason = "Pour information, je n’atteste rien" }
	for name, tt := range map[string]struct {
		warn bool
		lie  func(m made, r *sign.Request)
		want verify.Code
	}{
		"nothing":           {false, func(made, *sign.Request) {}, verify.Underived},
		"a made-up warning": {true, func(made, *sign.Request) {}, verify.Underived},
		"a box":             {false, box, verify.SignatureBox},
		"a reason":          {false, reason, verify.SignatureReason},
		"the pages":         {false, func(made, *sign.Request) {}, verify.PagesOtherLayout},
	} {
		t.Run(name, func(t *testing.T) {
			w.t = t
			m := w.make()
			files, data := w.contents(m.file), m.pv
			data.Layout, data.TimeZone, data.Files = 0, "", nil
			data.Derivation, data.Openings = 0, nil
			if tt.warn {
				data.Warnings = append(data.Warnings, reports.Warning{
					Code: "missing", Args: []string{"8"}, Text: "8 textes relus par deux personnes : rien à signaler.",
				})
			}
			m.file = w.draw(data, data, m, w.texts(), files)
			w.rendered(m, m.file)
			if len(w.refused(m.file)) == 0 {
				t.Error("nothing says why it may not be signed")
			}
			m.pv = data
			signed := w.sign(m, m.file, func(r *sign.Request) {
				if r.Certify {
					tt.lie(m, r)
				}
			})
			for _, alone := range []bool{true, false} {
				r := w.judge(signed, alone)
				if found := codes(r); r.Status == verify.Conform || found[tt.want] != verify.Indeterminate {
					t.Errorf("alone %t: %s %v, want %s", alone, r.Status, found, tt.want)
				}
			}
		})
	}
}
