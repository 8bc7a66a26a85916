package html

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"recette/internal/livingdoc/model"
)

// searchIndex is what the script of the page searches: entries, and for each word the entries that hold it.
type searchIndex struct {
	Entries []entry `json:"e"`
	// Words are sorted and joined by spaces; each opens with the number of characters that it shares with the one
	// before, a digit in base 36.
	Words string `json:"w"`
	// Postings are joined by spaces, one a word: the numbers of its entries in base 36, each as what is added to the
	// one before.
	Postings string `json:"p"`
}

// entry is a thing that a search finds: its reference from the root of the document, its title, its kind, and the
// number of the entry that holds it, -1 for none.
type entry struct {
	Href   string
	Title  string
	Kind   string
	Within int
}

// MarshalJSON writes an entry as an array, which is shorter.
func (e entry) MarshalJSON() ([]byte, error) {
	var b strings.Builder
	b.WriteByte('[')
	b.WriteString(jsonString(e.Href))
	b.WriteByte(',')
	b.WriteString(jsonString(e.Title))
	b.WriteByte(',')
	b.WriteString(jsonString(e.Kind))
	b.WriteByte(',')
	b.WriteString(strconv.Itoa(e.Within))
	b.WriteByte(']')
	return []byte(b.String()), nil
}

// maxWord bounds a word of the index: nobody types more, and a hostile text could hold a word of a megabyte.
const maxWord = 32

// indexer gathers words.
type indexer struct {
	out   searchIndex
	words map[string][]int
}

func (x *indexer) add(e entry, texts ...string) int {
	n := len(x.out.Entries)
	x.out.Entries = append(x.out.Entries, e)
	for _, t := range append(texts, e.Title) {
		for _, w := range model.Words(t) {
			if r := []rune(w); len(r) > maxWord {
				w = string(r[:maxWord])
			}
			if list := x.words[w]; len(list) == 0 || list[len(list)-1] != n {
				x.words[w] = append(list, n)
			}
		}
	}
	return n
}

// search makes the index of a document. href gives the reference of an anchor from the root of the document.
func (v *view) search(href func(anchor string) string) searchIndex {
	d := v.Doc
	x := &indexer{words: map[string][]int{}, out: searchIndex{Entries: []entry{}}}
	for _, domains := range [][]*model.Domain{d.Domains, d.Upcoming} {
		for _, dom := range domains {
			for _, f := range dom.Features {
				v.searchFeature(x, f, href)
			}
		}
	}
	add := func(kind, anchor, title string, texts ...string) {
		x.add(entry{href(anchor), title, kind, -1}, texts...)
	}
	for i := range d.Rules {
		e := &d.Rules[i]
		add("rule", e.Anchor, strings.TrimSpace(e.ID+" "+e.Title), e.Text)
	}
	for i := range d.Messages {
		e := &d.Messages[i]
		add("message", e.Anchor, strings.TrimSpace(e.Message.Code+" "+e.Message.Text))
	}
	for i := range d.Rights.Roles {
		add("role", d.Rights.Roles[i].Anchor, v.RoleName(&d.Rights.Roles[i]), d.Rights.Roles[i].Role.About)
	}
	for i := range d.Terms {
		add("term", d.TermAnchors[i], d.Terms[i].Name, append([]string{d.Terms[i].Meaning}, d.Terms[i].Forbidden...)...)
	}
	for i := range d.DataSets {
		add("data", d.DataSets[i].Anchor, strings.TrimSpace(d.DataSets[i].Set.Code+" "+d.DataSets[i].Set.Label))
	}
	for i := range d.Decisions {
		k := &d.Decisions[i].Decision
		add("decision", d.Decisions[i].Anchor, strings.TrimSpace(k.ID+" "+k.Title), k.Question, k.Choice)
	}
	return x.finish()
}

func (v *view) searchFeature(x *indexer, f *model.Feature, href func(string) string) {
	at := x.add(
		entry{href(f.Anchor), strings.TrimSpace(f.Story + " " + f.Name), "feature", -1},
		append(model.StepLines(f.Background), f.About, f.Epic)...,
	)
	for _, r := range f.Rules {
		for _, s := range r.Scenarios {
			texts := append(model.ScenarioLines(s), s.About, strings.Join(s.Tags, " "), r.ID, r.Name)
			x.add(entry{href(s.Anchor), strings.TrimSpace(s.ShownID() + " " + s.Name), "scenario", at}, texts...)
		}
	}
}

func (x *indexer) finish() searchIndex {
	sorted := make([]string, 0, len(x.words))
	for w := range x.words {
		sorted = append(sorted, w)
	}
	slices.SortFunc(sorted, utf16Order)
	var ws, ps strings.Builder
	last := []rune(nil)
	for i, w := range sorted {
		if i > 0 {
			ws.WriteByte(' ')
			ps.WriteByte(' ')
		}
		r := []rune(w)
		shared := 0
		for shared < len(r) && shared < len(last) && shared < 35 && r[shared] == last[shared] && r[shared] < 0x10000 {
			shared++
		}
		ws.WriteString(strconv.FormatInt(int64(shared), 36))
		ws.WriteString(string(r[shared:]))
		last = r
		before := 0
		for j, n := range x.words[w] {
			if j > 0 {
				ps.WriteByte(',')
			}
			ps.WriteString(strconv.FormatInt(int64(n-before), 36))
			before = n
		}
	}
	x.out.Words, x.out.Postings = ws.String(), ps.String()
	return x.out
}

// utf16Order sorts as scripts compare: by UTF-16 units. It differs from the order of bytes where a character beyond
// U+FFFF, which scripts see as surrogates, meets one between U+E000 and U+FFFF.
func utf16Order(x, y string) int {
	for i := range min(len(x), len(y)) {
		if a, b := x[i], y[i]; a != b {
			if a >= 0xee && b >= 0xee && (a >= 0xf0) != (b >= 0xf0) {
				return cmp.Compare(b, a)
			}
			return cmp.Compare(a, b)
		}
	}
	return cmp.Compare(len(x), len(y))
}
