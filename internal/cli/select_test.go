package cli

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	rights "recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/execution"
	"recette/internal/plan"
	"recette/internal/recette"
)

// failed gives the key and the arguments of a failure, nothing for no error.
func failed(err error) string {
	f, ok := errors.AsType[*failure](err)
	switch {
	case err == nil:
		return ""
	case !ok:
		return "another error: " + err.Error()
	}
	return strings.Join(strings.Fields(f.key+" "+fmt.Sprintln(f.args...)), " ")
}

func french(t *testing.T) (*app, *strings.Builder) {
	t.Helper()
	var b strings.Builder
	return &app{words: printers(t)[0], env: testEnv(t, &b, &b)}, &b
}

// A case is named by its id however it is typed, an outline by the head of its rows; a word that means several means
// none where one is wanted.
func TestOneCase(t *testing.T) {
	m := &campaign.Outline{}
	for _, id := range []string{"SC-0001", "SC-0002/1", "SC-0002/2", "SC-Été", "SC-0003/seul"} {
		m.Cases = append(m.Cases, plan.OutlineCase{ID: id})
	}
	for said, want := range map[string][2]string{
		"":                        {"", ""},
		"SC-0001":                 {"SC-0001", ""},
		"sc-0001":                 {"SC-0001", ""},
		"SC-0002/2":               {"SC-0002/2", ""},
		norm.NFD.String("sc-été"): {"SC-Été", ""},
		"sc-ete":                  {"SC-Été", ""},
		"sc-0003":                 {"SC-0003/seul", ""},
		"SC-0002":                 {"", "several-cases SC-0002 [SC-0002/1 SC-0002/2]"},
		"SC-0009":                 {"", "unknown-case SC-0009 [SC-0001 SC-0002/1 SC-0002/2 SC-Été SC-0003/seul]"},
		" ":                       {"", "unknown-case [SC-0001 SC-0002/1 SC-0002/2 SC-Été SC-0003/seul]"},
	} {
		got, err := oneCase(m, said)
		if diff := cmp.Diff(want, [2]string{got, failed(err)}); diff != "" {
			t.Errorf("oneCase(%q) (-want +got):\n%s", said, diff)
		}
	}
}

// --case keeps cases in the order in which they are named, each once.
func TestOnly(t *testing.T) {
	var list []execution.Item
	for _, id := range []string{"SC-1", "SC-2/a", "SC-2/b", "SC-3"} {
		var item execution.Item
		item.Case.ID = id
		list = append(list, item)
	}
	for _, tt := range []struct {
		said []string
		want string
		fail string
	}{
		{nil, "SC-1 SC-2/a SC-2/b SC-3", ""},
		{[]string{"sc-3", "SC-2", "SC-2/a"}, "SC-3 SC-2/a SC-2/b", ""},
		{[]string{"SC-1", "SC-9"}, "", "unknown-case SC-9 [SC-1 SC-2/a SC-2/b SC-3]"},
	} {
		got, err := only(list, tt.said)
		var ids []string
		for i := range got {
			ids = append(ids, got[i].Case.ID)
		}
		if diff := cmp.Diff([]string{tt.want, tt.fail}, []string{strings.Join(ids, " "), failed(err)}); diff != "" {
			t.Errorf("only(%q) (-want +got):\n%s", tt.said, diff)
		}
	}
}

// A journey is named by its code or its title; a word that means two stays what it is, and its caller refuses it.
func TestJourneyMeant(t *testing.T) {
	m := &campaign.Manifest{Journeys: []plan.Journey{
		{Code: "adhesion", Title: "Adhérer à une antenne"},
		{Code: "droits", Title: "Les droits"},
		{Code: "paiement", Title: "Droits"},
	}}
	for said, want := range map[string]string{
		"adhesion": "adhesion", "ADHÉSION": "adhesion", "adherer a une antenne": "adhesion", "paiement": "paiement",
		"les droits": "droits", "rien": "rien", "": "",
	} {
		if got := journeyMeant(m, said); got != want {
			t.Errorf("journeyMeant(%q) = %q, want %q", said, got, want)
		}
	}
}

