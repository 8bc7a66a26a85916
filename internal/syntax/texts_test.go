package syntax

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestEveryCodeHasTexts holds that each code has a message and a remedy in both languages, and that these ask for no
// more arguments than the code documents.
func TestEveryCodeHasTexts(t *testing.T) {
	src, err := os.ReadFile("diagnostic.go")
	if err != nil {
		t.Fatal(err)
	}
	codes := regexp.MustCompile(`Code += "(E\d+)"(?: // args: ([^\n]*))?`).FindAllStringSubmatch(string(src), -1)
	if len(codes) < 40 {
		t.Fatalf("only %d codes found", len(codes))
	}
	seen := map[string]bool{}
	for _, lang := range []string{"fr", "en"} {
		b, err := os.ReadFile("../i18n/texts/syntax." + lang + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		texts := map[string]string{}
		for line := range strings.SplitSeq(string(b), "\n") {
			if key, text, ok := strings.Cut(line, " = "); ok {
				texts[key] = text
			}
		}
		for _, c := range codes {
			if seen[lang+c[1]] {
				t.Errorf("code %s stands twice", c[1])
			}
			seen[lang+c[1]] = true
			documented := 0
			if c[2] != "" {
				documented = strings.Count(strings.SplitN(c[2], ". ", 2)[0], ",") + 1
			}
			for _, part := range []string{"message", "remedy"} {
				text := texts["syntax."+c[1]+"."+part]
				if text == "" {
					t.Errorf("%s: no %s for %s", lang, part, c[1])
				}
				for _, n := range []string{"1", "2", "3", "4"} {
					if strings.Contains(text, "%["+n+"]") && int(n[0]-'0') > documented {
						t.Errorf("%s: %s of %s asks for argument %s of %d", lang, part, c[1], n, documented)
					}
				}
			}
		}
		if len(texts) != 2*len(codes) {
			t.Errorf("%s: %d texts for %d codes", lang, len(texts), len(codes))
		}
	}
}
