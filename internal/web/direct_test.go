package web_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/recette"
	"recette/internal/web"
)

// event is what a page was told.
type event struct {
	name, id, text string
}

// eventOf reads the next event of a stream; one without a name once it ended.
func eventOf(from *bufio.Reader) (e event, text string) {
	for {
		line, err := from.ReadString('\n')
		if err != nil {
			return event{}, text
		}
		text += line
		key, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		switch key {
		case "event":
			e.name = value
		case "id":
			e.id = value
		case "data":
			e.text = value
		case "":
			if e.name != "" {
				return e, text
			}
		}
	}
}

// stream is a page that follows a campaign.
type stream struct {
	t      *testing.T
	events chan event // closed once the stream ended
	close  func()
}

// follows opens a stream.
func (c *client) follows(t *testing.T, campaign string) *stream {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.w.base+"/campagnes/"+campaign+"/direct", http.NoBody)
	c.w.must(err)
	answer, err := c.Do(r)
	c.w.must(err)
	kind, cookies := answer.Header.Get("Content-Type"), answer.Cookies()
	if answer.StatusCode != http.StatusOK || kind != "text/event-stream" || len(cookies) > 0 {
		t.Fatalf("the stream answers %d, %s, with the cookies %v", answer.StatusCode, kind, cookies)
	}
	s := &stream{t: t, events: make(chan event, 1000), close: stop}
	go func() {
		defer close(s.events)
		defer answer.Body.Close()
		for from := bufio.NewReader(answer.Body); ; {
			e, _ := eventOf(from)
			if e.name == "" {
				return
			}
			s.events <- e
		}
	}()
	t.Cleanup(stop)
	return s
}

// next gives the next event; none within five seconds, or the end of the stream, ends the test.
func (s *stream) next() event {
	s.t.Helper()
	select {
	case e, going := <-s.events:
		if !going {
			s.t.Fatal("the stream ended")
		}
		return e
	case <-time.After(5 * time.Second):
		s.t.Fatal("nothing is told")
	}
	return event{}
}

// until gives the events up to one that holds a text.
func (s *stream) until(text string) (all []event) {
	s.t.Helper()
	for {
		e := s.next()
		if all = append(all, e); strings.Contains(e.text, text) {
			return all
		}
	}
}

// ends tells whether the stream ends within a time.
func (s *stream) ends(within time.Duration) bool {
	end := time.After(within)
	for {
		select {
		case _, going := <-s.events:
			if !going {
				return true
			}
		case <-end:
			return false
		}
	}
}

// TestDirect: all of the page first, then what changed, each event named by the position up to which it is told.
func TestDirect(t *testing.T) {
	w := played(t)
	c := w.inside()
	w.now.Add(3600) // a gesture would make the session last longer
	s := c.follows(t, "v1")
	first := s.next()
	var message struct {
		Fresh string
		Parts []json.RawMessage
	}
	w.must(json.Unmarshal([]byte(first.text), &message))
	if first.name != "etat" || first.id == "" || !strings.HasPrefix(message.Fresh, "En direct") {
		t.Errorf("the first event is %s, at %q: %s", first.name, first.id, message.Fresh)
	}
	for _, part := range []string{
		"doubts", "head", "progress", "journeys", "exit", "failed", "waiting", "anomalies", "playing",
	} {
		if !strings.Contains(first.text, `"data-live":"`+part+`"`) {
			t.Errorf("the first event does not tell %s", part)
		}
	}
	w.plays("SC-0005", recette.Failed, "rien ne se passe")
	all := s.until("SC-0005")
	last := all[len(all)-1]
	before, err := strconv.Atoi(first.id)
	w.must(err)
	after, err := strconv.Atoi(last.id)
	w.must(err)
	if strings.Contains(last.text, `"data-live":"anomalies"`) || after <= before {
		t.Errorf("at %s, after %s, what did not change is told: %s", last.id, first.id, last.text)
	}
}

// TestDirect_OtherBranches: what is judged in a branch is told to nobody who is limited to another: not a byte
// of it, nor that anything happened (ASVS 5.0, 8.2.2).
func TestDirect_OtherBranches(t *testing.T) {
	w := played(t)
	w.parted()
	w.joins(nora)
	w.joins(yann) // in the same role, and limited to no branch
	all, theirs := w.entered(yann).follows(t, "b1"), w.entered(nora).follows(t, "b1")
	first := theirs.next()
	if strings.Contains(first.text, "Tout est joué") {
		t.Error("what is measured of all branches is told to one")
	}
	all.next()
	w.playsIn("b1", "SC-0002@brest", recette.Failed, "rien à Brest")
	all.until("SC-0002@brest")
	time.Sleep(time.Second) // several rounds
	w.playsIn("b1", "SC-0001@ajaccio", recette.Failed, "rien à Ajaccio")
	told := theirs.until("SC-0001@ajaccio")
	if len(told) != 1 {
		t.Errorf("%d events tell what happened in another branch: %q", len(told)-1, told[0].text)
	}
	for _, e := range append(told, first) {
		if text := strings.ToLower(e.text); strings.Contains(text, "brest") || strings.Contains(text, "sc-0002") {
			t.Errorf("another branch is told: %s", e.text)
		}
	}
}

