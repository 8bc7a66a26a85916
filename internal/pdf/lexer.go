package pdf

import (
	"fmt"
	"slices"
	"strconv"

	"recette/internal/budget"
)

// lexer reads objects from bytes. It never allocates for tokens it only looks at.
type lexer struct {
	b     []byte
	p     int
	depth int // nesting allowed below this point

	common map[string]Object // names that come again; nil keeps none
	stack  []Object          // elements of the arrays that are open
	keys   []Entry           // entries of the dictionaries that are open

	budget *budget.Budget
	values int // at most; 0 for any number
	count  int // values read
	held   int // bytes that they take
}

// value counts one value more.
func (l *lexer) value() error {
	if l.count++; l.values > 0 && l.count > l.values {
		return fmt.Errorf("%w: more than %d values in one object", ErrLimit, l.values)
	}
	return l.bytes(valueBytes)
}

// bytes counts n bytes that the values take.
func (l *lexer) bytes(n int) error {
	if l.budget == nil {
		return nil
	}
	l.held += n
	if err := l.budget.Hold(n); err != nil {
		return limited(err)
	}
	return limited(l.budget.Work(n))
}

// release gives back what the values took.
func (l *lexer) release() {
	l.budget.Release(l.held)
	l.held = 0
}

// charClass sorts bytes as 7.2.2 does: 1 white space, 2 delimiter, 0 regular.
var charClass = [256]byte{
	0: 1, '\t': 1, '\n': 1, '\f': 1, '\r': 1, ' ': 1,
	'(': 2, ')': 2, '<': 2, '>': 2, '[': 2, ']': 2, '{': 2, '}': 2, '/': 2, '%': 2,
}

// hexValue gives the value of a hexadecimal digit plus one, 0 for any other byte.
var hexValue = [256]byte{
	'0': 1, '1': 2, '2': 3, '3': 4, '4': 5, '5': 6, '6': 7, '7': 8, '8': 9, '9': 10,
	'a': 11, 'b': 12, 'c': 13, 'd': 14, 'e': 15, 'f': 16,
	'A': 11, 'B': 12, 'C': 13, 'D': 14, 'E': 15, 'F': 16,
}

// space skips white space and comments.
func (l *lexer) space() {
	for l.p < len(l.b) {
		switch c := l.b[l.p]; {
		case charClass[c] == 1:
			l.p++
		case c == '%':
			for l.p < len(l.b) && l.b[l.p] != '\n' && l.b[l.p] != '\r' {
				l.p++
			}
		default:
			return
		}
	}
}

// word reads regular characters.
func (l *lexer) word() []byte {
	s := l.p
	for l.p < len(l.b) && charClass[l.b[l.p]] == 0 {
		l.p++
	}
	return l.b[s:l.p]
}

// has tells whether the keyword stands at the cursor, without moving.
func (l *lexer) has(kw string) bool {
	return len(l.b)-l.p >= len(kw) && string(l.b[l.p:l.p+len(kw)]) == kw
}

// keyword skips space and consumes the given keyword, which must end at a delimiter or white space.
func (l *lexer) keyword(kw string) bool {
	l.space()
	if !l.has(kw) {
		return false
	}
	if e := l.p + len(kw); e < len(l.b) && charClass[l.b[e]] == 0 {
		return false
	}
	l.p += len(kw)
	return true
}

// uint skips space and reads an unsigned decimal of at most 15 digits.
func (l *lexer) uint() (int, bool) {
	l.space()
	return decimal(l.word())
}

