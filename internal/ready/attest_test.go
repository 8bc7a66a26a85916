package ready

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAppend(t *testing.T) {
	one := Statement{
		Story: "US-101", Check: "estimated", By: "Élise Fontaine", On: "2027-03-15", Content: "dor/1:0123456789abcdef",
	}
	const line = "{story: US-101, check: estimated, by: Élise Fontaine, on: \"2027-03-15\", content: " +
		"\"dor/1:0123456789abcdef\"}\n"
	tests := map[string]struct{ before, want string }{
		"new":                 {"", "statements:\n  - " + line},
		"comments only":       {"# à qui lit\n", "# à qui lit\n\nstatements:\n  - " + line},
		"no statement yet":    {"checks: [estimated]\n", "checks: [estimated]\n\nstatements:\n  - " + line},
		"without a last line": {"checks: [estimated]", "checks: [estimated]\n\nstatements:\n  - " + line},
		"below the last": {
			"statements:\n    - {story: US-102, check: estimated, by: É, on: 2027-01-01} # vu\n    # fin\n",
			"statements:\n    - {story: US-102, check: estimated, by: É, on: 2027-01-01} # vu\n    - " + line +
				"    # fin\n",
		},
		"above another key": {
			"statements:\n- story: US-102\n  check: estimated\n  by: É\n  on: 2027-01-01\n\nchecks:\n  - estimated\n",
			"statements:\n- story: US-102\n  check: estimated\n  by: É\n  on: 2027-01-01\n- " + line +
				"\nchecks:\n  - estimated\n",
		},
		"empty list": {"statements:\nchecks: [estimated]\n", "statements:\n  - " + line + "checks: [estimated]\n"},
		"CRLF": {
			"checks: [estimated]\r\n",
			"checks: [estimated]\r\n\r\nstatements:\r\n  - " + strings.TrimSuffix(line, "\n") + "\r\n",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got,
				err := Append(
				[]byte(tc.before), []Statement{one}, func(b []byte) (*Register, error) { return read(string(b)) },
			)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, string(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAppend_Refuses(t *testing.T) {
	one := Statement{Story: "US-101", Check: "estimated", By: "É", On: "2027-03-15"}
	for name, before := range map[string]string{
		"a flow list":      "statements: [{story: US-102, check: estimated, by: É, on: 2027-01-01}]\n",
		"a flow document":  "{checks: [estimated]}\n",
		"a null with note": "statements: # rien\n",
	} {
		if got, err := Append(
			[]byte(before), []Statement{one}, func(b []byte) (*Register, error) { return read(string(b)) },
		); !errors.Is(err, ErrUnwritable) {
			t.Errorf("%s: %v\n%s", name, err, got)
		}
	}
	if _, err := Append(
		[]byte("checkz: 1\n"), nil, func(b []byte) (*Register, error) { return read(string(b)) },
	); err == nil || errors.Is(err, ErrUnwritable) {
		t.Errorf("a register that is wrong: %v", err)
	}
}

// FuzzAppend holds that any name and note come back as they were given, and that nothing else of the register changes.
func FuzzAppend(f *testing.F) {
	for _, seed := range []string{
		"Élise", "yes", "12", "a: b", "#", "'", "\"\\", "- x", "é\u00a0è", "", " x ", "2027-01-01", "~", "a\tb",
		"\u2028",
	} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, by, note string) {
		one := Statement{Story: "US-101", Check: "estimated", By: by, On: "2027-03-15", Note: note}
		out, err := Append(
			[]byte("# tête\nstatements:\n  - {story: US-102, check: estimated, by: É, on: 2027-01-01}\n"),
			[]Statement{one},
			func(b []byte) (*Register, error) { return read(string(b)) },
		)
		if err != nil {
			if !errors.Is(err, ErrUnwritable) {
				t.Fatal(err)
			}
			return // refused, nothing written
		}
		r, err := read(string(out))
		if err != nil || len(r.Statements) != 2 || r.Statements[1] != one || !strings.HasPrefix(
			string(out), "# tête\n",
		) {
			t.Fatalf("%v: %q", err, out)
		}
	})
}

// TestAppend_Names holds that names and notes as people have them are written, and read back as they are.
func TestAppend_Names(t *testing.T) {
	for _, text := range []string{
		"Élise Fontaine", "Jean-Marc d’Ornano", "O'Neil", "yes", "12", "5 points", "3: à revoir", "# 4", "- x",
		"\"entre guillemets\"", `C:\x`, "é\u00a0è", "2027-01-01", "~", "null", "a, b", "{x}", "deux\nlignes", "Łukasz",
		"山田", "vu !", "*", "&a", "%",
	} {
		one := Statement{Story: "US-101", Check: "estimated", By: text, On: "2027-03-15", Note: text}
		out, err := Append(nil, []Statement{one}, func(b []byte) (*Register, error) { return read(string(b)) })
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if r, err := read(string(out)); err != nil || r.Statements[0] != one {
			t.Errorf("%q: %v in %q", text, err, out)
		}
	}
}
