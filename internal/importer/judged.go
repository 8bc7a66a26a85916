package importer

import (
	"slices"
	"time"

	"recette/internal/importer/sheet"
	"recette/internal/kit"
	"recette/internal/recette"
	"recette/reports/cahier"
	"recette/reports/cahier/workbook"
)

// results reads a file of results of a kit. A kit is bound to the campaign as a blank cahier is.
func (f *File) results(data []byte) (err error) {
	if f.kit, err = kit.Parse(data); err != nil {
		return err //nolint:wrapcheck // it says what cannot be read
	}
	h := &f.kit.Kit
	f.book = &sheet.Book{}
	f.bound = &workbook.Bound{
		Campaign: h.Campaign, Manifest: h.Manifest, Kind: string(cahier.Blank), Language: h.Language, Build: h.Build,
	}
	return nil
}

// Kit gives what the kit was made of whose results the file holds; nil for a cahier.
func (f *File) Kit() *kit.Head {
	if f.kit == nil {
		return nil
	}
	return &f.kit.Kit
}

// Pieces gives the evidence of a step, from 0, that a file of results holds.
func (f *File) Pieces(id string, step int) []kit.File {
	c := f.judged(id)
	if c == nil {
		return nil
	}
	for i := range c.Verdicts {
		if c.Verdicts[i].Step == step {
			return c.Verdicts[i].Files
		}
	}
	return nil
}

func (f *File) judged(id string) *kit.Case {
	if f.kit == nil {
		return nil
	}
	for i := range f.kit.Cases {
		if f.kit.Cases[i].ID == id {
			return &f.kit.Cases[i]
		}
	}
	return nil
}

// judged reads a file of results: a row for each verdict.
func (r *reading) judged() error {
	k := r.file.kit
	whole := Place{Sheet: r.file.Name}
	switch h := &k.Kit; {
	case folded(h.Campaign) != folded(r.book.Campaign):
		r.halt(whole, "other-campaign", h.Campaign, r.book.Campaign)
	case h.Size > 0 && r.stand.Headed != nil && !r.stand.Headed(h.Size, h.Root):
		r.halt(whole, "other-journal")
	case r.stand.Closed:
		r.halt(whole, "campaign-closed")
	}
	r.build, r.buildAt = clean(k.Build), whole
	at, rank := places(r.book), 0
	for i := range k.Cases {
		c := &k.Cases[i]
		place, known := at[c.ID]
		if !known {
			place = -1
		} else if of := r.book.Cases[place].Antenne; k.Kit.Antenne != "" && of != k.Kit.Antenne {
			r.refuse(r.place(rank+1), c.ID, "other-branch", k.Kit.Antenne, of)
			rank += len(c.Verdicts)
			continue
		} else if !r.ended(c, &r.book.Cases[place]) {
			rank += len(c.Verdicts)
			r.lines = append(r.lines, Line{
				Place: r.place(rank), Case: c.ID, Status: leftOut, Code: "unended",
			})
			continue
		}
		day := r.dayOf(c, rank+1)
		for j := range c.Verdicts {
			rank++
			a := r.verdict(c, &c.Verdicts[j], rank)
			a.place, a.block, a.day = place, i, day
			r.answers = append(r.answers, a)
		}
	}
	return nil
}

func (r *reading) place(rank int) Place { return Place{Sheet: r.file.Name, Row: rank, Column: ranked} }

// dayOf gives the day on which the last verdict of a case was given. That of a clock which cannot be right is not
// taken, and that is said: what was found of the case is.
func (r *reading) dayOf(c *kit.Case, rank int) string {
	zone := r.stand.Zone
	if zone == nil {
		zone = time.UTC
	}
	day := c.Last().In(zone).Format(time.DateOnly)
	if code, _ := (&planner{reading: r}).playable(day); code != "" {
		r.lines = append(r.lines, Line{
			Place: r.place(rank), Case: c.ID, Status: leftOut, Code: "clock", Args: []string{day},
		})
		return ""
	}
	return day
}

// verdict makes the row of a verdict.
func (r *reading) verdict(c *kit.Case, v *kit.Verdict, rank int) *answer {
	a := &answer{
		at: r.place(rank), id: c.ID, from: v.Step, to: v.Step + 1, content: c.Content, attempt: c.After,
		verdict: recette.Verdict(v.Verdict), observed: clean(v.Observed), comment: clean(v.Comment),
		reason: clean(v.Reason), cause: recette.Cause(v.Cause), tester: clean(v.Tester),
	}
	a.given, _ = time.Parse(time.RFC3339, v.At) // Parse looked at it
	if !a.verdict.Valid() || a.verdict == recette.NotRun {
		a.bad = true
		r.refuse(a.at, c.ID, "bad-verdict", v.Verdict)
	}
	for i := range v.Files {
		name := v.Files[i].Name
		a.evidence = append(a.evidence, name)
		if len(v.Files[i].Data) == 0 {
			a.lost = append(a.lost, name)
		}
	}
	return a
}

// ended tells whether nothing of a case is left to judge: what a file says of that is not believed. An action that
// nobody judged is done when a result after it was seen.
func (r *reading) ended(c *kit.Case, of *cahier.Case) bool {
	judged, last := map[int]bool{}, -1
	for i := range c.Verdicts {
		v := &c.Verdicts[i]
		verdict := recette.Verdict(v.Verdict)
		if verdict == recette.Failed || verdict == recette.Blocked {
			return true
		}
		if judged[v.Step] = true; verdict.Executed() {
			last = v.Step
		}
	}
	for i := range of.StepCount() {
		expects := i >= of.Prior && of.Steps[i-of.Prior].Expects()
		if !judged[i] && (expects || i > last) {
			return false
		}
	}
	return true
}

// Unbelieved says that a device gives a verdict, of a step from 0, an instant that cannot be: it is not recorded.
func Unbelieved(e *Entry, step int, given time.Time) Line {
	return Line{
		Place: e.At, Case: e.Case, From: step + 1, To: step + 1, Status: leftOut, Code: "instant",
		Args: []string{given.Format(time.RFC3339)},
	}
}

// Refuse has an entry not be recorded: its first row says why, the others wait.
func (p *Plan) Refuse(id, code string, args ...string) {
	first := true
	for i := range p.Lines {
		l := &p.Lines[i]
		if l.Case != id || l.Status != toRecord && l.Status != toRaise {
			continue
		}
		l.Status = heldBack
		if first {
			l.Status, l.Code, l.Args, first = Conflict, code, args, false
		}
	}
	p.Entries = slices.DeleteFunc(p.Entries, func(e Entry) bool { return e.Case == id })
}
