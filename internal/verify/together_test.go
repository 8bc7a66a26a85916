package verify_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"recette/internal/campaign"
	"recette/internal/journal"
	"recette/internal/store"
	"recette/internal/verify"
	"recette/reports"
)

// rewrite makes a PV rest on another history of the same log, as whoever holds its key can: some leaves are others, and
// the head and every proof are made again.
func (p *project) rewrite(doc *reports.PV, edit func(l *journal.Leaf, raw []byte) []byte) journal.Signed {
	p.t.Helper()
	tree := &journal.Tree{}
	var stored []tlog.Hash
	for rec, err := range p.db.Records(p.t.Context(), journal.Filter{}) {
		check(p.t, err)
		if rec.Leaf.Seq >= doc.Journal.Size {
			break
		}
		for made := tree.Add(edit(&rec.Leaf, rec.Raw)); len(made) > 0; made = made[tlog.HashSize:] {
			stored = append(stored, tlog.Hash(made[:tlog.HashSize]))
		}
	}
	key, err := journal.ParseLogKey(p.key)
	check(p.t, err)
	signed, err := key.Sign(tree.Size(), tree.Root())
	check(p.t, err)
	doc.Journal.Size, doc.Journal.Root, doc.Journal.Checkpoint = signed.Size, signed.Root, signed.Note
	hashes := tlog.HashReaderFunc(func(at []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(at))
		for k, n := range at {
			out[k] = stored[n]
		}
		return out, nil
	})
	for _, list := range [][]reports.Leaf{doc.Journal.Leaves, doc.Journal.Project} {
		for i := range list {
			proofs, err := journal.ProveInclusion(signed.Size, []int64{list[i].Seq}, hashes)
			check(p.t, err)
			list[i].Proof = proofs[0].Hashes
		}
	}
	return signed
}

// aside records what no PV rests on.
func (p *project) aside() {
	p.t.Helper()
	_, err := p.s.OpenRun(p.t.Context(), yann, campaign.FreeRun{})
	check(p.t, err)
}

// other changes a run outside any campaign: no PV rests on that leaf.
func other(l *journal.Leaf, raw []byte) []byte {
	if l.Kind == journal.KindRunOpen {
		return bytes.Replace(raw, []byte(l.Actor.Ref), []byte("p-autre"), 1)
	}
	return raw
}

// together judges files in one command.
func (p *project) together(o verify.Options, files ...[]byte) []*verify.Report {
	p.t.Helper()
	o.Anchors, o.Beside = p.anchors(), true
	var names []string
	var reports []*verify.Report
	for i, f := range files {
		names = append(names, "fichier-"+string(rune('a'+i))+".pdf")
		reports = append(reports, judge(p.t, f, o))
	}
	verify.Together(names, reports)
	return reports
}

func codes(list []verify.Finding) (out []verify.Code) {
	for _, f := range list {
		out = append(out, f.Code)
	}
	return out
}

// One log has one history, one number is that of one PV: files that are given together are compared.
func TestFilesThatAreGivenTogether(t *testing.T) {
	p := conduct(t)
	p.aside()
	first := p.issuePV("adhesion").po.PDF
	doc, manifest := p.build("")
	rendered := p.render(doc, manifest, nil)
	check(t, p.s.RecordPVRendered(t.Context(), elise, campaignID, campaign.Rendered{
		Number: doc.Number, SHA256: verify.Digest(rendered), Checkpoint: doc.Journal.Size,
	}))
	honest := p.both(rendered).po.PDF
	sameSize := clone(t, &doc)
	p.rewrite(&sameSize, other)
	foreign := clone(t, &sameSize)
	foreignHead(t, &foreign.Journal, foreign.Journal.Origin)
	older(&foreign)
	later := p.issuePV("reste").po.PDF
	p.auto("SC-0006", 2, pass, pass, pass)
	grown, _ := p.build("reste")
	p.rewrite(&grown, other)
	twice := clone(t, &doc)
	twice.Producer = "recette autre"
	signed := func(doc reports.PV) []byte { return p.both(p.render(doc, manifest, nil)).po.PDF }
	for name, tt := range map[string]struct {
		files  [][]byte
		status verify.Status
		want   verify.Code
	}{
		"the same twice":     {[][]byte{honest, honest}, verify.Conform, ""},
		"of two journeys":    {[][]byte{first, honest, later}, verify.Conform, ""},
		"signed once more":   {[][]byte{honest, p.both(p.render(doc, manifest, nil)).po.PDF}, verify.Conform, ""},
		"two roots":          {[][]byte{honest, signed(sameSize)}, verify.NotConform, verify.Equivocation},
		"another past":       {[][]byte{honest, signed(grown)}, verify.NotConform, verify.Equivocation},
		"one number for two": {[][]byte{honest, signed(twice)}, verify.NotConform, verify.NumberTwice},
		"under another key":  {[][]byte{honest, signed(foreign)}, "", verify.Equivocation},
	} {
		t.Run(name, func(t *testing.T) {
			for i, f := range tt.files {
				if r := p.verify(f); r.Status != verify.Conform && tt.status != "" {
					t.Fatalf("file %d alone: %s, %v", i, r.Status, all(r))
				}
			}
			for i, r := range p.together(verify.Options{}, tt.files...) {
				if tt.status != "" && r.Status != tt.status {
					t.Errorf("file %d: %s, want %s: %v", i, r.Status, tt.status, r.Together)
				}
				if tt.want != "" && !slices.Contains(codes(r.Together), tt.want) {
					t.Errorf("file %d: %v, want %q", i, r.Together, tt.want)
				}
			}
		})
	}
}

