package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"strings"
	"time"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/execution"
	"recette/internal/i18n"
	"recette/internal/recette"
)

//go:embed pages
var pageFiles embed.FS

// view is what a template is given: the page, and what each of them says beside it.
type view struct {
	Name    string // of the page
	Project string
	Path    string // that was asked for, to come back to
	Theme   string
	Inside  bool
	Keys    bool     // single characters are keys
	Person  string   // who came in by their account; empty: nobody did
	Who     string   // as whom the reader plays: see visit.who
	By      string   // how they are inside: see visit.by
	Doubts  []string // what was done to the record behind its back
	At      string   // when the page was made
	Page    any

	words *i18n.Printer
	zone  *time.Location
	key   func() (string, error) // of a gesture
}

// parse reads the templates: each page within the frame that all have.
func parse(a *assets) (map[string]*template.Template, error) {
	names, err := fs.Glob(pageFiles, "pages/*.html")
	if err != nil {
		return nil, fmt.Errorf("list the pages: %w", err)
	}
	parts, err := fs.Glob(pageFiles, "pages/parts/*.html")
	if err != nil {
		return nil, fmt.Errorf("list the parts of pages: %w", err)
	}
	asset := template.FuncMap{"asset": func(name string) (string, error) {
		if at := a.paths[name]; at != "" {
			return at, nil
		}
		return "", fmt.Errorf("no file %s", name)
	}}
	all := map[string]*template.Template{}
	for _, name := range names {
		page := strings.TrimSuffix(strings.TrimPrefix(name, "pages/"), ".html")
		if page == frame {
			continue
		}
		t, err := template.New(frame+".html").Funcs(asset).ParseFS(
			pageFiles, append([]string{"pages/" + frame + ".html", name}, parts...)...,
		)
		if err != nil {
			return nil, fmt.Errorf("read page %s: %w", page, err)
		}
		all[page] = t
	}
	return all, nil
}

// frame is the template that each page stands in.
const frame = "frame"

// show answers with a page, made whole before any of it is sent.
func (s *Server) show(v *visit, status int, name string, page any) error {
	out := view{
		Name: name, Project: s.Project, Path: v.r.URL.RequestURI(), Theme: v.theme, Keys: v.keys,
		Inside: v.inside(), Page: page,
		words: v.words, zone: s.Zone, key: s.newKey, At: s.Now().In(s.Zone).Format("15:04:05"),
	}
	if v.r.Method != http.MethodGet {
		out.Path = "/"
	}
	if v.person != nil {
		out.Person = v.person.Name
	}
	if out.Inside {
		out.Doubts = s.doubts(v.words.Lang())
		who, err := v.who()
		if err != nil {
			return err
		}
		out.Who, out.By = who, v.by()
		if status == http.StatusOK {
			v.mayKeep(name, who)
		}
	}
	var b bytes.Buffer
	if err := s.pages[name].Execute(&b, &out); err != nil {
		return fmt.Errorf("page %s: %w", name, err)
	}
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	v.w.WriteHeader(status)
	_, err := v.w.Write(b.Bytes())
	if err != nil {
		s.Log.Debug("page", "path", v.r.Pattern, "error", err.Error()) // who asked is gone
	}
	return nil
}

// doubts words what was done to the record behind its back, as far as a look tells.
func (s *Server) doubts(lang i18n.Lang) (said []string) {
	s.opening.Lock()
	defer s.opening.Unlock()
	if s.record == nil {
		return nil
	}
	for _, doubt := range s.record.Doubts {
		sentence, _ := s.Say(lang, doubt)
		said = append(said, sentence)
	}
	return said
}

// Lang is the language of the page.
func (v *view) Lang() string { return string(v.words.Lang()) }

// T gives a text.
func (v *view) T(key string, args ...any) string { return v.words.T(key, args...) }

// N gives a text with a number.
func (v *view) N(key string, n int, args ...any) string { return v.words.N(key, n, args...) }

// ZoneName names the time zone of the project, for scripts; empty when it has no name that browsers know.
func (v *view) ZoneName() string {
	if v.zone == time.Local { //nolint:gosmopolitan // it is what is asked
		return ""
	}
	return v.zone.String()
}

// Moment words an instant of the journal, in the time zone of the project.
func (v *view) Moment(at string) string {
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return at
	}
	return v.Clock(t)
}

// Clock words an instant, in the time zone of the project.
func (v *view) Clock(at time.Time) string { return v.words.DateTime(at.In(v.zone)) }

// Day words the day of an instant, in the time zone of the project.
func (v *view) Day(at time.Time) string { return v.words.Date(at.In(v.zone)) }

// Verdict words a verdict.
func (v *view) Verdict(x recette.Verdict) string { return v.words.T("verdict." + string(x)) }

// Mark gives the sign that goes with a verdict: colour alone says nothing (WCAG 2.2, 1.4.1).
func (v *view) Mark(x recette.Verdict) string {
	switch x {
	case recette.Passed:
		return "✔"
	case recette.PassedWithRemark:
		return "✎"
	case recette.Failed:
		return "✖"
	case recette.Blocked:
		return "■"
	case recette.NotApplicable:
		return "–"
	case recette.NotRun:
	}
	return "○"
}

