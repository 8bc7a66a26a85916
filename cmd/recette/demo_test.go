package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// wholePV is what a PV says when each mandatory field of its template was filled.
const wholePV = "Aucun : tous les champs obligatoires sont renseignés."

// TestDemo runs the whole demonstration twice, without and with a defect in the system under test, and has its PVs
// judged by tools that nobody here wrote.
func TestDemo(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: runs the whole demonstration")
	}
	t.Parallel()
	tests := map[string]struct {
		args     []string
		says     []string // the pages
		decision string
	}{
		"accepted": {
			says: []string{
				"PROCÈS-VERBAL DE RECETTE", "Je décide : recette prononcée avec réserves", "Taux de conformité",
				"RES-0001", "DEMO", wholePV,
			},
			decision: "accepted_with_reserves",
		},
		"refused": {
			args:     []string{"--defect", "fuite-inter-antennes"},
			says:     []string{"PROCÈS-VERBAL DE RECETTE", "Je décide : recette refusée", "bloquante", "DEMO"},
			decision: "refused",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProduct(t, "")
			dir := filepath.Join(p.dir, "demo")
			out := p.run(0, append([]string{"demo", dir}, tc.args...)...)
			if strings.Contains(out, "⟨") {
				t.Errorf("the demonstration shows a text that nobody wrote:\n%s", out)
			}
			if !strings.Contains(out, "$ recette -C ") || !strings.Contains(out, filepath.Join(dir, "pv.pdf")) {
				t.Errorf("the demonstration does not show its commands, or where the PV lies:\n%s", out)
			}
			p.dir = dir
			judge(t, p, tc.says, tc.decision)
			if tc.args == nil {
				head, branches, _ := strings.Cut(out, "$ recette init "+dir+"-antennes")
				if strings.Contains(branches, "La décision n’a pas attendu la fin du circuit") {
					t.Error("a PV says that the decision did not wait for the visas, and it did")
				}
				judgeDocuments(t, p, head)
				p.dir = dir + "-antennes"
				judgeDocuments(t, p, branches)
				judgeBranches(t, p)
			}
		})
	}
}

// TestDemo_RefusesAFolderThatExists: nothing of the user's is replaced.
func TestDemo_RefusesAFolderThatExists(t *testing.T) {
	t.Parallel()
	p := newProduct(t, "manuel")
	if out := p.run(2, "demo", p.dir); !strings.Contains(out, "erreur[E020]") {
		t.Errorf("demo in a folder that exists:\n%s", out)
	}
	if out := p.run(
		2, "demo", filepath.Join(p.dir, "neuf"), "--defect", "inconnu",
	); !strings.Contains(out, "fuite-inter-antennes") {
		t.Errorf("an unknown defect does not name those that exist:\n%s", out)
	}
}

// judge looks at a signed PV with the product, then with other people's tools.
func judge(t *testing.T, p *product, says []string, decision string) {
	t.Helper()
	var report struct {
		Status     string
		Signatures []json.RawMessage
	}
	verdict := p.run(0, "verify", "pv.pdf", "--json")
	if err := json.Unmarshal([]byte(verdict), &report); err != nil {
		t.Fatalf("verify --json: %v\n%s", err, verdict)
	}
	if report.Status != "conform" || len(report.Signatures) != 2 {
		t.Errorf("verify: status %q, %d signatures; want conform, 2", report.Status, len(report.Signatures))
	}
	p.run(0, "report", "pv", "recette-v1", "--as", "Élise Fontaine", "--format", "json", "--out", "pv.json")
	data, err := os.ReadFile(filepath.Join(p.dir, "pv.json"))
	if err != nil {
		t.Fatal(err)
	}
	var pv struct{ Decision struct{ Decision string } }
	if err := json.Unmarshal(data, &pv); err != nil || pv.Decision.Decision != decision {
		t.Errorf("decision %q, error %v; want %q", pv.Decision.Decision, err, decision)
	}
	path := filepath.Join(p.dir, "pv.pdf")
	if out, ok := tool(t, "pdfsig", "-nocert", path); ok {
		if n := strings.Count(out, "Signature is Valid"); n != 2 {
			t.Errorf("pdfsig says %d valid signatures, want 2:\n%s", n, out)
		}
		if !strings.Contains(out, "Total document signed") {
			t.Errorf("pdfsig: no signature covers the whole document:\n%s", out)
		}
	}
	if out, ok := tool(t, "qpdf", "--check", path); ok && !strings.Contains(
		out, "No syntax or stream encoding errors found",
	) {
		t.Errorf("qpdf --check:\n%s", out)
	}
	if out, ok := tool(t, "pdftotext", "-layout", path, "-"); ok {
		text := strings.ToLower(fold(out))
		for _, want := range says {
			if !strings.Contains(text, strings.ToLower(want)) {
				t.Errorf("the pages do not say %q", want)
			}
		}
	}
}

// tool runs another program, or says loudly that it is missing.
func tool(t *testing.T, name string, args ...string) (string, bool) {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Logf("SKIPPED: needs %s", name)
		return "", false
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Errorf("%s: %v\n%s", name, err, out)
		return "", false
	}
	return string(out), true
}

