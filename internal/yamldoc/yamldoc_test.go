package yamldoc

import (
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

type sample struct {
	Name  string            `yaml:"name"`
	Limit int               `yaml:"limit"`
	On    bool              `yaml:"on"`
	Wait  time.Duration     `yaml:"wait"`
	List  []string          `yaml:"list"`
	Items []item            `yaml:"items"`
	Names map[string]string `yaml:"names"`
	Sub   item              `yaml:"sub"`
	Own   string            `yaml:"-"`
	Brief []brief           `yaml:"brief"`
}

type item struct {
	Code string `yaml:"code"`
	Role string `yaml:"role"`
}

type brief struct {
	Code  string `yaml:"code,short"`
	Label string `yaml:"label"`
}

func TestDecode_ShortForm(t *testing.T) {
	var got sample
	if err := Decode("f.yaml", []byte("brief: [A, {code: B, label: b}]"), &got).Err(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]brief{{"A", ""}, {"B", "b"}}, got.Brief); diff != "" {
		t.Errorf("Decode (-want +got):\n%s", diff)
	}
}

func TestDecode_OpenMapping(t *testing.T) {
	var got struct {
		Code string   `yaml:"code"`
		Body struct{} `yaml:"-,open"`
	}
	doc := Decode("f.yaml", []byte("rows: [{a: 1}]\ncode: A\nBody: &x y\n"), &got)
	if err := doc.Err(); err != nil || got.Code != "A" {
		t.Errorf("%+v, %v", got, err)
	}
	if line, column := doc.Place("code"); line != 2 || column != 7 {
		t.Errorf("code stands at %d:%d, want 2:7", line, column)
	}
	if err := Decode("f.yaml", []byte("code: A\ncode: B\n"), &got).Err(); err == nil {
		t.Error("a repeated key of an open mapping is accepted")
	}
}

