package syntax

import (
	"slices"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"

	gherkin "github.com/cucumber/gherkin/go/v26"
	messages "github.com/cucumber/messages/go/v21"
	"golang.org/x/text/unicode/norm"
)

// The kinds of title keywords, in the order of the grammar.
const (
	titleFeature = iota
	titleRule
	titleBackground
	titleScenario
	titleOutline
	titleExamples
	titleKinds
)

var titleNames = [titleKinds]string{"feature", "rule", "background", "scenario", "scenarioOutline", "examples"}

// dialect is a Gherkin dialect made fast to match: keyword lists in the stock order (the first match wins there, so it
// must here), a filter on the first byte, and folded forms for near misses.
type dialect struct {
	language string
	names    []string // of the language, in English and in itself, folded and without accents
	titles   [titleKinds][]keyword
	steps    []stepKeyword
	groups   []stepGroup
	first    [256]uint8 // bit k: a keyword of title kind k starts with the byte; bit 7: a step keyword does
	folded   []foldedKeyword
	bareOnce sync.Once

	wordsOnce sync.Once
	exported  *Words // once words was called
}

// keyword is matched against NFC lines and reported as the library spells it: some dialects are not in NFC.
type keyword struct{ match, raw string }

type stepKeyword struct {
	keyword
	kind messages.StepKeywordType
	role uint8 // place in stepRoles
	more []foldedTail
}

// stepGroup is the step keywords that start with a byte, in their order.
type stepGroup struct {
	first byte
	list  []*stepKeyword
}

// stepAt is the step keyword that the parser finds at the start of a trimmed line, nil when there is none.
func (d *dialect) stepAt(trimmed string) *stepKeyword {
	for i := range d.groups {
		if trimmed == "" || d.groups[i].first != trimmed[0] {
			continue
		}
		for _, k := range d.groups[i].list {
			if strings.HasPrefix(trimmed, k.match) {
				return k
			}
		}
	}
	return nil
}

// group puts step keywords together by their first byte.
func (d *dialect) group() {
	for i := range d.steps {
		k := &d.steps[i]
		n := slices.IndexFunc(d.groups, func(g stepGroup) bool { return g.first == k.match[0] })
		if n < 0 {
			n = len(d.groups)
			d.groups = append(d.groups, stepGroup{first: k.match[0]})
		}
		d.groups[n].list = append(d.groups[n].list, k)
	}
}

// foldedTail is what a longer keyword adds to a keyword: "que" and "qu'" after "Étant donné".
type foldedTail struct {
	text string // folded, without the space that ends it
	raw  string // the longer keyword
}

// stepRoles are the lists of step keywords of a dialect, in the order in which they are tried.
var stepRoles = [...]string{"given", "when", "then", "and", "but"}

// roleAny is the role of a keyword that has several, as the star.
const roleAny = uint8(len(stepRoles))

const stepBit = 1 << 7

// foldedKeyword is a keyword as fold leaves it, without the trailing space.
type foldedKeyword struct {
	text  string
	raw   string // as the dialect spells it, without the trailing space
	title int    // title kind, or -1 for a step
	kind  messages.StepKeywordType
	words int
	runes []rune
	bare  string // text without accents, once bareKeywords was called
	whole string // bare without spaces
}

type dialectTables struct {
	byLanguage map[string]*dialect
	names      []string          // sorted
	titles     map[string]string // folded title keyword of any dialect to a language that has it
	features   map[string]string // folded feature keyword to a language
	steps      map[string]string // folded step keyword of any dialect to a language
}

// tables is computed once: the dialects are constants of the library.
var tables = sync.OnceValue(buildTables)

// languages lists the dialects of the pinned library: its provider cannot be enumerated.
const languages = "af am an ar ast az be bg bm bs ca cs cy-GB da de el em en en-Scouse en-au en-lol en-old en-pirate " +
	"en-tx eo es et fa fi fr ga gj gl he hi hr ht hu id is it ja jv ka kn ko lt lu lv mk-Cyrl mk-Latn mn ne nl no pa " +
	"pl pt ro ru sk sl sr-Cyrl sr-Latn sv ta th te tlh tr tt uk ur uz vi zh-CN zh-TW mr amh"

func buildTables() *dialectTables {
	t := &dialectTables{
		byLanguage: map[string]*dialect{}, titles: map[string]string{}, features: map[string]string{},
		steps: map[string]string{},
	}
	provider := gherkin.DialectsBuiltin()
	t.names = strings.Fields(languages)
	sort.Strings(t.names)
	// English first: most dialects that share its words are jokes on it.
	for _, name := range append([]string{"en", "fr", "de", "es", "it", "pt"}, t.names...) {
		if t.byLanguage[name] != nil {
			continue
		}
		if g := provider.GetDialect(name); g != nil {
			t.add(newDialect(name, g))
		}
	}
	return t
}

