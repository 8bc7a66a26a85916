package verify_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"recette/internal/i18n"
	"recette/internal/pdf"
	"recette/internal/verify"
	"recette/reports"
)

// recomputed says of a field that verification computes it again: whoever changes it makes a PV that is not conform.
const recomputed verify.Claim = ""

// drawn says that the field only bears on how the pages are drawn: whoever draws them again sees it change.
const drawn verify.Claim = "drawn"

// coverage says of every field of the PV how it is verified: computed again, or listed under a claim.
func coverage() map[string]verify.Claim {
	cover := map[string]verify.Claim{
		"number": verify.ClaimNumber, "issued_at": verify.ClaimIssued, "producer": verify.ClaimProducer,
		"place":            verify.ClaimPlace,
		"cases[].drift":    "freshness",
		"journal.verifier": verify.ClaimLogKey, "layout": drawn, "time_zone": drawn, "files[].width": drawn,
		"printed[]": drawn,
	}
	for _, paths := range []string{
		"journey schema language nature state demo regime derivation absent[] entities[] rules[] roles[] stale[]",
		"run_days",
		"files[].name files[].sha256 files[].size files[].of run_us first_run_at last_run_at",
		"openings[].commitment openings[].salt",
		"distribution.recipients[] distribution.confidentiality feature_flags[].name feature_flags[].state",
		"signers[].function signers[].method signoff.steps[].function signoff.steps[].identity signoff.steps[].sha256",
		"client.name client.representative client.title client.lot",
		"supplier.name supplier.representative supplier.title supplier.lot contract.reference contract.date",
		"reference.campaign reference.plan reference.plan_version reference.frozen_at reference.commit",
		"reference.plan_status",
		"reference.manifest reference.iteration reference.iterations[].version reference.iterations[].build",
		"reference.iterations[].at reference.iterations[].reason cases[].iteration",
		"names.epics[].code names.epics[].name names.criteria[].code names.criteria[].name names.rules[].code",
		"names.rules[].name names.roles[].code names.roles[].name messages[].code messages[].antenne",
		"messages[].text messages[].cases[]",
		"stories[].id stories[].title stories[].epic stories[].criteria[]",
		"out_of_scope[].what out_of_scope[].reason out_of_scope[].agreed_by",
		"out_of_scope[].elsewhere",
		"release.version release.build release.note release.delivered_at",
		"environment.name environment.url environment.notes",
		"data_sets[].code data_sets[].label data_sets[].origin data_sets[].sha256",
		"sessions[].day sessions[].actor sessions[].role sessions[].from sessions[].to sessions[].cases",
		"data_sets[].owner data_loads[].set data_loads[].sha256 data_loads[].act data_loads[].mode",
		"data_loads[].outcome data_loads[].us data_loads[].environment data_loads[].build data_loads[].reason",
		"data_loads[].by data_loads[].at data_loads[].evidence[].sha256 data_loads[].evidence[].name",
		"data_loads[].evidence[].mime data_loads[].evidence[].size",
		"attested[].iteration attested[].delegation opinions[].iteration",
		"attested[].subject attested[].text attested[].by attested[].at attested[].withdrawn attested[].reason",
		"deviations[].number deviations[].text deviations[].reason deviations[].agreed deviations[].by",
		"deviations[].at deviations[].cases[]",
		"sessions[].meeting meetings[].number meetings[].planned meetings[].antenne meetings[].place",
		"meetings[].opened_at",
		"meetings[].opened_by meetings[].closed_at meetings[].closed_by meetings[].remark meetings[].cases",
		"meetings[].people[].name meetings[].people[].role meetings[].people[].function meetings[].people[].entity",
		"meetings[].people[].guest meetings[].people[].animates meetings[].people[].from meetings[].people[].to",
		"pauses[].reason pauses[].criterion pauses[].from pauses[].by pauses[].to pauses[].resumed_by",
		"pauses[].resumed pauses[].cleared objections[].kind objections[].case objections[].attempt",
		"objections[].verdict",
		"objections[].cause objections[].reason objections[].by objections[].at",
		"trials.rehearsal trials.exploratory",
		"amendments[].case amendments[].attempt amendments[].was amendments[].verdict amendments[].reason",
		"amendments[].by amendments[].at amendments[].steps[].step amendments[].steps[].was.verdict",
		"amendments[].steps[].was.cause amendments[].steps[].was.observed amendments[].steps[].was.comment",
		"amendments[].steps[].was.reason amendments[].steps[].now.verdict amendments[].steps[].now.cause",
		"amendments[].steps[].now.observed amendments[].steps[].now.comment amendments[].steps[].now.reason",
		"readings[].case readings[].attempt readings[].verdict readings[].reading readings[].reason readings[].by",
		"readings[].role readings[].at cases[].hold",
		"documents[].number documents[].journey documents[].sha256 documents[].signed_at documents[].standing",
		"documents[].with documents[].reason documents[].decided_by documents[].decided_at replaces[]",
		"documents[].lifts documents[].decision.number documents[].decision.decision documents[].decision.at",
		"documents[].signed[].role documents[].signed[].by documents[].signed[].at",
		"unsigned[].journey unsigned[].decision.number unsigned[].decision.decision unsigned[].decision.at",
		"unsigned[].by unsigned[].role unsigned[].pv",
		"audit[].seq audit[].at audit[].by audit[].role audit[].kind audit[].about audit[].says",
		"lifting.parent.number lifting.parent.sha256 lifting.parent.signed_at",
		"lifting.parent.decision lifting.parent.decided lifting.parent.decided_at lifting.parent.effect",
		"lifting.parent.lift_by",
		"lifting.parent.triggers[] lifting.outcome lifting.reserves[].number lifting.reserves[].says",
		"lifting.reserves[].in lifting.reserves[].announced_by lifting.reserves[].announced_at",
		"lifting.reserves[].test.case lifting.reserves[].test.attempt lifting.reserves[].test.verdict",
		"lifting.reserves[].test.build lifting.reserves[].test.by lifting.reserves[].test.at",
		"lifting.reserves[].by lifting.reserves[].at",
		"opinions[].role opinions[].name opinions[].entity opinions[].journey opinions[].opinion opinions[].text",
		"derogations[].number derogations[].subject derogations[].text derogations[].until derogations[].by",
		"derogations[].criterion reserves[].lifted_in",
		"derogations[].at derogations[].state derogations[].answered_by derogations[].answered_at",
		"derogations[].reason delegations[].number delegations[].by delegations[].to delegations[].role",
		"delegations[].journey delegations[].from delegations[].until delegations[].reference",
		"delegations[].sha256 delegations[].at delegations[].recorded_by delegations[].ended_at",
		"delegations[].ended_by delegations[].end_reason decision.delegation signers[].delegation",
		"decision.rate clocks.vocabulary clocks.region clocks.delays[].clock clocks.delays[].length",
		"clocks.milestones[].number clocks.milestones[].what clocks.milestones[].day clocks.milestones[].outcome",
		"clocks.milestones[].decision clocks.milestones[].reference clocks.milestones[].sha256",
		"clocks.milestones[].replaces clocks.milestones[].reason clocks.milestones[].by clocks.milestones[].at",
		"clocks.runs[].clock clocks.runs[].from clocks.runs[].start clocks.runs[].due clocks.runs[].ended",
		"clocks.runs[].end clocks.runs[].given clocks.runs[].status clocks.runs[].acquired",
		"clocks.delays[].unit clocks.delays[].silence clocks.delays[].source clocks.delays[].clause",
		"signoff.journey signoff.effect signoff.phase signoff.number signoff.round signoff.complete",
		"signoff.steps[].kind signoff.steps[].role signoff.steps[].who signoff.steps[].branch signoff.steps[].status",
		"signoff.steps[].by signoff.steps[].at signoff.steps[].due signoff.steps[].late signoff.acts[].act",
		"signoff.acts[].number signoff.acts[].sha256 signoff.acts[].role signoff.acts[].by signoff.acts[].at",
		"signoff.acts[].reason",
		"people[].at people[].act people[].name people[].roles[] people[].perimeter[] people[].by people[].reason",
		"identities.declared identities.authenticated",
		"opinions[].points[] opinions[].at declared[] warnings[].answer warnings[].answered_by",
		"warnings[].answered_at decision.triggers[] decision.lift_by decision.fallback decision.again",
		"waivers[].path waivers[].line waivers[].rule waivers[].reason waivers[].count",
		"journeys[].code journeys[].title journeys[].owner journeys[].critical journeys[].verdict",
		"antenne constats[].antenne constats[].number constats[].sha256 constats[].signed_by constats[].signed_at",
		"constats[].size constats[].since",
		"quorum branches[].scenario branches[].name branches[].rows[] branches[].conform branches[].expected",
		"branches[].needed branches[].met branches[].divergent cases[].antenne cases[].build",
		"cases[].id cases[].name cases[].feature cases[].path cases[].line cases[].rule cases[].examples cases[].row",
		"cases[].story cases[].criteria[] cases[].rules[] cases[].journey cases[].journeys[] cases[].critical",
		"cases[].data_sets[] cases[].content cases[].presentation cases[].source",
		"cases[].verdict cases[].outcome cases[].freshness cases[].mode cases[].attempt cases[].attempts cases[].due",
		"cases[].tester cases[].started_at cases[].ended_at cases[].message cases[].anomalies[] cases[].leaves[]",
		"cases[].taken.file cases[].taken.sha256 cases[].taken.by cases[].taken.day first_day last_day",
		"sessions[].taken_by",
		"cases[].steps[].keyword cases[].steps[].type cases[].steps[].text cases[].steps[].table[][]",
		"cases[].steps[].doc cases[].steps[].media cases[].steps[].background cases[].steps[].mode",
		"cases[].steps[].verdict cases[].steps[].outcome cases[].steps[].observed cases[].steps[].comment",
		"cases[].steps[].cause cases[].steps[].reason cases[].steps[].at cases[].steps[].given_at",
		"cases[].steps[].us",
		"cases[].steps[].evidence[].sha256 cases[].steps[].evidence[].name cases[].steps[].evidence[].mime",
		"cases[].steps[].evidence[].size",
		"anomaly_counts[].severity anomaly_counts[].total anomaly_counts[].closed anomaly_counts[].open",
		"anomaly_counts[].retested anomaly_counts[].aside",
		"anomalies[].priority anomalies[].owner anomalies[].due anomalies[].tracker anomalies[].url",
		"anomalies[].original anomalies[].build anomalies[].fixed_by anomalies[].retest.case",
		"anomalies[].retest.attempt anomalies[].found_on anomalies[].observed anomalies[].life[].seq",
		"anomalies[].life[].act anomalies[].life[].by anomalies[].life[].at anomalies[].life[].severity",
		"anomalies[].life[].status anomalies[].life[].reason anomalies[].life[].build",
		"anomalies[].life[].retest.case anomalies[].life[].retest.attempt anomalies[].life[].proposed",
		"anomalies[].life[].original anomalies[].life[].owner anomalies[].life[].due anomalies[].life[].priority",
		"anomalies[].evidence[].sha256 anomalies[].evidence[].name anomalies[].evidence[].mime",
		"anomalies[].evidence[].size anomalies[].reason",
		"reserves[].status reserves[].effect reserves[].verification reserves[].build reserves[].fixed_by",
		"reserves[].retest.case reserves[].retest.attempt reserves[].into reserves[].decision reserves[].reason",
		"severity_changes[].number severity_changes[].from severity_changes[].to severity_changes[].by",
		"severity_changes[].at severity_changes[].reason",
		"severity_rules[].severity severity_rules[].decision severity_rules[].at_most",
		"anomalies[].number anomalies[].severity anomalies[].status anomalies[].summary anomalies[].case",
		"anomalies[].step anomalies[].workaround anomalies[].raised_by anomalies[].raised_at",
		"reserves[].number reserves[].class reserves[].text reserves[].anomaly reserves[].workaround",
		"reserves[].owner reserves[].due reserves[].check",
		"accepted[].decision accepted[].by accepted[].reason accepted[].cases[]",
		"title cases[].reason not_shown[] warnings[].code warnings[].args[] warnings[].text",
		"decision.decision decision.reason decision.reserves[] decision.effect decision.golive decision.by",
		"decision.at decision.number decision.derogation",
		"signers[].role signers[].name signers[].entity signers[].field signers[].certificate",
		"signers[].authority",
		"journal.origin journal.size journal.root journal.checkpoint",
		"journal.leaves[].seq journal.leaves[].raw journal.leaves[].proof[]",
		"journal.project_leaves[].seq journal.project_leaves[].raw journal.project_leaves[].proof[]",
		"journal.handovers[]",
	} {
		for path := range strings.FieldsSeq(paths) {
			cover[path] = recomputed
		}
	}
	for _, of := range []string{"entry", "exit"} {
		for _, f := range []string{
			"text", "threshold", "measured", "met", "by", "at", "base", "window", "measure",
			"measured_by", "cited", "void", "delegation",
		} {
			cover[of+"[]."+f] = recomputed
		}
	}
	for _, of := range []string{
		"figures", "manual", "auto", "mixed", "transcribed", "regression", "journeys[].figures",
	} {
		for _, f := range []string{
			"in_scope", "planned", "executed", "passed", "passed_with_remark", "failed", "blocked", "not_run", "due",
			"unread", "returned", "not_applicable",
		} {
			cover[of+"."+f] = recomputed
		}
	}
	return cover
}

