package page

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// loadTexts reads the texts of the product in a language.
func loadTexts(t testing.TB, lang string) Texts {
	t.Helper()
	data, err := os.ReadFile("../../internal/i18n/texts/reports." + lang + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	m := map[string]string{}
	for line := range strings.SplitSeq(string(data), "\n") {
		if key, text, ok := strings.Cut(line, " = "); ok {
			m[key] = text
		}
	}
	return func(key string, args ...any) string {
		if _, ok := m[key]; !ok {
			t.Errorf("no text for %q in %s", key, lang)
		}
		if len(args) == 0 {
			return m[key]
		}
		return fmt.Sprintf(m[key], args...)
	}
}

func TestRates(t *testing.T) {
	fr, en := &Flow{Lang: "fr", Words: loadTexts(t, "fr")},
		&Flow{Lang: "en", Words: loadTexts(t, "en")}
	for _, c := range []struct {
		n, total int
		fr, en   string
	}{
		{0, 0, "sans objet", "not applicable"},
		{0, 5, "0\u00a0%", "0%"},
		{5, 5, "100\u00a0%", "100%"},
		{999, 1000, "99,9\u00a0%", "99.9%"},
		{9999, 10000, "99,9\u00a0%", "99.9%"},
		{1, 5000, "moins de 0,1\u00a0%", "under 0.1%"},
		{1, 2, "50\u00a0%", "50%"},
		{2, 3, "66,6\u00a0%", "66.6%"},
		{5001, 10000, "50,0\u00a0%", "50.0%"},
	} {
		if got := fr.Percent(c.n, c.total); got != c.fr {
			t.Errorf("%d/%d = %q, want %q", c.n, c.total, got, c.fr)
		}
		if got := en.Percent(c.n, c.total); got != c.en {
			t.Errorf("%d/%d = %q, want %q", c.n, c.total, got, c.en)
		}
	}
	if got := fr.Ratio(1234567, 2000000); got != "1\u202f234\u202f567\u00a0/\u00a02\u202f000\u202f000" {
		t.Errorf("ratio = %q", got)
	}
	for us, want := range map[int64]string{
		500: "<\u00a01\u00a0ms", 42_000: "42\u00a0ms", 1_950_000: "1,9\u00a0s",
		61_000_000: "1\u00a0min\u00a001\u00a0s", 3_720_000_000: "1\u00a0h\u00a002\u00a0min",
	} {
		if got := fr.Duration(us); got != want {
			t.Errorf("duration(%d) = %q, want %q", us, got, want)
		}
	}
	for n, want := range map[int64]string{
		0: "0\u00a0o", 999: "999\u00a0o", 12_044: "12\u00a0Ko", 2_450_120: "2,5\u00a0Mo",
	} {
		if got := fr.Bytes(n); got != want {
			t.Errorf("bytes(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestTogether(t *testing.T) {
	for title, want := range map[string]string{
		"Recette du CRM, version 1.4": "Recette du CRM, version\u00a01.4", "Lot 2": "Lot\u00a02", "1.4": "1.4",
		"Adhésion":           "Adhésion",
		"Version 1.4 du CRM": "Version 1.4 du CRM", "": "", " 2": " 2",
	} {
		if got := Together(title); got != want {
			t.Errorf("together(%q) = %q, want %q", title, got, want)
		}
	}
}
