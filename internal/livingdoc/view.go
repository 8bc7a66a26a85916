package livingdoc

import (
	"path"
	"strings"

	"github.com/yuin/goldmark/parser"

	"recette/internal/i18n"
	"recette/internal/recette"
	"recette/internal/standing"
)

// chapter is a chapter of the document: its anchor in a single file, its page in a site.
type chapter struct {
	id    string
	group string // of the navigation
}

// file is the name of the page of a chapter.
func (c chapter) file(ext string) string {
	if c.id == "summary" {
		return "index" + ext
	}
	return c.id + ext
}

// chapters lists the chapters in order. That of the features holds the domains.
func chapters() []chapter {
	return []chapter{
		{"summary", "overview"},
		{"changes", "overview"},
		{"features", "product"},
		{"rules", "catalogues"},
		{"exceptions", "catalogues"},
		{"messages", "catalogues"},
		{"rights", "catalogues"},
		{"glossary", "catalogues"},
		{"datasets", "catalogues"},
		{"journeys", "proof"},
		{"traceability", "proof"},
		{"history", "proof"},
		{"decisions", "proof"},
		{"upcoming", "later"},
	}
}

// shown reports whether a chapter has something to say. Those that the documentation must hold say so when they have not.
func (d *Doc) shown(id string) bool {
	switch id {
	case "changes":
		return d.Changes != nil
	case "journeys":
		return len(d.Journeys) > 0
	case "history":
		return len(d.History) > 0
	case "rights":
		return len(d.Rights.Roles) > 0
	case "glossary":
		return len(d.Terms) > 0
	case "datasets":
		return len(d.DataSets) > 0
	case "traceability":
		return len(d.Stories) > 0
	case "upcoming":
		return len(d.Upcoming) > 0
	}
	return true
}

// chapters lists those that the document shows.
func (d *Doc) chapters() []chapter {
	var out []chapter
	for _, c := range chapters() {
		if d.shown(c.id) {
			out = append(out, c)
		}
	}
	return out
}

// view writes the parts of the document. It is the same for a single file and for a site: only references differ.
type view struct {
	doc   *Doc
	words *i18n.Printer
	md    parser.Parser
	pages map[string]string // page of each anchor; nil in a single file
	here  string            // page being written
	base  int               // level of the heading of a chapter
	late  *late             // where the bodies of scenarios go when they are written apart; nil when they stay in place
}

func newView(d *Doc, words *i18n.Printer) *view {
	return &view{doc: d, words: words, md: markdown(), base: 2}
}

func (v *view) t(key string, args ...any) string { return v.words.T("livingdoc."+key, args...) }

func (v *view) n(key string, n int, args ...any) string {
	return v.words.N("livingdoc."+key, n, args...)
}

// to gives the reference of an anchor from the page being written.
func (v *view) to(anchor string) string {
	if v.pages == nil {
		return "#" + anchor
	}
	page := v.pages[anchor]
	if page == v.here {
		return "#" + anchor
	}
	return v.rel(page) + "#" + anchor
}

// rel gives the reference of a page from the page being written.
func (v *view) rel(page string) string {
	return strings.Repeat("../", strings.Count(path.Clean(v.here), "/")) + page
}

// chapter gives the reference of a chapter.
func (v *view) chapter(id string) string {
	if v.pages == nil {
		return "#" + id
	}
	return v.rel(chapter{id: id}.file(".html"))
}

func (v *view) domainTitle(d *Domain) string {
	if d.Title == "" {
		return v.t("domain.root")
	}
	return d.Title
}

// epicTitle is the title of an epic, or its id.
func (v *view) epicTitle(id string) string {
	for i := range v.doc.refs.Epics {
		if e := &v.doc.refs.Epics[i]; e.ID == id && e.Title != "" {
			return e.Title
		}
	}
	return id
}

// journeyTitle is the title of a journey, or its code.
func (v *view) journeyTitle(code string) string {
	for i := range v.doc.Journeys {
		if j := &v.doc.Journeys[i]; j.Code == code && j.Title != "" {
			return j.Title
		}
	}
	return code
}

// ratio prints a count with both its terms: "3 / 12".
func (v *view) ratio(n, total int) string { return v.t("ratio", n, total) }

// verdict is the word for a verdict, or for none.
func (v *view) verdict(s recette.Verdict, ran bool) string {
	if !ran {
		return v.t("never")
	}
	return v.words.T("verdict." + string(s))
}

// sign is the class of a verdict: its colour and its glyph.
func sign(v recette.Verdict, ran bool) string {
	if !ran {
		return "nr"
	}
	switch v {
	case recette.Passed:
		return "ok"
	case recette.PassedWithRemark:
		return "rk"
	case recette.Failed:
		return "ko"
	case recette.Blocked:
		return "bl"
	case recette.NotApplicable:
		return "na"
	case recette.NotRun:
	}
	return "nr"
}

