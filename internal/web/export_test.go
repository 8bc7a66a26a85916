package web

import (
	"context"
	"net/http"
	"time"
)

// Route is a line of the table of what the server answers.
type Route struct {
	Method, Path string
	Open         bool
}

// Routes lists what the server answers.
func Routes() (all []Route) {
	for _, r := range routes() {
		all = append(all, Route{r.method, r.path, r.open})
	}
	for _, p := range probes() {
		all = append(all, Route{http.MethodGet, p.path, true})
	}
	return all
}

// Handler gives the whole server, without a listener.
func (s *Server) Handler() http.Handler { return s.handler() }

// Quicken holds who follows live to what they may see that often.
func (s *Server) Quicken(beat time.Duration) { s.live.pace.beat = beat }

// Doubt has a record that is doubted looked at that often.
func (s *Server) Doubt(again time.Duration) { s.live.pace.doubted = again }

// Hasten has files that come, or are sent, wait no longer than that for room. Nobody is to be served yet.
func (s *Server) Hasten(wait time.Duration) { s.incoming.wait, s.outgoing.wait = wait, wait }

// Late says how late a look may be before what was told is not said to be so any more.
func (s *Server) Late(late time.Duration) { s.live.pace.late = late }

// KeepsNews tells whether what is new is still to be looked at after who looked no more.
func (s *Server) KeepsNews(ctx context.Context) bool {
	over, stop := context.WithCancel(ctx)
	stop()
	s.live.tell()
	s.live.look(over)
	select {
	case <-s.live.news:
		return true
	default:
		return false
	}
}

// Hurry gives a browser that long to take what it is told.
func (s *Server) Hurry(write time.Duration) { s.live.pace.write = write }

// Live counts the pages that are told live.
func (s *Server) Live() int {
	s.live.mu.Lock()
	defer s.live.mu.Unlock()
	return len(s.live.watches)
}

// MostOwn is how many pages of one session are told live.
const MostOwn = mostOwn

// Refuse ends the pages that are told live, and refuses others.
func (s *Server) Refuse(is bool) {
	s.live.mu.Lock()
	defer s.live.mu.Unlock()
	s.live.closed = is
	for w := range s.live.watches {
		w.end()
	}
}

// Sends tells whether some of the room for files that are sent is taken.
func (s *Server) Sends() bool {
	if !s.outgoing.left.TryAcquire(roomBytes) {
		return true
	}
	s.outgoing.left.Release(roomBytes)
	return false
}

// Fill takes all the room for files, until it is given back.
func (s *Server) Fill() (done func()) {
	for _, r := range []room{s.incoming, s.outgoing} {
		if err := r.left.Acquire(context.Background(), roomBytes); err != nil {
			panic(err)
		}
	}
	return func() {
		s.incoming.left.Release(roomBytes)
		s.outgoing.left.Release(roomBytes)
	}
}

// Encode keeps a session as the server does.
func (s *Server) Encode(until time.Time, values map[string]any) ([]byte, error) {
	return s.sessions.Codec.Encode(until, values)
}

// Decode reads it again.
func (s *Server) Decode(data []byte) (time.Time, map[string]any, error) {
	return s.sessions.Codec.Decode(data)
}

// Holds lists what the session of a token holds.
func (s *Server) Holds(token string) []string {
	ctx, err := s.sessions.Load(context.Background(), token)
	if err != nil {
		panic(err)
	}
	return s.sessions.Keys(ctx)
}
