package reference

import (
	"strings"
	"testing"
)

// FuzzPage holds that any text reads without a panic, that the same text gives the same page, and that no word of its
// body is lost.
func FuzzPage(f *testing.F) {
	f.Add(
		"# DEC-0001 – a\n\n- **Date** : 12/10/2026\n  suite\n- **Statut\u00a0:** actée\n\nmot\n\n## Question\n~~~~\n" +
			"## x\n~~~\n~~~~\n## Choix\n",
	)
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
		for _, word := range strings.FieldsFunc(strings.TrimPrefix(text, "\ufeff"), func(r rune) bool {
			return r < '0' || r > '9' && r < 'A' || r > 'Z' && r < 'a' || r > 'z'
		}) {
			if !strings.Contains(all, word) {
				t.Fatalf("%q is lost of %q", word, text)
			}
		}
	})
}

// FuzzLoad holds that any bytes under any name read without a panic, and that what is read answers by its own ids.
func FuzzLoad(f *testing.F) {
	f.Add([]byte("stories: [{id: US-1, title: x, criteria: [{id: CA-1, text: y, out_of_scope: DEC-1}]}]\n" +
		"epics: [{id: E, title: z}]\n"))
	f.Add([]byte("messages: [{code: M, text: \"{a} é {b}\", overrides: {x: y}}]\n" +
		"roles: [{code: r, label: l}]\nterms: [{term: t, meaning: m}]\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		set, err := Load(tree(map[string]string{
			"stories.yaml": string(data), "roles.yaml": string(data), "messages.yaml": string(data),
			"glossary.yaml": string(data), "data/JDD-x.yaml": string(data),
		}))
		if (err == nil) != (len(set.Problems) == 0) {
			t.Fatalf("%v with %d problems", err, len(set.Problems))
		}
		for _, p := range set.Problems {
			if p.Line < 1 || p.Column < 1 || p.File == "" || p.Code == "" {
				t.Fatalf("no place: %+v", p)
			}
		}
		for _, s := range set.Stories {
			if _, ok := set.Story(s.ID); !ok && s.ID != "" {
				t.Fatalf("story %q is not found", s.ID)
			}
		}
		for _, m := range set.Messages {
			if _, ok := set.MessageText(m.Text); !ok && fold(m.Text) != "" && len(parts(m.Text)) == 1 {
				t.Fatalf("message %q is not found", m.Text)
			}
		}
	})
}
