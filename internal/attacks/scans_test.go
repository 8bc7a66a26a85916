package attacks

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/campaign/document"
	"recette/internal/campaign/fact"
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
	on := func(
		day string, who recette.Actor, role recette.Role, sum func([]byte) string,
	) func(*world, made, []byte) {
		return func(w *world, m made, signed []byte) {
			w.leaf(who, journal.KindPVScan, func(l *journal.Leaf, text func(string) string) {
				l.Scan = &journal.PVScan{
					Number: m.draft.Number, SHA256: sum(signed), Role: string(role), Signer: text(marc.Name),
					Day: day, File: &journal.EvidenceRef{
						SHA256: strings.Repeat("5c", 32), Size: 42, MIME: "application/pdf", Name: text("scan.pdf"),
					},
				}
			})
		}
	}
	attach := func(who recette.Actor, role recette.Role, sum func([]byte) string) func(*world, made, []byte) {
		return on("2026-11-23", who, role, sum)
	}
	delivered := func(then func(*world, made, []byte)) func(*world, made, []byte) {
		return func(w *world, m made, signed []byte) {
			w.deliver("b2")
			then(w, m, signed)
		}
	}
	before := func(then func(*world, made, []byte)) func(*world, made, []byte) {
		return func(w *world, m made, signed []byte) {
			then(w, m, signed)
			w.deliver("b2")
		}
	}
	const doubted, rules, declared = verify.Indeterminate, verify.NoteRules, verify.HandSigned
	for name, tt := range map[string]struct {
		po   recette.Actor // who records the signature of the PO
		then func(*world, made, []byte)
		want verify.Status
		says verify.Code
		of   string // what the rules find, or who had signed the file that was printed
	}{
		"a scan by the PPO":        {marc, attach(elise, recette.PO, printed), verify.Conform, declared, "PPO, PO"},
		"a scan by the QA":         {marc, attach(qa, recette.PPO, printed), verify.Conform, declared, "PPO, PO"},
		"a scan of another file":   {marc, attach(elise, recette.PO, elsewhere), doubted, rules, "scan"},
		"a scan of a box of no PV": {marc, attach(elise, recette.QA, printed), doubted, rules, "scan"},
		"a scan of tomorrow":       {marc, on("2026-11-24", elise, recette.PO, printed), doubted, rules, "scan"},
		"a scan of before the PV":  {marc, on("2026-11-22", elise, recette.PO, printed), doubted, rules, "scan"},
		"a scan by a tester":       {marc, attach(yann, recette.PO, printed), doubted, rules, "right"},
		"a scan by a tester who says they are QA": {
			marc, attach(asQA(yann), recette.PO, printed), doubted, rules, "member",
		},
		"a scan by one who is QA since a delivery": {
			marc, delivered(attach(asQA(yann), recette.PO, printed)), verify.Conform, declared, "PPO, PO",
		},
		"a scan by one who was no QA before a delivery": {
			marc, before(attach(asQA(yann), recette.PO, printed)), doubted, rules, "member",
		},
		"a scan by a stranger before a delivery": {
			marc, before(attach(asQA(other), recette.PO, printed)), doubted, rules, "member",
		},
		"the signature of the PO":           {marc, nil, verify.Conform, "", ""},
		"by another account":                {other, nil, doubted, rules, "account"},
		"by a tester who says he is the PO": {same, nil, doubted, rules, "member"},
		"by the PPO":                        {elise, nil, doubted, rules, "right"},
		"by nobody":                         {recette.Actor{}, nil, doubted, rules, "right"},
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
				return f.Code == tt.says && f.Args[len(f.Args)-1] == tt.of
			})
			if report.Status != tt.want || !said {
				t.Errorf("%s, want %s and %s of %s: %v", report.Status, tt.want, tt.says, tt.of, report.Journal)
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

// A scan dated before the state of the file that was printed came to be is doubted; one of what it was by then is not.
func TestAScanOfBeforeItsFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	m := w.make()
	w.rendered(m, m.file)
	first := w.signAs(elise, m, m.file)
	w.now = w.now.Add(24 * time.Hour)
	signed := w.signAs(marc, m, first)
	for i, tt := range []struct {
		of   []byte
		day  string
		said verify.Code
	}{
		{first, "2026-11-23", verify.HandSigned},
		{signed, "2026-11-24", verify.HandSigned},
		{signed, "2026-11-23", verify.NoteRules},
	} {
		w.leaf(elise, journal.KindPVScan, func(l *journal.Leaf, text func(string) string) {
			l.Scan = &journal.PVScan{
				Number: m.draft.Number, SHA256: verify.Digest(tt.of), Role: string(recette.PO),
				Signer: text(marc.Name), Day: tt.day, File: &journal.EvidenceRef{
					SHA256: strings.Repeat("5c", 32), Size: 42, MIME: "application/pdf", Name: text("scan.pdf"),
				},
			}
		})
		r, want := w.judge(signed, false), verify.Conform
		if tt.said == verify.NoteRules {
			want = verify.Indeterminate
		}
		of := slices.DeleteFunc(slices.Clone(r.Journal), func(f verify.Finding) bool {
			return f.Code != verify.HandSigned && f.Code != verify.NoteRules
		})
		if len(of) != i+1 || of[i].Code != tt.said || r.Status != want {
			t.Errorf("scan %d: %s %v, want %s", i, r.Status, of, tt.said)
		}
	}
}

