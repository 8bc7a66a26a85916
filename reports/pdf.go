package reports

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"recette/reports/page"
)

// Errors of the drawing of a document.
var (
	// ErrOptions says that a producer was called without what it needs.
	ErrOptions = errors.New("incomplete options")
	// ErrRender says that the PDF library could not write the document.
	ErrRender = page.ErrRender
)

// PDFOptions are what a PDF needs beside its PV.
type PDFOptions struct {
	// Texts gives the words of the document, domain « reports ». Required.
	Texts page.Texts

	// File gives the content of a file of PV.Files by name: the thumbnails that are drawn. Evidence without one has a
	// placeholder with name and digest.
	File func(name string) ([]byte, bool)

	// Location is the time zone of printed times; nil is UTC. The offset is always printed.
	Location *time.Location

	// Fingerprint is that of the PV, when the caller knows it; empty computes it.
	Fingerprint string

	// Stop is asked before each page, which it is given, and ends the drawing with its error; nil never does. Size is
	// how many bytes are kept of pages before, since it was last asked.
	Stop func(page, size int) error

	// Apart leaves each page blank in the file, and gives its content in Drawn.Contents: no copy of them all is made.
	Apart bool
}

// Drawn says what the caller needs to know of a rendered PDF.
type Drawn struct {
	Pages          int
	Boxes          []Box    // one a signatory of the PV, in order
	Fingerprint    string   // SHA-256, hex, of the canonical JSON of the PV
	Title, Subject string   // of the document
	Contents       [][]byte // of each page, deflated, when they are apart
}

// Box is where a signature field goes.
type Box struct {
	Field   string     // Signatory.Field
	Tooltip string     // what assistive technology reads
	Page    int        // from 0
	Rect    [4]float64 // points from the bottom left of the page: left, bottom, right, top
}

// PDF writes the PV as an A4 PDF, its pages deflated. The same PV and options give the same bytes. It never changes the
// PV. Errors: ErrOptions, ErrSchema, ErrFormat, ErrRender, or those of w.
func PDF(w io.Writer, pv PV, o PDFOptions) (drawn Drawn, err error) {
	if o.Texts == nil {
		return Drawn{}, fmt.Errorf("PDF: no texts: %w", ErrOptions)
	}
	if err := pv.Validate(); err != nil {
		return Drawn{}, err
	}
	defer page.Caught(&err)
	d := &doc{pv: onOneLine(pv), has: editionOf(pv.Layout), o: o, anchors: make(map[string]int, len(pv.Cases))}
	d.Flow = page.Flow{Words: o.Texts, Lang: pv.Language, Zone: o.Location, Former: pv.Layout == first}
	if d.has.once {
		d.First = 44 // a row of five lines, under the header of its table
	}
	d.pictures()
	if d.hash = func() (string, error) { return o.Fingerprint, nil }; o.Fingerprint == "" {
		d.hash = fingerprinting(pv)
	}
	d.Page = page.NewCanvas(page.PaperW, page.PaperH, pv.IssuedAt)
	d.Page.Stop = o.Stop
	defer d.Page.End()
	d.Offset = page.OffsetOf(pv.IssuedAt.In(d.Location()))
	d.Page.About(
		d.Clean(page.Sans, d.title()), d.Clean(page.Sans, d.Tr("subject", pv.Number)),
		d.Clean(page.Sans, pv.Client.Name),
		d.Clean(page.Sans, pv.Producer),
	)
	if pv.Lifting != nil {
		d.planLifting()
		d.frontLifting()
		d.DrawSections()
	} else {
		d.plan()
		d.front()
		reserved := d.Reserve(d.legend)
		d.DrawSections()
		d.Contents(reserved)
	}
	sum, err := d.hash()
	if err != nil {
		return Drawn{}, err
	}
	pages := d.Page.Pages()
	drawn = Drawn{
		Pages: pages, Boxes: d.boxes, Fingerprint: sum, Title: page.Sentence(" – ", pv.Title, pv.Number),
		Subject: d.Tr("file.subject", pv.Reference.Campaign),
	}
	mark := ""
	if d.has.covers {
		mark = d.pv.Distribution.Confidentiality
	}
	// All is drawn. The fonts that are cut now take tens of megabytes, and the PV too, unless its caller let go of it.
	pv = PV{Number: d.pv.Number, Title: d.pv.Title, Demo: d.pv.Demo}
	d.pv = pv
	err = d.Page.Output(w, o.Apart, d.Furniture(page.Furniture{
		Number: pv.Number, Title: pv.Title, Foot: d.Tr("footer.fingerprint", page.Digest(sum, 12)), Demo: pv.Demo,
		Mark: mark,
	}, pages))
	if err != nil {
		return Drawn{}, fmt.Errorf("render PV %s: %w", pv.Number, err)
	}
	if o.Apart {
		drawn.Contents = d.Page.Contents()
	}
	return drawn, nil
}

