package html_test

import (
	"regexp"
	"strings"
	"testing"

	"recette/internal/livingdoc/doctest"
)

var (
	tagOpening = regexp.MustCompile(`<[a-zA-Z!/][^>]*>`)
	referring  = regexp.MustCompile(`\s(?:href|src)="([^"]*)"`)
	handler    = regexp.MustCompile(`\s(on[a-z]+|style|srcdoc|action|formaction)\s*=`)
	elements   = regexp.MustCompile(
		`^</?(html|head|meta|title|link|style|body|a|header|form|label|input|div|p|ol|ul|li|nav|details|summary|` +
			`main|section|article|h1|h2|h3|h4|h5|h6|span|dl|dt|dd|table|caption|thead|tbody|tr|th|td|b|q|var|` +
			`code|pre|em|strong|del|ins|br|hr|blockquote|svg|rect|fieldset|legend|button|small|footer|noscript|` +
			`script)[\s>/]`,
	)
)

// inert checks that a page holds no element, attribute or reference but those of the producer.
func inert(t *testing.T, name, page string, scripts int) {
	t.Helper()
	body := page
	if _, rest, ok := strings.Cut(body, "</style>"); ok {
		body = rest
	}
	if n := strings.Count(strings.ToLower(page), "<script"); n != scripts {
		t.Errorf("%s: %d script elements, want %d", name, n, scripts)
	}
	if i := strings.LastIndex(body, "<script>"); i >= 0 { // ours, which holds no text of a feature
		body = body[:i]
	}
	for _, tag := range tagOpening.FindAllString(body, -1) {
		if !elements.MatchString(tag) && tag != "<!DOCTYPE html>" {
			t.Errorf("%s: foreign element %.80q", name, tag)
		}
		// Values of attributes are between double quotes, which texts cannot hold: what is left is names.
		names := regexp.MustCompile(`"[^"]*"`).ReplaceAllString(tag, `""`)
		if m := handler.FindString(names); m != "" {
			t.Errorf("%s: attribute %q in %.80q", name, m, tag)
		}
		for _, m := range referring.FindAllStringSubmatch(tag, -1) {
			if to := strings.ToLower(m[1]); strings.Contains(to, "script:") || strings.HasPrefix(to, "data:text") ||
				strings.HasPrefix(to, "//") || strings.Contains(to, `\`) {
				t.Errorf("%s: reference %q", name, m[1])
			}
		}
	}
}

func TestHTML_TextsStayTexts(t *testing.T) {
	t.Parallel()
	d := doctest.Build(doctest.Load(t, doctest.Hostile()))
	inert(t, "single", doctest.Single(t, d), 3)
	n := 0
	for name, page := range doctest.Site(t, d) {
		if strings.HasSuffix(name, ".html") {
			inert(t, name, page, 3)
			n++
		}
		if strings.ContainsAny(name, `<>"'`) || strings.Contains(name, "..") {
			t.Errorf("file name %q", name)
		}
	}
	if n < 30 {
		t.Errorf("%d pages, want one a feature and more", n)
	}
	index := doctest.Site(t, d)["assets/search.js"]
	if strings.ContainsAny(index, "<>&\u2028") {
		t.Error("the index holds characters that a page or a script could read otherwise")
	}
}

// What a refused text said can still be read: nothing is lost in silence.
func TestHTML_RefusedTextIsShown(t *testing.T) {
	t.Parallel()
	page := doctest.Single(
		t,
		doctest.Build(
			doctest.Load(
				t,
				map[string]string{
					"features/x.feature": "# language: fr\nFonctionnalité: X\n  Voir [ici](javascript:alert) et <b " +
						"onclick=x>là</b>.\n\n  Scénario: X\n    Quand x\n    Alors y\n",
				},
			),
		),
	)
	for _, want := range []string{"ici (javascript:alert)", "&lt;b onclick=x&gt;là&lt;/b&gt;"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

func TestHTML_LinksThatMayBeFollowed(t *testing.T) {
	t.Parallel()
	tests := map[string]bool{
		"https://a.example/x?y=1&z=2": true, "http://a.example": true, "mailto:a@b.example": true,
		"doc/page.html#x": true, "#ancre": true, "../x": true,
		"javascript:x": false, "JaVaScRiPt:x": false, "data:text/html,x": false, "vbscript:x": false,
		"file:///etc/passwd": false, "//evil.example": false,
		"ftp://x": false, "https:": false, "java\tscript:x": false,
	}
	for to, want := range tests {
		page := doctest.Single(
			t,
			doctest.Build(
				doctest.Load(
					t,
					map[string]string{
						"features/x.feature": "# language: fr\nFonctionnalité: X\n  [lien](<" + to +
							">)\n\n  Scénario: X\n    Quand x\n    Alors y\n",
					},
				),
			),
		)
		if got := strings.Contains(page, `>lien</a>`); got != want {
			t.Errorf("%q: followed %v, want %v", to, got, want)
		}
	}
}

// A description may be anything.
func FuzzProse(f *testing.F) {
	for _, a := range doctest.Attacks() {
		f.Add(a)
	}
	f.Add("- a\n  - b\n\n> c\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nx\n```\n\n1. x\n")
	f.Fuzz(func(t *testing.T, text string) {
		in := doctest.Load(
			t,
			map[string]string{
				"features/x.feature": "# language: fr\nFonctionnalité: X\n  Scénario: X\n    Quand x\n    Alors y\n",
			},
		)
		in.Folders = map[string]string{"features": text}
		d := doctest.Build(in)
		inert(t, "single", doctest.Single(t, d), 3)
		for range doctest.Markdown(t, d) {
			continue
		}
	})
}

// Characters that reorder what a reader sees, or end a line for some readers only, are shown as what they are: foreign.
// The parser refuses them in features; a README.md or a rule may still hold them.
func TestHTML_NeutralisesInvisibleCharacters(t *testing.T) {
	t.Parallel()
	in := doctest.Load(
		t,
		map[string]string{
			"features/x.feature": "# language: fr\nFonctionnalité: X\n  Scénario: X\n    Quand x\n    Alors y\n",
		},
	)
	in.Folders = map[string]string{"features": "# a\u202eb\n\nc\u2066d\u2028e\x00f\u0007g\n"}
	d := doctest.Build(in)
	pages := doctest.Markdown(t, d)
	pages["single"] = doctest.Single(t, d)
	for name, page := range pages {
		if i := strings.IndexAny(page, "\u202e\u2066\u2028\x00\x07"); i >= 0 {
			t.Errorf("%s holds %q", name, page[i:i+3])
		}
	}
}