// Bar draws figures: how wide each verdict is, of a thousand.
func (v *view) Bar(f recette.Figures) []segment {
	var out []segment
	at := 0
	for _, part := range []struct {
		verdict recette.Verdict
		n       int
	}{
		{recette.Passed, f.Passed},
		{recette.PassedWithRemark, f.Remark},
		{recette.Failed, f.Failed},
		{recette.Blocked, f.Blocked},
		{recette.NotRun, f.NotRun},
	} {
		if part.n == 0 || f.Planned == 0 {
			continue
		}
		end := at + part.n
		x, next := at*1000/f.Planned, end*1000/f.Planned
		out = append(out, segment{Verdict: part.verdict, N: part.n, X: x, Width: max(next-x, 4)})
		at = end
	}
	return out
}

// segment is one part of a bar.
type segment struct {
	Verdict     recette.Verdict
	N, X, Width int
}

// Figures lists how many rows stand at each verdict, those that stand at none left out.
func (v *view) Figures(f recette.Figures) []segment {
	out := v.Bar(f)
	if f.NotApplicable > 0 {
		out = append(out, segment{Verdict: recette.NotApplicable, N: f.NotApplicable})
	}
	return out
}

// mostLines is how many rows a list of a page names.
const mostLines = 50

// Held gives the rows that wait that a list names, HeldMore how many are not among them.
func (v *view) Held(rows []held) []held { return rows[:min(len(rows), mostLines)] }

// HeldMore is beside Held.
func (v *view) HeldMore(rows []held) int { return max(len(rows)-mostLines, 0) }

// Met says whether a criterion is met: "yes", "no", "unknown", or the number of the derogation that excuses it.
func (v *view) Met(x string) string {
	switch x {
	case "yes", "no", "unknown":
		return v.words.T("web.exit." + x)
	}
	return v.words.T("web.exit.derogation", x)
}

// MetMark gives the sign that goes with Met.
func (v *view) MetMark(x string) string {
	switch x {
	case "yes":
		return "✔"
	case "no":
		return "✖"
	case "unknown":
		return "○"
	}
	return "✎"
}

// MetClass gives the look that goes with Met: that of a verdict.
func (v *view) MetClass(x string) recette.Verdict {
	switch x {
	case "yes":
		return recette.Passed
	case "no":
		return recette.Failed
	case "unknown":
		return recette.NotRun
	}
	return recette.PassedWithRemark
}

// lines are the first rows of a list, with the words of their page.
type lines struct {
	*view
	Rows []*row
	More int // that are not among them
}

// Lines gives the rows that a list names.
func (v *view) Lines(rows []*row) lines {
	n := min(len(rows), mostLines)
	return lines{view: v, Rows: rows[:n], More: len(rows) - n}
}

// inner is a part of a page, with the words of the page and the whole of it.
type inner struct {
	*view
	Page  any
	Whole *played
}

// PieceAt gives the address of evidence of the campaign of the page.
func (i inner) PieceAt(sum string) string { return campaignAt(i.Whole.Campaign) + "/preuves/" + sum }

// With gives a part of the page of a row.
func (v *view) With(part any) inner {
	whole, of := part.(*played)
	if !of {
		whole, _ = v.Page.(*played)
	}
	return inner{view: v, Page: part, Whole: whole}
}

// Together says what is asked at once, and what a verdict ticks.
func (i inner) Together() string {
	q := i.Whole.Form.Question
	if q.Ticks == 1 {
		return i.T("web.together.one", q.First()+1, q.Step+1)
	}
	return i.T("web.together.many", q.First()+1, q.Step, q.Step+1)
}

// StepOf gives the step that a question is of.
func (v *view) StepOf(q *execution.Question) *catalogue.Step { return &q.Case.Steps[q.Step] }

// Opens tells whether an address is one that a page may lead to.
func (v *view) Opens(address string) bool {
	return strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://")
}

// Drift says how the features moved away from a frozen text.
func (v *view) Drift(d *campaign.Drift) string {
	said := v.T("plan.drift." + string(d.Kind))
	switch {
	case d.Was != d.Now && d.Now != "":
		return v.T("test.drift.named", said, d.Now)
	case d.WasPath != d.NowPath && d.NowPath != "":
		return v.T("test.drift.placed", said, d.NowPath)
	}
	return said
}

// Row gives the address of the row that a page is of.
func (v *view) Row(p *played) string { return rowAt(p.Campaign, p.Case.ID) }

// RowOf gives the address of a row of a campaign.
func (v *view) RowOf(campaign, row string) string { return rowAt(campaign, row) }

// Next gives the number that people give to a step.
func (v *view) Next(step int) int { return step + 1 }

// StepVerdict words the verdict of a step: one that is no expected result is done, it does not conform to anything.
func (v *view) StepVerdict(s *catalogue.Step, x recette.Verdict) string {
	if x == recette.Passed && s.Type != catalogue.Outcome {
		return v.words.T("verdict.done")
	}
	return v.Verdict(x)
}

// Causes lists what may block somebody.
func (v *view) Causes() []recette.Cause { return recette.Causes() }