func decimal(w []byte) (int, bool) {
	if len(w) == 0 || len(w) > 15 {
		return 0, false
	}
	n := 0
	for _, c := range w {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// object reads one direct object or reference.
func (l *lexer) object() (Object, error) {
	l.space()
	if l.p >= len(l.b) {
		return nil, syntaxAt(l.p, "unexpected end")
	}
	if err := l.value(); err != nil {
		return nil, err
	}
	switch l.b[l.p] {
	case '/':
		return l.name()
	case '(':
		return l.string(l.literal)
	case '[':
		return l.array()
	case '<':
		if l.p+1 < len(l.b) && l.b[l.p+1] == '<' {
			return l.dict()
		}
		return l.string(l.hex)
	}
	start := l.p
	w := l.word()
	switch string(w) {
	case "true":
		return true, nil
	case "false":
		return false, nil
	case "null":
		return nil, nil
	}
	if n, ok := decimal(w); ok {
		if g, ok := l.reference(); ok {
			return Ref{n, g}, nil
		}
		return Integer(n), nil
	}
	return number(w, start)
}

// reference looks for "G R" after an integer; the cursor moves only when it is there.
func (l *lexer) reference() (int, bool) {
	save := l.p
	if g, ok := l.uint(); ok && g <= 65535 && l.keyword("R") {
		return g, true
	}
	l.p = save
	return 0, false
}

// string reads a string and counts its bytes.
func (l *lexer) string(read func() (Object, error)) (Object, error) {
	start := l.p
	o, err := read()
	if err != nil {
		return nil, err
	}
	return o, l.bytes(l.p - start)
}

// number reads a signed integer or a real (7.3.3); exponents are not PDF.
func number(w []byte, off int) (Object, error) {
	digits, dots := 0, 0
	for i, c := range w {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '.':
			dots++
		case (c == '+' || c == '-') && i == 0:
		default:
			return nil, syntaxAt(off, fmt.Sprintf("unknown token %.20q", w))
		}
	}
	if digits == 0 || dots > 1 || len(w) > 64 {
		return nil, syntaxAt(off, fmt.Sprintf("unknown token %.20q", w))
	}
	if dots == 0 {
		if n, err := strconv.ParseInt(string(w), 10, 64); err == nil {
			return Integer(n), nil
		}
	}
	return Real(w), nil
}

func (l *lexer) name() (Object, error) {
	start := l.p
	l.p++
	w := l.word()
	if len(w) > maxName {
		return nil, fmt.Errorf("%w: name of %d bytes at byte %d", ErrLimit, len(w), start)
	}
	if err := l.bytes(len(w)); err != nil {
		return nil, err
	}
	if !slices.Contains(w, '#') {
		return l.named(w), nil
	}
	out := make([]byte, 0, len(w))
	for i := 0; i < len(w); i++ {
		if w[i] != '#' {
			out = append(out, w[i])
			continue
		}
		if i+2 >= len(w) || hexValue[w[i+1]] == 0 || hexValue[w[i+2]] == 0 {
			return nil, syntaxAt(start, "bad escape in name")
		}
		out = append(out, (hexValue[w[i+1]]-1)<<4|(hexValue[w[i+2]]-1))
		i += 2
	}
	return Name(out), nil
}

// fewEntries is how many keys of a dictionary are looked at one by one.
const fewEntries = 24

// maxCommon is how many names a document shares, and maxShared how long they are.
const (
	maxCommon = 256
	maxShared = 32
)

// named gives a name, the same one each time: pages are made of a few dozen.
func (l *lexer) named(w []byte) Object {
	if o, known := l.common[string(w)]; known {
		return o
	}
	o := Object(Name(w))
	if l.common != nil && len(l.common) < maxCommon && len(w) <= maxShared {
		l.common[string(w)] = o
	}
	return o
}

func (l *lexer) array() (Object, error) {
	start := l.p
	if l.depth <= 0 {
		return nil, fmt.Errorf("%w: nesting at byte %d", ErrLimit, l.p)
	}
	l.p++
	l.depth--
	defer func() { l.depth++ }()
	first := len(l.stack)
	for {
		l.space()
		if l.p >= len(l.b) {
			return nil, syntaxAt(start, "unclosed array")
		}
		if l.b[l.p] == ']' {
			l.p++
			a := append(make(Array, 0, len(l.stack)-first), l.stack[first:]...)
			l.stack = l.stack[:first]
			return a, nil
		}
		v, err := l.object()
		if err != nil {
			return nil, err
		}
		l.stack = append(l.stack, v)
	}
}

// dict reads a dictionary. A key given twice is an error: readers disagree on which one counts.
func (l *lexer) dict() (Object, error) {
	start := l.p
	if l.depth <= 0 {
		return nil, fmt.Errorf("%w: nesting at byte %d", ErrLimit, l.p)
	}
	l.p += 2
	l.depth--
	defer func() { l.depth++ }()
	first := len(l.keys)
	var seen map[Name]struct{}
	for {
		l.space()
		if l.has(">>") {
			l.p += 2
			d := &Dict{Entries: append(make([]Entry, 0, len(l.keys)-first), l.keys[first:]...)}
			l.keys = l.keys[:first]
			return d, nil
		}
		if l.p >= len(l.b) || l.b[l.p] != '/' {
			return nil, syntaxAt(start, "dictionary without key or end")
		}
		at := l.p
		k, err := l.name()
		if err != nil {
			return nil, err
		}
		if err := l.value(); err != nil {
			return nil, err
		}
		key := k.(Name)
		v, err := l.object()
		if err != nil {
			return nil, err
		}
		if seen == nil && len(l.keys)-first == fewEntries {
			seen = make(map[Name]struct{}, 2*fewEntries)
			for _, e := range l.keys[first:] {
				seen[e.Key] = struct{}{}
			}
		}
		_, dup := seen[key]
		if seen == nil {
			dup = slices.ContainsFunc(l.keys[first:], func(e Entry) bool { return e.Key == key })
		} else {
			seen[key] = struct{}{}
		}
		if dup {
			return nil, syntaxAt(at, "key given twice")
		}
		l.keys = append(l.keys, Entry{key, v})
	}
}
