package verify

import (
	"context"
	"fmt"
	"strconv"
	"strings"
)

// Alteration is what the verification of the whole journal found wrong: in which position, or about what. Its words are
// store.finding.<code>.
type Alteration struct {
	Code    string
	Seq     int64  // -1 when it is no position
	Subject string // a commitment, an address, a file
	Grave   bool   // it bears on the whole record: another one, or one whose end is gone
}

// evidenceMissing is the code of an alteration that takes nothing from what is proven: a piece that is not presented.
const evidenceMissing = "evidence.missing"

// audit verifies the journal, before the data of the PV are in memory: the database may hold a whole document
// meanwhile.
func (c *check) audit(ctx context.Context) {
	if c.o.Journal != nil && c.o.Audit != nil {
		c.alterations, c.unaudited = c.o.Audit(ctx)
	}
}

// audited says everything that the verification of the journal itself finds, so that no two verbs disagree about one
// record. What touches the PV makes it not conform; the rest leaves open what the record is worth.
func (c *check) audited() error {
	if c.o.Audit == nil {
		return nil
	}
	if c.unaudited != nil {
		return fmt.Errorf("verify the journal: %w", c.unaudited)
	}
	found := c.alterations
	c.altered, c.damaged = map[string]bool{}, len(found) > 0
	held := map[int64]bool{}
	for i := range c.proven {
		held[c.proven[i].leaf.Seq] = true
	}
	named := c.evidence()
	for _, a := range found {
		if c.o.Evidence != nil && strings.HasPrefix(a.Code, "evidence.") && named[a.Subject] != nil {
			continue // the answer about the content says it of each piece
		}
		args := []string{a.Code, "", a.Subject}
		if a.Seq >= 0 {
			args[1] = strconv.FormatInt(a.Seq, 10)
		}
		if strings.HasSuffix(a.Code, ".altered") {
			c.altered[a.Subject] = true
		}
		touches := named[a.Subject] != nil || held[a.Seq] && strings.HasPrefix(a.Code, "leaf.") ||
			a.Subject != "" && a.Subject == c.pv.Reference.Manifest
		if c.bound != nil && !touches {
			_, text := c.bound.texts[a.Subject]
			_, name := c.bound.names[a.Subject]
			touches = text || name
		}
		switch {
		case a.Code == evidenceMissing:
			c.log.add(info(RecordAltered, args...))
		case touches, a.Grave:
			c.log.add(bad(RecordAltered, args...))
		default:
			c.log.add(doubt(RecordAltered, args...))
		}
	}
	return nil
}

// unread says that a database which is known to be damaged refused to give something. From one that is not, the error
// is what it seems.
func (c *check) unread(ctx context.Context, err error, what string) error {
	if !c.damaged || ctx.Err() != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	c.log.add(doubt(journalUnread))
	return nil
}

// readable gives the commitments whose text or name is not altered: the database refuses to give the others.
func (c *check) readable(commitments []string) []string {
	out := make([]string, 0, len(commitments))
	for _, commitment := range commitments {
		if !c.altered[commitment] {
			out = append(out, commitment)
		}
	}
	return out
}
