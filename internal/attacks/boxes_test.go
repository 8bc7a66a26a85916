package attacks

import (
	"bytes"
	"errors"
	"slices"
	"testing"
	"time"

	"recette/internal/pdf"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/replay"
	"recette/internal/sign"
	"recette/internal/signoff"
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

// The box of the PPO names the one whose key the journal knows, whoever opened the campaign: another name beside their
// signature is refused before anybody is asked for a passphrase, and the file would not conform.
func TestTheBoxNamesThePPOWhoHoldsTheKey(t *testing.T) {
	t.Parallel()
	aurore := recette.Actor{Ref: "p-aurore", Name: "Aurore Petit", Role: recette.PPO}
	for name, tt := range map[string]struct {
		holder recette.Actor
		named  string
		want   verify.Code // empty: it conforms
	}{
		"whose key signs":            {aurore, aurore.Name, ""},
		"who opened, and signs":      {elise, elise.Name, ""},
		"who opened, and holds none": {aurore, elise.Name, verify.NameMismatch},
		"who holds none":             {elise, aurore.Name, verify.NameMismatch},
		"the PO":                     {aurore, marc.Name, verify.Derived},
		"nobody whom a plan names":   {aurore, "Inconnue Totale", verify.Derived},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := begun(t)
			w.makeKeys(map[recette.Role]string{recette.PPO: tt.holder.Name, recette.PO: marc.Name})
			_, err := w.signOff.Declare(t.Context(), elise, "essai")
			w.must(err)
			w.conduct(3, []func(*plan.Manifest){func(m *plan.Manifest) {
				m.Parties = append(m.Parties, plan.Participant{
					Ref: aurore.Ref, Name: aurore.Name, Role: string(aurore.Role),
				})
			}})
			m := w.make()
			if got := m.pv.Signers[0].Name; got != tt.holder.Name {
				t.Fatalf("the box names %s, want %s, whose key the journal knows", got, tt.holder.Name)
			}
			m.pv.Signers = slices.Clone(m.pv.Signers)
			m.pv.Signers[0].Name = tt.named
			file := w.draw(m.pv, m.pv, m, m.texts, w.contents(m.file))
			w.rendered(m, file)
			w.boxed(tt.holder, recette.PPO, file, tt.want)
		})
	}
}

// boxed has somebody sign a file: it is refused before the passphrase, and once signed for a finding, when its box
// names another; neither when none is wanted.
func (w *world) boxed(who recette.Actor, role recette.Role, file []byte, want verify.Code) {
	w.t.Helper()
	ctx := w.t.Context()
	doc, err := signoff.Read(ctx, file)
	w.must(err)
	err = w.signOff.CheckSign(ctx, who, role, doc)
	if _, boxed := errors.AsType[*signoff.BoxError](err); boxed != (want != "") {
		w.t.Errorf("before the passphrase: %v", err)
	}
	_, err = w.signOff.Sign(ctx, who, w.opens(who, doc.Seat(role)), doc)
	found := verify.Code("")
	if flawed, ok := errors.AsType[*signoff.NotConformError](err); ok && want != "" {
		for _, f := range flawed.Findings {
			if f.Code == want {
				found = f.Code
			}
		}
	} else {
		w.must(err)
	}
	if found != want {
		w.t.Errorf("the signed file: %v, want %q", err, want)
	}
}