// doc lays a PV out.
type doc struct {
	page.Flow

	pv      PV
	has     edition // the parts of the layout that the PV names
	o       PDFOptions
	boxes   []Box
	anchors map[string]int  // anchor of each case's detail, by id
	built   map[string]bool // versions that results were obtained on
	tested  []tested        // texts of the cases, each once
	textOf  []int           // anchor of the text of each case
	sheets  []int           // cases whose sheet is printed, in order
	ground  map[int]int     // case on whose sheet the background of another is printed
	files   []File          // the thumbnails
	thumbs  map[string]int  // place in files, by the digest of the piece of evidence
	hash    func() (string, error)
}

// pictures lists the thumbnails of the PV.
func (d *doc) pictures() {
	d.thumbs = map[string]int{}
	for _, f := range d.pv.Files {
		if _, twice := d.thumbs[f.Of]; f.Of != "" && !twice && len(d.files) < maxPictures {
			d.thumbs[f.Of] = len(d.files)
			d.files = append(d.files, f)
		}
	}
}

// fingerprinting computes the fingerprint beside the layout, which needs it last.
func fingerprinting(pv PV) func() (string, error) {
	type result struct {
		sum string
		err error
	}
	done := make(chan result, 1)
	go func() {
		sum, err := Fingerprint(pv)
		done <- result{sum, err}
	}()
	var r *result
	return func() (string, error) {
		if r == nil {
			v := <-done
			r = &v
		}
		return r.sum, r.err
	}
}

func (d *doc) title() string { return page.Sentence(" – ", d.pv.Number, d.pv.Title) }

