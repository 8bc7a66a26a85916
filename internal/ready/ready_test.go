package ready

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/reference"
	"recette/internal/syntax"
	"recette/internal/vocabulary"
	"recette/internal/yamldoc"
)

// rules are three rules of two checks, and one of none.
func rules() []lint.Rule {
	return []lint.Rule{
		{ID: "narrative", Aliases: []string{"D04"}},
		{ID: "exception-missing", Aliases: []string{"gherkin-lint:x", "D22"}},
		{ID: "rights-missing", Aliases: []string{"D24"}},
		{ID: "id-missing"},
		{ID: lint.RuleSyntax, Aliases: []string{parses}},
	}
}

func asks(rule string) bool { return rule != "rights-missing" }

// feature reads a feature of a story.
func feature(t *testing.T, path, src string) Feature {
	t.Helper()
	f := catalogue.Parse(syntax.Source{Path: path, Bytes: []byte("# language: fr\n" + src)}, catalogue.Options{})
	if syntax.HasErrors(f.Diagnostics) {
		t.Fatalf("%s: %v", path, f.Diagnostics)
	}
	return FeatureOf(lint.FileOf(&f), vocabulary.Vocabulary{})
}

const body = "\nFonctionnalité: F\n  Scénario: s\n    Quand a\n    Alors b\n"

func finding(path, rule string, s lint.Severity) lint.Finding {
	return lint.Finding{Rule: rule, Severity: s, Path: path, Line: 3}
}

// brief tells a story in a line.
func brief(s Story) string {
	var b strings.Builder
	b.WriteString(s.ID + " " + string(s.State))
	if s.Broken() {
		b.WriteString(" broken")
	}
	for _, c := range s.Checks {
		if c.State != Met && c.State != NotAsked {
			b.WriteString(" " + c.Code + ":" + string(c.State))
		}
	}
	for _, c := range s.Claims {
		b.WriteString(" " + c.ID + ":" + string(c.State))
	}
	return b.String()
}

