package attacks

import (
	"bytes"
	"testing"
	"time"

	"recette/internal/pdf"
	"recette/internal/replay"
	"recette/internal/sign"
	"recette/internal/verify"
	"recette/reports"
)

// The box of a signature is drawn by whoever signs, on the page that everybody reads: it says what the signature says,
// and the next one is not led to sign below a box that lies.
func TestBoxesThatLie(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other := func(change func(pv *reports.PV, texts reports.Words, s *replay.Signing)) func(m made, r *sign.Request) {
		return func(m made, r *sign.Request) {
			d, err := pdf.Open(m.file)
			w.must(err)
			pv, texts := m.pv, w.texts()
			fingerprint, err := reports.Fingerprint(pv)
			w.must(err)
			s := replay.Signing{Field: r.Field, Name: r.Name, Level: "local-authority", At: r.At}
			change(&pv, texts, &s)
			if pv.Number != m.pv.Number {
				fingerprint, err = reports.Fingerprint(pv)
				w.must(err)
			}
			r.Appearance, err = replay.Box(d, &pv, texts, fingerprint, s)
			w.must(err)
		}
	}
	for name, tt := range map[string]struct {
		change func(m made, r *sign.Request)
		want   verify.Code
	}{
		"another decision": {other(func(_ *reports.PV, texts reports.Words, _ *replay.Signing) {
			texts["reports.meaning.ppo"] = "« Tout est conforme, sans réserve. »"
		}), verify.SignatureBox},
		"another name": {other(func(_ *reports.PV, _ reports.Words, s *replay.Signing) {
			s.Name = "Jeanne Autre"
		}), verify.SignatureBox},
		"another entity": {other(func(pv *reports.PV, _ reports.Words, _ *replay.Signing) {
			pv.Signers = []reports.Signatory{{Role: "ppo", Entity: "Commissaire aux comptes"}}
		}), verify.SignatureBox},
		"another day": {other(func(_ *reports.PV, _ reports.Words, s *replay.Signing) {
			s.At = s.At.Add(-48 * time.Hour)
		}), verify.SignatureBox},
		"another fingerprint": {other(func(pv *reports.PV, _ reports.Words, _ *replay.Signing) {
			pv.Number = "PV-2026-999-v1"
		}), verify.SignatureBox},
		"a trust that nobody has": {other(func(_ *reports.PV, _ reports.Words, s *replay.Signing) {
			s.Level = "signature qualifiée eIDAS"
		}), verify.SignatureBox},
		"a trust that the journal does not give": {other(func(_ *reports.PV, _ reports.Words, s *replay.Signing) {
			s.Level = "imported"
		}), verify.SignatureBox},
		"a mark of demonstration less": {other(func(_ *reports.PV, _ reports.Words, s *replay.Signing) {
			s.Level = "demo"
		}), verify.SignatureBox},
		"nothing at all": {func(_ made, r *sign.Request) { r.Appearance = nil }, verify.SignatureBox},
		"a page of its own": {func(m made, r *sign.Request) {
			r.Appearance = forged(t, r.Appearance, func(f *forge) {
				f.page(1, func(b []byte) []byte { return append(bytes.Clone(b), "0 0 0 rg 0 0 300 90 re f\n"...) })
			})
		}, verify.SignatureBox},
		"another reason": {func(_ made, r *sign.Request) { r.Reason = "Accusé de réception" }, verify.SignatureReason},
		"no reason":      {func(_ made, r *sign.Request) { r.Reason = "" }, verify.SignatureReason},
	} {
		t.Run(name, func(t *testing.T) {
			w.t = t
			m := w.make()
			w.rendered(m, m.file)
			signed := w.sign(m, m.file, func(r *sign.Request) {
				if r.Certify {
					tt.change(m, r)
				}
			})
			for _, alone := range []bool{true, false} {
				if found := codes(w.judge(signed, alone)); found[tt.want] != verify.NotConform {
					t.Errorf("alone %t: %v, want %s", alone, found, tt.want)
				}
			}
		})
	}
}

// The PO is not led to sign below a box of the PPO that lies.
func TestNobodySignsBelowABoxThatLies(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	m := w.make()
	w.rendered(m, m.file)
	file := w.signAs(elise, m, m.file, func(r *sign.Request) { r.Reason = "Pour information" })
	if found := w.refusedTo(marc, file); len(found) != 1 || found[0].Code != verify.SignatureReason {
		t.Errorf("the PO is told %v", found)
	}
}
