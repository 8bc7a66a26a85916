package campaign

import (
	"context"
	"fmt"
	"strings"

	"recette/internal/journal"
)

// still gives a campaign whose facts stand still until unlock: no result is being recorded, and the state is up to date.
// The caller may read c.state, and append through commit.
func (s *Service) still(ctx context.Context, id string) (*live, func(), error) {
	c, err := s.live(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	c.gate.Lock()
	if err := s.refresh(ctx, c); err != nil {
		c.gate.Unlock()
		return nil, nil, err
	}
	return c, c.gate.Unlock, nil
}

// commit appends a draft of a campaign that stands still.
func (s *Service) commit(ctx context.Context, c *live, d *draft) error {
	recs, err := s.append(ctx, d)
	if err != nil {
		return err
	}
	c.fold(recs)
	return nil
}

// nextNumber gives the next number of a kind in the project: the log holds those given so far, whatever the campaign.
// Two processes that number at the same instant could give one number twice; both facts stay, under their positions.
func (s *Service) nextNumber(ctx context.Context, kind journal.Kind) (string, error) {
	prefix := map[journal.Kind]string{
		journal.KindAnomaly: "ANO", journal.KindReserve: "RES", journal.KindDecision: "DEC-REC",
	}[kind]
	last := 0
	for rec, err := range s.log.Records(ctx, journal.Filter{Kinds: []journal.Kind{kind}}) {
		if err != nil {
			return "", fmt.Errorf("number a %s: %w", kind, err)
		}
		last = max(last, ordinal(numberOf(rec.Leaf), prefix+"-"))
	}
	return fmt.Sprintf("%s-%04d", prefix, last+1), nil
}

func numberOf(l journal.Leaf) string {
	switch {
	case l.Anomaly != nil:
		return l.Anomaly.Number
	case l.Reserve != nil:
		return l.Reserve.Number
	case l.Decision != nil:
		return l.Decision.Number
	}
	return ""
}

// ordinal reads the digits after prefix, 0 when number is not of that series.
func ordinal(number, prefix string) int {
	digits, ok := strings.CutPrefix(number, prefix)
	if !ok {
		return 0
	}
	n := 0
	for _, r := range digits {
		if r < '0' || r > '9' || n > 1_000_000 {
			return 0
		}
		n = n*10 + int(r-'0')
	}
	return n
}
