package web

import (
	"fmt"
	"html/template"
	"net/http"
	"slices"

	"github.com/google/uuid"
)

// shortcut is a key that does what a page offers anyway: the page, its script, its help and the guide of testers all
// take it from here.
type shortcut struct {
	Name string // of what it does, as pages name it
	Key  string // as browsers name it (UI Events, KeyboardEvent.key), after "Control+" where that is held down
	Off  bool   // not among the keys that are switched off: it is no character alone (WCAG 2.2, 2.1.4)
}

// shortcuts lists the keys, in the order in which the help tells of them.
func shortcuts() []shortcut {
	return []shortcut{
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

// keyOf finds a key by what it does.
func keyOf(name string) (shortcut, error) {
	all := shortcuts()
	if i := slices.IndexFunc(all, func(s shortcut) bool { return s.Name == name }); i >= 0 {
		return all[i], nil
	}
	return shortcut{}, fmt.Errorf("no key does %q", name)
}

// Key gives an element the key that activates it, for the script and for assistive technology.
func (v *view) Key(name string) (template.HTMLAttr, error) {
	k, err := keyOf(name)
	if err != nil || !v.Keys && !k.Off {
		return "", err
	}
	key := template.HTMLEscapeString(k.Key)
	//nolint:gosec // a name of the table, which nobody types
	return template.HTMLAttr(`data-key="` + key + `" aria-keyshortcuts="` + key + `"`), nil
}

// Char gives the key of something, for a list whose script moves by it.
func (v *view) Char(name string) (string, error) {
	k, err := keyOf(name)
	if !v.Keys {
		return "", err
	}
	return k.Key, err
}

// Shortcuts lists the keys for the help.
func (v *view) Shortcuts() []shortcut { return shortcuts() }

// KeyWord words a key, as keyboards are labelled.
func (v *view) KeyWord(k shortcut) string {
	switch k.Key {
	case "Control+Enter":
		return v.words.T("web.key.send-key")
	case "Escape":
		return v.words.T("web.key.list-key")
	case "O":
		return v.words.T("web.key.rest-key")
	}
	return k.Key
}

// Does says what a key does.
func (v *view) Does(k shortcut) string { return v.words.T("web.key." + k.Name) }

// doneCookie tells the script of the next page which gesture is recorded, for it to drop what it kept of it.
const doneCookie = "recette-fait"

// recorded notes that a gesture is durable.
func (v *visit) recorded(key string) {
	if _, err := uuid.Parse(key); err != nil {
		return
	}
	// The script reads it: it holds nothing but the key of a gesture.
	v.set(http.Cookie{Name: doneCookie, Value: key, MaxAge: doneTime})
}

// doneTime is how long the next page may take to come, in seconds.
const doneTime = 120

// keysPage tells which keys there are, and lets them be switched off.
func (s *Server) keysPage(v *visit) error { return s.show(v, http.StatusOK, "keys", nil) }
