package steps

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
	"recette/runner/protocol"
)

// table is a source that knows by heart which of its definitions fit which text.
func table(name string, n int, fits map[string][]int) Source {
	s := Source{Name: name}
	for i := range n {
		s.Definitions = append(
			s.Definitions, protocol.Definition{Pattern: fmt.Sprint(name, i), Keyword: "when", Place: name},
		)
	}
	s.Match = func(_ context.Context, texts []StepText) ([][]int, error) {
		out := make([][]int, len(texts))
		for i := range texts {
			out[i] = fits[texts[i].Text]
		}
		return out, nil
	}
	return s
}

func asked(texts ...string) []StepText {
	out := make([]StepText, len(texts))
	for i, t := range texts {
		out[i] = NewText(catalogue.Action, t)
	}
	return out
}

func TestMatcher(t *testing.T) {
	m := NewMatcher([]Source{
		table("a", 2, map[string][]int{"one": {1}, "two": {0, 1}, "shared": {0}}),
		table("none", 0, nil),
		table("b", 3, map[string][]int{"shared": {2}}),
	})
	got, err := m.Match(t.Context(), asked("one", "two", "shared", "nobody", "one"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]int{{1}, {0, 1}, {0, 4}, nil, {1}}, got); diff != "" {
		t.Errorf("Match (-want +got):\n%s", diff)
	}
	list := m.Definitions()
	if len(list) != 5 || list[4] != (Definition{Source: "b", Pattern: "b2", Keyword: "when", Place: "b"}) {
		t.Errorf("Definitions = %+v", list)
	}
	for i, want := range [][2]int{{0, 0}, {0, 1}, {2, 0}, {2, 1}, {2, 2}} {
		if source, own := m.Of(i); source != want[0] || own != want[1] {
			t.Errorf("Of(%d) = %d, %d, want %d, %d", i, source, own, want[0], want[1])
		}
	}
}

func TestMatcher_WithoutSources(t *testing.T) {
	got, err := NewMatcher(nil).Match(t.Context(), asked("x"))
	if err != nil || len(got) != 1 || got[0] != nil {
		t.Errorf("Match = %v, %v, want nothing for one text", got, err)
	}
}

// No message asks about more than a bounded number of texts, whatever the caller asks about, and none is lost between
// two.
func TestMatcher_AsksInBoundedMessages(t *testing.T) {
	for _, n := range []int{0, 1, maxAsked - 1, maxAsked, maxAsked + 1, 2*maxAsked + 7} {
		messages, texts := 0, 0
		s := table("a", 1, nil)
		s.Match = func(_ context.Context, batch []StepText) ([][]int, error) {
			if messages++; len(batch) > maxAsked || len(batch) == 0 {
				t.Errorf("a message of %d texts", len(batch))
			}
			texts += len(batch)
			out := make([][]int, len(batch))
			for i := range out {
				out[i] = []int{0}
			}
			return out, nil
		}
		got, err := NewMatcher([]Source{s}).Match(t.Context(), asked(make([]string, n)...))
		if err != nil {
			t.Fatal(err)
		}
		if want := (n + maxAsked - 1) / maxAsked; messages != want || texts != n {
			t.Errorf("%d texts: %d asked in %d messages, want %d messages", n, texts, messages, want)
		}
		for i := range got {
			if len(got[i]) != 1 {
				t.Fatalf("%d texts: the answer about text %d is lost", n, i)
			}
		}
	}
}

func TestMatcher_RefusesABadAnswer(t *testing.T) {
	boom := errors.New("boom")
	tests := map[string]func([]StepText) ([][]int, error){
		"error":               func([]StepText) ([][]int, error) { return nil, boom },
		"too few answers":     func(texts []StepText) ([][]int, error) { return make([][]int, len(texts)-1), nil },
		"too many answers":    func(texts []StepText) ([][]int, error) { return make([][]int, len(texts)+1), nil },
		"unknown definition":  func([]StepText) ([][]int, error) { return [][]int{{1}, nil}, nil },
		"negative definition": func([]StepText) ([][]int, error) { return [][]int{nil, {-1}}, nil },
	}
	for name, answer := range tests {
		bad := table("bad", 1, nil)
		bad.Match = func(_ context.Context, texts []StepText) ([][]int, error) { return answer(texts) }
		got, err := NewMatcher([]Source{table("good", 1, nil), bad}).Match(t.Context(), asked("x", "y"))
		e, ok := errors.AsType[*SourceError](err)
		if !ok || e.Source != "bad" || !errors.Is(err, ErrSource) || got != nil {
			t.Errorf("%s: %v, %v, want nothing and a *SourceError of bad", name, got, err)
		}
		if name == "error" && !errors.Is(err, boom) {
			t.Errorf("the cause is lost: %v", err)
		}
	}
}
