package reports

import (
	"bytes"
	"strings"
	"testing"

	"recette/reports/page"
)

// A PV that says that nothing was accepted, one that does not say, and one that lists it are three things, in JSON and
// print.
func TestAccepted(t *testing.T) {
	for name, tt := range map[string]struct {
		accepted    []Acceptance
		json, print string
	}{
		"not said": {nil, "", "5.4 Non-conformités acceptées par décision non renseigné"},
		"none":     {[]Acceptance{}, `"accepted": [],`, "5.4 Non-conformités acceptées par décision Aucune."},
		"some": {
			[]Acceptance{{Decision: "DEC-9", Cases: []string{"SC-7", "SC-8"}}},
			`"decision": "DEC-9"`,
			"DEC-9 non renseigné non renseigné SC-7, SC-8",
		},
	} {
		pv := PV{Schema: Schema, Language: "fr", Number: "PV-1", Accepted: tt.accepted}
		var b bytes.Buffer
		if err := JSON(&b, pv); err != nil {
			t.Fatal(err)
		}
		if got := b.String(); !strings.Contains(got, tt.json) ||
			strings.Contains(got, `"accepted"`) != (tt.json != "") {
			t.Errorf("%s: %s", name, got)
		}
		back, err := ReadJSON(&b)
		if err != nil || (back.Accepted == nil) != (tt.accepted == nil) || len(back.Accepted) != len(tt.accepted) {
			t.Errorf("%s: read back %+v, %v", name, back.Accepted, err)
		}
		pdf, _ := render(t, pv, frenchOptions(t))
		if text := folded(strings.Join(pageTexts(t, pdf), "\n")); !strings.Contains(text, tt.print) {
			t.Errorf("%s: the text lacks %q", name, tt.print)
		}
	}
}

// Rules that were set aside are printed with their reason; a PV without any says nothing of them, as before the field.
func TestWaivers(t *testing.T) {
	pv := PV{Schema: Schema, Language: "fr", Number: "PV-1"}
	var before bytes.Buffer
	if err := JSON(&before, pv); err != nil || strings.Contains(before.String(), "waivers") {
		t.Errorf("none: %v\n%s", err, before.String())
	}
	pdf, _ := render(t, pv, frenchOptions(t))
	if text := folded(strings.Join(pageTexts(t, pdf), "\n")); strings.Contains(text, "écartée") {
		t.Error("a PV without waivers prints some")
	}
	pv.Waivers = []Waiver{{Path: "features/a.feature", Line: 12, Rule: "step-length", Reason: "texte de loi", Count: 3}}
	var b bytes.Buffer
	if err := JSON(&b, pv); err != nil {
		t.Fatal(err)
	}
	if back, err := ReadJSON(&b); err != nil || len(back.Waivers) != 1 || back.Waivers[0] != pv.Waivers[0] {
		t.Errorf("read back %+v, %v", back.Waivers, err)
	}
	pdf, _ = render(t, pv, frenchOptions(t))
	text := folded(strings.Join(pageTexts(t, pdf), "\n"))
	for _, want := range []string{"ont écartées", "step-length", "features/a.feature:12", "texte de loi"} {
		if !strings.Contains(text, want) {
			t.Errorf("the pages do not say %q", want)
		}
	}
}

func TestExampleRow(t *testing.T) {
	d := &doc{Flow: page.Flow{Words: loadTexts(t, "fr")}}
	for row, want := range map[string]string{
		"":                          "",
		"siret = ":                  "siret = (vide)",
		"siret = , ":                "siret = (vide), ",
		"siret = , effectif = 3":    "siret = (vide), effectif = 3",
		"a = , b = , c = ":          "a = (vide), b = (vide), c = (vide)",
		"formule = x =, effectif=3": "formule = x =, effectif=3",
	} {
		if got := d.exampleRow(&Case{Row: row}); got != want {
			t.Errorf("%q is printed %q, want %q", row, got, want)
		}
	}
}

// A case that is listed twice is one case: a scenario does not get more rows than it has.
func TestByOutline(t *testing.T) {
	d := &doc{Flow: page.Flow{Words: loadTexts(t, "fr")}}
	for want, ids := range map[string][]string{
		"SC-1":                 {"SC-1", "SC-1"},
		"SC-1 (2 cas), SC-2":   {"SC-1/a", "SC-1/b", "SC-2"},
		"SC-1/a, SC-2 (2 cas)": {"SC-1/a", "SC-1/a", "SC-2@x", "SC-2@y"},
	} {
		if got := d.byOutline(ids); strings.ReplaceAll(got, "\u00a0", " ") != want {
			t.Errorf("%q: %q, want %q", ids, got, want)
		}
	}
}
