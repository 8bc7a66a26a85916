package verify_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"flag"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/tlog"

	"recette/internal/journal"
	"recette/internal/pdf"
	"recette/internal/recette"
	"recette/internal/store/sqlite"
	"recette/internal/verify"
	"recette/reports"
)

// after appends leaves to the log of the project, as a later version of recette would, and makes the PV hold them: the
// head is signed again, every proof is made again. A format gets the position of its leaf.
func (p *project) after(doc *reports.PV, formats ...string) {
	p.t.Helper()
	var raws [][]byte
	for rec, err := range p.db.Records(p.t.Context(), journal.Filter{}) {
		check(p.t, err)
		if rec.Leaf.Seq < doc.Journal.Size {
			raws = append(raws, rec.Raw)
		}
	}
	for _, format := range formats {
		seq := int64(len(raws))
		raws = append(raws, []byte(strings.ReplaceAll(format, `"seq":7`, fmt.Sprintf(`"seq":%d`, seq))))
		doc.Journal.Leaves = append(doc.Journal.Leaves, reports.Leaf{Seq: seq, Raw: raws[seq]})
	}
	tree := &journal.Tree{}
	var stored []tlog.Hash
	for _, raw := range raws {
		made := tree.Add(raw)
		for ; len(made) > 0; made = made[tlog.HashSize:] {
			stored = append(stored, tlog.Hash(made[:tlog.HashSize]))
		}
	}
	hashes := tlog.HashReaderFunc(func(at []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(at))
		for k, n := range at {
			out[k] = stored[n]
		}
		return out, nil
	})
	key, err := journal.ParseLogKey(p.key)
	check(p.t, err)
	head, err := key.Sign(tree.Size(), tree.Root())
	check(p.t, err)
	doc.Journal.Origin, doc.Journal.Verifier = head.Origin, head.Verifier
	doc.Journal.Size, doc.Journal.Root, doc.Journal.Checkpoint = head.Size, head.Root, head.Note
	for _, list := range [][]reports.Leaf{doc.Journal.Leaves, doc.Journal.Project} {
		for i := range list {
			proofs, err := journal.ProveInclusion(head.Size, []int64{list[i].Seq}, hashes)
			check(p.t, err)
			list[i].Proof = proofs[0].Hashes
		}
	}
}

// vectorsOf reads the vectors of the journal, which both sides share.
func vectorsOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("..", "journal", "testdata", "vectors", dir, "*.json"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("vectors %s: %d, error %v", dir, len(paths), err)
	}
	all := map[string]string{}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		check(t, err)
		all[dir+"/"+strings.TrimSuffix(filepath.Base(path), ".json")] = string(raw)
	}
	return all
}

var rewrite = flag.Bool("update", false, "write the files of testdata again")

const (
	newerLeaf = `{"at":"2026-11-23T09:30:00.000Z","campaign":"recette-v1","kind":"result",` +
		`"mood":{"calm":true},"seq":7,"v":1000}`
	unknownLeaf = `{"at":"2026-11-23T09:30:00.000Z","campaign":"recette-v1","kind":"visit",` +
		`"seq":7,"v":1,"visit":{"by":2}}`
)

