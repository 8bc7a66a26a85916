package lint

import (
	"fmt"
	"slices"

	"recette/internal/catalogue"
	"recette/internal/syntax"
	"recette/internal/vocabulary"
)

// Mend applies to the bytes of a file the edits of its findings. A finding is mended whole or not at all: of two whose
// edits meet, the first in the file is, and the other waits until the file is judged again. It returns the new bytes
// and the findings mended, none when there is nothing to mend; syntax.ErrEdit when the findings are not those of these
// bytes.
func Mend(src []byte, findings []Finding) (out []byte, mended []Finding, err error) {
	var candidates []Finding
	for _, f := range findings {
		if len(f.Edits) > 0 {
			candidates = append(candidates, f)
		}
	}
	slices.SortStableFunc(candidates, func(a, b Finding) int { return start(a.Edits) - start(b.Edits) })
	var taken []syntax.Edit
	for _, f := range candidates {
		if !meets(taken, f.Edits) {
			taken = append(taken, f.Edits...)
			mended = append(mended, f)
		}
	}
	if len(mended) == 0 {
		return src, nil, nil
	}
	if out, err = syntax.Apply(src, taken); err != nil {
		return nil, nil, fmt.Errorf("mend: %w", err)
	}
	return out, mended, nil
}

func start(edits []syntax.Edit) int {
	least := edits[0].Start
	for _, e := range edits[1:] {
		least = min(least, e.Start)
	}
	return least
}

// meets tells whether an edit touches another: even side by side, each was made without knowing of the other.
func meets(taken, edits []syntax.Edit) bool {
	for _, e := range edits {
		for _, t := range taken {
			if e.Start <= t.End && t.Start <= e.End {
				return true
			}
		}
	}
	return false
}

// Harmed tells what a mended file lost, empty when nothing: a scenario, a step, the stable id of a case that could run,
// or an error that was not there in what was already read. An error in a scenario or a step that the mending brought to
// light was there before, unseen: the next round, or the author, sees to it.
func Harmed(before, after *File, v vocabulary.Vocabulary) string {
	if before.Doc == nil {
		return "" // nothing was read of it
	}
	scenariosWere, stepsWere := extent(before)
	scenarios, steps := extent(after)
	if scenarios <= scenariosWere && steps <= stepsWere {
		was := errorsOf(before)
		for code, n := range errorsOf(after) {
			if n > was[code] {
				return string(code)
			}
		}
	}
	switch {
	case after.Doc == nil, scenarios < scenariosWere:
		return "scenario"
	case steps < stepsWere:
		return "step"
	case !syntax.HasErrors(before.Diagnostics) && len(catalogue.Orphans(&before.Outline, &after.Outline, v)) > 0:
		return "identity"
	}
	return ""
}

func errorsOf(f *File) map[syntax.Code]int {
	out := map[syntax.Code]int{}
	for i := range f.Diagnostics {
		if d := &f.Diagnostics[i]; d.Severity == syntax.Error {
			out[d.Code]++
		}
	}
	return out
}

func extent(f *File) (scenarios, steps int) {
	for i := range f.Outline.Scenarios {
		scenarios++
		steps += f.Outline.Scenarios[i].Steps
	}
	return scenarios, steps
}
