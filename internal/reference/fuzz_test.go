package reference

import (
	"strings"
	"testing"
)

// FuzzPage holds that any text reads without a panic, that the same text gives the same page, and that no word of its body is lost.
func FuzzPage(f *testing.F) {
	f.Add("# DEC-0001 – a\n\n- **Date** : 12/10/2026\n  suite\n- **Statut\u00a0:** actée\n\nmot\n\n## Question\n~~~~\n## x\n~~~\n~~~~\n## Choix\n")
	f.Add("\ufeff#\u00a0RG-1\r\n* **x**:y\r\n")
	f.Add("- **a** : b")
	f.Fuzz(func(t *testing.T, text string) {
		set, _ := Load(tree(map[string]string{"decisions/D.md": text, "rules/R.md": text}))
		if len(set.Decisions) != 1 || len(set.Rules) != 1 {
			t.Fatalf("%d decisions, %d rules", len(set.Decisions), len(set.Rules))
		}
		p := readPage(text, decisionForm().known)
		if p.id == "" {
			return
		}
		all := p.id + p.title + p.lead
		for _, v := range p.fields {
			all += v.name + v.value
			if v.line < 2 || v.column < 1 {
				t.Fatalf("field %q at %d:%d", v.name, v.line, v.column)
			}
		}
		for _, v := range p.sections {
			all += v.title + v.text
		}
		for _, word := range strings.FieldsFunc(strings.TrimPrefix(text, "\ufeff"), func(r rune) bool { return r < '0' || r > '9' && r < 'A' || r > 'Z' && r < 'a' || r > 'z' }) {
			if !strings.Contains(all, word) {
				t.Fatalf("%q is lost of %q", word, text)
			}
		}
	})
}