// TestLeavesOfOtherVersions: a leaf that is not understood never makes a PV conform, nor not conform.
func TestLeavesOfOtherVersions(t *testing.T) {
	p := conduct(t)
	p.now = p.now.Add(time.Hour) // the leaves are of half past nine
	tests := map[string]struct {
		leaves []string
		change func(*reports.PV)
		status verify.Status
		code   verify.Code
	}{
		"newer":             {[]string{newerLeaf}, nil, verify.Indeterminate, verify.LeafNewer},
		"thirty newer":      {slicesOf(newerLeaf, 30), nil, verify.Indeterminate, verify.More},
		"newer and a lie":   {[]string{newerLeaf}, whitewash, verify.Indeterminate, verify.LeafNewer},
		"newer, not proven": {[]string{newerLeaf}, breakLast, verify.NotConform, verify.LeafProof},
		"newer, altered":    {[]string{newerLeaf}, alterLast, verify.NotConform, verify.LeafProof},
		"newer, of another campaign": {
			[]string{strings.Replace(newerLeaf, "recette-v1", "autre", 1)}, nil, verify.NotConform, verify.LeafForeign,
		},
		"newer and a false header": {
			[]string{newerLeaf},
			func(d *reports.PV) { d.Release.Version = "1.5" }, verify.NotConform,
			verify.HeaderMismatch,
		},
		"unknown kind":            {[]string{unknownLeaf}, nil, verify.Conform, verify.LeafKindUnknown},
		"thirty of unknown kinds": {slicesOf(unknownLeaf, 30), nil, verify.Conform, verify.More},
		"unknown kind and a lie":  {[]string{unknownLeaf}, whitewash, verify.NotConform, verify.CaseVerdict},
		"unknown kind, altered":   {[]string{unknownLeaf}, alterLast, verify.NotConform, verify.LeafProof},
		"malformed": {
			[]string{strings.Replace(newerLeaf, `"v":1000`, `"v": 1000`, 1)},
			nil, verify.NotConform,
			verify.LeafUnreadable,
		},
	}
	for name, raw := range vectorsOf(t, "newer") {
		tests[name] = struct {
			leaves []string
			change func(*reports.PV)
			status verify.Status
			code   verify.Code
		}{[]string{raw}, nil, verify.Indeterminate, verify.LeafNewer}
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			doc, manifest := p.build("")
			p.after(&doc, tt.leaves...)
			if tt.change != nil {
				tt.change(&doc)
			}
			r := p.verify(p.both(p.render(doc, manifest, nil)).po.PDF)
			if r.Status != tt.status || !has(r, tt.code) {
				t.Errorf("status %s, want %s with %s: %v", r.Status, tt.status, tt.code, all(r))
			}
			for _, s := range r.Signatures {
				if s.Status != verify.Conform {
					t.Errorf("signature %s: %v", s.Field, s.Findings)
				}
			}
		})
	}
}

// TestLeavesOfEveryVersionAreRead: whatever they say, they can be read.
func TestLeavesOfEveryVersionAreRead(t *testing.T) {
	p := conduct(t)
	doc, manifest := p.build("")
	var leaves []string
	for _, dir := range []string{"v1", "v2"} {
		for _, raw := range vectorsOf(t, dir) {
			if strings.Contains(raw, `"campaign":"recette-v1"`) {
				leaves = append(leaves, raw)
			}
		}
	}
	p.after(&doc, leaves...)
	r := p.verify(p.render(doc, manifest, nil))
	if n := r.Data.Leaves; n != len(doc.Journal.Leaves) || len(leaves) < 12 {
		t.Errorf("%d leaves are proven of %d, with %d vectors: %v", n, len(doc.Journal.Leaves), len(leaves), r.Content)
	}
	for _, code := range []verify.Code{
		verify.LeafUnreadable, verify.LeafNewer, verify.LeafKindUnknown, verify.LeafProof, verify.LeafPosition,
	} {
		if has(r, code) {
			t.Errorf("%s among %v", code, r.Content)
		}
	}
}

