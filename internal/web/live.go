package web

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime/debug"
	"sync"
	"time"

	"recette/internal/i18n"
	"recette/internal/recette"
)

// pace is how what pages are told live is timed.
type pace struct {
	poll     time.Duration // how often what other processes recorded is looked for
	doubted  time.Duration // the same, of a record that is read from its beginning each time
	together time.Duration // what is recorded within it is told at once
	beat     time.Duration // how often somebody is told that nothing changed, and held to what they may see
	write    time.Duration // what a browser has to take what it is told
	late     time.Duration // how late a look is, at least, before nothing that is told can be said to be so
}

// How many pages may be told live: of one person, or session, and in all.
const (
	mostOwn  = 6
	mostLive = 256
)

// What ends, or refuses, a page that is told live.
var (
	errMany    = errors.New("too many pages are told live")
	errClosing = errors.New("the server stops")
)

// hub tells the pages that follow a campaign what changed in it. One goroutine looks, as long as any page follows: at
// once when this process recorded something, and once in a while for what others did. What the rows of a campaign look
// like is made once for all who see the same of it, of what they see alone.
type hub struct {
	s    *Server
	pace pace
	news chan struct{} // of one slot: this process recorded something, or a page came or went

	mu      sync.Mutex
	watches map[*watch]struct{}
	stop    context.CancelFunc // of the goroutine that looks; nil: none does
	due     time.Time          // by the clock of the machine: when the next look is to have ended, at the latest
	closed  bool
	done    sync.WaitGroup
}

func newHub(s *Server) *hub {
	return &hub{
		s: s, news: make(chan struct{}, 1), watches: map[*watch]struct{}{},
		pace: pace{
			poll: time.Second, doubted: 15 * time.Second, together: 250 * time.Millisecond, beat: 15 * time.Second,
			write: 10 * time.Second, late: 10 * time.Second,
		},
	}
}

// followed is how many pages follow a campaign.
func (h *hub) followed() float64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return float64(len(h.watches))
}

// watch is a page that follows a campaign. Whoever writes to it takes what waits in its one slot: a slow one skips what
// is no longer so, and holds nobody up.
type watch struct {
	campaign string
	lang     i18n.Lang
	reader   recette.Actor
	owner    string        // person, or session
	wake     chan struct{} // of one slot: there is something to take
	over     chan struct{} // closed: nothing is told any more
	end      func()

	mu   sync.Mutex
	now  *showing
	seen time.Time         // when that was so, as far as it was looked at
	has  map[string]string // what was taken, by part
}

// showing is what a page shows, for all who see the same of a campaign.
type showing struct {
	record *Record
	at     int64 // position up to which the journal is told
	minute time.Time
	parts  map[string]string // in JSON, by name
}

// tell has the hub look: something was recorded.
func (h *hub) tell() {
	select {
	case h.news <- struct{}{}:
	default:
	}
}

// join adds a page: errMany, errClosing.
func (h *hub) join(ctx context.Context, w *watch) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return errClosing
	}
	own := 0
	for other := range h.watches {
		if other.owner == w.owner {
			own++
		}
	}
	if own >= mostOwn || len(h.watches) >= mostLive {
		return errMany
	}
	w.wake, w.over, w.has = make(chan struct{}, 1), make(chan struct{}), map[string]string{}
	w.end = sync.OnceFunc(func() { close(w.over) })
	h.watches[w] = struct{}{}
	if h.stop == nil {
		looking, stop := context.WithCancel(context.WithoutCancel(ctx)) // it outlives who came first
		h.stop, h.due = stop, time.Now().Add(h.pace.late)               //nolint:forbidigo // of the machine
		h.done.Go(func() { h.look(looking) })
	}
	h.tell()
	return nil
}

// leave takes a page away; the goroutine that looks ends with the last one.
func (h *hub) leave(w *watch) {
	w.end()
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.watches, w)
	if len(h.watches) == 0 && h.stop != nil {
		h.stop()
		h.stop = nil
	}
}

// dismiss ends the pages of a person, or session: those that may go on ask anew.
func (h *hub) dismiss(owner string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for w := range h.watches {
		if w.owner == owner {
			w.end()
		}
	}
}

// stuck tells whether a look should have ended long ago: what was told may be so no more.
func (h *hub) stuck() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return time.Now().After(h.due) //nolint:forbidigo // of the machine
}

// looked notes that a look ended, and when the next one is to have.
func (h *hub) looked(next time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.due = time.Now().Add(max(2*next, h.pace.late)) //nolint:forbidigo // of the machine
}