// TestDirect_Ends: whoever is revoked, and whoever left, is told nothing more.
func TestDirect_Ends(t *testing.T) {
	w := played(t)
	w.joins(yann)
	w.joins(samira)
	w.server.Quicken(50 * time.Millisecond)
	revoked, left, other := w.entered(samira), w.entered(yann), w.inside()
	gone, out, stays := revoked.follows(t, "v1"), left.follows(t, "v1"), other.follows(t, "v1")
	for _, s := range []*stream{gone, out, stays} {
		s.next()
	}
	w.revoke(samira)
	if !gone.ends(5 * time.Second) {
		t.Error("somebody who was revoked is still told")
	}
	if status, _ := left.post("/sortir", nil); status != http.StatusSeeOther {
		t.Errorf("leaving: %d", status)
	}
	if !out.ends(5 * time.Second) {
		t.Error("somebody who left is still told")
	}
	if status, _ := left.get("/campagnes/v1"); status != http.StatusUnauthorized {
		t.Errorf("who left while they were told live is in again: %d", status)
	}
	if e := stays.next(); e.name == "" {
		t.Error("another one is told nothing any more")
	}
}

// TestDirect_Many: fifty pages are told, and nothing is left of them once they are closed; more of one session than it
// needs are refused.
func TestDirect_Many(t *testing.T) {
	w := played(t)
	c := w.inside()
	c.get("/campagnes/v1")
	before := runtime.NumGoroutine()
	const spare = 2 // of connections that end a little later
	var all []*stream
	for range 9 {
		c := w.inside()
		for range web.MostOwn {
			all = append(all, c.follows(t, "v1"))
		}
		if status, _ := c.get("/campagnes/v1/direct"); status != http.StatusServiceUnavailable {
			t.Fatalf("one page more answers %d", status)
		}
	}
	for _, s := range all {
		s.next()
	}
	began := time.Now()
	for i := range 3 {
		w.plays([]string{"SC-0005", "SC-0006", "SC-0007"}[i], recette.Failed, "rien")
	}
	for _, s := range all {
		s.until("SC-0007")
	}
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("%d pages are told after %s", len(all), took)
	}
	for _, s := range all {
		s.close()
	}
	for end := time.Now().Add(10 * time.Second); w.server.Live() > 0 && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	http.DefaultClient.CloseIdleConnections()
	if n := w.server.Live(); n > 0 {
		t.Errorf("%d pages are told although they are closed", n)
	}
	for end := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before+spare && time.Now().Before(end); {
		time.Sleep(50 * time.Millisecond)
	}
	if after := runtime.NumGoroutine(); after > before+spare {
		stacks := make([]byte, 1<<20)
		t.Errorf("%d goroutines before, %d after\n%s", before, after, stacks[:runtime.Stack(stacks, true)])
	}
}

// TestDirect_Slow: a page that takes nothing of what it is told holds nobody up, and is let go.
func TestDirect_Slow(t *testing.T) {
	w := played(t)
	w.server.Hurry(200 * time.Millisecond)
	near, far := net.Pipe() // which keeps nothing between its ends
	server := &http.Server{Handler: w.server.Handler()}
	go server.Serve(&once{conn: far})
	t.Cleanup(func() { w.must(errors.Join(server.Close(), near.Close())) })
	c := w.inside()
	_, err := io.WriteString(near, "GET /campagnes/v1/direct HTTP/1.1\r\nHost: localhost\r\n"+
		"Cookie: recette-test="+c.token()+"\r\n\r\n")
	w.must(err)
	s := c.follows(t, "v1")
	s.next()
	w.plays("SC-0005", recette.Failed, "rien")
	s.until("SC-0005")
	for end := time.Now().Add(5 * time.Second); w.server.Live() > 1 && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	if n := w.server.Live(); n != 1 {
		t.Errorf("%d pages are told, and one of them takes nothing", n)
	}
}

// once is a listener of one connection.
type once struct {
	conn net.Conn
	mu   sync.Mutex
	gone bool
}

func (l *once) Accept() (net.Conn, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.gone {
		return nil, net.ErrClosed
	}
	l.gone = true
	return l.conn, nil
}

func (l *once) Close() error   { return nil }
func (l *once) Addr() net.Addr { return l.conn.LocalAddr() }

