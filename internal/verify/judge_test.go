package verify_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"recette/internal/i18n"
	"recette/internal/verify"
)

// verify judges a file with the project's authority trusted.
func (p *project) verify(data []byte) *verify.Report {
	p.t.Helper()
	return judge(p.t, data, verify.Options{Anchors: p.anchors(), Now: day.Add(24 * time.Hour)})
}

// judge verifies; a file that is no PDF gives a report of that one finding, so that tests treat it as any other.
func judge(t testing.TB, data []byte, o verify.Options) *verify.Report {
	t.Helper()
	r, err := verify.PDF(t.Context(), data, o)
	if errors.Is(err, verify.ErrUnreadable) {
		return &verify.Report{
			Status: verify.NotConform, Changes: []verify.Finding{{Code: "unreadable", Status: verify.NotConform}},
		}
	}
	check(t, err)
	return r
}

// all gives every finding of a report.
func all(r *verify.Report) []verify.Finding {
	out := append(append(append([]verify.Finding{}, r.Changes...), r.Content...), r.Journal...)
	for _, s := range r.Signatures {
		out = append(out, s.Findings...)
	}
	return out
}

func has(r *verify.Report, code verify.Code) bool {
	for _, f := range all(r) {
		if f.Code == code {
			return true
		}
	}
	return false
}

// argument is a verb without its argument, or an argument without its verb, in a text.
var argument = regexp.MustCompile(`%!|%\[`)

// expect wants a report of not conform with the code, every finding of which can be said in French.
func expect(t *testing.T, r *verify.Report, code verify.Code) {
	t.Helper()
	if r.Status != verify.NotConform {
		t.Errorf("status %s, want not_conform: %v", r.Status, all(r))
	}
	if code != "" && !has(r, code) {
		t.Errorf("no %s among %v", code, all(r))
	}
	words, err := i18n.New(i18n.French)
	check(t, err)
	for _, f := range all(r) {
		args := make([]any, len(f.Args))
		for i, a := range f.Args {
			args[i] = a
		}
		key := "verify.code." + string(f.Code)
		text := words.T(key, args...)
		if words.Has(key + ".one") {
			text = words.N(key, 2, args[1:]...)
		}
		if f.Code != "unreadable" && (argument.MatchString(text) || strings.Contains(text, key)) {
			t.Errorf("finding %v reads %q", f, text)
		}
	}
}
