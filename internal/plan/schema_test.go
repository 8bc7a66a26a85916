package plan

import (
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/calendar"
	"recette/internal/measure"
	"recette/internal/recette"
	"recette/internal/regime"
	"recette/internal/route"
)

// schemaWords lists the words that each key of a plan knows, as the checks do.
func schemaWords() map[string][]string {
	words := map[string][]string{
		"nature": natures(), "status": statuses(), "data_sets.origin": Origins(), "participants.role": roles(),
		"journeys.criticality": criticalities(), "basis.kind": bases(), "risks.kind": riskKinds(),
		"risks.probability": degrees(), "risks.impact": degrees(), "levels.level": levels(), "levels.mode": modes(),
		"anomaly_rules.severities.decision": weights(),
		"anomaly_rules.severities.severity": severities(), "policies.rule": recette.PolicyRules(),
		"policies.effect": recette.Strictnesses(), "approval.as": capacities(), "printed_annexes": annexes(),
		"regime.vocabulary": {"practice", "ccag-tic"}, "regime.region": calendar.Regions(),
		"regime.clocks.va.unit": regime.Units(), "regime.clocks.va.silence": regime.Effects(),
		"regime.clocks.vsr.unit": regime.Units(), "regime.clocks.vsr.silence": regime.Effects(),
		"regime.clocks.decision.unit": regime.Units(), "regime.clocks.decision.silence": regime.Effects(),
		"regime.clocks.extra.unit": regime.Units(), "regime.clocks.extra.silence": regime.Effects(),
		"signoff.effect": route.Effects(), "signoff.holidays": calendar.Regions(),
		"signoff.visas.role": route.Roles(), "signoff.visas.unit": calendar.Units(),
		"signoff.noted_by.role": route.Roles(), "signoff.noted_by.unit": calendar.Units(),
		"signoff.branch_opinions.unit":    calendar.Units(),
		"signoff.branch_opinions.silence": route.Silences(),
		"review.verdicts":                 reviewed(), "review.by": readers(),
	}
	for _, list := range []string{"entry", "exit", "suspension", "resumption"} {
		words[list+"_criteria.measure"] = measure.Names()
	}
	return words
}

// The schema is for editors: it must say exactly what the decoder reads, key for key, kind for kind, word for word.
func TestSchema_IsWhatReadReads(t *testing.T) {
	data, err := os.ReadFile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var s map[string]any
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	found := map[string][]string{}
	compareSchema(t, "", s, reflect.TypeFor[Plan](), found)
	if diff := cmp.Diff(schemaWords(), found); diff != "" {
		t.Errorf("words (-Read +schema):\n%s", diff)
	}
}

func compareSchema(t *testing.T, path string, s map[string]any, typ reflect.Type, words map[string][]string) {
	t.Helper()
	want := map[reflect.Kind]string{
		reflect.Struct: "object", reflect.Slice: "array", reflect.String: "string", reflect.Int: "integer",
		reflect.Bool: "boolean",
	}[typ.Kind()]
	if list, ok := s["enum"].([]any); ok {
		for _, w := range list {
			words[path] = append(words[path], w.(string))
		}
	}
	if typ.Kind() == reflect.Slice {
		compareSchema(t, path, s["items"].(map[string]any), typ.Elem(), words)
	}
	if typ.Kind() != reflect.Struct {
		if s["type"] != want {
			t.Errorf("%s: type %v in the schema, want %s", path, s["type"], want)
		}
		return
	}
	if s["additionalProperties"] != false {
		t.Errorf("%s: the schema lets unknown keys through", path)
	}
	props := s["properties"].(map[string]any)
	keys, short := map[string]reflect.Type{}, false
	keysOf(typ, keys, &short)
	if _, both := s["type"].([]any); both != short || !both && s["type"] != want {
		t.Errorf("%s: type %v in the schema; may a text stand for it: %v", path, s["type"], short)
	}
	for name, field := range keys {
		p, ok := props[name].(map[string]any)
		if !ok {
			t.Errorf("%s: the schema has no key %s", path, name)
			continue
		}
		compareSchema(t, strings.TrimPrefix(path+"."+name, "."), p, field, words)
	}
	for name := range props {
		if _, ok := keys[name]; !ok {
			t.Errorf("%s: the schema has a key %s that Read refuses", path, name)
		}
	}
	if list, ok := s["required"].([]any); ok && path == "" {
		if !slices.Equal(list, []any{"title", "version", "release", "environment"}) {
			t.Errorf("required: %v", list)
		}
	}
}

func keysOf(typ reflect.Type, keys map[string]reflect.Type, short *bool) {
	for f := range typ.Fields() {
		name, option, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		*short = *short || option == "short"
		switch {
		case option == "inline":
			keysOf(f.Type, keys, short)
		case name != "-":
			keys[name] = f.Type
		}
	}
}
