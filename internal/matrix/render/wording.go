package render

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"recette/internal/matrix"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/standing"
)

// wording turns what a matrix holds into what people read: in the language of the matrix, each rate with both terms.
type wording struct {
	t   Texts
	m   *matrix.Matrix
	loc *time.Location

	rules map[string]string // titles, by id
}

func newWording(m *matrix.Matrix, o *Options) wording {
	w := wording{t: o.Texts, m: m, loc: o.location(), rules: map[string]string{}}
	for _, r := range m.Rules {
		w.rules[r.ID] = r.Title
	}
	return w
}

// titles gives the titles of rules, each after its code, of those that have one.
func (w wording) titles(ids []string) string {
	var out []string
	for _, id := range ids {
		if title := w.rules[id]; title != "" {
			out = append(out, joined(" – ", id, title))
		}
	}
	apart := "\u00a0; "
	if w.m.Language == "en" {
		apart = "; "
	}
	return strings.Join(out, apart)
}

// state gives the word of a state, severe for what is none.
func (w wording) state(s standing.State) string {
	switch s {
	case standing.Failed, standing.NotRun, standing.Stale, standing.Accepted, standing.Proved, standing.OutOfScope,
		matrix.Draft, matrix.Obsolete, matrix.Orphan:
		return w.t("matrix.state." + string(s))
	case standing.Uncovered:
	}
	return w.t("matrix.state.uncovered")
}

// severities counts anomalies: « B1 M0 m2 », and the observations when there are any: « B0 M0 m0 o2 ».
func (w wording) severities(c matrix.Counts) string {
	if c.Observation > 0 {
		return w.t("matrix.bmmo", c.Blocking, c.Major, c.Minor, c.Observation)
	}
	return w.t("matrix.bmm", c.Blocking, c.Major, c.Minor)
}

// glyph is the sign of a state: it never stands without its word.
func glyph(s standing.State) string {
	switch s {
	case standing.Failed:
		return "✗"
	case standing.NotRun:
		return "◌"
	case standing.Stale:
		return "↻"
	case standing.Accepted:
		return "≈"
	case standing.Proved:
		return "✓"
	case standing.OutOfScope:
		return "–"
	case matrix.Draft:
		return "✎"
	case matrix.Obsolete:
		return "⊘"
	case standing.Uncovered, matrix.Orphan:
	}
	return "○"
}

func (w wording) verdict(v string) string { return w.word("verdict", v) }

func (w wording) freshness(f string) string { return w.word("freshness", f) }

// drift says how a frozen text stands to the features.
func (w wording) drift(k string) string { return w.word("drift", k) }

// sessions names the sessions in which something was obtained, empty for none.
func (w wording) sessions(list ...string) string {
	list = slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == "" })
	switch len(list) {
	case 0:
		return ""
	case 1:
		return w.t("matrix.session", list[0])
	}
	return w.t("matrix.sessions", strings.Join(list, ", "))
}

// journeys names journeys as the plans do.
func (w wording) journeys(codes []string) []string {
	out := slices.Clone(codes)
	for i := range w.m.Totals.Journeys {
		t := &w.m.Totals.Journeys[i]
		if at := slices.Index(out, t.Key); at >= 0 && t.Title != "" {
			out[at] = t.Title
		}
	}
	return out
}

// shares orders the states as the parts of a bar, the same as in the bilan: what is done, what stands in the way, what
// is left.
func shares() []standing.State {
	return []standing.State{
		standing.Proved, standing.Accepted, standing.Failed, standing.Stale, standing.NotRun, standing.Uncovered,
		standing.OutOfScope,
	}
}

// times says in how many antennes the cases of a criterion are played, when each is in all of them.
func (w wording) times(r *matrix.Row) string {
	n := len(r.Entities.Expected)
	if r.Entities.Cited || n < 2 || r.Cases%n != 0 || r.Cases == 0 {
		return ""
	}
	return w.t("matrix.times", r.Cases/n, n)
}

// mode gives the word of a mode, and says so when nobody knows it.
func (w wording) mode(m string) string {
	if m == "" {
		return w.t("matrix.mode.unknown")
	}
	return w.word("mode", m)
}

func (w wording) nature(n string) string {
	switch n {
	case "nominal", "exception", "limite", "droits":
		return w.t("matrix.nature." + n)
	}
	return n
}

func (w wording) natures(list []string) string {
	words := make([]string, len(list))
	for i, n := range list {
		words[i] = w.nature(n)
	}
	return strings.Join(words, ", ")
}

func (w wording) priority(p string) string {
	switch p {
	case "must", "should", "could", "wont":
		return w.t("matrix.priority." + p)
	}
	return p
}