// glyph is the sign of a verdict where there is no style sheet.
func glyph(v recette.Verdict, ran bool) string {
	switch sign(v, ran) {
	case "ok":
		return "✔"
	case "rk":
		return "✎"
	case "ko":
		return "✖"
	case "bl":
		return "■"
	case "na":
		return "–"
	}
	return "○"
}

// stale is the sign of a result that proves nothing any more.
const stale = "↻"

// glyph is the sign of the last verdict of a scenario.
func (s *Scenario) glyph() string {
	if s.Stale() != recette.Fresh {
		return stale
	}
	if s.Open() {
		return glyph(recette.NotRun, false)
	}
	return glyph(s.Verdict(), s.Ran())
}

// badge writes the last verdict of a scenario: a sign, a word, a date, and whether it still holds.
func (v *view) badge(p *page, s *Scenario) {
	if !v.doc.Recorded {
		return
	}
	ran, verdict := s.Ran(), s.Verdict()
	class := "v " + sign(verdict, ran && !s.Open())
	if s.Stale() != recette.Fresh {
		class += " old"
	}
	p.open("span", "class", class)
	p.text(v.verdictText(s))
	p.raw("</span>")
}

// verdictText is the last verdict of a scenario in words.
func (v *view) verdictText(s *Scenario) string {
	ran := s.Ran()
	out := v.verdict(s.Verdict(), ran)
	if n := len(s.Cases); n > 1 && ran {
		same := 0
		for i := range s.Cases {
			if s.Cases[i].Ran() && s.Cases[i].Verdict() == s.Verdict() {
				same++
			}
		}
		out += " " + v.ratio(same, n)
	}
	if last := s.Last(); last != nil {
		out += ", " + v.words.Date(last.At)
	}
	if trial := s.Trial(); trial != nil {
		key := "trial"
		if !trial.Fresh {
			key = "trial.stale"
		}
		out += " – " + v.t(key, v.words.T("verdict."+string(trial.Verdict)), v.words.Date(trial.At))
	}
	if f := s.Stale(); f != recette.Fresh {
		out += " – " + v.t("freshness."+string(f))
	}
	if s.Open() {
		out += " – " + v.t("open.row")
	}
	return out
}

// resultText tells all that is known of the last result of a case.
func (v *view) resultText(st *standing.Status) string {
	parts := []string{v.words.T("verdict." + string(st.Verdict)), v.t("result.on", v.words.Date(st.At))}
	add := func(key, value string) {
		if value != "" {
			parts = append(parts, v.t(key, value))
		}
	}
	add("result.build", st.Build)
	add("result.environment", st.Environment)
	if st.Tester != "" {
		who := v.t("result.by", st.Tester)
		if st.Entity != "" {
			who += " (" + st.Entity + ")"
		}
		parts = append(parts, who)
	}
	if st.Mode != "" {
		parts = append(parts, v.t("result.mode."+string(st.Mode)))
	}
	add("result.campaign", st.Campaign)
	add("result.pv", st.PV)
	out := strings.Join(parts, ", ")
	if st.Open {
		out += ". " + v.t("result.open")
	}
	out += ". " + v.t("freshness."+string(st.Freshness)+".long")
	if st.Accepted != "" {
		out += " " + v.t("result.accepted", st.Accepted)
	}
	if own := anomalies(st); len(own) > 0 {
		out += " " + v.n("result.anomalies", len(own), strings.Join(own, ", "))
	}
	if len(st.Reserves) > 0 {
		out += " " + v.n("result.reserves", len(st.Reserves), strings.Join(st.Reserves, ", "))
	}
	return out
}

// anomalies gives the numbers of the open anomalies about a case itself.
func anomalies(st *standing.Status) []string {
	var out []string
	for i := range st.Anomalies {
		if !st.Anomalies[i].Whole {
			out = append(out, st.Anomalies[i].Number)
		}
	}
	return out
}

// tallyText tells how far a part of the product is verified.
func (v *view) tallyText(t *Tally) string {
	parts := []string{v.n("tally.proven", t.Proven, t.Total)}
	for _, x := range []struct {
		key string
		n   int
	}{
		{"tally.failed", t.Verdicts[recette.Failed]},
		{"tally.accepted", t.Accepted},
		{"tally.blocked", t.Verdicts[recette.Blocked]},
		{"tally.open", t.Open},
		{"tally.stale", t.Stale},
		{"tally.never", t.Never},
	} {
		if x.n > 0 {
			parts = append(parts, v.n(x.key, x.n))
		}
	}
	return strings.Join(parts, ", ")
}