// TestDirect_Broken: when nothing can be read any more, the stream ends: a page never waits for what does not come.
func TestDirect_Broken(t *testing.T) {
	w := played(t)
	s := w.inside().follows(t, "v1")
	s.next()
	err := errors.New("the disk failed")
	w.broken.Store(&err)
	w.plays("SC-0005", recette.Failed, "rien")
	if !s.ends(5 * time.Second) {
		t.Error("a page is told live of what cannot be read")
	}
}

// TestDirect_Panic: what breaks while a page is made ends that page, and not the server.
func TestDirect_Panic(t *testing.T) {
	w := played(t)
	c := w.inside()
	s := c.follows(t, "v1")
	s.next()
	err := error(panicking("a fold broke"))
	w.broken.Store(&err)
	w.plays("SC-0005", recette.Failed, "rien")
	if !s.ends(5 * time.Second) {
		t.Error("a page is told live of what cannot be made")
	}
	w.broken.Store(nil)
	c.follows(t, "v1").until("SC-0005")
}

// TestDirect_Stuck: what was looked at last is said, and nothing is said to be so once nobody looks any more.
func TestDirect_Stuck(t *testing.T) {
	w := played(t)
	w.server.Quicken(50 * time.Millisecond)
	w.server.Late(3 * time.Second)
	s := w.inside().follows(t, "v1")
	s.next()
	stuck := make(stalling)
	err := error(stuck)
	w.broken.Store(&err)
	w.plays("SC-0005", recette.Failed, "rien")
	last := ""
	for end, going := time.After(15*time.Second), true; going; {
		select {
		case e, open := <-s.events:
			if going = open; open {
				last = e.text
			}
		case <-end:
			t.Error("a page that nobody looks for any more is told that it is up to date")
			going = false
		}
	}
	w.broken.Store(nil)
	close(stuck)
	if !strings.Contains(last, `"parts":[]`) {
		t.Errorf("the last event is %s", last)
	}
	w.inside().follows(t, "v1").until("SC-0005")
}

// TestDirect_BeatIsNoLook: a beat says when the page was looked for last, not when it is told.
func TestDirect_BeatIsNoLook(t *testing.T) {
	w := played(t)
	w.server.Quicken(10 * time.Millisecond)
	s := w.inside().follows(t, "v1")
	s.next()
	said := map[string]bool{}
	for range 40 { // in less than half a second
		said[s.next().text] = true
	}
	if len(said) > 3 {
		t.Errorf("%d times are said in half a second: %v", len(said), said)
	}
}

// TestDirect_Leaving: who leaves, and who closes their other sessions, is told nothing more, at once.
func TestDirect_Leaving(t *testing.T) {
	w := played(t)
	w.joins(yann)
	c, other := w.entered(yann), w.entered(yann)
	out, others := c.follows(t, "v1"), other.follows(t, "v1")
	out.next()
	others.next()
	c.post("/compte/sessions", url.Values{"mot-de-passe": {secret}})
	if !others.ends(3 * time.Second) {
		t.Error("another session that was closed is still told")
	}
	again := c.follows(t, "v1")
	again.next()
	c.post("/sortir", nil)
	if !again.ends(3 * time.Second) {
		t.Error("somebody who left is still told")
	}
}

// TestDirect_OneAfterAnother: a page that comes as the last one goes is told all the same.
func TestDirect_OneAfterAnother(t *testing.T) {
	w := played(t)
	for range 50 {
		if !w.server.KeepsNews(t.Context()) {
			t.Fatal("who looks no more takes what is new from who does")
		}
	}
	c := w.inside()
	last := c.follows(t, "v1")
	last.next()
	for range 10 {
		go last.close()
		next := c.follows(t, "v1")
		next.next()
		last = next
	}
}

// playsIn is plays in a campaign whose rows are of branches.
func (w *world) playsIn(id, row string, verdict recette.Verdict, observed string) {
	w.t.Helper()
	content := "content/1:" + strings.ToUpper(row[:7])
	a, err := w.campaigns.BeginAttempt(w.t.Context(), yann, campaign.Begin{
		Campaign: id, Case: row, Content: content, Mode: recette.Manual,
	})
	w.must(err)
	_, err = w.campaigns.Record(w.t.Context(), yann, campaign.Result{
		Campaign: id, Case: row, Content: a.Content, Attempt: a.Number, Pass: a.Pass, Mode: recette.Manual,
		Steps: []campaign.Observation{
			{Step: 0, Mode: recette.Manual, Verdict: recette.Passed},
			{Step: 1, Mode: recette.Manual, Verdict: recette.Passed},
			{Step: 2, Mode: recette.Manual, Verdict: verdict, Observed: observed, Comment: observed},
		},
		Closed: true,
	})
	w.must(err)
}
