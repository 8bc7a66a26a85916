package i18n

import (
	"errors"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/internal/vocabulary"
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

var tagged = regexp.MustCompile(`\{tag\.([^}]*)\}`)

// holesOf gives what a text leaves open: its arguments, and the tags that it names.
func holesOf(text string) []string {
	all := append(verbs(text), tagged.FindAllString(text, -1)...)
	sort.Strings(all)
	return all
}

func TestBothLanguagesTakeTheSameArguments(t *testing.T) {
	fr, en := printer(t, French), printer(t, English)
	for _, key := range fr.Keys() {
		got, want := dedup(holesOf(fr.texts[key])), dedup(holesOf(en.texts[key]))
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

// A remedy names the tags of the project. A text that wrote one itself would name the default one for ever; those that
// show a slip of the pen, or an option of another tool, are no names.
func TestTextsNameNoTag(t *testing.T) {
	known, names := map[string]bool{}, []string{}
	vocabulary.Default().Each(func(key, tag string) {
		known[key] = true
		if tag = regexp.QuoteMeta(tag); strings.HasSuffix(tag, "-") || strings.HasSuffix(tag, ":") {
			names = append(names, tag)
		} else {
			names = append(names, tag+`([^\pL-]|$)`)
		}
	})
	name := regexp.MustCompile(strings.Join(names, "|"))
	for _, lang := range []Lang{French, English} {
		p := printer(t, lang)
		holes := 0
		for _, key := range p.Keys() {
			for _, m := range tagged.FindAllStringSubmatch(p.texts[key], -1) {
				if holes++; !known[m[1]] {
					t.Errorf("%s: %s: no tag has the key %q", lang, key, m[1])
				}
			}
			if m := name.FindString(p.texts[key]); m != "" {
				t.Errorf("%s: %s names the tag %q: write {tag.…}", lang, key, m)
			}
		}
		if holes < 10 {
			t.Errorf("%s: %d places of tags were found", lang, holes)
		}
	}
}

// A project that calls its tags otherwise is told of them by its names, and a name is no verb of fmt, nor a line.
func TestTagged(t *testing.T) {
	p := printer(t, French)
	p.texts = map[string]string{
		"a": "posez {tag.manual} ou {tag.story}…", "b": "{tag.manual} : %[1]s", "c": "{tag.unknown}",
	}
	own := p.Tagged(vocabulary.Vocabulary{Manual: "@à-la-main%d"})
	marked := p.Tagged(vocabulary.Vocabulary{Manual: "@a\nb"}).Marking(func(s string) string {
		return strings.ReplaceAll(s, "\n", "⏎")
	})
	for _, tt := range []struct {
		p         *Printer
		key, want string
		args      []any
	}{
		{p, "a", "posez @manuel ou @US-…", nil},
		{p, "b", "@manuel : x", []any{"x"}},
		{own, "a", "posez @à-la-main%d ou @US-…", nil},
		{own, "b", "@à-la-main%d : {tag.story}", []any{"{tag.story}"}},
		{marked, "a", "posez @a⏎b ou @US-…", nil},
		{p, "c", "{tag.unknown}", nil},
	} {
		if got := tt.p.T(tt.key, tt.args...); got != tt.want {
			t.Errorf("T(%s) = %q, want %q", tt.key, got, tt.want)
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
		if p, err := New(lang); !errors.Is(err, errLanguage) || p != nil {
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

// An offset alone does not say from what: a zone without a name is told from UTC.
func TestDateTime_NamesItsZone(t *testing.T) {
	p, err := New(French)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 23, 9, 5, 0, 0, time.UTC)
	for want, zone := range map[string]*time.Location{
		"23/11/2026 09:05 UTC":       time.UTC,
		"23/11/2026 10:05 CET":       time.FixedZone("CET", 3600),
		"23/11/2026 05:05 UTC-04:00": time.FixedZone("-04", -4*3600),
		"23/11/2026 10:05 UTC+01:00": time.FixedZone("", 3600),
	} {
		if got := p.DateTime(at.In(zone)); got != want {
			t.Errorf("DateTime in %s = %q, want %q", zone, got, want)
		}
	}
}

// unelided are the texts in which « de » or « que » stands before an argument that never begins with a vowel or a mute
// h, as French says it: a number, an hour, a day, a role, a severity, the name of the product.
func unelided() string {
	return `bilan.chart.anomalies.worst committee.head lint.rows-many.message lint.too-many-scenarios.message
		lint.background-long.message lint.too-many-steps.message lint.name-length.message lint.step-length.message
		lint.too-many-tags.message pv.warning.accelerated clocks.run.running clocks.run.kept clocks.run.late
		clocks.run.missed clocks.run.tacit reports.annex.C.many reports.annex.C.one reports.meeting.open
		reports.meeting.part reports.meeting.span reports.constat.since.one reports.constat.since.many
		reports.annex.G.many reports.annex.G.one reports.annex.F.many reports.annex.F.one syntax.E101.message
		syntax.E106.message syntax.E155.message syntax.E167.message validation.accelerated.days
		verify.code.ROLE_MISMATCH verify.code.REVISION_COUNT.one verify.code.REVISION_COUNT.other
		verify.code.PAGE_COUNT.one verify.code.PAGE_COUNT.other verify.ours.WORDS_UNKNOWN
		verify.code.ANOMALY_LOWERED verify.more-than
		fault.attachment fault.pixels`
}

// A code or a name may begin with a vowel: French says « du cas AN-001 », never « de AN-001 ».
func TestFrenchElidesBeforeNothing(t *testing.T) {
	known := strings.Fields(unelided())
	met, p := map[string]bool{}, printer(t, French)
	before := regexp.MustCompile(`(^|[^\pL])([Dd]e|[Qq]ue) %\[\d+\]s`)
	for _, key := range p.Keys() {
		if !before.MatchString(p.texts[key]) {
			continue
		}
		if met[key] = true; !slices.Contains(known, key) {
			t.Errorf("%s: %q: say what the argument is, so that nothing is to be elided", key, p.texts[key])
		}
	}
	for _, key := range known {
		if !met[key] {
			t.Errorf("%s needs no exception", key)
		}
	}
}
