package plan

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"recette/internal/meant"
	"recette/internal/recette"
	"recette/internal/yamldoc"
)

// Plan is plans/<name>.yaml: what will be verified, where, and by whom. Journeys and Tags select the cases.
type Plan struct {
	Name         string        `yaml:"name"` // of the campaign; default the name of the file
	Title        string        `yaml:"title"`
	Version      string        `yaml:"version"` // of the plan
	Release      Release       `yaml:"release"`
	Environment  Environment   `yaml:"environment"` // "recette" takes what recette.yaml says of it
	Journeys     []Journey     `yaml:"journeys"`
	Tags         string        `yaml:"tags"`         // tag expression; both it and the journeys must select a case
	Participants []Participant `yaml:"participants"` // a name takes its roles from recette.yaml; none takes everybody
	Client       Party         `yaml:"client"`
	Supplier     Party         `yaml:"supplier"`
	Contract     Contract      `yaml:"contract"`
	Nature       string        `yaml:"nature"` // one of natures
	Regime       string        `yaml:"regime"`
	Entities     []string      `yaml:"entities"`
	OutOfScope   []Exclusion   `yaml:"out_of_scope"`
	DataSets     []DataSet     `yaml:"data_sets"`
	Entry        []Criterion   `yaml:"entry_criteria"`
	Exit         []Criterion   `yaml:"exit_criteria"`
}

// natures lists the kinds of recette.
func natures() []string {
	return []string{"usine", "technique", "metier", "va", "vsr", "levee", "global"}
}

// origins lists where test data may come from: never from production as it is.
func origins() []string { return []string{"fictif", "anonymisé"} }

// The measures that a PV computes for a criterion, over its own cases.
const (
	MeasureExecuted          = "executed"            // executed over planned; threshold in percent, 100 by default
	MeasureConformity        = "conformity"          // conform over planned; threshold in percent, 100 by default
	MeasureCriticalExecuted  = "critical_executed"   // the first, over the cases of critical journeys
	MeasureBlockingOpen      = "blocking_open"       // open blocking anomalies; threshold a number, 0 by default
	MeasureMajorOpen         = "major_open"          // open major anomalies
	MeasureMajorCriticalOpen = "major_critical_open" // the same, on critical journeys
)

// measures lists the measures.
func measures() []string {
	return []string{
		MeasureExecuted, MeasureConformity, MeasureCriticalExecuted, MeasureBlockingOpen, MeasureMajorOpen,
		MeasureMajorCriticalOpen,
	}
}

// What can be wrong with the values of a plan, beside the codes of yamldoc.
const (
	badName    yamldoc.Code = "bad_name"
	badNature  yamldoc.Code = "bad_nature"
	badOrigin  yamldoc.Code = "bad_origin"
	badRole    yamldoc.Code = "bad_role"
	badDate    yamldoc.Code = "bad_date"
	badMeasure yamldoc.Code = "bad_measure"
	badMet     yamldoc.Code = "bad_met"
	duplicate  yamldoc.Code = "duplicate"
	samePerson yamldoc.Code = "same_person" // one person twice in one role, under two spellings
	mixedName  yamldoc.Code = "mixed_name"  // letters of two scripts, of which some look alike
)

// Read reads a plan. file names it in problems and, when the plan has no name, gives it one. It returns a
// *yamldoc.Error with everything that is wrong.
func Read(file string, data []byte) (Plan, error) {
	var p Plan
	doc := yamldoc.Decode(file, data, &p)
	if err := doc.Err(); err != nil {
		return Plan{}, err
	}
	if p.Name == "" {
		p.Name = strings.TrimSuffix(path.Base(strings.ReplaceAll(file, `\`, "/")), ".yaml")
	}
	p.check(doc)
	if err := doc.Err(); err != nil {
		return Plan{}, err
	}
	return p, nil
}

// errNoPlan says that no plan has the name, and which there are.
var errNoPlan = errors.New("no such plan")

// Open reads the plan of a name, "recette-v1" for plans/recette-v1.yaml, from the root of the project. It returns
// errNoPlan when there is none.
func Open(project fs.FS, name string) (Plan, error) {
	file := "plans/" + name + ".yaml"
	if !fs.ValidPath(file) || strings.Contains(name, "/") {
		return Plan{}, fmt.Errorf("%w: %q", errNoPlan, name)
	}
	data, err := fs.ReadFile(project, file)
	if errors.Is(err, fs.ErrNotExist) {
		return Plan{}, fmt.Errorf("%w: %q", errNoPlan, name)
	}
	if err != nil {
		return Plan{}, fmt.Errorf("read plan: %w", err)
	}
	return Read(file, data)
}

// List gives the names of the plans of a project, sorted.
func List(project fs.FS) ([]string, error) {
	files, err := fs.Glob(project, "plans/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list plans: %w", err)
	}
	for i, f := range files {
		files[i] = strings.TrimSuffix(path.Base(f), ".yaml")
	}
	return files, nil
}

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
	if !validName(p.Name) {
		doc.Report("name", badName, "", p.Name)
	}
	day(doc, "release.delivered_at", p.Release.DeliveredAt)
	day(doc, "contract.date", p.Contract.Date)
	oneOf(doc, "nature", p.Nature, badNature, natures())
	codes := map[string]bool{}
	for i, j := range p.Journeys {
		named(doc, fmt.Sprintf("journeys[%d].code", i), "code", j.Code, codes)
	}
	codes = map[string]bool{}
	for i, d := range p.DataSets {
		named(doc, fmt.Sprintf("data_sets[%d].code", i), "code", d.Code, codes)
		oneOf(doc, fmt.Sprintf("data_sets[%d].origin", i), d.Origin, badOrigin, origins())
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
	for list, cs := range map[string][]Criterion{"entry_criteria": p.Entry, "exit_criteria": p.Exit} {
		for i, c := range cs {
			if c.Text == "" {
				doc.Report(fmt.Sprintf("%s[%d].criterion", list, i), yamldoc.Missing, "", "criterion")
			}
			oneOf(doc, fmt.Sprintf("%s[%d].measure", list, i), c.Measure, badMeasure, measures())
			if !validMet(c.Met) {
				doc.Report(
					fmt.Sprintf("%s[%d].met", list, i), badMet, meant.Nearest(c.Met, []string{"yes", "no"}), c.Met,
				)
			}
		}
	}
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

func roles() []string {
	return []string{string(recette.PPO), string(recette.PO), string(recette.QA), string(recette.Tester)}
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

// validName keeps the id of a campaign easy to type and to put in a file name or a URL.
func validName(s string) bool {
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