// A file that anybody can make, out of a PV and under its number, says nothing against it: bytes that no signature
// holds any more, none at all, or those of an authority that nobody trusts. By itself it is not conform.
func TestFileThatNobodyVouchesForConvictsNone(t *testing.T) {
	p := conduct(t)
	doc, manifest := p.build("")
	rendered := p.render(doc, manifest, nil)
	check(t, p.s.RecordPVRendered(t.Context(), elise, campaignID, campaign.Rendered{
		Number: doc.Number, SHA256: verify.Digest(rendered), Checkpoint: doc.Journal.Size,
	}))
	honest := p.both(rendered).po.PDF
	changed := slices.Clone(honest)
	changed[len(rendered)/3] ^= 1
	twice := clone(t, &doc)
	twice.Producer = "recette autre"
	other := p.render(twice, manifest, nil)
	for name, file := range map[string][]byte{
		"one byte": changed, "unsigned": other, "by another authority": conduct(t).both(other).po.PDF,
		"of another log of that name": conduct(t).issuePV("").po.PDF,
	} {
		t.Run(name, func(t *testing.T) {
			r := p.together(verify.Options{}, honest, file)
			if r[0].Status != verify.Conform || !slices.Contains(codes(r[0].Together), "NUMBER_UNVOUCHED") {
				t.Errorf("the honest PV: %s, %v", r[0].Status, r[0].Together)
			}
			if r[1].Status != verify.NotConform || !slices.Contains(codes(r[1].Together), verify.NumberTwice) {
				t.Errorf("the other file: %s, %v", r[1].Status, all(r[1]))
			}
		})
	}
}

// Nor does one of another log, that bears the number, the title and the campaign of the honest one.
func TestLogThatNobodyVouchesForAccusesNone(t *testing.T) {
	p, q := conduct(t), conduct(t)
	honest := p.issuePV("").po.PDF
	doc, manifest := q.build("")
	foreignHead(t, &doc.Journal, journal.Origin("clone"))
	doc.Derivation, doc.Openings, doc.Journal.Project = 0, nil, nil
	for _, want := range []verify.Code{verify.NumberElsewhere, "CAMPAIGN_ELSEWHERE"} {
		r := p.together(verify.Options{}, honest, q.both(q.render(doc, manifest, nil)).po.PDF)
		if r[0].Status != verify.Conform || !slices.Contains(codes(r[0].Together), want) {
			t.Errorf("the honest PV: %s, %v, want %s", r[0].Status, r[0].Together, want)
		}
		doc.Number += "-v2"
	}
}

// Sizes between which nothing at hand makes a way are said not to compare, and the journal settles it.
func TestHeadsThatDoNotCompare(t *testing.T) {
	p := conduct(t)
	early := p.issuePV("adhesion").po.PDF
	doc, manifest := p.build("reste")
	doc.Journal.Leaves = slices.DeleteFunc(doc.Journal.Leaves, func(l reports.Leaf) bool { return l.Seq > 12 })
	few := p.both(p.render(doc, manifest, nil)).po.PDF // not conform, and its head is signed
	if r := p.together(verify.Options{}, early, few); !slices.Contains(codes(r[0].Together), verify.NotComparable) ||
		r[0].Status != verify.Conform {
		t.Errorf("without the journal: %s, %v", r[0].Status, r[0].Together)
	}
	if r := p.together(verify.Options{Journal: p.db}, early, few); len(r[0].Together) > 0 {
		t.Errorf("with the journal: %v", r[0].Together)
	}
}

