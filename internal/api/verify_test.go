package api_test

import (
	"testing"

	"recette/internal/api"
	"recette/internal/store"
)

// What is asked for, not what could be read, decides between a document and a list.
func TestVerifications(t *testing.T) {
	one := api.Verification{Schema: "recette/verify/1", SHA256: "ab"}
	for name, tt := range map[string]struct {
		asked  int
		judged []api.Verification
		want   any
		list   int
	}{
		"one file":              {1, []api.Verification{one}, one, 0},
		"several":               {2, []api.Verification{one, one}, nil, 2},
		"one of several read":   {2, []api.Verification{one}, nil, 1},
		"none of several read":  {2, nil, nil, 0},
		"one that is not a PDF": {1, nil, nil, -1},
	} {
		t.Run(name, func(t *testing.T) {
			switch got := api.NewVerifications(tt.asked, tt.judged).(type) {
			case api.Verification:
				if tt.want == nil || got.SHA256 != one.SHA256 {
					t.Errorf("one document: %+v, want %+v", got, tt.want)
				}
			case []api.Verification:
				if tt.asked == 1 || len(got) != tt.list {
					t.Errorf("a list of %d, want %d", len(got), tt.list)
				}
			case nil:
				if tt.list >= 0 {
					t.Error("no document")
				}
			default:
				t.Errorf("a %T", got)
			}
		})
	}
	same(t, api.NewVerifications(2, nil), `[]`)
}

// The figures of the report stand beside the version, not under a name of their own.
func TestJournalVerification(t *testing.T) {
	same(
		t,
		api.NewJournalVerification(
			&store.Report{Project: "p", Leaves: 3, Findings: []store.Finding{{Code: "leaf.altered", Seq: 1}}},
			[]api.JournalDoubt{{Code: "record.outside", Error: "E073", Text: "x"}},
		),
		`{"v":1,"project":"p","leaves":3,"root":"","checkpoints":0,"signed":0,"texts":0,"persons":0,
		"documents":0,"erased":0,"evidence":0,"findings":[{"code":"leaf.altered","seq":1}],"failures":0,
		"doubts":[{"code":"record.outside","error":"E073","text":"x"}]}`,
	)
}
