package attacks

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"recette/internal/campaign"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/signoff"
	"recette/internal/verify"
	"recette/reports"
)

// The référents of two branches.
var (
	loic    = recette.Actor{Ref: "p-loic", Name: "Loïc Kerneis", Role: recette.Referent}
	letizia = recette.Actor{Ref: "p-letizia", Name: "Letizia Paoli", Role: recette.Referent}
)

// inBranches has the first case of a plan played in two branches, each with a référent.
func inBranches(m *plan.Manifest) {
	m.Antennes, m.Quorum = []string{"Bretagne", "Corse"}, "any"
	corse := m.Cases[0]
	m.Cases[0].ID, m.Cases[0].Antenne = "SC-1@bretagne", "Bretagne"
	corse.ID, corse.Antenne = "SC-1@corse", "Corse"
	m.Cases = append(m.Cases, corse)
	m.Journeys[0].Cases[0] = "SC-1@bretagne"
	m.Journeys[0].Cases = append(m.Journeys[0].Cases, "SC-1@corse")
	m.Parties = append(m.Parties,
		plan.Participant{Ref: loic.Ref, Name: loic.Name, Role: "referent", Entity: "Bretagne"},
		plan.Participant{Ref: letizia.Ref, Name: letizia.Name, Role: "referent", Entity: "Corse"})
}

// newBranches makes a world that is played in two branches, whose référents have keys.
func newBranches(t testing.TB, lies ...func(*plan.Manifest)) *world {
	t.Helper()
	w := newWorldOf(t, 3, append([]func(*plan.Manifest){inBranches}, lies...)...)
	seats := []recette.Role{campaign.Seat("Bretagne"), campaign.Seat("Corse")}
	names := map[recette.Role]string{seats[0]: loic.Name, seats[1]: letizia.Name}
	w.makeKeys(names, seats...)
	_, err := w.signOff.Declare(t.Context(), elise, "antennes", seats...)
	w.must(err)
	return w
}

// drafted makes and draws the constat of a branch.
func (w *world) drafted(antenne string) made {
	w.t.Helper()
	ctx := w.t.Context()
	number, err := w.campaigns.NextConstat(ctx, elise, campaignID, antenne)
	w.must(err)
	draft, err := w.signOff.Make(ctx, elise, signoff.Request{Campaign: campaignID, Antenne: antenne, Number: number})
	w.must(err)
	m := made{draft: draft, pv: draft.PV, texts: w.texts()}
	file, err := w.signOff.Draw(draft)
	w.must(err)
	m.file = file.Data
	m.manifest = w.contents(m.file)[reports.ManifestName]
	return m
}

// constat has the référent of a branch sign its constat, as the product does.
func (w *world) constat(who recette.Actor, antenne string) []byte {
	w.t.Helper()
	m := w.drafted(antenne)
	w.rendered(m, m.file)
	return w.seated(who, m.file)
}

func (w *world) seated(who recette.Actor, file []byte) []byte {
	w.t.Helper()
	ctx := w.t.Context()
	doc, err := signoff.Read(ctx, file)
	w.must(err)
	w.must(w.signOff.CheckSign(ctx, who, recette.Referent, doc))
	signed, err := w.signOff.Sign(ctx, who, w.opens(who, doc.Seat(recette.Referent)), doc)
	w.must(err)
	w.must(w.signOff.RecordSigned(ctx, who, signed))
	return signed.Data
}

// national makes and draws the PV that carries constats.
func (w *world) national(constats ...[]byte) made {
	w.t.Helper()
	ctx := w.t.Context()
	number, err := w.campaigns.NextPV(ctx, elise, campaignID, "")
	w.must(err)
	draft, err := w.signOff.Make(ctx, elise, signoff.Request{
		Campaign: campaignID, Number: number, Constats: func(sum string) ([]byte, bool) {
			i := slices.IndexFunc(constats, func(data []byte) bool { return verify.Digest(data) == sum })
			if i < 0 {
				return nil, false
			}
			return constats[i], true
		},
	})
	w.must(err)
	m := made{draft: draft, pv: draft.PV, texts: w.texts()}
	file, err := w.signOff.Draw(draft)
	w.must(err)
	m.file = file.Data
	m.manifest = w.contents(m.file)[reports.ManifestName]
	return m
}

