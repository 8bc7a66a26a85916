package web

import (
	"context"
	"hash/maphash"
	"net/http"
	"sync"
)

// rereads is the header of a page that the script reads again while it is looked at: no gesture of anybody.
const rereads = "Recette-Relit"

// touching is how often, in seconds, a gesture makes a session last longer.
const touching = 60

// seenKey is what a session holds of when it was made to last longer, in seconds since 1970.
const seenKey = "seen"

// latches let one request at a time write a session: those of other sessions go on.
type latches struct {
	seed maphash.Seed
	all  [64]sync.Mutex
}

// of gives the latch of a token.
func (l *latches) of(token string) *sync.Mutex {
	return &l.all[maphash.String(l.seed, token)%uint64(len(l.all))]
}

// inSession gives a request its session. Only a handler that changes it writes it back, and nobody else does meanwhile:
// a page that takes long would bring back what was changed, or ended, since it was asked for. A gesture makes the
// session last longer before it is answered.
func (s *Server) inSession(changes bool, next http.Handler) http.Handler {
	saved := s.sessions.LoadAndSave(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token := ""
		if c, err := r.Cookie(s.Cookie); err == nil {
			token = c.Value
		}
		if changes {
			known, err := s.sessions.Load(r.Context(), token)
			if err != nil {
				s.sessions.ErrorFunc(w, r, err)
				return
			}
			if s.sessions.Token(known) != "" { // a stranger, who may be slow, holds nobody up
				latch := s.latches.of(token)
				latch.Lock()
				defer latch.Unlock()
			}
			saved.ServeHTTP(w, r)
			return
		}
		if token != "" && r.Header.Get(rereads) == "" {
			if err := s.touch(w, r, token); err != nil {
				s.sessions.ErrorFunc(w, r, err)
				return
			}
		}
		ctx, err := s.sessions.Load(r.Context(), token)
		if err != nil {
			s.sessions.ErrorFunc(w, r, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// touch makes the session of a token last longer, once in a while.
func (s *Server) touch(w http.ResponseWriter, r *http.Request, token string) error {
	latch := s.latches.of(token)
	latch.Lock()
	defer latch.Unlock()
	ctx, err := s.sessions.Load(r.Context(), token)
	if err != nil || s.sessions.Token(ctx) == "" { // ended
		return err
	}
	now := s.Now().Unix()
	if now-s.sessions.GetInt64(ctx, seenKey) < touching {
		return nil
	}
	s.sessions.Put(ctx, seenKey, now)
	return s.save(ctx, w)
}

// save writes a session back, with the cookie that tells until when it lasts.
func (s *Server) save(ctx context.Context, w http.ResponseWriter) error {
	token, until, err := s.sessions.Commit(ctx)
	if err == nil {
		s.sessions.WriteSessionCookie(ctx, w, token, until)
	}
	return err
}
