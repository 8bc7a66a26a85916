package strictjson

import "unsafe"

// Word is a short string that comes again and again in a document, such as a verdict: equal ones share their room, and
// each place that holds one takes that of a pointer. The zero Word is the empty string.
type Word struct{ text *string }

// WordOf gives the word of a string.
func WordOf(s string) Word {
	if s == "" {
		return Word{}
	}
	return Word{&s}
}

func (w Word) String() string {
	if w.text == nil {
		return ""
	}
	return *w.text
}

// word makes a word, and the same one for those that came before. All of them stay.
func (d *decoder) word(text []byte) (Word, error) {
	if len(text) == 0 {
		return Word{}, nil
	}
	slot := &d.words[slotOf(text)]
	if slot.String() == string(text) {
		return *slot, nil
	}
	*slot = WordOf(string(text))
	n := len(text) + int(unsafe.Sizeof(""))
	d.lasting += n
	return *slot, d.hold(n)
}