// joins gives a PV that names a file more, with the files.
func joins(pv reports.PV, files map[string][]byte, data []byte) reports.PV {
	sum := sha256.Sum256(data)
	name := "constat-" + hex.EncodeToString(sum[:]) + ".pdf"
	pv.Files = append(slices.Clone(pv.Files), reports.File{
		Name: name, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(data)),
	})
	files[name] = data
	return pv
}

// A national PV judges what it carries: the file alone says what each constat is worth, and who signed it.
func TestAConstatTravelsInItsPV(t *testing.T) {
	t.Parallel()
	w := newBranches(t)
	before := w.make().pv.Identities.Authenticated
	bretagne, corse := w.constat(loic, "Bretagne"), w.constat(letizia, "Corse")
	m := w.national(bretagne, corse)
	if got := m.pv.Identities.Authenticated; got != before+2 { // whoever holds the declared key is who it says
		t.Errorf("%d facts under an authenticated identity, want %d and two signatures", got, before)
	}
	if slices.ContainsFunc(m.pv.NotShown, func(s string) bool { return strings.Contains(s, "par entité") }) {
		t.Errorf("4.8 of a campaign in branches: %q", m.pv.NotShown)
	}
	w.rendered(m, m.file)
	signed := w.sign(m, m.file)
	for _, alone := range []bool{true, false} {
		r := w.judge(signed, alone)
		if r.Status != verify.Conform || len(r.Joined) != 2 {
			t.Fatalf("alone %t: %s %v, %d constats", alone, r.Status, codes(r), len(r.Joined))
		}
		for i, want := range []struct{ antenne, signer string }{{"Bretagne", loic.Name}, {"Corse", letizia.Name}} {
			j := &r.Joined[i]
			if j.Antenne != want.antenne || j.Status != verify.Conform || j.File == "" || len(j.Findings) > 0 ||
				len(j.Alone) > 0 || j.Signer != want.signer {
				t.Errorf("alone %t: %+v", alone, j)
			}
		}
	}
	// Without the authority nobody answers for who signed, of the PV and of what it carries.
	r, err := verify.PDF(t.Context(), signed, verify.Options{Pages: signoff.Pages(words, nil)})
	w.must(err)
	if r.Status != verify.Indeterminate || r.Joined[0].Status != verify.Indeterminate {
		t.Errorf("without an authority: %s, constat %s", r.Status, r.Joined[0].Status)
	}
	t.Logf("a PV of %d bytes carries %d + %d", len(signed), len(bretagne), len(corse))
}

// One that does not travel is said to be apart, by the file and by whoever makes it; so is one of an iteration of
// before, which the PV does not take in.
func TestAConstatApartIsSaid(t *testing.T) {
	t.Parallel()
	w := newBranches(t)
	bretagne := w.constat(loic, "Bretagne")
	m := w.national()
	if len(m.draft.Apart) != 1 || m.draft.Apart[0].Antenne != "Bretagne" {
		t.Errorf("apart: %+v", m.draft.Apart)
	}
	w.rendered(m, m.file)
	r := w.judge(w.sign(m, m.file), true)
	if r.Status != verify.Conform || len(r.Joined) != 1 || r.Joined[0].File != "" ||
		r.Joined[0].Findings[0].Code != verify.ConstatApart {
		t.Errorf("%s %v %+v", r.Status, codes(r), r.Joined)
	}
	w.deliver("b2")
	if next := w.national(bretagne); len(next.draft.Apart) != 1 {
		t.Error("the constat of an iteration of before travels")
	}
}

