package api_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/api"
	"recette/internal/execution"
	"recette/internal/matrix"
)

func TestWrite(t *testing.T) {
	var b bytes.Buffer
	if err := api.Write(&b, map[string]string{"a": "<é> & …"}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("{\n  \"a\": \"<é> & …\"\n}\n", b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A matrix is written as any other document, and nothing is written of one whose meaning is not known.
func TestWriteMatrix(t *testing.T) {
	m := matrix.Matrix{
		Schema: matrix.Schema, Language: "fr", Rows: []matrix.Row{{Criterion: "CA-1.1", State: "proved"}},
	}
	var long, short bytes.Buffer
	if err := errors.Join(api.WriteMatrix(&long, &m), api.Write(&short, m)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(short.String(), long.String()); diff != "" {
		t.Errorf("(-Write +WriteMatrix):\n%s", diff)
	}
	m.Rows[0].State = "green"
	var none bytes.Buffer
	if err := api.WriteMatrix(&none, &m); !errors.Is(err, matrix.ErrFormat) || none.Len() > 0 {
		t.Errorf("error %v after %d bytes, want ErrFormat and none", err, none.Len())
	}
}

// An event is one line, whatever its texts hold.
func TestRunEvents(t *testing.T) {
	var b bytes.Buffer
	write := api.RunEvents(&b)
	for _, message := range []string{"a\nb", "<é>"} {
		problem := &execution.Problem{Code: execution.ProblemRecord, Message: message}
		if err := write(api.RunEvent{V: 1, Kind: execution.EventProblem, Problem: problem}); err != nil {
			t.Fatal(err)
		}
	}
	const at = `"at":"0001-01-01T00:00:00Z","problem":{"code":"record","message":`
	want := `{"v":1,"event":"problem",` + at + `"a\nb"}}` + "\n" + `{"v":1,"event":"problem",` + at + `"<é>"}}` + "\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
