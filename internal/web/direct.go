package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"golang.org/x/net/html"

	"recette/internal/recette"
)

// stream answers for as long as somebody looks. It reads the session, and never writes it back; it is no gesture, and
// makes no session last.
func (s *Server) stream(r route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		v, err := s.anew(w, req, r.open)
		defer v.end()
		if err == nil {
			v.again = func() (*visit, error) { return s.anew(w, req, r.open) }
			err = r.to(s, v)
		}
		if err != nil {
			s.fail(v, err)
		}
	})
}

// anew finds who asks, by their session as it is now.
func (s *Server) anew(w http.ResponseWriter, req *http.Request, open bool) (*visit, error) {
	token := ""
	if c, err := req.Cookie(s.Cookie); err == nil {
		token = c.Value
	}
	ctx, err := s.sessions.Load(req.Context(), token)
	if err != nil {
		return s.visit(w, req), fmt.Errorf("read the session: %w", err)
	}
	v := s.visit(w, req.WithContext(ctx))
	defer v.end() // it looks for long
	return v, v.admit(open)
}

// direct tells the page of a campaign what changes, as it does: all of it first, wherever the page was, then what is
// another than what was told. An event is named by the position up to which the journal is told.
func (s *Server) direct(v *visit) error {
	w := &watch{
		campaign: v.r.PathValue("campaign"), lang: v.words.Lang(), reader: v.reader(), owner: v.owner(),
	}
	ctx, out := v.r.Context(), &events{
		w: v.w, to: http.NewResponseController(v.w), wait: s.live.pace.write, resets: v.r.ProtoMajor > 1,
	}
	if err := s.live.join(ctx, w); err != nil {
		return err
	}
	defer s.live.leave(w)
	if err := out.begin(); err != nil {
		return nil //nolint:nilerr // who asked is gone
	}
	beat := time.NewTicker(s.live.pace.beat)
	defer beat.Stop()
	for err := error(nil); err == nil; {
		select {
		case <-ctx.Done():
			return nil
		case <-w.over:
			return nil
		case <-w.wake:
			if parts, at := w.take(); len(parts) > 0 {
				err = out.send("etat", at, s.fresh(v, w.so()), parts)
			}
		case <-beat.C:
			now, e := v.again()
			if e != nil || now.owner() != w.owner || now.reader() != w.reader || s.live.stuck() {
				return nil // their browser asks anew, and is answered as anybody is
			}
			if so := w.so(); !so.IsZero() {
				err = out.send("battement", -1, s.fresh(v, so), nil)
			}
		}
	}
	return nil
}

// fresh says when what a page shows was so.
func (s *Server) fresh(v *visit, at time.Time) string {
	return v.words.T("web.fresh.live", at.In(s.Zone).Format("15:04:05"))
}

// owner is whose pages are counted together: those of a person, else of a session.
func (v *visit) owner() string {
	if v.person != nil {
		return v.person.Ref
	}
	return "session " + v.s.sessions.Token(v.r.Context())
}

// channel names what the pages of one session share, in one language: another person, in the same browser, has another.
func channel(v *visit) string {
	const enough = 8
	sum := sha256.Sum256([]byte(v.s.sessions.Token(v.r.Context())))
	return hex.EncodeToString(sum[:enough]) + " " + v.r.PathValue("campaign") + " " + string(v.words.Lang())
}

// events writes server-sent events (WHATWG HTML, 9.2), each within a time of its own: those of the server are for a
// page, which ends.
type events struct {
	w    http.ResponseWriter
	to   *http.ResponseController
	wait time.Duration
	// resets tells that a deadline ends the answer even when nothing is being written, as that of HTTP/2 does.
	resets bool
}

// begin answers, and says how long a browser waits before it asks again.
func (e *events) begin() error {
	e.w.Header().Set("Content-Type", "text/event-stream")
	e.w.Header().Set("X-Accel-Buffering", "no")
	if err := e.to.SetReadDeadline(time.Time{}); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	return e.write("retry: 2000\n\n")
}

// send writes one event; one that tells no position has none.
func (e *events) send(name string, at int64, fresh string, parts []string) error {
	said, err := json.Marshal(fresh)
	if err != nil {
		return err
	}
	id := ""
	if at >= 0 {
		id = fmt.Sprintf("id: %d\n", at)
	}
	return e.write(fmt.Sprintf("%sevent: %s\ndata: {\"fresh\":%s,\"parts\":[%s]}\n\n",
		id, name, said, strings.Join(parts, ",")))
}

func (e *events) write(text string) error {
	until := time.Now().Add(e.wait) //nolint:forbidigo // a connection has the clock of the machine
	if err := e.ends(until); err != nil {
		return err
	}
	if _, err := e.w.Write([]byte(text)); err != nil {
		return err
	}
	if err := e.to.Flush(); err != nil || !e.resets {
		return err
	}
	return e.ends(time.Time{})
}

// ends sets until when the answer may be written; the zero time: for ever.
func (e *events) ends(until time.Time) error {
	if err := e.to.SetWriteDeadline(until); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	return nil
}

// doubted tells whether the record is, as far as the last look tells.
func (s *Server) doubted() bool {
	s.opening.Lock()
	defer s.opening.Unlock()
	return s.record != nil && len(s.record.Doubts) > 0
}

// parts gives the parts of the page of a campaign that change, as somebody sees them, each in JSON by its name. They
// are those of the page itself, so that no rule and no word of it is written twice.
func (s *Server) parts(ctx context.Context, r *Record, by recette.Actor, sc scene) (map[string]string, error) {
	page, err := s.followedBy(ctx, r, by, sc.campaign)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = s.pages["follow"].Execute(&b, &view{
		Name: "follow", Project: s.Project, Inside: true, Page: page, Doubts: s.doubts(sc.lang),
		words: s.Words[sc.lang], zone: s.Zone,
	})
	if err != nil {
		return nil, fmt.Errorf("page follow: %w", err)
	}
	root, err := html.Parse(&b)
	if err != nil {
		return nil, fmt.Errorf("read page follow: %w", err)
	}
	out := map[string]string{}
	for n := range root.Descendants() {
		if name := attribute(n, "data-live"); name != "" {
			tree, err := json.Marshal(tree(n))
			if err != nil {
				return nil, err
			}
			out[name] = string(tree)
		}
	}
	return out, nil
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// tree gives an element as a list: its name, its attributes, what it holds. A script may not make elements of a text
// (the policy of guard says so), and makes them of this.
func tree(n *html.Node) []any {
	attributes := map[string]string{}
	for _, a := range n.Attr {
		attributes[a.Key] = a.Val
	}
	out := []any{n.Data, attributes}
	for c := range n.ChildNodes() {
		switch c.Type {
		case html.TextNode:
			out = append(out, c.Data)
		case html.ElementNode:
			out = append(out, tree(c))
		default:
		}
	}
	return out
}
