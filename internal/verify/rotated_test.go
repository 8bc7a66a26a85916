package verify_test

import (
	"crypto/rand"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/campaign"
	"recette/internal/journal"
	"recette/internal/verify"
)

// loses gives the log another key, that of before being lost.
func loses(p *project) {
	p.t.Helper()
	private, public, err := journal.GenerateLogKey(rand.Reader, journal.Origin("essai"))
	check(p.t, err)
	check(p.t, p.s.Rekey(p.t.Context(), elise, campaign.LogKey{
		Origin: journal.Origin("essai"), Verifier: public, Producer: "recette 1", Lost: true,
	}, "un disque perdu"))
	p.reopen(private)
}

// A change of key that a file proves does not part its history from that of before. A key that was lost vouches for
// nothing, and neither does a leaf that names a key which the other file does not have.
func TestFilesOnBothSidesOfARotation(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*project)
		status verify.Status
		want   verify.Code
	}{
		"changed":    {rotate, verify.Conform, "HEAD_ROTATED"},
		"twice":      {func(p *project) { rotate(p); rotate(p) }, verify.Conform, "HEAD_ROTATED"},
		"unvouched":  {func(p *project) { changeKey(p, false) }, verify.Indeterminate, "HEAD_KEYS"},
		"not twice":  {func(p *project) { rotate(p); changeKey(p, false) }, verify.Indeterminate, "HEAD_KEYS"},
		"lost":       {loses, verify.Indeterminate, "HEAD_KEYS"},
		"lost later": {func(p *project) { rotate(p); loses(p) }, verify.Indeterminate, "HEAD_KEYS"},
	} {
		t.Run(name, func(t *testing.T) {
			p := conduct(t)
			before := p.issuePV("").po.PDF
			tt.change(p)
			after := p.issuePV("").po.PDF
			for i, r := range p.together(verify.Options{}, before, after) {
				if r.Status != tt.status || !slices.Contains(codes(r.Together), tt.want) {
					t.Errorf("file %d: %s, %v, want %s by %s", i, r.Status, r.Together, tt.status, tt.want)
				}
			}
		})
	}
}

// The key of before signs nothing that came after the change, even under a rotation that is proven.
func TestTheFormerKeySignsNoLonger(t *testing.T) {
	p := conduct(t)
	former := p.key
	rotate(p)
	after := p.issuePV("adhesion").po.PDF
	p.auto("SC-0006", 2, pass, pass, pass)
	doc, manifest := p.build("")
	p.key = former
	key, err := journal.ParseLogKey(former)
	check(t, err)
	signed, err := key.Sign(doc.Journal.Size, doc.Journal.Root)
	check(t, err)
	doc.Journal.Checkpoint, doc.Journal.Verifier = signed.Note, signed.Verifier
	forged := p.both(p.render(doc, manifest, nil)).po.PDF
	r := p.together(verify.Options{}, after, forged)
	if r[0].Status != verify.Indeterminate || r[1].Status != verify.NotConform {
		t.Errorf("status %s and %s: %v, %v", r[0].Status, r[1].Status, r[0].Together, all(r[1]))
	}
	note := verify.Witness{Name: "temoin.txt", Note: signed.Note}
	for _, o := range []verify.Options{{}, {Journal: p.db}} {
		o.Anchors, o.Witnesses = p.anchors(), []verify.Witness{note}
		if r := judge(t, after, o); r.Status != verify.Indeterminate || !has(r, verify.WitnessUnsigned) {
			t.Errorf("as a witness: %s, %v", r.Status, all(r))
		}
	}
}

// Heads that were kept on the other side of a rotation are compared, when the file or the journal proves it.
func TestWitnessesOnBothSidesOfARotation(t *testing.T) {
	for name, tt := range map[string]struct {
		change        func(*project)
		before, after verify.Code // of the PV of before with the witness of after, and the other way round
	}{
		"changed":   {rotate, verify.WitnessUnsigned, verify.WitnessAgrees},
		"unvouched": {func(p *project) { changeKey(p, false) }, verify.WitnessUnsigned, "HEAD_KEYS"},
		"lost":      {loses, verify.WitnessUnsigned, "HEAD_KEYS"},
	} {
		p := conduct(t)
		early, manifest := p.build("")
		before := p.both(p.render(early, manifest, nil)).po.PDF
		tt.change(p)
		late, manifest := p.build("")
		after := p.both(p.render(late, manifest, nil)).po.PDF
		for side, x := range map[string]struct {
			file []byte
			note string
			want verify.Code
		}{
			"before": {before, late.Journal.Checkpoint, tt.before},
			"after":  {after, early.Journal.Checkpoint, tt.after},
		} {
			o := verify.Options{Anchors: p.anchors(), Witnesses: []verify.Witness{{Name: "temoin.txt", Note: x.note}}}
			if r := judge(t, x.file, o); !has(r, x.want) {
				t.Errorf("%s, %s, alone: %v, want %s", name, side, all(r), x.want)
			}
			o.Journal = p.db // which settles that both are of one history
			if r := judge(t, x.file, o); !has(r, verify.WitnessAgrees) || has(r, verify.JournalKey) {
				t.Errorf("%s, %s, beside the journal: %v", name, side, all(r))
			}
		}
	}
}

