package ready

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"slices"
	"strconv"
	"strings"

	"recette/internal/lint"
	"recette/internal/syntax"
	"recette/internal/vocabulary"
)

// Feature is what readiness needs of a feature file.
type Feature struct {
	Path, Name string
	Stories    []string // ids, without @
	Tags       []string // of the feature, with @
	Claim      lint.Claim
	Obsolete   bool
	Scenarios  int
	Digest     string // of what the file says: see digestAlgorithm
}

// FeatureOf reads a file. The document of the file must be there for the digest; a file without one has none.
func FeatureOf(f *lint.File, v vocabulary.Vocabulary) Feature {
	v = v.Filled()
	out := Feature{
		Path: f.Path, Name: f.Outline.Name, Claim: lint.ClaimOf(&v, f.Outline.Tags),
		Scenarios: len(f.Outline.Scenarios),
	}
	for _, t := range f.Outline.Tags {
		out.Tags = append(out.Tags, t.Name)
		out.Obsolete = out.Obsolete || t.Name == v.Obsolete
		if id := t.Name[1:]; v.IsStory(t.Name) && !slices.Contains(out.Stories, id) {
			out.Stories = append(out.Stories, id)
		}
	}
	if f.Doc != nil && f.Doc.Feature != nil {
		out.Digest = digestOf(f.Doc.Feature)
	}
	return out
}

// digestAlgorithm names the digest of what a story says: SHA-256, its first 16 hexadecimal digits, over titles,
// descriptions, steps, tables, doc strings and examples, in order, in NFC with runs of spaces folded. Tags, comments,
// layout and the choice among synonyms of a keyword are left out: marking a story @pret does not change what was
// estimated. The digest tells that a text changed; it protects from nobody.
const digestAlgorithm = "dor/1"

const digestLength = 16

func digestOf(f *syntax.Feature) string {
	w := writer{sha256.New()}
	w.put("feature", f.Name, f.About)
	w.background(f.Background)
	for _, s := range f.Scenarios {
		w.scenario(s)
	}
	for _, r := range f.Rules {
		w.put("rule", r.Name, r.About)
		w.background(r.Background)
		for _, s := range r.Scenarios {
			w.scenario(s)
		}
	}
	return hex.EncodeToString(w.h.Sum(nil))[:digestLength]
}

// joined is the digest of a story that several files tell, in the order of their paths.
func joined(digests []string) string {
	text := ""
	switch len(digests) {
	case 0:
		return ""
	case 1:
		text = digests[0]
	default:
		sum := sha256.Sum256([]byte(strings.Join(digests, "\n")))
		text = hex.EncodeToString(sum[:])[:digestLength]
	}
	if text == "" {
		return ""
	}
	return digestAlgorithm + ":" + text
}

type writer struct{ h hash.Hash }

// put writes texts, which the parser gives in NFC, each with its length, so that no two lists give the same bytes.
func (w writer) put(texts ...string) {
	for _, t := range texts {
		t = strings.Join(strings.Fields(t), " ")
		io.WriteString(w.h, strconv.Itoa(len(t))+":"+t) //nolint:errcheck // a hash never fails
	}
}

func (w writer) background(b *syntax.Background) {
	if b != nil {
		w.put("background", b.Name, b.About)
		w.steps(b.Steps)
	}
}

func (w writer) scenario(s *syntax.Scenario) {
	w.put("scenario", s.Name, s.About)
	w.steps(s.Steps)
	for _, e := range s.Examples {
		w.put("examples", e.Name, e.About)
		if e.Header != nil {
			w.row(e.Header)
		}
		for i := range e.Rows {
			w.row(&e.Rows[i])
		}
	}
}

func (w writer) steps(list []syntax.Step) {
	for i := range list {
		s := &list[i]
		w.put("step", string(s.Type), s.Text)
		for j := range s.Table {
			w.row(&s.Table[j])
		}
		if s.DocString != nil {
			w.put("text", s.DocString.MediaType, s.DocString.Content)
		}
	}
}

func (w writer) row(r *syntax.Row) {
	w.put("row", strconv.Itoa(len(r.Cells)))
	for i := range r.Cells {
		w.put(r.Cells[i].Value)
	}
}
