package plan

import (
	"errors"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"recette/internal/yamldoc"
)

const minimal = "title: T\nversion: \"1\"\nrelease: {version: 1.4.0}\nenvironment: recette\n"

func TestRead_Minimal(t *testing.T) {
	p, err := Read("plans/recette-v1.yaml", []byte(minimal))
	if err != nil {
		t.Fatal(err)
	}
	if p.Name != "recette-v1" || p.Title != "T" || p.Version != "1" || p.Release.Version != "1.4.0" ||
		p.Environment.Name != "recette" {
		t.Errorf("Read = %+v", p)
	}
}

func TestRead_Example(t *testing.T) {
	root := os.DirFS("../../features/exemples/crm")
	names, err := List(root)
	if err != nil || len(names) == 0 {
		t.Fatalf("List = %v, %v, want the plans of the example", names, err)
	}
	for _, n := range names {
		p, err := Open(root, n)
		if err != nil {
			t.Errorf("Open(%s): %v", n, err)
		}
		if len(p.Journeys) == 0 || len(p.Participants) == 0 {
			t.Errorf("Open(%s) = %+v, want journeys and participants", n, p)
		}
	}
	for _, n := range []string{"none", "../plans/" + names[0], "", ".."} {
		if _, err := Open(root, n); !errors.Is(err, errNoPlan) {
			t.Errorf("Open(%q) error = %v, want ErrNoPlan", n, err)
		}
	}
}

func TestOpen_Unreadable(t *testing.T) {
	root := fstest.MapFS{"plans/p.yaml/x": {}}
	if _, err := Open(root, "p"); err == nil || errors.Is(err, errNoPlan) {
		t.Errorf("Open of a directory: error = %v, want a reading error", err)
	}
}

func TestRead_Refuses(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"nothing": {
			"name: p\n",
			"f.yaml:1:1: missing at environment.name (environment.name); f.yaml:1:1: missing at release.version " +
				"(release.version); f.yaml:1:1: missing at title (title); f.yaml:1:1: missing at version (version)",
		},
		"unknown key": {
			minimal + "journeis: []\n", "f.yaml:5:1: unknown_key at journeis (journeis), did you mean journeys",
		},
		"unknown inner key": {
			minimal + "journeys: [{code: a, critic: true}]\n",
			"f.yaml:5:22: unknown_key at journeys[0].critic (critic), did you mean critical",
		},
		"name":          {minimal + "name: Recette V1\n", "f.yaml:5:7: bad_name at name (Recette V1)"},
		"name of a run": {minimal + "name: run-1\n", "bad_name"},
		"nature": {
			minimal + "nature: vrs\n",
			"bad_nature at nature (vrs, usine, technique, metier, va, vsr, levee, global), did you mean vsr",
		},
		"date": {
			minimal + "contract: {date: 02/02/2026}\n", "f.yaml:5:18: bad_date at contract.date (02/02/2026)",
		},
		"journey twice": {minimal + "journeys: [a, a]\n", "f.yaml:5:15: duplicate at journeys[1].code (a)"},
		"title of nothing": {
			strings.Replace(minimal, "title: T", `title: "\u200b\u00ad"`, 1), "missing at title (title)",
		},
		"journey, no code": {minimal + "journeys: [{title: x}]\n", "missing at journeys[0].code (code)"},
		"origin":           {minimal + "data_sets: [{code: a, origin: production}]\n", "bad_origin"},
		"role": {
			minimal + "participants: [{name: A, role: test}]\n",
			"bad_role at participants[0].role (test, ppo, po, qa, tester, delivery, " +
				"referent, ux, leadtech, supplier), did you mean tester",
		},
		"participant twice": {
			minimal + "participants: [{name: A, role: qa}, {name: A, role: qa}]\n", "duplicate at participants[1].name",
		},
		"participant, empty": {minimal + "participants: [{role: qa}]\n", "missing at participants[0].name"},
		"exclusion":          {minimal + "out_of_scope: [{what: x}]\n", "missing at out_of_scope[0].reason (reason)"},
		"criterion": {
			minimal + "entry_criteria: [{met: yes}]\n", "missing at entry_criteria[0].criterion (criterion)",
		},
		"one person, twice in a role": {
			minimal + "participants:\n  - {name: \"Anne L’Été\", role: ppo}\n  - {name: \"ANNE L'ÉTÉ\", role: po}\n" +
				"  - {name: \"Anne L'Été\", role: ppo}\n",
			"same_person at participants[2].name (Anne L'Été, Anne L’Été, 6)",
		},
		"a name in two scripts": {
			minimal + "participants: [{name: \"P\u0430ule Petit\", role: ppo}]\n",
			"mixed_name at participants[0].name (P\u0430ule Petit, \u0430)",
		},
		"met, in French": {
			minimal + "entry_criteria: [{criterion: x, met: non}]\n",
			"bad_met at entry_criteria[0].met (non), did you mean no",
		},
		"met, a boolean": {
			minimal + "exit_criteria: [{criterion: x, met: true}]\n", "bad_met at exit_criteria[0].met (true)",
		},
		"measure": {
			minimal + "exit_criteria: [{criterion: x, measure: executd}]\n", "bad_measure at exit_criteria[0].measure",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := Read("f.yaml", []byte(tt.text))
			if !errors.Is(err, yamldoc.ErrInvalid) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Read error = %v,\nwant %s", err, tt.want)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add(minimal)
	f.Add(minimal + "journeys: [a, {code: b}]\nparticipants: [A]\n")
	f.Add(minimal + sections)
	f.Add(minimal + "purpose: \"[à compléter]\"\naccounts: [{role: a, login: \"b:c\"}]\ncalendar: {from: 2026-02-30}\n")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := Read("f.yaml", []byte(text))
		if err == nil && (p.Name == "" || p.Title == "") {
			t.Errorf("Read(%q) = %+v, want its mandatory values", text, p)
		}
		if err == nil { // whatever is read can be looked over
			_, _, _ = p.Blanks(), p.namings(), p.sectioned()
		}
	})
}

// Accents apart or together name the same thing: the code of a journey that a Mac wrote is that of the features.
func TestRead_NormalisesText(t *testing.T) {
	p, err := Read("plans/p.yaml", []byte(minimal+"journeys: [{code: adhe\u0301sion}]\ndata_sets: [JDD-e\u0301]\n"))
	if err != nil {
		t.Fatal(err)
	}
	if p.Journeys[0].Code != "adh\u00e9sion" || p.DataSets[0].Code != "JDD-\u00e9" {
		t.Errorf("journey %q, data set %q, want composed letters", p.Journeys[0].Code, p.DataSets[0].Code)
	}
}