// What a PV carries in the place of a constat, with every digest right, and the owner of the project behind it.
func TestWhatIsCarriedIsTheConstat(t *testing.T) {
	t.Parallel()
	for name, a := range map[string]struct {
		lie  func(w *world, m *made, bretagne []byte) []byte
		want verify.Code
	}{
		"a file that nothing cites": {func(w *world, m *made, bretagne []byte) []byte {
			files := w.contents(m.file)
			m.pv = joins(m.pv, files, append(slices.Clone(bretagne), '\n'))
			return w.draw(m.pv, m.pv, *m, m.texts, files)
		}, verify.Attached},
		"the same under another name": {func(w *world, m *made, bretagne []byte) []byte {
			files := w.contents(m.file)
			again := m.pv.Files[len(m.pv.Files)-1]
			again.Name = "constat-" + strings.Repeat("0", 64) + ".pdf"
			m.pv.Files, files[again.Name] = append(slices.Clone(m.pv.Files), again), bretagne
			return w.draw(m.pv, m.pv, *m, m.texts, files)
		}, verify.Attached},
		"another content under the name": {func(w *world, m *made, bretagne []byte) []byte {
			files := w.contents(m.file)
			name := m.pv.Files[len(m.pv.Files)-1].Name
			m.pv = w.enclose(m.pv, files, name, append(slices.Clone(bretagne), '\n'))
			return w.draw(m.pv, m.pv, *m, m.texts, files)
		}, verify.Attached},
		"digest of another": {func(w *world, m *made, bretagne []byte) []byte {
			files := w.contents(m.file)
			files[m.pv.Files[len(m.pv.Files)-1].Name] = append(slices.Clone(bretagne), '\n')
			return w.draw(m.pv, m.pv, *m, m.texts, files)
		}, verify.AttachedDigest},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newBranches(t)
			bretagne := w.constat(loic, "Bretagne")
			m := w.national(bretagne)
			file := a.lie(w, &m, bretagne)
			w.rendered(m, file)
			if r := w.judge(w.forced(m, file), true); r.Status != verify.NotConform ||
				codes(r)[a.want] != verify.NotConform {
				t.Errorf("%s %v, want %s", r.Status, codes(r), a.want)
			}
		})
	}
}

// said records as the signed constat of a branch a file of the owner's choice: the journal names it, the PV cites it.
func (w *world) said(who recette.Actor, m made, file []byte) {
	w.t.Helper()
	known, err := w.ring.Certificate(campaign.Seat("Bretagne"))
	w.must(err)
	w.leaf(who, journal.KindPVSigned, func(l *journal.Leaf, _ func(string) string) {
		l.PV = &journal.PV{
			Number: m.draft.Number, SHA256: verify.Digest(file), Role: string(recette.Referent),
			Signature: strings.Repeat("0", 64), Certificate: known.SHA256, // what everybody can read
		}
	})
}

// carried draws the PV that cites the constat of Brittany, with a file in its place.
func (w *world) carried(file []byte) []byte {
	w.t.Helper()
	m := w.national()
	files := w.contents(m.file)
	m.pv = joins(m.pv, files, file)
	drawn := w.draw(m.pv, m.pv, m, m.texts, files)
	w.rendered(m, drawn)
	return w.forced(m, drawn)
}

