package project

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/internal/recette"
	"recette/internal/vocabulary"
	"recette/internal/yamldoc"
)

func TestParse_Defaults(t *testing.T) {
	got, err := Parse("recette.yaml", []byte("name: CRM\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := Config{
		Name: "CRM", Language: "fr", Features: []string{"features"}, StepTimeout: time.Minute,
		Tags:     vocabulary.Default(),
		Policies: Policies{},
		Lint:     Lint{Profile: "ca"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Parse (-want +got):\n%s", diff)
	}
}

func TestParse_Whole(t *testing.T) {
	const text = `name: CRM
language: en
features: [features, specs/local]
automation:
  - go: ./steps
    step_timeout: 5s
step_timeout: 2m
environments:
  - {name: recette, url: "https://x.example", build: 1.10, notes: n}
participants:
  - {name: Claire Petit, role: ppo, entity: national}
  - {name: Claire Petit, role: qa}
tags: {case: "@TC-", critical: "@vital"}
limits: {file_bytes: 100, line_bytes: 10}
policies: {separation_of_duties: block}
lint: {profile: script, baseline: lint.json, rules: {id-missing: off}}
format: {indent: 4, accents: true}
`
	got, err := Parse("recette.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if got.Tags.Case != "@TC-" || got.Tags.Critical != "@vital" || got.Tags.Story != "@US-" {
		t.Errorf("tags = %+v", got.Tags)
	}
	got.Tags = vocabulary.Vocabulary{}
	want := Config{
		Name: "CRM", Language: "en", Features: []string{"features", "specs/local"},
		Automation: []Automation{{Go: "./steps", StepTimeout: 5 * time.Second}}, StepTimeout: 2 * time.Minute,
		Environments: []Environment{{"recette", "https://x.example", "1.10", "n"}},
		Participants: []Participant{
			{Name: "Claire Petit", Role: "ppo", Entity: "national"}, {Name: "Claire Petit", Role: "qa"},
		},
		Limits: Limits{FileBytes: 100, LineBytes: 10}, Policies: Policies{Separation: "block"},
		Lint: Lint{Profile: "script", Baseline: "lint.json", Rules: yamldoc.Value{
			Kind: yamldoc.Mapping, Line: 16, Column: 53, Pairs: []yamldoc.Pair{
				{
					Key: "id-missing", Line: 16, Column: 54,
					Value: yamldoc.Value{Kind: yamldoc.Text, Line: 16, Column: 66, Text: "off"},
				},
			},
		}},
		Format: Format{Indent: 4, Accents: true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Parse (-want +got):\n%s", diff)
	}
	if e := got.Environment("recette"); e == nil || e.Build != "1.10" {
		t.Errorf("Environment(recette) = %+v", e)
	}
}

func TestParse_Refuses(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"no name": {"language: fr\n", "recette.yaml:1:1: missing at name (name)"},
		"unknown key": {
			"name: x\nenvironements: []\n",
			"recette.yaml:2:1: unknown_key at environements (environements), did you mean environments",
		},
		"language": {
			"name: x\nlanguage: de\n", "recette.yaml:2:11: bad_language at language (de, fr, en)",
		},
		"time zone": {
			"name: x\ntime_zone: Europe/Pari\n", "recette.yaml:2:12: bad_zone at time_zone (Europe/Pari)",
		},
		"zone of the machine": {"name: x\ntime_zone: Local\n", "recette.yaml:2:12: bad_zone at time_zone (Local)"},
		"role": {
			"name: x\nparticipants:\n  - {name: A, role: testeur}\n",
			"recette.yaml:3:21: bad_role at participants[0].role (testeur, ppo, po, qa, tester, delivery, " +
				"referent, ux, leadtech, supplier), did you mean tester",
		},
		"absolute path": {"name: x\nfeatures: [/etc]\n", "recette.yaml:2:12: bad_path at features[0] (/etc)"},
		"path out of project": {
			"name: x\nautomation: [{go: ../steps}]\n", "recette.yaml:2:19: bad_path at automation[0].go (../steps)",
		},
		"automation of nothing": {
			"name: x\nautomation:\n  - step_timeout: 5s\n", "recette.yaml:3:17: missing at automation[0].go (go)",
		},
		"tag without @": {"name: x\ntags: {case: SC-}\n", "recette.yaml:2:14: bad_tag at tags.case (SC-)"},
		"negative limit": {
			"name: x\nlimits: {file_bytes: -1}\n", "recette.yaml:2:22: negative at limits.file_bytes",
		},
		"policy": {
			"name: x\npolicies: {separation_of_duties: blok}\n",
			"recette.yaml:2:34: bad_policy at policies.separation_of_duties (blok, block, warn, trace), " +
				"did you mean block",
		},
		"profile": {
			"name: x\nlint: {profile: cas}\n",
			"recette.yaml:2:17: bad_profile at lint.profile (cas, ca, script), did you mean ca",
		},
		"baseline elsewhere": {"name: x\nlint: {baseline: ../b.json}\n", "bad_path at lint.baseline (../b.json)"},
		"indent": {
			"name: x\nformat: {indent: 3}\n", "recette.yaml:2:18: bad_indent at format.indent (3)",
		},
		"rule twice": {"name: x\nlint: {rules: {a: off, a: off}}\n", "duplicate_key at lint.rules.a (a)"},
		"environment twice": {
			"name: x\nenvironments: [{name: a}, {name: a}]\n",
			"recette.yaml:2:34: duplicate at environments[1].name (a)",
		},
		"participant twice": {
			"name: x\nparticipants: [{name: a, role: qa}, {name: a, role: qa}]\n", "duplicate at participants[1] (a)",
		},
		"participant, no role": {"name: x\nparticipants: [{name: a}]\n", "missing at participants[0].role (role)"},
		"environment, no name": {"name: x\nenvironments: [{url: u}]\n", "missing at environments[0].name (name)"},
		"address without //": {
			"name: x\nenvironments: [{name: a, url: 'u:p@h'}]\n", "bad_address at environments[0].url",
		},
		"address, one slash": {
			"name: x\nenvironments: [{name: a, url: 'https:/u:p@h'}]\n", "bad_address at environments[0].url",
		},
		"address, three slashes": {
			"name: x\nenvironments: [{name: a, url: 'https:///u:p@h'}]\n", "bad_address at environments[0].url",
		},
		"address, backslashes": {
			"name: x\nenvironments: [{name: a, url: 'https:\\\\u:p@h'}]\n", "bad_address at environments[0].url",
		},
		"negative line limit":    {"name: x\nlimits: {line_bytes: -1}\n", "negative at limits.line_bytes"},
		"participant, no name":   {"name: x\nparticipants: [{role: qa}]\n", "missing at participants[0].name (name)"},
		"windows path, outwards": {"name: x\nfeatures: ['..\\x']\n", "bad_path at features[0]"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := Parse("recette.yaml", []byte(tt.text))
			if !errors.Is(err, yamldoc.ErrInvalid) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Parse error = %v, want %s", err, tt.want)
			}
			if strings.Contains(err.Error(), "u:p") {
				t.Errorf("the error shows the password: %v", err)
			}
			var e *yamldoc.Error
			if errors.As(err, &e) && len(e.Problems) != 1 {
				t.Errorf("%d problems, want 1: %v", len(e.Problems), err)
			}
		})
	}
}

