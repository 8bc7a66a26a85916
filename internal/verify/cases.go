package verify

import (
	"time"
	"unsafe"

	"recette/internal/budget"
	"recette/internal/strictjson"
)

// caseRow is what stays of a case of the PV. Nine tenths of the data of a PV are cases: each is read whole, and what is
// only compared with the plan stays as a sum.
type caseRow struct {
	caseHead
	Steps []stepRow
}

type caseHead struct {
	ID           string         `json:"id"`
	Antenne      string         `json:"antenne"`
	Name         string         `json:"name"`
	Feature      string         `json:"feature"`
	Path         string         `json:"path"`
	Line         int            `json:"line"`
	Rule         string         `json:"rule"`
	Examples     string         `json:"examples"`
	Row          string         `json:"row"`
	Story        string         `json:"story"`
	Criteria     []string       `json:"criteria"`
	Rules        []string       `json:"rules"`
	Journey      string         `json:"journey"`
	Journeys     []string       `json:"journeys"` // when there are several; absent in a PV written before this field
	Critical     bool           `json:"critical"`
	DataSets     []string       `json:"data_sets"`
	Content      string         `json:"content"`
	Presentation strictjson.Sum `json:"presentation"`
	Source       strictjson.Sum `json:"source"`

	Verdict   string      `json:"verdict"`
	Outcome   string      `json:"outcome"`
	Freshness string      `json:"freshness"`
	Drift     string      `json:"drift"`
	Mode      string      `json:"mode"`
	Attempt   int         `json:"attempt"`
	Attempts  int         `json:"attempts"`
	Build     string      `json:"build"`
	Iteration int         `json:"iteration"`
	Due       bool        `json:"due"`
	Hold      string      `json:"hold"`
	Tester    string      `json:"tester"`
	Taken     *transcript `json:"taken"`
	StartedAt *time.Time  `json:"started_at"`
	EndedAt   *time.Time  `json:"ended_at"`
	Reason    string      `json:"reason"`
	Message   string      `json:"message"`
	Anomalies []string    `json:"anomalies"`
	Leaves    []int64     `json:"leaves"`
}

// stepRow is what stays of a step: a PV has ten times more of them than cases.
type stepRow struct {
	Form       strictjson.Sum // of its text
	Mode       strictjson.Word
	Verdict    strictjson.Word
	Outcome    strictjson.Word
	Cause      strictjson.Word
	At         *time.Time
	Micros     int64
	said       *said // nil of most
	Background bool
}

// said is what people said of a step, and what they showed.
type said struct {
	Observed string        `json:"observed"`
	Comment  string        `json:"comment"`
	Reason   string        `json:"reason"`
	Evidence []evidenceRow `json:"evidence"`
	GivenAt  *time.Time    `json:"given_at"` // as the device that kept it tells
}

type evidenceRow struct {
	SHA256 string `json:"sha256"`
	Name   string `json:"name"`
	MIME   string `json:"mime"`
	Size   int64  `json:"size"`
}

// words gives what was said of the step, if anything.
func (s *stepRow) words() said {
	if s.said == nil {
		return said{}
	}
	return *s.said
}

// recordFile is pv.json as it is read.
type recordFile struct {
	record
	Cases strictjson.Each[shownCase] `json:"cases"`
}

type shownCase struct {
	caseHead
	Steps []shownStep `json:"steps"`
}

type shownStep struct {
	Keyword    strictjson.Word `json:"keyword"`
	Type       strictjson.Word `json:"type"`
	Text       string          `json:"text"`
	Table      [][]string      `json:"table"`
	DocString  string          `json:"doc"`
	MediaType  strictjson.Word `json:"media"`
	Background bool            `json:"background"`
	Mode       strictjson.Word `json:"mode"`
	Verdict    strictjson.Word `json:"verdict"`
	Outcome    strictjson.Word `json:"outcome"`
	Cause      strictjson.Word `json:"cause"`
	At         *time.Time      `json:"at"`
	Micros     int64           `json:"us"`
	said
}

// newRecordFile gives a model of pv.json, which keeps the cases as they are read.
func newRecordFile() *recordFile {
	f := &recordFile{}
	var d hasher
	f.Cases.Take = func(x *shownCase) int {
		row := &caseRow{caseHead: x.caseHead, Steps: make([]stepRow, len(x.Steps))}
		kept := room*int(unsafe.Sizeof(*row)) + x.weight() + len(x.Steps)*int(unsafe.Sizeof(stepRow{}))
		for i := range x.Steps {
			s := &x.Steps[i]
			row.Steps[i] = stepRow{
				Form: d.form(&stepForm{
					keyword: s.Keyword.String(), kind: s.Type.String(), text: s.Text, table: s.Table,
					doc: s.DocString, media: s.MediaType.String(), background: s.Background,
				}),
				Mode: s.Mode, Verdict: s.Verdict, Outcome: s.Outcome, Cause: s.Cause, At: s.At, Micros: s.Micros,
				Background: s.Background,
			}
			if s.Observed != "" || s.Comment != "" || s.Reason != "" || len(s.Evidence) > 0 ||
				s.GivenAt != nil {
				words := s.said
				row.Steps[i].said = &words
				kept += words.weight()
			}
		}
		f.record.Cases = append(f.record.Cases, row)
		return kept + listing
	}
	return f
}