// A head of a rewritten log that the key of before signed is another history, rotation or not.
func TestALieOfBeforeTheRotation(t *testing.T) {
	p := conduct(t)
	p.aside()
	p.issuePV("adhesion")
	doc, manifest := p.build("")
	p.rewrite(&doc, other)
	lie := p.both(p.render(doc, manifest, nil)).po.PDF
	rotate(p)
	honest := p.issuePV("").po.PDF
	for i, r := range p.together(verify.Options{}, lie, honest) {
		if r.Status != verify.NotConform || !slices.Contains(codes(r.Together), verify.Equivocation) {
			t.Errorf("file %d: %s, %v", i, r.Status, r.Together)
		}
	}
}

// A handover that is not the signature of the key of before, over that very head, makes the PV not conform.
func TestAHandoverThatIsForged(t *testing.T) {
	p := conduct(t)
	former, err := journal.ParseLogKey(p.key)
	check(t, err)
	rotate(p)
	p.auto("SC-0006", 2, pass, pass, pass)
	doc, manifest := p.build("")
	honest := doc.Journal.Handovers
	if len(honest) != 1 {
		t.Fatalf("%d handovers", len(honest))
	}
	own, err := journal.ParseLogKey(p.key)
	check(t, err)
	rotation, err := journal.OpenCheckpoint(honest[0], former.Verifier())
	check(t, err)
	signs := func(key *journal.LogKey, size int64, root string) string {
		signed, err := key.Sign(size, root)
		check(t, err)
		return signed.Note
	}
	for name, notes := range map[string][]string{
		"by the new key":      {signs(own, rotation.Size, rotation.Root)},
		"of another size":     {signs(former, doc.Journal.Size, doc.Journal.Root)},
		"of another root":     {signs(former, rotation.Size, doc.Journal.Root)},
		"twice":               {honest[0], honest[0]},
		"cut":                 {honest[0][:len(honest[0])-9]},
		"behind an empty one": {"", honest[0]},
	} {
		doc.Journal.Handovers = notes
		r := p.verify(p.both(p.render(doc, manifest, nil)).po.PDF)
		t.Run(name, func(t *testing.T) { expect(t, r, verify.LogBinding) })
	}
	doc.Journal.Handovers = nil
	if r := p.verify(p.both(p.render(doc, manifest, nil)).po.PDF); !has(r, verify.LogUnvouched) {
		t.Errorf("without it: %v", all(r))
	}
}

// Two logs that give one number are said, on both sides.
func TestOneNumberOfTwoLogs(t *testing.T) {
	p := conduct(t)
	doc, manifest := p.build("")
	mine, number := p.both(p.render(doc, manifest, nil)).po.PDF, doc.Number
	foreignHead(t, &doc.Journal, journal.Origin("clone"))
	doc.Derivation, doc.Openings, doc.Journal.Project = 0, nil, nil
	file := func() []byte { return p.both(p.render(doc, manifest, nil)).po.PDF }
	for _, tt := range []struct {
		change func()
		want   []verify.Finding
	}{
		{func() {}, []verify.Finding{{Code: verify.NumberElsewhere, Status: verify.Indeterminate}}},
		{func() { doc.Number += "-v2" }, []verify.Finding{{Code: "CAMPAIGN_ELSEWHERE", Status: verify.Indeterminate}}},
		{func() { doc.Title = "PV d’un autre projet" }, nil},
		{func() { doc.Number = number }, []verify.Finding{{Code: verify.NumberElsewhere, Status: verify.Conform}}},
	} {
		tt.change()
		for i, r := range p.together(verify.Options{}, mine, file()) {
			for k := range r.Together {
				r.Together[k].Args = nil
			}
			if diff := cmp.Diff(tt.want, r.Together); diff != "" {
				t.Errorf("file %d (-want +got):\n%s", i, diff)
			}
		}
	}
}

// A key that vouched for two others, on two branches of one log, makes no history of the two.
func TestTwoRotationsOfOneKey(t *testing.T) {
	p := conduct(t)
	branch := *p
	branch.dir = t.TempDir()
	check(t, os.CopyFS(branch.dir, os.DirFS(p.dir)))
	branch.reopen(p.key)
	branch.auto("SC-0006", 2, pass, pass, pass)
	rotate(p)
	rotate(&branch)
	one, other := p.issuePV("").po.PDF, branch.issuePV("").po.PDF
	for i, r := range p.together(verify.Options{}, one, other) {
		if r.Status != verify.NotConform || !slices.Contains(codes(r.Together), verify.Equivocation) {
			t.Errorf("file %d: %s, %v", i, r.Status, r.Together)
		}
	}
	o := verify.Options{Journal: branch.db, Anchors: p.anchors()}
	if r := judge(t, one, o); r.Status != verify.NotConform || !has(r, verify.JournalKey) {
		t.Errorf("beside the journal of the other branch: %s, %v", r.Status, all(r))
	}
}
