package cli

import (
	"context"
	"errors"
	"strings"
	"testing"

	"recette/internal/api"
	"recette/internal/campaign"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/gap"
	"recette/internal/importer"
	"recette/internal/recette"
)

// failing keeps results, and refuses the anomalies from one of them on.
type failing struct {
	results int // that may be recorded; one more is refused
	notes   int // anomalies that may be raised
	why     error
}

func (*failing) CheckTaker(context.Context, recette.Actor, recette.Actor, string) error { return nil }

func (*failing) CheckTranscript(context.Context, recette.Actor, recette.Actor, campaign.Transcript) error {
	return nil
}

func (*failing) CheckNote(context.Context, recette.Actor, string, ...fact.Fact) error { return nil }

func (f *failing) Transcribe(
	context.Context, recette.Actor, recette.Actor, campaign.Transcript,
) (campaign.Recorded, error) {
	if f.results--; f.results < 0 {
		return campaign.Recorded{}, errResult
	}
	return campaign.Recorded{}, nil
}

func (f *failing) Note(context.Context, recette.Actor, string, fact.Fact) (string, error) {
	if f.notes--; f.notes < 0 {
		return "", f.why
	}
	return "ANO-0001", nil
}

var (
	errResult = errors.New("a result is refused")
	errDisk   = errors.New("the disk is full")
)

// A result that is recorded is never left without its anomaly in silence: what cannot be raised is named, row by row,
// with what to run again, and a case that is refused keeps no anomaly of the others back.
func TestTaker_SaysWhichResultsHaveNoAnomaly(t *testing.T) {
	t.Parallel()
	entry := func(id string, row int) importer.Entry {
		at := importer.Place{Sheet: "1 Cotisation", Row: row}
		return importer.Entry{
			At: at, Case: id, Tester: "Théo", Steps: []importer.Observation{{Step: 2, Verdict: recette.Failed}},
			Raise: []importer.Raise{{At: at, Step: 2, Severity: recette.Major, Summary: "x"}},
		}
	}
	three := "unraised unraised unraised"
	for name, tt := range map[string]struct {
		to                         failing
		recorded, raised, unraised int
		codes, rows                string
		want                       error
		half                       bool
	}{
		"all is kept":             {to: failing{results: 3, notes: 3}, recorded: 3, raised: 3},
		"a result is refused":     {to: failing{results: 2, notes: 3}, recorded: 2, raised: 2, want: errResult},
		"the first is not raised": {failing{results: 3, why: errDisk}, 3, 0, 3, three, "4 9 12", errDisk, true},
		"the second is not raised": {
			failing{results: 3, notes: 1, why: errDisk}, 3, 1, 2, three[9:], "9 12", errDisk, true,
		},
		"both": {failing{results: 2, notes: 1, why: errDisk}, 2, 1, 1, "unraised", "9", errResult, true},
		"an anomaly accounts for it": {
			to: failing{results: 3, notes: 2, why: gap.ErrUnknownDraft}, recorded: 3, raised: 2, codes: "severity-left",
			rows: "12",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			take := &taker{
				to: &tt.to, m: &campaign.Outline{}, file: &importer.File{Name: "c.xlsx"}, name: "dossier/c.xlsx",
				o: taking{as: "Samira Haddad"}, files: map[string]map[int][]fact.Attachment{},
			}
			take.m.Campaign = "demo"
			err := take.all(t.Context(), []importer.Entry{entry("A", 4), entry("B", 9), entry("C", 12)})
			if !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
			half, ok := errors.AsType[*failure](err)
			if ok != tt.half {
				t.Errorf("says what is half done: %v, want %v", ok, tt.half)
			}
			if ok && (half.key != "import-half" || half.args[0] != tt.unraised ||
				half.args[1] != "recette import dossier/c.xlsx --campaign demo --as 'Samira Haddad'") {
				t.Errorf("it says %s %v", half.key, half.args)
			}
			if take.recorded != tt.recorded || take.raised != tt.raised || take.unraised != tt.unraised {
				t.Errorf("%d recorded, %d raised, %d not, want %d, %d, %d", take.recorded, take.raised, take.unraised,
					tt.recorded, tt.raised, tt.unraised)
			}
			var codes, rows []string
			doc := api.Import{}
			doc.Add(take.left)
			for _, l := range doc.Lines {
				codes, rows = append(codes, l.Code), append(rows, strings.TrimPrefix(l.Cell, "A"))
			}
			if strings.Join(codes, " ") != tt.codes || strings.Join(rows, " ") != tt.rows {
				t.Errorf("rows %v are said %v, want %q %q", rows, codes, tt.rows, tt.codes)
			}
		})
	}
}