// close ends all pages, and waits until nobody looks any more.
func (h *hub) close() {
	h.mu.Lock()
	h.closed = true
	for w := range h.watches {
		w.end()
	}
	if h.stop != nil {
		h.stop()
		h.stop = nil
	}
	h.mu.Unlock()
	h.done.Wait()
}

// look looks until ctx ends.
func (h *hub) look(ctx context.Context) {
	next := time.NewTimer(h.pace.poll)
	defer next.Stop()
	var before map[scene]*showing
	for {
		select {
		case <-h.news:
		case <-next.C:
		case <-ctx.Done():
			return
		}
		if ctx.Err() != nil { // what was new is for who looks now
			h.tell()
			return
		}
		again, began := h.pace.poll, time.Now() //nolint:forbidigo // what it costs the machine
		if before = h.round(ctx, before); h.s.doubted() {
			again = h.pace.doubted
		}
		next.Reset(again)
		pause := max(h.pace.together, 3*time.Since(began)) // recording comes first: a quarter of a core at most
		h.looked(again + pause)
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return
		}
	}
}

// scene is what is the same for all who are in it.
type scene struct {
	campaign string
	lang     i18n.Lang
	sees     string
}

// round tells each page what it does not show yet. What somebody may see is asked in each round, before anything is
// made for them: whoever may see nothing any more is told nothing.
func (h *hub) round(ctx context.Context, before map[scene]*showing) (after map[scene]*showing) {
	h.mu.Lock()
	all := maps.Clone(h.watches)
	h.mu.Unlock()
	defer func() {
		if p := recover(); p != nil { // a page that cannot be told ends the others no more than one that is asked for
			h.lose(ctx, all, fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
			after = nil
		}
	}()
	seen := h.s.Now()
	r, letGo, err := h.s.reading(ctx)
	if letGo != nil {
		defer letGo()
	}
	if err != nil {
		h.lose(ctx, all, err)
		return nil
	}
	groups := map[scene]map[*watch]struct{}{}
	at := map[scene]int64{}
	for w := range all {
		view, err := r.View(ctx, w.reader, w.campaign)
		if err != nil {
			h.lose(ctx, map[*watch]struct{}{w: {}}, err)
			continue
		}
		sc := scene{w.campaign, w.lang, view.Sees}
		if groups[sc] == nil {
			groups[sc] = map[*watch]struct{}{}
		}
		groups[sc][w], at[sc] = struct{}{}, view.At
	}
	minute := seen.Truncate(time.Minute)
	after = map[scene]*showing{}
	for sc, group := range groups {
		now := before[sc]
		if now == nil || now.record != r || now.at != at[sc] || !now.minute.Equal(minute) {
			if now, err = h.draw(ctx, r, sc, group); err != nil {
				h.lose(ctx, group, err)
				continue
			}
			now.at, now.minute = at[sc], minute
		}
		after[sc] = now
		for w := range group {
			w.offer(now, seen)
		}
	}
	return after
}

// errMoved is what somebody sees that became another while it was made.
var errMoved = errors.New("what is seen changed")

// draw makes what a group is told, as one of them sees it.
func (h *hub) draw(ctx context.Context, r *Record, sc scene, group map[*watch]struct{}) (_ *showing, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	var one recette.Actor
	for w := range group {
		one = w.reader
		break
	}
	parts, err := h.s.parts(ctx, r, one, sc)
	if err != nil {
		return nil, err
	}
	view, err := r.View(ctx, one, sc.campaign)
	if err == nil && view.Sees != sc.sees { // what was made may show it, and it is not for the others
		err = errMoved
	}
	return &showing{record: r, parts: parts}, err
}

// lose ends pages that nothing can be told of any more: their browsers ask anew, and are answered as anybody is.
func (h *hub) lose(ctx context.Context, group map[*watch]struct{}, err error) {
	if ctx.Err() != nil { // somebody else looks now, or nobody
		return
	}
	h.s.Log.Error("live", "pages", len(group), "error", err.Error())
	for w := range group {
		w.end()
	}
}

// offer puts what a page is to show in its slot, in the place of what was there, with when that was so.
func (w *watch) offer(now *showing, seen time.Time) {
	w.mu.Lock()
	same := w.now == now
	w.now, w.seen = now, seen
	w.mu.Unlock()
	if same {
		return
	}
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// so tells when what the page shows was so, as far as it was looked at; the zero time before it was.
func (w *watch) so() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.seen
}

// take gives the parts that the page does not show as they are now, and up to where the journal is told.
func (w *watch) take() (parts []string, at int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for name, part := range w.now.parts {
		if w.has[name] != part {
			w.has[name] = part
			parts = append(parts, part)
		}
	}
	return parts, w.now.at
}
