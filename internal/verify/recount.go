package verify

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/strictjson"
)

// recount compares everything that the PV says of results with what the leaves give.
func (c *check) recount() {
	if c.afford() != nil {
		return
	}
	s, ok := c.scope()
	if !ok {
		c.contents.add(bad(Scope))
		return
	}
	c.tested()
	f := count(c.frozen, s, c.proven)
	if !c.counted(f, s) {
		return
	}
	c.kinds(f)
	if c.list(s) {
		stale := listed(c.pv.Stale)
		for i := range c.pv.Cases {
			row := &c.pv.Cases[i]
			c.caseText(row, f.cases[row.ID].frozen, s)
			c.caseResult(row, f.cases[row.ID])
			c.steps(row, f.cases[row.ID])
			c.freshness(row, f, stale[row.ID])
		}
		c.total(f)
		c.period(f)
	}
	c.journeys(f, s)
	c.dossier(f, s)
	c.recounted = f
	sessions := c.sessions(f)
	c.opened(f, s)
	c.derive(f, s, sessions)
	c.times(f, s)
	c.rules(f, s)
}

// counted tells whether the plan counts each case once: in what it holds, and in each journey. A journey that names one
// five times would show five results of it.
func (c *check) counted(f *fold, s scope) bool {
	ok, held := true, map[string]bool{}
	for i := range c.frozen.Cases {
		if id := c.frozen.Cases[i].ID; held[id] {
			c.contents.add(bad(CaseUnknown, id))
			ok = false
		} else {
			held[id] = true
		}
	}
	for _, at := range s.rows {
		j := &c.frozen.Journeys[at]
		if len(listed(j.Cases)) != len(j.Cases) {
			c.contents.add(bad(JourneyMismatch, j.Code, "cases"))
			ok = false
		}
	}
	for _, id := range s.ids {
		if f.cases[id] == nil { // a journey of the plan names a case that the plan does not hold
			c.contents.add(bad(Scope))
			return false
		}
	}
	return ok
}

// kinds refuses leaves that a PV does not rest on: each one there is one that the fold uses.
func (c *check) kinds(f *fold) {
	for i := range c.proven {
		l := &c.proven[i].leaf
		switch {
		case l.Kind == journal.KindResult && l.Result != nil && f.scope.in[l.Result.Case]:
		case l.Kind == journal.KindCampaignOpen, l.Kind == journal.KindCampaignClose, l.Kind == journal.KindAnomaly,
			l.Kind == journal.KindReserve, l.Kind == journal.KindDecision, l.Kind == journal.KindPersonalErase:
		case !l.Kind.Known(): // listed as such
		default:
			c.contents.add(bad(LeafForeign, strconv.FormatInt(l.Seq, 10)))
		}
	}
}

// list compares the cases with those of the scope: all of them, each once, in order. False when rows cannot be
// compared.
func (c *check) list(s scope) bool {
	got, ok := make([]string, 0, len(c.pv.Cases)), true
	seen := map[string]bool{}
	for i := range c.pv.Cases {
		id := c.pv.Cases[i].ID
		if got = append(got, id); !s.in[id] || seen[id] {
			c.contents.add(bad(CaseUnknown, id))
			ok = false
		}
		seen[id] = true
	}
	for _, id := range s.ids {
		if !seen[id] {
			c.contents.add(bad(CaseMissing, id))
		}
	}
	if ok && len(got) == len(s.ids) && !slices.Equal(got, s.ids) {
		c.contents.add(bad(CaseOrder))
	}
	return ok
}

func listed(list []string) map[string]bool {
	in := make(map[string]bool, len(list))
	for _, x := range list {
		in[x] = true
	}
	return in
}

// field is one value shown and the one that is right.
type field struct {
	name        string
	shown, want any
}

// differs gives the names of the fields that differ; an absent list is an empty one.
func differs(fields ...field) []string {
	var out []string
	for _, f := range fields {
		a, b := reflect.ValueOf(f.shown), reflect.ValueOf(f.want)
		if a.Kind() == reflect.Slice && b.Kind() == reflect.Slice && a.Len() == 0 && b.Len() == 0 {
			continue
		}
		if !reflect.DeepEqual(f.shown, f.want) {
			out = append(out, f.name)
		}
	}
	return out
}

