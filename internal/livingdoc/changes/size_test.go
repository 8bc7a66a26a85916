package changes

import (
	"fmt"
	"testing"

	"recette/internal/livingdoc/model"
)

// TestBetween_StoriesAndPathsThatMove: of many features each finds its former one, by its path or by its story.
func TestBetween_StoriesAndPathsThatMove(t *testing.T) {
	t.Parallel()
	const features = 10_000
	edition := func(folder string) *model.Doc {
		d := &model.Domain{}
		for i := range features {
			d.Features = append(d.Features, &model.Feature{
				Path: fmt.Sprintf("%s/f%d.feature", folder, i), Story: fmt.Sprint("US-", i),
			})
		}
		return &model.Doc{Domains: []*model.Domain{d}}
	}
	got := Between(edition("a"), edition("b"), "hier")
	if n := got.Count(model.OfFeature, model.Moved); n != features || len(got.List) != n {
		t.Errorf("%d features moved and %d changes in all, want %d of both", n, len(got.List), features)
	}
}
