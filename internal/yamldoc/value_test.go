package yamldoc

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDecode_Value(t *testing.T) {
	var got struct {
		Rules Value `yaml:"rules"`
		None  Value `yaml:"none"`
	}
	const text = "rules:\n  a: off\n  b: {max: 3, names: [x, 'é'], strict: true, none: }\n"
	if err := Decode("f.yaml", []byte(text), &got).Err(); err != nil {
		t.Fatal(err)
	}
	want := Value{Kind: Mapping, Line: 2, Column: 3, Pairs: []Pair{
		{Key: "a", Line: 2, Column: 3, Value: Value{Kind: Text, Line: 2, Column: 6, Text: "off"}},
		{Key: "b", Line: 3, Column: 3, Value: Value{Kind: Mapping, Line: 3, Column: 6, Pairs: []Pair{
			{Key: "max", Line: 3, Column: 7, Value: Value{Kind: Number, Line: 3, Column: 12, Text: "3"}},
			{Key: "names", Line: 3, Column: 15, Value: Value{Kind: List, Line: 3, Column: 22, Items: []Value{
				{Kind: Text, Line: 3, Column: 23, Text: "x"}, {Kind: Text, Line: 3, Column: 26, Text: "é"},
			}}},
			{Key: "strict", Line: 3, Column: 32, Value: Value{Kind: Bool, Line: 3, Column: 40, Text: "true"}},
			{Key: "none", Line: 3, Column: 46, Value: Value{Line: 3, Column: 51}},
		}}},
	}}
	if diff := cmp.Diff(want, got.Rules); diff != "" {
		t.Errorf("value (-want +got):\n%s", diff)
	}
	if got.None.Kind != Absent {
		t.Errorf("a value that is not given: %+v", got.None)
	}
}

func TestDecode_ValueIsStrictToo(t *testing.T) {
	for text, code := range map[string]Code{
		"rules: {a: 1, a: 2}\n":                    DuplicateKey,
		"rules: {a: &x 1, b: *x}\n":                Forbidden,
		"rules: {<<: {a: 1}}\n":                    Forbidden,
		"rules: {a: !!str 1}\n":                    Forbidden,
		"rules: " + nested(40, "[", "]") + "\n":    TooDeep,
		"rules: " + nested(40, "{a: ", "}") + "\n": TooDeep,
	} {
		var got struct {
			Rules Value `yaml:"rules"`
		}
		var e *Error
		if err := Decode("f.yaml", []byte(text), &got).Err(); !errors.As(err, &e) || e.Problems[0].Code != code {
			t.Errorf("%q: %v, want %s", text, err, code)
		}
	}
}

func nested(n int, open, end string) string {
	s := ""
	for range n {
		s = open + s + end
	}
	return s
}