// caseText compares the text of a case with the frozen one.
func (c *check) caseText(row *caseRow, z *frozenCase, s scope) {
	cells := make([]string, 0, len(z.RowCells))
	for i, cell := range z.RowCells {
		if i < len(z.RowHeader) {
			cell = z.RowHeader[i] + " = " + cell
		}
		cells = append(cells, cell)
	}
	held := s.held[z.ID]
	under := ""
	if len(held) > 0 {
		under = held[0]
	}
	names := differs(
		field{"name", row.Name, z.Name}, field{"feature", row.Feature, z.Feature}, field{"path", row.Path, z.Path},
		field{"line", row.Line, z.Line}, field{"rule", row.Rule, z.Rule}, field{"examples", row.Examples, z.Examples},
		field{"row", row.Row, strings.Join(cells, ", ")}, field{"story", row.Story, z.Story},
		field{"criteria", row.Criteria, z.Criteria}, field{"rules", row.Rules, z.Rules},
		field{"data_sets", row.DataSets, z.DataSets}, field{"content", row.Content, z.Content},
		field{"presentation", row.Presentation, z.Presentation}, field{"source", row.Source, z.Source},
		field{"journey", row.Journey, under}, field{"critical", row.Critical, c.critical(z)},
		field{"steps", len(row.Steps), len(z.Steps)},
	)
	if len(row.Journeys) > 0 && (len(held) < 2 || !slices.Equal(row.Journeys, held)) {
		names = append(names, "journeys")
	}
	for i := range min(len(row.Steps), len(z.Steps)) {
		shown, want := &row.Steps[i], &z.Steps[i]
		doc, media := "", ""
		if want.Doc != nil {
			doc, media = want.Doc.Content, want.Doc.MediaType
		}
		if len(differs(
			field{"", shown.Keyword, want.Keyword}, field{"", shown.Type, want.Type},
			field{"", shown.Text, strictjson.SumOf(want.Text)},
			field{"", shown.Table, want.Table}, field{"", shown.DocString, doc}, field{"", shown.MediaType, media},
			field{"", shown.Background, want.Background},
		)) > 0 {
			names = append(names, "steps["+strconv.Itoa(i)+"]")
		}
	}
	for _, n := range names {
		c.contents.add(bad(CaseText, row.ID, n))
	}
}

// critical tells whether a case is critical by itself or by a journey that holds it.
func (c *check) critical(z *frozenCase) bool {
	if c.urgent == nil {
		c.urgent = map[string]bool{}
		for i := range c.frozen.Journeys {
			if j := &c.frozen.Journeys[i]; j.Critical {
				for _, id := range j.Cases {
					c.urgent[id] = true
				}
			}
		}
	}
	return z.Critical || c.urgent[z.ID]
}

// caseResult compares what the PV says of the attempts of a case.
func (c *check) caseResult(row *caseRow, t *tally) {
	if want := string(t.verdict()); row.Verdict != want {
		c.contents.add(bad(CaseVerdict, row.ID, row.Verdict, want))
	}
	outcome := string(t.outcome)
	if t.outcome == recette.OutcomePassed {
		outcome = ""
	}
	names := differs(
		field{"outcome", row.Outcome, outcome}, field{"attempt", row.Attempt, t.now.Number},
		field{"attempts", row.Attempts, t.attempts}, field{"leaves", row.Leaves, t.leaves},
		field{"started_at", instant(row.StartedAt), t.started}, field{"ended_at", instant(row.EndedAt), t.ended},
		field{"message", row.Message != "", t.message != ""}, field{"tester", row.Tester != "", t.actor != nil},
	)
	manual, auto := false, false
	for i := range t.steps {
		if s := &t.steps[i]; s.seen {
			manual = manual || s.o.Mode == string(recette.Manual)
			auto = auto || s.o.Mode == string(recette.Automated)
		}
	}
	var mode recette.Mode
	switch {
	case manual && auto:
		mode = recette.Mixed
	case manual:
		mode = recette.Manual
	case auto:
		mode = recette.Automated
	default: // nobody observed a step: the tags say who was to
		mode = recette.Mode(row.Mode)
	}
	if row.Mode != string(mode) || mode != recette.Manual && mode != recette.Automated && mode != recette.Mixed {
		names = append(names, "mode")
	}
	for _, n := range names {
		c.contents.add(bad(CaseResult, row.ID, n))
	}
}

// instant writes a time as leaves do, empty when there is none.
func instant(t *time.Time) string {
	if t == nil {
		return ""
	}
	return journal.Instant(*t)
}

// steps compares step by step. Free texts are behind commitments whose salt the file does not hold: from the file alone
// only their presence can be compared.
func (c *check) steps(row *caseRow, t *tally) {
	for i := range min(len(row.Steps), len(t.frozen.Steps)) {
		shown, want := &row.Steps[i], observed{o: &journal.Observation{Verdict: string(recette.NotRun)}}
		if i < len(t.steps) && t.steps[i].seen {
			want = t.steps[i]
		}
		if shown.Verdict != want.o.Verdict {
			c.contents.add(bad(StepVerdict, row.ID, step(i), shown.Verdict, want.o.Verdict))
		}
		outcome := want.o.Outcome
		if outcome == string(recette.OutcomePassed) {
			outcome = ""
		}
		names := differs(
			field{"mode", shown.Mode, want.o.Mode}, field{"outcome", shown.Outcome, outcome},
			field{"cause", shown.Cause, want.o.Cause}, field{"us", shown.Micros, want.o.Micros},
			field{"at", instant(shown.At), want.at}, field{"observed", shown.Observed != "", want.o.Observed != ""},
			field{"comment", shown.Comment != "", want.o.Comment != ""},
			field{"reason", shown.Reason != "", want.o.Reason != ""},
			field{"evidence", len(shown.Evidence), len(want.o.Evidence)},
		)
		for k := range min(len(shown.Evidence), len(want.o.Evidence)) {
			a, b := &shown.Evidence[k], &want.o.Evidence[k]
			if a.SHA256 != b.SHA256 || a.Size != b.Size || a.MIME != b.MIME || (a.Name != "") != (b.Name != "") {
				names = append(names, "evidence")
			}
		}
		for _, n := range names {
			c.contents.add(bad(StepResult, row.ID, step(i), n))
		}
	}
}
