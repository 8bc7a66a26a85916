package html

import (
	"fmt"
	"io"

	"recette/internal/i18n"
	"recette/internal/livingdoc/model"
)

// packOver is how many bytes the bodies of scenarios may take in a single file before they are packed. Below, the page
// holds everything as text and needs no script to be read; above, a body is unpacked when it is opened.
const packOver = 1 << 20

// Single writes the documentation in one HTML file, which needs nothing else. It returns the errors of w.
func Single(w io.Writer, d *model.Doc, words *i18n.Printer) error {
	p, err := single(d, words, nil)
	if err != nil {
		return err
	}
	if _, err := p.b.WriteTo(w); err != nil {
		return fmt.Errorf("write documentation: %w", err)
	}
	return nil
}

// single writes the page, and writes it again with the bodies apart when they weigh too much.
func single(d *model.Doc, words *i18n.Printer, apart *late) (*page, error) {
	v := newView(d, words)
	v.late = apart
	p := &page{}
	v.head(p, v.T("title")+" – "+d.Project)
	v.cover(p)
	for _, c := range d.Chapters() {
		if c.ID == "features" {
			if !v.domains(p) {
				return single(d, words, &late{})
			}
			continue
		}
		v.write(p, c.ID)
	}
	v.filterState(p)
	if err := v.foot(p); err != nil {
		return nil, err
	}
	index := v.search(func(anchor string) string { return "#" + anchor })
	if err := p.block("index", index, apart != nil); err != nil {
		return nil, err
	}
	if apart != nil {
		if err := p.block("bodies", apart.bodies, true); err != nil {
			return nil, err
		}
	}
	p.raw("<script>")
	p.raw(markup(script)) // ours, embedded
	p.raw("</script>\n</body></html>\n")
	return p, nil
}

// domains writes what the product does: the chapter of features. It gives up, and returns false, when the bodies of
// scenarios stand in place and weigh too much.
func (v *view) domains(p *page) bool {
	before := p.len()
	v.begin(p, "features")
	v.filters(p)
	v.tools(p)
	for _, d := range v.Doc.Domains {
		p.raw(`<section class="d" data-group>`)
		p.heading(v.base+1, d.Anchor, v.DomainTitle(d))
		v.prose(p, d.About)
		for _, f := range d.Features {
			v.feature(p, f, v.base+2, false)
			if v.late == nil && p.len()-before > packOver {
				return false
			}
		}
		p.raw("</section>\n")
	}
	v.end(p)
	return true
}

// write writes a chapter.
func (v *view) write(p *page, id string) {
	switch id {
	case "summary":
		v.summary(p)
	case "changes":
		v.changesChapter(p)
	case "rules":
		v.rulesChapter(p)
	case "exceptions":
		v.exceptions(p)
	case "messages":
		v.messagesChapter(p)
	case "rights":
		v.rightsChapter(p)
	case "glossary":
		v.glossary(p)
	case "datasets":
		v.dataSets(p)
	case "journeys":
		v.journeysChapter(p)
	case "traceability":
		v.traceability(p)
	case "decisions":
		v.decisionsChapter(p)
	case "history":
		v.historyChapter(p)
	case "upcoming":
		v.upcoming(p)
	}
}
