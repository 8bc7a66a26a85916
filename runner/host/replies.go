package host

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"sync"
	"time"
	"unicode/utf8"

	"recette/runner/protocol"
)

// linger is how long a reply may stay in the buffer when nothing forces it out. A quick scenario is then written at
// once, while the outcome of a step is known to the conductor long before the deadline of the next one.
const linger = 2 * time.Millisecond

// quick is the duration below which the outcome of a step may wait for the next ones: writing each at once would cost a
// fifth of a scenario of empty steps, in wake-ups of the conductor. Should the process die within linger of such a
// step, its outcome is in the box. A step that did something has its outcome written before the next one begins.
const quick = 100 * time.Microsecond

// maxMessage bounds the length in bytes of one message made of foreign text, as an error.
const maxMessage = 64 << 10

// replies writes to the conductor, from any goroutine.
type replies struct {
	mu    sync.Mutex
	enc   *protocol.Encoder
	timer *time.Timer
	armed bool
	err   error // first error of the writer

	box  *protocol.Box // what is not written yet is kept there too; may be nil
	safe func() bool   // whether box still is what it was; nil is yes
	out  *output
}

func newReplies(w io.Writer) *replies {
	r := &replies{out: &output{w: w}}
	r.enc = protocol.NewEncoder(r.out)
	r.timer = time.AfterFunc(time.Hour, r.overdue)
	r.timer.Stop()
	return r
}

// send writes m, at once when flush is set, else at the latest after linger. Its error is that of the writer, for good.
func (r *replies) send(m *protocol.Reply, flush bool) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err != nil {
		return r.err
	}
	err := r.enc.Reply(m)
	if errors.Is(err, protocol.ErrTooLong) && dropAttachments(m) {
		err = r.enc.Reply(m)
	}
	switch {
	case err != nil:
	case flush:
		err = r.enc.Flush()
	case !r.armed:
		r.armed = true
		r.timer.Reset(linger)
	}
	if r.enc.Pending() && r.boxed() {
		_ = r.box.Keep(r.enc) // without it, less is known should the process end now
	}
	r.err = err
	return err
}

// output is where replies go, as long as that is the conductor.
type output struct {
	w     io.Writer
	alive func() bool // whether w is still what it was; nil is yes
}

// errClosed says that a step closed the descriptor of the replies, or put another file in its place.
var errClosed = around(nil, protocol.FaultDescriptor)

// open reports whether replies still go to the conductor. Any goroutine may ask.
func (o *output) open() bool { return o.alive == nil || o.alive() }

// Write implements io.Writer. It writes nothing into a file that a step put in the place of the conductor.
func (o *output) Write(p []byte) (int, error) {
	if !o.open() {
		return 0, errClosed
	}
	return o.w.Write(p)
}

func (r *replies) flush() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err == nil {
		r.err = r.enc.Flush()
	}
}

func (r *replies) overdue() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.armed = false
	if r.err == nil && r.enc.Pending() {
		r.err = r.enc.Flush()
	}
}

func (r *replies) stop() {
	r.timer.Stop()
	r.flush()
}

// mark keeps how far a scenario came where it outlives the process.
func (r *replies) mark(id int64, s protocol.Stage) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.boxed() {
		_ = r.box.Mark(id, s) // without it, less is known should the process end now
	}
}

// boxed reports whether there is a box, and not a file that a step put in its place.
func (r *replies) boxed() bool { return r.box != nil && (r.safe == nil || r.safe()) }

// dropAttachments takes out the attachments that no line can carry. Evidence is not lost in silence: the outcome
// becomes an error that names them.
func dropAttachments(m *protocol.Reply) bool {
	var list *[]protocol.Attachment
	var outcome *string
	var message *protocol.Message
	switch {
	case m.StepEnd != nil:
		list, outcome, message = &m.StepEnd.Attachments, &m.StepEnd.Outcome, &m.StepEnd.Message
	case m.Ended != nil:
		list, outcome, message = &m.Ended.Attachments, &m.Ended.Outcome, &m.Ended.Message
	}
	if list == nil || len(*list) == 0 {
		return false
	}
	// Base64 takes four bytes for three; the rest of the line gets a mebibyte.
	room := (protocol.MaxLine - 1<<20) / 4 * 3
	kept := slices.DeleteFunc(slices.Clone(*list), func(a protocol.Attachment) bool {
		if len(a.Body) <= room {
			room -= len(a.Body)
			return false
		}
		dropped := coded(protocol.FaultAttachment, strconv.Quote(a.Name), len(a.Body))
		*message = slices.Concat(protocol.Message{{dropped}}, *message)
		return true
	})
	*list, *outcome, *message = kept, protocol.OutcomeError, clipped(*message)
	return true
}

// clipped bounds what a message says in the words of others, names and values included.
func clipped(m protocol.Message) protocol.Message {
	for _, line := range m {
		for i := range line {
			line[i].Text = clip(line[i].Text)
			for k, arg := range line[i].Args {
				line[i].Args[k] = clip(arg)
			}
		}
	}
	return m
}

// clip bounds a text, whole characters only, and gives the number of bytes beyond.
func clip(s string) string {
	if len(s) <= maxMessage {
		return s
	}
	n := maxMessage
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return fmt.Sprintf("%s… (+%d)", s[:n], len(s)-n)
}