func TestJudge(t *testing.T) {
	pret := feature(t, "a.feature", "@US-2 @pret"+body)
	tests := map[string]struct {
		in   Input
		want []string
	}{
		"nothing found": {Input{Features: []Feature{pret}}, []string{"US-2 ready"}},
		"an error": {
			Input{Features: []Feature{pret}, Findings: []lint.Finding{finding("a.feature", "narrative", syntax.Error)}},
			[]string{"US-2 not_ready broken D04:unmet"},
		},
		"a warning does not block": {
			Input{
				Features: []Feature{pret}, Findings: []lint.Finding{finding("a.feature", "narrative", syntax.Warning)},
			}, []string{"US-2 ready D04:warned"},
		},
		"information says nothing": {
			Input{Features: []Feature{pret}, Findings: []lint.Finding{finding("a.feature", "narrative", syntax.Info)}},
			[]string{"US-2 ready"},
		},
		"the worst finding counts": {
			Input{
				Features: []Feature{pret},
				Findings: []lint.Finding{
					finding("a.feature", "narrative", syntax.Info), finding("a.feature", "narrative", syntax.Error),
				},
			}, []string{"US-2 not_ready broken D04:unmet"},
		},
		"a rule of no check blocks": {
			Input{
				Features: []Feature{pret}, Findings: []lint.Finding{finding("a.feature", "id-missing", syntax.Error)},
			}, []string{"US-2 not_ready broken other:unmet"},
		},
		"an unknown rule blocks": {
			Input{Features: []Feature{pret}, Findings: []lint.Finding{finding("a.feature", "later", syntax.Error)}},
			[]string{"US-2 not_ready broken other:unmet"},
		},
		"a lost line": {
			Input{
				Features: []Feature{pret},
				Findings: []lint.Finding{
					{Rule: lint.RuleSyntax, Code: "E134", Severity: syntax.Error, Path: "a.feature", Line: 4},
				},
			}, []string{"US-2 not_ready broken D01:unmet"},
		},
		"an outline without examples": {
			Input{
				Features: []Feature{pret},
				Findings: []lint.Finding{
					{Rule: lint.RuleSyntax, Code: "E161", Severity: syntax.Error, Path: "a.feature", Line: 4},
				},
			}, []string{"US-2 not_ready broken D21:unmet"},
		},
		"not promised, not broken": {
			Input{
				Features: []Feature{feature(t, "a.feature", "@US-2"+body)},
				Findings: []lint.Finding{finding("a.feature", "narrative", syntax.Error)},
			},
			[]string{"US-2 not_ready D04:unmet"},
		},
		"a draft": {
			Input{
				Features: []Feature{feature(t, "a.feature", "@US-2 @brouillon"+body)},
				Findings: []lint.Finding{finding("a.feature", "narrative", syntax.Error)},
			},
			[]string{"US-2 draft D04:unmet"},
		},
		"a draft that is said to be ready": {
			Input{
				Features: []Feature{feature(t, "a.feature", "@US-2 @brouillon @pret"+body)},
				Findings: []lint.Finding{finding("a.feature", "narrative", syntax.Error)},
			},
			[]string{"US-2 not_ready broken D04:unmet"},
		},
		"obsolete": {
			Input{Features: []Feature{feature(t, "a.feature", "@US-2 @obsolete"+body)}}, []string{"US-2 obsolete"},
		},
		"two files, one ready": {
			Input{
				Features: []Feature{
					feature(t, "a.feature", "@US-2 @brouillon"+body), feature(t, "b.feature", "@US-2 @pret"+body),
				}, Findings: []lint.Finding{finding("a.feature", "narrative", syntax.Error)},
			},
			[]string{"US-2 not_ready broken D04:unmet"},
		},
		"waived by rule": {
			Input{
				Features: []Feature{pret},
				Waivers: []lint.Waiver{
					{Path: "a.feature", Line: 2, Rule: "exception-missing", Reason: "aucune", Count: 1},
				},
			},
			[]string{"US-2 waived D22:waived"},
		},
		"waived by alias": {
			Input{
				Features: []Feature{pret},
				Waivers:  []lint.Waiver{{Path: "a.feature", Line: 2, Rule: "d22", Reason: "aucune", Count: 1}},
			},
			[]string{"US-2 waived D22:waived"},
		},
		"waived in part": {
			Input{
				Features: []Feature{pret},
				Findings: []lint.Finding{finding("a.feature", "exception-missing", syntax.Error)},
				Waivers:  []lint.Waiver{{Path: "a.feature", Line: 2, Rule: "D22", Reason: "aucune", Count: 1}},
			},
			[]string{"US-2 not_ready broken D22:unmet"},
		},
		"a waiver elsewhere": {
			Input{
				Features: []Feature{pret},
				Waivers:  []lint.Waiver{{Path: "b.feature", Rule: "D22", Reason: "x", Count: 1}},
			}, []string{"US-2 ready"},
		},
		"declared, not written": {
			Input{
				Features:  []Feature{pret},
				Reference: &reference.Set{Stories: []reference.Story{{ID: "US-10", Title: "Dix"}, {ID: "US-9"}}},
			},
			[]string{"US-2 ready", "US-9 absent", "US-10 absent"},
		},
		"a finding in the backlog": {
			Input{
				Features: []Feature{pret},
				Reference: &reference.Set{Stories: []reference.Story{
					{ID: "US-1", At: reference.Place{Path: "stories.yaml", Line: 1}},
					{ID: "US-2", At: reference.Place{Path: "stories.yaml", Line: 5}},
				}},
				Findings: []lint.Finding{{Rule: "narrative", Severity: syntax.Error, Path: "stories.yaml", Line: 7}},
			},
			[]string{"US-1 absent", "US-2 not_ready broken D04:unmet"},
		},
		"attested and missing": {
			Input{Features: []Feature{pret}, Register: &Register{
				Checks:     []Ask{{ID: "estimated"}, {ID: "rgpd", Label: "Avis"}},
				Statements: []Statement{{Story: "US-2", Check: "estimated", By: "É", On: "2027-01-02"}},
			}},
			[]string{"US-2 not_ready broken estimated:given rgpd:missing"},
		},
		"attested on this text": {
			Input{Features: []Feature{pret}, Register: &Register{
				Checks: []Ask{{ID: "estimated"}},
				Statements: []Statement{
					{
						Story: "US-2", Check: "estimated", By: "É", On: "2027-01-02",
						Content: joined([]string{pret.Digest}),
					},
				},
			}},
			[]string{"US-2 ready estimated:given"},
		},
		"attested on another text": {
			Input{Features: []Feature{pret}, Register: &Register{
				Checks: []Ask{{ID: "estimated"}},
				Statements: []Statement{
					{Story: "US-2", Check: "estimated", By: "É", On: "2027-01-02", Content: "dor/1:0000000000000000"},
				},
			}},
			[]string{"US-2 not_ready broken estimated:to_confirm"},
		},
		"the last statement counts": {
			Input{
				Features: []Feature{pret},
				Register: &Register{Checks: []Ask{{ID: "estimated"}}, Statements: []Statement{
					{Story: "US-2", Check: "estimated", By: "É", On: "2027-01-02", Content: "dor/1:0000000000000000"},
					{Story: "US-3", Check: "estimated", By: "É", On: "2027-01-02"},
					{Story: "US-2", Check: "estimated", By: "É", On: "2027-01-03"},
					{Story: "US-2", Check: "other", By: "É", On: "2027-01-03", Content: "dor/1:0000000000000000"},
				}},
			},
			[]string{"US-2 ready estimated:given"},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			tc.in.Rules, tc.in.Asks = rules(), asks
			var got []string
			for _, s := range Judge(tc.in).Stories {
				got = append(got, brief(s))
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestJudge_Figures(t *testing.T) {
	in := Input{
		Rules: rules(), Asks: asks,
		Features: []Feature{feature(t, "a.feature", "@US-2 @pret"+body), feature(t, "b.feature", body[1:])},
		Findings: []lint.Finding{
			finding("a.feature", "narrative", syntax.Warning), finding("a.feature", "narrative", syntax.Error),
			finding("a.feature", "narrative", syntax.Info), finding("b.feature", "narrative", syntax.Error),
			finding("", "no-scenario", syntax.Info),
			finding("roles.yaml", "reference-invalid", syntax.Error),
		},
	}
	r := Judge(in)
	if diff := cmp.Diff([]string{"b.feature"}, r.Loose); diff != "" {
		t.Errorf("loose (-want +got):\n%s", diff)
	}
	if r.Outside != 2 {
		t.Errorf("outside = %d, want 2", r.Outside)
	}
	s := r.Find("US-2")
	if s == nil || r.Find("US-3") != nil {
		t.Fatal("stories are found by id")
	}
	// Asked: D01, D02, D08 and D21 of the parser, D04, D22 and the others; D24 is turned off.
	want := []int{6, 7, 1, 1, 1}
	if got := []int{s.Mechanical.Met, s.Mechanical.Asked, s.Errors, s.Warnings, s.Infos}; !cmp.Equal(want, got) {
		t.Errorf("figures = %v, want %v", got, want)
	}
	if c := s.Checks[3]; c.Code != "D04" || len(c.Findings) != 3 || c.Findings[0].Severity != syntax.Error ||
		c.Findings[2].Severity != syntax.Info {
		t.Errorf("D04 = %+v: errors come first", c)
	}
}

func TestDigest(t *testing.T) {
	const written = "@US-1\nFonctionnalité: F\n  En tant que x\n\n  Scénario: s\n    Quand l'été\n      | a | b |\n  " +
		"  Alors b\n"
	base := feature(t, "a", written).Digest
	if len(base) != digestLength {
		t.Fatalf("digest = %q", base)
	}
	same := map[string]string{
		"tags":     "@US-1 @pret\n@SC-1" + strings.TrimPrefix(written, "@US-1"),
		"comments": strings.Replace(written, "    Quand", "    # remarque\n    Quand", 1),
		"layout":   strings.ReplaceAll(written, "  ", "    "),
		"NFD":      strings.Replace(written, "été", "e\u0301te\u0301", 1),
		"synonyms": strings.Replace(written, "Alors b", "Donc b", 1),
	}
	for name, src := range same {
		if got := feature(t, "a", src).Digest; got != base {
			t.Errorf("%s: %s, want %s", name, got, base)
		}
	}
	other := map[string]string{
		"narrative": strings.Replace(written, "que x", "que y", 1),
		"name":      strings.Replace(written, "Scénario: s", "Scénario: t", 1),
		"step":      strings.Replace(written, "Alors b", "Alors c", 1),
		"kind":      strings.Replace(written, "Alors b", "Quand b", 1),
		"cells":     strings.Replace(written, "| a | b |", "| a b | |", 1),
	}
	for name, src := range other {
		if got := feature(t, "a", src).Digest; got == base {
			t.Errorf("%s: the digest does not change", name)
		}
	}
	if one, two := joined([]string{base}), joined([]string{base, base}); one == two || !validDigest(one) ||
		!validDigest(two) || joined(nil) != "" {
		t.Errorf("joined: %q, %q", one, two)
	}
}

func read(text string) (*Register, error) {
	return readRegister(FileName, []byte(text), []string{"US-101", "US-102"}, "2027-03-15")
}

func TestRead(t *testing.T) {
	r,
		err := read(
		"statements:\n  - {story: \"@US-101\", check: estimated, by: Élise Fontaine, on: 2027-03-15, note: 5 points, " +
			"content: dor/1:0123456789abcdef}\n",
	)
	if err != nil {
		t.Fatal(err)
	}
	want := []Statement{{"US-101", "estimated", "Élise Fontaine", "2027-03-15", "5 points", "dor/1:0123456789abcdef"}}
	if diff := cmp.Diff(want, r.Statements); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(known(), r.ids()); diff != "" {
		t.Errorf("a register that names no check asks for those that we know (-want +got):\n%s", diff)
	}
	r, err = read("checks: []\n")
	if err != nil || len(r.Checks) != 0 {
		t.Errorf("none is asked for: %v, %v", r, err)
	}
	r, err = read("checks:\n  - estimated\n  - {id: rgpd, label: Avis, tags: \"@portail\"}\n")
	if err != nil || !r.Checks[0].wants(nil) || r.Checks[1].wants([]string{"@US-1"}) ||
		!r.Checks[1].wants([]string{"@portail"}) {
		t.Errorf("tags choose who needs a check: %v, %v", r, err)
	}
}

func TestRead_Refuses(t *testing.T) {
	const top = "statements:\n  - "
	tests := map[string]struct{ text, want string }{
		"unknown key": {"checkz: []\n", "dor.yaml:1:1: unknown_key at checkz"},
		"unknown story": {
			top + "{story: US-110, check: estimated, by: É, on: 2027-01-01}\n",
			"dor.yaml:2:13: dor_story at statements[0].story (US-110), did you mean US-101",
		},
		"unknown check": {
			top + "{story: US-101, check: estimate, by: É, on: 2027-01-01}\n",
			"dor_check at statements[0].check (estimate, estimated, mockup_validated, dependencies_lifted), did you " +
				"mean estimated",
		},
		"nobody": {
			top + "{story: US-101, check: estimated, on: 2027-01-01}\n", "missing at statements[0].by (by)",
		},
		"no day": {top + "{story: US-101, check: estimated, by: É}\n", "missing at statements[0].on (on)"},
		"tomorrow": {
			top + "{story: US-101, check: estimated, by: É, on: 2027-03-16}\n",
			"dor_future at statements[0].on (2027-03-16, 2027-03-15)",
		},
		"no such day": {
			top + "{story: US-101, check: estimated, by: É, on: 2027-02-30}\n",
			"bad_date at statements[0].on (2027-02-30)",
		},
		"another digest": {
			top + "{story: US-101, check: estimated, by: É, on: 2027-01-01, content: dor/1:12}\n",
			"dor_content at statements[0].content",
		},
		"check twice":      {"checks: [estimated, estimated]\n", "dor_twice at checks[1] (estimated)"},
		"bad check":        {"checks: [{id: Été, label: x}]\n", "dor_id at checks[0] (Été)"},
		"check, no id":     {"checks: [{label: x}]\n", "missing at checks[0] (id)"},
		"check, no label":  {"checks: [estimatd]\n", "dor_label at checks[0] (estimatd), did you mean estimated"},
		"bad expression":   {"checks: [{id: estimated, tags: \"@a and\"}]\n", "dor_tags at checks[0].tags (@a and)"},
		"statements, text": {"statements: US-101\n", "want_list at statements"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := read(tc.text)
			if !errors.Is(err, yamldoc.ErrInvalid) || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("%v, want %s", err, tc.want)
			}
		})
	}
}