// TestFormatsOfALaterVersion: the documents that a PV attaches have versions too.
func TestFormatsOfALaterVersion(t *testing.T) {
	p := conduct(t)
	doc, manifest := p.build("")
	for name, tt := range map[string]struct {
		schema string
		status verify.Status
		code   verify.Code
	}{
		"next":     {"recette/pv/2", verify.Indeterminate, verify.FormatNewer},
		"far":      {"recette/pv/10", verify.Indeterminate, verify.FormatNewer},
		"before":   {"recette/pv/0", verify.NotConform, verify.DataSchema},
		"another":  {"autre/pv/2", verify.NotConform, verify.DataSchema},
		"unknown":  {"recette/pv/two", verify.NotConform, verify.DataSchema},
		"negative": {"recette/pv/-2", verify.NotConform, verify.DataSchema},
	} {
		t.Run(name, func(t *testing.T) {
			file := p.render(doc, manifest, func(o *pdf.Options) {
				o.Attachments[0].Data = bytes.Replace(
					o.Attachments[0].Data, []byte("recette/pv/1"), []byte(tt.schema), 1,
				)
			})
			if r := p.verify(p.both(file).po.PDF); r.Status != tt.status || !has(r, tt.code) {
				t.Errorf("status %s, want %s with %s: %v", r.Status, tt.status, tt.code, all(r))
			}
		})
	}
	file := p.render(doc, bytes.Replace(manifest, []byte(`"v":2`), []byte(`"v":3`), 1), nil)
	r := p.verify(p.both(file).po.PDF)
	if !has(r, verify.FormatNewer) || !has(r, verify.ManifestDigest) || r.Status != verify.NotConform {
		t.Errorf("a manifest of a later version that is not the one of the log: status %s, %v", r.Status, all(r))
	}
}

// future is a journal that a later version of recette went on with.
type future struct{ *sqlite.DB }

func (f future) Records(ctx context.Context, filter journal.Filter) iter.Seq2[journal.Record, error] {
	return func(yield func(journal.Record, error) bool) {
		for rec, err := range f.DB.Records(ctx, filter) {
			if !yield(rec, err) || rec.Leaf.Seq == 3 {
				break
			}
		}
		_, err := journal.Decode([]byte(newerLeaf))
		yield(journal.Record{}, fmt.Errorf("records: %w", err))
	}
}

// TestAgainstAJournalOfALaterVersion: the comparison stops, and the verdict stays open.
func TestAgainstAJournalOfALaterVersion(t *testing.T) {
	p := conduct(t)
	s := p.issuePV("")
	r := judge(t, s.po.PDF, verify.Options{Anchors: p.anchors(), Journal: future{p.db}})
	if r.Status != verify.Indeterminate || len(r.Journal) != 1 || r.Journal[0].Code != verify.JournalNewer {
		t.Errorf("status %s: %v", r.Status, all(r))
	}
}

// TestErasedTextsAreListed: what can no longer be compared is said, with the leaf that erased it and its reason, and
// the verdict stands. A text that went without such a leaf was taken away, whatever the table of erasures says.
func TestErasedTextsAreListed(t *testing.T) {
	p := conduct(t)
	s := p.issuePV("")
	o := verify.Options{Anchors: p.anchors(), Journal: p.db}
	before := judge(t, s.po.PDF, o)
	if before.Status != verify.Conform || has(before, verify.Erased) || before.Standing != recette.PVInForce {
		t.Fatalf("before: status %s: %v", before.Status, all(before))
	}
	inForce := before.Journal[len(before.Journal)-1]
	var commitments, former []string
	for rec, err := range p.db.Records(t.Context(), journal.Filter{}) {
		check(t, err)
		if rec.Leaf.Anomaly != nil || rec.Leaf.Kind == journal.KindDecision {
			commitments = slices.AppendSeq(commitments, rec.Leaf.Commitments())
		}
		if d := rec.Leaf.Decision; d != nil && d.Number == "DEC-REC-0001" {
			former = append(former, d.Reason) // another one took its place: a PV shows that one
		}
	}
	commitments = slices.DeleteFunc(commitments, func(c string) bool { return slices.Contains(former, c) })
	slices.Sort(commitments)
	commitments = slices.Compact(commitments) // a change of an anomaly repeats its summary
	reason, err := journal.NewText(rand.Reader, "demande de la personne")
	check(t, err)
	lost := robbed{p.db, commitments[1]}
	r := judge(t, s.po.PDF, verify.Options{Anchors: p.anchors(), Journal: lost})
	want := []verify.Finding{{Code: verify.WordsMissing, Status: verify.NotConform, Args: []string{"1"}}}
	if diff := cmp.Diff(want, r.Journal); diff != "" || r.Status != verify.NotConform || r.Standing != "" {
		t.Errorf("taken away: status %s (-want +got)\n%s", r.Status, diff)
	}
	recs, err := p.db.Append(t.Context(), journal.Entry{
		Leaf: journal.Leaf{
			At: "2026-12-01T10:00:00.000Z", Kind: journal.KindPersonalErase, Campaign: "another",
			Erase: &journal.Erase{Commitments: commitments, Reason: reason.Commitment},
		},
		Texts: []journal.Text{reason},
	})
	check(t, err)
	r = judge(t, s.po.PDF, o)
	want = []verify.Finding{
		{
			Code: verify.Erasure, Status: verify.Conform,
			Args: []string{fmt.Sprint(recs[0].Leaf.Seq), recs[0].Leaf.At, "demande de la personne"},
		},
		{Code: verify.Erased, Status: verify.Conform, Args: []string{fmt.Sprint(len(commitments))}},
		inForce,
	}
	if diff := cmp.Diff(want, r.Journal); diff != "" || r.Status != verify.Conform || inForce.Code != "PV_IN_FORCE" {
		t.Errorf("status %s (-want +got)\n%s", r.Status, diff)
	}
}