// The schema is for editors: it must say exactly what the decoder reads, key for key, kind for kind, word for word.
func TestSchema_IsWhatParseReads(t *testing.T) {
	var s map[string]any
	schema, err := os.ReadFile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(schema, &s); err != nil {
		t.Fatal(err)
	}
	compare(t, "", s, reflect.TypeFor[Config]())

	enums := map[string][]string{
		"language": languages(), "participants.role": roles(),
		"policies.separation_of_duties": recette.Strictnesses(), "policies.duties.rule": recette.PolicyRules(),
		"policies.duties.effect": recette.Strictnesses(), "policies.approved_plan": recette.Strictnesses(),
		"lint.profile": Profiles(),
	}
	for path, want := range enums {
		if diff := cmp.Diff(want, enum(s, path)); diff != "" {
			t.Errorf("words of %s (-Parse +schema):\n%s", path, diff)
		}
	}
	var c Config
	c.defaults()
	tags := s["properties"].(map[string]any)["tags"].(map[string]any)["properties"].(map[string]any)
	c.Tags.Each(func(key, tag string) {
		if got := tags[key].(map[string]any)["default"]; got != tag {
			t.Errorf("default of tags.%s = %v in the schema, %s in Parse", key, got, tag)
		}
	})
}

func compare(t *testing.T, path string, s map[string]any, typ reflect.Type) {
	t.Helper()
	want := map[reflect.Kind]string{
		reflect.Struct: "object", reflect.Slice: "array", reflect.String: "string", reflect.Int: "integer",
		reflect.Int64: "string",
		reflect.Bool:  "boolean", reflect.Map: "object",
	}[typ.Kind()]
	if s["type"] != want {
		t.Errorf("%s: type %v in the schema, want %s for %s", path, s["type"], want, typ)
	}
	if typ == reflect.TypeFor[yamldoc.Value]() {
		return // its reader checks it
	}
	switch typ.Kind() {
	case reflect.Slice:
		compare(t, path+"[]", s["items"].(map[string]any), typ.Elem())
	case reflect.Struct:
		if s["additionalProperties"] != false {
			t.Errorf("%s: the schema lets unknown keys through", path)
		}
		props := s["properties"].(map[string]any)
		var got, want []string
		for k := range props {
			got = append(got, k)
		}
		for f := range typ.Fields() {
			key := f.Tag.Get("yaml")
			want = append(want, key)
			if p, ok := props[key].(map[string]any); ok {
				compare(t, path+"."+key, p, f.Type)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("keys of %q (-Parse +schema):\n%s", path, diff)
		}
	default:
	}
}

func enum(s map[string]any, path string) []string {
	for key := range strings.SplitSeq(path, ".") {
		if items, ok := s["items"].(map[string]any); ok {
			s = items
		}
		s = s["properties"].(map[string]any)[key].(map[string]any)
	}
	var words []string
	for _, w := range s["enum"].([]any) {
		words = append(words, w.(string))
	}
	return words
}

func TestFind(t *testing.T) {
	root := t.TempDir()
	deep := filepath.Join(root, "features", "a")
	if err := os.MkdirAll(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := Find(deep); !errors.Is(err, ErrNotFound) {
		t.Errorf("Find without a project: error = %v, want ErrNotFound", err)
	}
	if err := os.WriteFile(Layout{root}.config(), []byte("name: x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{root, deep} {
		got, err := Find(dir)
		if err != nil || got != root {
			t.Errorf("Find(%s) = %q, %v, want %q", dir, got, err, root)
		}
	}
	if _, err := Find(filepath.Join(root, "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Find in a directory that does not exist: error = %v", err)
	}
	if c, err := Load(root); err != nil || c.Name != "x" {
		t.Errorf("Load = %+v, %v", c, err)
	}
}

func TestTrackers(t *testing.T) {
	good := "name: essai\ntrackers: {jira: 'https://suivi.example.org/browse/{id}'}\n"
	c, err := Parse("recette.yaml", []byte(good))
	if err != nil {
		t.Fatal(err)
	}
	for reference, want := range map[string]string{
		"jira:CRM-12": "https://suivi.example.org/browse/CRM-12", "tuleap:12": "", "jira:": "", "jira:a/../b": "",
		"jira:12?x=1": "", "CRM-12": "",
	} {
		if got, ok := c.Tracked(reference); got != want || ok != (want != "") {
			t.Errorf("Tracked(%q) = %q, %t, want %q", reference, got, ok, want)
		}
	}
	for name, trackers := range map[string]string{
		"no place":   "{jira: 'https://suivi.example.org/browse/'}",
		"two places": "{jira: 'https://suivi.example.org/{id}/{id}'}",
		"scheme":     "{jira: 'javascript:{id}'}",
		"password":   "{jira: 'https://moi:secret@suivi.example.org/{id}'}",
		"name":       "{Jira Cloud: 'https://suivi.example.org/{id}'}",
	} {
		if _, err := Parse("recette.yaml", []byte("name: essai\ntrackers: "+trackers+"\n")); err == nil {
			t.Errorf("%s: read, want a refusal", name)
		}
	}
}
