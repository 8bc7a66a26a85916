package replay

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"

	"recette/internal/pdf"
	"recette/internal/verify"
	"recette/reports"
)

// Judge judges the pages of PVs.
type Judge struct {
	// Words gives the texts of this program in a language, with which it draws pages.
	Words func(language string) (reports.Words, error)
	// Evidence gives a piece of evidence by its SHA-256, in hex, so that thumbnails are compared with it; nil when none
	// is at hand: what thumbnails show is then the word of whoever made the PV.
	Evidence func(sha256 string) ([]byte, bool)
}

// errLonger ends a drawing that has more pages than the file: the rest of it would say no more.
var errLonger = errors.New("more pages than the file")

// Pages draws the first revision of a PV again, and says what the file shows otherwise.
func (j Judge) Pages(ctx context.Context, f verify.First) (verify.Drawing, error) {
	t := &trial{Judge: j, first: f}
	t.out = verify.Drawing{Compared: verify.NotCompared, Findings: []verify.Finding{}}
	before := f.Budget.Held()
	pv, sum, err := data(f.Files)
	t.model = int(f.Budget.Held() - before)
	if over := f.Budget.Err(); over != nil {
		return t.out, nil //nolint:nilerr // whoever asked says that the budget was exceeded, or that it was stopped
	}
	if err != nil { // a later version may have written it: its data are judged, not its pages
		t.pv.Producer = t.producer()
		t.doubt(verify.PagesNotCompared, "?", t.pv.Producer)
		return t.out, nil
	}
	t.pv, t.fingerprint, t.out.Layout = pv, sum, pv.Layout
	t.pv.Journal.Leaves = make([]reports.Leaf, len(pv.Journal.Leaves)) // pages say how many there are
	return t.out, t.judge(ctx)
}

// Data reads the data of a PV from what travels inside it, as reports.ReadJSON does, within the budget of the file, and
// gives its fingerprint.
func Data(files map[string]*verify.Enclosure) (pv reports.PV, fingerprint string, err error) {
	return data(files)
}

func data(files map[string]*verify.Enclosure) (pv reports.PV, sum string, err error) {
	e := files[reports.DataName]
	if e == nil {
		return pv, "", fmt.Errorf("no attachment %s", reports.DataName)
	}
	if sum, err = e.DecodeSum(&pv); err != nil {
		return reports.PV{}, "", fmt.Errorf("%w: %w", reports.ErrFormat, err)
	}
	return pv, sum, pv.WrittenAs(sum)
}

// What a page costs while it is drawn again and compared: about a quarter of a millisecond, in units, and beside
// its content, which is counted, its place, its links and bookmarks. The objects of the file take some times what they
// are written in.
const (
	pageWork  = 1 << 16
	pageBytes = 2 << 10
	times     = 8
)

// trial is one judgement under way.
type trial struct {
	Judge
	first verify.First
	pv    reports.PV
	out   verify.Drawing

	model       int        // bytes of the budget that the data take
	fingerprint string     // of the data
	signed      reports.PV // what signatures say of it
}

func (t *trial) bad(code verify.Code, args ...string)   { t.say(verify.NotConform, code, args) }
func (t *trial) doubt(code verify.Code, args ...string) { t.say(verify.Indeterminate, code, args) }

func (t *trial) say(s verify.Status, code verify.Code, args []string) {
	if t.first.Budget.Err() != nil { // what cannot be read any more is not another thing
		return
	}
	t.out.Findings = append(t.out.Findings, verify.Finding{Code: code, Status: s, Args: args})
}

// producer names the program that made the file, as its metadata do.
func (t *trial) producer() string {
	d := t.first.Doc
	return cmp.Or(d.Text(d.Dict(d.Trailer().Get("Info")).Get("Producer")), "recette")
}

func (t *trial) judge(ctx context.Context) error {
	layout, language, producer := strconv.Itoa(t.pv.Layout), t.pv.Language, cmp.Or(t.pv.Producer, "recette")
	words, ok := t.words()
	if !ok {
		return nil
	}
	t.thumbnails()
	l, same, err := t.draw(ctx, words)
	exact := reports.Draws(t.pv.Layout) && !t.first.Beyond
	if t.first.Budget.Err() != nil {
		return nil
	}
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("draw the pages again: %w", ctx.Err())
	case exact && errors.Is(err, errLonger):
		t.bad(verify.PageCount, strconv.Itoa(t.pages()), "> "+strconv.Itoa(t.pages()))
	case exact && errors.Is(err, errZone):
		t.doubt(verify.PagesNotCompared, layout, producer)
	case exact && err != nil:
		t.bad(verify.NotDrawn, "data")
	case err != nil:
		t.doubt(verify.PagesNotCompared, layout, producer)
	default:
		var found []verify.Finding
		if !same {
			if found, err = t.compare(l, !exact); err != nil {
				return err
			}
		}
		if t.first.Budget.Err() != nil { // what was not looked at is not the same
			t.out.Findings = append(t.out.Findings, found...)
			return nil
		}
		switch {
		case exact:
			t.out.Compared, t.out.Findings = verify.Redrawn, append(t.out.Findings, found...)
		case len(found) > 0: // the other layout may be why
			t.doubt(verify.PagesNotCompared, layout, producer)
		default:
			status := verify.Conform
			if t.pv.Layout == 0 { // anybody may take the number away
				status = verify.Indeterminate
			}
			t.out.Compared = verify.OtherLayout
			t.say(status, verify.PagesOtherLayout, []string{layout, strconv.Itoa(reports.Nearest(t.pv.Layout))})
		}
	}
	t.boxes(&t.signed, words, t.fingerprint, exact)
	if t.out.Compared != verify.NotCompared && !t.known(words) {
		t.doubt(verify.WordsUnknown, layout, language, producer)
	}
	return nil
}