// robbed is a journal whose database lost a text.
type robbed struct {
	verify.Journal
	commitment string
}

func (r robbed) Texts(ctx context.Context, commitments []string) (map[string]string, error) {
	texts, err := r.Journal.Texts(ctx, commitments)
	delete(texts, r.commitment)
	return texts, err
}

// TestFixtures: files of the past, and one of the future, are judged as they were when they were made.
func TestFixtures(t *testing.T) {
	const before, newer = "before", "newer"
	if *rewrite {
		p := newProject(t, planOf(1, 0))
		doc, manifest := p.build("")
		p.after(&doc, newerLeaf)
		p.keep(newer, p.both(p.render(doc, manifest, nil)))
	}
	for _, name := range []string{before, newer} { // nothing makes the first one again: it is of the past
		t.Run(name, func(t *testing.T) {
			file, err := os.ReadFile(filepath.Join("testdata", name+".pdf"))
			check(t, err)
			trusted, err := os.ReadFile(filepath.Join("testdata", name+".pem"))
			check(t, err)
			block, _ := pem.Decode(trusted)
			authority, err := x509.ParseCertificate(block.Bytes)
			check(t, err)
			r := judge(t, file, verify.Options{Anchors: []*x509.Certificate{authority}})
			if r.Status != verify.Indeterminate || has(r, verify.LeafNewer) != (name == newer) ||
				has(r, verify.WordsUnproven) != (name == before) {
				t.Errorf("status %s, want indeterminate: %v", r.Status, all(r))
			}
			for _, f := range all(r) { // that the rules had no number yet is all that may be said of them
				if name == before && f.Code == verify.Underived && !slices.Equal(f.Args, []string{"derivation"}) {
					t.Errorf("%v", f)
				}
			}
		})
	}
}

// keep writes a signed PV and the authority of its signers.
func (p *project) keep(name string, s states) {
	p.t.Helper()
	check(p.t, os.WriteFile(filepath.Join("testdata", name+".pdf"), s.po.PDF, 0o644))
	block := &pem.Block{Type: "CERTIFICATE", Bytes: p.authority.Certificate.Raw}
	check(p.t, os.WriteFile(filepath.Join("testdata", name+".pem"), pem.EncodeToMemory(block), 0o644))
}

func slicesOf(s string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = s
	}
	return out
}

func breakLast(doc *reports.PV) {
	leaves := doc.Journal.Leaves
	leaves[len(leaves)-1].Proof = leaves[0].Proof
}

func alterLast(doc *reports.PV) {
	l := &doc.Journal.Leaves[len(doc.Journal.Leaves)-1]
	l.Raw = []byte(strings.NewReplacer(`true`, `false`, `"by":2`, `"by":3`).Replace(string(l.Raw)))
}