// plan lists the sections, in order, before any is drawn: the table of contents then knows how many pages it takes.
func (d *doc) plan() {
	head := func(level int, key string, draw func()) *page.Section {
		return d.Section(level, d.Tr("section."+key), draw)
	}
	waivers := func(level int) {
		if d.has.plain && len(d.pv.Derogations) > 0 {
			head(level, "6.2", d.derogations)
		}
	}
	d.textOf = make([]int, len(d.pv.Cases))
	d.tested = d.sources()
	d.sheets = d.chosen()
	d.grounds()
	decides := d.pv.Antenne == "" // a constat says what was tested, and no more
	if decides {
		head(0, "summary", nil)
	} else {
		head(0, "summary.constat", nil)
	}
	head(0, "1", d.parties)
	head(0, "2", func() {})
	head(1, "2.1", d.journeys)
	if d.has.names {
		head(1, "2.2", d.stories)
		head(1, "2.3", func() { d.governs(); d.messages(); d.scope() })
	} else {
		head(1, "2.2", func() { d.stories(); d.scope() })
	}
	head(1, "2.6", func() { d.exclusions(); d.delivery(); d.iterations() })
	head(0, "3", d.conditions)
	head(1, "3.2", func() { d.dataSets(); d.period() })
	sessions, counts, anomalies, reserves := d.alone, d.openOrClosed, d.raised, d.issued
	if d.has.meetings {
		sessions = d.sessions
	}
	if d.has.lives {
		counts, anomalies, reserves = d.anomalyCounts, d.anomalies, d.reserves
	}
	people := head(1, "3.5", sessions)
	if d.has.meetings {
		people.Keep = 120
	}
	if decides {
		head(1, "3.6", d.entry)
	} else {
		head(1, "3.8", func() { d.waivers(); d.pauses(); d.departures() })
	}
	head(0, "4", d.results)
	head(1, "4.1", d.figuresByJourney)
	head(1, "4.3", d.figuresByMode)
	head(1, "4.4", func() { d.oneBuild(); d.caseTable(); d.missing("4.4b") })
	if len(d.pv.Branches) > 0 {
		head(1, "4.4b", d.branches)
		if d.has.diverge {
			head(1, "4.4c", d.divergences)
		}
	}
	head(1, "4.5", d.reasons)
	head(1, "4.6", d.stale)
	head(1, "4.8", d.notShown)
	head(0, "5", counts)
	head(1, "5.2", anomalies)
	head(1, "5.3", reserves)
	if decides {
		head(1, "5.4", d.accepted)
	}
	if d.has.lives {
		head(1, "5.5", d.severities)
	}
	if decides {
		head(0, "6", d.exit)
		waivers(1)
		head(1, "6.3", d.warnings)
		head(0, "7", d.opinions)
		head(0, "8", d.decision)
	} else {
		waivers(0)
		head(0, "6.3", d.warnings)
	}
	head(0, "9", d.signatures)
	if decides {
		head(0, "10", d.lifting)
	}
	d.annexes()
	head(0, "D", d.verification)
	head(0, "E", d.rules)
	if d.has.crossed {
		d.annex(AnnexMatrix, d.crossed)
	}
	if d.has.gaps {
		d.annex(AnnexGaps, d.gapSheets)
	}
	if d.has.audit && d.pv.Audit != nil {
		d.annex(AnnexAudit, d.audit)
	}
	for _, i := range d.sheets {
		d.anchors[d.pv.Cases[i].ID] = d.Page.Anchor()
	}
}

// annex makes the section of an annex whose printing is a choice.
func (d *doc) annex(annex string, whole func()) *page.Section {
	switch all := d.together(); slices.Index(all, annex) {
	case -1:
	case 0:
		return d.leftTogether(all)
	default:
		return &page.Section{} // said with the first of them
	}
	if !d.pv.prints(annex) {
		whole = func() { d.attachedAs(annex) }
	}
	return d.Section(0, d.annexTitle(annex), whole)
}

// annexes lists the first of those whose printing is a choice.
func (d *doc) annexes() {
	sheets := d.annex(AnnexSheets, d.detailIntro)
	if !d.has.once {
		sheets.Keep = page.BottomY // a page of its own
	}
	for _, g := range d.groups() {
		d.Section(1, g.title(d), func() { d.detail(g) }).Keep = sheetsHead + d.kept(g.sheets[0])
	}
	d.annex(AnnexEvidence, d.evidence)
	if texts := d.annex(AnnexTexts, d.texts); d.pv.prints(AnnexTexts) {
		texts.Keep = 190
	}
}

// group is the cases of one journey whose sheets are printed, as they follow one another in the PV.
type group struct {
	journey string
	sheets  []int
}

func (d *doc) groups() []group {
	var gs []group
	for _, i := range d.sheets {
		j := d.pv.Cases[i].Journey
		if len(gs) == 0 || gs[len(gs)-1].journey != j {
			gs = append(gs, group{journey: j})
		}
		last := &gs[len(gs)-1]
		last.sheets = append(last.sheets, i)
	}
	return gs
}

func (g group) title(d *doc) string { return d.journeyTitle(g.journey) }

func (d *doc) journeyTitle(code string) string {
	for _, j := range d.pv.Journeys {
		if j.Code == code {
			return d.journeyName(&j)
		}
	}
	if code == "" {
		return d.Tr("journey.none")
	}
	return code
}

// journeyName is the title of a journey, or its code when it has none.
func (d *doc) journeyName(j *Journey) string {
	if j.Title != "" {
		return j.Title
	}
	return j.Code
}