// judgeBranches looks at the second campaign: two builds, three branches, a blocking anomaly that is closed, a result
// that was contested, a reserve that a PV of lifting lifts and one that stays.
func judgeBranches(t *testing.T, p *product) {
	t.Helper()
	p.run(0, "verify", "pv-antennes.pdf", "--journal", "--features", "features")
	p.run(0, "report", "pv", "recette-antennes", "--as", "Élise Fontaine", "--format", "json", "--out", "antennes.json")
	data, err := os.ReadFile(filepath.Join(p.dir, "antennes.json"))
	if err != nil {
		t.Fatal(err)
	}
	var pv struct {
		Reference struct{ Iteration int }
		Figures   struct{ Planned, Failed int }
		Anomalies []struct{ Number, Severity, Status string }
		Reserves  []struct{ Number, Status string }
		Decision  struct{ Decision, By, Derogation, Delegation string }
		Release   struct{ Version, Build string }
		Absent    []string
		Constats  []struct {
			Antenne  string
			SignedBy string `json:"signed_by"`
			Since    int
		}
		Derogations []struct {
			Number, Subject, Criterion, State, By string
			AnsweredBy                            string `json:"answered_by"`
		}
		Delegations []struct{ Number, By, To, Role string }
		Readings    []struct{ Case, Reading string }
		SignOff     *struct{ Complete bool } `json:"signoff"`
	}
	if err := json.Unmarshal(data, &pv); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(pv.Release.Build, pv.Release.Version) {
		t.Errorf("version %s of the build %s: page 1 reads as an error", pv.Release.Version, pv.Release.Build)
	}
	if slices.Contains(pv.Absent, "3.3") {
		t.Error("3.3: nobody attests the data of the iteration that is shown")
	}
	if out, ok := tool(t, "pdftotext", "-layout", filepath.Join(p.dir, "pv-antennes.pdf"), "-"); ok &&
		!strings.Contains(fold(out), fold(wholePV)) {
		t.Error("the national PV lists a mandatory field that nobody filled")
	}
	if len(pv.Constats) != 3 {
		t.Errorf("constats %+v, want one a branch", pv.Constats)
	}
	for _, x := range pv.Constats {
		since := 0
		if x.Antenne == "Corse" {
			since = 1 // the re-test that lifts RES-0001
		}
		if x.SignedBy == "" || x.Since != since {
			t.Errorf("constat of %s: signed by %q, %d rows since, want %d", x.Antenne, x.SignedBy, x.Since, since)
		}
	}
	for _, file := range []string{"constat-bretagne.pdf", "constat-corse.pdf", "constat-rhone.pdf"} {
		p.run(0, "verify", file, "--journal", "--features", "features")
	}
	if pv.Reference.Iteration != 2 || pv.Figures.Planned != 45 || pv.Figures.Failed != 0 ||
		pv.Decision.Decision != "accepted_with_reserves" {
		t.Errorf("iteration %d, figures %+v, %q", pv.Reference.Iteration, pv.Figures, pv.Decision.Decision)
	}
	if len(pv.Anomalies) != 1 || pv.Anomalies[0].Severity != "blocking" || pv.Anomalies[0].Status != "closed" {
		t.Errorf("anomalies %+v, want a blocking one that is closed", pv.Anomalies)
	}
	if len(pv.Derogations) != 1 || pv.Derogations[0].State != "granted" || pv.Derogations[0].Subject != "exit/4" ||
		pv.Derogations[0].Criterion != "Preuves jointes" ||
		pv.Derogations[0].By == pv.Derogations[0].AnsweredBy || pv.Decision.Derogation != pv.Derogations[0].Number {
		t.Errorf("derogations %+v, cited: %q; want one about exit/4, cited, granted by somebody else than who asked",
			pv.Derogations, pv.Decision.Derogation)
	}
	if len(pv.Delegations) != 1 || pv.Delegations[0].Role != "po" || pv.Delegations[0].To != pv.Decision.By ||
		pv.Delegations[0].By != "Marc Delattre" || pv.Decision.Delegation != pv.Delegations[0].Number {
		t.Errorf("delegations %+v, decision %+v: want it pronounced under one of the PO", pv.Delegations, pv.Decision)
	}
	returned, accepted := map[string]int{}, map[string]int{}
	for _, x := range pv.Readings {
		if x.Reading == "returned" {
			returned[x.Case]++
		} else {
			accepted[x.Case]++
		}
	}
	if len(returned) != 1 || returned["SC-0048@rhone"] != 1 || len(accepted) != 8 || accepted["SC-0048@rhone"] != 1 {
		t.Errorf("returned %v, accepted %v: want the eight manual cases read over, one of them returned first",
			returned, accepted)
	}
	if pv.SignOff == nil || !pv.SignOff.Complete {
		t.Errorf("the route of the PV is not complete: %+v", pv.SignOff)
	}
	out := p.run(0, "verify", "pv-levee.pdf", "pv-antennes.pdf", "--journal", "--features", "features")
	for _, want := range []string{"lève RES-0001 du PV-", "c’est bien le fichier que cette levée nomme"} {
		if !strings.Contains(out, want) {
			t.Errorf("the PV of lifting is not told of its parent: no %q in\n%s", want, out)
		}
	}
	if len(pv.Reserves) != 2 || pv.Reserves[0].Status != "lifted" || pv.Reserves[1].Status != "" &&
		pv.Reserves[1].Status != "issued" {
		t.Errorf("reserves %+v, want one lifted and one pending", pv.Reserves)
	}
}