func TestDecode_ReadsWhatIsWritten(t *testing.T) {
	const text = "\ufeffname: 1.10\nlimit: 12\non: true\nwait: 90s\nlist: [a, '007', 007]\nitems:\n  - code: A\n    " +
		"role: |\n      deux\n      lignes\n" +
		"names: {x: é, y: 2}\nsub:\n"
	var got sample
	if err := Decode("f.yaml", []byte(text), &got).Err(); err != nil {
		t.Fatal(err)
	}
	want := sample{
		Name: "1.10", Limit: 12, On: true, Wait: 90 * time.Second, List: []string{"a", "007", "007"},
		Items: []item{{Code: "A", Role: "deux\nlignes\n"}}, Names: map[string]string{"x": "é", "y": "2"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Decode (-want +got):\n%s", diff)
	}
}

func TestDecode_Refuses(t *testing.T) {
	type hit struct {
		Line, Column int
		Code         Code
		Path         string
		Suggest      string
	}
	tests := map[string]struct {
		text string
		want []hit
	}{
		"unknown key, near": {"name: x\nlimt: 3\n", []hit{{2, 1, UnknownKey, "limt", "limit"}}},
		"unknown key, far":  {"zzz: 3\n", []hit{{1, 1, UnknownKey, "zzz", ""}}},
		"hidden field":      {"Own: x\n", []hit{{1, 1, UnknownKey, "Own", "on"}}},
		"two problems": {
			"nmae: x\nitems:\n  - cdoe: A\n",
			[]hit{{1, 1, UnknownKey, "nmae", "name"}, {3, 5, UnknownKey, "items[0].cdoe", "code"}},
		},
		"repeated key":        {"name: x\nname: y\n", []hit{{2, 1, DuplicateKey, "name", ""}}},
		"list for text":       {"name: [x]\n", []hit{{1, 7, WantText, "name", ""}}},
		"text for list":       {"list: x\n", []hit{{1, 7, WantList, "list", ""}}},
		"text for mapping":    {"sub: x\n", []hit{{1, 6, WantMapping, "sub", ""}}},
		"text for number":     {"limit: beaucoup\n", []hit{{1, 8, WantNumber, "limit", ""}}},
		"text for bool":       {"on: oui\n", []hit{{1, 5, WantBool, "on", ""}}},
		"no unit of duration": {"wait: 60\n", []hit{{1, 7, wantDuration, "wait", ""}}},
		"negative duration":   {"wait: -1s\n", []hit{{1, 7, wantDuration, "wait", ""}}},
		"alias": {
			"name: &a x\nsub: {code: *a}\n", []hit{{1, 7, Forbidden, "name", ""}, {2, 13, Forbidden, "sub.code", ""}},
		},
		"merge key":       {"sub:\n  <<: {code: A}\n", []hit{{2, 3, Forbidden, "sub", ""}}},
		"tag":             {"name: !!binary eA==\n", []hit{{1, 7, Forbidden, "name", ""}}},
		"second document": {"name: x\n---\nname: y\n", []hit{{3, 5, Forbidden, "", ""}}},
		"a list on top":   {"- a\n", []hit{{1, 1, WantMapping, "", ""}}},
		"syntax":          {"name: \"x\nlist: [\n", []hit{{1, 7, Syntax, "", ""}}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var s sample
			err := Decode("f.yaml", []byte(tt.text), &s).Err()
			var e *Error
			if !errors.As(err, &e) || !errors.Is(err, ErrInvalid) {
				t.Fatalf("Decode error = %v, want an *Error under ErrInvalid", err)
			}
			var got []hit
			for _, p := range e.Problems {
				got = append(got, hit{p.Line, p.Column, p.Code, p.Path, p.Suggest})
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDecode_TooLarge(t *testing.T) {
	var s sample
	err := Decode("f.yaml", make([]byte, MaxSize+1), &s).Err()
	var e *Error
	if !errors.As(err, &e) || e.Problems[0].Code != TooLarge {
		t.Errorf("Decode error = %v, want %s", err, TooLarge)
	}
}

func TestDecode_Empty(t *testing.T) {
	var s sample
	d := Decode("f.yaml", []byte("# rien\n"), &s)
	if err := d.Err(); err != nil {
		t.Errorf("Decode error = %v, want nil: what is mandatory is the caller's to say", err)
	}
	d.Report("name", Missing, "")
	if got := d.Err().Error(); got != "invalid document: f.yaml:1:1: missing at name" {
		t.Errorf("Err() = %q", got)
	}
}

func TestReport_FindsTheNearestPlace(t *testing.T) {
	var s sample
	d := Decode("f.yaml", []byte("name: x\nitems:\n  - code: A\n  - code: B\n    role: zz\n"), &s)
	d.Report("items[1].role", "bad", "")
	d.Report("items[1].other", Missing, "")
	var e *Error
	if !errors.As(d.Err(), &e) {
		t.Fatal("no error")
	}
	if p := e.Problems[1]; p.Line != 5 || p.Column != 11 {
		t.Errorf("place of a value = %d:%d, want 5:11", p.Line, p.Column)
	}
	if p := e.Problems[0]; p.Line != 4 {
		t.Errorf("place of what is missing = %d:%d, want line 4", p.Line, p.Column)
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{
		"name: x", "items:\n - code: [", "a: &b {c: *b}", "? x\n: y", "- - - -", "\"", "sub: {<<: x}", "wait: 1h",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var s sample
		err := Decode("f.yaml", []byte(text), &s).Err()
		var e *Error
		if err != nil && (!errors.As(err, &e) || len(e.Problems) == 0) {
			t.Errorf("Decode(%q) error = %v, want an *Error with problems", text, err)
		}
	})
}

// 200 KB of opening brackets took 24 GB of memory: the depth is looked at before the parser is called.
func TestDecode_DeepNestingIsRefusedBeforeItIsParsed(t *testing.T) {
	for name, unit := range map[string]string{
		"lists": "[", "mappings": "{a: ", "entries on a line": "- ", "mixed": "[{a: ", "keys": "? ",
		"list of lists": "- [",
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			var into struct {
				Names []string `yaml:"names"`
			}
			err := Decode("x.yaml", []byte(strings.Repeat(unit, 200_000/len(unit))), &into).Err()
			runtime.ReadMemStats(&after)
			var problems *Error
			if !errors.As(err, &problems) || len(problems.Problems) != 1 || problems.Problems[0].Code != TooDeep {
				t.Errorf("got %v, want one problem %s", err, TooDeep)
			}
			if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 300 {
				t.Errorf("%d MiB for 200 KB", used)
			}
		})
	}
}