// leafTypes are structures that are one value.
func oneValue(t reflect.Type) bool {
	return t == reflect.TypeFor[time.Time]() || t == reflect.TypeFor[[]byte]()
}

// walk calls each for every field of a type that is one value, with its path as JSON names it.
func walk(t reflect.Type, path string, each func(path string)) {
	switch {
	case oneValue(t):
		each(path)
	case t.Kind() == reflect.Pointer:
		walk(t.Elem(), path, each)
	case t.Kind() == reflect.Slice:
		walk(t.Elem(), path+"[]", each)
	case t.Kind() == reflect.Struct:
		for f := range t.Fields() {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			walk(f.Type, strings.TrimPrefix(path+"."+name, "."), each)
		}
	default:
		each(path)
	}
}

// Every field of the PV is computed again, or listed as affirmed. A new field has a line in coverage, and what it says
// is computed again in this package or is one of Claims.
func TestEveryFieldIsCovered(t *testing.T) {
	cover := coverage()
	met := map[string]bool{}
	walk(reflect.TypeFor[reports.PV](), "", func(path string) {
		met[path] = true
		if claim, there := cover[path]; !there {
			t.Errorf("field %s: nothing says how it is verified", path)
		} else if claim != recomputed && claim != drawn && !slices.Contains(verify.Claims(), claim) {
			t.Errorf("field %s: no claim %q", path, claim)
		}
	})
	for path := range cover {
		if !met[path] {
			t.Errorf("coverage of %s, which is no field", path)
		}
	}
	for _, lang := range []i18n.Lang{i18n.French, i18n.English} {
		words, err := i18n.New(lang)
		check(t, err)
		for _, claim := range verify.Claims() {
			if !words.Has("verify.affirmed." + string(claim)) {
				t.Errorf("no words in %s for the claim %q", lang, claim)
			}
		}
	}
}