// maxWords is how large the file of all texts may be, in bytes: many times what they are.
const maxWords = 1 << 20

// words gives the texts that the pages are drawn with: those that travel, else, for a PV of before, the program's.
func (t *trial) words() (reports.Words, bool) {
	if e := t.first.Files[reports.WordsName]; e != nil && e.Size > maxWords {
		t.bad(verify.NotDrawn, "words")
		return nil, false
	}
	data, travels := t.file(reports.WordsName)
	if !travels && t.pv.Layout == 0 {
		if words, err := t.Words(t.pv.Language); err == nil {
			return words, true
		}
	}
	words, err := reports.ReadWords(data)
	if err != nil {
		t.bad(verify.NotDrawn, "words")
	}
	return words, err == nil
}

// known tells whether the texts are those of a version that this program knows. Whoever owns the project could
// otherwise have « failed » printed as « conform » by texts of their own, and every digest would be right.
func (t *trial) known(words reports.Words) bool {
	text := words.JSON()
	if t.pv.Layout != reports.Layout && t.pv.Layout > 0 {
		sum := sha256.Sum256(text)
		return reports.Published(t.pv.Layout, hex.EncodeToString(sum[:]))
	}
	own, err := t.Words(t.pv.Language)
	return err == nil && bytes.Equal(own.JSON(), text)
}

// thumbnails compares each with its piece of evidence, where that is at hand.
func (t *trial) thumbnails() {
	seq, asserted := 0, 0
	for _, f := range t.pv.Files {
		if f.Of == "" {
			continue
		}
		evidence, ok := t.evidence(f.Of)
		switch {
		case !ok:
			asserted++
		case t.first.Budget.Err() != nil:
			return
		case !t.depicts(f, seq, evidence):
			t.bad(verify.ThumbnailMismatch, f.Name)
		}
		seq++
	}
	if asserted > 0 {
		t.say(verify.Conform, verify.ThumbnailsAsserted, []string{strconv.Itoa(asserted)})
	}
}

func (t *trial) depicts(f reports.File, seq int, evidence []byte) bool {
	data, _ := t.file(f.Name)
	room := len(evidence) + reports.Room(evidence)
	defer t.first.Budget.Release(room)
	if t.first.Budget.Hold(room) != nil || t.first.Budget.Work(room) != nil {
		return true // nobody looks at it: that the budget is exceeded is said
	}
	return reports.Depicts(f, data, seq, evidence)
}

// file gives what travels under a name.
func (t *trial) file(name string) ([]byte, bool) {
	e := t.first.Files[name]
	if e == nil {
		return nil, false
	}
	data, err := e.Bytes()
	return data, err == nil
}

// evidence gives a piece that is at hand and is the one that its digest names.
func (t *trial) evidence(of string) ([]byte, bool) {
	if t.Evidence == nil {
		return nil, false
	}
	data, ok := t.Evidence(of)
	sum := sha256.Sum256(data)
	return data, ok && hex.EncodeToString(sum[:]) == of
}

func (t *trial) pages() int {
	pages, err := t.first.Doc.Pages()
	if err != nil {
		return 0
	}
	return len(pages)
}

// draw draws the first revision again, and tells whether it is the one of the file, byte for byte. Contents that travel
// are not deflated again: the streams of the file are taken, whose contents verification judges.
func (t *trial) draw(ctx context.Context, words reports.Words) (l laid, same bool, err error) {
	content := func(name string) (a pdf.Attachment) {
		if e := t.first.Files[name]; e != nil {
			a, _ = e.Reused() // what cannot be read any more is a fault of the data
		}
		return a
	}
	pv, most, drawn := t.pv, t.pages(), 0
	t.signed = reports.PV{
		Signers: pv.Signers, Decision: pv.Decision, Language: pv.Language, Demo: pv.Demo, Lifting: pv.Lifting,
	}
	s := Source{
		Fingerprint: t.fingerprint,
		PV:          &pv, Words: words, Data: content(reports.DataName), Manifest: content(reports.ManifestName),
		File: t.file,
		Stop: func(page, size int) error {
			if page > most {
				return errLonger
			}
			drawn = page
			if err := t.first.Budget.Hold(pageBytes + size); err != nil {
				return err
			}
			if err := t.first.Budget.Work(pageWork); err != nil {
				return err
			}
			return ctx.Err()
		},
	}
	for _, f := range t.pv.Files {
		s.Files = append(s.Files, content(f.Name))
	}
	t.pv = reports.PV{Layout: pv.Layout, Language: pv.Language}
	if l, err = lay(s); err != nil {
		return l, false, err
	}
	t.first.Budget.Release(t.model + drawn*pageBytes) // the PV is gone, and all of its pages but their contents
	if err := t.first.Budget.Hold(times * len(l.raw)); err != nil {
		return l, false, err
	}
	same, err = l.is(t.first.Doc.Bytes())
	return l, same, err
}

// compare compares objects: another version of Go deflates otherwise.
func (t *trial) compare(l laid, loose bool) ([]verify.Finding, error) {
	b := t.first.Budget
	if b.Hold(len(t.first.Doc.Bytes())) != nil { // about as much as is drawn
		return nil, nil
	}
	drawn, err := l.file()
	if err != nil {
		return nil, err
	}
	b.Release(times * len(l.raw))
	want, err := pdf.OpenLimits(drawn, pdf.Limits{Cached: 4 << 20, Budget: b})
	if err != nil {
		return nil, fmt.Errorf("read what was drawn: %w", err)
	}
	return compare(b, t.first.Doc, want, loose), nil
}
