package verify_test

import (
	"crypto/rand"
	"errors"
	"slices"
	"testing"

	"recette/internal/campaign"
	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/sign"
	"recette/internal/verify"
	"recette/reports"
)

// foreignHead signs the head of a PV again, with a key of the forger's.
func foreignHead(t *testing.T, j *reports.Journal, origin string) {
	t.Helper()
	private, _, err := journal.GenerateLogKey(rand.Reader, origin)
	check(t, err)
	key, err := journal.ParseLogKey(private)
	check(t, err)
	head, err := key.Sign(j.Size, j.Root)
	check(t, err)
	j.Origin, j.Checkpoint, j.Verifier = head.Origin, head.Note, head.Verifier
}

// older makes a PV pass for one of before its rules had a number, and its key a leaf.
func older(pv *reports.PV) {
	pv.Derivation, pv.Openings, pv.Journal.Project, pv.Documents, pv.Replaces = 0, nil, nil, nil, nil
	pv.Identities, pv.Regression, pv.Unsigned, pv.Audit = nil, reports.Figures{}, nil, nil
	for _, list := range []*[]reports.Criterion{&pv.Entry, &pv.Exit} {
		*list = slices.Clone(*list)
		for i := range *list {
			x := &(*list)[i]
			x.Base, x.Window, x.Measure, x.MeasuredBy = "", "", "", ""
		}
	}
	for i := range pv.Entry { // what the plan says of them in advance was believed
		if x := &pv.Entry[i]; x.Met == "unknown" {
			x.Met = "yes"
		}
	}
	pv.Journal.Leaves = slices.DeleteFunc(slices.Clone(pv.Journal.Leaves), func(l reports.Leaf) bool {
		leaf, err := journal.Decode(l.Raw)
		return err == nil && (leaf.Kind == journal.KindPVRendered || leaf.Kind == journal.KindPVSigned)
	})
	for i := range pv.Signers {
		pv.Signers[i].Certificate, pv.Signers[i].Authority = "", ""
	}
}

// dropped removes the leaves of the project of some kinds.
func dropped(j *reports.Journal, kinds ...journal.Kind) {
	j.Project = slices.DeleteFunc(j.Project, func(l reports.Leaf) bool {
		leaf, err := journal.Decode(l.Raw)
		return err == nil && slices.Contains(kinds, leaf.Kind)
	})
}

// TestProject_InsidersLies: whoever owns the project, its keys and a program of their own cannot make a PV conform
// under another key or another name than the journal says, nor with certificates that it does not.
func TestProject_InsidersLies(t *testing.T) {
	for name, tt := range map[string]struct {
		before func(*project) // while the campaign is conducted
		lie    func(*reports.Journal)
		want   verify.Code // of a PV that is not conform
	}{
		"the key of another log": {lie: func(j *reports.Journal) {
			foreignHead(t, j, journal.Origin("autre"))
		}, want: verify.LogBinding},
		"another key under the same name": {lie: func(j *reports.Journal) {
			foreignHead(t, j, j.Origin)
		}, want: verify.LogBinding},
		"all of it left out": {lie: func(j *reports.Journal) {
			j.Project = nil
		}, want: verify.LogBinding},
		"the opening left out": {lie: func(j *reports.Journal) {
			dropped(j, journal.KindLogOpen)
		}, want: verify.LogBinding},
		"the certificates left out": {lie: func(j *reports.Journal) {
			dropped(j, journal.KindKeyAdd)
		}, want: verify.KeyUnknown},
		"the signers made again, and not recorded": {before: func(p *project) {
			p.ppo, p.po = p.issue(elise.Name, sign.RolePPO), p.issue(marc.Name, sign.RolePO)
		}, want: verify.KeyUnknown},
		"the replaced certificate signs": {before: func(p *project) {
			former := p.po
			p.declare("une carte perdue", p.ppo, p.issue(marc.Name, sign.RolePO))
			p.po = former
		}, want: verify.KeyUnknown},
		"a replacement left out": {before: func(p *project) {
			former := p.po
			p.declare("une carte perdue", p.ppo, p.issue(marc.Name, sign.RolePO))
			p.declare("retrouvée", p.ppo, former)
		}, lie: func(j *reports.Journal) {
			j.Project = slices.Delete(j.Project, len(j.Project)-2, len(j.Project)-1)
		}, want: verify.LogBinding},
		"a rotation left out": {before: rotate, lie: func(j *reports.Journal) {
			dropped(j, journal.KindLogRotate)
		}, want: verify.LogBinding},
		"a leaf twice": {lie: func(j *reports.Journal) {
			j.Project = append(j.Project, j.Project[len(j.Project)-1])
		}, want: verify.LeafDuplicate},
		"out of order": {lie: func(j *reports.Journal) {
			slices.Reverse(j.Project)
		}, want: verify.LeafDuplicate},
		"a leaf of the campaign among them": {lie: func(j *reports.Journal) {
			j.Project = append(j.Project, j.Leaves[0])
		}, want: verify.LeafForeign},
		"one of them among the leaves of the campaign": {lie: func(j *reports.Journal) {
			j.Leaves = append(j.Leaves, j.Project[0])
		}, want: verify.LeafForeign},
		"a certificate that the log does not hold": {lie: func(j *reports.Journal) {
			l, err := journal.Decode(j.Project[1].Raw)
			check(t, err)
			l.Key.Fingerprint = verify.Digest([]byte("autre"))
			j.Project[1].Raw, err = journal.Encode(l)
			check(t, err)
		}, want: verify.LeafProof},
	} {
		p := conduct(t)
		if tt.before != nil {
			tt.before(p)
		}
		doc, manifest := p.build("")
		if tt.lie != nil {
			tt.lie(&doc.Journal)
		}
		r := p.verify(p.both(p.render(doc, manifest, nil)).po.PDF)
		t.Run(name, func(t *testing.T) { expect(t, r, tt.want) })
	}
}