// fieldLie is one change of one value of a PV.
type fieldLie struct {
	path, how string
	change    func(doc *reports.PV)
}

// everyLie gives, for each field, changes of its first value that says something, and of its first value at all.
func everyLie(doc *reports.PV) []fieldLie {
	var out []fieldLie
	var visit func(v reflect.Value, path string, at func(*reports.PV) reflect.Value)
	done := map[string]bool{}
	add := func(path, how string, at func(*reports.PV) reflect.Value, set func(reflect.Value)) {
		if done[path+how] {
			return
		}
		done[path+how] = true
		out = append(out, fieldLie{path, how, func(doc *reports.PV) { set(at(doc)) }})
	}
	visit = func(v reflect.Value, path string, at func(*reports.PV) reflect.Value) {
		t := v.Type()
		switch {
		case oneValue(t), t.Kind() != reflect.Pointer && t.Kind() != reflect.Slice && t.Kind() != reflect.Struct:
			if v.IsZero() {
				add(path, "filled", at, alter)
				return
			}
			add(path, "altered", at, alter)
			add(path, "emptied", at, reflect.Value.SetZero)
		case t.Kind() == reflect.Pointer:
			if v.IsNil() {
				add(path, "filled", at, func(p reflect.Value) { p.Set(reflect.New(t.Elem())); alter(p.Elem()) })
				return
			}
			add(path, "emptied", at, reflect.Value.SetZero)
			visit(v.Elem(), path, func(d *reports.PV) reflect.Value { return at(d).Elem() })
		case t.Kind() == reflect.Slice:
			add(path+"[]", "longer", at, func(l reflect.Value) {
				if l.Len() > 0 {
					l.Set(reflect.Append(l, l.Index(l.Len()-1)))
				} else {
					l.Set(reflect.Append(l, reflect.New(t.Elem()).Elem()))
				}
			})
			if v.Len() > 0 {
				add(path+"[]", "shorter", at, func(l reflect.Value) { l.Set(l.Slice(0, l.Len()-1)) })
				add(path+"[]", "none", at, reflect.Value.SetZero)
			}
			if v.Len() > 1 {
				add(path+"[]", "out of order", at, func(l reflect.Value) {
					reflect.Swapper(l.Interface())(0, l.Len()-1)
				})
			}
			for i := range v.Len() {
				visit(v.Index(i), path+"[]", func(d *reports.PV) reflect.Value { return at(d).Index(i) })
			}
		default:
			for i := range t.NumField() {
				name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
				visit(v.Field(i), strings.TrimPrefix(path+"."+name, "."), func(d *reports.PV) reflect.Value {
					return at(d).Field(i)
				})
			}
		}
	}
	visit(reflect.ValueOf(doc).Elem(), "", func(d *reports.PV) reflect.Value { return reflect.ValueOf(d).Elem() })
	return out
}

