package livingdoc_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"recette/internal/livingdoc"
)

// attacks are texts that would do something if anything but text were made of them.
func attacks() []string {
	return []string{
		`<script>pwned=1</script>`, `</script><script>pwned=1</script>`, `]]><script>pwned=1</script>`, `<img src=x onerror=pwned=1>`,
		`"><svg onload=pwned=1>`, `' onmouseover='pwned=1`, `javascript:pwned=1`, `[x](javascript:pwned=1)`, `[x](<javascript:pwned=1>)`,
		`[x](java&#x73;cript:pwned=1)`, `[x](data:text/html;base64,PHNjcmlwdD4=)`, `[x](vbscript:pwned)`, `[x](//evil.example/x)`, `[x](\\evil.example\x)`,
		`![x](https://evil.example/pixel.png)`, `<javascript:pwned=1>`, `<https://safe.example/?a="onclick=pwned=1>`, `<!-- <script>pwned=1</script> -->`,
		`<style>*{display:none}</style>`, `<base href=https://evil.example/>`, `<meta http-equiv=refresh content=0;url=//evil.example>`,
		"`</code><script>pwned=1</script>`", `</details></main></body>`, `<iframe src=//evil.example></iframe>`, `&lt;script&gt;pwned=1&lt;/script&gt;`,
		`[x]: javascript:pwned=1`, `[a][x] <a href="javascript:pwned=1">x</a>`, `<SCRIPT/SRC=//evil.example/x.js></SCRIPT>`,
	}
}

