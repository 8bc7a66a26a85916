package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestUnder(t *testing.T) {
	for _, tt := range []struct {
		targets []string
		path    string
		want    bool
	}{
		{[]string{"."}, "features/a.feature", true},
		{[]string{"features"}, "features/a.feature", true},
		{[]string{"features/a.feature"}, "features/a.feature", true},
		{[]string{"feat"}, "features/a.feature", false},
		{[]string{"features/a"}, "features/a.feature", false},
		{[]string{"x", "features/é"}, "features/é/b.feature", true},
		{nil, "features/a.feature", false},
	} {
		if got := under(tt.targets, tt.path); got != tt.want {
			t.Errorf("under(%q, %q) = %v, want %v", tt.targets, tt.path, got, tt.want)
		}
	}
}

func TestFields(t *testing.T) {
	for list, want := range map[string][]string{
		"PPO,PO": {"PPO", "PO"}, " ppo , ,po,": {"PPO", "PO"}, "": nil, ",": nil,
	} {
		got, err := fields(list)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("fields(%q): %v (-want +got):\n%s", list, err, diff)
		}
	}
	if got, err := fields("PPO,ZZ"); err == nil {
		t.Errorf("fields with an unknown one = %q, want an error", got)
	}
}

// A path of the project is shown as it would be typed where the command was.
func TestShown(t *testing.T) {
	root := t.TempDir()
	for dir, want := range map[string]string{
		root: "features/é.feature", filepath.Join(root, "features"): "é.feature",
		filepath.Join(root, "plans"): filepath.Join(root, "features/é.feature"),
	} {
		if got := (&app{dir: dir}).shown(root, "features/é.feature"); got != want {
			t.Errorf("shown from %s = %q, want %q", dir, got, want)
		}
	}
}

// The form of a documentation is asked for, or told by the name of its file.
func TestDocsFlags(t *testing.T) {
	for name, tt := range map[string]struct {
		in   docsFlags
		want docsFlags
		fail string
	}{
		"nothing asked": {docsFlags{open: "no"}, docsFlags{format: "site", out: "docs-recette", open: "no"}, ""},
		"a page": {
			docsFlags{out: "a/É.HTM", open: "no"}, docsFlags{format: "single", out: "a/É.HTM", open: "no"}, "",
		},
		"standard output": {docsFlags{out: "-", open: "no"}, docsFlags{format: "single", out: "-", open: "no"}, ""},
		"markdown": {
			docsFlags{format: "md", open: "yes"}, docsFlags{format: "md", out: "docs-recette-md", open: "yes"}, "",
		},
		"a site named as is": {
			docsFlags{format: "site", out: "a.html", open: "no"},
			docsFlags{format: "site", out: "a.html", open: "no"},
			"",
		},
		"another form": {
			docsFlags{format: "pdf", open: "no"},
			docsFlags{format: "pdf", open: "no"},
			"bad-value --format pdf [site single md]",
		},
		"opened perhaps": {
			docsFlags{open: "maybe"}, docsFlags{format: "site", open: "maybe"}, "bad-value --open maybe yes, no",
		},
		"a folder on output": {
			docsFlags{format: "md", out: "-", open: "no"},
			docsFlags{format: "md", out: "-", open: "no"},
			"docs-folder md",
		},
	} {
		got := tt.in
		err := got.check()
		if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(docsFlags{})); diff != "" || failed(err) != tt.fail {
			t.Errorf("%s: %s, want %q (-want +got):\n%s", name, failed(err), tt.fail, diff)
		}
	}
}