// asQA is somebody who says that they are QA.
func asQA(a recette.Actor) recette.Actor {
	a.Role = recette.QA
	return a
}

// A scan is of a file that the PV was on the day of the handwritten signature, the last one when nobody says which.
func TestAScanIsOfAFileThatWas(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	m := w.make()
	w.rendered(m, m.file)
	first := w.signAs(elise, m, m.file)
	w.now = w.now.Add(24 * time.Hour)
	w.signAs(marc, m, first)
	for name, tt := range map[string]struct {
		of, day string
		want    error
	}{
		"the last one":                 {"", "2026-11-24", nil},
		"the last one, before it":      {"", "2026-11-23", document.ErrNotYet},
		"as the PPO signed it":         {verify.Digest(first), "2026-11-23", nil},
		"as it was rendered, abridged": {verify.Digest(m.file)[:12], "2026-11-23", nil},
		"another":                      {strings.Repeat("ab", 32), "2026-11-24", fact.Err},
		"before the PV":                {verify.Digest(m.file), "2026-11-22", fact.ErrInvalid},
	} {
		err := w.campaigns.CheckNote(t.Context(), elise, campaignID, document.Scan{
			Number: m.draft.Number, Of: tt.of, Role: recette.PO, Signer: marc.Name, Day: tt.day,
			File: fact.Attachment{Name: "scan.pdf"},
		})
		if !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
		if _, other := errors.AsType[*document.PrintingError](err); other != (tt.of == strings.Repeat("ab", 32)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whoever attached a scan is named until a leaf erases their name, be it after the PV: the journal is then judged
// without it.
func TestWhoAttachedAScanOnceTheirNameIsErased(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, 3, func(m *plan.Manifest) {
		m.Parties = append(m.Parties, plan.Participant{Ref: "p-qa", Name: "Samira Haddad", Role: "qa"})
	})
	m := w.make()
	w.rendered(m, m.file)
	file := w.signAs(marc, m, w.signAs(elise, m, m.file))
	qa := recette.Actor{Ref: "p-qa", Name: "Samira Haddad", Role: recette.QA}
	w.leaf(qa, journal.KindPVScan, func(l *journal.Leaf, text func(string) string) {
		l.Scan = &journal.PVScan{
			Number: m.draft.Number, SHA256: verify.Digest(file), Role: string(recette.PO), Signer: text(marc.Name),
			Day: w.clock().Format(time.DateOnly), File: &journal.EvidenceRef{
				SHA256: strings.Repeat("5c", 32), Size: 42, MIME: "application/pdf", Name: text("scan.pdf"),
			},
		}
	})
	by := func() string {
		r := w.judge(file, false)
		at := slices.IndexFunc(r.Journal, func(f verify.Finding) bool { return f.Code == verify.HandSigned })
		if at < 0 {
			t.Fatalf("no scan is said: %v", r.Journal)
		}
		return r.Journal[at].Args[2]
	}
	if got := by(); got != "Samira Haddad (QA)" {
		t.Errorf("before the erasure: %q", got)
	}
	_, err := w.campaigns.ErasePerson(t.Context(), elise, campaign.PersonErasure{
		Name: qa.Name, Force: true, Reason: "RGPD",
	})
	w.must(err)
	if got := by(); got != "[nom effacé, p-qa] (QA)" {
		t.Errorf("after it: %q", got)
	}
}
