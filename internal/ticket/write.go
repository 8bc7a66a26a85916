package ticket

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"recette/internal/campaign/state"
	"recette/internal/delimited"
)

// Words gives texts in the language of the table.
type Words interface {
	T(key string, args ...any) string
	Has(key string) bool
}

// Write writes anomalies as a table that Read reads again, a row each. Its last column is where the journal stood for
// each: what changes after it, here or in the table, is told apart when the table comes back.
func Write(w io.Writer, comma rune, words Words, anomalies []state.Anomaly, texts func(string) string) error {
	out := delimited.NewWriter(w, comma)
	order := []field{
		fieldNumber, fieldReference, fieldURL, fieldSeverity, fieldPriority, fieldStatus, fieldCase, fieldStep,
		fieldSummary, fieldWorkaround, fieldOwner, fieldDue, fieldBuild, fieldOriginal, fieldMark,
	}
	cells := make([]string, len(order))
	for i, f := range order {
		cells[i] = words.T("ticket.field." + string(f))
	}
	out.Row(cells)
	for i := range anomalies {
		a := &anomalies[i]
		for k, f := range order {
			cells[k] = delimited.Inert(cell(words, a, texts, f))
		}
		out.Row(cells)
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("write anomalies: %w", err)
	}
	return nil
}

func cell(words Words, a *state.Anomaly, texts func(string) string, f field) string {
	return Worded(words, string(f), valueOf(a, texts, f))
}

// valueOf is what an anomaly says of a field.
func valueOf(a *state.Anomaly, texts func(string) string, f field) string {
	switch f {
	case fieldNumber:
		return a.Number
	case fieldReference:
		return a.Tracker
	case fieldURL:
		return a.URL
	case fieldSeverity:
		return a.Severity
	case fieldPriority:
		return a.Priority
	case fieldStatus:
		return a.Status
	case fieldDue:
		return a.Due
	case fieldCase:
		return a.Case
	case fieldStep:
		if a.Step != nil {
			return strconv.Itoa(*a.Step + 1)
		}
	case fieldSummary:
		return texts(a.Summary)
	case fieldWorkaround:
		return texts(a.Workaround)
	case fieldOwner:
		return texts(a.Owner)
	case fieldBuild:
		if a.Fix != nil {
			return a.Fix.Build
		}
	case fieldOriginal:
		return a.Original
	case fieldMark:
		return strconv.FormatInt(a.Leaves[len(a.Leaves)-1], 10)
	case fieldResolution, fieldFixer:
	}
	return ""
}

// Worded words a value of a field; one that has no word stands as it is.
func Worded(words Words, of, value string) string {
	key := of + "." + value
	switch field(of) {
	case fieldStatus:
		key = "anomaly.status." + value
	case fieldDue:
		if at, err := time.Parse(time.DateOnly, value); err == nil {
			return at.Format("02/01/2006")
		}
		return value
	case fieldSeverity, fieldPriority:
	default:
		return value
	}
	if words.Has(key) {
		return words.T(key)
	}
	return value
}
