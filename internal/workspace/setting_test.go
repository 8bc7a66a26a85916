package workspace

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
	"recette/internal/plan"
)

// TestSettings_ValuesThatACaseNames are on its card, those of its own row only, and none that the frozen set did not
// give so.
func TestSettings_ValuesThatACaseNames(t *testing.T) {
	files := small()
	files["data/JDD-base.yaml"] = "values:\n  plafond: 5\n  a: {nom: x}\n  ab: {nom: y}\n  autre: z\n"
	p := opened(t, files)
	c := catalogue.Case{
		DataSets: []string{"JDD-base"}, Source: "Soit <JDD-base.plafond>\n| JDD-base.autre |",
		Examples: &catalogue.Row{Header: []string{"qui"}, Cells: []string{"JDD-base.ab"}},
	}
	for sha, want := range map[string][]string{"": {"plafond", "ab"}, "0f": nil} {
		set := p.Settings([]plan.DataSet{{Code: "JDD-base", SHA256: sha}})(&c).Sets[0]
		var got []string
		for _, v := range set.Named {
			got = append(got, v.Name)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("frozen as %q (-want +got):\n%s", sha, diff)
		}
	}
}

// What a case is tested with is what its tags and the quotes of its steps name; a data set of the project that is not
// the frozen one is said to have changed, and one that is not declared keeps its code.
func TestSettings(t *testing.T) {
	files := small()
	files["roles.yaml"] = "roles:\n  - {code: agent, label: Agent d’antenne, about: saisit}\n  - {code: tresorier, " +
		"label: Trésorier}\n"
	files["data/JDD-base.yaml"] = "code: JDD-base\nlabel: La base\nload: make base\naccounts:\n" +
		"  - {login: a.nord, name: Ana, role: agent, entity: Nord}\n" +
		"  - {login: b.sud, name: Bob, role: Agent d’antenne, entity: Sud}\n" +
		"  - {login: c, name: Cid, role: tresorier}\n"
	p := opened(t, files)
	set, err := p.References()
	if err != nil {
		t.Fatal(err)
	}
	base, ok := set.DataSet("JDD-base")
	if !ok {
		t.Fatalf("no data set in %+v", set.DataSets)
	}
	logins := func(s Setting) map[string][]string {
		out := map[string][]string{}
		for _, r := range s.Roles {
			out[r.Name] = []string{}
			for _, a := range r.Accounts {
				out[r.Name] = append(out[r.Name], a.Login)
			}
		}
		return out
	}
	steps := func(texts ...string) catalogue.Case {
		var c catalogue.Case
		for _, text := range texts {
			c.Steps = append(c.Steps, catalogue.Step{Text: text})
		}
		return c
	}
	tagged := steps("l’agent se connecte")
	tagged.Roles, tagged.DataSets = []string{"agent", "inconnu"}, []string{"JDD-base", "JDD-absent"}
	for name, tt := range map[string]struct {
		c      catalogue.Case
		frozen []plan.DataSet
		roles  map[string][]string
		sets   []string
		stale  bool
	}{
		"nothing named": {steps("il pleut"), nil, map[string][]string{}, nil, false},
		"by tags": {
			tagged, nil,
			map[string][]string{"Agent d’antenne": {"a.nord", "b.sud"}, "inconnu": {}},
			[]string{"JDD-base", "JDD-absent"},
			false,
		},
		"by quotes, with an entity": {
			steps(`le jeu « JDD-base »`, `un "Agent d’antenne" de “Nord”`), nil,
			map[string][]string{"Agent d’antenne": {"a.nord"}},
			[]string{"JDD-base"},
			false,
		},
		"frozen as it is": {
			tagged,
			[]plan.DataSet{{Code: "JDD-base", SHA256: base.SHA256}},
			map[string][]string{"Agent d’antenne": {"a.nord", "b.sud"}, "inconnu": {}},
			[]string{"JDD-base", "JDD-absent"},
			false,
		},
		"changed since": {
			tagged,
			[]plan.DataSet{{Code: "JDD-base", SHA256: "0f"}},
			map[string][]string{"Agent d’antenne": {"a.nord", "b.sud"}, "inconnu": {}},
			[]string{"JDD-base", "JDD-absent"},
			true,
		},
		"frozen without a digest": {
			tagged,
			[]plan.DataSet{{Code: "JDD-base"}},
			map[string][]string{"Agent d’antenne": {"a.nord", "b.sud"}, "inconnu": {}},
			[]string{"JDD-base", "JDD-absent"},
			false,
		},
	} {
		got := p.Settings(tt.frozen)(&tt.c)
		if diff := cmp.Diff(tt.roles, logins(got)); diff != "" {
			t.Errorf("%s: roles (-want +got):\n%s", name, diff)
		}
		var codes []string
		for _, s := range got.Sets {
			codes = append(codes, s.Code)
			if s.Changed != (tt.stale && s.Code == "JDD-base") {
				t.Errorf("%s: %s changed %v", name, s.Code, s.Changed)
			}
		}
		if diff := cmp.Diff(tt.sets, codes); diff != "" {
			t.Errorf("%s: data sets (-want +got):\n%s", name, diff)
		}
	}
}
