// Package i18n holds every text that a user reads, in French and in English, French by default. Texts live in
// texts/<domain>.<lang>.txt, a "key = text" a line; a test proves that both languages have the same keys with the same
// arguments. The package refuses to choose words at run time: whoever prints picks a key.
package i18n

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"slices"
	"sort"
	"strings"
	"time"

	"recette/internal/vocabulary"
)

//go:embed texts/*.txt
var files embed.FS

// Lang is a language of the product.
type Lang string

// The languages.
const (
	French  Lang = "fr"
	English Lang = "en"
)

// Parse gives the language named s ("fr", "fr_FR.UTF-8", "EN"); ok is false when it is neither French nor English.
func Parse(s string) (lang Lang, ok bool) {
	s = strings.ToLower(s)
	switch {
	case s == "fr", strings.HasPrefix(s, "fr_"), strings.HasPrefix(s, "fr-"):
		return French, true
	case s == "en", strings.HasPrefix(s, "en_"), strings.HasPrefix(s, "en-"):
		return English, true
	}
	return French, false
}

// Printer gives texts in one language. It is safe for concurrent use.
type Printer struct {
	lang  Lang
	texts map[string]string
	tags  vocabulary.Vocabulary // see Tagged
	mark  func(string) string   // see Marking; nil leaves arguments as they are
}

// manyTexts is about how many texts a language has: a table that grows to it is made twice.
const manyTexts = 3000

// errLanguage says that a language has no texts.
var errLanguage = errors.New("unknown language")

// New reads the texts of one language. It returns errLanguage for a language that the product does not speak, such as
// one that a file names, and fails otherwise only when an embedded file is malformed, which a test excludes.
func New(lang Lang) (*Printer, error) {
	if lang != French && lang != English {
		return nil, fmt.Errorf("%w: %q", errLanguage, lang)
	}
	p := &Printer{lang: lang, texts: make(map[string]string, manyTexts)}
	names, err := fs.Glob(files, "texts/*."+string(lang)+".txt")
	if err != nil {
		return nil, fmt.Errorf("list texts: %w", err)
	}
	sort.Strings(names)
	for _, name := range names {
		data, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		if err := parse(name, string(data), p.texts); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// parse adds the entries of one file to texts. A key that stands twice, even in two files, is an error.
func parse(name, data string, texts map[string]string) error {
	for i, line := range strings.Split(data, "\n") {
		line = strings.TrimSuffix(line, "\r")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, text, ok := strings.Cut(line, " = ")
		key = strings.TrimSpace(key)
		if !ok || key == "" {
			return fmt.Errorf("%s:%d: not a \"key = text\" line", name, i+1)
		}
		if _, dup := texts[key]; dup {
			return fmt.Errorf("%s:%d: key %s stands twice", name, i+1, key)
		}
		texts[key] = strings.ReplaceAll(text, `\n`, "\n")
	}
	return nil
}

// Lang is the language of the printer.
func (p *Printer) Lang() Lang { return p.lang }

// Has reports whether key has a text.
func (p *Printer) Has(key string) bool { _, ok := p.texts[key]; return ok }

// T gives the text of key with its arguments. An unknown key comes back between angle brackets, which no test accepts.
func (p *Printer) T(key string, args ...any) string {
	text, ok := p.texts[key]
	if !ok {
		return "⟨" + key + "⟩"
	}
	// A remedy may need none of the arguments of its message: Sprintf would complain of them in the text.
	worded := len(args) > 0 && strings.Contains(text, "%")
	if strings.Contains(text, tagHole) {
		text = p.named(text, worded)
	}
	if !worded {
		return text
	}
	if p.mark != nil {
		args = p.marked(args)
	}
	return fmt.Sprintf(text, args...)
}

// Marking gives a printer whose texts show their arguments through mark: names, paths and messages come from files and
// people, and a text that is printed on a line must not let them begin another. What a text says itself is not marked.
func (p *Printer) Marking(mark func(string) string) *Printer {
	marking := *p
	marking.mark = mark
	return &marking
}

// tagHole begins the place of a tag in a text, "{tag.manual}", by its key in recette.yaml.
const tagHole = "{tag."

// Tagged gives a printer whose texts name the tags of a project, which may have renamed them: a remedy that names
// another tag would not be one.
func (p *Printer) Tagged(v vocabulary.Vocabulary) *Printer {
	tagged := *p
	tagged.tags = v
	return &tagged
}

// named puts the names of the tags in their places. The text may be one that fmt words afterwards.
func (p *Printer) named(text string, worded bool) string {
	p.tags.Filled().Each(func(key, tag string) {
		if p.mark != nil {
			tag = p.mark(tag)
		}
		if worded {
			tag = strings.ReplaceAll(tag, "%", "%%")
		}
		text = strings.ReplaceAll(text, tagHole+key+"}", tag)
	})
	return text
}

// marked applies the mark to the arguments that are texts, named types and errors included.
func (p *Printer) marked(args []any) []any {
	out := make([]any, len(args))
	for i, arg := range args {
		out[i] = arg
		switch v := arg.(type) {
		case string:
			out[i] = p.mark(v)
		case error:
			out[i] = p.mark(v.Error())
		default: // numbers and booleans keep their verbs
			if v := reflect.ValueOf(arg); v.Kind() == reflect.String {
				out[i] = p.mark(v.String())
			}
		}
	}
	return out
}

// N gives the text of key.one or key.other for a number, which is the first argument of both. French counts 0 and 1 as
// singular, English 1 alone.
func (p *Printer) N(key string, n int, args ...any) string {
	form := ".other"
	if n == 1 || n == 0 && p.lang == French {
		form = ".one"
	}
	return p.T(key+form, append([]any{n}, args...)...)
}

// Date prints a day: 23/11/2026 in French, 2026-11-23 in English.
func (p *Printer) Date(t time.Time) string {
	if p.lang == French {
		return t.Format("02/01/2006")
	}
	return t.Format("2006-01-02")
}

// DateTime prints an instant to the minute, with the zone of t.
func (p *Printer) DateTime(t time.Time) string {
	day := "2006-01-02"
	if p.lang == French {
		day = "02/01/2006"
	}
	zone, _ := t.Zone()
	if zone == "" || zone[0] == '+' || zone[0] == '-' { // an offset alone does not say from what
		zone = "UTC" + t.Format("-07:00")
	}
	return t.Format(day+" 15:04") + " " + zone
}

// Domains gives the texts whose keys begin with the name of one of the domains and a dot, as they are written.
func (p *Printer) Domains(names ...string) map[string]string {
	texts := map[string]string{}
	for key, text := range p.texts {
		if domain, _, _ := strings.Cut(key, "."); slices.Contains(names, domain) {
			texts[key] = text
		}
	}
	return texts
}

// Keys lists the keys, sorted.
func (p *Printer) Keys() []string {
	keys := make([]string, 0, len(p.texts))
	for k := range p.texts {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
