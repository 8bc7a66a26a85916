package planning

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/reference"
	"recette/internal/vocabulary"
)

// Draft is what a plan is begun from.
type Draft struct {
	Name         string
	Project      string
	Language     string // of the plan: the texts that people fill
	Environments []plan.Environment
	Participants []plan.Participant
	Cases        []catalogue.Case
	Tags         vocabulary.Vocabulary
	Titles       map[string]string // of journeys, by code, as other plans give them
	Set          *reference.Set
	Minutes      int // of a case; 0 is the default
	// Words gives the texts of the plan, by key: "draft.<key>".
	Words func(key string, args ...any) string
}

// journey is a journey as the tags tell it.
type journey struct {
	code     string
	critical bool
	roles    []string
	ids      []string // cases, in the order of the files
	manual   int      // of them, those that people run
}

// Write gives a plan that the tags of the project tell: its journeys, the cases that can be frozen, a proposal of
// sessions, criteria that the journal measures. What only people know is marked.
func (d *Draft) Write() []byte {
	tags := d.Tags.Filled()
	if d.Minutes == 0 {
		d.Minutes = defaultMinutes
	}
	journeys, sets := d.read(tags)
	y := &writer{}
	t := func(key string, args ...any) string { return d.Words("draft."+key, args...) }
	y.note(t("head", d.Name))
	y.pair("name", d.Name)
	y.pair("title", t("title", d.Project))
	y.pair("version", "0.1")
	y.pair("status", "draft")
	if author := d.first(recette.PPO); author != "" {
		y.pair("author", author)
	}
	y.pair("purpose", t("purpose"))
	y.open("expected_decision")
	y.sub("what", t("decision"))
	y.sub("by", who(d.first(recette.PO), string(recette.PO)))
	y.open("release")
	build := ""
	if len(d.Environments) > 0 {
		build = d.Environments[0].Build
	}
	y.sub("version", t("version"))
	if build != "" {
		y.sub("build", build)
	}
	env := "recette"
	if len(d.Environments) > 0 {
		env = d.Environments[0].Name
	}
	y.pair("environment", env)
	y.pair("tags", d.selection(tags))
	d.journeys(y, journeys, t)
	d.dataSets(y, sets, t)
	d.sessions(y, journeys, t)
	d.criteria(y, t, d.loadable(sets))
	d.rules(y, t)
	return []byte(y.String())
}

// usable tells whether a case can be frozen: neither a draft nor obsolete.
func usable(tags vocabulary.Vocabulary, c *catalogue.Case) bool {
	return !slices.Contains(c.Tags, tags.Draft) && !slices.Contains(c.Tags, tags.Obsolete)
}

// selection is the expression of the cases: those that are said to be ready, where any are, and never drafts.
func (d *Draft) selection(tags vocabulary.Vocabulary) string {
	for i := range d.Cases {
		if slices.Contains(d.Cases[i].Tags, tags.Ready) {
			return tags.Ready + " and not " + tags.Obsolete
		}
	}
	return "not " + tags.Draft + " and not " + tags.Obsolete
}