// The journal is not believed of who signed: a file that it names, and that is no constat, or not this one, or that
// nobody signed, makes the PV that carries it not conform.
func TestTheJournalDoesNotSignAConstat(t *testing.T) {
	t.Parallel()
	for name, a := range map[string]struct {
		file func(w *world, m made) []byte
		want verify.Code
	}{
		"unsigned":     {func(_ *world, m made) []byte { return m.file }, verify.ConstatUnsound},
		"not a PDF":    {func(*world, made) []byte { return []byte("constat") }, verify.ConstatUnsound},
		"not a PV":     {func(*world, made) []byte { return []byte("%PDF-1.7\n%%EOF\n") }, verify.ConstatUnsound},
		"of elsewhere": {func(w *world, _ made) []byte { return w.constat(letizia, "Corse") }, verify.ConstatDiffers},
		"a PV": {func(w *world, _ made) []byte {
			m := w.make()
			w.rendered(m, m.file)
			return w.sign(m, m.file)
		}, verify.ConstatDiffers},
		"of another project": {func(w *world, _ made) []byte {
			return newBranches(w.t).constat(loic, "Bretagne")
		}, verify.ConstatDiffers},
		"that carries one": {func(w *world, m made) []byte {
			inner := w.constat(letizia, "Corse")
			files := w.contents(m.file)
			at := w.now
			m.pv.Constats = []reports.Constat{{
				Antenne: "Corse", Number: "PV-2026-009-v1", SHA256: verify.Digest(inner), SignedBy: letizia.Name,
				SignedAt: &at, Size: 1,
			}}
			m.pv = joins(m.pv, files, inner)
			return w.draw(m.pv, m.pv, m, m.texts, files)
		}, verify.ConstatUnsound},
		"too large": {func(w *world, m made) []byte {
			return append(slices.Clone(m.file), bytes.Repeat([]byte{' '}, verify.MaxFile)...)
		}, verify.ConstatUnsound},
		"signed, then changed": {func(w *world, m made) []byte {
			return bytes.Replace(w.seated(loic, m.file), []byte("/CreationDate"), []byte("/CreationDatf"), 1)
		}, verify.ConstatUnsound},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newBranches(t)
			m := w.drafted("Bretagne")
			w.rendered(m, m.file)
			file := a.file(w, m)
			w.said(loic, m, file)
			r := w.judge(w.carried(file), true)
			i := slices.IndexFunc(r.Joined, func(j verify.Joined) bool { return j.Antenne == "Bretagne" })
			if r.Status != verify.NotConform || i < 0 || r.Joined[i].Status != verify.NotConform ||
				!slices.ContainsFunc(r.Joined[i].Findings, func(f verify.Finding) bool { return f.Code == a.want }) {
				t.Errorf("%s %v %+v, want %s", r.Status, codes(r), r.Joined, a.want)
			}
		})
	}
}

// One of an iteration of before, or whose facts came first, is of other results than the PV: it is not carried, and
// whoever forces it in is found out.
func TestAConstatOfBeforeIsRefused(t *testing.T) {
	t.Parallel()
	w := newBranches(t)
	bretagne := w.constat(loic, "Bretagne")
	w.deliver("b2")
	r := w.judge(w.carried(bretagne), true)
	if r.Status != verify.NotConform || len(r.Joined) != 1 || !slices.ContainsFunc(
		r.Joined[0].Findings, func(f verify.Finding) bool {
			return f.Code == verify.ConstatDiffers && slices.Contains(f.Args, "constats.manifest")
		},
	) {
		t.Errorf("%s %v %+v", r.Status, codes(r), r.Joined)
	}
}

// The box of a constat names one of the référents of its branch, the one whose key signs it: another name beside their
// signature is refused before anybody is asked for a passphrase, and the file would not conform.
func TestAConstatNamesWhoSignsIt(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		named string
		want  verify.Code // empty: it conforms
	}{
		"whose key signs":          {loic.Name, ""},
		"another of the branch":    {"Aziliz Morvan", verify.NameMismatch},
		"the one of another":       {letizia.Name, verify.Derived},
		"nobody whom a plan names": {"Inconnue Totale", verify.Derived},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newBranches(t, func(m *plan.Manifest) {
				first := plan.Participant{Ref: "p-aziliz", Name: "Aziliz Morvan", Role: "referent", Entity: "Bretagne"}
				m.Parties = slices.Insert(m.Parties, len(m.Parties)-2, first)
			})
			m := w.drafted("Bretagne")
			if got := m.pv.Signers[0].Name; got != loic.Name {
				t.Fatalf("the box names %s, want %s, whose key the journal knows", got, loic.Name)
			}
			m.pv.Signers = slices.Clone(m.pv.Signers)
			m.pv.Signers[0].Name = tt.named
			file := w.draw(m.pv, m.pv, m, m.texts, w.contents(m.file))
			w.rendered(m, file)
			w.boxed(loic, recette.Referent, file, tt.want)
		})
	}
}
