package web

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"recette/internal/access"
	"recette/internal/web/guard"
)

// keyTime is how long a key that was printed opens.
const keyTime = 10 * time.Minute

// keyhole knows the one key that opens, by its digest.
type keyhole struct {
	mu    sync.Mutex
	sum   [sha256.Size]byte
	until time.Time
}

// make cuts a key: 256 bits of chance. The one before opens no more.
func (k *keyhole) make(rand io.Reader, now time.Time) (string, error) {
	var b [32]byte
	if _, err := io.ReadFull(rand, b[:]); err != nil {
		return "", fmt.Errorf("make a key: %w", err)
	}
	token := base64.RawURLEncoding.EncodeToString(b[:])
	k.mu.Lock()
	defer k.mu.Unlock()
	k.sum, k.until = sha256.Sum256([]byte(token)), now.Add(keyTime)
	return token, nil
}

// opens tells whether a key opens. It does so once.
func (k *keyhole) opens(token string, now time.Time) bool {
	sum := sha256.Sum256([]byte(token))
	k.mu.Lock()
	defer k.mu.Unlock()
	if subtle.ConstantTimeCompare(sum[:], k.sum[:]) != 1 || !now.Before(k.until) {
		return false
	}
	k.until = time.Time{}
	return true
}

// door shows the key to whoever came with it: a program that looks at addresses before a person does takes nothing.
func (s *Server) door(v *visit) error {
	if err := s.keyless(); err != nil {
		return err
	}
	if v.inside() {
		return v.to("/")
	}
	return s.show(v, http.StatusOK, "door", v.r.URL.Query().Get("cle"))
}

// enter lets whoever has the key in.
func (s *Server) enter(v *visit) error {
	if err := s.keyless(); err != nil {
		return err
	}
	form, err := guard.Form(v.w, v.r)
	if err != nil {
		return err
	}
	if !s.key.opens(form.Get("cle"), s.Now()) {
		return errKey
	}
	if err := errors.Join(s.sessions.Clear(v.r.Context()), s.sessions.RenewToken(v.r.Context())); err != nil {
		return err
	}
	s.security("entered by the key", access.Local, "")
	s.sessions.Put(v.r.Context(), insideKey, true)
	return v.to("/")
}

// leave ends the session.
func (s *Server) leave(v *visit) error {
	owner := v.owner()
	if err := s.sessions.Destroy(v.r.Context()); err != nil {
		return err
	}
	s.live.dismiss(owner)
	if v.person != nil {
		s.security("logout", v.person.Ref, "")
	}
	return v.to("/connexion")
}