func (t *dialectTables) add(d *dialect) {
	t.byLanguage[d.language] = d
	put := func(m map[string]string, k string) {
		if _, taken := m[k]; !taken {
			m[k] = d.language
		}
	}
	for _, k := range d.folded {
		switch {
		case k.title == titleFeature:
			put(t.features, k.text)
			put(t.titles, k.text)
		case k.title >= 0:
			put(t.titles, k.text)
		default:
			put(t.steps, k.text)
		}
	}
}

func newDialect(name string, g *gherkin.Dialect) *dialect {
	d := &dialect{
		language: name,
		names:    []string{unaccented(fold(norm.NFC.String(g.Name))), unaccented(fold(norm.NFC.String(g.Native)))},
	}
	for kind, key := range titleNames {
		for _, raw := range g.Keywords[key] {
			k := keyword{norm.NFC.String(raw), raw}
			d.titles[kind] = append(d.titles[kind], k)
			d.first[k.match[0]] |= 1 << kind
			d.addFolded(raw, kind, "")
		}
	}
	for role, key := range stepRoles {
		for _, raw := range g.Keywords[key] {
			k := stepKeyword{
				keyword: keyword{norm.NFC.String(raw), raw}, kind: g.StepKeywordType(raw), role: uint8(role),
			}
			for i := range d.steps {
				if d.steps[i].raw == raw {
					d.steps[i].role, k.role = roleAny, roleAny
				}
			}
			d.steps = append(d.steps, k)
			d.first[k.match[0]] |= stepBit
			d.addFolded(raw, -1, k.kind)
		}
	}
	for i := range d.steps {
		d.steps[i].findLonger(d.steps)
	}
	d.group()
	// Longest first, so that "Étant donné que" is named rather than "Étant donné".
	sort.SliceStable(d.folded, func(i, j int) bool { return len(d.folded[i].text) > len(d.folded[j].text) })
	return d
}

// mayGoOn tells that a text with such a first byte may be the end of a longer keyword.
func (k *stepKeyword) mayGoOn(first byte) bool {
	for i := range k.more {
		if c := k.more[i].text[0]; first >= utf8.RuneSelf || first|0x20 == c|0x20 {
			return true
		}
	}
	return false
}

// findLonger notes the keywords that start with this one: a line that misses them by a space or an apostrophe is read
// with the short one.
func (k *stepKeyword) findLonger(all []stepKeyword) {
	for _, long := range all {
		if tail, ok := strings.CutPrefix(long.match, k.match); ok && strings.HasSuffix(k.match, " ") &&
			strings.TrimSpace(tail) != "" {
			k.more = append(k.more, foldedTail{fold(tail), long.match})
		}
	}
}

func (d *dialect) addFolded(keyword string, title int, kind messages.StepKeywordType) {
	raw := strings.TrimRight(keyword, " ")
	text := fold(norm.NFC.String(raw))
	for _, k := range d.folded {
		if k.text == text && k.title == title {
			return
		}
	}
	d.folded = append(d.folded, foldedKeyword{
		text: text, raw: raw, title: title, kind: kind, words: strings.Count(text, " ") + 1, runes: []rune(text),
	})
}

// bareKeywords is folded with its bare forms, made when a description first asks for them: a run needs one dialect or
// two of the eighty.
func (d *dialect) bareKeywords() []foldedKeyword {
	d.bareOnce.Do(func() {
		for i := range d.folded {
			k := &d.folded[i]
			k.bare = unaccented(k.text)
			k.whole = strings.ReplaceAll(k.bare, " ", "")
		}
	})
	return d.folded
}

// title returns the first keyword of the dialect for a title, with its colon, for messages.
func (d *dialect) title(kind int) string { return d.titles[kind][0].raw + ":" }

// stepWords lists distinct step keywords for messages.
func (d *dialect) stepWords() string {
	var out []string
	seen := map[messages.StepKeywordType]int{}
	for _, k := range d.steps {
		if strings.HasPrefix(k.raw, "*") || seen[k.kind] >= 2 ||
			(k.kind == messages.StepKeywordType_CONJUNCTION && strings.Contains(
				strings.TrimSpace(k.raw), " ",
			)) {
			continue
		}
		seen[k.kind]++
		out = append(out, strings.TrimSpace(k.raw))
	}
	return strings.Join(out, ", ")
}

// resolveLanguage finds the dialect that a mistyped name means: "FR", "fr-FR", "fr_FR", "French", "francais".
func resolveLanguage(name string) *dialect {
	t := tables()
	low := strings.ToLower(strings.ReplaceAll(name, "_", "-"))
	for _, n := range t.names {
		if strings.ToLower(n) == low {
			return t.byLanguage[n]
		}
	}
	base, _, _ := strings.Cut(low, "-")
	if d := t.byLanguage[base]; d != nil {
		return d
	}
	for _, n := range t.names {
		if slices.Contains(t.byLanguage[n].names, low) {
			return t.byLanguage[n]
		}
	}
	return nil
}
