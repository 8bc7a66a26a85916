package workspace

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"recette/internal/bounded"
	"recette/internal/catalogue"
	"recette/internal/plan"
	"recette/internal/yamldoc"
)

// planned is a project with a plan of its two features.
func planned() map[string]string {
	files := small()
	files["recette.yaml"] += "participants:\n  - {name: Paule Petit, role: ppo}\n  - {name: Omar Ortiz, role: po}\n" +
		"  - {name: Tina Tran, role: tester}\n"
	files["plans/demo.yaml"] = "name: demo\ntitle: Recette d'essai\nversion: \"1\"\nrelease: {version: \"1\"}\n" +
		"environment: recette\ntags: \"@US-1 or @US-2\"\n"
	return files
}

func freezing(name string) Freezing {
	return Freezing{Plan: name, Dir: "/", At: time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)}
}

func TestFreeze(t *testing.T) {
	p := opened(t, planned())
	f, err := p.Freeze(t.Context(), freezing("demo"))
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for i := range f.Cases {
		ids = append(ids, f.Cases[i].ID)
	}
	if !slices.Equal(
		ids, []string{"SC-0001", "SC-0002"},
	) || f.Campaign != "demo" || f.Environment.URL != "https://r.example" {
		t.Errorf("frozen %v of %s on %+v, want both cases of demo on recette", ids, f.Campaign, f.Environment)
	}
	slices.Sort(f.People)
	if want := []string{"Omar Ortiz", "Paule Petit", "Tina Tran"}; !slices.Equal(f.People, want) {
		t.Errorf("people %v, want %v", f.People, want)
	}
	if err := f.Refer(map[string]string{"Omar Ortiz": "p-1", "Paule Petit": "p-2"}); !errors.Is(err, plan.ErrInput) {
		t.Errorf("Refer without one of them: %v, want ErrInput", err)
	}
	if err := f.Refer(map[string]string{"Omar Ortiz": "p-1", "Paule Petit": "p-2", "Tina Tran": "p-3"}); err != nil {
		t.Error(err)
	}
	for _, who := range f.Parties {
		if !slices.Contains([]string{"p-1", "p-2", "p-3"}, who.Ref) {
			t.Errorf("%s is %q, want a reference that was given", who.Name, who.Ref)
		}
	}
}

func TestFreeze_GivesWhatIsWrong(t *testing.T) {
	files := planned()
	files["plans/vide.yaml"] = files["plans/demo.yaml"] + "journeys:\n  - {code: rien, title: Rien}\n"
	files["plans/cle.yaml"] = "titel: x\n"
	files["plans/tags.yaml"] = "name: tags\ntitle: x\nversion: \"1\"\nrelease: {version: \"1\"}\nenvironment: " +
		"recette\ntags: \" @US-1 and\"\n"
	p := opened(t, files)
	var unread *PlanError
	if _, err := p.Freeze(t.Context(), freezing("absent")); !errors.As(err, &unread) || unread.Plan != "absent" {
		t.Errorf("a plan that is not there: %v, want a PlanError", err)
	}
	var doc *yamldoc.Error
	if _, err := p.Freeze(t.Context(), freezing("cle")); !errors.As(err, &unread) || !errors.As(err, &doc) {
		t.Errorf("a key that is unknown: %v, want a PlanError with its problems", err)
	}
	var expression *catalogue.ExpressionError
	if _, err := p.Freeze(t.Context(), freezing("tags")); !errors.As(err, &expression) {
		t.Errorf("tags that cannot be read: %v, want an ExpressionError", err)
	}
	var refused *RefusedError
	if _, err := p.Freeze(t.Context(), freezing("vide")); !errors.As(err, &refused) || len(refused.Problems) == 0 {
		t.Errorf("a journey that nothing serves: %v, want a RefusedError with its problems", err)
	}
}

// A plan may say its own address: the password in it went into the manifest, and on every PV.
func TestFreeze_KeepsNoPassword(t *testing.T) {
	files := planned()
	files["recette.yaml"] = strings.ReplaceAll(
		files["recette.yaml"], "https://r.example", "https://agent:S3cret-un@r.example",
	)
	const environment = "environment: recette\n"
	files["plans/propre.yaml"] = strings.Replace(files["plans/demo.yaml"], environment,
		"environment: {name: recette, url: 'https://agent:S3cret-deux@propre.example'}\n", 1)
	files["plans/ailleurs.yaml"] = strings.Replace(files["plans/demo.yaml"], environment,
		"environment: {name: ailleurs, url: 'agent:S3cret-trois@ailleurs.example'}\n", 1)
	p := opened(t, files)
	for name, want := range map[string]string{
		"demo": "https://r.example", "propre": "https://propre.example", "ailleurs": "ailleurs.example",
	} {
		f, err := p.Freeze(t.Context(), freezing(name))
		if err != nil {
			t.Fatal(err)
		}
		if f.Environment.URL != want {
			t.Errorf("%s is frozen on %q, want %q", name, f.Environment.URL, want)
		}
	}
}

