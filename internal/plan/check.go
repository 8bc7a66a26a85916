package plan

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"recette/internal/meant"
	"recette/internal/recette"
	"recette/internal/yamldoc"
)

func (p *Plan) check(doc *yamldoc.Doc) {
	for _, m := range []struct{ at, value string }{
		{"title", p.Title},
		{"version", p.Version},
		{"release.version", p.Release.Version},
		{"environment.name", p.Environment.Name},
	} {
		if recette.Blank(m.value) {
			doc.Report(m.at, yamldoc.Missing, "", m.at)
		}
	}
	if !ValidName(p.Name) {
		doc.Report("name", badName, "", p.Name)
	}
	day(doc, "release.delivered_at", p.Release.DeliveredAt)
	day(doc, "contract.date", p.Contract.Date)
	oneOf(doc, "nature", p.Nature, badNature, natures())
	p.checkPanel(doc)
	p.checkPerimeters(doc)
	codes := map[string]bool{}
	for i, j := range p.Journeys {
		named(doc, fmt.Sprintf("journeys[%d].code", i), "code", j.Code, codes)
	}
	codes = map[string]bool{}
	for i, d := range p.DataSets {
		named(doc, fmt.Sprintf("data_sets[%d].code", i), "code", d.Code, codes)
		oneOf(doc, fmt.Sprintf("data_sets[%d].origin", i), d.Origin, badOrigin, Origins())
	}
	people, spelled := map[string]bool{}, map[string]int{}
	for i, who := range p.Participants {
		at := fmt.Sprintf("participants[%d]", i)
		named(doc, at+".name", "name", who.Name+sep(who.Role), people)
		if j, again := spelled[FoldName(who.Name)+sep(who.Role)]; !again {
			spelled[FoldName(who.Name)+sep(who.Role)] = i
		} else if first := p.Participants[j].Name; first != who.Name {
			line, _ := doc.Place(fmt.Sprintf("participants[%d].name", j))
			doc.Report(at+".name", samePerson, "", who.Name, first, strconv.Itoa(line))
		}
		if other := recette.OtherScript(who.Name); len(other) > 0 {
			doc.Report(at+".name", mixedName, "", who.Name, string(other))
		}
		if who.Role != "" && !recette.Role(who.Role).Participant() {
			doc.Report(at+".role", badRole, meant.Nearest(who.Role, roles()), who.Role, strings.Join(roles(), ", "))
		}
	}
	for i, x := range p.OutOfScope {
		at := fmt.Sprintf("out_of_scope[%d]", i)
		for key, v := range map[string]string{"what": x.What, "reason": x.Reason} {
			if v == "" {
				doc.Report(at+"."+key, yamldoc.Missing, "", key)
			}
		}
	}
	k := checker{doc: doc, strict: p.sectioned()}
	k.criteria("entry_criteria", p.Entry)
	k.criteria("exit_criteria", p.Exit)
	k.criteria("suspension_criteria", p.Suspension)
	k.criteria("resumption_criteria", p.Resumption)
	k.sections(p)
	k.regime(p)
}

// validMet accepts what a person may attest: yes, no, or the number of a derogation, which holds a digit. Any other
// word would pass for a derogation: "non" would then say of a criterion that is not met that somebody waived it.
func validMet(met string) bool {
	return met == "" || met == "yes" || met == "no" || strings.ContainsAny(met, "0123456789")
}

func sep(role string) string {
	if role == "" {
		return ""
	}
	return " (" + role + ")"
}

func named(doc *yamldoc.Doc, at, key, value string, seen map[string]bool) {
	switch {
	case recette.Blank(value) || strings.HasPrefix(value, " ("):
		doc.Report(at, yamldoc.Missing, "", key)
	case seen[value]:
		doc.Report(at, duplicate, "", value)
	}
	seen[value] = true
}

func oneOf(doc *yamldoc.Doc, at, value string, code yamldoc.Code, known []string) {
	if value != "" && !slices.Contains(known, value) {
		doc.Report(at, code, meant.Nearest(value, known), value, strings.Join(known, ", "))
	}
}

func day(doc *yamldoc.Doc, at, value string) {
	if value == "" {
		return
	}
	if _, err := time.Parse(time.DateOnly, value); err != nil {
		doc.Report(at, badDate, "", value)
	}
}

// ValidName keeps the id of a campaign, which is that of its plan, easy to type and to put in a file name or a URL.
func ValidName(s string) bool {
	if s == "" || len(s) > 64 || s[0] == '-' || s[0] == '.' {
		return false
	}
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '_' && r != '.' {
			return false
		}
	}
	return !strings.HasPrefix(s, "run-") // runs outside campaigns
}
