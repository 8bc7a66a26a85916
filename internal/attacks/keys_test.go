package attacks

import (
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"recette/internal/recette"
	"recette/internal/signoff"
)

// A passphrase is slow to try, on purpose, and nearly every world begins with the same keys. What was made, and what
// was opened, is kept for the worlds that come after: by the very content of the files that it was made or opened from,
// so that no test meets a key that its own folder does not hold.
var (
	madeKeys   sync.Map // of keyFiles, by what was asked
	openedKeys sync.Map // of *signoff.Identity, by the files and the role
)

// keyFiles is the content of a folder of keys, by name.
type keyFiles map[string][]byte

// digest tells one folder from another.
func (f keyFiles) digest() string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(f)) {
		fmt.Fprintf(h, "%q %q\n", name, f[name])
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

// keyFolder reads the folder of keys of a world; there is none at first.
func (w *world) keyFolder() keyFiles {
	w.t.Helper()
	files := keyFiles{}
	entries, err := os.ReadDir(string(w.ring))
	if !os.IsNotExist(err) {
		w.must(err)
	}
	for _, e := range entries {
		if files[e.Name()], err = os.ReadFile(filepath.Join(string(w.ring), e.Name())); err != nil {
			w.t.Fatal(err)
		}
	}
	return files
}

// makeKeys makes the keys that a world lacks, an hour before its present, as the product does.
func (w *world) makeKeys(names map[recette.Role]string, seats ...recette.Role) {
	w.t.Helper()
	missing, err := w.ring.Missing(w.t.Context(), seats...)
	w.must(err)
	at := w.now.Add(-time.Hour)
	asked := fmt.Sprint(w.keyFolder().digest(), names, missing, at.UnixNano())
	if files, ok := madeKeys.Load(asked); ok {
		w.must(os.MkdirAll(string(w.ring), 0o700))
		for name, content := range files.(keyFiles) {
			w.must(os.WriteFile(filepath.Join(string(w.ring), name), content, 0o600))
		}
		return
	}
	request := signoff.NewKeys{
		Project: "Essai", Authority: "Autorité d'essai", At: at, Rand: rand.Reader, Names: names,
		Passphrases: map[recette.Role][]byte{signoff.Authority: phrase},
	}
	for role := range names {
		request.Passphrases[role] = phrase
	}
	_, err = w.ring.Make(w.t.Context(), request, missing)
	w.must(err)
	madeKeys.Store(asked, w.keyFolder())
}

// opens unlocks the key of a seat, as the product does.
func (w *world) opens(who recette.Actor, seat recette.Role) *signoff.Identity {
	w.t.Helper()
	which := fmt.Sprint(w.keyFolder().digest(), seat, who.Name)
	kept, ok := openedKeys.Load(which)
	if !ok {
		id, err := w.signOff.Unlock(who, seat, phrase)
		w.must(err)
		kept, _ = openedKeys.LoadOrStore(which, id)
	}
	id := *kept.(*signoff.Identity) // a test may lie about what it holds
	inner := *id.Identity
	id.Identity = &inner
	return &id
}
