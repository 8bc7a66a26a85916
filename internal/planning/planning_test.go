package planning

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
	"recette/internal/plan"
	"recette/internal/reference"
	"recette/internal/syntax"
	"recette/internal/vocabulary"
)

const minimal = "title: T\nversion: \"1\"\nrelease: {version: 1.0}\nenvironment: e\n"

const feature = `# language: fr
@US-1 @parcours:adhesion @critique
Fonctionnalité: Adhésion
  @SC-0001 @RG-1 @manuel
  Scénario: Une entreprise adhère
    Quand elle adhère
    Alors elle est adhérente

  @SC-0002 @RG-1 @RG-2 @limite @auto
  Scénario: Une cotisation à la limite
    Quand elle adhère
    Alors elle paie

  @SC-0003 @droits @manuel
  Plan du scénario: Un visiteur n'adhère pas
    Quand "<qui>" adhère
    Alors c'est refusé

    Exemples:
      | id | qui |
      | a  | A   |
      | b  | B   |

  @SC-0004 @RG-3 @droits @autre
  Scénario: Non choisi
    Quand rien
    Alors rien
`

// source makes what is counted of a plan: the cases without @autre.
func source(t *testing.T, text string) Source {
	t.Helper()
	cases := catalogue.Parse(syntax.Source{Path: "f.feature", Bytes: []byte(feature)}, catalogue.Options{}).Cases
	d,
		err := plan.ReadDocument("plans/p.yaml", []byte(minimal+text))
	if err != nil {
		t.Fatal(err)
	}
	m, problems, err := plan.Freeze(plan.Input{
		Plan: d.Plan, Language: "fr", Now: time.Unix(0, 0), Cases: cases,
		Match:        func(tags []string) bool { return !strings.Contains(strings.Join(tags, " "), "@autre") },
		Participants: []plan.Participant{{Name: "Paule", Role: "ppo"}, {Name: "Tom", Role: "tester"}},
		Refs:         map[string]string{"Paule": "p-1", "Tom": "p-2"},
	})
	if err != nil {
		t.Fatalf("%v: %+v", err, problems)
	}
	set := &reference.Set{Rules: []reference.Rule{{ID: "RG-3", Threshold: true}, {ID: "RG-1"}}}
	return Source{Input: Input{
		Manifest: &m, Cases: cases, Set: set, Tags: vocabulary.Default(),
	}, Plan: &d.Plan, File: d.File, Data: []byte(text)}
}

const planned = `
tags: "@x"
journeys: [{code: adhesion, criticality: critical}]
effort: {minutes_per_case: 20, reserve_percent: 10, flows: 2, interruptions: 1}
sessions:
  - {code: S1, minutes: 60, testers: [Tom], scenarios: [SC-0001]}
  - {code: S2, minutes: 30, testers: [Tom], journeys: [adhesion]}
`

func TestCount(t *testing.T) {
	in := source(t, planned)
	e := Count(in.Input)
	got := map[string][2]int{}
	for _, p := range e.Parts {
		got[p.Kind] = [2]int{p.Count, p.Cases}
	}
	want := map[string][2]int{
		// RG-1 and RG-2 stand in a case of a limit; RG-3 has a threshold.
		"journeys": {1, 1}, "rules": {3, 3}, "exceptions": {3, 3}, "forbidden": {3, 3}, "flows": {2, 6},
		"interruptions": {1, 1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
	if e.Estimated != 17 || e.Selected != 4 || e.Automated != 1 || e.Others != 1 {
		t.Errorf("estimated %d, selected %d, automated %d, others %d", e.Estimated, e.Selected, e.Automated, e.Others)
	}
	// 60 minutes less 10 % hold two cases of 20 minutes; 30 hold one.
	loads := []Load{
		{Code: "S1", Minutes: 60, Testers: 1, Cases: 1, Asked: 1, Holds: 2, ids: []string{"SC-0001"}},
		{
			Code: "S2", Minutes: 30, Testers: 1, Cases: 4, Asked: 3, Holds: 1,
			ids: []string{"SC-0001", "SC-0003/a", "SC-0003/b"},
		},
	}
	if diff := cmp.Diff(loads, e.Sessions, cmp.AllowUnexported(Load{})); diff != "" {
		t.Errorf("sessions (-want +got):\n%s", diff)
	}
	if e.SelectedMinutes != 60 || e.Size != 1 || e.Needed != 3 || e.Unplanned != 0 || !e.Sessions[1].Over() {
		t.Errorf("minutes %d, size %d, needed %d, unplanned %d", e.SelectedMinutes, e.Size, e.Needed, e.Unplanned)
	}
	in.Effort = plan.Effort{Minutes: 5, Flows: 1}
	if e := Count(in.Input); e.Minutes != 5 || e.Estimated != 14 || e.Sessions[1].Holds != 5 {
		t.Errorf("asked otherwise: %+v", e)
	}
}

// What a session lists is read as what a journey lists: a branch that it names was accepted, and played nothing.
func TestCount_SessionsReadNamesAsPlansDo(t *testing.T) {
	rows := []string{"SC-0001@corse", "SC-0001@var", "SC-0003/a", "SC-0003/b"}
	m := &plan.Manifest{Sections: &plan.Sections{}}
	for _, id := range rows {
		c := plan.FrozenCase{}
		c.ID = id
		m.Cases = append(m.Cases, c)
	}
	for name, want := range map[string]int{
		"SC-0001": 2, "SC-0001@corse": 1, "SC-0003": 2, "SC-0003/b": 1, "SC-0009": 0,
	} {
		m.Sections.Sessions = []plan.Session{{Code: "S1", Only: []string{name, "SC-0003/b"}}}
		more := map[bool]int{false: 1}[strings.HasPrefix(name, "SC-0003")]
		e := Count(Input{Manifest: m, Tags: vocabulary.Default(), Set: &reference.Set{}})
		if got := e.Sessions[0].Asked; got != want+more {
			t.Errorf("%s: the session is asked %d, want %d", name, got, want+more)
		}
	}
}

// BenchmarkCount_Session counts a session that lists every case of the plan by itself.
func BenchmarkCount_Session(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		m := &plan.Manifest{Sections: &plan.Sections{Sessions: []plan.Session{{Code: "S1"}}}}
		for i := range n {
			c := plan.FrozenCase{}
			c.ID = fmt.Sprintf("SC-%05d", i)
			m.Cases = append(m.Cases, c)
			m.Sections.Sessions[0].Only = append(m.Sections.Sessions[0].Only, c.ID)
		}
		in := Input{Manifest: m, Tags: vocabulary.Default(), Set: &reference.Set{}}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if got := Count(in).Sessions[0].Asked; got != n {
					b.Fatal(got)
				}
			}
		})
	}
}