func TestTraceFormat(t *testing.T) {
	for name, tt := range map[string]struct {
		flags traceFlags
		json  bool
		want  string
		fail  string
	}{
		"nothing asked":        {traceFlags{}, false, "table", ""},
		"by the name":          {traceFlags{out: "m.XLSX"}, false, "xlsx", ""},
		"asked, whatever name": {traceFlags{format: "csv", out: "m.html"}, false, "csv", ""},
		"another name":         {traceFlags{out: "m.txt"}, false, "table", ""},
		"as a document":        {traceFlags{out: "m.html"}, true, "json", ""},
		"as two things":        {traceFlags{format: "csv"}, true, "", "bad-value --format csv json"},
		"another form": {
			traceFlags{format: "pdf"}, false, "", "bad-value --format pdf [table csv json html xlsx]",
		},
	} {
		a, _ := french(t)
		a.json = tt.json
		got, err := a.traceFormat(&tt.flags)
		if got != tt.want || failed(err) != tt.fail {
			t.Errorf("%s: %q, %s, want %q, %q", name, got, failed(err), tt.want, tt.fail)
		}
	}
}

// Flags of lint that do not go together are refused; names of rules and of codes are what they stand for.
func TestCheckLintFlags(t *testing.T) {
	for name, tt := range map[string]struct {
		in    lintFlags
		json  bool
		rules []string
		fail  string
	}{
		"nothing asked": {lintFlags{format: "text"}, false, nil, ""},
		"a rule, an alias": {
			lintFlags{format: "text", rules: []string{"id-missing", "gherkin-lint:no-trailing-spaces"}},
			false,
			[]string{"id-missing", "format"},
			"",
		},
		"a code":     {lintFlags{format: "text", rules: []string{"E101"}}, false, []string{"E101"}, ""},
		"a document": {lintFlags{format: "text"}, true, nil, ""},
		"two forms": {
			lintFlags{format: "sarif", asked: true}, true, nil, "flag-invalid format recette lint --json sarif",
		},
		"another form": {
			lintFlags{format: "pdf"}, false, nil, "bad-value --format pdf [text json sarif gitlab checkstyle github]",
		},
		"another profile": {
			lintFlags{format: "text", profile: "x"}, false, nil, "bad-value --profile x [ca script]",
		},
		"fewer than none": {
			lintFlags{format: "text", limited: true, maxWarnings: -1},
			false, nil,
			"flag-invalid max-warnings recette lint -1",
		},
		"accepted unseen": {
			lintFlags{format: "text", updateBaseline: true, newOnly: true}, false, nil, "lint-baseline-alone",
		},
		"a rule, a slip away": {
			lintFlags{format: "text", rules: []string{"id-mising"}},
			false,
			[]string{"id-mising"},
			"lint-unknown-rule-near id-mising id-missing",
		},
		"a rule of nobody": {
			lintFlags{format: "text", rules: []string{"zzzzzz"}}, false, []string{"zzzzzz"}, "lint-unknown-rule zzzzzz",
		},
	} {
		a, _ := french(t)
		a.json = tt.json
		err := a.checkLintFlags(&tt.in)
		if diff := cmp.Diff(tt.rules, tt.in.rules); diff != "" || failed(err) != tt.fail {
			t.Errorf("%s: %s, want %q; rules (-want +got):\n%s", name, failed(err), tt.fail, diff)
		}
	}
}

// A passphrase comes from a variable, a file or a prompt, never from an argument; without its last line end alone.
func TestSecret(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"phrase": "été \n", "windows": "été\r\n", "vide": "\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	a, _ := french(t)
	a.dir, a.env.Environ = dir, []string{"PHRASE=une = phrase", "VIDE="}
	for source, want := range map[string][2]string{
		"env:PHRASE": {"une = phrase", ""}, "file:phrase": {"été ", ""}, "file:windows": {"été", ""},
		"env:VIDE": {"", "needs-input"}, "env:": {"", "bad-value"}, "file:vide": {"", "needs-input"},
		"file:rien":  {"", "file"},
		"motdepasse": {"", "bad-value"}, "": {"", "needs-input"},
	} {
		got, err := a.secret(t.Context(), source, "?")
		key, _, _ := strings.Cut(failed(err), " ")
		if diff := cmp.Diff(want, [2]string{string(got), key}); diff != "" {
			t.Errorf("secret(%q) (-want +got):\n%s", source, diff)
		}
	}
}
