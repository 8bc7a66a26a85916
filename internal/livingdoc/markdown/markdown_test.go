package markdown_test

import (
	"regexp"
	"strings"
	"testing"

	"recette/internal/livingdoc/doctest"
)

// In Markdown the renderer is somebody else's: nothing that it could take for HTML or for a link to follow is left.
func TestMarkdown_TextsStayTexts(t *testing.T) {
	t.Parallel()
	ours := regexp.MustCompile(`<a id="[A-Za-z0-9._-]+"></a>|<br>|\]\(<(?:https?:|mailto:)[^<>]*>\)`)
	follows := regexp.MustCompile(`[^\\]\]\(\W*(?i:javascript:|data:|vbscript:|//)`) // a bracket that is not escaped
	code := regexp.MustCompile("(?s)```.*?```|`[^`\n]*`")
	for name, page := range doctest.Markdown(t, doctest.Build(doctest.Load(t, doctest.Hostile()))) {
		page = ours.ReplaceAllString(code.ReplaceAllString(page, ""), "")
		if i := strings.Index(page, "<"); i >= 0 {
			t.Errorf("%s: %.80q", name, page[i:])
		}
		if at := follows.FindStringIndex(page); at != nil {
			t.Errorf("%s: %.80q", name, page[at[0]:])
		}
	}
}
