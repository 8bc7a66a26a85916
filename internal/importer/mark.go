package importer

import (
	"slices"
	"strconv"
	"strings"

	"recette/internal/importer/sheet"
	"recette/reports/cahier"
)

// mark is what a cahier that the product made in the usual layout says above its columns: what it was made for.
type mark struct {
	at              Place
	kind            cahier.Kind
	build, campaign string
	iteration       string
}

// marked reads a row above the head as what a cahier was made for: it is so when it says which kind it is. Its other
// cells are noted.
func (l *layout) marked(row *sheet.Row) bool {
	m := mark{at: Place{l.sheet.Name, row.Number, row.Cells[0].Column}}
	var others []Line
	for i := range row.Cells {
		c := &row.Cells[i]
		label, value, _ := strings.Cut(c.Text, ":")
		value = clean(value)
		switch of := folded(label); {
		case unwritten(c) != "":
			return false
		case of == "cahier" || of == "test book":
			m.kind = kindOf(value)
		case of == "version testee" || of == "build":
			m.build = value
		case of == "iteration":
			m.iteration = value
		case of == "campagne" || of == "campaign":
			m.campaign = value
		default:
			others = append(others, Line{
				Place: Place{l.sheet.Name, row.Number, c.Column}, Code: "above", Args: []string{c.Text},
			})
		}
	}
	if m.kind == "" {
		return false
	}
	l.marks, l.above = append(l.marks, m), append(l.above, others...)
	return true
}

func kindOf(s string) cahier.Kind {
	switch folded(s) {
	case "vierge", "blank":
		return cahier.Blank
	case "execute", "executed":
		return cahier.Executed
	}
	return ""
}

// other says why a cahier was not made for a campaign as it stands.
func (m *mark) other(now *cahier.Cahier) (code string, args []string) {
	switch build := first(now.Environment.Build, now.Release.Version); {
	case m.campaign != "" && folded(m.campaign) != folded(now.Campaign):
		return "other-campaign", []string{m.campaign, now.Campaign}
	case m.iteration != "" && m.iteration != strconv.Itoa(max(now.Iteration, 1)):
		return "other-iteration", []string{m.build, build}
	case m.build != "" && folded(m.build) != folded(build):
		return "other-build", []string{m.build, build}
	}
	return "", nil
}

// executed tells whether a sheet says that it shows what is recorded.
func (r *reading) executed() bool {
	return slices.ContainsFunc(r.marks, func(m mark) bool { return m.kind == cahier.Executed })
}
