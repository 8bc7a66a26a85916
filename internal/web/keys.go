package web

import (
	"fmt"
	"html/template"
	"net/http"

	"github.com/google/uuid"

	"recette/internal/keymap"
)

// keyOf finds a key by what it does.
func keyOf(name string) (keymap.Key, error) {
	if k, ok := keymap.Of(name); ok {
		return k, nil
	}
	return keymap.Key{}, fmt.Errorf("no key does %q", name)
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
func (v *view) Shortcuts() []keymap.Key { return keymap.All() }

// KeyWord words a key, as keyboards are labelled.
func (v *view) KeyWord(k keymap.Key) string {
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
func (v *view) Does(k keymap.Key) string { return v.words.T("web.key." + k.Name) }

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