func (w wording) ready(r matrix.Ready) string {
	switch r.State {
	case "ready", "waived", "not_ready", "draft", "obsolete", "absent":
		return w.t("matrix.ready." + r.State)
	}
	return w.t("matrix.ready.unknown")
}

func (w wording) critical(c bool) string {
	if c {
		return w.t("matrix.critical")
	}
	return w.t("matrix.ordinary")
}

// criterion names a row.
func (w wording) criterion(r *matrix.Row) string {
	if r.Criterion == "" {
		return w.t("matrix.no-criterion")
	}
	return r.Criterion
}

// orphan says what a scenario lacks.
func (w wording) orphan(list []string) string {
	words := make([]string, len(list))
	for i, o := range list {
		switch o {
		case "story", "criterion":
			words[i] = w.t("matrix.orphan." + o)
		default:
			words[i] = o
		}
	}
	return strings.Join(words, ", ")
}

// count gives the text of key.one or key.other: French counts 0 and 1 as singular, English 1 alone.
func (w wording) count(key string, n int) string {
	if n == 1 || n == 0 && w.m.Language != "en" {
		return w.t(key+".one", n)
	}
	return w.t(key+".other", n)
}

// rate writes both terms.
func (w wording) rate(n, of int) string {
	return strconv.Itoa(n) + "\u00a0" + "/" + "\u00a0" + strconv.Itoa(of)
}

// day writes a date as the language does, empty for none.
func (w wording) day(t *time.Time) string {
	if t == nil {
		return ""
	}
	if w.m.Language == "en" {
		return t.In(w.loc).Format(time.DateOnly)
	}
	return t.In(w.loc).Format("02/01/2006")
}

func (w wording) stamp(t *time.Time) string {
	if t == nil {
		return ""
	}
	return w.day(t) + " " + t.In(w.loc).Format("15:04")
}

// where names the version, build and environment of a verdict.
func (w wording) where(version, build, environment string) string {
	what := version
	switch {
	case version == "":
		what = build
	case build != "" && build != version:
		what = version + " (" + build + ")"
	}
	return joined(", ", what, environment)
}

// last writes one verdict by version and environment: « conforme (8 cas sur 9) – 1.4.0 (rc2), recette, 23/11/2026,
// séance SES-0001 ».
func (w wording) last(v *matrix.Verdict) string {
	played := w.count("matrix.cases", v.Cases)
	if v.Cases != v.Of {
		played = w.t("matrix.played", v.Cases, v.Of)
	}
	return joined(
		" – ", w.verdict(v.Verdict)+" ("+joined(", ", played, w.amended(v.Amended))+")",
		joined(", ", w.where(v.Version, v.Build, v.Environment), w.day(v.At), w.sessions(v.Sessions...)),
	)
}

// amended says how many results their author corrected, empty for none.
func (w wording) amended(n int) string {
	if n == 0 {
		return ""
	}
	return w.count("matrix.amended", n)
}

// results writes the last verdict of a scenario, with who gave it; where it is played in antennes, what they come to,
// then a line for each of them: one for those that say the same.
func (w wording) results(s *matrix.Scenario) []string {
	verdict := func(word string, amended int) string {
		if more := w.amended(amended); more != "" {
			word += " (" + more + ")"
		}
		return word
	}
	where := w.where(s.Version, s.Build, s.Environment)
	if len(s.Antennes) == 0 {
		return []string{joined(" – ", verdict(w.verdict(s.Verdict), s.Amended),
			joined(", ", where, w.day(s.LastAt), w.sessions(s.Session), s.Tester))}
	}
	out := []string{joined(" – ", w.verdict(s.Verdict), where)}
	names, before := []string{}, ""
	tell := func() {
		if len(names) > 0 {
			out = append(out, w.t("matrix.in-antenne", strings.Join(names, ", "), before))
		}
	}
	for i := range s.Antennes {
		b := &s.Antennes[i]
		there := w.where(b.Version, b.Build, b.Environment)
		if there == where {
			there = ""
		}
		said := joined(", ",
			verdict(w.verdict(b.Verdict), b.Amended), there, w.day(b.LastAt), w.sessions(b.Session), b.Tester)
		if said != before {
			tell()
			names, before = nil, said
		}
		names = append(names, b.Antenne)
	}
	tell()
	return out
}

// antennes gives the lines of a scenario in each antenne as one, empty when it is played once.
func (w wording) antennes(s *matrix.Scenario) string {
	if len(s.Antennes) == 0 {
		return ""
	}
	return strings.Join(w.results(s)[1:], " ; ")
}

