package campaign

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"recette/internal/journal"
	"recette/internal/recette"
)

// nextNumber gives the next number of a kind in the project: the log holds those given so far, whatever the campaign.
// It is called while a fact is judged, when nobody else appends: no number is given twice.
func (s *Service) nextNumber(ctx context.Context, kind journal.Kind) (string, error) {
	prefix := map[journal.Kind]string{
		journal.KindAnomaly: "ANO", journal.KindReserve: "RES", journal.KindDecision: "DEC-REC",
		journal.KindDeviation: "ECA", journal.KindSessionOpen: "SES",
		journal.KindMilestone:  "JAL",
		journal.KindDerogation: recette.DerogationPrefix, journal.KindDelegation: "DEL",
	}[kind]
	last := 0
	for rec, err := range s.given(ctx, kind) {
		if err != nil {
			return "", fmt.Errorf("number a %s: %w", kind, err)
		}
		last = max(last, ordinal(numberOf(rec.Leaf), prefix+"-")) + int(rec.Leaf.Restore.Skipped())
	}
	return fmt.Sprintf("%s-%04d", prefix, last+1), nil
}

// given yields the leaves that gave numbers of a kind, and those that say that numbers may have been given by entries
// that the log has no more. Whoever counts adds what each leaf skips: what comes after it is beyond what was lost.
func (s *Service) given(ctx context.Context, kind journal.Kind) iter.Seq2[journal.Record, error] {
	return s.log.Records(ctx, journal.Filter{Kinds: []journal.Kind{kind, journal.KindLogRestore}})
}

func numberOf(l journal.Leaf) string {
	switch {
	case l.Anomaly != nil:
		return l.Anomaly.Number
	case l.Reserve != nil:
		return l.Reserve.Number
	case l.Decision != nil:
		return l.Decision.Number
	case l.Deviation != nil:
		return l.Deviation.Number
	case l.Session != nil:
		return l.Session.Number
	case l.Derogation != nil:
		return l.Derogation.Number
	case l.Delegation != nil:
		return l.Delegation.Number
	case l.Milestone != nil:
		return l.Milestone.Number
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
		if r < '0' || r > '9' || n > 1<<50 {
			return 0
		}
		n = n*10 + int(r-'0')
	}
	return n
}
