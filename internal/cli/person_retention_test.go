package cli

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"recette/internal/api"
)

// What holds one campaign back does not stop the sweep of the others: it is named with its reason, and the command
// exits with 5, in words and as a document.
func TestPersonRetention_SweepsWhatItCan(t *testing.T) {
	dir := t.TempDir()
	unpackProject(t, dir)
	day := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	run := runs(t, dir, &day)
	run(exitOK, "campaign", "open", "demo", "--as", "Paule Petit")
	run(exitOK, "campaign", "open", "autre", "--as", "Paule Petit")
	for _, id := range []string{"demo", "autre"} {
		run(exitOK, "deviation", "add", id, "--as", "Paule Petit", "--text", "Vu au guichet", "--reason", "retard")
	}
	run(exitOK, "report", "pv", "autre", "--as", "Paule Petit", "--out", filepath.Join(dir, "pv.pdf"))
	for _, id := range []string{"demo", "autre"} {
		run(exitOK, "campaign", "close", id, "--as", "Paule Petit", "--force")
	}
	day = day.AddDate(3, 0, 0)
	for _, said := range []string{"gardé tant qu’un PV attend sa signature", "pv cancel", "Seraient effacés"} {
		if got := run(exitOK, "person", "retention"); !strings.Contains(got, said) || strings.Contains(got, "--force") {
			t.Errorf("what is due lacks %q:\n%s", said, got)
		}
	}
	var due api.RetentionList
	decode(t, run(exitOK, "person", "retention", "--json"), &due)
	if len(due.Campaigns) != 2 || due.Campaigns[0].State != "held" || due.Campaigns[1].State != "due" ||
		len(due.Campaigns[1].Elements) == 0 {
		t.Errorf("what is due, as a document: %+v", due)
	}
	got := run(exitRefused, "person", "retention", "--erase", "--as", "Paule Petit")
	for _, said := range []string{"Effacé pour toujours", "textes 2", "autre\n  gardé tant", "E275"} {
		if !strings.Contains(got, said) {
			t.Errorf("the sweep lacks %q:\n%s", said, got)
		}
	}
	got = run(exitRefused, "person", "retention", "--erase", "--as", "Paule Petit", "--json")
	document, _, _ := strings.Cut(got, "\n}\n")
	decode(t, document+"}", &due)
	if len(due.Campaigns) != 1 || due.Campaigns[0].Campaign != "autre" || due.Campaigns[0].State != "held" {
		t.Errorf("what stays, as a document: %+v\n%s", due, got)
	}
}

// runs calls the product in a project, a second later each time, and gives what it says.
func runs(t *testing.T, dir string, now *time.Time) func(want int, args ...string) string {
	return func(want int, args ...string) string {
		t.Helper()
		var out strings.Builder
		env := testEnv(t, &out, &out, append([]string{"-C", dir}, args...)...)
		env.Rand = rand.Reader // a text of two campaigns has two commitments
		env.Now = func() time.Time { *now = now.Add(time.Second); return *now }
		if code := Run(t.Context(), env); code != want {
			t.Fatalf("%v: exit %d, want %d: %s", args, code, want, out.String())
		}
		return out.String()
	}
}

func decode(t *testing.T, text string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
}

// unpackProject writes the project of two manual cases, with a retention of its texts.
func unpackProject(t *testing.T, dir string) {
	t.Helper()
	archive, err := txtar.ParseFile("../../cmd/recette/testdata/project/manuel.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for i := range archive.Files {
		switch f := &archive.Files[i]; f.Name {
		case "recette.yaml":
			f.Data = append(f.Data, "retention: {texts: 2y}\n"...)
		case "plans/demo.yaml":
			archive.Files = append(archive.Files, txtar.File{
				Name: "plans/autre.yaml", Data: bytes.Replace(f.Data, []byte("name: demo"), []byte("name: autre"), 1),
			})
		}
	}
	for _, f := range archive.Files {
		path := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// Under the rule of names, those whom the plan alone names are said to be due, and show no more once it was swept.
func TestPersonRetention_HidesWhomThePlanAloneNames(t *testing.T) {
	dir := t.TempDir()
	unpackProject(t, dir)
	path := filepath.Join(dir, "recette.yaml")
	conf, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	conf = bytes.ReplaceAll(conf, []byte("texts: 2y"), []byte("names: 2y"))
	if err := os.WriteFile(path, conf, 0o600); err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(dir, "plans", "demo.yaml")
	demo, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	demo = append(demo, `contacts: [{name: Nadia Lefort}]
distribution: {recipients: ['Lucie Morel, cabinet', ppo]}
`...)
	if err := os.WriteFile(path, demo, 0o600); err != nil {
		t.Fatal(err)
	}
	day := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	run := runs(t, dir, &day)
	run(exitOK, "campaign", "open", "demo", "--as", "Paule Petit")
	run(exitOK, "campaign", "close", "demo", "--as", "Paule Petit", "--force")
	day = day.AddDate(3, 0, 0)
	const said = "personnes que nomme le plan gelé"
	if got := run(exitOK, "person", "retention"); !strings.Contains(got, said) {
		t.Errorf("what is due lacks %q:\n%s", said, got)
	}
	var due api.RetentionList
	decode(t, run(exitOK, "person", "retention", "--json"), &due)
	if len(due.Campaigns) != 1 || due.Campaigns[0].Planned != 6 {
		t.Errorf("what is due, as a document: %+v", due)
	}
	swept := run(exitOK, "person", "retention", "--erase", "--as", "Paule Petit")
	if !strings.Contains(swept, "manifest.json") {
		t.Errorf("the sweep does not say what keeps the names:\n%s", swept)
	}
	for _, name := range []string{"Paule Petit", "Nadia Lefort", "Lucie Morel, cabinet"} {
		if !strings.Contains(swept, name) {
			t.Errorf("the sweep does not say that the plan keeps %s:\n%s", name, swept)
		}
	}
	for _, args := range [][]string{
		{"user", "list"},
		{"campaign", "status", "demo", "--json"},
		{"report", "bilan", "demo", "--format", "json", "--out", "-"},
	} {
		got := run(exitOK, args...)
		if slices.ContainsFunc([]string{"Odile", "Paule", "Lefort", "Morel"}, func(name string) bool {
			return strings.Contains(got, name)
		}) {
			t.Errorf("%v still names them:\n%s", args, got)
		}
	}
	decode(t, run(exitOK, "person", "retention", "--json"), &due)
	if len(due.Campaigns) != 0 {
		t.Errorf("due still: %+v", due)
	}
}