// rotate gives the log another key, that the one of before vouches for.
func rotate(p *project) { changeKey(p, true) }

// changeKey gives the log another key; the one of before signs the change, or does not.
func changeKey(p *project, vouched bool) {
	private, public, err := journal.GenerateLogKey(rand.Reader, journal.Origin("essai"))
	check(p.t, err)
	check(p.t, p.s.Rekey(p.t.Context(), elise, campaign.LogKey{
		Origin: journal.Origin("essai"), Verifier: public, Producer: "recette 1",
	}, "un poste volé"))
	if vouched {
		_, err := p.db.Checkpoint(p.t.Context())
		check(p.t, err)
	}
	p.reopen(private)
}

// TestProject_WhatIsSaid: what changed lawfully is conform, and said.
func TestProject_WhatIsSaid(t *testing.T) {
	for name, tt := range map[string]struct {
		before func(*project)
		lie    func(*reports.PV)
		want   verify.Code // an info
	}{
		"nothing changed": {},
		"a certificate replaced": {before: func(p *project) {
			p.po = p.issue(marc.Name, sign.RolePO)
			p.declare("une carte perdue", p.ppo, p.po)
		}, want: verify.KeyReplaced},
		"a key changed": {before: rotate, want: verify.LogRotated},
		"a key that none vouches for": {
			before: func(p *project) { changeKey(p, false) }, want: verify.LogUnvouched,
		},
		"a PV of before the keys": {lie: older, want: verify.LogUnbound},
	} {
		p := conduct(t)
		if tt.before != nil {
			tt.before(p)
		}
		doc, manifest := p.build("")
		if tt.lie != nil {
			tt.lie(&doc)
		}
		r := p.verify(p.both(p.render(doc, manifest, nil)).po.PDF)
		if r.Status == verify.NotConform || tt.want == "" && len(all(r)) > 0 || tt.want != "" && !has(r, tt.want) {
			t.Errorf("%s: status %s, want %q: %v", name, r.Status, tt.want, all(r))
		}
	}
}

// TestProject_AgainstTheJournal: what a PV leaves out of what it should hold of the project, the journal shows, even
// when it passes for a PV of before.
func TestProject_AgainstTheJournal(t *testing.T) {
	for name, lie := range map[string]func(*reports.PV){
		"all of it": older,
		"one of the leaves": func(pv *reports.PV) {
			pv.Journal.Project = pv.Journal.Project[:len(pv.Journal.Project)-1]
		},
	} {
		p := conduct(t)
		doc, manifest := p.build("")
		lie(&doc)
		s := states{base: p.render(doc, manifest, nil)}
		check(t, p.s.RecordPVRendered(t.Context(), elise, campaignID, campaign.Rendered{
			Number: doc.Number, SHA256: verify.Digest(s.base), Checkpoint: doc.Journal.Size,
		}))
		s.ppo = p.sign(s.base, p.ppo, nil)
		p.recordSigned(elise, doc.Number, s.base, s.ppo)
		s.po = p.sign(s.ppo.PDF, p.po, nil)
		p.recordSigned(marc, doc.Number, s.ppo.PDF, s.po)
		t.Run(name, func(t *testing.T) { expect(t, p.against(s.po.PDF), verify.LeafOmitted) })
	}
}

// TestRecordPVSigned_ByTheCertificateOfTheJournal: no other signature is recorded.
func TestRecordPVSigned_ByTheCertificateOfTheJournal(t *testing.T) {
	p := conduct(t)
	doc, manifest := p.build("")
	base := p.render(doc, manifest, nil)
	check(t, p.s.RecordPVRendered(t.Context(), elise, campaignID, campaign.Rendered{
		Number: doc.Number, SHA256: verify.Digest(base), Checkpoint: doc.Journal.Size,
	}))
	made := p.sign(base, p.issue(elise.Name, sign.RolePPO), nil)
	err := p.s.RecordPVSigned(t.Context(), elise, campaignID, campaign.SignedPV{
		Number: doc.Number, Of: verify.Digest(base), SHA256: made.FileSHA256, Signature: made.SignatureValueSHA256,
		Certificate: made.CertificateSHA256,
	})
	if !errors.Is(err, campaign.ErrUndeclared) {
		t.Errorf("RecordPVSigned with another certificate = %v, want ErrUndeclared", err)
	}
	if keys, err := p.s.SignerKeys(t.Context(), elise); err != nil || len(keys.By) != len(roles()) {
		t.Errorf("SignerKeys = %+v, %v", keys, err)
	}
}

func roles() []recette.Role { return []recette.Role{recette.PPO, recette.PO} }

// TestOlder_ExclusionElsewhere: the rules of before said of no exclusion that nothing verifies who agreed to it. A PV
// of before that does lies, whatever its pages show of it.
func TestOlder_ExclusionElsewhere(t *testing.T) {
	p := conduct(t)
	for _, said := range []bool{false, true} {
		doc, manifest := p.build("")
		older(&doc)
		doc.OutOfScope = slices.Clone(doc.OutOfScope)
		doc.OutOfScope[0].Elsewhere = said
		r := judge(t, p.render(doc, manifest, nil), verify.Options{Anchors: p.anchors()})
		if has(r, verify.HeaderMismatch) != said {
			t.Errorf("said %t: %v", said, all(r))
		}
	}
}
