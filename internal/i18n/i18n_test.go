package i18n

import (
	"errors"
	"regexp"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func printer(t *testing.T, lang Lang) *Printer {
	t.Helper()
	p, err := New(lang)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestBothLanguagesHaveTheSameKeys(t *testing.T) {
	fr, en := printer(t, French), printer(t, English)
	if len(fr.Keys()) == 0 {
		t.Fatal("no text at all")
	}
	if diff := cmp.Diff(fr.Keys(), en.Keys()); diff != "" {
		t.Errorf("keys differ (-French +English):\n%s", diff)
	}
}

var verb = regexp.MustCompile(`%(\[\d+\])?[+#0 -]*\d*(\.\d+)?[a-zA-Z%]`)

func verbs(text string) []string {
	vs := verb.FindAllString(text, -1)
	sort.Strings(vs)
	return vs
}

func TestBothLanguagesTakeTheSameArguments(t *testing.T) {
	fr, en := printer(t, French), printer(t, English)
	for _, key := range fr.Keys() {
		got, want := dedup(verbs(fr.texts[key])), dedup(verbs(en.texts[key]))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: arguments differ (-English +French):\n%s", key, diff)
		}
	}
}

// Arguments have explicit indexes: a translation may need another order, and a text none of them.
func TestArgumentsHaveIndexes(t *testing.T) {
	for _, lang := range []Lang{French, English} {
		p := printer(t, lang)
		for _, key := range p.Keys() {
			for _, v := range verbs(p.texts[key]) {
				if !strings.HasPrefix(v, "%[") && v != "%%" {
					t.Errorf("%s: %s: verb %s has no index", lang, key, v)
				}
			}
		}
	}
}

func dedup(in []string) []string {
	var out []string
	for i, s := range in {
		if i == 0 || in[i-1] != s {
			out = append(out, s)
		}
	}
	return out
}

// The rules of the Imprimerie nationale that a reader sees at once: a no-break space before high punctuation and inside
// guillemets, the curly apostrophe, the ellipsis. Words between backquotes, such as commands, are left alone.
func TestFrenchTypography(t *testing.T) {
	fr := printer(t, French)
	code := regexp.MustCompile("`[^`]*`|https?://\\S+")
	bad := map[string]*regexp.Regexp{
		"plain space before high punctuation": regexp.MustCompile(`\S [:;!?»](\s|$)`),
		"plain space after «":                 regexp.MustCompile(`« `),
		"straight apostrophe":                 regexp.MustCompile(`\pL'\pL`),
		"no space before : ; ! ?":             regexp.MustCompile(`[\pL\pN)\]»][!?;:](\s|$)`),
		"three dots for an ellipsis":          regexp.MustCompile(`\.\.\.`),
		"double quotes for guillemets":        regexp.MustCompile(`"\pL[^"]*\pL" `),
	}
	for _, key := range fr.Keys() {
		text := code.ReplaceAllString(fr.texts[key], "")
		for what, re := range bad {
			if m := re.FindString(text); m != "" {
				t.Errorf("%s: %s: %q in %q", key, what, m, text)
			}
		}
	}
}

func TestParseLang(t *testing.T) {
	tests := map[string]struct {
		want Lang
		ok   bool
	}{
		"fr": {French, true}, "fr_FR.UTF-8": {French, true}, "EN": {English, true}, "en-GB": {English, true},
		"de": {French, false}, "": {French, false},
	}
	for in, tt := range tests {
		got, ok := Parse(in)
		if got != tt.want || ok != tt.ok {
			t.Errorf("Parse(%q) = %v, %v, want %v, %v", in, got, ok, tt.want, tt.ok)
		}
	}
}

// A printer without texts would print keys on a document.
func TestNewRefusesAnotherLanguage(t *testing.T) {
	for _, lang := range []Lang{"", "de", "*", "../fr"} {
		if p, err := New(lang); !errors.Is(err, ErrLanguage) || p != nil {
			t.Errorf("New(%q) = %v, %v, want ErrLanguage", lang, p, err)
		}
	}
}

func TestPluralsFollowTheLanguage(t *testing.T) {
	fr := &Printer{lang: French, texts: map[string]string{"k.one": "%[1]d cas", "k.other": "%[1]d cas (pl.)"}}
	en := &Printer{lang: English, texts: fr.texts}
	if got, want := fr.N("k", 0), "0 cas"; got != want {
		t.Errorf("French N(0) = %q, want %q", got, want)
	}
	if got, want := en.N("k", 0), "0 cas (pl.)"; got != want {
		t.Errorf("English N(0) = %q, want %q", got, want)
	}
}

func TestParseRefuses(t *testing.T) {
	tests := map[string]string{
		"no separator":     "a b c\n",
		"key stands twice": "a = b\na = c\n",
	}
	for name, data := range tests {
		if err := parse("x", data, map[string]string{}); err == nil {
			t.Errorf("%s: parse(%q) = nil, want an error", name, strings.TrimSpace(data))
		}
	}
}