func TestNumbersMeant(t *testing.T) {
	known := []string{"ANO-0001", "ANO-0012", "RES-0001"}
	got := numbersMeant(known, "ano-0012", "RES-0001", "ANO-9", "")
	if diff := cmp.Diff([]string{"ANO-0012", "RES-0001", "ANO-9", ""}, got); diff != "" {
		t.Errorf("numbersMeant (-want +got):\n%s", diff)
	}
}

// Nobody is taken to act because they are alone; a name that means two means none.
func TestPerson(t *testing.T) {
	a, _ := french(t)
	m := &campaign.Manifest{Parties: []campaign.Participant{
		{Ref: "p1", Name: "Élise Fontaine", Role: "ppo"},
		{Ref: "p2", Name: "Elise Fontainé", Role: "po"},
		{Ref: "p3", Name: "Zoë Ñu", Role: "tester"},
	}}
	for said, want := range map[string][2]string{
		"":                        {"", "needs-input"},
		"zoe nu":                  {"p3", ""},
		norm.NFD.String("Zoë Ñu"): {"p3", ""},
		"Élise Fontaine":          {"p1", ""},
		"elise fontaine":          {"", "several-persons"},
		"Marc":                    {"", "unknown-person"},
	} {
		who, err := a.person(m, said, rights.OpenCampaign)
		key, _, _ := strings.Cut(failed(err), " ")
		if diff := cmp.Diff(want, [2]string{who.Ref, key}); diff != "" {
			t.Errorf("person(%q) (-want +got):\n%s", said, diff)
		}
	}
	a.env.Environ = append(a.env.Environ, "RECETTE_AS=Zoë Ñu")
	if who, err := a.person(m, "", rights.Record); err != nil || who.Role != recette.Tester {
		t.Errorf("person of the environment = %+v, %v", who, err)
	}
}

// Words of a closed list are taken in either language, whatever the accents and capitals; the code always is.
func TestChoose(t *testing.T) {
	for _, p := range printers(t) {
		a := &app{words: p}
		for said, want := range map[string]string{
			"blocking": "blocking", "bloquante": "blocking", "BLOQUANTE": "blocking", "majeure": "major",
			"minor": "minor", "mineure": "minor",
			"grave": "", "": "",
		} {
			got, err := a.choose("--severity", said, severityChoices())
			if got != want || (err == nil) != (want != "") {
				t.Errorf("%s: choose(%q) = %q, %v, want %q", p.Lang(), said, got, err, want)
			}
		}
		for said, want := range map[string]string{
			"oui": "yes", "non": "no", "yes": "yes", "conditional": "conditional", "peut-être": "",
		} {
			if got, _ := a.choose("--golive", said, goLiveChoices()); got != want {
				t.Errorf("%s: choose(%q) = %q, want %q", p.Lang(), said, got, want)
			}
		}
	}
}

// The day of whoever types is that of their clock, not that of Greenwich: an hour after midnight in Paris it is the day
// after already, for what is dated and for what is late.
func TestDecisions_AreDatedByTheClockOfTheProject(t *testing.T) {
	dir := decisionProject(
		t,
		map[string]string{
			"decisions/DEC-0001.md": "# DEC-0001 – x\n\n- **Date** : 01/11/2026\n- **Statut** : proposée\n- " +
				"**Échéance** : 23/11/2026\n",
		},
	)
	run := func(args ...string) string {
		t.Helper()
		var out strings.Builder
		env := testEnv(t, &out, &out, append([]string{"-C", dir}, args...)...)
		env.Now = func() time.Time { return time.Date(2026, 11, 24, 0, 30, 0, 0, time.FixedZone("Europe/Paris", 3600)) }
		if code := Run(t.Context(), env); code != exitOK {
			t.Fatalf("%v: exit %d: %s", args, code, out.String())
		}
		return out.String()
	}
	if got := run("decision", "add", "--title", "t", "--dry-run"); !strings.Contains(got, "24/11/2026") {
		t.Errorf("a decision of the 24th, half past midnight:\n%s", got)
	}
	if got := run("decision", "list"); !strings.Contains(got, "échéance dépassée") {
		t.Errorf("wanted for the 23rd, not late on the 24th:\n%s", got)
	}
}