func TestCount_RulesWithoutACase(t *testing.T) {
	in := source(t, planned)
	for _, p := range Count(in.Input).Parts {
		if p.Kind == "rules" && (p.Having != 2 || len(p.Lacks) != 1 || p.Lacks[0] != "RG-3") {
			t.Errorf("rules: %+v, want RG-3 to lack a selected case", p)
		}
	}
}

// Without a planned session the size of an ordinary one is counted with.
func TestCount_NoSession(t *testing.T) {
	e := Count(source(t, `tags: "@x"`).Input)
	if e.Minutes != defaultMinutes || e.Size != 12 || e.Needed != 1 || len(e.Sessions) != 0 || e.Unplanned != 0 {
		t.Errorf("%+v", e)
	}
}

func TestRemaining(t *testing.T) {
	bare := source(t, `tags: "@x"`)
	if all := Remaining(bare.Plan); len(all) < 15 {
		t.Errorf("a bare plan leaves %d things", len(all))
	}
	in := source(t, planned+"purpose: \"[à compléter]\"\n")
	found := map[string]bool{}
	for _, r := range Remaining(in.Plan) {
		found[r.Path] = r.Marked || found[r.Path]
	}
	if marked, ok := found["purpose"]; !ok || !marked {
		t.Error("a mark is not said to be left to be filled")
	}
	if _, ok := found["sessions[0].date"]; !ok {
		t.Error("a session without a date is not said")
	}
	if _, ok := found["sessions"]; ok {
		t.Error("sessions are said to be missing")
	}
}

// What Draft writes is a plan that can be read, whatever the project is called.
func TestDraft(t *testing.T) {
	cases := catalogue.Parse(syntax.Source{Path: "f.feature", Bytes: []byte(feature)}, catalogue.Options{}).Cases
	for _, name := range []string{"CRM", `Le "CRM" : \ # é`, "a\nb"} {
		d := Draft{
			Name: "p", Project: name, Language: "fr", Cases: cases, Tags: vocabulary.Default(), Set: &reference.Set{},
			Participants: []plan.Participant{{Name: "Paule", Role: "ppo"}, {Name: "Tom", Role: "tester"}},
			Words: func(key string, args ...any) string {
				switch key {
				case "draft.title":
					return args[0].(string)
				case "draft.date":
					return "[à compléter]"
				}
				return key
			},
		}
		p, err := plan.Read("plans/p.yaml", d.Write())
		if err != nil {
			t.Fatalf("%q: %v\n%s", name, err, d.Write())
		}
		if p.Title != name || len(p.Journeys) != 1 || p.Journeys[0].Criticality != "critical" || len(p.Sessions) != 1 {
			t.Errorf("%q: %+v", name, p)
		}
		if s := p.Sessions[0]; s.Animator != "Paule" || len(s.Testers) != 1 || s.Journeys[0] != "adhesion" {
			t.Errorf("session = %+v", s)
		}
	}
}

// That data are loaded is measured where each set says how it is, and attested else: a measure over some of them would
// pass for all.
func TestDraft_MeasuresTheLoadingOfData(t *testing.T) {
	text := strings.ReplaceAll(feature, "@RG-1", "@JDD-un @JDD-deux")
	cases := catalogue.Parse(syntax.Source{Path: "f.feature", Bytes: []byte(text)}, catalogue.Options{}).Cases
	how := reference.Procedure{Text: "à la main"}
	for name, tt := range map[string]struct {
		sets []reference.DataSet
		want string
	}{
		"no set": {nil, ""},
		"all of them": {
			[]reference.DataSet{{Code: "JDD-un", Load: how}, {Code: "JDD-deux", Load: how}}, "data_loaded",
		},
		"not all":        {[]reference.DataSet{{Code: "JDD-un", Load: how}, {Code: "JDD-deux"}}, ""},
		"one of nowhere": {[]reference.DataSet{{Code: "JDD-un", Load: how}}, ""},
	} {
		d := Draft{
			Name: "p", Project: "CRM", Language: "fr", Cases: cases, Tags: vocabulary.Default(),
			Set: &reference.Set{DataSets: tt.sets},
			Words: func(key string, _ ...any) string {
				return strings.Replace(key, "draft.date", "[à compléter]", 1)
			},
		}
		p, err := plan.Read("plans/p.yaml", d.Write())
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, d.Write())
		}
		if c := p.Entry[1]; c.Measure != tt.want || (c.Attested == "") != (tt.want != "") {
			t.Errorf("%s: %+v, want the measure %q", name, c, tt.want)
		}
	}
}
