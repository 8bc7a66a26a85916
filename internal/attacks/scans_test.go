package attacks

import (
	"slices"
	"strings"
	"testing"
	"time"

	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/verify"
)

// An owner who holds the keys writes that a PV was signed by hand, or has another account than that of the box record
// a signature: verify says what is declared as such, and doubts what nobody could record.
func TestWhoSignedIsWhoTheJournalSays(t *testing.T) {
	t.Parallel()
	qa := recette.Actor{Ref: "p-qa", Name: "Samira Haddad", Role: recette.QA}
	other := recette.Actor{Ref: "p-autre", Name: "Zoé Martin", Role: recette.PO}
	same := recette.Actor{Ref: yann.Ref, Name: marc.Name, Role: recette.PO}
	printed := func(signed []byte) string { return verify.Digest(signed) }
	elsewhere := func([]byte) string { return strings.Repeat("ab", 32) }
	attach := func(who recette.Actor, role recette.Role, sum func([]byte) string) func(*world, made, []byte) {
		return func(w *world, m made, signed []byte) {
			w.leaf(who, journal.KindPVScan, func(l *journal.Leaf, text func(string) string) {
				l.Scan = &journal.PVScan{
					Number: m.draft.Number, SHA256: sum(signed), Role: string(role), Signer: text(marc.Name),
					Day: w.clock().Format(time.DateOnly), File: &journal.EvidenceRef{
						SHA256: strings.Repeat("5c", 32), Size: 42, MIME: "application/pdf", Name: text("scan.pdf"),
					},
				}
			})
		}
	}
	const doubted, rules, declared = verify.Indeterminate, verify.NoteRules, verify.HandSigned
	for name, tt := range map[string]struct {
		po   recette.Actor // who records the signature of the PO
		then func(*world, made, []byte)
		want verify.Status
		says verify.Code
	}{
		"a scan by the PPO":                 {marc, attach(elise, recette.PO, printed), verify.Conform, declared},
		"a scan by the QA":                  {marc, attach(qa, recette.PPO, printed), verify.Conform, declared},
		"a scan of another file":            {marc, attach(elise, recette.PO, elsewhere), doubted, rules},
		"a scan of a box of no PV":          {marc, attach(elise, recette.QA, printed), doubted, rules},
		"a scan by a tester":                {marc, attach(yann, recette.PO, printed), doubted, rules},
		"a scan by a tester who is QA":      {marc, attach(asQA(yann), recette.PO, printed), doubted, rules},
		"the signature of the PO":           {marc, nil, verify.Conform, ""},
		"by another account":                {other, nil, doubted, rules},
		"by a tester who says he is the PO": {same, nil, doubted, rules},
		"by the PPO":                        {elise, nil, doubted, rules},
		"by nobody":                         {recette.Actor{}, nil, doubted, rules},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorldOf(t, 3, func(m *plan.Manifest) {
				m.Parties = append(m.Parties, plan.Participant{Ref: qa.Ref, Name: qa.Name, Role: string(qa.Role)})
			})
			m := w.make()
			w.rendered(m, m.file)
			file := w.signAs(elise, m, m.file)
			r := w.signature(marc, m, file)
			w.leaf(tt.po, journal.KindPVSigned, func(l *journal.Leaf, _ func(string) string) {
				l.PV = &journal.PV{
					Number: m.draft.Number, SHA256: r.FileSHA256, Role: string(recette.PO),
					Signature: r.SignatureValueSHA256, Certificate: r.CertificateSHA256,
				}
			})
			if tt.then != nil {
				tt.then(w, m, r.PDF)
			}
			report := w.judge(r.PDF, false)
			said := tt.says == "" || slices.ContainsFunc(report.Journal, func(f verify.Finding) bool {
				return f.Code == tt.says
			})
			if report.Status != tt.want || !said {
				t.Errorf("%s, want %s and %s: %v", report.Status, tt.want, tt.says, codes(report))
			}
		})
	}
}

// A scan signs nothing: the PV that has nothing else waits for its signature.
func TestAScanSignsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	m := w.make()
	w.rendered(m, m.file)
	file := w.signAs(elise, m, m.file)
	before := w.judge(file, false)
	w.leaf(elise, journal.KindPVScan, func(l *journal.Leaf, text func(string) string) {
		l.Scan = &journal.PVScan{
			Number: m.draft.Number, SHA256: verify.Digest(file), Role: string(recette.PO), Signer: text(marc.Name),
			Day: w.clock().Format(time.DateOnly), File: &journal.EvidenceRef{
				SHA256: strings.Repeat("5c", 32), Size: 42, MIME: "application/pdf", Name: text("scan.pdf"),
			},
		}
	})
	after := w.judge(file, false)
	if after.Status == verify.Conform || after.Status != before.Status {
		t.Errorf("%s, and %s once a scan is attached", before.Status, after.Status)
	}
	if err := w.campaigns.CheckSign(t.Context(), marc, campaignID, m.draft.Number, verify.Digest(file)); err != nil {
		t.Errorf("the PO cannot sign once a scan is attached: %v", err)
	}
}

// asQA is somebody who says that they are QA.
func asQA(a recette.Actor) recette.Actor {
	a.Role = recette.QA
	return a
}