// A head that was kept elsewhere is compared with the PV, and with the journal when it is at hand.
func TestWitnesses(t *testing.T) {
	p := conduct(t)
	p.aside()
	p.issuePV("adhesion")
	doc, manifest := p.build("")
	file := p.both(p.render(doc, manifest, nil)).po.PDF
	honest := journal.Signed{Note: doc.Journal.Checkpoint}
	forged := clone(t, &doc)
	rewritten := p.rewrite(&forged, other)
	p.auto("SC-0006", 2, pass, pass, pass)
	later, err := p.db.Checkpoint(t.Context())
	check(t, err)
	longer := clone(t, &doc)
	longer.Journal.Size = later.Size
	laterRewritten := p.rewrite(&longer, other)
	signs := func(origin string) journal.Signed {
		private, _, err := journal.GenerateLogKey(rand.Reader, origin)
		check(t, err)
		key, err := journal.ParseLogKey(private)
		check(t, err)
		signed, err := key.Sign(doc.Journal.Size, doc.Journal.Root)
		check(t, err)
		return signed
	}
	stranger, unsigned := signs(journal.Origin("ailleurs")), signs(doc.Journal.Origin)
	cut := honest.Note[:len(honest.Note)-8]
	for name, tt := range map[string]struct {
		note          string
		alone, beside verify.Code
		status        verify.Status // alone
	}{
		"its own head":      {honest.Note, verify.WitnessAgrees, verify.WitnessAgrees, verify.Conform},
		"another root":      {rewritten.Note, verify.Equivocation, verify.Equivocation, verify.NotConform},
		"a later head":      {later.Note, verify.NotComparable, verify.WitnessAgrees, verify.Conform},
		"a later lie":       {laterRewritten.Note, verify.NotComparable, verify.Equivocation, verify.Conform},
		"of another log":    {stranger.Note, verify.WitnessForeign, verify.WitnessForeign, verify.Conform},
		"under another key": {unsigned.Note, verify.WitnessUnsigned, verify.WitnessUnsigned, verify.Indeterminate},
		"cut":               {cut, verify.WitnessUnsigned, verify.WitnessUnsigned, verify.Indeterminate},
	} {
		t.Run(name, func(t *testing.T) {
			o := verify.Options{Anchors: p.anchors(), Witnesses: []verify.Witness{{Name: "temoin.txt", Note: tt.note}}}
			if r := judge(t, file, o); r.Status != tt.status || !has(r, tt.alone) {
				t.Errorf("alone: %s, %v, want %s by %s", r.Status, all(r), tt.status, tt.alone)
			}
			o.Journal = p.db
			if r := judge(t, file, o); !has(r, tt.beside) {
				t.Errorf("beside the journal: %v, want %s", all(r), tt.beside)
			}
		})
	}
}

// Witnesses are read as a note, and as they are kept beside a database.
func TestNotes(t *testing.T) {
	p := conduct(t)
	signed, err := p.db.Checkpoint(t.Context())
	check(t, err)
	line, err := json.Marshal(store.StoredCheckpoint{Size: signed.Size, Verifier: signed.Verifier, Note: signed.Note})
	check(t, err)
	for name, tt := range map[string]struct {
		data string
		want int
	}{
		"note":  {signed.Note, 1},
		"kept":  {"recette head 1\n" + signed.Verifier + "\n\n" + signed.Note, 1},
		"torn":  {"recette head 1\n" + signed.Verifier + "\n", 0},
		"lines": {string(line) + "\n" + string(line) + "\n", 2},
		"empty": {"", 0}, "text": {"bonjour", 0}, "other lines": {"{}\n", 0},
	} {
		t.Run(name, func(t *testing.T) {
			notes, err := verify.Notes([]byte(tt.data))
			if len(notes) != tt.want || (err != nil) != (tt.want == 0) {
				t.Errorf("%d notes, %v, want %d", len(notes), err, tt.want)
			}
		})
	}
}
