package importer

import (
	"cmp"
	"slices"

	"recette/internal/importer/sheet"
)

// merged is the merged cells of a sheet that are of several rows, by column, in the order of their first rows.
type merged map[int][]*sheet.Merge

func mergedOf(list []sheet.Merge) merged {
	const most = 256 // columns: a sheet that is read has no more
	out := merged{}
	for i := range list {
		m := &list[i]
		for c := m.Column; m.Row < m.ToRow && c <= min(m.ToColumn, most); c++ {
			out[c] = append(out[c], m)
		}
	}
	for c := range out {
		slices.SortStableFunc(out[c], func(a, b *sheet.Merge) int { return cmp.Compare(a.Row, b.Row) })
	}
	return out
}

// tall gives the merged cells of several rows that a cell is of, nil when it stands alone.
func (m merged) tall(column, row int) *sheet.Merge {
	of := m[column]
	i, found := slices.BinarySearchFunc(of, row, func(x *sheet.Merge, row int) int { return cmp.Compare(x.Row, row) })
	if !found {
		i--
	}
	if i >= 0 && i < len(of) && row <= of[i].ToRow {
		return of[i]
	}
	return nil
}
