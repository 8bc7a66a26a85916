// Package keymap is the one table of the keys with which somebody judges: the pages, their help, the guide of testers
// and the travelling kit take them from here.
package keymap

import "slices"

// Key is a key that does what a page offers anyway.
type Key struct {
	Name string // of what it does, as pages name it
	Key  string // as browsers name it (UI Events, KeyboardEvent.key), after "Control+" where that is held down
	Off  bool   // not among the keys that are switched off: it is no character alone (WCAG 2.2, 2.1.4)
}

// All lists the keys, in the order in which the help tells of them.
func All() []Key {
	return []Key{
		{Name: "passed", Key: "o"},
		{Name: "passed_with_remark", Key: "r"},
		{Name: "failed", Key: "x"},
		{Name: "blocked", Key: "b"},
		{Name: "not_applicable", Key: "n"},
		{Name: "comment", Key: "c"},
		{Name: "file", Key: "u"},
		{Name: "send", Key: "Control+Enter", Off: true},
		{Name: "rest", Key: "O"},
		{Name: "undo", Key: "z"},
		{Name: "before", Key: "["},
		{Name: "after", Key: "]"},
		{Name: "list", Key: "Escape", Off: true},
		{Name: "up", Key: "k"},
		{Name: "down", Key: "j"},
		{Name: "search", Key: "/"},
		{Name: "help", Key: "?"},
	}
}

// Of finds a key by what it does.
func Of(name string) (Key, bool) {
	all := All()
	if i := slices.IndexFunc(all, func(k Key) bool { return k.Name == name }); i >= 0 {
		return all[i], true
	}
	return Key{}, false
}