func (d *Draft) read(tags vocabulary.Vocabulary) (found []journey, sets []string) {
	ready := strings.HasPrefix(d.selection(tags), tags.Ready)
	at, kept := map[string]int{}, d.Set.DataCodes()
	for i := range d.Cases {
		c := &d.Cases[i]
		if !usable(tags, c) || ready && !slices.Contains(c.Tags, tags.Ready) {
			continue
		}
		for _, code := range c.Journeys {
			n, known := at[code]
			if !known {
				n, at[code] = len(found), len(found)
				found = append(found, journey{code: code})
			}
			j := &found[n]
			j.critical = j.critical || c.Critical
			j.ids = append(j.ids, c.ID)
			if tags.Mode(c.Tags) != recette.Automated {
				j.manual++
			}
			for _, role := range c.Roles {
				if !slices.Contains(j.roles, role) {
					j.roles = append(j.roles, role)
				}
			}
		}
		for _, code := range c.Played(tags.DataPrefix(), kept) {
			if len(c.Journeys) > 0 && !slices.Contains(sets, code) {
				sets = append(sets, code)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b journey) int { // critical ones first
		return map[bool]int{true: 1}[b.critical] - map[bool]int{true: 1}[a.critical]
	})
	return found, sets
}

func (d *Draft) journeys(y *writer, journeys []journey, t func(string, ...any) string) {
	if len(journeys) == 0 {
		return
	}
	y.blank(t("journeys"))
	y.open("journeys")
	for _, j := range journeys {
		y.item("code", j.code)
		y.deep("title", who(d.Titles[j.code], t("journey", j.code)))
		if owner := d.first(recette.PPO); owner != "" {
			y.deep("owner", owner)
		}
		if j.critical {
			y.deep("criticality", "critical")
			y.deep("consequence", t("consequence"))
		} else {
			y.deep("criticality", "ordinary")
		}
		if len(j.roles) > 0 {
			y.deeply("roles", j.roles)
		}
	}
}

func (d *Draft) dataSets(y *writer, sets []string, t func(string, ...any) string) {
	if len(sets) == 0 {
		return
	}
	y.blank(t("data"))
	y.open("data_sets")
	for _, code := range sets {
		y.item("code", code)
		known, _ := d.Set.DataSet(code)
		y.deep("label", who(known.Label, t("label")))
		if slices.Contains(plan.Origins(), known.Origin) {
			y.deep("origin", known.Origin)
		} else {
			y.raw("    # " + t("origin"))
		}
	}
}

// sessions proposes as many sessions as the cases take: whole journeys, in order, as long as they fit.
func (d *Draft) sessions(y *writer, journeys []journey, t func(string, ...any) string) {
	effort := plan.Effort{Minutes: d.Minutes, Reserve: 15}
	testers := d.all(recette.Tester)
	if len(testers) == 0 {
		testers = d.all(recette.QA)
	}
	room := holds(max(len(testers), 1), sessionMinutes, effort, 0)
	var planned [][]journey
	left := 0
	for _, j := range journeys {
		if j.manual == 0 {
			continue
		}
		if j.manual > left || len(planned) == 0 {
			planned, left = append(planned, nil), room
		}
		planned[len(planned)-1] = append(planned[len(planned)-1], j)
		left -= j.manual
	}
	y.blank(t("sessions", d.Minutes))
	y.open("effort")
	y.sub("minutes_per_case", strconv.Itoa(effort.Minutes))
	y.sub("reserve_percent", strconv.Itoa(effort.Reserve))
	if len(planned) == 0 {
		return
	}
	y.open("sessions")
	for i, group := range planned {
		cases := 0
		var codes []string
		for _, j := range group {
			codes, cases = append(codes, j.code), cases+j.manual
		}
		y.item("code", "S"+strconv.Itoa(i+1))
		y.deep("date", t("date"))
		// A session that one journey overflows lasts as long as it takes.
		minutes := max(sessionMinutes, (cases+max(len(testers), 1)-1)/max(len(testers),
			1)*effort.Minutes*100/(100-effort.Reserve)+1)
		y.deep("minutes", strconv.Itoa((minutes+14)/15*15))
		y.deep("place", t("place"))
		if animator := who(d.first(recette.QA), d.first(recette.PPO)); animator != "" {
			y.deep("animator", animator)
		}
		if len(testers) > 0 {
			y.deeply("testers", testers)
		}
		y.deeply("journeys", codes)
	}
}

// loadable tells whether there are data sets, and each says how it is loaded: the journal then tells that all are.
func (d *Draft) loadable(sets []string) bool {
	return len(sets) > 0 && !slices.ContainsFunc(sets, func(code string) bool {
		set, _ := d.Set.DataSet(code)
		return !set.Load.Given()
	})
}

func (d *Draft) criteria(y *writer, t func(string, ...any) string, loadable bool) {
	y.blank(t("criteria"))
	qa := who(d.first(recette.QA), string(recette.QA))
	y.open("entry_criteria")
	for _, key := range []string{"installed", "data", "accounts"} {
		y.item("criterion", t("entry."+key))
		if key == "data" && loadable {
			y.deep("measure", "data_loaded")
			y.deep("threshold", "100 %")
			y.deep("base", t("base.data"))
			y.deep("window", t("window.entry"))
			continue
		}
		y.deep("window", t("window.entry"))
		y.deep("attested_by", qa)
	}
	measured := func(list string, rows ...[3]string) {
		y.open(list)
		for _, r := range rows {
			y.item("criterion", t(list+"."+r[0]))
			if r[2] != "" {
				y.deep("measure", r[0])
				y.deep("threshold", r[2])
				y.deep("base", t("base."+r[1]))
				y.deep("window", t("window."+list))
			} else {
				y.deep("window", t("window."+list))
				y.deep("attested_by", qa)
			}
		}
	}
	measured("exit_criteria", [3]string{"critical_executed", "critical", "100 %"},
		[3]string{"critical_evidence", "critical", "100 %"}, [3]string{"blocking_open", "all", "0"},
		[3]string{"major_critical_open", "critical", "0"}, [3]string{"reserves_owned", "reserves", "100 %"})
	measured("suspension_criteria", [3]string{"blocked_share", "all", "20 %"},
		[3]string{"blocking_opening", "opening", "0"}, [3]string{"environment", "", ""})
	measured("resumption_criteria", [3]string{"removed", "", ""})
}

func (d *Draft) rules(y *writer, t func(string, ...any) string) {
	y.blank(t("rules"))
	y.open("anomaly_rules")
	y.raw("  qualified_by: [ppo, qa]")
	y.raw("  severities:")
	for _, s := range []recette.Severity{recette.Blocking, recette.Major, recette.Minor} {
		y.raw("    - severity: " + string(s))
		y.raw("      effect: " + quoted(t("effect."+string(s))))
	}
	y.open("responsibilities")
	for _, r := range [][2]string{{"conduct", string(recette.PPO)}, {"decide", string(recette.PO)}} {
		y.item("subject", t("duty."+r[0]))
		y.deep("accountable", r[1])
	}
	y.open("policies")
	y.raw("  - {rule: decider_executed, effect: warn}")
	y.open("deliverables")
	for _, key := range []string{"cahier", "pv"} {
		y.item("what", t("deliverable."+key))
		y.deep("owner", string(recette.PPO))
	}
	y.open("approval")
	y.raw("  - {who: ppo, as: visa}")
	y.raw("  - {who: po, as: decision}")
}

// first gives the first participant of a role, nobody when there is none.
func (d *Draft) first(role recette.Role) string {
	for _, p := range d.Participants {
		if p.Role == string(role) {
			return p.Name
		}
	}
	return ""
}

func (d *Draft) all(role recette.Role) []string {
	var names []string
	for _, p := range d.Participants {
		if p.Role == string(role) && !slices.Contains(names, p.Name) {
			names = append(names, p.Name)
		}
	}
	return names
}

// who gives the first of some names that is not empty.
func who(names ...string) string {
	for _, n := range names {
		if n != "" {
			return n
		}
	}
	return ""
}

// writer writes YAML a line each.
type writer struct{ strings.Builder }

func (y *writer) raw(line string)        { y.WriteString(line + "\n") }
func (y *writer) note(text string)       { y.raw("# " + strings.ReplaceAll(text, "\n", "\n# ")) }
func (y *writer) blank(text string)      { y.raw(""); y.note(text) }
func (y *writer) open(key string)        { y.raw(key + ":") }
func (y *writer) pair(key, value string) { y.raw(key + ": " + quoted(value)) }
func (y *writer) sub(key, value string)  { y.raw("  " + key + ": " + quoted(value)) }
func (y *writer) item(key, value string) { y.raw("  - " + key + ": " + quoted(value)) }
func (y *writer) deep(key, value string) { y.raw("    " + key + ": " + quoted(value)) }
func (y *writer) deeply(key string, values []string) {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = quoted(v)
	}
	y.raw("    " + key + ": [" + strings.Join(all, ", ") + "]")
}

// quoted writes a value so that YAML reads it as it is.
func quoted(s string) string {
	if n, err := strconv.Atoi(s); err == nil && strconv.Itoa(n) == s {
		return s
	}
	return fmt.Sprintf(`"%s"`, strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`).Replace(s))
}