func (w wording) lasts(list []matrix.Verdict, sep string) string {
	parts := make([]string, len(list))
	for i := range list {
		parts[i] = w.last(&list[i])
	}
	return strings.Join(parts, sep)
}

// targets writes how many entities the scenarios speak of, and which.
func (w wording) targets(t matrix.Targets, cited bool) string {
	if len(t.Expected) == 0 || t.Cited != cited {
		return ""
	}
	out := w.rate(len(t.Covered), len(t.Expected))
	if len(t.Covered) > 0 {
		out += " (" + strings.Join(t.Covered, ", ") + ")"
	}
	return out
}

// selection says what the matrix was narrowed to, empty when it is whole.
func (w wording) selection() string {
	s := w.m.Selection
	var parts []string
	if len(s.Stories) > 0 {
		parts = append(parts, w.t("matrix.selection.stories", strings.Join(s.Stories, ", ")))
	}
	if len(s.Journeys) > 0 {
		parts = append(parts, w.t("matrix.selection.journeys", strings.Join(s.Journeys, ", ")))
	}
	if len(s.States) > 0 {
		words := make([]string, len(s.States))
		for i, st := range s.States {
			words[i] = w.state(st)
		}
		parts = append(parts, w.t("matrix.selection.states", strings.Join(words, ", ")))
	}
	return strings.Join(parts, " ; ")
}

// builds says what is deployed.
func (w wording) builds() string {
	parts := make([]string, len(w.m.Builds))
	for i, b := range w.m.Builds {
		parts[i] = fmt.Sprintf("%s %s", b.Environment, b.Build)
	}
	return strings.Join(parts, ", ")
}

// oneLine puts a text on one line and takes out what no reader sees: control characters and marks of direction.
func oneLine(s string) string {
	if strings.IndexFunc(s, unseen) < 0 {
		return s
	}
	return strings.Join(strings.FieldsFunc(s, unseen), " ")
}

func unseen(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r >= '\u202a' && r <= '\u202e' ||
		r >= '\u2066' && r <= '\u2069' || r == '\ufeff'
}

// trial writes what runs outside campaigns gave: it proves nothing.
func (w wording) trial(t *matrix.Trial) string {
	if t == nil {
		return ""
	}
	out := w.verdict(t.Verdict) + ", " + w.stamp(&t.At)
	if !t.Fresh {
		out += ", " + w.freshness("stale_text")
	}
	return out
}

// spot writes a place as editors follow it.
func spot(path string, line int) string { return path + ":" + strconv.Itoa(line) }

// notes says what the matrix was made of: the commit, what is deployed, whether results are known, what it leaves out.
func (w wording) notes() []string {
	m := w.m
	var out []string
	if m.MadeAt != nil {
		out = append(out, w.t("matrix.made", w.stamp(m.MadeAt), m.Producer))
	}
	if s := w.selection(); s != "" {
		out = append(out, w.t("matrix.selection", s))
	}
	if m.Commit != "" {
		out = append(out, w.t("matrix.commit", m.Commit))
	}
	if !m.Recorded {
		out = append(out, w.t("matrix.no-record"))
	}
	if len(m.Builds) > 0 {
		out = append(out, w.t("matrix.builds", w.builds()))
	}
	if !m.Declared {
		out = append(out, w.t("matrix.not-declared"))
	}
	for i := range m.Anomalies {
		a := &m.Anomalies[i]
		out = append(out, w.t("matrix.whole", a.Number, w.word("severity", a.Severity), a.Campaign))
	}
	for i := range m.Lost {
		l := &m.Lost[i]
		out = append(out, w.t("matrix.lost", l.Case, w.verdict(l.Verdict), l.Campaign))
	}
	return out
}

// word gives the word for a value of a kind that the PV names too; one that this version does not know is printed as it
// stands.
func (w wording) word(kind, value string) string {
	if known(kind, value) {
		return w.t("reports." + kind + "." + value)
	}
	return value
}

func known(kind, value string) bool {
	switch kind {
	case "verdict":
		return recette.Verdict(value).Valid()
	case "severity":
		return slices.Contains(recette.Severities(), recette.Severity(value))
	case "freshness":
		switch recette.Freshness(value) {
		case recette.Fresh, recette.StaleText, recette.StaleData, recette.StaleVersion, recette.StaleAnomaly:
			return true
		}
	case "drift":
		return slices.Contains(plan.DriftKinds(), plan.DriftKind(value))
	case "mode":
		switch recette.Mode(value) {
		case recette.Manual, recette.Automated, recette.Mixed:
			return true
		}
	}
	return false
}

// joined joins what is not empty.
func joined(sep string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(parts), func(s string) bool { return s == "" }), sep)
}
