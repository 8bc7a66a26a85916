package lint

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/syntax"
	"recette/internal/yamldoc"
)

func settingsOf(t *testing.T, text string) (map[string]Setting, error) {
	t.Helper()
	var doc struct {
		Rules yamldoc.Value `yaml:"rules"`
	}
	if err := yamldoc.Decode("recette.yaml", []byte(text), &doc).Err(); err != nil {
		t.Fatal(err)
	}
	return Settings("recette.yaml", "lint.rules", doc.Rules, []Rule{
		{ID: "plain", Aliases: []string{"D42"}},
		{ID: "steps-many", Options: []Option{
			{Name: "max", Default: 10},
			{Name: "strict", Default: false},
			{Name: "lexicon", Default: ""},
			{Name: "words", Default: []string{"a"}},
		}},
	})
}

func TestSettings(t *testing.T) {
	got, err := settingsOf(t, `rules:
  plain: off
  steps-many:
    severity: error
    max: 12
    strict: true
    lexicon: 1.10
    words: [é, 'b c']
    except: "@parcours:x or @manuel"
`)
	if err != nil {
		t.Fatal(err)
	}
	many := got["steps-many"]
	if !many.Spare || many.Except.String() != "@parcours:x or @manuel" {
		t.Errorf("except: %+v", many)
	}
	off, bad := Off, syntax.Error
	want := map[string]Setting{"plain": {Severity: &off}, "steps-many": {
		Severity: &bad, Spare: true, Except: many.Except,
		Values: map[string]any{"max": 12, "strict": true, "lexicon": "1.10", "words": []string{"é", "b c"}},
	}}
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b Setting) bool {
		return *a.Severity == *b.Severity && a.Spare == b.Spare && a.Except.String() == b.Except.String() &&
			cmp.Equal(a.Values, b.Values)
	})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got,
		err := settingsOf(
		t, "rules: {plain: false, steps-many: {except: '@x'}}",
	); err != nil || *got["plain"].Severity != Off || got["steps-many"].Severity != nil {
		t.Errorf("false for off, no severity: %+v, %v", got, err)
	}
	if got, err := settingsOf(t, "rules:\n"); err != nil || len(got) > 0 {
		t.Errorf("nothing set: %+v, %v", got, err)
	}
}

func TestSettings_Refuses(t *testing.T) {
	tests := map[string]string{
		"rules: [plain]": "recette.yaml:1:8: want_mapping at lint.rules",
		"rules: {plian: off}": "recette.yaml:1:9: unknown_rule at lint.rules.plian (plian), " +
			"did you mean plain",
		"rules: {d42: off}": "recette.yaml:1:9: unknown_rule at lint.rules.d42 (d42), did " +
			"you mean plain",
		"rules:\n  plain: eror": "recette.yaml:2:10: bad_severity at lint.rules.plain (eror, " +
			"error, warning, info, off), did you mean error",
		"rules: {plain: true}": "recette.yaml:1:16: bad_severity at lint.rules.plain (true, " +
			"error, warning, info, off)",
		"rules: {plain: [error]}": "recette.yaml:1:16: want_rule_setting at lint.rules.plain",
		"rules: {plain: }":        "want_rule_setting at lint.rules.plain",
		"rules: {plain: {max: 1}}": "recette.yaml:1:17: unknown_option at lint.rules.plain.max " +
			"(plain, max)",
		"rules: {steps-many: {mx: 1}}": "unknown_option at lint.rules.steps-many.mx (steps-many, " +
			"mx), did you mean max",
		"rules: {steps-many: {max: douze}}": "recette.yaml:1:27: want_number at lint.rules.steps-many.max " +
			"(douze)",
		"rules: {steps-many: {max: -1}}":         "negative at lint.rules.steps-many.max",
		"rules: {steps-many: {strict: oui}}":     "want_bool at lint.rules.steps-many.strict (oui)",
		"rules: {steps-many: {lexicon: [x]}}":    "want_text at lint.rules.steps-many.lexicon",
		"rules: {steps-many: {words: x}}":        "want_list at lint.rules.steps-many.words (x)",
		"rules: {steps-many: {words: [x, [y]]}}": "want_text at lint.rules.steps-many.words[1]",
		"rules: {steps-many: {severity: haute}}": "bad_severity at lint.rules.steps-many.severity (haute, " +
			"error, warning, info, off)",
		"rules: {steps-many: {except: [x]}}":      "want_text at lint.rules.steps-many.except",
		"rules: {steps-many: {except: ''}}":       "bad_expression at lint.rules.steps-many.except",
		"rules: {steps-many: {except: '@a and'}}": "bad_expression at lint.rules.steps-many.except (@a and, )",
		"rules: {steps-many: {except: '~@a'}}": "bad_expression at lint.rules.steps-many.except (~@a, ~@a), " +
			"did you mean not @a",
		"rules: {steps-many: {except: 'manuel'}}": "bad_expression at lint.rules.steps-many.except (manuel, " +
			"manuel)",
		"rules: {steps-many: {severity: [error]}}":     "bad_severity at lint.rules.steps-many.severity",
		"rules: {steps-many: {max: 1.5}}":              "want_number at lint.rules.steps-many.max (1.5)",
		"rules: {steps-many: {words: [x, {y: z}, w]}}": "want_text at lint.rules.steps-many.words[1]",
	}
	for text, want := range tests {
		_, err := settingsOf(t, text+"\n")
		e, ok := errors.AsType[*yamldoc.Error](err)
		if !ok {
			t.Errorf("%s: accepted", text)
			continue
		}
		if got := e.Problems[0].String(); len(e.Problems) != 1 || !strings.Contains(got, want) {
			t.Errorf("%s:\n got %s\nwant %s", text, got, want)
		}
	}
}