func TestShownAddress(t *testing.T) {
	for address, want := range map[string]string{
		"agent:secret@crm.test/a": "crm.test/a", "https://agent:secret@crm.test/a": "https://crm.test/a",
		"https://crm.test": "https://crm.test", "": "",
	} {
		if got := ShownAddress(address); got != want {
			t.Errorf("ShownAddress(%q) = %q, want %q", address, got, want)
		}
	}
}

// dataPlan is a plan that names a data set, of which the file says something.
func dataPlan(file string) map[string]string {
	files := planned()
	files["plans/demo.yaml"] += "data_sets: [{code: JDD-a, label: A, origin: fictif}]\n"
	files["data/JDD-a.yaml"] = file
	return files
}

// What is wrong with the file of a data set that the plan names refuses the plan: the file said production, the plan
// fictif, and the PV printed what the plan said.
func TestFreeze_RefusesFaultyDataSets(t *testing.T) {
	for name, tt := range map[string]struct {
		file, code string
		line       int
	}{
		"right":        {"label: A\norigin: fictif\n", "", 0},
		"production":   {"label: A\norigin: production\n", "data_origin", 2},
		"misspelt key": {"label: A\nvaleurs: {plafond: 425}\n", "unknown_key", 2},
		"broken":       {"label: [\n", "syntax", 1},
		"not a text":   {"label: \xff\n", "not_text", 1},
	} {
		t.Run(name, func(t *testing.T) {
			p := opened(t, dataPlan(tt.file))
			_, err := p.Freeze(t.Context(), freezing("demo"))
			if tt.code == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			refused, ok := errors.AsType[*RefusedError](err)
			if !ok {
				t.Fatalf("Freeze = %v, want a RefusedError", err)
			}
			i := slices.IndexFunc(refused.Problems, func(p PlanProblem) bool { return p.Document != nil })
			if i < 0 {
				t.Fatalf("problems %+v, want what is wrong with the file", refused.Problems)
			}
			if pr := refused.Problems[i]; !pr.Refuses() || pr.Path != "data/JDD-a.yaml" || pr.Line != tt.line ||
				string(pr.Document.Code) != tt.code {
				t.Errorf("problem %+v of %+v, want %s at line %d", pr, pr.Document, tt.code, tt.line)
			}
			if planned, err := p.Planned(t.Context(), freezing("demo")); err != nil || !planned.Refused() {
				t.Errorf("plan check: %v, refused %v", err, err == nil && planned.Refused())
			}
			if _, err := p.DataSet("JDD-a"); err == nil {
				t.Error("the set can be loaded")
			}
		})
	}
}

// A set that nothing of the plan names may be at fault: it is none of the plan's affair.
func TestFreeze_LeavesOtherDataSets(t *testing.T) {
	files := dataPlan("label: A\norigin: fictif\n")
	files["data/JDD-b.yaml"] = "origin: production\n"
	if _, err := opened(t, files).Freeze(t.Context(), freezing("demo")); err != nil {
		t.Error(err)
	}
}

// opens counts how often the files of data/ are opened.
type opens struct {
	fs.FS

	data *int
}

func (o opens) Open(name string) (fs.File, error) {
	if strings.HasPrefix(name, "data/") {
		*o.data++
	}
	return o.FS.Open(name)
}

// Stat opens nothing.
func (o opens) Stat(name string) (fs.FileInfo, error) { return fs.Stat(o.FS, name) }

// One answer reads each data file once: its digest, its head and its values are of the same bytes.
func TestDataSets_AreReadOnce(t *testing.T) {
	for name, ask := range map[string]func(*Project) error{
		"freeze": func(p *Project) error { _, err := p.Freeze(t.Context(), freezing("demo")); return err },
		"plan check": func(p *Project) error {
			planned, err := p.Planned(t.Context(), freezing("demo"))
			if err == nil && planned.Plan.DataSets[0].Owner != "Samira" {
				t.Errorf("owner %q, want that of the file", planned.Plan.DataSets[0].Owner)
			}
			return err
		},
		"data check": func(p *Project) error { _, _, err := p.CheckData(t.Context(), nil); return err },
		"data list":  func(p *Project) error { _, _, err := p.DataSets(t.Context()); return err },
	} {
		t.Run(name, func(t *testing.T) {
			files, n := dataPlan("label: A\norigin: fictif\nowner: Samira\nvalues: {plafond: 425}\n"), 0
			p := opened(t, files)
			p.deps.Tree = func(root string) fs.FS { return opens{bounded.DirFS(root), &n} }
			if err := ask(p); err != nil {
				t.Fatal(err)
			}
			if n != 1 {
				t.Errorf("the data file is opened %d times, want once", n)
			}
		})
	}
}