// alter changes one value into another that looks like it.
func alter(v reflect.Value) {
	switch x := v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(x.Add(time.Hour)))
	case []byte:
		v.SetBytes(append(slices.Clone(x), ' '))
	case string:
		v.SetString(x + "7")
	case bool:
		v.SetBool(!x)
	default:
		if v.Kind() == reflect.Struct {
			alter(v.Field(0))
			return
		}
		v.SetInt(v.Int() + 1)
	}
}

// redrawn renders the data of a PV behind pages that were drawn once: what pages show is not judged here.
type redrawn struct {
	*project
	raw    []byte
	layout reports.Drawn
}

func (p *project) drawn(doc reports.PV) *redrawn {
	p.t.Helper()
	var raw bytes.Buffer
	layout, err := reports.PDF(&raw, doc, reports.PDFOptions{Texts: p.words.T})
	check(p.t, err)
	return &redrawn{p, raw.Bytes(), layout}
}

// attach makes the signed file of a PV and its manifest.
func (a *redrawn) attach(doc reports.PV, manifest []byte) []byte {
	a.t.Helper()
	o := pdf.Options{
		Title: "PV", Language: "fr", CreatedAt: day, Producer: "recette test",
		Attachments: a.attachments(&doc, manifest),
	}
	for i, box := range a.layout.Boxes {
		o.Fields = append(o.Fields, pdf.SignatureField{
			Name: box.Field, Tooltip: "Signature", Page: box.Page, Rect: box.Rect, Lock: i == len(a.layout.Boxes)-1,
		})
	}
	file, err := pdf.Finalise(a.raw, o)
	check(a.t, err)
	return a.both(file).po.PDF
}