// room is how many times its size a case is counted: a file of nothing but empty ones would fill all the memory that is
// allowed, beside what the collector has not taken back yet.
const room = 2

// listing is what the place of a case in a list takes, while the list grows.
const listing = 3 * int(unsafe.Sizeof(uintptr(0)))

// weight gives what the texts of a case take.
func (h *caseHead) weight() int {
	taken := 0
	if x := h.Taken; x != nil {
		taken = int(unsafe.Sizeof(*x)) + weight(x.File, x.SHA256, x.By, x.Day)
	}
	return taken + weight(
		h.ID, h.Name, h.Feature, h.Path, h.Rule, h.Examples, h.Row, h.Story, h.Journey, h.Content, h.Verdict, h.Outcome,
		h.Freshness, h.Drift, h.Mode, h.Tester, h.Reason, h.Message, h.Antenne, h.Build,
	) + weights(h.Criteria, h.Rules, h.Journeys, h.DataSets, h.Anomalies) + len(h.Leaves)*int(unsafe.Sizeof(int64(0)))
}

func (w *said) weight() int {
	n := int(unsafe.Sizeof(*w)) + weight(w.Observed, w.Comment, w.Reason)
	for i := range w.Evidence {
		e := &w.Evidence[i]
		n += int(unsafe.Sizeof(*e)) + weight(e.SHA256, e.Name, e.MIME)
	}
	return n
}

func weight(texts ...string) (n int) {
	for _, s := range texts {
		n += len(s)
	}
	return n
}

func weights(lists ...[]string) (n int) {
	for _, list := range lists {
		n += len(list)*int(unsafe.Sizeof("")) + weight(list...)
	}
	return n
}

// frozenCase is what stays of a case of the plan.
type frozenCase struct {
	frozenHead
	Steps  []frozenStep
	tested strictjson.Sum // of its steps, as its content hash should say
	length int            // of what that is the sum of
}

type frozenHead struct {
	ID           string         `json:"id"`
	Antenne      string         `json:"antenne"`
	Former       []formerText   `json:"former"`
	Replay       string         `json:"replay"`
	Name         string         `json:"name"`
	Feature      string         `json:"feature"`
	Path         string         `json:"path"`
	Line         int            `json:"line"`
	Rule         string         `json:"rule"`
	Examples     string         `json:"examples"`
	RowHeader    []string       `json:"row_header"`
	RowCells     []string       `json:"row_cells"`
	Story        string         `json:"story"`
	Epic         string         `json:"epic"`
	Criteria     []string       `json:"criteria"`
	Rules        []string       `json:"rules"`
	Roles        []string       `json:"roles"`
	DataSets     []string       `json:"data_sets"`
	Critical     bool           `json:"critical"`
	Content      string         `json:"content"`
	Presentation strictjson.Sum `json:"presentation"`
	Source       strictjson.Sum `json:"source"`
}

// frozenStep is what stays of a step of the plan.
type frozenStep struct {
	Form     strictjson.Sum // of its text
	Expected bool           // a result of the case itself, not of its background
}

// manifestFile is manifest.json as it is read.
type manifestFile struct {
	manifest
	Cases strictjson.Each[plannedCase] `json:"cases"`
}

type plannedCase struct {
	frozenHead
	Steps []plannedStep `json:"steps"`
}

type plannedStep struct {
	Keyword    strictjson.Word `json:"keyword"`
	Type       string          `json:"type"`
	Text       string          `json:"text"`
	Table      [][]string      `json:"table"`
	Background bool            `json:"background"`
	Doc        *struct {
		MediaType string `json:"media"`
		Content   string `json:"content"`
	} `json:"doc"`
}

// newManifestFile gives a model of manifest.json, which keeps the cases as they are read, within a budget.
func newManifestFile(b *budget.Budget) *manifestFile {
	f, said := &manifestFile{}, claims{budget: b}
	var d hasher
	f.Cases.Take = func(x *plannedCase) int {
		z := &frozenCase{frozenHead: x.frozenHead, Steps: make([]frozenStep, len(x.Steps))}
		for i := range x.Steps {
			s := &x.Steps[i]
			form := stepForm{
				keyword: s.Keyword.String(), kind: s.Type, text: s.Text, table: s.Table, background: s.Background,
			}
			if s.Doc != nil {
				form.doc, form.media = s.Doc.Content, s.Doc.MediaType
			}
			z.Steps[i] = frozenStep{d.form(&form), s.Type == outcomeStep && !s.Background}
		}
		x.content(&d)
		z.tested, z.length = d.sum()
		f.manifest.Cases = append(f.manifest.Cases, z)
		kept := room*int(unsafe.Sizeof(*z)) + z.weight() + len(z.Steps)*int(unsafe.Sizeof(frozenStep{})) + listing
		return kept + said.hear(&f.manifest, x)
	}
	return f
}

// weight gives what the texts of a case take.
func (h *frozenHead) weight() int {
	n := 0
	for i := range h.Former {
		n += int(unsafe.Sizeof(h.Former[i])) + len(h.Former[i].Content)
	}
	return n + weight(
		h.ID, h.Name, h.Feature, h.Path, h.Rule, h.Examples, h.Story, h.Epic, h.Content, h.Antenne, h.Replay,
	) + weights(h.RowHeader, h.RowCells, h.Criteria, h.Rules, h.Roles, h.DataSets)
}
