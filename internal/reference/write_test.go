package reference

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWriteDecision_ReadsBack(t *testing.T) {
	for name, d := range map[string]Decision{
		"whole": {
			ID: "DEC-0003", Title: "Un titre : avec deux-points", Date: "2026-10-02", Instance: "comité",
			Decider: "Élise, PPO", Status: Acted,
			Impacts: []string{"US-1", "délai"}, Due: "2027-01-31", Question: "Qui ?\n\n- a\n- b", Options: "1. x",
			Choice: "x", More: "## Suite\n\ny",
		},
		"bare": {ID: "DEC-0003", Title: "t", Date: "2026-10-02", Status: Proposed},
		"replaced": {
			ID: "DEC-0003", Title: "t", Date: "2026-10-02", Decider: "X", Status: Superseded, ReplacedBy: "DEC-0004",
		},
		"rejected": {ID: "DEC-0003", Title: "t", Date: "2026-10-02", Status: Rejected},
	} {
		for _, lang := range []string{"fr", "en"} {
			text := WriteDecision(&d, lang)
			got, problems := ParseDecision("decisions/DEC-0003.md", text)
			got.At = Place{}
			if diff := cmp.Diff(d, got); diff != "" || len(problems) > 0 {
				t.Errorf("%s, %s: %v (-want +got):\n%s\n%s", name, lang, problems, diff, text)
			}
		}
	}
}

func TestSupersede(t *testing.T) {
	for page, want := range map[string]string{
		"# D – d\r\n- **Date** : x\r\n- **Statut** : actée\r\n\r\nactée": "# D – d\r\n- **Date** : x\r\n- **Statut** " +
			": remplacée par E\r\n\r\nactée",
		"# D – Statut\n* Status: acted  \n":        "# D – Statut\n* Status: remplacée par E  \n",
		"# D\n## Question\n- **Statut** : actée\n": "",
		"# D\n- **Statut** :\n":                    "",
	} {
		got, ok := Supersede(page, "E", "fr")
		if ok != (want != "") || ok && got != want {
			t.Errorf("Supersede(%q) = %q, %v", page, got, ok)
		}
	}
	if got, _ := Supersede("# D\n- **Status** : acted\n", "E", "en"); !strings.Contains(got, "replaced by E") {
		t.Errorf("in English: %q", got)
	}
}