// clone copies a PV deeply.
func clone(t *testing.T, doc *reports.PV) reports.PV {
	t.Helper()
	text, err := json.Marshal(doc)
	check(t, err)
	var out reports.PV
	check(t, json.Unmarshal(text, &out))
	return out
}

// Each field, changed in the data of a real PV that is signed again: not conform, or listed as affirmed.
func TestALieInEachFieldShows(t *testing.T) {
	const parts = 2 // that go on together, each with a world of its own
	for part := range parts {
		t.Run(fmt.Sprintf("part %d", part+1), func(t *testing.T) {
			t.Parallel()
			liesShow(t, func(i int) bool { return i%parts == part })
		})
	}
}

// liesShow tells the lies that are picked, one a document, and wants each to show.
func liesShow(t *testing.T, picked func(i int) bool) {
	t.Helper()
	p := conduct(t)
	doc, manifest := p.build("")
	a := p.drawn(clone(t, &doc))
	if r := p.verify(a.attach(doc, manifest)); r.Status != verify.Conform {
		t.Fatalf("unchanged: %s, %v", r.Status, all(r))
	}
	cover := coverage()
	for i, l := range everyLie(&doc) {
		if !picked(i) || testing.Short() && i%8 > 1 || cover[l.path] == drawn {
			continue
		}
		changed := clone(t, &doc)
		l.change(&changed)
		r := p.verify(a.attach(changed, manifest))
		if r.Status == verify.NotConform || r.Status == verify.Indeterminate && has(r, verify.FormatNewer) {
			continue // of a later version, it says: not conform is not for this one to say
		}
		if claim := cover[l.path]; claim == recomputed || !slices.Contains(r.Affirmed, claim) {
			t.Errorf("%s %s: %s, affirmed %v", l.path, l.how, r.Status, r.Affirmed)
		}
	}
}