// hostile is a project whose every text is an attack.
func hostile() map[string]string {
	one := func(s string) string { return strings.ReplaceAll(s, "\n", " ") }
	var about, steps, rows, messages, terms, roles strings.Builder
	all := map[string]string{}
	for i, a := range attacks() {
		about.WriteString("  x " + one(a) + "\n\n")
		steps.WriteString("    Alors le message \"" + one(strings.ReplaceAll(a, `"`, "'")) + "\" est montré " + one(a) + "\n")
		rows.WriteString("      | " + strings.NewReplacer("|", `\|`, `\`, `\\`).Replace(one(a)) + " | x |\n")
		quoted := "'" + strings.ReplaceAll(one(a), "'", "''") + "'"
		unique := func(n int) string { return fmt.Sprintf("'x%d%s", n, quoted[1:]) } // two names that differ by their marks only are one
		fmt.Fprintf(&messages, "  - {code: MSG-%d, level: erreur, text: %s, screen: %s}\n", i+1, quoted, quoted)
		fmt.Fprintf(&terms, "  - {term: %s, meaning: %s}\n", unique(i), quoted)
		fmt.Fprintf(&roles, "  - {code: r%d, label: %s, about: %s}\n", i, unique(i), quoted)
		all[fmt.Sprintf("rules/RG-%d.md", i+1)] = fmt.Sprintf("# RG-%d – %s\n\n%s\n\nx %s\n", i+1, one(a), a, a)
		all[fmt.Sprintf("data/JDD-%d.yaml", i)] = fmt.Sprintf("code: JDD-%d\nlabel: %s\nowner: %s\nload: %s\nreset: %s\n", i, quoted, quoted, quoted, quoted)
	}
	for i, a := range attacks() {
		tag := "@x" + strings.Join(strings.Fields(one(a)), "")
		tag = strings.ReplaceAll(strings.ReplaceAll(tag, "#", ""), "@", "")
		all["features/d"+string(rune('a'+i%26))+`/f"<b>`+string(rune('a'+i%26))+string(rune('a'+i/26))+".feature"] = "# language: fr\n@role:" + tag + " @" + tag + " @parcours:" + tag + " @DEC-" + tag + " @US-" + tag + " @CA-" + tag + " @RG-" + tag + "\n" +
			"Fonctionnalité: " + one(a) + "\n" + about.String() +
			"  Règle: RG-" + tag + " " + one(a) + "\n" + about.String() +
			"    @nominal @exception @limite @droits\n    Scénario: " + one(a) + "\n" + about.String() + "    Quand " + one(a) + "\n      \"\"\"\n      " + one(a) + "\n      \"\"\"\n" +
			"    Et une table\n" + rows.String() + steps.String()
	}
	all["messages.yaml"] = "messages:\n" + messages.String()
	all["glossary.yaml"] = "terms:\n" + terms.String()
	all["roles.yaml"] = "roles:\n" + roles.String()
	return all
}

var (
	tagOpening = regexp.MustCompile(`<[a-zA-Z!/][^>]*>`)
	referring  = regexp.MustCompile(`\s(?:href|src)="([^"]*)"`)
	handler    = regexp.MustCompile(`\s(on[a-z]+|style|srcdoc|action|formaction)\s*=`)
	elements   = regexp.MustCompile(`^</?(html|head|meta|title|link|style|body|a|header|form|label|input|div|p|ol|ul|li|nav|details|summary|main|section|article|h1|h2|h3|h4|h5|h6|span|dl|dt|dd|table|caption|thead|tbody|tr|th|td|b|q|var|code|pre|em|strong|del|ins|br|hr|blockquote|svg|rect|fieldset|legend|button|small|footer|noscript|script)[\s>/]`)
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
			if to := strings.ToLower(m[1]); strings.Contains(to, "script:") || strings.HasPrefix(to, "data:text") || strings.HasPrefix(to, "//") || strings.Contains(to, `\`) {
				t.Errorf("%s: reference %q", name, m[1])
			}
		}
	}
}

func TestHTML_TextsStayTexts(t *testing.T) {
	t.Parallel()
	d := livingdoc.Build(load(t, hostile()))
	inert(t, "single", single(t, d), 3)
	n := 0
	for name, page := range site(t, d) {
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
	index := site(t, d)["assets/search.js"]
	if strings.ContainsAny(index, "<>&\u2028") {
		t.Error("the index holds characters that a page or a script could read otherwise")
	}
}

// What a refused text said can still be read: nothing is lost in silence.
func TestHTML_RefusedTextIsShown(t *testing.T) {
	t.Parallel()
	page := single(t, livingdoc.Build(load(t, map[string]string{"features/x.feature": "# language: fr\nFonctionnalité: X\n  Voir [ici](javascript:alert) et <b onclick=x>là</b>.\n\n  Scénario: X\n    Quand x\n    Alors y\n"})))
	for _, want := range []string{"ici (javascript:alert)", "&lt;b onclick=x&gt;là&lt;/b&gt;"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

func TestHTML_LinksThatMayBeFollowed(t *testing.T) {
	t.Parallel()
	tests := map[string]bool{
		"https://a.example/x?y=1&z=2": true, "http://a.example": true, "mailto:a@b.example": true, "doc/page.html#x": true, "#ancre": true, "../x": true,
		"javascript:x": false, "JaVaScRiPt:x": false, "data:text/html,x": false, "vbscript:x": false, "file:///etc/passwd": false, "//evil.example": false,
		"ftp://x": false, "https:": false, "java\tscript:x": false,
	}
	for to, want := range tests {
		page := single(t, livingdoc.Build(load(t, map[string]string{"features/x.feature": "# language: fr\nFonctionnalité: X\n  [lien](<" + to + ">)\n\n  Scénario: X\n    Quand x\n    Alors y\n"})))
		if got := strings.Contains(page, `>lien</a>`); got != want {
			t.Errorf("%q: followed %v, want %v", to, got, want)
		}
	}
}

// In Markdown the renderer is somebody else's: nothing that it could take for HTML or for a link to follow is left.
func TestMarkdown_TextsStayTexts(t *testing.T) {
	t.Parallel()
	ours := regexp.MustCompile(`<a id="[A-Za-z0-9._-]+"></a>|<br>|\]\(<(?:https?:|mailto:)[^<>]*>\)`)
	follows := regexp.MustCompile(`[^\\]\]\(\W*(?i:javascript:|data:|vbscript:|//)`) // a bracket that is not escaped
	code := regexp.MustCompile("(?s)```.*?```|`[^`\n]*`")
	for name, page := range markdown(t, livingdoc.Build(load(t, hostile()))) {
		page = ours.ReplaceAllString(code.ReplaceAllString(page, ""), "")
		if i := strings.Index(page, "<"); i >= 0 {
			t.Errorf("%s: %.80q", name, page[i:])
		}
		if at := follows.FindStringIndex(page); at != nil {
			t.Errorf("%s: %.80q", name, page[at[0]:])
		}
	}
}

// A description may be anything.
func FuzzProse(f *testing.F) {
	for _, a := range attacks() {
		f.Add(a)
	}
	f.Add("- a\n  - b\n\n> c\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nx\n```\n\n1. x\n")
	f.Fuzz(func(t *testing.T, text string) {
		in := load(t, map[string]string{"features/x.feature": "# language: fr\nFonctionnalité: X\n  Scénario: X\n    Quand x\n    Alors y\n"})
		in.Folders = map[string]string{"features": text}
		d := livingdoc.Build(in)
		inert(t, "single", single(t, d), 3)
		for range markdown(t, d) {
			continue
		}
	})
}

// Characters that reorder what a reader sees, or end a line for some readers only, are shown as what they are: foreign. The
// parser refuses them in features; a README.md or a rule may still hold them.
func TestHTML_NeutralisesInvisibleCharacters(t *testing.T) {
	t.Parallel()
	in := load(t, map[string]string{"features/x.feature": "# language: fr\nFonctionnalité: X\n  Scénario: X\n    Quand x\n    Alors y\n"})
	in.Folders = map[string]string{"features": "# a\u202eb\n\nc\u2066d\u2028e\x00f\u0007g\n"}
	d := livingdoc.Build(in)
	pages := markdown(t, d)
	pages["single"] = single(t, d)
	for name, page := range pages {
		if i := strings.IndexAny(page, "\u202e\u2066\u2028\x00\x07"); i >= 0 {
			t.Errorf("%s holds %q", name, page[i:i+3])
		}
	}
}
